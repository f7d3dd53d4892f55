"""Ids near the dates of articles, also of very many with one date."""

from hypothesis import given
from hypothesis import strategies as st

from readnow.model.change import FeedPlan
from readnow.store import arrivals
from readnow.store.connecting import Connection
from readnow.store.free_ids import FreeIds
from tests.store.conftest import NOW, library, new, put_feed


def _statements(conn: Connection) -> list[str]:
    said: list[str] = []
    conn.set_trace_callback(said.append)
    return said


def test_an_article_has_its_date_where_that_is_free(conn: Connection) -> None:
    put_feed(conn, "a", [new("x", NOW), new("y", NOW + 1)])
    ids = FreeIds()
    assert ids.one(conn, NOW - 5) == NOW - 5
    assert ids.one(conn, NOW) == NOW + 2
    assert ids.one(conn, NOW + 1) == NOW + 2  # given, but not stored


def test_who_gives_many_of_one_date_looks_for_each_but_once(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new(f"old {n}") for n in range(500)])
    ids = FreeIds()
    arrivals.apply(conn, feed_id, arrivals_of("first"), NOW, ids)
    said = _statements(conn)
    applied = arrivals.apply(conn, feed_id, arrivals_of("second"), NOW, ids)
    assert applied.new_ids == tuple(range(NOW + 503, NOW + 506))
    assert not [sql for sql in said if "b.id = a.id + 1" in sql]


def test_what_it_remembers_may_have_been_taken_meanwhile(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new("x")])
    ids = FreeIds()
    arrivals.apply(conn, feed_id, arrivals_of("first"), NOW, ids)
    arrivals.apply(conn, feed_id, arrivals_of("elsewhere"), NOW)  # by another process
    assert arrivals.apply(conn, feed_id, arrivals_of("last"), NOW, ids).new_ids == (NOW + 7, NOW + 8, NOW + 9)


@given(st.lists(st.lists(st.integers(NOW, NOW + 6), max_size=8), max_size=5), st.booleans())
def test_each_is_free_and_not_before_its_date(batches: list[list[int]], same: bool) -> None:
    with library() as conn:
        feed_id = put_feed(conn, "a")
        remembering, seen = FreeIds(), set[int]()
        for number, dates in enumerate(batches):
            plan = FeedPlan(tuple(new(f"{number} {n}", date) for n, date in enumerate(sorted(dates))))
            ids = arrivals.apply(conn, feed_id, plan, NOW, remembering if same else None).new_ids
            assert seen.isdisjoint(ids)
            seen |= set(ids)
            assert all(id >= date for id, date in zip(ids, sorted(dates), strict=True))


def arrivals_of(name: str) -> FeedPlan:
    """Three articles of one date."""
    return FeedPlan(tuple(new(f"{name} {n}") for n in range(3)))
