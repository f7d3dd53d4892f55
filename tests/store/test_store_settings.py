"""What is decided for a feed, how its attempts went, where it was before, and two that become one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.model.article import Flag
from readnow.model.change import FetchRecord, StatusChange
from readnow.model.feed import FeedId, Moved, Problem, ProblemKind
from readnow.model.health import Attempt, DueReason
from readnow.model.query import ArticleQuery
from readnow.model.settings import FeedSettings
from readnow.store import articles, checks, feeds, fetching, merging
from readnow.store.database import Connection
from readnow.store.settings import read_settings, write_settings
from tests.store.conftest import NOW, new, put_feed

settings = st.builds(
    FeedSettings,
    interval=st.none() | st.integers(1, 50_000),
    paused=st.booleans(),
    user_agent=st.text(),
    headers=st.lists(st.tuples(st.text(), st.text())).map(tuple),
    auth=st.text(),
    proxy=st.text(),
    insecure=st.booleans(),
    allow_private=st.booleans(),
    unread_on_change=st.booleans(),
    full_text=st.booleans(),
    keep=st.text(),
)


@given(settings)
def test_settings_come_back_as_they_were(decided: FeedSettings) -> None:
    assert read_settings(write_settings(decided), int(decided.allow_private)) == decided


@pytest.mark.parametrize("stored", ["", "[]", "null", '{"interval": "soon"}', "{"])
def test_settings_that_cannot_be_read_are_the_usual_ones(stored: str) -> None:
    assert read_settings(stored, 1) == FeedSettings(allow_private=True)


def test_settings_of_a_feed(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    decided = FeedSettings(interval=90, headers=(("X-A", "b"),), allow_private=True)
    feeds.change_settings(conn, feed_id, decided)
    (feed,), (state,) = feeds.all_feeds(conn), feeds.fetch_states(conn, None)
    assert feed.settings == state.settings == decided


def test_attempts_are_kept_the_last_of_them(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    for number in range(fetching.ATTEMPTS_KEPT + 5):
        problem = Problem(ProblemKind.TIMEOUT, "no answer", NOW) if number % 2 else None
        feeds.record(
            conn, feed_id, FetchRecord(NOW + number, NOW, problem=problem, status=0 if problem else 304)
        )
    kept = fetching.attempts(conn, feed_id)
    assert len(kept) == fetching.ATTEMPTS_KEPT
    assert kept[-2:] == (Attempt(NOW + 33, "timeout", False), Attempt(NOW + 34, "304", True))
    assert fetching.attempts(conn, FeedId(99)) == ()


def test_health_is_what_the_last_attempts_left(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    whole = FetchRecord(
        NOW, NOW + 60, validators=('"e"', None), full=True, size=900, parse_ms=3, tier="fast", status=200,
        due_reason=DueReason.SERVER, moved=Moved("https://b.example/", 1, NOW),
    )  # fmt: skip
    feeds.record(conn, feed_id, whole)
    feeds.record(conn, feed_id, FetchRecord(NOW + 9, NOW + 99, status=304))
    (feed,), (state,) = feeds.all_feeds(conn), feeds.fetch_states(conn, None)
    health = feed.health
    assert (health.size, health.parse_ms, health.tier, health.has_validators) == (900, 3, "fast", True)
    assert (health.due_reason, health.moved, state.last_full) == (DueReason.INTERVAL, None, NOW)


def test_former_addresses(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    feeds.change_url(conn, feed_id, "https://b.example/", NOW)
    feeds.change_url(conn, feed_id, "https://c.example/", NOW + 1)
    assert feeds.former_addresses(conn, feed_id) == (
        ("https://b.example/", NOW + 1),
        ("https://a.example/feed", NOW),
    )


def test_merging_loses_no_article_and_no_mark(conn: Connection) -> None:
    old = put_feed(conn, "old", [new("both"), new("read there", NOW - 1), new("only old", NOW - 2)])
    into = put_feed(
        conn, "into", [new("both", NOW - 3), new("read there", NOW - 4), new("only new", NOW - 5)]
    )
    by_title = {
        (head.feed_id, head.title.removeprefix("Title ")): head.id
        for head in articles.page(conn, ArticleQuery()).heads
    }
    articles.set_flag(conn, StatusChange((by_title[old, "read there"],), Flag.READ, True, NOW))
    articles.set_flag(
        conn, StatusChange((by_title[old, "both"], by_title[old, "only old"]), Flag.STARRED, True, NOW)
    )
    merging.merge(conn, old, into)
    (feed,) = feeds.all_feeds(conn)
    assert (feed.id, feed.total, feed.unread) == (into, 4, 3)
    left = {
        head.title.removeprefix("Title "): (head.read, head.starred)
        for head in articles.page(conn, ArticleQuery()).heads
    }
    assert left == {
        "both": (False, True), "read there": (True, False), "only old": (False, True), "only new": (False, False),
    }  # fmt: skip
    assert checks.integrity(conn) == ()
    assert checks.recount(conn) == ()
