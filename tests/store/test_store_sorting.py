"""Orders that no index has, against the plainest way: everything sorted at once."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec.structs import replace

from readnow.feeds.refine import finish
from readnow.library.order import cursor_of, may_be_behind, place_of
from readnow.model.article import ArticleHead, ArticleId, Flag
from readnow.model.change import NewArticle, StatusChange
from readnow.model.condition import Field, Is, State, Word
from readnow.model.feed import FeedId, FolderId
from readnow.model.query import ALL, STARRED, UNREAD, ArticleQuery, Cursor, Scope, Sort
from readnow.store import articles, feeds, ranking, rough, sorting
from readnow.store.database import Connection
from readnow.store.meant import ids_of
from readnow.store.sorting import Sorting
from readnow.text.sorting import sort_key
from tests.store.conftest import NOW, entry, new, put, put_feed, writing

TITLES = ("Äpfel", "apples", "Birds", "“Birds”", "", "zoo", "東京")
AUTHORS = ("", "Ann", "Bo", "ann")
SLOW = (Sort.FEED, Sort.TITLE, Sort.AUTHOR, Sort.LENGTH)
KEYS: dict[Sort, Callable[[ArticleHead], object]] = {
    Sort.NEWEST: lambda _: 0,
    Sort.FEED: lambda head: (sort_key(head.feed_title), head.feed_id),
    Sort.TITLE: lambda head: sort_key(head.title),
    Sort.AUTHOR: lambda head: sort_key(head.author),
    Sort.LENGTH: lambda head: -head.words,
}


@contextmanager
def library(seed: int, number: int = 60) -> Iterator[tuple[Connection, random.Random]]:
    """Five feeds, two of one name, two in a folder, one removed, with articles of any kind."""
    chance = random.Random(seed)
    with TemporaryDirectory() as folder, writing(Path(folder) / "readnow.db") as conn:
        ids = [put_feed(conn, f"f{n}", folder=("a",) if n < 2 else ()) for n in range(5)]
        for feed_id, name in zip(ids, ("Zoo", "alpha", "Zoo", "", "Gone"), strict=True):
            feeds.rename(conn, feed_id, name)
        for place in range(number):
            made = entry(
                f"k{place}",
                title="x",
                author=chance.choice(AUTHORS),
                html=f"<p>{chance.choice(TITLES)} tide</p>",
            )
            made = replace(made, title=chance.choice(TITLES), words=chance.randint(0, 4))
            put(
                conn,
                chance.choice(ids),
                replace(
                    new(f"k{place}", NOW + chance.randint(0, 40), read=chance.random() < 0.5), entry=made
                ),
            )
        for (article_id,) in conn.execute("SELECT id FROM article WHERE id % 3 = 0").fetchall():
            articles.set_flag(conn, StatusChange((article_id,), Flag.STARRED, True, NOW))
        feeds.remove(conn, [ids[4]], NOW)
        yield conn, chance


def paged(conn: Connection, query: ArticleQuery) -> list[ArticleId]:
    found: list[ArticleId] = []
    while True:
        page = articles.page(conn, query)
        found += [head.id for head in page.heads]
        if page.next is None:
            return found
        query = replace(query, after=page.next)


@pytest.mark.parametrize("sort", SLOW)
@pytest.mark.parametrize("seed", range(4))
def test_pages_in_any_order_are_the_list_sorted(
    sort: Sort, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "_PIECE", (3, 7, 4_096)[seed % 3])
    with library(seed) as (conn, chance):
        for scope in (ALL, UNREAD, STARRED, Scope.feed(FeedId(1)), Scope.folder(FolderId(1))):
            for where in (None, Is(State.UNREAD), Word("tide")):
                query = ArticleQuery(scope, where=where, limit=chance.randint(1, 9))
                everything = articles.page(conn, replace(query, limit=None)).heads
                expected = [h.id for h in sorted(everything, key=lambda h: (KEYS[sort](h), -h.id))]
                query = replace(query, sort=sort)
                assert paged(conn, query) == expected
                assert ids_of(conn, replace(query, limit=None)) == expected
                assert articles.count(conn, query) == len(expected)
                place = chance.randrange(len(everything))
                behind = replace(query, after=cursor_of(everything[place], sort), limit=None)
                at = expected.index(everything[place].id)
                by_place = sorted(everything, key=lambda h: place_of(h, sort))
                assert [h.id for h in by_place] == expected
                assert [
                    h.id for h in by_place if may_be_behind(h, cursor_of(everything[place], sort), sort)
                ] == expected[at + 1 :]
                assert ids_of(conn, behind) == expected[at + 1 :]
                assert articles.count(conn, behind) == len(expected) - at - 1
                kept = articles.mark_matching(conn, behind, Flag.LATER, True, NOW).ids
                assert set(kept) == set(expected[at + 1 :])
                articles.mark_matching(conn, behind, Flag.LATER, False, NOW)
                # A bulk change means the whole list, or in its order the first.
                first = replace(query, limit=2)
                assert ids_of(conn, first) == expected[:2]


@pytest.mark.parametrize("sort", SLOW)
def test_going_on_in_parts_comes_to_the_same(sort: Sort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "_PIECE", 5)
    monkeypatch.setattr("readnow.store.sorting.time.monotonic", iter(range(10_000)).__next__)
    with library(9) as (conn, _):
        query = ArticleQuery(sort=sort, limit=10)
        by_parts = Sorting(query, 20)
        parts = 0
        while not by_parts.go_on(conn, 2):
            parts += 1
        assert parts > 2
        at_once = Sorting(query, None)
        assert at_once.go_on(conn)
        everything, end = at_once.behind(None, None)
        assert end is None
        assert by_parts.behind(None, 10) == (everything[:10], everything[9])
        assert by_parts.behind(everything[9], 10) == (everything[10:20], everything[19])
        assert by_parts.reaches(everything[9], 10)
        assert not by_parts.reaches(everything[14], 10)
        assert by_parts.looked == at_once.looked == len(everything)


def test_feeds_one_behind_the_other_are_walks(monkeypatch: pytest.MonkeyPatch) -> None:
    with library(3) as (conn, _):
        monkeypatch.setattr(sorting, "Sorting", None)
        seen: list[str] = []
        conn.set_trace_callback(seen.append)
        page = articles.page(conn, ArticleQuery(sort=Sort.FEED, limit=5))
        conn.set_trace_callback(None)
        assert len(page.heads) == 5
        walks = [sql for sql in seen if "ORDER BY id DESC LIMIT" in sql]
        assert walks
        for sql in walks:
            plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
            assert not [step for step in plan if "TEMP B-TREE" in step]
            assert plan[0].startswith("SEARCH article USING COVERING INDEX article_of_feed")


def _indexed(conn: Connection) -> None:
    rough.store(conn, [finish(text) for text in rough.newest(conn, 1_000)])


def _titled(key: str, title: str, date: int, html: str) -> NewArticle:
    return replace(new(key, date), entry=entry(key, html, title=title))


def test_the_best_of_what_was_found_come_first(conn: Connection) -> None:
    put_feed(
        conn,
        "a",
        [
            _titled(
                "1", "Other things", NOW - 1, "<p>the tide once, among very many words that say else</p>"
            ),
            _titled("2", "The tide", NOW - 3, "<p>tide after tide</p>"),
            _titled("3", "Other things", NOW - 2, "<p>tide and tide again</p>"),
            *(_titled(f"n{n}", "Nothing", NOW - 9 - n, "<p>no water at all in here</p>") for n in range(20)),
        ],
    )
    query = ArticleQuery(where=Word("tide"), sort=Sort.RANK)
    assert ids_of(conn, query) == [NOW - 1, NOW - 2, NOW - 3]  # nothing is in the index yet
    _indexed(conn)
    assert ids_of(conn, query) == [NOW - 3, NOW - 2, NOW - 1]
    assert ids_of(conn, replace(query, where=Is(State.UNREAD)))[:3] == [NOW - 1, NOW - 2, NOW - 3]
    assert ids_of(conn, replace(query, where=None))[:3] == [NOW - 1, NOW - 2, NOW - 3]


@pytest.mark.parametrize("limit", [2, 5, 100])
def test_behind_the_ranked_ones_are_the_others_by_date(
    conn: Connection, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "RANKED", 6)
    chance = random.Random(1)
    put_feed(
        conn,
        "a",
        [
            _titled(f"{n}", chance.choice(("The tide", "Else")), NOW - n, "<p>tide</p>" + "<p>word</p>" * n)
            for n in range(15)
        ],
    )
    _indexed(conn)
    found = paged(conn, ArticleQuery(where=Word("tide"), sort=Sort.RANK, limit=limit))
    assert sorted(found[:6], reverse=True) == [NOW - n for n in range(6)]
    assert found[6:] == [NOW - n for n in range(6, 15)]
    scores = ranking.scores(conn, Word("tide"), found[:6])
    assert [scores[id_] for id_ in found[:6]] == sorted(scores.values())
    assert (
        paged(conn, ArticleQuery(where=Word("tide"), sort=Sort.RANK, after=Cursor(found[8])))[0] == found[9]
    )


def test_only_words_that_are_wanted_and_can_be_looked_up_rank(conn: Connection) -> None:
    put_feed(conn, "a", [_titled("1", "The tide", NOW, "<p>low water</p>")])
    _indexed(conn)
    ids = [ArticleId(NOW)]
    assert ranking.scores(conn, Word("tide"), ids)[ids[0]] < 0
    assert ranking.scores(conn, Word("tide"), []) == {}
    assert ranking.scores(conn, Is(State.UNREAD), ids) == {}
    assert ranking.scores(conn, Word("ti", begun=True), ids) == {}
    assert ranking.scores(conn, Word("high", Field.TITLE), ids) == {}
