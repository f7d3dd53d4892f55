"""Folders: made, renamed, moved, deleted; feeds in several of them; and all of it taken back."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readnow.model.errors import NotFoundError, StoreError
from readnow.model.feed import FeedId, FolderId
from readnow.store import feeds, filing, folders, journal
from readnow.store.database import Connection
from readnow.store.journal_rows import Watch
from tests.store.conftest import NOW, dump, library, put_feed

OWNED = ("folder", "feed", "filed", "smart_feed")


def paths(conn: Connection) -> list[str]:
    """All folders that are seen, as paths."""
    found: dict[FolderId | None, str] = {None: ""}
    for folder in folders.all_folders(conn):
        found[folder.id] = f"{found[folder.parent_id]}/{folder.name}"
    return [path[1:] for path in found.values() if path]


def where(conn: Connection, feed_id: FeedId) -> list[str]:
    """The folders that a feed is in."""
    names = {folder.id: folder.name for folder in folders.all_folders(conn)}
    feed = feeds.one_feed(conn, feed_id)
    assert feed is not None
    return [names[place] for place in feed.places]


def keeps(conn: Connection, name: str) -> str:
    """How much is kept of a folder."""
    return str(conn.execute("SELECT keep FROM folder WHERE name = ?", (name,)).fetchone()[0])


def folder(conn: Connection, *path: str) -> FolderId:
    """The folder of that path, made where it is missing."""
    found = folders.ensure_folder(conn, path)
    assert found is not None
    return found


def test_a_folder_that_was_made_stays_while_it_is_empty_and_one_that_came_with_a_feed_goes(
    conn: Connection,
) -> None:
    folders.make_folder(conn, ("Mine", "Deep"))
    feed_id = put_feed(conn, "a", folder=("Mine", "Deep"))
    feeds.move(conn, feed_id, folder(conn, "Passing"))
    assert paths(conn) == ["Mine", "Mine/Deep", "Passing"]
    feeds.move(conn, feed_id, None)
    assert paths(conn) == ["Mine", "Mine/Deep"]
    folders.delete_folder(conn, folder(conn, "Mine", "Deep"))
    assert paths(conn) == []  # Mine came with Deep
    with pytest.raises(StoreError, match="A folder needs a name"):
        folders.make_folder(conn, ())


def test_what_the_user_decided_of_a_folder_is_not_lost_with_its_last_feed(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", folder=("News",))
    folders.keep_folder(conn, folder(conn, "News"), "90d")
    feeds.move(conn, feed_id, None)
    assert paths(conn) == ["News"]
    assert keeps(conn, "News") == "90d"


def test_names_are_unique_where_they_stand(conn: Connection) -> None:
    put_feed(conn, "a", folder=("A", "B"))
    put_feed(conn, "b", folder=("B",))
    with pytest.raises(StoreError, match="There is a folder “A” there already"):
        folders.rename_folder(conn, folder(conn, "B"), "A")
    with pytest.raises(StoreError, match="There is a folder “B” there already"):
        folders.move_folder(conn, folder(conn, "A", "B"), None)
    folders.rename_folder(conn, folder(conn, "B"), "B")
    folders.rename_folder(conn, folder(conn, "B"), "C")
    folders.move_folder(conn, folder(conn, "A", "B"), None)
    assert paths(conn) == ["C", "B"]
    with pytest.raises(NotFoundError):
        folders.rename_folder(conn, FolderId(99), "x")


def test_a_folder_is_never_inside_itself(conn: Connection) -> None:
    put_feed(conn, "a", folder=("A", "B", "C"))
    for inside in (("A",), ("A", "B", "C")):
        with pytest.raises(StoreError, match="cannot be put into itself"):
            folders.move_folder(conn, folder(conn, "A"), folder(conn, *inside))
    folders.move_folder(conn, folder(conn, "A", "B", "C"), None)
    assert paths(conn) == ["C"]


def test_deleting_a_folder_puts_what_is_in_it_into_the_one_around(conn: Connection) -> None:
    inner = put_feed(conn, "a", folder=("A", "B"))
    deep = put_feed(conn, "b", folder=("A", "B", "C"))
    twin = put_feed(conn, "c", folder=("A", "C"))
    both = put_feed(conn, "d", folder=("A", "B"))
    filing.put_into(conn, both, (folder(conn, "A", "B"), folder(conn, "A")))
    folders.delete_folder(conn, folder(conn, "A", "B"))
    assert paths(conn) == ["A", "A/C"]
    assert [where(conn, one) for one in (inner, deep, twin, both)] == [["A"], ["C"], ["C"], ["A"]]
    folders.delete_folder(conn, folder(conn, "A"))
    assert [where(conn, one) for one in (inner, deep, twin, both)] == [[], ["C"], ["C"], []]
    assert conn.execute("SELECT count(*) FROM filed").fetchone() == (0,)


def test_a_folder_within_one_of_the_same_name_takes_its_place(conn: Connection) -> None:
    outer = put_feed(conn, "a", folder=("A",))
    inner = put_feed(conn, "b", folder=("A", "A"))
    put_feed(conn, "c", folder=("A", "B"))
    folders.keep_folder(conn, folder(conn, "A", "A"), "9d")
    before = dump(conn)
    do(conn, lambda: folders.delete_folder(conn, folder(conn, "A")))
    assert paths(conn) == ["A", "B"]
    assert (where(conn, outer), where(conn, inner)) == ([], ["A"])
    assert keeps(conn, "A") == "9d"
    journal.undo(conn, NOW)
    assert dump(conn) == before


def test_a_feed_in_several_folders(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", folder=("A",))
    a, b = folder(conn, "A"), folder(conn, "B")
    filing.put_into(conn, feed_id, (b, a, b))
    assert where(conn, feed_id) == ["B", "A"]
    assert feeds.all_feeds(conn) == feeds.some_feeds(conn, [feed_id]) == (feeds.one_feed(conn, feed_id),)
    assert feeds.find_by_url(conn, "https://a.example/feed") == feeds.one_feed(conn, feed_id)
    feeds.remove(conn, [feed_id], NOW)
    assert paths(conn) == []
    # Subscribed to again, it is where it is put then.
    feeds.insert(conn, feeds.NewFeed("https://a.example/feed", folder_id=a))
    assert where(conn, feed_id) == ["A"]
    filing.put_into(conn, feed_id, ())
    assert where(conn, feed_id) == []


def do(conn: Connection, work: Callable[[], object]) -> None:
    """Do it, and keep it in the journal."""
    watch = Watch(conn, *OWNED)
    work()
    journal.record(conn, "x", watch.changes(), NOW)


PATHS = st.lists(st.sampled_from("AB"), min_size=1, max_size=3).map(tuple)
CHANGES = st.one_of(
    st.tuples(st.just("make"), PATHS),
    st.tuples(st.just("rename"), PATHS, st.sampled_from("ABC")),
    st.tuples(st.just("move"), PATHS, st.none() | PATHS),
    st.tuples(st.just("delete"), PATHS),
    st.tuples(st.just("file"), st.integers(0, 2), st.lists(PATHS, max_size=3)),
)


def change(conn: Connection, ids: list[FeedId], what: tuple[Any, ...]) -> None:
    """Carry one of `CHANGES` out."""
    match what:
        case "make", path:
            folders.make_folder(conn, path)
        case "rename", path, name:
            folders.rename_folder(conn, folder(conn, *path), name)
        case "move", path, into:
            folders.move_folder(conn, folder(conn, *path), folders.ensure_folder(conn, into or ()))
        case "delete", path:
            folders.delete_folder(conn, folder(conn, *path))
        case "file", index, places:
            filing.put_into(conn, ids[index], [folder(conn, *path) for path in places])
            folders.drop_empty(conn)


def owned(conn: Connection) -> list[object]:
    return [conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in OWNED]


@given(st.lists(CHANGES, max_size=6))
@example([("file", 0, [("A", "A", "A")]), ("delete", ("A",))])
def test_whatever_is_done_to_folders_is_taken_back_and_done_again(
    wanted: list[tuple[Any, ...]],
) -> None:
    with library() as conn:
        ids = [put_feed(conn, name, folder=("A",)) for name in ("x", "y", "z")]
        states = [owned(conn)]
        for what in wanted:
            conn.execute("SAVEPOINT here")
            try:
                do(conn, partial(change, conn, ids, what))
            except StoreError:
                conn.execute("ROLLBACK TO here")
            if owned(conn) != states[-1]:
                states.append(owned(conn))
            names = [(row[0], row[1]) for row in conn.execute("SELECT parent_id, name FROM folder")]
            assert len(names) == len(set(names))
        for before in states[-2::-1]:
            done = journal.undo(conn, NOW)
            assert done is not None
            assert done.notes == ()
            assert owned(conn) == before
        for after in states[1:]:
            done = journal.redo(conn, NOW)
            assert done is not None
            assert (done.notes, owned(conn)) == ((), after)
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
