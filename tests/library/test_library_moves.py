"""Feeds that move (H10), whose hosts want peace (H7), that answer only 304 (H3), and what users decide for them."""

import pytest
from msgspec.structs import replace

from readnow.library.choosing import Skipped
from readnow.library.events import FeedsChanged
from readnow.library.schedule import DAY, HOUR
from readnow.model.errors import FeedAddError, SettingError
from readnow.model.feed import Feed, ProblemKind
from readnow.model.fetch import Fetched, FetchFailed, NotModified
from readnow.model.query import ArticleQuery
from readnow.model.settings import FeedSettings
from readnow.model.subscription import Subscription, SubscriptionList
from readnow.store import feeds as stored_feeds
from tests.library.conftest import House, rss

URL, NEW = "https://a.example/feed", "https://b.example/feed"


async def subscribe(house: House, *urls: str) -> None:
    await house.library.feeds.import_list(SubscriptionList(tuple(map(Subscription, urls))))


def only(house: House) -> Feed:
    (feed,) = house.library.feeds.all()
    return feed


def sent_on(*titles: str) -> Fetched:
    return Fetched(NEW, rss(*titles), etag='"x"', permanent_url=NEW)


async def test_h10_an_address_is_adopted_after_three_fetches_over_a_day(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = sent_on("one")
    await house.library.refresh(force=True)
    assert only(house).health.moved is not None
    house.world.now += 13 * HOUR
    house.world.answers[URL] = NotModified(NEW, '"x"', permanent_url=NEW)
    await house.library.refresh(force=True)
    assert only(house).url == URL
    house.world.now += 13 * HOUR
    await house.library.refresh(force=True)
    assert (only(house).url, only(house).health.moved) == (NEW, None)
    assert house.of(FeedsChanged)
    history = await house.library.feeds.history(only(house).id)
    assert history.former == ((URL, int(house.world.now)),)
    # What vouches for the articles came from there: the next request is conditional still.
    house.world.answers[NEW] = NotModified(NEW, '"x"')
    house.world.now += HOUR
    await house.library.refresh(force=True)
    assert (house.world.requests[-1].url, house.world.requests[-1].etag) == (NEW, '"x"')


async def test_h10_a_page_at_the_new_address_is_not_adopted(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = rss("one", feed="Mine")
    await house.library.refresh(force=True)
    for _ in range(5):
        house.world.now += DAY
        house.world.answers[URL] = Fetched(NEW, b"<html><body>Parked</body></html>", permanent_url=NEW)
        await house.library.refresh(force=True)
    assert (only(house).url, only(house).health.moved) == (URL, None)


async def test_h10_where_the_new_address_is_subscribed_to_the_two_become_one(house: House) -> None:
    await subscribe(house, "http://a.example/feed", URL)
    house.world.answers[URL] = rss("two", "one")
    house.world.answers["http://a.example/feed"] = Fetched(URL, rss("two", "one"), permanent_url=URL)
    await house.library.refresh(force=True)
    house.world.now += HOUR
    house.world.answers["http://a.example/feed"] = Fetched(URL, rss("three", "two", "one"), permanent_url=URL)
    await house.library.refresh(force=True)
    assert (only(house).url, only(house).total, only(house).unread) == (URL, 3, 3)


async def test_h10_the_user_may_accept_a_move_at_once(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = sent_on("one")
    await house.library.refresh(force=True)
    await house.library.feeds.accept_move(only(house).id)
    assert only(house).url == NEW
    with pytest.raises(FeedAddError, match="has not moved"):
        await house.library.feeds.accept_move(only(house).id)


async def test_h7_all_feeds_of_a_busy_host_wait_and_it_is_said(house: House) -> None:
    await subscribe(house, URL, "https://a.example/other", NEW)
    until = int(house.world.now) + 2 * HOUR
    house.world.answers |= {
        URL: FetchFailed(ProblemKind.WAIT, "busy (429)", 429, until),
        "https://a.example/other": rss("one"),
        NEW: rss("two"),
    }
    await house.library.refresh([only_at(house, URL).id])
    asked = len(house.world.requests)
    done = await house.library.refresh(force=True)
    assert done.reasons == Skipped(waiting=2, until=until)
    assert done.reasons.sentence(lambda at: "14:20") == "2 asked to wait until 14:20"
    assert [request.url for request in house.world.requests[asked:]] == [NEW]


def only_at(house: House, url: str) -> Feed:
    return next(feed for feed in house.library.feeds.all() if feed.url == url)


async def test_h3_once_in_eight_days_the_whole_document_is_asked_for(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = Fetched(URL, rss("one"), etag='"x"')
    await house.library.refresh()
    house.world.answers[URL] = NotModified(URL, '"x"')
    asked: list[str | None] = []
    for day in range(18):
        house.world.now += DAY
        if day == 8:
            await house.library.refresh(force=True)  # by hand: never whole
            asked.append(house.world.requests[-1].etag)
            continue
        await house.library.refresh()
        asked.append(house.world.requests[-1].etag)
        if asked[-1] is None:
            house.world.answers[URL] = Fetched(URL, rss("one"), etag='"x"')
            house.world.now += HOUR * 25
            await house.library.refresh()
    assert asked.count(None) >= 1
    assert asked[:7] == ['"x"'] * 7
    assert asked[8] == '"x"'


async def test_many_unchanged_feeds_are_few_transactions(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = [f"https://h{number}.example/feed" for number in range(60)]
    await subscribe(house, *urls)
    house.world.answers |= {url: rss("one") for url in urls}
    await house.library.refresh(force=True)
    writes: list[str] = []
    write = house.database.write

    async def counted(work, *args, **kwargs):  # type: ignore[no-untyped-def]
        writes.append(work.__name__)
        return await write(work, *args, **kwargs)

    monkeypatch.setattr(house.database, "write", counted)
    house.world.now += HOUR
    done = await house.library.refresh(force=True)
    assert done.not_modified == 60
    assert len(writes) <= 10
    assert {feed.health.last_attempt for feed in house.library.feeds.all()} == {int(house.world.now)}


async def test_settings_reach_the_request(house: House) -> None:
    await subscribe(house, URL)
    feeds, feed_id = house.library.feeds, only(house).id
    for key, text in (
        ("user_agent", "Me"), ("headers", "X-A: b"), ("auth", "bearer file ~/t"), ("proxy", "none"),
        ("insecure", "yes"), ("allow_private", "yes"),
    ):  # fmt: skip
        await feeds.set(feed_id, key, text)
    house.world.answers[URL] = rss("one")
    await house.library.refresh(force=True)
    (request,) = house.world.requests
    assert (request.user_agent, request.headers, request.auth) == ("Me", (("X-A", "b"),), "bearer file ~/t")
    assert (request.proxy, request.insecure, request.allow_private) == ("none", True, True)
    with pytest.raises(SettingError):
        await feeds.set(feed_id, "interval", "never")
    assert only(house).settings == FeedSettings(
        user_agent="Me", headers=(("X-A", "b"),), auth="bearer file ~/t", proxy="none", insecure=True,
        allow_private=True,
    )  # fmt: skip


async def test_a_feed_has_its_own_interval(house: House) -> None:
    await subscribe(house, URL)
    await house.library.feeds.set(only(house).id, "interval", "5h")
    house.world.answers[URL] = rss("one")
    await house.library.refresh()
    assert only(house).health.next_due == int(house.world.now) + 5 * HOUR


async def test_changed_articles_are_unread_again_where_the_user_wants_that(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = rss("two", "one")
    await house.library.refresh()
    await house.library.feeds.set(only(house).id, "unread_on_change", "yes")
    page = await house.library.articles.page(ArticleQuery())
    from readnow.model.article import Flag

    house.library.articles.set_flag(page.heads, Flag.READ, True)
    await house.library.articles.settled()
    house.world.answers[URL] = rss("two", "one").replace(b"About two", b"Much more about two")
    house.world.now += HOUR
    await house.library.refresh(force=True)
    assert (only(house).unread, only(house).total) == (1, 2)


async def test_h9_a_feed_that_is_gone_can_be_resumed(house: House) -> None:
    await subscribe(house, URL)
    house.world.answers[URL] = FetchFailed(ProblemKind.GONE, "gone (410)", 410)
    await house.library.refresh(force=True)
    assert (await house.library.refresh(force=True)).reasons == Skipped(gone=1)
    await house.library.feeds.resume(only(house).id)
    house.world.answers[URL] = rss("back")
    assert (await house.library.refresh()).new == 1
    (state,) = await house.database.read(stored_feeds.fetch_states, None)
    assert replace(state, last_full=None).problem is None
