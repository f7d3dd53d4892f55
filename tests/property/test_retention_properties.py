"""How much is kept: whatever is set where, the nearest counts, and what is unreadable keeps everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library.retention import DAY, Keep, keep_of, limits, read_keep, trusted_now
from readnow.model.feed import FeedId, FolderId
from readnow.model.retention import KeepSettings, KeptFeed, KeptFolder, Limits

SAID = st.sampled_from(["", "", "forever", "90d", "2y", "500", "3", "rubbish"])
PARENTS = st.lists(st.integers(-1, 5), min_size=6, max_size=6)
NOW = 1_764_000_000


@pytest.mark.parametrize(
    ("text", "keep"),
    [
        ("forever", Keep()),
        ("90d", Keep(seconds=90 * DAY)),
        ("2W", Keep(seconds=14 * DAY)),
        (" 6mo ", Keep(seconds=180 * DAY)),
        ("1y", Keep(seconds=365 * DAY)),
        ("500", Keep(number=500)),
    ],
)
def test_what_can_be_said(text: str, keep: Keep) -> None:
    assert read_keep(text) == keep


@pytest.mark.parametrize("text", ["", "0", "0d", "-5", "90 days", "1000000", "forever 3", "٣d", "9h"])
def test_what_cannot(text: str) -> None:
    with pytest.raises(ValueError, match="is not forever, a time"):
        read_keep(text)


def said_for(feed: str, folders: list[int], tree: dict[int, tuple[str, int | None]], usual: str) -> set[str]:
    """The rule in other words: the feed's own, else what each of its folders ends up with."""
    if feed:
        return {feed}
    ends = set()
    for folder in folders:
        place: int | None = folder
        for _ in range(10):
            if place is None or tree[place][0]:
                break
            place = tree[place][1]
        ends.add(tree[place][0] if place is not None and tree[place][0] else usual)
    return ends or {usual}


@given(SAID, st.lists(st.integers(0, 5), max_size=3), st.lists(SAID, min_size=6, max_size=6), PARENTS, SAID)
def test_the_nearest_says_and_several_folders_have_to_agree(
    own: str, folders: list[int], keeps: list[str], parents: list[int], usual: str
) -> None:
    usual = usual or "forever"
    # A folder's parent comes before it: a tree.
    tree = {n: (keeps[n], parents[n] if 0 <= parents[n] < n else None) for n in range(6)}
    settings = KeepSettings(
        {FeedId(1): KeptFeed(own, tuple(map(FolderId, folders)))},
        {
            FolderId(n): KeptFolder(keep, None if parent is None else FolderId(parent))
            for n, (keep, parent) in tree.items()
        },
    )
    found = limits(keep_of(settings, FeedId(1), usual), True, NOW)
    said = said_for(own, folders, tree, usual)
    if said & {"forever", "rubbish"}:
        assert found is None
        return
    times = [NOW - {"90d": 90, "2y": 730}[text] * DAY for text in said if not text.isdigit()]
    numbers = [int(text) for text in said if text.isdigit()]
    assert found == Limits(min(times, default=None), max(numbers, default=None), True)


def test_folders_in_a_circle_say_nothing() -> None:
    settings = KeepSettings(
        {FeedId(1): KeptFeed("", (FolderId(1),))},
        {FolderId(1): KeptFolder("", FolderId(2)), FolderId(2): KeptFolder("", FolderId(1))},
    )
    assert keep_of(settings, FeedId(1), "90d") == (Keep(seconds=90 * DAY),)


def test_a_clock_that_is_ahead_is_not_believed() -> None:
    assert trusted_now(NOW, None) == NOW
    assert trusted_now(NOW, NOW - 3600) == NOW
    assert trusted_now(NOW + 3650 * DAY, NOW) == NOW + DAY
    assert trusted_now(NOW - DAY, NOW) == NOW - DAY
