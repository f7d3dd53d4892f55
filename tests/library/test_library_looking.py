"""Looking at a feed before it is subscribed to: nothing is stored, and nobody is asked twice."""

import pytest

from readnow.library.events import FeedsChanged
from readnow.library.outcomes import Added, AlreadySubscribed, Headline, NotReached, Preview, PrivateAddress
from readnow.model.errors import FeedAddError
from readnow.model.feed import ProblemKind
from readnow.model.fetch import Fetched, FetchFailed
from tests.library.conftest import START, House, rss

URL = "https://a.example/feed"
DAY = 24 * 3600


async def test_a_preview_stores_nothing_and_its_subscription_asks_nobody(house: House) -> None:
    house.world.answers[URL] = rss("three", "two", "one", feed="Harbour")
    preview = await house.library.feeds.look("a.example/feed")
    assert isinstance(preview, Preview)
    assert (preview.url, preview.title, preview.site_url) == (URL, "Harbour", "https://a.example/")
    assert (preview.entries, preview.per_week) == (3, None)
    assert preview.latest == (Headline("three"), Headline("two"), Headline("one"))
    assert house.library.feeds.all() == ()
    assert house.of(FeedsChanged) == []
    outcome = await house.library.feeds.add(preview.url)
    assert isinstance(outcome, Added)
    assert outcome.new == 3
    assert len(house.world.requests) == 1


async def test_what_was_looked_at_long_ago_is_asked_anew(house: House) -> None:
    house.world.answers[URL] = rss("one")
    await house.library.feeds.look(URL)
    house.world.now += 3600
    assert isinstance(await house.library.feeds.add(URL), Added)
    assert len(house.world.requests) == 2


async def test_the_last_few_previews_are_kept_and_no_more(house: House) -> None:
    for number in range(7):
        house.world.answers[f"{URL}{number}"] = rss("one")
        await house.library.feeds.look(f"{URL}{number}")
    await house.library.feeds.add(f"{URL}2")
    assert len(house.world.requests) == 7
    await house.library.feeds.add(f"{URL}6")
    assert len(house.world.requests) == 8, "the first subscription let go of the others"


async def test_a_feed_that_is_there_already(house: House) -> None:
    house.world.answers[URL] = rss("one")
    house.world.answers["https://old.example/"] = Fetched(URL, rss("one"), permanent_url=URL)
    await house.library.feeds.add(URL)
    assert isinstance(await house.library.feeds.look(URL), AlreadySubscribed)
    assert isinstance(await house.library.feeds.look("https://old.example/"), AlreadySubscribed)
    assert len(house.world.requests) == 2


async def test_what_cannot_be_reached_may_be_added_without_asking_again(house: House) -> None:
    found = await house.library.feeds.look("a.example/feed")
    assert found == NotReached(URL, "no such server: the name is not known")
    asked = len(house.world.requests)
    outcome = await house.library.feeds.add(URL)
    assert isinstance(outcome, Added)
    assert outcome.problem is not None
    assert len(house.world.requests) == asked


async def test_looking_again_at_what_could_not_be_reached_asks_again(house: House) -> None:
    await house.library.feeds.look(URL)
    house.world.answers[URL] = rss("one")
    assert isinstance(await house.library.feeds.look(URL), Preview)


async def test_a_private_address_is_asked_about_first(house: House) -> None:
    nas = "http://nas.local/feed"
    house.world.answers[nas] = FetchFailed(ProblemKind.PRIVATE, "refused")
    assert await house.library.feeds.look(nas) == PrivateAddress(nas, "nas.local")
    house.world.answers[nas] = rss("one")
    preview = await house.library.feeds.look(nas, allow_private=True)
    assert isinstance(preview, Preview)
    assert preview.allow_private
    await house.library.feeds.add(preview.url, allow_private=preview.allow_private)
    assert len(house.world.requests) == 2


async def test_what_is_no_feed(house: House) -> None:
    house.world.answers[URL] = b"nothing at all"
    with pytest.raises(FeedAddError, match="No feed was found"):
        await house.library.feeds.look(URL)


async def test_titles_are_clean_and_dates_count(house: House) -> None:
    when = "<pubDate>Thu, 09 Oct 2025 08:{:02}:00 GMT</pubDate>"
    items = "".join(
        f"<item><guid>{n}</guid><title>a\u202e{n}</title>{when.format(n)}</item>" for n in range(9)
    )
    house.world.answers[URL] = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()
    preview = await house.library.feeds.look(URL)
    assert isinstance(preview, Preview)
    assert preview.entries == 9
    assert [headline.title for headline in preview.latest] == ["a8", "a7", "a6", "a5", "a4"]
    assert all(headline.at is not None and START - DAY < headline.at <= START for headline in preview.latest)
