"""How SQLite answers: lists walk along an index, in order, and stop; texts are read only where words ask."""

import pytest

from readnow.feeds.refine import finish
from readnow.model.article import ArticleId
from readnow.model.condition import (
    Among,
    Condition,
    Dated,
    Field,
    Is,
    Length,
    Not,
    State,
    Tagged,
    Word,
    all_of,
)
from readnow.model.feed import FeedId, FolderId
from readnow.model.journal import Marked, MarkKind
from readnow.model.query import (
    ALL,
    CONTINUE,
    LATER,
    MUTED,
    NEW,
    STARRED,
    TODAY,
    UNREAD,
    ArticleQuery,
    Cursor,
    Scope,
    ScopeKind,
    Sort,
)
from readnow.store import articles, feeds, hidden, journal, journal_marks, rough, searching_plan
from readnow.store.database import Connection
from readnow.store.free_ids import _FIRST_GAP
from readnow.store.selecting import select_ids
from tests.store.conftest import NOW, new, put_feed


def both(*parts: Condition) -> Condition:
    """All of these."""
    found = all_of(parts)
    assert found is not None
    return found


LISTS = {
    "all": ArticleQuery(ALL),
    "all, further down": ArticleQuery(ALL, after=Cursor(ArticleId(NOW))),
    "all, oldest first": ArticleQuery(ALL, sort=Sort.OLDEST),
    "unread": ArticleQuery(UNREAD, after=Cursor(ArticleId(NOW))),
    "unread, starred only": ArticleQuery(UNREAD, starred_only=True),
    "starred": ArticleQuery(STARRED),
    "today": ArticleQuery(TODAY, since=NOW - 5, after=Cursor(ArticleId(NOW))),
    "today's unread": ArticleQuery(TODAY, since=NOW - 5, unread_only=True),
    "later": ArticleQuery(LATER, after=Cursor(ArticleId(NOW))),
    "new": ArticleQuery(NEW, after=Cursor(ArticleId(NOW))),
    "new and unread": ArticleQuery(NEW, unread_only=True),
    "begun": ArticleQuery(CONTINUE, after=Cursor(ArticleId(NOW))),
    "muted": ArticleQuery(MUTED, after=Cursor(ArticleId(NOW))),
    "a tag": ArticleQuery(Scope(ScopeKind.TAG, 1), after=Cursor(ArticleId(NOW))),
    "a tag's unread": ArticleQuery(Scope(ScopeKind.TAG, 1), unread_only=True),
    "a feed": ArticleQuery(Scope.feed(FeedId(1)), after=Cursor(ArticleId(NOW))),
    "a feed's unread": ArticleQuery(Scope.feed(FeedId(1)), unread_only=True),
    "a folder": ArticleQuery(Scope.folder(FolderId(1)), after=Cursor(ArticleId(NOW))),
    "all, each story once": ArticleQuery(ALL, once=True, after=Cursor(ArticleId(NOW))),
    "unread, each story once": ArticleQuery(UNREAD, once=True),
    "starred, each story once": ArticleQuery(STARRED, once=True, after=Cursor(ArticleId(NOW))),
    "today, each story once": ArticleQuery(TODAY, once=True, since=NOW - 9),
    "a folder's unread, each story once": ArticleQuery(
        Scope.folder(FolderId(1)), unread_only=True, once=True
    ),
    "all that is not left out": ArticleQuery(ALL, leaves_out=True, after=Cursor(ArticleId(NOW))),
    "unread that is not left out": ArticleQuery(UNREAD, leaves_out=True),
    "new that is not left out": ArticleQuery(NEW, leaves_out=True, unread_only=True),
    "today, not left out, each story once": ArticleQuery(TODAY, leaves_out=True, since=NOW - 9, once=True),
    "a folder's unread": ArticleQuery(Scope.folder(FolderId(1)), unread_only=True),
}


def plan_of(conn: Connection, query: ArticleQuery) -> list[str]:
    """What SQLite means to do for a page."""
    selection = select_ids(conn, query)
    sql = articles._HEADS_OF.format(f"{selection.sql} LIMIT 101")
    return [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}", selection.parameters)]


@pytest.mark.parametrize("query", LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize("size", [3, 350], ids=["few feeds", "many feeds"])
@pytest.mark.parametrize("analysed", [False, True])
def test_a_page_is_a_walk_along_an_index(
    conn: Connection, query: ArticleQuery, size: int, analysed: bool
) -> None:
    for n in range(size):
        put_feed(conn, f"f{n}", [new(f"{n}", NOW - n)], folder=("a",))
    feeds.remove(conn, [FeedId(3)], NOW)
    conn.execute("UPDATE feed SET in_all = 0 WHERE id = 2")
    if analysed:
        conn.execute("ANALYZE")
    plan = plan_of(conn, query)
    assert not [step for step in plan if "TEMP B-TREE" in step]
    # A scan may only be the walk in the list's order itself, or over the 101 ids that it gave.
    walks = {"SCAN c", *(f"SCAN {table}" for table in ("article", "starred", "later", "fresh", "place"))}
    walks |= {
        "SCAN unread USING COVERING INDEX unread_by_id",
        "SCAN hidden USING COVERING INDEX hidden_muted",
    }
    assert {step for step in plan if step.startswith("SCAN")} <= walks
    assert not [step for step in plan if "body" in step or "SEARCH b " in step]


@pytest.mark.parametrize("query", LISTS.values(), ids=LISTS.keys())
def test_counting_walks_along_an_index_too(conn: Connection, query: ArticleQuery) -> None:
    for n in range(3):
        put_feed(conn, f"f{n}", [new(f"{n}", NOW - n)], folder=("a",))
    seen: list[str] = []
    conn.set_trace_callback(seen.append)
    articles.count(conn, query)
    conn.set_trace_callback(None)
    counts = [sql for sql in seen if sql.startswith("SELECT count")]  # not those for the feeds of a folder
    plans = [row[3] for sql in counts for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert not [step for step in plans if "TEMP B-TREE" in step or "body" in step]
    small = ("feed", "folder", "json_each", "inside", "CONSTANT ROW", "(subquery")
    walks: tuple[str, ...] = (
        *("article", "starred", "later", "fresh", "place", "unread USING", "hidden USING"),
    )
    if query.once:  # what is folded is counted by pairs of feeds, from an index that has just that
        walks = (*walks, "d USING COVERING INDEX folded_by_feeds", "d USING INDEX folded_open")
    for step in plans:
        assert not step.startswith("SCAN") or step[5:].startswith((*small, *walks)), step


def test_feeds_side_by_side_each_use_their_index(conn: Connection) -> None:
    for n in range(3):
        put_feed(conn, f"f{n}", [new(f"{n}")], folder=("a",))
    plan = plan_of(conn, LISTS["a folder"])
    covering = "SEARCH article USING COVERING INDEX article_of_feed (feed_id=? AND "
    assert len([step for step in plan if step.startswith(covering)]) == 3
    assert "SCAN article" not in plan


SOME = Among(ScopeKind.FEED, "x", frozenset((FeedId(1), FeedId(2))))
WORD, TITLE = Word("tide"), Word("ti", Field.TITLE, begun=True)
SEARCHES: dict[str, tuple[Condition, str]] = {
    "a word": (WORD, "fts"),
    "a phrase": (Word("low tide"), "fts"),
    "two words, one of them not": (both(WORD, Word("low"), Not(Word("high"))), "fts"),
    "a word in some feeds": (both(WORD, SOME), "fts"),
    "a word, unread": (both(WORD, Is(State.UNREAD)), "fts"),
    "a word since a day": (both(WORD, Dated("after", "x", NOW - 5, None)), "fts"),
    "long ones with a word": (both(WORD, Length(">", 5)), "fts"),
    "how a title's word begins": (TITLE, "ftst"),
    "with a picture": (Is(State.IMAGE), "ftst"),
    "in some feeds": (SOME, ""),
    "edited": (Is(State.EDITED), ""),
    "to be read later": (Is(State.LATER), ""),
    "tagged": (Is(State.TAGGED), ""),
    "with a tag": (Tagged("x", 1), ""),
    "a word with a tag that nothing has": (both(WORD, Tagged("x", 1)), ""),
    "long ones": (Length(">", 5), ""),
    "without a word": (Not(WORD), ""),
}


def statements(conn: Connection, query: ArticleQuery) -> list[str]:
    """What is asked of SQLite for a page, with its values."""
    seen: list[str] = []
    conn.set_trace_callback(seen.append)
    articles.page(conn, query)
    conn.set_trace_callback(None)
    return [sql for sql in seen if sql.startswith("SELECT") and "sqlite_schema" not in sql]


@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.parametrize("scope", [ALL, Scope.feed(FeedId(1)), UNREAD], ids=["all", "a feed", "unread"])
def test_a_search_is_led_by_an_index_and_sorts_nothing(
    conn: Connection, name: str, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching_plan, "_FEW", 0)
    where, leading = SEARCHES[name]
    for n in range(3):
        put_feed(conn, f"f{n}", [new(f"{n}-{m}", NOW - n - m) for m in range(9)], folder=("a",))
    rough.store(conn, [finish(text) for text in rough.newest(conn, 100)])
    plans = {
        sql: [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
        for sql in statements(conn, ArticleQuery(scope, where=where, after=Cursor(ArticleId(NOW))))
    }
    steps = [step for plan in plans.values() for step in plan]
    assert not [step for step in steps if "TEMP B-TREE" in step]
    matches = {sql: plan[0] for sql, plan in plans.items() if "MATCH" in sql}
    # Only rows of a stretch of ids are asked for; those that lead, in the list's order, which is the index's.
    assert all("rowid BETWEEN" in sql for sql in matches)
    assert [step.split()[1] for sql, step in matches.items() if "ORDER BY rowid DESC" in sql] == [
        leading
    ] * bool(leading)
    assert all(step.startswith(("SCAN fts VIRTUAL", "SCAN ftst VIRTUAL")) for step in matches.values())
    # What is scanned whole is small, or a list of candidates, or in the list's order and stops.
    small = (
        "feed",
        "json_each VIRTUAL TABLE",
        "merged_feed",
        "fts",
        "ftst",
        "CONSTANT ROW",
        "c",
        "meta",
        "(subquery",
    )
    walks = ("article", "starred", "earlier USING COVERING INDEX", "unread USING COVERING INDEX unread_by_id")
    for step in steps:
        assert not step.startswith("SCAN") or step[5:].startswith((*small, *walks, "unindexed")), step


def test_texts_are_looked_at_only_where_no_index_says_it(conn: Connection) -> None:
    put_feed(conn, "a", [new(f"{n}", NOW - n) for n in range(9)])

    def looks(where: Condition) -> int:
        return sum("looks(" in sql for sql in statements(conn, ArticleQuery(where=where)))

    assert looks(WORD) == 1
    rough.store(conn, [finish(text) for text in rough.newest(conn, 100)])
    assert looks(Word("text")) == 0
    assert looks(both(Word("text"), Length(">", 5))) <= 1


def test_what_a_refresh_looks_up_is_looked_up_by_key(conn: Connection) -> None:
    put_feed(conn, "a", [new("x")])
    seen: list[str] = []
    conn.set_trace_callback(seen.append)
    articles.known(conn, FeedId(1), ["x", "y"])
    conn.set_trace_callback(None)
    assert len(seen) >= 2
    for sql in seen:
        plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
        if "EXISTS (SELECT 1 FROM tombstone)" in sql:  # its first row
            plan = [step for step in plan if step not in ("SCAN CONSTANT ROW", "SCAN tombstone")]
        assert not [step for step in plan if step.startswith("SCAN")]
    plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {_FIRST_GAP}", (NOW,))]
    assert not [step for step in plan if step.startswith("SCAN") or "TEMP" in step]


def test_marking_hiding_and_taking_back_look_everything_up_by_key(conn: Connection) -> None:
    put_feed(conn, "a", [new(f"{n}", NOW + n) for n in range(9)])
    ids = [ArticleId(NOW + n) for n in range(3)]
    seen: list[str] = []
    conn.set_trace_callback(seen.append)
    for kind in (MarkKind.READ, MarkKind.STARRED, MarkKind.LATER, MarkKind.DELETED):
        for value in (True, False, True):
            changed = journal_marks.set_marks(conn, Marked(kind, value), value, ids, NOW)
            journal.record(conn, "x", [Marked(kind, value, changed)], NOW)
    while journal.undo(conn, NOW):
        pass
    while journal.redo(conn, NOW):
        pass
    hidden.bury_deleted(conn, NOW, 9)
    journal.entries(conn, 9)
    journal.trim(conn, NOW)
    conn.set_trace_callback(None)
    # Lists of ids, and the journal from its newest or oldest entry on: of the whole of it only its sizes.
    walks = (
        "SCAN json_each",
        "SCAN c",
        "SCAN journal",
        "SCAN (subquery",
        "SCAN CONSTANT ROW",
        "SCAN sqlite_",
    )
    # What triggers do for each row is not of this plan; "--" stands before it.
    asked = {sql for sql in seen if sql.startswith(("SELECT", "UPDATE", "DELETE", "INSERT"))}
    assert len(asked) > 30
    for sql in asked:
        for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}"):
            assert not row[3].startswith("SCAN") or row[3].startswith(walks), (sql, row[3])
            assert "TEMP B-TREE" not in row[3] or "json_each" in sql or "sqlite_schema" in sql, (sql, row[3])
