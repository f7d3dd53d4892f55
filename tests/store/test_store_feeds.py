"""Subscriptions, folders and health: what is written is what is read, and what is removed can come back."""

import pytest

from readnow.model.article import Flag
from readnow.model.change import FetchRecord, StatusChange
from readnow.model.condition import Among
from readnow.model.errors import StoreError
from readnow.model.feed import Feed, FeedId, FeedSettings, FetchState, Problem, ProblemKind
from readnow.model.query import ALL, STARRED, ArticleQuery, Scope, ScopeKind
from readnow.store import articles, checks, feeds, ui_state
from readnow.store.database import Connection
from readnow.store.feeds import NewFeed
from tests.store.conftest import NOW, dump, new, put, put_feed

URL = "https://a.example/feed"
PRIVATE = FeedSettings(allow_private=True)


def only(conn: Connection) -> Feed:
    (feed,) = feeds.all_feeds(conn)
    return feed


def state(conn: Connection) -> FetchState:
    (found,) = feeds.fetch_states(conn, None)
    return found


def test_a_new_feed_is_called_by_its_host_then_by_its_own_name_then_by_the_users(conn: Connection) -> None:
    feed_id = feeds.insert(conn, NewFeed(URL, at=NOW))
    assert (only(conn).title, only(conn).renamed) == ("a.example", False)
    feeds.record(conn, feed_id, FetchRecord(NOW, NOW, feed_title="Its own", site_url="https://a.example/"))
    assert (only(conn).title, only(conn).site_url) == ("Its own", "https://a.example/")
    feeds.rename(conn, feed_id, "Mine")
    feeds.record(conn, feed_id, FetchRecord(NOW, NOW, feed_title="Changed"))
    assert (only(conn).title, only(conn).renamed) == ("Mine", True)
    feeds.rename(conn, feed_id, "")
    assert (only(conn).title, only(conn).renamed) == ("Changed", False)
    feeds.record(conn, feed_id, FetchRecord(NOW, NOW, feed_title="", site_url=""))
    assert (only(conn).title, only(conn).site_url) == ("Changed", "https://a.example/")


def test_an_address_that_no_one_can_take_apart_does_no_harm(conn: Connection) -> None:
    feeds.insert(conn, NewFeed("http://[half/feed"))
    assert only(conn).title == "http://[half/feed"


def test_what_a_subscription_says_is_kept(conn: Connection) -> None:
    folder = feeds.ensure_folder(conn, ("News",))
    feed_id = feeds.insert(conn, NewFeed(URL, "Title", "https://s.example/", folder, True, NOW))
    assert only(conn) == Feed(
        feed_id, URL, "Title", "https://s.example/", folder, 1, renamed=True, settings=PRIVATE
    )
    assert state(conn) == FetchState(feed_id, URL, settings=PRIVATE)
    assert feeds.find_by_url(conn, URL) == feeds.one_feed(conn, feed_id) == only(conn)
    assert feeds.find_by_url(conn, URL + "/") is None
    assert feeds.one_feed(conn, FeedId(99)) is None


def test_the_order_is_by_folder_then_by_position_and_those_without_a_folder_are_last(
    conn: Connection,
) -> None:
    for name, folder in (
        ("1", ()),
        ("2", ("B",)),
        ("3", ("A",)),
        ("4", ("B", "C")),
        ("5", ("B",)),
        ("6", ()),
    ):
        put_feed(conn, name, folder=folder)
    order = [feed.url.removeprefix("https://")[0] for feed in feeds.all_feeds(conn)]
    assert order == ["2", "5", "4", "3", "1", "6"]
    assert [folder.name for folder in feeds.all_folders(conn)] == ["B", "C", "A"]


def test_a_folder_is_made_once_and_goes_with_its_last_feed(conn: Connection) -> None:
    deep = feeds.ensure_folder(conn, ("A", "B", "C"))
    assert feeds.ensure_folder(conn, ("A", "B", "C")) == deep
    assert feeds.ensure_folder(conn, ("B",)) not in (deep, feeds.ensure_folder(conn, ("A", "B")))
    feed_id = feeds.insert(conn, NewFeed(URL, folder_id=deep))
    assert [folder.name for folder in feeds.all_folders(conn)] == ["A", "B", "C"]
    feeds.move(conn, feed_id, None)
    assert feeds.all_folders(conn) == ()
    assert conn.execute("SELECT count(*) FROM folder").fetchone() == (0,)
    assert feeds.ensure_folder(conn, ()) is None


@pytest.mark.parametrize(
    "value", ['"abc"', 'W/"a"', "Sat, 01 Jan 2000 00:00:00 GMT", "", "caf\udce9 \udcff", "é ", "x" * 9_000]
)
def test_validators_come_back_byte_for_byte(conn: Connection, value: str) -> None:
    feed_id = feeds.insert(conn, NewFeed(URL))
    feeds.record(conn, feed_id, FetchRecord(NOW, NOW, validators=(value, value)))
    assert (state(conn).etag, state(conn).last_modified) == (value, value)


def test_a_record_leaves_what_it_does_not_say(conn: Connection) -> None:
    feed_id = feeds.insert(conn, NewFeed(URL))
    feeds.record(conn, feed_id, FetchRecord(NOW, NOW + 60, validators=("e", "m"), body_hash=b"h"))
    problem = Problem(ProblemKind.HTTP, "500 the server is in trouble", NOW + 5, 500)
    feeds.record(conn, feed_id, FetchRecord(NOW + 5, NOW + 99, failures=2, problem=problem))
    assert state(conn) == FetchState(
        feed_id, URL, "e", "m", b"h", NOW + 99, NOW + 5, failures=2, problem=ProblemKind.HTTP
    )
    health = only(conn).health
    assert (health.problem, health.failures, health.last_success) == (problem, 2, NOW)
    assert (health.last_attempt, health.next_due) == (NOW + 5, NOW + 99)
    feeds.record(conn, feed_id, FetchRecord(NOW + 9, 1 << 60, validators=(None, None)))
    assert state(conn) == FetchState(feed_id, URL, None, None, b"h", 1 << 60, NOW + 9)
    assert (only(conn).health.problem, only(conn).health.last_success) == (None, NOW + 9)


def test_the_states_of_some_feeds(conn: Connection) -> None:
    ids = [put_feed(conn, f"f{n}") for n in range(1_100)]
    assert len(feeds.fetch_states(conn, None)) == 1_100
    assert [found.feed_id for found in feeds.fetch_states(conn, ids[3:5])] == ids[3:5]
    assert len(feeds.fetch_states(conn, ids[1:])) == 1_099
    assert feeds.fetch_states(conn, []) == ()
    feeds.remove(conn, ids[:1_050], NOW)
    assert len(feeds.fetch_states(conn, None)) == 50
    assert feeds.fetch_states(conn, ids[:2]) == ()


def test_another_address_is_fetched_whole(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new("x")])
    trouble = Problem(ProblemKind.GONE, "410 gone", NOW, 410)
    feeds.record(conn, feed_id, FetchRecord(NOW, 1 << 60, 3, trouble, ("e", "m"), b"h"))
    feeds.change_url(conn, feed_id, "https://b.example/", NOW)
    found = state(conn)
    assert (found.url, found.etag, found.last_modified) == ("https://b.example/", None, None)
    assert (found.next_due, found.failures, found.problem) == (None, 0, None)
    # That the feed was read before is not forgotten: its articles are there, and new ones are new.
    assert found.body_hash == b"h"
    assert only(conn).total == 1


def test_two_feeds_never_have_one_address(conn: Connection) -> None:
    first = put_feed(conn, "a", [new("x")])
    second = put_feed(conn, "b")
    with pytest.raises(StoreError, match=r"is already subscribed to, as “a\.example”"):
        feeds.change_url(conn, second, URL, NOW)
    feeds.change_url(conn, first, URL, NOW)
    assert feeds.insert(conn, NewFeed(URL, "Other", allow_private=True)) == first
    assert feeds.one_feed(conn, first) == feeds.find_by_url(conn, URL)
    assert [feed.title for feed in feeds.all_feeds(conn)] == ["a.example", "b.example"]


def test_removing_hides_everything_and_restoring_brings_it_back(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new("x"), new("y", NOW - 1)], folder=("News", "Deep"))
    put_feed(conn, "b", [new("z", NOW - 2)])
    ids = tuple(head.id for head in articles.page(conn, ArticleQuery(Scope.feed(feed_id))).heads)
    articles.set_flag(conn, StatusChange(ids[:1], Flag.STARRED, True, NOW))
    articles.set_flag(conn, StatusChange(ids[1:], Flag.READ, True, NOW))
    feeds.record(conn, feed_id, FetchRecord(NOW, NOW + 60, validators=("e", "m"), body_hash=b"h"))
    before = dump(conn)

    feeds.remove(conn, [feed_id], NOW + 1)
    assert [feed.url for feed in feeds.all_feeds(conn)] == ["https://b.example/feed"]
    assert feeds.all_folders(conn) == ()
    assert (feeds.find_by_url(conn, URL), feeds.one_feed(conn, feed_id)) == (None, None)
    for scope in (ALL, STARRED, Scope.feed(feed_id)):
        heads = articles.page(conn, ArticleQuery(scope)).heads
        assert {head.feed_id for head in heads} <= {2}
        assert articles.count(conn, ArticleQuery(scope)) == len(heads)
    narrowed = ArticleQuery(where=Among(ScopeKind.FEED, "a", frozenset((feed_id,))))
    assert articles.page(conn, narrowed).heads == ()
    assert (articles.heads(conn, ids), articles.article(conn, ids[0])) == ((), None)
    assert feeds.starred_total(conn) == 0

    feeds.restore(conn, [feed_id])
    assert dump(conn) == before
    assert [folder.name for folder in feeds.all_folders(conn)] == ["News", "Deep"]


def test_removing_twice_keeps_the_first_time(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    feeds.remove(conn, [feed_id], NOW)
    feeds.remove(conn, [feed_id], NOW + 1_000)
    assert feeds.purge_removed(conn, NOW + 1, 10)


def test_an_address_that_was_removed_comes_back_with_its_articles(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new("x")])
    feeds.remove(conn, [feed_id], NOW)
    folder = feeds.ensure_folder(conn, ("New",))
    assert feeds.insert(conn, NewFeed(URL, "Title", folder_id=folder)) == feed_id
    assert (only(conn).total, only(conn).title, only(conn).folder_id) == (1, "Title", folder)
    assert state(conn).next_due is None


def test_a_removal_is_not_undone_over_a_new_subscription(conn: Connection) -> None:
    old = put_feed(conn, "a", [new("x")])
    feeds.change_url(conn, old, "https://old.example/", NOW)
    fresh = put_feed(conn, "a")
    feeds.remove(conn, [old, fresh], NOW)
    feeds.restore(conn, [old])
    feeds.change_url(conn, old, URL, NOW)
    feeds.restore(conn, [fresh])
    assert [feed.id for feed in feeds.all_feeds(conn)] == [old]
    feeds.remove(conn, [old], NOW)
    feeds.restore(conn, [fresh, old])
    assert [feed.id for feed in feeds.all_feeds(conn)] == [fresh]


def test_purging_goes_in_pieces_and_only_as_far_as_it_may(conn: Connection) -> None:
    kept = put_feed(conn, "kept", [new(f"k{n}", NOW - n) for n in range(5)])
    young = put_feed(conn, "young", [new("y")], folder=("Young",))
    old = put_feed(conn, "old", [new(f"o{n}", NOW - n) for n in range(10)], folder=("Old",))
    articles.mark_matching(conn, ArticleQuery(Scope.feed(old), limit=3), Flag.STARRED, True, NOW)
    feeds.remove(conn, [old], NOW - 100)
    feeds.remove(conn, [young], NOW)
    pieces = 0
    while feeds.purge_removed(conn, NOW - 50, 4):
        pieces += 1
        assert checks.recount(conn) == ()
        assert checks.integrity(conn) == ()
    assert pieces == 3
    assert [row[0] for row in conn.execute("SELECT id FROM feed ORDER BY id")] == [kept, young]
    assert conn.execute("SELECT count(*) FROM article").fetchone() == (6,)
    assert conn.execute("SELECT name FROM folder").fetchall() == [("Young",)]


def test_what_is_taken_back_while_it_is_purged_is_fetched_whole(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new(f"{n}", NOW - n) for n in range(6)])
    feeds.record(conn, feed_id, FetchRecord(NOW, NOW + 60, validators=("e", "m"), body_hash=b"h"))
    feeds.remove(conn, [feed_id], NOW)
    feeds.purge_removed(conn, NOW + 1, 4)
    feeds.restore(conn, [feed_id])
    assert (only(conn).total, only(conn).unread) == (2, 2)
    assert (state(conn).etag, state(conn).last_modified, state(conn).body_hash) == (None, None, None)


def test_a_number_is_never_given_to_another_feed(conn: Connection) -> None:
    first = put_feed(conn, "a", [new("x")])
    feeds.remove(conn, [first], NOW)
    while feeds.purge_removed(conn, NOW + 1, 10):
        pass
    assert put_feed(conn, "b") > first
    assert put(conn, first, new("x")).new_ids == ()


def test_what_the_program_remembers(conn: Connection) -> None:
    assert ui_state.get(conn, "panes") is None
    ui_state.put(conn, "panes", "[1]")
    ui_state.put(conn, "panes", '{"a": "é"}')
    assert ui_state.get(conn, "panes") == '{"a": "é"}'
