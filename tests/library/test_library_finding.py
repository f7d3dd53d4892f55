"""Where a feed is looked for when the address is none: known sites, links, usual places; and how often it is asked."""

import asyncio

import pytest

from readnow.library.outcomes import Added, AlreadySubscribed, ChooseFeed, PrivateAddress
from readnow.model.errors import FeedAddError
from readnow.model.feed import ProblemKind
from readnow.model.fetch import Fetched, FetchFailed
from readnow.model.parsed import Candidate
from readnow.store import feeds as stored_feeds
from tests.library.conftest import House, rss

SITE = "https://a.example/"
PAGE = b"<!doctype html><html><head><title>x</title></head><body>words</body></html>"
GONE = FetchFailed(ProblemKind.HTTP, "not found (404)", 404)
PLACES = ("feed", "rss.xml", "atom.xml", "feed.xml", "index.xml", "rss", "feed.json")
RSS = "application/rss+xml"


def asked(house: House) -> list[str]:
    return [request.url for request in house.world.requests]


def nothing_at(house: House, *paths: str) -> None:
    house.world.answers |= {SITE + path: GONE for path in paths}


# -- known sites


async def test_a_known_sites_feed_is_asked_and_not_its_page(house: House) -> None:
    feed = "https://news.ycombinator.com/rss"
    house.world.answers[feed] = rss("one")
    outcome = await house.library.feeds.add("news.ycombinator.com")
    assert isinstance(outcome, Added)
    assert outcome.feed.url == feed
    assert asked(house) == [feed]


async def test_of_a_known_sites_feeds_the_user_chooses_before_anybody_is_asked(house: House) -> None:
    outcome = await house.library.feeds.add("github.com/o/r")
    assert isinstance(outcome, ChooseFeed)
    assert [feed.title for feed in outcome.candidates] == ["Releases", "Commits", "Tags"]
    assert asked(house) == []
    house.world.answers[outcome.candidates[0].url] = rss("one")
    assert isinstance(await house.library.feeds.add("github.com/o/r", first=True), Added)


async def test_a_handle_leads_to_its_feed_or_to_what_its_page_announces(house: House) -> None:
    page, announced = "https://social.example/@alice", "https://social.example/users/alice/feed.atom"
    house.world.answers |= {page + ".rss": GONE, page: PAGE, announced: rss("one")}
    house.world.candidates = (Candidate(announced, "", RSS),)
    outcome = await house.library.feeds.add(" @alice@social.example ")
    assert isinstance(outcome, Added)
    assert outcome.feed.url == announced
    assert asked(house) == [page + ".rss", page, announced]


async def test_a_handle_that_cannot_be_asked_now_is_subscribed_to_all_the_same(house: House) -> None:
    outcome = await house.library.feeds.add("@alice@social.example")
    assert isinstance(outcome, Added)
    assert outcome.problem is not None
    assert outcome.feed.url == "https://social.example/@alice.rss"


async def test_a_site_without_feeds_says_so_and_is_not_searched(house: House) -> None:
    page = "https://podcasts.apple.com/us/podcast/x/id1"
    house.world.answers[page] = PAGE
    with pytest.raises(FeedAddError, match="the podcast’s own site does"):
        await house.library.feeds.add(page)
    assert asked(house) == [page]


async def test_a_known_sites_feed_that_is_there_already(house: House) -> None:
    house.world.answers["https://lobste.rs/rss"] = rss("one")
    await house.library.feeds.add("https://lobste.rs/rss")
    assert isinstance(await house.library.feeds.add("lobste.rs"), AlreadySubscribed)
    assert len(asked(house)) == 1


# -- links of the page


async def test_a_link_counts_only_where_there_is_a_feed(house: House) -> None:
    house.world.answers |= {SITE: PAGE, SITE + "a": PAGE, SITE + "b": GONE, SITE + "c": rss("one")}
    house.world.candidates = tuple(Candidate(SITE + path) for path in "abc")
    outcome = await house.library.feeds.add(SITE)
    assert isinstance(outcome, Added)
    assert outcome.feed.url == SITE + "c"
    assert asked(house) == [SITE, SITE + "a", SITE + "b", SITE + "c"]


async def test_of_several_links_that_are_feeds_the_user_chooses_and_none_is_asked_twice(house: House) -> None:
    house.world.answers |= {SITE: PAGE, SITE + "a": rss("one", feed="A"), SITE + "b": rss("two", feed="")}
    house.world.candidates = (Candidate(SITE + "a", "x"), Candidate(SITE + "b", "The second"))
    outcome = await house.library.feeds.look(SITE)
    assert outcome == ChooseFeed((Candidate(SITE + "a", "A"), Candidate(SITE + "b", "The second")))
    await house.library.feeds.look(SITE + "b")
    assert isinstance(await house.library.feeds.add(SITE + "b"), Added)
    assert asked(house) == [SITE, SITE + "a", SITE + "b"]


async def test_links_that_lead_to_the_same_feed_are_one(house: House) -> None:
    same = Fetched(SITE + "feed", rss("one"))
    house.world.answers |= {SITE: PAGE, SITE + "a": same, SITE + "b": same}
    house.world.candidates = (Candidate(SITE + "a"), Candidate(SITE + "b"))
    assert isinstance(await house.library.feeds.add(SITE), Added)


async def test_few_links_are_tried(house: House) -> None:
    nothing_at(house, *"abcdefgh", *PLACES)
    house.world.answers[SITE] = PAGE
    house.world.candidates = tuple(Candidate(SITE + path) for path in "abcdefgh")
    with pytest.raises(FeedAddError, match="No feed was found"):
        await house.library.feeds.add(SITE)
    assert asked(house) == [SITE, *(SITE + path for path in (*"abcd", *PLACES))]


async def test_a_yes_to_a_private_page_is_none_to_other_hosts_that_it_names(house: House) -> None:
    page, router = "http://nas.local/", "http://feeds.router.local/feed"
    house.world.answers |= {page: PAGE, router: rss("one")}
    house.world.candidates = (Candidate(router),)
    outcome = await house.library.feeds.add(page, allow_private=True)
    assert isinstance(outcome, Added)
    assert [request.allow_private for request in house.world.requests] == [True, False]
    (state,) = await house.database.read(stored_feeds.fetch_states, None)
    assert not state.settings.allow_private


# -- usual places


@pytest.mark.parametrize("path", PLACES)
async def test_the_usual_places_are_tried_one_after_the_other(house: House, path: str) -> None:
    nothing_at(house, *PLACES)
    house.world.answers |= {SITE: PAGE, SITE + path: rss("one")}
    outcome = await house.library.feeds.add(SITE)
    assert isinstance(outcome, Added)
    assert outcome.feed.url == SITE + path
    assert asked(house) == [SITE, *(SITE + p for p in PLACES[: PLACES.index(path) + 1])]


@pytest.mark.parametrize(
    "answer",
    [
        FetchFailed(ProblemKind.WAIT, "asked to wait (429)", 429),
        FetchFailed(ProblemKind.TIMEOUT, "no complete answer within 30 s"),
        FetchFailed(ProblemKind.HTTP, "the server has a problem of its own (500)", 500),
    ],
)
async def test_a_server_in_trouble_is_left_alone(house: House, answer: FetchFailed) -> None:
    house.world.answers |= {SITE: PAGE, SITE + "feed": answer}
    with pytest.raises(FeedAddError, match="No feed was found"):
        await house.library.feeds.add(SITE)
    assert asked(house) == [SITE, SITE + "feed"]


async def test_guessing_ends(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readnow.library.finder.GUESSING_SECONDS", 0.05)
    house.world.answers |= {SITE: PAGE, SITE + "feed": asyncio.Event()}
    with pytest.raises(FeedAddError, match="No feed was found"):
        await house.library.feeds.add(SITE)


async def test_what_is_no_page_is_not_searched(house: House) -> None:
    house.world.answers[SITE] = b"plain words"
    with pytest.raises(FeedAddError, match="No feed was found"):
        await house.library.feeds.add(SITE)
    assert asked(house) == [SITE]


# -- what the page announces


async def test_where_what_is_announced_is_no_feed_others_are_looked_for(house: House) -> None:
    house.world.answers |= {SITE: PAGE, SITE + "old": GONE, SITE + "feed": rss("one")}
    house.world.candidates = (Candidate(SITE + "old", "", RSS),)
    outcome = await house.library.feeds.add(SITE)
    assert isinstance(outcome, Added)
    assert outcome.feed.url == SITE + "feed"


async def test_where_nothing_else_is_found_it_is_told_what_the_page_said(house: House) -> None:
    nothing_at(house, "old", *PLACES)
    house.world.answers[SITE] = PAGE
    house.world.candidates = (Candidate(SITE + "old", "", RSS),)
    with pytest.raises(FeedAddError, match=r"announces https://a\.example/old, but no feed is there"):
        await house.library.feeds.add(SITE)


async def test_an_announced_feed_on_a_private_network_is_asked_about(house: House) -> None:
    inside = "http://nas.local/feed"
    house.world.answers |= {SITE: PAGE, inside: FetchFailed(ProblemKind.PRIVATE, "refused")}
    house.world.candidates = (Candidate(inside, "", RSS),)
    assert await house.library.feeds.add(SITE) == PrivateAddress(inside, "nas.local")
