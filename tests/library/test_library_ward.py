"""The feed doctor's look over real articles."""

from readnow.library.schedule import DAY
from readnow.model.article import Flag
from readnow.model.query import ArticleQuery
from readnow.model.subscription import Subscription, SubscriptionList
from tests.library.conftest import House, rss

URL, OTHER = "https://a.example/feed", "https://b.example/feed"


async def test_silent_feeds_and_those_nobody_reads(house: House) -> None:
    await house.library.feeds.import_list(SubscriptionList((Subscription(URL), Subscription(OTHER))))
    old = "<pubDate>Sat, 01 Feb 2025 08:00:00 GMT</pubDate>"
    house.world.answers |= {URL: rss("old", extra=old), OTHER: rss("first")}
    await house.library.refresh()
    house.world.now += DAY
    house.world.answers[OTHER] = rss(*(f"later {n}" for n in range(12)))
    await house.library.refresh(force=True)
    found = await house.library.feeds.ward()
    assert [feed.url for feed in found.silent] == [URL]
    assert [feed.url for feed in found.never_read] == [OTHER]
    page = await house.library.articles.page(ArticleQuery())
    house.library.articles.set_flag(page.heads[:1], Flag.READ, True)
    await house.library.articles.settled()
    assert (await house.library.feeds.ward()).never_read == ()
    history = await house.library.feeds.history(page.heads[0].feed_id)
    assert history.by_week[-1] == 13
    assert history.newest is not None
    assert [attempt.outcome for attempt in history.attempts] == ["200", "200"]
