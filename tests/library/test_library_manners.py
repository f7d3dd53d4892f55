"""The manners that servers ask of feed readers, by their numbers (H1 to H16), on a clock moved by hand.

H3 to H10 have more tests of their own: schedule, choosing, moving, moves. H11 to H13 are about what goes over
the wire: the tests of fetching.
"""

from readnow.library.schedule import DAY, HOUR, MINUTE
from readnow.model.fetch import Fetched, NotModified
from readnow.model.subscription import Subscription, SubscriptionList
from readnow.store import feeds as stored_feeds
from tests.library.conftest import House, rss

URL = "https://a.example/feed?b=%7e&c"


async def subscribe(house: House) -> None:
    await house.library.feeds.import_list(SubscriptionList((Subscription(URL),)))


async def look(house: House, answer: bytes | Fetched | NotModified) -> tuple[str | None, str | None]:
    """One refresh an hour later; the validators that it asked with."""
    house.world.now += HOUR
    house.world.answers[URL] = answer
    await house.library.refresh(force=True)
    request = house.world.requests[-1]
    return request.etag, request.last_modified


async def test_h1_validators_go_back_byte_for_byte(house: House) -> None:
    await subscribe(house)
    odd = ("W/\"Ünusual, 'quoted'\"", "Thu, 1 Jan 1970 00:00:00 GMT+0 (sort of)")
    assert await look(house, Fetched(URL, rss("one"), etag=odd[0], last_modified=odd[1])) == (None, None)
    assert await look(house, NotModified(URL)) == odd
    assert await look(house, NotModified(URL)) == odd
    assert house.world.requests[-1].url == URL


async def test_h2_every_whole_answer_replaces_both(house: House) -> None:
    await subscribe(house)
    await look(house, Fetched(URL, rss("one"), etag='"1"', last_modified="then"))
    assert await look(house, Fetched(URL, rss("one"), etag='"2"')) == ('"1"', "then")  # the same body
    assert await look(house, Fetched(URL, rss("two", "one"))) == ('"2"', None)
    assert await look(house, NotModified(URL)) == (None, None)


async def test_h2_a_304_replaces_what_it_carries(house: House) -> None:
    await subscribe(house)
    await look(house, Fetched(URL, rss("one"), etag='"1"', last_modified="then"))
    await look(house, NotModified(URL, etag='"2"'))
    assert await look(house, NotModified(URL)) == ('"2"', "then")


async def test_h4_h5_what_is_not_due_is_not_asked_after_a_restart_either(house: House) -> None:
    await subscribe(house)
    house.world.answers[URL] = Fetched(URL, rss("one"), etag='"1"', max_age=4 * HOUR)
    await house.library.refresh()
    for later, asked in ((HOUR, 1), (2 * HOUR, 1), (HOUR - MINUTE, 1), (MINUTE, 2)):
        house.world.now += later
        await house.library.refresh()
        assert len(house.world.requests) == asked


async def test_h14_nothing_is_asked_for_that_nobody_opened(house: House) -> None:
    await subscribe(house)
    extra = (
        "<enclosure url='https://a.example/x.mp3' type='audio/mpeg' length='1'/>"
        "<description>&lt;img src='https://a.example/pixel.png'&gt;</description>"
        "<comments>https://a.example/comments</comments>"
    )
    await look(house, Fetched(URL, rss("one", extra=extra), etag='"1"'))
    assert [request.url for request in house.world.requests] == [URL]


async def test_h15_a_hub_is_not_spoken_to(house: House) -> None:
    await subscribe(house)
    document = rss("one").replace(
        b"<channel>",
        b"<channel><atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='hub' href='https://hub.example/'/>",
    )
    await look(house, Fetched(URL, document, etag='"1"'))
    (state,) = await house.database.read(stored_feeds.fetch_states, None)
    assert state.next_due == int(house.world.now) + HOUR
    assert [request.url for request in house.world.requests] == [URL]


async def test_h16_a_portals_page_replaces_nothing(house: House) -> None:
    await subscribe(house)
    await look(house, Fetched(URL, rss("one"), etag='"1"', last_modified="then"))
    portal = Fetched(URL, b"<html><title>Log in</title><body>Wi-Fi</body></html>", "text/html", '"portal"')
    await look(house, portal)
    (feed,) = house.library.feeds.all()
    assert feed.health.problem is not None
    assert feed.health.problem.detail == "a web page, not a feed"
    assert feed.total == 1
    house.world.now += DAY
    assert await look(house, NotModified(URL)) == ('"1"', "then")
    (feed,) = house.library.feeds.all()
    assert feed.health.problem is None
