"""Subscriptions as rows: order, counts, marks, the filter, and what is said of a feed in trouble."""

from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from readnow.library.schedule import NEVER
from readnow.library.shelf import Shelf
from readnow.model.feed import Feed, FeedHealth, FeedId, FeedSettings, Folder, FolderId, Problem, ProblemKind
from readnow.model.query import ALL, STARRED, UNREAD, Scope
from readnow.views.feed_rows import KnownRows, Listed, exists, feed_rows, name_of, title_of, trouble
from readnow.views.selection import Show, View

NOW = 1_764_000_000
HOUR = 3600


@dataclass
class Subscriptions:
    """What rows need of the library's feeds, over a shelf."""

    shelf: Shelf = field(default_factory=Shelf)

    def all(self) -> tuple[Feed, ...]:
        return self.shelf.feeds()

    def __getattr__(self, name: str) -> object:
        return getattr(self.shelf, name)


def feed(
    number: int, folder: int | None = None, *, unread: int | None = None, health: FeedHealth | None = None
) -> Feed:
    return Feed(
        FeedId(number),
        f"https://{number}.example/feed",
        f"Feed {number}",
        folder_id=FolderId(folder) if folder else None,
        unread=number if unread is None else unread,
        total=10 * number,
        health=health or FeedHealth(),
    )


def in_trouble(kind: ProblemKind, next_due: int | None, status: int | None = None) -> FeedHealth:
    return FeedHealth(
        next_due=next_due, failures=1, problem=Problem(kind, "it failed", NOW - 50 * HOUR, status)
    )


@pytest.fixture
def feeds() -> Subscriptions:
    """Two folders, one inside the other, and feeds in and outside."""
    subscriptions = Subscriptions()
    subscriptions.shelf.load(
        [
            feed(1, 1),
            feed(2, 2),
            feed(3, unread=0, health=in_trouble(ProblemKind.GONE, NEVER, 410)),
            feed(4, unread=0, health=in_trouble(ProblemKind.WAIT, NOW + HOUR, 429)),
            feed(5, unread=7, health=in_trouble(ProblemKind.NETWORK, NOW + 30 * HOUR)),
        ],
        [Folder(FolderId(1), "Outer"), Folder(FolderId(2), "Inner", FolderId(1))],
        3,
    )
    return subscriptions


def labels(feeds: Subscriptions, listed: Listed) -> list[str]:
    return [f"{'  ' * row.depth}{row.label}" for row in feed_rows(feeds, listed)]  # type: ignore[arg-type]


def test_order_depth_and_counts(feeds: Subscriptions) -> None:
    rows = feed_rows(feeds, Listed(now=NOW))  # type: ignore[arg-type]
    assert [(row.scope, row.depth, row.unread, row.total, row.folded) for row in rows[:6]] == [
        (ALL, 0, 10, 150, None),
        (UNREAD, 0, 10, 10, None),
        (STARRED, 0, 0, 3, None),
        (Scope.folder(FolderId(1)), 0, 3, 30, False),
        (Scope.folder(FolderId(2)), 1, 2, 20, False),
        (Scope.feed(FeedId(2)), 2, 2, 20, None),
    ]
    assert [(row.mark, row.note) for row in rows[7:]] == [("!", "410"), ("~", "17:00"), ("!", "")]


def test_a_folded_folder_hides_all_that_is_in_it(feeds: Subscriptions) -> None:
    assert labels(feeds, Listed(folded=frozenset({1})))[3:5] == ["Outer", "Feed 3"]
    assert labels(feeds, Listed(folded=frozenset({2})))[3:6] == ["Outer", "  Inner", "  Feed 1"]


def test_the_filter_unfolds_what_holds_a_match(feeds: Subscriptions) -> None:
    listed = Listed(folded=frozenset({1, 2}), filter="FEED 2")
    assert labels(feeds, listed) == ["Outer", "  Inner", "    Feed 2"]
    assert labels(feeds, Listed(filter="5.example")) == ["Feed 5"]
    assert labels(feeds, Listed(filter="nothing like it")) == []


def test_a_folded_folder_shows_trouble_inside(feeds: Subscriptions) -> None:
    feeds.shelf.load(
        [feed(1, 1, health=in_trouble(ProblemKind.HTTP, NOW))], [Folder(FolderId(1), "Outer")], 0
    )
    assert feed_rows(feeds, Listed(folded=frozenset({1})))[3].mark == "!"  # type: ignore[arg-type]
    assert feed_rows(feeds, Listed())[3].mark == ""  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, ""),
        (3, "Feed 3: it failed · since 22 Nov · not checked any more"),
        (4, "Feed 4: it failed · since 22 Nov · next try 17:00"),
        (5, "Feed 5: it failed · since 22 Nov · next try 25 Nov"),
    ],
)
def test_what_is_wrong_since_when_and_when_next(feeds: Subscriptions, number: int, sentence: str) -> None:
    assert trouble(feeds.shelf.feed(FeedId(number)), NOW) == sentence


def test_a_feed_whose_certificate_is_not_checked_bears_a_mark_and_says_so(feeds: Subscriptions) -> None:
    unchecked = replace(feed(1), settings=FeedSettings(insecure=True))
    feeds.shelf.load([unchecked, feed(2)], [], 0)
    assert [row.unchecked for row in feed_rows(feeds, Listed(now=NOW))[3:]] == [True, False]  # type: ignore[arg-type]
    assert trouble(unchecked, NOW) == "Feed 1: certificate not checked"
    troubled = replace(unchecked, health=in_trouble(ProblemKind.WAIT, NOW + HOUR, 429))
    assert trouble(troubled, NOW).startswith("Feed 1: it failed · certificate not checked · since ")


@pytest.mark.parametrize(
    ("view", "title"),
    [
        (View(ALL), "All articles · 10"),
        (View(STARRED), "Starred · 3"),
        (View(Scope.folder(FolderId(2))), "Inner · 2"),
        (View(Scope.feed(FeedId(3))), "Feed 3"),
        (View(Scope.feed(FeedId(5)), Show.UNREAD), "Feed 5 · unread only · 7"),
        (View(Scope.feed(FeedId(5)), Show.STARRED), "Feed 5 · starred only"),
        (View(ALL, search=" quiet "), "All articles · quiet"),
    ],
)
def test_titles(feeds: Subscriptions, view: View, title: str) -> None:
    assert title_of(feeds, view) == title  # type: ignore[arg-type]


def test_what_is_gone_has_no_name(feeds: Subscriptions) -> None:
    assert name_of(feeds, Scope.feed(FeedId(99))) == ""  # type: ignore[arg-type]
    assert not exists(feeds, Scope.folder(FolderId(99)))  # type: ignore[arg-type]
    assert exists(feeds, UNREAD)  # type: ignore[arg-type]


def test_rows_of_feeds_that_have_not_changed_are_the_same(feeds: Subscriptions) -> None:
    known: KnownRows = {}
    before = feed_rows(feeds, Listed(now=NOW), known)  # type: ignore[arg-type]
    feeds.shelf.rebase([feed(2, 2, unread=7)])
    after = feed_rows(feeds, Listed(now=NOW), known)  # type: ignore[arg-type]
    assert after == feed_rows(feeds, Listed(now=NOW))  # type: ignore[arg-type]
    kept = [row.label for row, old in zip(after, before, strict=True) if row is old]
    assert "Feed 1" in kept
    assert "Feed 2" not in kept
    assert "Feed 4" not in kept  # it waits: what is said of it depends on the time
