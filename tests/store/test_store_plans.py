"""How SQLite answers: lists walk along an index, in order, and stop; texts are read only where words ask."""

import pytest

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId, FolderId
from readnow.model.query import ALL, STARRED, UNREAD, ArticleQuery, Scope, Word
from readnow.store import articles, feeds
from readnow.store.arrivals import _FIRST_GAP
from readnow.store.database import Connection
from readnow.store.selecting import select_ids
from tests.store.conftest import NOW, new, put_feed

LISTS = {
    "all": ArticleQuery(ALL),
    "all, further down": ArticleQuery(ALL, after=ArticleId(NOW)),
    "all, oldest first": ArticleQuery(ALL, oldest_first=True),
    "unread": ArticleQuery(UNREAD, after=ArticleId(NOW)),
    "unread, starred only": ArticleQuery(UNREAD, starred_only=True),
    "starred": ArticleQuery(STARRED),
    "a feed": ArticleQuery(Scope.feed(FeedId(1)), after=ArticleId(NOW)),
    "a feed's unread": ArticleQuery(Scope.feed(FeedId(1)), unread_only=True),
    "a folder": ArticleQuery(Scope.folder(FolderId(1)), after=ArticleId(NOW)),
    "a folder's unread": ArticleQuery(Scope.folder(FolderId(1)), unread_only=True),
    "some feeds": ArticleQuery(feeds=frozenset((FeedId(1), FeedId(2)))),
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
    if analysed:
        conn.execute("ANALYZE")
    plan = plan_of(conn, query)
    assert not [step for step in plan if "TEMP B-TREE" in step]
    # A scan may only be the walk in the list's order itself, or over the 101 ids that it gave.
    walks = {"SCAN c", "SCAN article", "SCAN starred", "SCAN unread USING COVERING INDEX unread_by_id"}
    assert {step for step in plan if step.startswith("SCAN")} <= walks
    assert not [step for step in plan if "body" in step or "SEARCH b " in step]


def test_feeds_side_by_side_each_use_their_index(conn: Connection) -> None:
    for n in range(3):
        put_feed(conn, f"f{n}", [new(f"{n}")], folder=("a",))
    plan = plan_of(conn, LISTS["a folder"])
    covering = "SEARCH article USING COVERING INDEX article_of_feed (feed_id=? AND "
    assert len([step for step in plan if step.startswith(covering)]) == 3
    assert "SCAN article" not in plan


def test_only_words_look_into_texts(conn: Connection) -> None:
    plan = plan_of(conn, ArticleQuery(words=(Word("x"),)))
    assert [step for step in plan if step.startswith("SEARCH b ")]
    assert not [step for step in plan if "TEMP B-TREE" in step]


def test_what_a_refresh_looks_up_is_looked_up_by_key(conn: Connection) -> None:
    put_feed(conn, "a", [new("x")])
    seen: list[str] = []
    conn.set_trace_callback(seen.append)
    articles.known(conn, FeedId(1), ["x", "y"])
    conn.set_trace_callback(None)
    for sql in seen:
        plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
        assert not [step for step in plan if step.startswith("SCAN")]
    plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {_FIRST_GAP}", (NOW,))]
    assert not [step for step in plan if step.startswith("SCAN") or "TEMP" in step]
