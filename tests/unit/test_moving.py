"""Whether a feed that is sent on for good has moved (H10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library.moving import Move, judge
from readnow.library.schedule import DAY, HOUR
from readnow.model.health import Moved

NOW = 1_760_000_000
OLD, NEW = "https://old.example/feed", "https://new.example/feed"


def test_h10_three_fetches_over_a_day_are_enough() -> None:
    first = judge(OLD, NEW, None, NOW, is_same_feed=True)
    assert first == Move(Moved(NEW, 1, NOW))
    second = judge(OLD, NEW, first.moved, NOW + 13 * HOUR, is_same_feed=True)
    assert second == Move(Moved(NEW, 2, NOW))
    assert judge(OLD, NEW, second.moved, NOW + 23 * HOUR, is_same_feed=True).adopt == ""
    assert judge(OLD, NEW, second.moved, NOW + DAY, is_same_feed=True) == Move(Moved(NEW, 3, NOW), NEW)


def test_h10_another_target_or_none_begins_anew() -> None:
    before = Moved(OLD + "/x", 2, NOW - DAY)
    assert judge(OLD, NEW, before, NOW, is_same_feed=True) == Move(Moved(NEW, 1, NOW))
    assert judge(OLD, None, before, NOW, is_same_feed=True) == Move()
    assert judge(OLD, OLD, before, NOW, is_same_feed=True) == Move()


def test_h10_to_https_at_once_where_it_is_the_same_feed() -> None:
    plain = "http://old.example/feed"
    assert judge(plain, OLD, None, NOW, is_same_feed=True).adopt == OLD
    assert judge(plain, OLD, None, NOW, is_same_feed=False).adopt == ""


def test_h10_never_from_https_to_http() -> None:
    before = Moved("http://new.example/", 9, NOW - 9 * DAY)
    move = judge(OLD, "http://new.example/", before, NOW, is_same_feed=True)
    assert (move.adopt, move.moved) == ("", Moved("http://new.example/", 10, NOW - 9 * DAY))


@pytest.mark.parametrize(
    "target",
    ["https://login.example/", "https://portal.isp.example/x", "https://a.example/sign-in?next=feed",
     "https://a.example/register", "https://captive.apple.example/", "https://a.example/?landingpage"],
)  # fmt: skip
def test_h10_a_captive_portal_is_no_home(target: str) -> None:
    assert judge(OLD, target, Moved(target, 9, NOW - 9 * DAY), NOW, is_same_feed=True) == Move()


def test_h10_words_within_words_are_no_portal() -> None:
    assert judge(OLD, "https://blogins.example/portals", None, NOW, is_same_feed=True).moved is not None


@given(st.lists(st.tuples(st.sampled_from([NEW, OLD + "2", None]), st.integers(1, 20 * HOUR)), max_size=12))
def test_h10_flip_flops_never_end_in_another_address(answers: list[tuple[str | None, int]]) -> None:
    moved, now, in_a_row = None, NOW, 0
    last: str | None = ""
    for target, later in answers:
        now += later
        in_a_row = in_a_row + 1 if target == last else 1
        last = target
        move = judge(OLD, target, moved, now, is_same_feed=True)
        moved = move.moved
        assert not move.adopt or (move.adopt == target and in_a_row >= 3)
