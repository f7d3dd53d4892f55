"""The text index: what changes or goes is found as it is now, and what is wrong with the index is noticed and mended."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace

from readnow.feeds.refine import finish
from readnow.model.article import ArticleId
from readnow.model.change import ChangedArticle, FeedPlan
from readnow.model.condition import Among, Condition, Dated, Field, Word, all_of
from readnow.model.feed import FeedId
from readnow.model.fulltext import FullText
from readnow.model.query import ArticleQuery, ScopeKind
from readnow.model.rough import RoughText
from readnow.store import (
    articles,
    checks,
    connecting,
    feeds,
    fulltexts,
    indexing,
    indexing_checks,
    migrations,
    rough,
    searching,
)
from readnow.store.database import Connection
from readnow.store.merging import merge
from readnow.text.packed import wrap
from tests.store.conftest import NOW, entry, fill, new, put, put_feed, writing

MODULES = (connecting, indexing, indexing_checks, migrations)


def index(conn: Connection, texts: Iterable[RoughText] | None = None) -> int:
    """Put what waits into the index."""
    found = [finish(text) for text in rough.newest(conn, 1_000) if texts is None or text in texts]
    wanted = rough.store(conn, found)
    rough.compare(conn, found)
    return len(wanted)


def change(conn: Connection, article_id: ArticleId, html: str, title: str = "Changed") -> None:
    changed = ChangedArticle(article_id, entry("x", html, title=title), 1)
    articles.apply(conn, FeedId(1), FeedPlan(changed=(changed,)), NOW)


def found(conn: Connection, *words: str | Condition) -> list[ArticleId]:
    """The articles that each of these finds, which must be the same for all."""
    lists = [
        [
            head.id
            for head in articles.page(conn, ArticleQuery(where=Word(w) if isinstance(w, str) else w)).heads
        ]
        for w in words
    ]
    assert all(one == lists[0] for one in lists)
    return lists[0]


def sound(conn: Connection) -> bool:
    return indexing_checks.state(conn).is_sound


def test_a_changed_article_is_found_by_what_it_says_now(conn: Connection) -> None:
    put_feed(conn, "a", [new("x", html="<p>low tide</p>")])
    index(conn)
    for number in range(3):
        change(conn, ArticleId(NOW), f"<p>high water {number}</p>", f"Title {number}")
        for _ in range(2):  # before the index knows it, and when it does
            assert found(conn, "tide", "title x") == []
            assert found(conn, "high water", f"water {number}", f"title {number}") == [NOW]
            assert found(conn, f"water {number + 1}", f"water {number - 1}") == []
            index(conn)
        assert sound(conn)


def test_what_was_made_of_an_article_before_it_changed_is_thrown_away(conn: Connection) -> None:
    put_feed(conn, "a", [new("x", html="<p>low tide</p>"), new("y", NOW - 1)])
    made = [finish(text) for text in rough.newest(conn, 10)]
    change(conn, ArticleId(NOW), "<p>high water</p>")
    assert len(rough.store(conn, made)) == 1
    assert found(conn, "tide") == []
    assert NOW in [text.id for text in rough.newest(conn, 10)]
    assert index(conn) == 1
    assert rough.store(conn, made) == []
    assert found(conn, "tide") == []
    assert found(conn, "water") == [NOW]


def test_an_article_that_goes_is_not_found_nor_what_it_said_in_one_that_comes_in_its_place(
    conn: Connection,
) -> None:
    put_feed(conn, "a", [new("x", html="<p>low tide</p>"), new("y", NOW - 1)])
    index(conn)
    feeds.remove(conn, [FeedId(1)], NOW)
    assert found(conn, "tide", "title y") == []
    assert feeds.purge_removed(conn, NOW + 1, 100) == 3
    assert sound(conn)
    put_feed(conn, "b", [new("z", html="<p>high water</p>")])
    for _ in range(2):
        assert found(conn, "tide", "title x") == []
        assert found(conn, "water", "title z") == [NOW]
        index(conn)
    assert sound(conn)


def test_the_text_of_an_articles_own_page_is_found_too(conn: Connection) -> None:
    put_feed(conn, "a", [new("x", html="<p>the beginning</p>")])
    index(conn)
    fulltexts.put(conn, ArticleId(NOW), FullText("<p>of the whole</p>", 3, "", NOW))
    for _ in range(2):
        assert found(conn, "beginning", "whole") == [NOW]
        assert found(conn, "beginning of") == []
        index(conn)
    assert sound(conn)


def test_an_article_that_changes_without_end_is_found_all_the_same(conn: Connection) -> None:
    put_feed(conn, "a", [new("x"), new("y", NOW - 1)])
    index(conn)
    for number in range(indexing.LAST + 5):
        change(conn, ArticleId(NOW), f"<p>water {number}</p>")
        index(conn)
        assert found(conn, f"water {number}") == [NOW]
        assert found(conn, f"water {number - 1}") == []
    assert not rough.any_waits(conn)
    assert sound(conn)
    assert indexing.waiting(conn) == 0
    indexing.begin_anew(conn)
    assert [text.id for text in rough.newest(conn, 10)] == [NOW, NOW - 1]
    index(conn)
    assert conn.execute("SELECT count(*) FROM orphan").fetchone() == (0,)
    assert found(conn, "water 19") == [NOW]
    assert sound(conn)


def test_what_nothing_can_be_made_of_is_looked_at_itself(conn: Connection) -> None:
    put_feed(conn, "a", [new("x", html="<p>low tide</p>"), new("y", NOW - 1)])
    rough.pass_over(conn, rough.newest(conn, 1)[0])
    assert [text.id for text in rough.newest(conn, 10)] == [NOW - 1]
    index(conn)
    assert not rough.any_waits(conn)
    assert found(conn, "tide") == [NOW]


def test_articles_are_taken_together_up_to_a_size_but_one_at_least(conn: Connection) -> None:
    many = [new(f"{n}", NOW - n, html=f"<p>{'word ' * 25_000}</p>") for n in range(5)]
    put_feed(conn, "a", [*many, new("huge", NOW + 1, html=f"<p>{'word ' * 90_000}</p>")])
    taken = [text.id for text in rough.newest(conn, 100)]
    assert taken == [NOW + 1]
    taken = [text.id for text in rough.newest(conn, 100, NOW + 1)]
    assert taken == [NOW, NOW - 1]
    assert [text.id for text in rough.newest(conn, 2, NOW - 1)] == [NOW - 2, NOW - 3]


def test_feeds_that_became_one_are_found_as_that(conn: Connection) -> None:
    ids = [put_feed(conn, f"f{n}", [new(f"{n}", NOW - n, html="<p>tide</p>")]) for n in range(4)]
    index(conn)
    merge(conn, ids[0], ids[1])
    merge(conn, ids[1], ids[2])
    both = all_of((Word("tide"), Among(ScopeKind.FEED, "x", frozenset((ids[2],)))))
    assert both is not None
    assert found(conn, both) == [NOW, NOW - 1, NOW - 2]
    assert sound(conn)
    indexing.begin_anew(conn)
    index(conn)
    assert found(conn, both) == [NOW, NOW - 1, NOW - 2]
    assert not indexing.merged_feeds(conn)


def test_what_is_dated_before_a_moment_is_found_wherever_its_id_is(conn: Connection) -> None:
    """Twenty of one second have ids behind the moment that ends it."""
    put_feed(conn, "a", [new(f"{n}", html="<p>tide</p>") for n in range(20)])
    put_feed(conn, "b", [new("later", NOW + 1, html="<p>tide</p>")])
    for _ in range(2):
        assert len(found(conn, Dated("before", "x", None, NOW + 1))) == 20
        assert len(found(conn, Dated("after", "x", NOW + 1, None))) == 1
        index(conn)


# -- whether it is right


def test_an_index_with_too_little_or_too_much_is_not_sound(path: Path) -> None:
    fill(path, lambda conn: put_feed(conn, "a", [new(f"{n}", NOW - n) for n in range(9)]))
    fill(path, index)
    for damage in (
        "INSERT INTO fts (fts) VALUES ('delete-all')",
        "INSERT INTO ftst (ftst) VALUES ('delete-all')",
        "INSERT INTO fts (rowid, text) VALUES (7, 'x')",
        "DELETE FROM unindexed",
        "DROP TABLE ftst",
        "UPDATE fts_data SET block = x'00' WHERE id > 100",
    ):
        with writing(path) as conn:
            assert sound(conn)
            put(conn, FeedId(1), new("y", NOW + 1))
            assert sound(conn)
            conn.execute(damage)
            assert not sound(conn), damage
            indexing.begin_anew(conn)
            index(conn)
            assert sound(conn)
            assert len(found(conn, "title")) == 10


def test_the_index_is_made_anew_when_it_is_made_otherwise_or_half_of_it_is_of_no_use(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_feed(conn, "a", [new(f"{n}", NOW - n) for n in range(9)])
    index(conn)
    assert not indexing.is_worn(conn)
    monkeypatch.setattr(indexing, "RECIPE", "another")
    assert indexing.is_worn(conn)
    indexing.renew(conn)
    assert not indexing.is_worn(conn)
    assert indexing.waiting(conn) == 9
    index(conn)
    indexing.renew(conn)
    assert indexing.waiting(conn) == 0
    monkeypatch.setattr(indexing, "_MANY_ORPHANS", 3)
    for number in range(5):
        change(conn, ArticleId(NOW), f"<p>{number}</p>")
        index(conn)
    assert indexing.is_worn(conn)


def test_counts_are_made_right(conn: Connection) -> None:
    put_feed(conn, "a", [new("x")])
    conn.execute("UPDATE feed SET unread = 7, total = 8")
    assert checks.recount(conn)
    checks.count_anew(conn)
    assert checks.recount(conn) == ()


# -- an SQLite without full-text search


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in MODULES:
        monkeypatch.setattr(module, "has_full_text", lambda: False)


@pytest.mark.usefixtures("without")
def test_without_full_text_search_each_article_is_looked_at(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(path) as conn:
        arrival = new("x", html="<p>low tide</p>")
        put_feed(
            conn,
            "a",
            [
                replace(arrival, entry=replace(arrival.entry, rough=True, wrapped=wrap(arrival.entry.html))),
                new("y", NOW - 1),
            ],
        )
        tables = {row[0] for row in conn.execute("SELECT name FROM sqlite_schema WHERE name LIKE 'fts%'")}
        assert tables == set()
        assert found(conn, "tide", "title x", Word("title x", Field.TITLE)) == [NOW]
        assert len(found(conn, Word("t", Field.TITLE, begun=True), Word("t", begun=True))) == 2
        assert [text.id for text in rough.newest(conn, 10) if text.rough] == [
            NOW
        ]  # only rough ones: for their own sake
        index(conn)
        assert not rough.any_waits(conn)
        assert found(conn, "tide", "title x") == [NOW]
        state = indexing_checks.state(conn)
        assert (state.available, state.is_sound, indexing.is_worn(conn)) == (False, True, False)
        conn.execute("COMMIT")
    monkeypatch.undo()
    with writing(path) as conn:  # later, with one that has it
        assert found(conn, "tide") == [NOW]
        assert not sound(conn)
        assert indexing.is_worn(conn)
        indexing.renew(conn)
        index(conn)
        assert sound(conn)
        assert found(conn, "tide") == [NOW]


def test_an_index_that_cannot_be_read_any_more_is_not_needed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path, lambda conn: put_feed(conn, "a", [new("x", html="<p>low tide</p>"), new("y", NOW - 1)]))
    fill(path, index)
    for module in MODULES:
        monkeypatch.setattr(module, "has_full_text", lambda: False)
    with writing(path) as conn:
        assert found(conn, "tide") == [NOW]
        assert len(found(conn, Word("title", Field.TITLE))) == 2


def test_whether_there_is_full_text_search_is_asked_of_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    class Without(sqlite3.Connection):
        def execute(self, sql: str, *_: object) -> sqlite3.Cursor:
            raise sqlite3.OperationalError("no such module: fts5")

    made = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *_: made(":memory:", factory=Without))
    assert connecting.has_full_text.__wrapped__() is False
    monkeypatch.undo()
    assert connecting.has_full_text.__wrapped__() is connecting.has_full_text()


def test_a_search_that_takes_long_gives_what_it_has(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_PIECE", 10)
    monkeypatch.setattr(searching, "_LEAST", 10)
    monkeypatch.setattr(searching, "_MOST", 10)
    put_feed(
        conn, "a", [new(f"{n}", NOW - n, html="<p>low</p>" if n % 7 else "<p>tide</p>") for n in range(60)]
    )
    page = articles.page(conn, ArticleQuery(where=Word("tide"), limit=5), seconds=0)
    assert (len(page.heads), page.part, page.next) == (2, True, (NOW - 9, ""))
    rest = articles.page(conn, ArticleQuery(where=Word("tide"), limit=3, after=page.next))
    assert [head.id for head in rest.heads] == [NOW - 14, NOW - 21, NOW - 28]
    assert (rest.part, rest.next) == (False, (NOW - 28, ""))
    part = articles.count_part(conn, ArticleQuery(where=Word("tide")), None, 0)
    assert part == (2, (NOW - 9, ""))
    assert articles.count(conn, ArticleQuery(where=Word("tide"))) == 9
