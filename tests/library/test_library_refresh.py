"""Refreshing: each feed by itself, the same again changes nothing, and what belongs together is stored together."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from readnow.library.events import FeedFailed, FeedRefreshed, RefreshFinished, RefreshProgress
from readnow.library.refresh import MAX_BODIES
from readnow.library.refresh_lock import RefreshLock
from readnow.library.refreshes import BUSY
from readnow.library.schedule import DAY, HOUR, NEVER
from readnow.model.article import Flag
from readnow.model.feed import ProblemKind
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome
from readnow.model.query import ALL, UNREAD, ArticleQuery, Scope
from readnow.model.subscription import Subscription, SubscriptionList
from readnow.store import articles as stored_articles
from readnow.store import checks
from readnow.store import feeds as stored_feeds
from tests.library.conftest import House, World, build, rss

URL = "https://a.example/feed"


async def subscribe(house: House, *urls: str) -> None:
    await house.library.feeds.import_list(SubscriptionList(tuple(Subscription(url) for url in urls)))


async def titles(house: House) -> list[str]:
    page = await house.library.articles.page(ArticleQuery())
    return [head.title for head in page.heads]


async def refresh(house: House, *, force: bool = True) -> RefreshFinished:
    return await house.library.refresh(force=force)


async def test_articles_arrive_newest_first_and_counts_are_right(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = rss("third", "second", "first", feed="Harbour")
    done = await refresh(house)
    assert (done.fetched, done.new, done.updated, done.failed) == (1, 3, 0, 0)
    assert await titles(house) == ["third", "second", "first"]
    (feed,) = house.library.feeds.all()
    assert (feed.title, feed.unread, feed.total) == ("Harbour", 3, 3)
    assert feed.health.last_success == int(house.world.now)
    assert (
        len(house.of(FeedRefreshed)) == len(house.of(RefreshProgress)) == len(house.of(RefreshFinished)) == 1
    )


async def test_the_same_again_asks_conditionally_and_parses_nothing(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = rss("one")
    await refresh(house)
    done = await refresh(house)
    assert (done.not_modified, done.new, done.updated) == (1, 0, 0)
    assert house.world.requests[-1].etag
    assert house.world.parsed == [URL]


async def test_an_unchanged_body_without_validators_is_not_parsed(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = Fetched(URL, rss("one"))
    await refresh(house)
    done = await refresh(house)
    assert (done.not_modified, done.new) == (1, 0)
    assert house.world.parsed == [URL]


async def test_shuffled_removed_and_returned_entries_are_neither_new_nor_unread(house: House) -> None:
    await subscribe(house, URL)
    for order in (("c", "b", "a"), ("a", "c", "b"), ("a",), ("c", "b", "a"), ()):
        house.world.answers[URL] = rss(*order)
        await refresh(house)
        if order == ("c", "b", "a"):
            await house.library.articles.mark(ArticleQuery(limit=None), Flag.READ, True)
    assert house.library.feeds.total(ALL) == 3
    assert house.library.feeds.unread(ALL) == 0
    assert (
        sum(event.applied.unread for event in house.of(FeedRefreshed) if isinstance(event, FeedRefreshed))
        == 3
    )


async def test_a_changed_entry_keeps_its_marks_and_its_place(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = rss("two", "one")
    await refresh(house)
    page = await house.library.articles.page(ArticleQuery())
    house.library.articles.set_flag(page.heads, Flag.READ, True)
    house.library.articles.set_flag(page.heads[:1], Flag.STARRED, True)
    await house.library.articles.settled()
    house.world.answers[URL] = rss("two", "one").replace(b"About two", b"Much more about two")
    done = await refresh(house)
    assert (done.new, done.updated) == (0, 1)
    again = await house.library.articles.page(ArticleQuery())
    assert [head.id for head in again.heads] == [head.id for head in page.heads]
    assert all(head.read for head in again.heads)
    assert again.heads[0].starred
    assert (await house.library.articles.article(again.heads[0].id)).html.endswith("Much more about two")


async def test_one_feed_that_fails_hangs_or_lies_spoils_no_other(house: House) -> None:
    bad: dict[str, bytes | FetchOutcome | Exception | asyncio.Event] = {
        "https://b.example/": FetchFailed(ProblemKind.HTTP, "not found (404)", 404),
        "https://c.example/": b"<html><body>a portal</body></html>",
        "https://d.example/": RuntimeError("our own mistake"),
        "https://e.example/": b"\x00\xff garbage",
    }
    hanging = asyncio.Event()
    house.world.answers |= bad | {URL: rss("good"), "https://f.example/": hanging}
    await subscribe(house, *bad, "https://f.example/", URL)
    task = house.library.refresh(force=True)
    while len(house.of(RefreshProgress)) < 5:
        await asyncio.sleep(0.001)
    assert await titles(house) == ["good"]
    hanging.set()
    done = await task
    assert (done.fetched, done.failed) == (1, 5)
    kinds = {feed.url: feed.health.problem.kind for feed in house.library.feeds.all() if feed.health.problem}
    assert kinds == {
        "https://b.example/": ProblemKind.HTTP,
        "https://c.example/": ProblemKind.NOT_A_FEED,
        "https://d.example/": ProblemKind.INTERNAL,
        "https://e.example/": ProblemKind.NOT_A_FEED,
        "https://f.example/": ProblemKind.TIMEOUT,
    }
    assert len(house.of(FeedFailed)) == 5


async def test_a_failure_deletes_nothing_keeps_validators_and_is_told_since_when(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = rss("one")
    await refresh(house)
    before = await house.database.read(stored_feeds.fetch_states, None)
    first = house.world.now = house.world.now + DAY
    for _ in range(2):
        house.world.answers[URL] = FetchFailed(ProblemKind.TIMEOUT, "no complete answer within 30 s")
        await refresh(house)
        house.world.now += DAY
    (feed,) = house.library.feeds.all()
    assert feed.health.failures == 2
    assert feed.health.problem is not None
    assert feed.health.problem.since == first
    (state,) = await house.database.read(stored_feeds.fetch_states, None)
    assert (state.etag, state.body_hash) == (before[0].etag, before[0].body_hash)
    house.world.answers[URL] = rss("two", "one")
    await refresh(house)
    assert house.library.feeds.all()[0].health.problem is None
    assert await titles(house) == ["two", "one"]


async def test_what_is_not_due_is_left_alone_also_after_a_restart(house: House, tmp_path: Path) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = rss("one")
    assert (await refresh(house, force=False)).fetched == 1
    await house.library.close()
    again = await build(tmp_path, house.world)
    assert (await refresh(again, force=False)).skipped == 1
    house.world.now += HOUR + 1
    assert (await refresh(again, force=False)).not_modified == 1
    await again.library.close()


async def test_a_gone_feed_is_kept_and_never_asked_again(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = rss("one")
    await refresh(house)
    house.world.answers[URL] = FetchFailed(ProblemKind.GONE, "gone for good (410)", 410)
    await refresh(house)
    asked = len(house.world.requests)
    house.world.now += 100 * DAY
    done = await refresh(house)
    assert done.skipped == 1
    assert len(house.world.requests) == asked
    assert await titles(house) == ["one"]
    assert house.library.feeds.all()[0].health.next_due == NEVER


async def test_who_asks_to_wait_is_not_even_asked_by_force(house: House) -> None:
    await subscribe(house, URL)
    until = int(house.world.now) + 2 * HOUR
    house.world.answers[URL] = FetchFailed(ProblemKind.WAIT, "asked us to wait (429)", 429, until)
    await refresh(house)
    assert (await refresh(house)).skipped == 1
    house.world.now = until + 1
    house.world.answers[URL] = rss("one")
    assert (await refresh(house)).fetched == 1


async def test_old_articles_of_a_new_feed_start_as_read(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = rss("new", extra="").replace(
        b"</item>", b"<pubDate>Mon, 01 Jan 2024 10:00:00 GMT</pubDate></item>"
    )
    await refresh(house)
    assert house.library.feeds.unread(UNREAD) == 0
    assert house.library.feeds.total(ALL) == 1


async def test_a_second_request_joins_the_running_refresh(house: House) -> None:
    waiting = asyncio.Event()
    house.world.answers[URL] = waiting
    await subscribe(house, URL)
    first = house.library.refresh(force=True)
    while not house.world.requests:
        await asyncio.sleep(0.001)
    second = house.library.refresh(force=True)
    await asyncio.sleep(0.01)
    waiting.set()
    assert await first == await second
    assert len(house.world.requests) == 1


async def test_few_bodies_are_held_at_once_however_many_feeds(house: House) -> None:
    urls = [f"https://h{number}.example/" for number in range(3 * MAX_BODIES)]
    house.world.answers |= {url: rss(url) for url in urls}
    await subscribe(house, *urls)
    done = await refresh(house)
    assert done.new == len(urls)
    assert house.world.most_held <= MAX_BODIES


async def test_another_process_that_refreshes_is_waited_for_and_then_said(
    house: House, tmp_path: Path
) -> None:
    other = RefreshLock(tmp_path / "readnow.lock")
    assert await other.acquire(0)
    task = house.library._refreshes.request(None, force=True, patience=0.15)
    assert (await task).detail == BUSY
    other.release()
    assert not (await refresh(house)).detail


async def test_closing_in_the_middle_keeps_what_was_stored(house: House, tmp_path: Path) -> None:
    house.world.answers |= {URL: rss("one"), "https://b.example/": asyncio.Event()}
    await subscribe(house, URL, "https://b.example/")
    house.library.refresh(force=True)
    while not house.of(FeedRefreshed):
        await asyncio.sleep(0.001)
    await house.library.close()
    assert [
        event.interrupted for event in house.of(RefreshFinished) if isinstance(event, RefreshFinished)
    ] == [True]
    again = await build(tmp_path, World())
    assert await titles(again) == ["one"]
    assert await again.database.read(checks.integrity) == ()
    await again.library.close()


async def test_articles_and_their_validators_are_one_transaction(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = rss("one")

    def broken(*_arguments: object) -> None:
        raise RuntimeError("between the articles and their validators")

    with monkeypatch.context() as patch:
        patch.setattr(stored_feeds, "record", broken)
        with pytest.raises(RuntimeError):
            await refresh(house)
    assert await titles(house) == []
    (state,) = await house.database.read(stored_feeds.fetch_states, None)
    assert (state.etag, state.body_hash) == (None, None)
    assert (await refresh(house)).new == 1


async def test_a_feed_removed_while_it_is_fetched_gets_nothing(house: House) -> None:
    gate = asyncio.Event()

    class Late(World):
        async def _answer(self, request: object) -> Fetched:
            await gate.wait()
            return Fetched(URL, rss("late"))

    house.world.__class__ = Late
    await subscribe(house, URL)
    task = house.library.refresh(force=True)
    while not house.world.requests:
        await asyncio.sleep(0.001)
    (feed,) = house.library.feeds.all()
    await house.library.feeds.remove([feed.id])
    gate.set()
    await task
    assert house.library.feeds.all() == ()
    assert await titles(house) == []
    await house.library.feeds.restore([feed.id])
    assert house.library.feeds.total(Scope.feed(feed.id)) == 0


async def test_counts_equal_a_recount_after_it_all(house: House) -> None:
    urls = [f"https://h{number}.example/" for number in range(20)]
    await subscribe(house, *urls)
    for turn in range(4):
        for number, url in enumerate(urls):
            house.world.answers[url] = rss(*(f"{turn}-{n}" for n in range(number % 5)), f"last-{turn}")
        await refresh(house)
        page = await house.library.articles.page(replace(ArticleQuery(), limit=7))
        house.library.articles.set_flag(page.heads, Flag.READ, turn % 2 == 0)
    await house.library.articles.settled()
    assert await house.database.read(checks.recount) == ()
    await house.library.catch_up()
    unread = await house.database.read(stored_articles.count, ArticleQuery(scope=UNREAD, once=True))
    assert house.library.feeds.unread(ALL) == unread


# -- without a network

OFFLINE = FetchFailed(ProblemKind.NETWORK, "there is no way to that network", offline=True)


async def test_without_a_network_no_feed_is_in_trouble_and_all_stay_due(house: House) -> None:
    urls = [f"https://{letter}.example/feed" for letter in "abc"]
    await subscribe(house, *urls)
    for url in urls:
        house.world.answers[url] = OFFLINE
    before = [feed.health for feed in house.library.feeds.all()]
    done = await refresh(house, force=False)
    assert (done.offline, done.failed, done.new) == (True, 3, 0)
    assert house.of(FeedFailed) == []
    assert [feed.health for feed in house.library.feeds.all()] == before
    for url in urls:
        house.world.answers[url] = rss("one")
    done = await refresh(house, force=False)
    assert (done.offline, done.fetched, done.new, done.new_feeds) == (False, 3, 3, 3)


async def test_where_any_server_answers_the_others_are_in_trouble(house: House) -> None:
    urls = [f"https://{letter}.example/feed" for letter in "abc"]
    await subscribe(house, *urls)
    house.world.answers[urls[0]] = OFFLINE
    house.world.answers[urls[1]] = FetchFailed(ProblemKind.HTTP, "not found (404)", 404)
    house.world.answers[urls[2]] = OFFLINE
    done = await refresh(house)
    assert (done.offline, done.failed) == (False, 3)
    assert len(house.of(FeedFailed)) == 3
    assert all(feed.health.problem is not None for feed in house.library.feeds.all())
