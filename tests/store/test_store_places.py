"""Where articles were left: with the heads in one query, gone with the article, and cheap."""

import pytest

from readnow.model.article import ArticleId, Place
from readnow.model.feed import FeedId
from readnow.model.query import ALL, UNREAD, ArticleQuery, Scope
from readnow.store import articles, feeds, places
from readnow.store.database import Connection
from tests.store.conftest import NOW, new, put_feed


def _ids(conn: Connection) -> list[ArticleId]:
    return [head.id for head in articles.page(conn, ArticleQuery(ALL)).heads]


@pytest.fixture
def filled(conn: Connection) -> list[ArticleId]:
    """Three articles of one feed, newest first."""
    put_feed(conn, "a", [new("x", NOW), new("y", NOW - 60), new("z", NOW - 120)])
    return _ids(conn)


@pytest.mark.parametrize(
    "query", [ArticleQuery(ALL), ArticleQuery(UNREAD), ArticleQuery(Scope.feed(FeedId(1)))]
)
def test_a_place_comes_with_the_heads(conn: Connection, filled: list[ArticleId], query: ArticleQuery) -> None:
    places.put(conn, filled[1], Place(400, 1000), NOW)
    heads = articles.page(conn, query).heads
    assert [head.place for head in heads] == [None, Place(400, 1000), None]
    whole = articles.article(conn, filled[1])
    assert whole is not None
    assert whole.head.place == Place(400, 1000)


def test_a_new_place_takes_the_place_of_the_old_one_and_can_be_forgotten(
    conn: Connection, filled: list[ArticleId]
) -> None:
    places.put(conn, filled[0], Place(400, 1000), NOW)
    places.put(conn, filled[0], Place(700, 1100), NOW + 5)
    assert conn.execute("SELECT * FROM place").fetchall() == [(filled[0], 700, 1100, NOW + 5)]
    places.forget(conn, filled[1])
    assert articles.heads(conn, filled[:1])[0].place == Place(700, 1100)
    places.forget(conn, filled[0])
    assert articles.heads(conn, filled[:1])[0].place is None


def test_an_article_that_is_gone_has_no_place(conn: Connection, filled: list[ArticleId]) -> None:
    places.put(conn, ArticleId(1), Place(1, 2), NOW)
    places.put(conn, filled[0], Place(1, 2), NOW)
    feeds.remove(conn, [FeedId(1)], NOW)
    while feeds.purge_removed(conn, NOW + 1, 500):
        pass
    assert conn.execute("SELECT count(*) FROM place").fetchone() == (0,)


@pytest.mark.parametrize(
    ("place", "percent"),
    [
        (Place(0, 1000), 1),
        (Place(3, 1000), 1),
        (Place(400, 1000), 40),
        (Place(999, 1000), 99),
        (Place(1000, 1000), 99),
        (Place(5, 0), 99),
    ],
)
def test_unfinished_is_neither_nothing_nor_all(place: Place, percent: int) -> None:
    assert place.percent == percent


def test_places_are_looked_up_by_key(conn: Connection, filled: list[ArticleId]) -> None:
    sql = articles._HEADS_OF.format("SELECT id FROM article ORDER BY id DESC LIMIT 101")
    plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert [step for step in plan if step.startswith("SEARCH p USING INTEGER PRIMARY KEY (rowid=?)")]
