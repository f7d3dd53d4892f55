"""What was done is taken back and done again, as far as it is still as it was left."""

from collections.abc import Callable

import pytest

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.feed import FeedId, FolderId
from readnow.model.journal import Marked, MarkKind, Reverted, RowChanged, Step
from readnow.model.query import ALL, UNREAD, ArticleQuery, Cursor, Scope
from readnow.model.settings import FeedSettings
from readnow.store import articles, asides, checks, feeds, flags, hidden, journal, journal_marks
from readnow.store.database import Connection
from readnow.store.journal_data import Steps, pack_steps
from readnow.store.journal_rows import Watch
from tests.store.conftest import NOW, dump, new, put, put_feed

A, B, C = ArticleId(NOW), ArticleId(NOW + 1), ArticleId(NOW + 2)
DAY = 86_400


@pytest.fixture
def feed_id(conn: Connection) -> FeedId:
    """A feed with three unread articles."""
    return put_feed(conn, "a", [new("a", A), new("b", B), new("c", C)], folder=("News",))


def mark(
    conn: Connection, *ids: ArticleId, flag: Flag = Flag.READ, value: bool = True, at: int = NOW
) -> int | None:
    changed = articles.set_flag(conn, StatusChange(ids, flag, value, at))
    return journal.record(conn, f"Mark {len(changed)}", [Marked(MarkKind(flag), value, changed)], at)


def unread(conn: Connection) -> set[int]:
    assert (*checks.recount(conn), *checks.integrity(conn)) == ()
    return {row[0] for row in conn.execute("SELECT id FROM unread")}


def state(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Everything but the last number that a folder had."""
    return {table: rows for table, rows in dump(conn).items() if table != "meta"}


def undo(conn: Connection, most: int = journal.PIECE) -> Reverted:
    """Take the newest entry back, in pieces."""
    while True:
        done = journal.undo(conn, NOW, most)
        assert done is not None
        assert done.looked_at <= most
        if done.finished:
            return done


def redo(conn: Connection, most: int = journal.PIECE) -> Reverted:
    while True:
        done = journal.redo(conn, NOW, most)
        assert done is not None
        if done.finished:
            return done


def whats(conn: Connection) -> list[tuple[str, bool]]:
    return [(entry.what, entry.undone) for entry in journal.entries(conn, 99)]


def test_what_changed_nothing_is_no_entry(conn: Connection, feed_id: FeedId) -> None:
    assert journal.record(conn, "Nothing", [Marked(MarkKind.READ, True)], NOW) is None
    assert journal.record(conn, "Nothing", [], NOW) is None
    assert journal.undo(conn, NOW) is journal.redo(conn, NOW) is None
    assert journal.entries(conn, 9) == ()


def test_the_newest_is_taken_back_first_and_done_again_last(conn: Connection, feed_id: FeedId) -> None:
    mark(conn, A)
    mark(conn, B, C)
    assert undo(conn).ids == (B, C)
    assert whats(conn) == [("Mark 2", True), ("Mark 1", False)]
    assert undo(conn).ids == (A,)
    assert unread(conn) == {A, B, C}
    assert journal.undo(conn, NOW) is None
    assert redo(conn).entry.what == "Mark 1"
    assert unread(conn) == {B, C}
    assert redo(conn).kinds == {MarkKind.READ}
    assert unread(conn) == set()
    assert journal.redo(conn, NOW) is None


def test_what_was_taken_back_is_forgotten_when_something_else_is_done(
    conn: Connection, feed_id: FeedId
) -> None:
    mark(conn, A)
    mark(conn, B)
    mark(conn, C)
    undo(conn)
    undo(conn)
    mark(conn, C, flag=Flag.STARRED)
    assert whats(conn) == [("Mark 1", False), ("Mark 1", False)]
    assert journal.redo(conn, NOW) is None


def test_only_what_is_as_the_entry_left_it_and_still_there_changes(conn: Connection, feed_id: FeedId) -> None:
    mark(conn, A, B, C)
    articles.set_flag(conn, StatusChange((A,), Flag.READ, False, NOW))
    hidden.hide(conn, [B], muted=True)
    assert undo(conn).ids == (C,)
    assert unread(conn) == {A, C}
    hidden.give_back(conn, [B], muted=True)
    assert unread(conn) == {A, C}


@pytest.mark.parametrize("most", [1, 2, 3, 9])
@pytest.mark.parametrize("aside", [True, False])
def test_large_ones_are_taken_back_in_pieces_that_can_be_turned_round(
    conn: Connection, feed_id: FeedId, most: int, aside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flags, "_MANY", 0 if aside else 99)
    other = put_feed(conn, "b", [new(f"b{n}", NOW + 10 + n) for n in range(4)])
    everything = unread(conn)
    marked = articles.mark_matching(conn, ArticleQuery(UNREAD, limit=None), Flag.READ, True, NOW)
    assert (marked.number, bool(marked.aside)) == (7, aside)
    journal.record(conn, "Mark all", [marked], NOW)
    assert unread(conn) == set()
    piece = journal.undo(conn, NOW, most)
    assert piece is not None
    assert (piece.looked_at, piece.number, piece.finished) == (min(7, most), 7, most >= 7)
    assert len(unread(conn)) == min(7, most)
    if most < 7:
        assert whats(conn) == [("Mark all", False)]
        assert redo(conn, 1).finished
        assert unread(conn) == set()
        journal.undo(conn, NOW, most)
    while not piece.finished:
        piece = undo(conn, most)
    assert unread(conn) == everything
    assert redo(conn, most).looked_at <= most
    assert unread(conn) == set()
    put(conn, other, new("new", NOW + 90))
    assert undo(conn, most).finished
    assert unread(conn) == everything | {NOW + 90}


def test_unread_marks_of_removed_feeds_stay_when_all_others_are_put_aside(
    conn: Connection, feed_id: FeedId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flags, "_MANY", 0)
    put_feed(conn, "b", [new(f"b{n}", NOW + 10 + n) for n in range(40)])
    feeds.remove(conn, [feed_id], NOW)
    triggers = conn.execute("SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'unread'").fetchall()
    marked = articles.mark_matching(conn, ArticleQuery(ALL, limit=None), Flag.READ, True, NOW)
    assert (marked.number, bool(marked.aside)) == (40, True)
    assert unread(conn) == {A, B, C}
    now = conn.execute("SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'unread'").fetchall()
    assert sorted(now) == sorted(triggers)
    conn.execute("INSERT INTO unread VALUES (2, ?)", (NOW + 10,))
    conn.execute("DELETE FROM unread WHERE id = ?", (NOW + 10,))


@pytest.mark.parametrize("aside", [True, False])
def test_what_came_in_above_the_list_stays_unread(
    conn: Connection, feed_id: FeedId, aside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flags, "_MANY", 0 if aside else 99)
    put_feed(conn, "b", [new(f"b{n}", NOW - 50 + n) for n in range(40)])
    marked = articles.mark_matching(conn, ArticleQuery(limit=None, after=Cursor(B)), Flag.READ, True, NOW)
    assert (marked.number, bool(marked.aside)) == (41, aside)
    assert unread(conn) == {B, C}
    journal.record(conn, "x", [marked], NOW)
    undo(conn)
    assert len(unread(conn)) == 43


def test_a_table_put_aside_goes_with_its_entry(
    conn: Connection, feed_id: FeedId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flags, "_MANY", 0)
    for _ in range(6):
        marked = articles.mark_matching(conn, ArticleQuery(limit=None), Flag.READ, True, NOW)
        journal.record(conn, "All", [marked], NOW)
        articles.mark_matching(conn, ArticleQuery(limit=None), Flag.READ, False, NOW)
    assert len(asides.of_entries(conn)) == len(whats(conn)) == 3
    undo(conn)
    mark(conn, A)
    assert len(asides.of_entries(conn)) == 2
    journal.trim(conn, NOW + 31 * DAY)
    assert asides.of_entries(conn) == []
    assert whats(conn) == []


def test_the_oldest_are_forgotten_but_none_in_the_middle(
    conn: Connection, feed_id: FeedId, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in (NOW, NOW + 5 * DAY, NOW + DAY, NOW + 9 * DAY):
        mark(conn, A, at=at)
        articles.set_flag(conn, StatusChange((A,), Flag.READ, False, NOW))
    journal.trim(conn, NOW + 32 * DAY)
    assert [entry.at for entry in journal.entries(conn, 9)] == [NOW + 9 * DAY, NOW + DAY, NOW + 5 * DAY]
    monkeypatch.setattr(journal, "KEPT_ENTRIES", 2)
    journal.trim(conn, NOW)
    assert [entry.at for entry in journal.entries(conn, 9)] == [NOW + 9 * DAY, NOW + DAY]
    monkeypatch.setattr(journal, "_KEPT_BYTES", 60)
    journal.trim(conn, NOW)
    assert [entry.at for entry in journal.entries(conn, 9)] == [NOW + 9 * DAY]
    assert [entry.at for entry in journal.entries(conn, 9, before_id=1)] == []


def test_every_kind_of_mark_goes_both_ways(conn: Connection, feed_id: FeedId) -> None:
    conn.execute("INSERT INTO tag VALUES (7, 'x', 'x')")
    before = state(conn)
    steps = [
        Marked(MarkKind.READ, True, (A, B)),
        Marked(MarkKind.STARRED, True, (A,)),
        Marked(MarkKind.LATER, True, (B,)),
        Marked(MarkKind.TAGGED, True, (A, C), 7),
        Marked(MarkKind.DELETED, True, (B, C)),
    ]
    for step in steps:
        assert journal_marks.set_marks(conn, step, True, (*step.ids, ArticleId(5)), NOW) == step.ids
        assert journal_marks.set_marks(conn, step, True, step.ids, NOW) == ()
    journal.record(conn, "Much", steps, NOW)
    after = state(conn)
    assert undo(conn, 2).number == 8
    assert state(conn) == before
    redo(conn, 2)
    assert state(conn) == after
    assert (*checks.recount(conn), *checks.integrity(conn)) == ()


def test_a_tag_that_is_gone_is_put_on_nothing(conn: Connection, feed_id: FeedId) -> None:
    journal.record(conn, "Untag", [Marked(MarkKind.TAGGED, False, (A,), 9)], NOW)
    assert undo(conn).ids == ()


def watched(conn: Connection, what: str, *tables: str) -> Callable[[Callable[[], object]], None]:
    def do(work: Callable[[], object]) -> None:
        watch = Watch(conn, *tables)
        work()
        assert journal.record(conn, what, watch.changes(), NOW)

    return do


CHANGES: dict[str, Callable[[Connection, FeedId], object]] = {
    "rename": lambda conn, id: feeds.rename(conn, id, "Mine"),
    "move to a new folder, of which the old one goes": lambda conn, id: feeds.move(
        conn, id, feeds.ensure_folder(conn, ("Deep", "Deeper"))
    ),
    "move out of all folders": lambda conn, id: feeds.move(conn, id, None),
    "settings": lambda conn, id: feeds.change_settings(
        conn, id, FeedSettings(interval=99, allow_private=True)
    ),
    "unsubscribe": lambda conn, id: feeds.remove(conn, [id], NOW),
    "folds": lambda conn, id: conn.execute("UPDATE feed SET folds = 0, in_all = 0 WHERE id = ?", (id,)),
    "filed": lambda conn, id: conn.execute("INSERT INTO filed VALUES (?, 1)", (id,)),
    "a tag": lambda conn, _: conn.execute("INSERT INTO tag (name, folded) VALUES ('x', 'x')"),
    "a rule": lambda conn, _: conn.execute(
        "INSERT INTO rule (name, folded, query, actions, position, made_at) VALUES ('r', 'r', '', '[]', 1, 1)"
    ),
    "a smart feed": lambda conn, _: conn.execute(
        "INSERT INTO smart_feed (name, folded, query, folder_id, position) VALUES ('s', 's', '', 1, 1)"
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_rows_are_put_back_and_changed_again(conn: Connection, feed_id: FeedId, name: str) -> None:
    before = state(conn)
    watched(conn, name, "folder", "feed", "filed", "tag", "rule", "smart_feed")(
        lambda: CHANGES[name](conn, feed_id)
    )
    after = state(conn)
    assert before != after
    done = undo(conn)
    assert (done.notes, done.rows) == ((), True)
    assert state(conn) == before
    assert redo(conn).notes == ()
    assert state(conn) == after
    undo(conn)
    assert state(conn) == before


def test_taking_back_what_went_brings_it_again(conn: Connection, feed_id: FeedId) -> None:
    conn.execute("INSERT INTO tag VALUES (7, 'x', 'x')")
    conn.execute("INSERT INTO smart_feed VALUES (3, 's', 's', '', '', 1, 1)")
    before = state(conn)

    def delete() -> None:
        conn.execute("DELETE FROM smart_feed")
        conn.execute("DELETE FROM tag")
        feeds.move(conn, feed_id, None)

    watched(conn, "Much", "folder", "feed", "tag", "smart_feed")(delete)
    assert conn.execute("SELECT count(*) FROM folder").fetchone() == (0,)
    assert undo(conn).notes == ()
    assert state(conn) == before


def test_a_new_feed_is_unsubscribed_from_and_comes_back_with_its_articles(
    conn: Connection, feed_id: FeedId
) -> None:
    watched(conn, "Add", "folder", "feed")(lambda: put_feed(conn, "b", [new("x", NOW + 9)]))
    undo(conn)
    assert [feed.id for feed in feeds.all_feeds(conn)] == [feed_id]
    assert conn.execute("SELECT removed_at FROM feed WHERE id = 2").fetchone() == (NOW,)
    redo(conn)
    assert [feed.total for feed in feeds.all_feeds(conn)] == [3, 1]


def test_an_address_is_taken_back_as_any_change_of_address_is(conn: Connection, feed_id: FeedId) -> None:
    watched(conn, "Address", "feed")(lambda: feeds.change_url(conn, feed_id, "https://new.example/", NOW))
    conn.execute("UPDATE fetch SET etag = x'01'")
    undo(conn)
    assert feeds.find_by_url(conn, "https://a.example/feed") is not None
    assert conn.execute("SELECT etag FROM fetch").fetchone() == (None,)
    assert feeds.former_addresses(conn, feed_id)[0][0] in ("https://new.example/", "https://a.example/feed")


def test_a_row_that_was_changed_since_stays_and_that_is_said(conn: Connection, feed_id: FeedId) -> None:
    watched(conn, "Rename", "feed")(lambda: feeds.rename(conn, feed_id, "Mine"))
    feeds.rename(conn, feed_id, "Other")
    done = undo(conn)
    assert done.notes == ("“Other” was changed since, and stays as it is.",)
    assert done.entry.undone
    assert feeds.all_feeds(conn)[0].title == "Other"


def test_a_feed_whose_address_was_subscribed_to_again_stays_removed(
    conn: Connection, feed_id: FeedId
) -> None:
    watched(conn, "Unsubscribe", "feed")(lambda: feeds.remove(conn, [feed_id], NOW))
    conn.execute("UPDATE feed SET url = 'https://old.example/' WHERE id = ?", (feed_id,))
    put_feed(conn, "a")
    conn.execute("UPDATE feed SET url = 'https://a.example/feed' WHERE id = ?", (feed_id,))
    assert undo(conn).notes == (
        "“a.example” stays as it is: https://a.example/feed is subscribed to as “a.example”.",
    )


def test_a_name_that_is_taken_by_now_is_said(conn: Connection, feed_id: FeedId) -> None:
    conn.execute("INSERT INTO tag VALUES (7, 'x', 'x')")
    watched(conn, "Delete", "tag")(lambda: conn.execute("DELETE FROM tag"))
    conn.execute("INSERT INTO tag VALUES (8, 'X', 'x')")
    assert undo(conn).notes == ("The tag “x” stays as it is: its name or place is taken by now.",)
    assert conn.execute("SELECT id FROM tag").fetchall() == [(8,)]


def test_what_is_gone_for_good_is_said_and_a_folder_in_use_stays(conn: Connection, feed_id: FeedId) -> None:
    watched(conn, "Move", "feed", "folder")(
        lambda: feeds.move(conn, feed_id, feeds.ensure_folder(conn, ("New",)))
    )
    put_feed(conn, "b", folder=("New",))
    assert undo(conn).notes == ()
    assert {folder.name for folder in feeds.all_folders(conn)} == {"New", "News"}
    watched(conn, "Rename", "feed")(lambda: feeds.rename(conn, feed_id, "Mine"))
    feeds.remove(conn, [feed_id], NOW)
    feeds.purge_removed(conn, NOW + 1, 9)
    feeds.purge_removed(conn, NOW + 1, 9)
    assert undo(conn).notes == ("A feed is not there any more.",)


def test_figures_that_change_by_themselves_do_not_hold_a_rule(conn: Connection, feed_id: FeedId) -> None:
    watched(conn, "Rule", "rule")(
        lambda: conn.execute(
            "INSERT INTO rule (name, folded, query, actions, position, made_at)"
            " VALUES ('r', 'r', '', '[]', 1, 1)"
        )
    )
    watch = Watch(conn, "rule")
    conn.execute("UPDATE rule SET hits = 9, last_hit = 7")
    assert watch.changes() == ()
    assert undo(conn).notes == ()
    assert conn.execute("SELECT count(*) FROM rule").fetchone() == (0,)


def test_steps_are_read_as_they_were_written() -> None:
    steps: tuple[Step, ...] = (
        Marked(MarkKind.TAGGED, False, (ArticleId(-5), A, C), 3),
        Marked(MarkKind.READ, True, aside="unread_before_4", aside_size=10**6),
        RowChanged("filed", (1, 2), None, {"feed_id": 1, "folder_id": 2}),
        RowChanged("feed", (1,), {"own_title": "ä", "removed_at": None}, {"own_title": "", "removed_at": 5}),
    )
    read = Steps(pack_steps(steps))
    assert (read[:], read[-1], len(read), read.number) == (steps, steps[-1], 4, 3 + 10**6)
    assert (
        len(pack_steps([Marked(MarkKind.READ, True, tuple(map(ArticleId, range(NOW, NOW + 9_000, 9))))]))
        < 200
    )


def test_a_scope_with_a_folder_is_taken_back(conn: Connection, feed_id: FeedId) -> None:
    query = ArticleQuery(Scope.folder(FolderId(1)), limit=None)
    journal.record(conn, "x", [articles.mark_matching(conn, query, Flag.READ, True, NOW)], NOW)
    assert unread(conn) == set()
    undo(conn)
    assert unread(conn) == {A, B, C}
