"""Pictures of articles: fetched once, within limits of their own, decoded elsewhere, kept up to a bound."""

import asyncio
from importlib.machinery import ModuleSpec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library import pictures as pictures_module
from readnow.library.linked import linked_request
from readnow.library.pictures import MAX_BYTES, WITHOUT_PILLOW, Pictures
from readnow.library.recent import Recent
from readnow.library.shelf import Shelf
from readnow.model.errors import PictureError
from readnow.model.feed import FeedId, ProblemKind
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome, FetchRequest
from readnow.model.picture import Form, Picture, PictureOutcome, Space
from readnow.model.settings import FeedSettings
from readnow.store import feeds as stored_feeds
from tests.library.conftest import House, rss

FEED = "https://a.example/feed"
URL = "https://i.example/p.png"
SPACE = Space(80, 40)


async def feed_id(house: House) -> FeedId:
    house.world.answers[FEED] = rss("one")
    await house.library.feeds.add(FEED)
    house.world.answers[URL] = b"picture"
    return house.library.feeds.all()[0].id


async def test_a_picture_is_fetched_and_decoded_once(house: House) -> None:
    feed = await feed_id(house)
    picture = await house.library.pictures.get(feed, URL, SPACE)
    assert (picture.form, picture.width, picture.height) == (Form.DOTS, 8, 4)
    assert await house.library.pictures.get(feed, URL, SPACE) is picture
    assert (await house.library.pictures.get(feed, URL, Space(4, 4))).width == 4
    assert house.world.decoded == [(b"picture", SPACE), (b"picture", Space(4, 4))]
    requests = [request for request in house.world.requests if request.url == URL]
    assert [(request.max_bytes, request.etag) for request in requests] == [(MAX_BYTES, None)]
    assert requests[0].accept.startswith("image/png")


async def test_what_is_no_picture_is_told_and_not_fetched_again(house: House) -> None:
    feed = await feed_id(house)
    house.world.answers[URL] = b"a page"
    for _ in range(2):
        with pytest.raises(PictureError, match=r"^The picture cannot be shown: it is something else\.$"):
            await house.library.pictures.get(feed, URL, SPACE)
    assert len(house.world.requests) == 2  # the feed, and the picture once


async def test_a_picture_that_cannot_be_reached_is_told_and_asked_for_again(house: House) -> None:
    feed = await feed_id(house)
    house.world.answers[URL] = FetchFailed(ProblemKind.HTTP, "not found (404)", 404)
    with pytest.raises(PictureError, match=r"^The picture could not be fetched: not found \(404\)\.$"):
        await house.library.pictures.get(feed, URL, SPACE)
    house.world.answers[URL] = b"picture"
    assert (await house.library.pictures.get(feed, URL, SPACE)).width == 8


async def test_without_pillow_nothing_is_fetched(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = await feed_id(house)
    assert house.library.pictures.obstacle == ""

    def find_spec(name: str) -> ModuleSpec | None:
        return None

    monkeypatch.setattr(pictures_module, "find_spec", find_spec)
    assert house.library.pictures.obstacle == WITHOUT_PILLOW
    with pytest.raises(PictureError, match="readnow\\[images\\]"):
        await house.library.pictures.get(feed, URL, SPACE)
    assert [request.url for request in house.world.requests] == [FEED]


async def test_what_is_meant_for_the_feeds_origin_goes_nowhere_else(house: House) -> None:
    feed = await feed_id(house)
    settings = FeedSettings(
        auth="basic ann command x",
        headers=(("X-Key", "1"),),
        user_agent="Me",
        allow_private=True,
        insecure=True,
    )
    await house.database.write(stored_feeds.change_settings, feed, settings)
    await house.library.feeds.reload()
    await house.library.pictures.get(feed, URL, SPACE)
    there = house.world.requests[-1]
    assert (there.auth, there.headers, there.allow_private, there.insecure) == ("", (), False, False)
    assert there.user_agent == "Me"
    house.world.answers["https://a.example/p.png"] = b"picture"
    await house.library.pictures.get(feed, "https://a.example/p.png", SPACE)
    here = house.world.requests[-1]
    assert (here.auth, here.headers, here.allow_private) == (settings.auth, settings.headers, True)


def test_an_article_of_no_feed_has_a_plain_request() -> None:
    assert linked_request(Shelf(), FeedId(1), URL) == FetchRequest(URL)


async def test_who_waits_no_more_leaves_the_decoder_alone() -> None:
    fetched, go_on, ended = asyncio.Event(), asyncio.Event(), []

    async def fetch(request: FetchRequest, hold: object) -> FetchOutcome:
        return Fetched(request.url, b"picture")

    async def decode(body: bytes, space: Space, form: Form) -> PictureOutcome:
        fetched.set()
        await go_on.wait()
        ended.append(body)
        return Picture(form, 1, 1, b"...", (1, 1))

    pictures = Pictures(Shelf(), lambda: fetch, lambda: decode)
    waiting = asyncio.create_task(pictures.get(FeedId(1), URL, SPACE))
    await fetched.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    go_on.set()
    await asyncio.wait(pictures._decoding)
    assert ended == [b"picture"]


async def test_closing_ends_what_runs() -> None:
    began = asyncio.Event()

    async def fetch(request: FetchRequest, hold: object) -> FetchOutcome:
        return Fetched(request.url, b"picture")

    async def decode(body: bytes, space: Space, form: Form) -> PictureOutcome:
        began.set()
        await asyncio.Event().wait()
        raise AssertionError

    pictures = Pictures(Shelf(), lambda: fetch, lambda: decode)
    waiting = asyncio.create_task(pictures.get(FeedId(1), URL, SPACE))
    await began.wait()
    await pictures.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting


@given(sizes=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 70)), max_size=60))
def test_what_is_kept_stays_within_its_bound(sizes: list[tuple[int, int]]) -> None:
    recent: Recent[int, bytes] = Recent(100, len)
    for key, size in sizes:
        recent.put(key, bytes(size))
        assert len(recent.get(key) or b"") == size
        kept = [len(recent._values[one]) for one in recent._values]
        assert sum(kept) == recent._bytes <= 100


def test_what_was_used_longest_ago_goes_first() -> None:
    recent: Recent[str, bytes] = Recent(10, len)
    for key in "abc":
        recent.put(key, bytes(3))
    recent.get("a")
    recent.put("d", bytes(3))
    assert [recent.get(key) is not None for key in "abcd"] == [True, False, True, True]
    recent.put("e", bytes(11))
    assert [recent.get(key) is not None for key in "acde"] == [True, True, True, False]
