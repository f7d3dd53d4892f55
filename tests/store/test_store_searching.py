"""What a query finds is what looking at each article by itself finds, whatever the index has or lacks."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from readnow.model.article import ArticleId
from readnow.model.condition import Condition, Is, State, Tagged, all_of, any_of, negated
from readnow.model.query import (
    ALL,
    MUTED,
    ArticleQuery,
    Cursor,
    Scope,
    Sort,
)
from readnow.store import (
    articles,
    checks,
    counting,
    indexing_checks,
    marks,
    searching,
    searching_plan,
    sorting,
)
from readnow.store.database import Connection
from readnow.text.sorting import sort_key
from tests.support.changing import DATES, SCOPES, WORDS, Shelf, shelf
from tests.support.finding import Known, any_condition

KEYS: dict[Sort, Callable[[Known], str | int]] = {
    Sort.TITLE: lambda known: sort_key(known.title),
    Sort.AUTHOR: lambda known: sort_key(known.author),
    Sort.FEED: lambda known: f"f{known.feed_id - 1}",
}


def paged(conn: Connection, query: ArticleQuery, seconds: float | None) -> list[ArticleId]:
    """All pages, which are full but for the last unless the store stops looking."""
    found: list[ArticleId] = []
    while True:
        page = articles.page(conn, query, seconds)
        found += [head.id for head in page.heads]
        ranked = query.sort is Sort.RANK
        assert page.part or page.next is None or len(page.heads) == query.limit or ranked
        if page.next is None:
            return found
        query = replace(query, after=page.next)


def counted_in_pieces(conn: Connection, query: ArticleQuery) -> int:
    """What comes of counting that is interrupted all the time."""
    number = 0
    while True:
        part = articles.count_part(conn, query, None, 0.0)
        number += part.number
        if part.next is None:
            return number
        query = replace(query, after=part.next)


@pytest.mark.parametrize("seed", range(9))
def test_a_query_finds_what_looking_at_each_article_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_PIECE", 3)
    monkeypatch.setattr(counting, "_PIECE", 2)
    monkeypatch.setattr(searching, "_LEAST", 2)
    monkeypatch.setattr(marks, "PERIOD_BITS", 2)
    monkeypatch.setattr(searching, "PERIOD_BITS", 2)
    monkeypatch.setattr(searching, "_PERIODS", 1)
    monkeypatch.setattr(searching, "_MOST_PERIODS", 3)
    monkeypatch.setattr(searching, "_LONG", (0.04, 0.0)[seed // 3 % 2])
    monkeypatch.setattr(searching_plan, "_FEW", (0, 3, 2_000)[seed % 3])
    monkeypatch.setattr(searching_plan, "_NAMED", seed % 2 * 5)
    monkeypatch.setattr(searching, "_MOST_HELD", (1, 5, 20_000)[seed // 3 % 3])
    monkeypatch.setattr(sorting, "_PIECE", (2, 7, 4_096)[seed % 3])
    monkeypatch.setattr(sorting, "RANKED", (3, 500)[seed % 2])
    with shelf(seed) as s:
        for _ in range(6):
            s.arrive(s.chance.randint(0, 12))
            for _ in range(s.chance.randint(0, 6)):
                s.chance.choice(
                    (s.change, s.change, s.fetch_page, s.mark, s.mark, s.read_on, s.hide, s.tag, s.fold)
                )()
            s.fold()
            s.chance.choice((s.merge, s.remove, s.mark, s.mark, s.close))()
            s.index(s.chance.choice((0, 5, 100)))
            assert indexing_checks.state(s.conn).is_sound
            assert (*checks.recount(s.conn), *checks.integrity(s.conn)) == ()
            for _ in range(8):
                _compare(s)


def _compare_sorted(s: Shelf, query: ArticleQuery, expected: list[ArticleId]) -> None:
    """The same articles in another order, all pages of it."""
    sort = s.chance.choice(list(KEYS))
    whole = replace(query, sort=sort, after=None)
    if query.after is not None and query.where is not None:
        expected = s.expected(whole, query.where)
    in_order = sorted(expected, key=lambda id_: (KEYS[sort](s.known[id_]), -id_))
    assert paged(s.conn, whole, None) == in_order, (sort, query.where)
    ranked = paged(s.conn, replace(whole, sort=Sort.RANK), None)
    assert (sorted(ranked), len(ranked)) == (sorted(in_order), len(in_order))


def _compare(s: Shelf) -> None:
    chance = s.chance
    where: Condition | None = any_condition(chance, WORDS, s.feeds, DATES)
    if where is not None and chance.random() < 0.2:
        tag = chance.choice(s.tags)
        own = chance.choice((Tagged(tag.name, tag.id), Is(State.TAGGED), Is(State.LATER)))
        where = chance.choice((all_of, any_of))((where, negated(own) if chance.random() < 0.3 else own))
    if where is not None and chance.random() < 0.15:
        where = all_of((where, Is(State.MUTED)))
    query = ArticleQuery(
        chance.choice((ALL, ALL, MUTED, *SCOPES, Scope.feed(chance.choice(s.feeds)))),
        unread_only=chance.random() < 0.2,
        where=where,
        since=chance.choice((None, None, None, chance.choice(DATES))),
        sort=chance.choice((Sort.NEWEST, Sort.NEWEST, Sort.OLDEST)),
        limit=chance.randint(1, 6),
        once=chance.random() < 0.4,
        after=chance.choice((None, None, Cursor(ArticleId(chance.choice(DATES))))),
    )
    expected = s.expected(query, where)
    conn = s.conn
    _compare_sorted(s, query, expected)
    assert paged(conn, query, chance.choice((None, 0.0))) == expected, where
    assert [head.id for head in articles.page(conn, replace(query, limit=None)).heads] == expected
    assert articles.count(conn, query) == len(expected)
    assert articles.count(conn, query, 2) == min(2, len(expected))
    some = list(s.known)[::2]
    among = [head.id for head in articles.matching(conn, query, some)]
    assert among == sorted(set(some) & set(expected), reverse=True)
    plain = replace(query, where=None)
    everything = s.expected(plain, None)
    assert paged(conn, plain, None) == everything
    assert articles.count(conn, plain) == len(everything)
    assert articles.count(conn, plain, 2) == min(2, len(everything))
    assert counted_in_pieces(conn, plain) == len(everything)
