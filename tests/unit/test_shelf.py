"""Counts in memory are those of the database plus what is on its way there."""

import pytest

from readnow.library.shelf import CountDelta, Shelf
from readnow.model.errors import NotFoundError
from readnow.model.feed import Feed, FeedId, Folder, FolderId
from readnow.model.query import ALL, STARRED, UNREAD, Scope

A, B = FeedId(1), FeedId(2)
OUTER, INNER = FolderId(1), FolderId(2)


def shelf() -> Shelf:
    made = Shelf()
    made.load(
        [Feed(A, "a", "A", folder_id=INNER, unread=3, total=5), Feed(B, "b", "B", unread=1, total=1)],
        [Folder(OUTER, "Outer"), Folder(INNER, "Inner", OUTER)],
        starred=2,
    )
    return made


def test_a_change_on_its_way_counts_at_once_and_only_once() -> None:
    kept = shelf()
    token = kept.expect(CountDelta(unread={A: -1}))
    assert kept.unread(ALL) == kept.unread(UNREAD) == 3
    assert kept.feed(A).unread == 2
    kept.settle(token, [Feed(A, "a", "A", folder_id=INNER, unread=2, total=5)])
    assert kept.feed(A).unread == 2


def test_a_change_that_failed_is_taken_back() -> None:
    kept = shelf()
    token = kept.expect(CountDelta(unread={A: -1}, starred=1))
    assert kept.starred() == 3
    kept.settle(token)
    assert (kept.feed(A).unread, kept.starred()) == (3, 2)


def test_a_reload_keeps_what_is_still_on_its_way() -> None:
    kept = shelf()
    kept.expect(CountDelta(unread={B: -1}))
    kept.load([Feed(B, "b", "B", unread=1, total=1)], [], 0)
    assert [feed.unread for feed in kept.feeds()] == [0]


def test_scopes() -> None:
    kept = shelf()
    assert [feed.id for feed in kept.in_scope(Scope.folder(OUTER))] == [A]
    assert kept.unread(Scope.folder(INNER)) == 3
    assert kept.total(Scope.feed(B)) == 1
    assert kept.total(STARRED) == 2
    assert kept.path(INNER) == ("Outer", "Inner")
    assert kept.in_scope(Scope.feed(FeedId(99))) == ()


def test_rows_of_feeds_that_are_gone_do_not_come_back() -> None:
    kept = shelf()
    kept.rebase([Feed(FeedId(99), "x", "X")], 7)
    assert not kept.knows(FeedId(99))
    assert kept.starred() == 7
    with pytest.raises(NotFoundError):
        kept.feed(FeedId(99))


def test_folders_in_a_circle_end() -> None:
    kept = Shelf()
    feed = Feed(A, "a", "A", folder_id=INNER)
    kept.load([feed], [Folder(OUTER, "o", INNER), Folder(INNER, "i", OUTER)], 0)
    assert set(kept.path(OUTER)) == {"o", "i"}
    assert kept.in_scope(Scope.folder(OUTER)) == kept.in_scope(Scope.folder(INNER)) == (feed,)


def test_a_feed_in_two_folders_counts_once_in_the_folder_around_both() -> None:
    kept = Shelf()
    feed = Feed(A, "a", "A", folder_id=INNER, also_in=(FolderId(9),), unread=3, total=5)
    folders = [Folder(OUTER, "o"), Folder(INNER, "i", OUTER), Folder(FolderId(9), "j", OUTER)]
    kept.load([feed], folders, 0)
    for folder in folders:
        assert (kept.unread(Scope.folder(folder.id)), kept.total(Scope.folder(folder.id))) == (3, 5)
    kept.expect(CountDelta({A: -2}))
    assert {kept.unread(Scope.folder(folder.id)) for folder in folders} == {1}
