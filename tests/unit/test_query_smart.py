"""Queries that refer to smart feeds: what they mean, and what becomes of those that come back to themselves."""

import pytest
from msgspec.structs import replace

from readnow.library.query import Names, parse_query
from readnow.library.query_reading import smart_condition
from readnow.library.query_smart import named
from readnow.model.condition import All, Condition, Either, Is, Length, Not, State, Word
from readnow.model.errors import QueryError
from readnow.model.smart import SmartFeed, SmartFeedId


def names(**queries: str) -> Names:
    kept = [
        SmartFeed(SmartFeedId(n), name.replace("_", " "), text)
        for n, (name, text) in enumerate(queries.items(), 1)
    ]
    return Names(smart=kept)


def condition(text: str, known: Names) -> Condition | None:
    return parse_query(text, known).where


def problem(text: str, known: Names) -> str:
    with pytest.raises(QueryError) as caught:
        parse_query(text, known)
    return str(caught.value)


LONG = Length(">", 2000)


def test_a_smart_feed_means_its_query() -> None:
    known = names(Long_reads="words:>2000", either="a OR b", nested='smart:"long reads" is:unread')
    assert condition('smart:"LONG reads"', known) == LONG
    assert condition("smart:1", known) == LONG
    assert condition("smart:either c", known) == All((Either((Word("a"), Word("b"))), Word("c")))
    assert condition("-smart:nested", known) == Not(All((LONG, Is(State.UNREAD))))


def test_a_name_comes_before_a_number() -> None:
    known = names(first="a", second="b")
    known = replace(known, smart=(*known.smart, SmartFeed(SmartFeedId(9), "1", "c")))
    found = named("1", known.smart)
    assert found is not None
    assert found.id == 9


def test_what_cannot_be_read_says_where_and_why() -> None:
    known = names(broken="is:blue", by_way="smart:broken")
    assert problem("smart:nothing", known) == "No smart feed is called “nothing”."
    assert problem("smart:brocken", known) == "No smart feed is called “brocken”. Did you mean “broken”?"
    assert problem("smart:broken", known).startswith("The smart feed “broken” cannot be read. There is no st")
    assert problem("a smart:'by", known) == "No smart feed is called “'by”."
    assert problem('smart:"by way"', known).startswith("The smart feed “by way” cannot be read. The smart")
    with pytest.raises(QueryError) as caught:
        parse_query("one smart:broken", known)
    assert caught.value.column == 5  # of the term; that in the other query is of no use here


def test_no_circle_is_gone_round_twice() -> None:
    known = names(self="a smart:self", one="smart:two", two="b smart:three", three="smart:one OR c")
    assert "refers to itself." in problem("smart:self", known)
    assert "The smart feed “one” refers to itself by way of “two”, “three”." in problem("smart:one", known)
    with pytest.raises(QueryError, match="refers to itself"):
        smart_condition(known.smart[0], known)


def test_a_query_cannot_grow_beyond_measure() -> None:
    known = names(**{f"f{n}": f"smart:f{n + 1} " * 9 for n in range(7)}, f7="a")
    assert "too many parts" in problem("smart:f0", known)
    deep = names(**{f"f{n}": f"smart:f{n + 1}" for n in range(20)}, f20="a")
    assert "in a row" in problem("smart:f0", deep)
    assert condition("smart:f15", deep) == Word("a")
    assert condition("smart:f15 " * 9, deep) == All((Word("a"),) * 9)
