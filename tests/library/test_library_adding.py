"""Subscribing to any address: a feed, a page that announces one, several, none, or nothing that answers."""

import asyncio
from pathlib import Path

import pytest

from readnow.library.events import FeedsChanged
from readnow.library.finder import addresses_to_try
from readnow.library.outcomes import Added, AlreadySubscribed, ChooseFeed, PrivateAddress
from readnow.library.refresh_lock import RefreshLock
from readnow.model.errors import FeedAddError
from readnow.model.feed import ProblemKind
from readnow.model.fetch import Fetched, FetchFailed
from readnow.model.parsed import Candidate
from readnow.store import feeds as stored_feeds
from tests.library.conftest import House, rss

URL = "https://a.example/feed"
PAGE = b"<!doctype html><html><head><title>x</title></head><body>words</body></html>"


@pytest.mark.parametrize(
    ("typed", "addresses"),
    [
        ("https://a.example/feed", ("https://a.example/feed",)),
        (" <http://a.example> ", ("http://a.example",)),
        ("a.example/feed", ("https://a.example/feed", "http://a.example/feed")),
        ("a.example:8080", ("https://a.example:8080", "http://a.example:8080")),
        ("localhost:8080/x", ("https://localhost:8080/x", "http://localhost:8080/x")),
        ("feed://a.example/x", ("https://a.example/x", "http://a.example/x")),
        ("feed:https://a.example/x", ("https://a.example/x",)),
        ("javascript:alert(1)", ()),
        ("file:///etc/passwd", ()),
        ("exec:rm", ()),
        ("word", ()),
        ("", ()),
        ("https://user:secret@a.example/", ("https://a.example/",)),
    ],
)
def test_what_a_typed_address_may_mean(typed: str, addresses: tuple[str, ...]) -> None:
    assert addresses_to_try(typed) == addresses


async def test_a_feed(house: House) -> None:
    house.world.answers[URL] = rss("two", "one", feed="Harbour")
    outcome = await house.library.feeds.add(URL, folder=("Sea", "Boats"))
    assert isinstance(outcome, Added)
    assert (outcome.new, outcome.problem) == (2, None)
    assert (outcome.feed.title, outcome.feed.unread) == ("Harbour", 2)
    assert house.library.feeds.path(outcome.feed.folder_id) == ("Sea", "Boats")
    assert len(house.world.requests) == 1
    assert house.of(FeedsChanged)


async def test_a_feed_that_is_there_already(house: House) -> None:
    house.world.answers[URL] = rss("one")
    await house.library.feeds.add(URL)
    again = await house.library.feeds.add("a.example/feed")
    assert isinstance(again, AlreadySubscribed)
    assert len(house.library.feeds.all()) == 1
    assert len(house.world.requests) == 1


async def test_two_additions_at_once_make_one_subscription(house: House) -> None:
    house.world.answers[URL] = rss("one")
    outcomes = await asyncio.gather(*(house.library.feeds.add(URL) for _ in range(5)))
    assert sum(isinstance(outcome, Added) for outcome in outcomes) == 1
    assert len(house.library.feeds.all()) == 1
    assert house.library.feeds.all()[0].total == 1


async def test_a_page_leads_to_its_feed(house: House) -> None:
    house.world.answers |= {"https://a.example/": PAGE, URL: rss("one")}
    house.world.candidates = (Candidate(URL, "Main", "application/rss+xml"),)
    outcome = await house.library.feeds.add("https://a.example/")
    assert isinstance(outcome, Added)
    assert outcome.feed.url == URL


async def test_of_several_feeds_the_user_chooses(house: House) -> None:
    house.world.answers |= {"https://a.example/": PAGE, URL: rss("one")}
    kind = "application/rss+xml"
    house.world.candidates = (
        Candidate(URL, "Main", kind),
        Candidate("https://a.example/comments", "Comments", kind),
    )
    outcome = await house.library.feeds.add("https://a.example/")
    assert outcome == ChooseFeed(house.world.candidates)
    assert house.library.feeds.all() == ()
    assert isinstance(await house.library.feeds.add("https://a.example/", first=True), Added)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (PAGE, "No feed was found at https://a.example/feed: a web page, not a feed."),
        (FetchFailed(ProblemKind.HTTP, "not found (404)", 404), "was not added: not found (404)."),
        (FetchFailed(ProblemKind.GONE, "gone for good (410)", 410), "was not added: gone for good (410)."),
        (FetchFailed(ProblemKind.TOO_LARGE, "larger than 10 MB, stopped"), "was not added: larger than"),
        (b"nothing at all", "No feed was found at"),
    ],
)
async def test_what_is_no_feed_is_not_subscribed_to(
    house: House, answer: bytes | FetchFailed, sentence: str
) -> None:
    house.world.answers[URL] = answer
    with pytest.raises(FeedAddError) as caught:
        await house.library.feeds.add(URL)
    assert sentence in str(caught.value)
    assert house.library.feeds.all() == ()


@pytest.mark.parametrize(
    "answer",
    [
        None,
        FetchFailed(ProblemKind.TIMEOUT, "no complete answer within 30 s"),
        FetchFailed(ProblemKind.HTTP, "the server has a problem of its own (500)", 500),
        FetchFailed(ProblemKind.WAIT, "asked us to wait (429)", 429, 1_760_009_999),
    ],
)
async def test_where_only_the_network_is_in_the_way_it_is_subscribed_all_the_same(
    house: House, answer: FetchFailed | None
) -> None:
    if answer is not None:
        house.world.answers[URL] = answer
    outcome = await house.library.feeds.add(URL, title="Mine")
    assert isinstance(outcome, Added)
    assert outcome.problem is not None
    assert outcome.feed.title == "Mine"
    house.world.answers[URL] = rss("one")
    house.world.now += 90_000
    assert (await house.library.refresh()).new == 1
    assert house.library.feeds.all()[0].title == "Mine"


async def test_http_is_tried_where_https_does_not_answer(house: House) -> None:
    house.world.answers["http://a.example/feed"] = rss("one")
    outcome = await house.library.feeds.add("a.example/feed")
    assert isinstance(outcome, Added)
    assert outcome.feed.url == "http://a.example/feed"


async def test_a_private_address_is_asked_about_and_the_answer_is_kept(house: House) -> None:
    house.world.answers["http://nas.local/feed"] = FetchFailed(ProblemKind.PRIVATE, "refused")
    outcome = await house.library.feeds.add("http://nas.local/feed")
    assert outcome == PrivateAddress("http://nas.local/feed", "nas.local")
    assert house.library.feeds.all() == ()
    house.world.answers["http://nas.local/feed"] = rss("one")
    await house.library.feeds.add("http://nas.local/feed", allow_private=True)
    (state,) = await house.database.read(stored_feeds.fetch_states, None)
    assert state.settings.allow_private


async def test_a_feed_that_moved_for_good_is_subscribed_to_at_its_new_address(house: House) -> None:
    house.world.answers[URL] = Fetched(
        "https://new.example/", rss("one"), permanent_url="https://new.example/"
    )
    outcome = await house.library.feeds.add(URL)
    assert isinstance(outcome, Added)
    assert outcome.feed.url == "https://new.example/"


async def test_while_another_process_refreshes_it_is_subscribed_and_fetched_later(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readnow.library.adding.LOCK_PATIENCE", 0.1)
    other = RefreshLock(tmp_path / "readnow.lock")
    assert await other.acquire(0)
    outcome = await house.library.feeds.add(URL)
    assert isinstance(outcome, Added)
    assert outcome.problem is not None
    assert "another ReadNOW is refreshing" in outcome.problem.detail
    assert house.world.requests == []
    other.release()


async def test_an_address_that_is_too_long_is_not_cut_but_refused(house: House) -> None:
    with pytest.raises(FeedAddError, match="at most 2,048 characters"):
        await house.library.feeds.add("https://a.example/" + "x" * 2048)
    assert house.world.requests == []
    assert addresses_to_try("https://a.example/" + "x" * 2048) == ()
