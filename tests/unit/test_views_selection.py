"""What is shown and what comes next: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library.query import Names
from readnow.model.condition import Field, Word
from readnow.model.feed import Feed, FeedId, Folder, FolderId
from readnow.model.query import ALL, STARRED, UNREAD, Scope, ScopeKind
from readnow.views.selection import (
    Show,
    View,
    feeds_from,
    in_list_order,
    next_unread,
    remembered_view,
)
from tests.support.panes import head

FEED = Scope.feed(FeedId(3))


@pytest.mark.parametrize(
    ("view", "show", "expected"),
    [
        (View(ALL), Show.UNREAD, View(UNREAD)),
        (View(UNREAD), Show.ALL, View(ALL)),
        (View(STARRED), Show.STARRED, View(STARRED)),
        (View(FEED), Show.UNREAD, View(FEED, Show.UNREAD)),
        (View(FEED, Show.STARRED, "words"), Show.ALL, View(FEED, Show.ALL, "words")),
    ],
)
def test_what_the_three_keys_lead_to(view: View, show: Show, expected: View) -> None:
    assert view.narrowed(show) == expected


def test_the_query_of_a_view() -> None:
    query = View(FEED, Show.UNREAD, "title:quiet").query(Names())
    assert (query.scope, query.unread_only, query.limit) == (FEED, True, 100)
    assert query.where == Word("quiet", Field.TITLE)


views = st.builds(
    View, st.builds(Scope, st.sampled_from(ScopeKind), st.integers(0, 99)), st.sampled_from(Show)
)


@given(views)
def test_a_view_is_remembered(view: View) -> None:
    assert remembered_view(view.as_remembered()) == view


@given(st.one_of(st.none(), st.integers(), st.text(), st.dictionaries(st.text(), st.integers())))
def test_what_is_no_view_gives_the_first_one(value: object) -> None:
    assert remembered_view(value) == View()


@given(st.lists(st.booleans()), st.integers(0, 10), st.sampled_from([1, -1]))
def test_the_next_unread_is_the_nearest(read: list[bool], start: int, step: int) -> None:
    heads = [head(number, read=is_read) for number, is_read in enumerate(read)]
    found = next_unread(heads, start, step)
    before = range(start, len(heads)) if step > 0 else range(min(start, len(heads) - 1), -1, -1)
    passed = [index for index in before if found is None or (index < found if step > 0 else index > found)]
    assert all(read[index] for index in passed)
    assert found is None or not read[found]


def test_feeds_in_the_order_of_the_list() -> None:
    folders = [Folder(FolderId(1), "A"), Folder(FolderId(2), "B"), Folder(FolderId(3), "A/x", FolderId(1))]
    feeds = [
        Feed(FeedId(number), f"https://{number}.example/", str(number), folder_id=folder)
        for number, folder in ((1, FolderId(1)), (2, FolderId(2)), (3, FolderId(3)), (4, None))
    ]
    assert [feed.id for feed in in_list_order(feeds, folders)] == [3, 1, 2, 4]


FEEDS = [Feed(FeedId(number), "", "") for number in range(5)]


def test_feeds_after_and_before() -> None:
    assert [feed.id for feed in feeds_from(FEEDS, FEEDS[1:3], 1)] == [3, 4, 0, 1, 2]
    assert [feed.id for feed in feeds_from(FEEDS, FEEDS[1:3], -1)] == [0, 4, 3, 2, 1]
    assert [feed.id for feed in feeds_from(FEEDS, (), 1)] == [0, 1, 2, 3, 4]
    assert [feed.id for feed in feeds_from((), (), 1)] == []


@given(st.integers(0, 4), st.integers(0, 4), st.sampled_from([1, -1]))
def test_every_feed_comes_once(first: int, last: int, step: int) -> None:
    assert sorted(feed.id for feed in feeds_from(FEEDS, FEEDS[first : last + 1], step)) == [0, 1, 2, 3, 4]
