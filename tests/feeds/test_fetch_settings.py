"""What a user decided for one feed, on its way to the server: headers, credentials, proxy, certificates."""

import base64
from pathlib import Path

import pytest

from readnow.model.feed import ProblemKind
from readnow.model.fetch import Fetched, FetchFailed, FetchRequest, NotModified
from tests.feeds.conftest import MakeFetcher
from tests.support.documents import rss
from tests.support.web import Answer, Request, Web

BASIC = "Basic " + base64.b64encode(b"me:secret").decode()


@pytest.fixture
def auth(tmp_path: Path) -> str:
    """Where a password is."""
    (tmp_path / "secret").write_text("secret\n")
    return f"basic me file {tmp_path / 'secret'}"


def sent(web: Web, path: str) -> Request:
    (request,) = web.asked(path)
    return request


async def test_headers_agent_and_credentials_are_sent(web: Web, make_fetcher: MakeFetcher, auth: str) -> None:
    web.answers["/f"] = Answer(rss("One"))
    request = FetchRequest(
        web.url("/f"), user_agent="Me/1", headers=(("X-Key", "k"), ("Accept", "a/b")), auth=auth
    )
    assert isinstance(await make_fetcher().fetch(request), Fetched)
    headers = sent(web, "/f").headers
    assert (headers["user-agent"], headers["x-key"], headers["accept"]) == ("Me/1", "k", "a/b")
    assert headers["authorization"] == BASIC


async def test_at_another_origin_nothing_of_them_is(web: Web, make_fetcher: MakeFetcher, auth: str) -> None:
    with Web() as other:
        other.answers["/g"] = Answer(rss("One"))
        web.answers["/f"] = Answer(b"", 302, (("Location", other.url("/g")),))
        request = FetchRequest(web.url("/f"), headers=(("X-Key", "k"),), auth=auth, user_agent="Me/1")
        assert isinstance(await make_fetcher().fetch(request), Fetched)
        headers = sent(other, "/g").headers
    assert not {"authorization", "x-key", "cookie", "referer"} & set(headers)
    assert headers["user-agent"] == "Me/1"


async def test_on_the_way_within_an_origin_they_stay(web: Web, make_fetcher: MakeFetcher, auth: str) -> None:
    web.answers |= {"/f": Answer(b"", 301, (("Location", "/g"),)), "/g": Answer(rss("One"), etag='"1"')}
    request = FetchRequest(web.url("/f"), auth=auth)
    outcome = await make_fetcher().fetch(request)
    assert isinstance(outcome, Fetched)
    assert outcome.permanent_url == web.url("/g")
    assert sent(web, "/g").headers["authorization"] == BASIC


async def test_a_move_is_seen_in_a_304_too(web: Web, make_fetcher: MakeFetcher) -> None:
    web.answers |= {"/f": Answer(b"", 308, (("Location", "/g"),)), "/g": Answer(rss("One"), etag='"1"')}
    outcome = await make_fetcher().fetch(FetchRequest(web.url("/f"), etag='"1"'))
    assert isinstance(outcome, NotModified)
    assert outcome.permanent_url == web.url("/g")
    web.answers["/f"] = Answer(b"", 307, (("Location", "/g"),))
    outcome = await make_fetcher().fetch(FetchRequest(web.url("/f"), etag='"1"'))
    assert isinstance(outcome, NotModified)
    assert outcome.permanent_url is None


async def test_a_password_that_cannot_be_had_costs_no_request(web: Web, make_fetcher: MakeFetcher) -> None:
    outcome = await make_fetcher().fetch(FetchRequest(web.url("/f"), auth="basic me file /nowhere"))
    assert outcome == FetchFailed(ProblemKind.AUTH, "the file with its password cannot be read", 401)
    assert web.requests == []


async def test_a_refused_password_is_asked_for_again(
    web: Web, make_fetcher: MakeFetcher, auth: str, tmp_path: Path
) -> None:
    web.answers["/f"] = Answer(b"no", 401)
    fetcher = make_fetcher()
    outcome = await fetcher.fetch(FetchRequest(web.url("/f"), auth=auth))
    assert isinstance(outcome, FetchFailed)
    assert outcome.kind is ProblemKind.AUTH
    (tmp_path / "secret").write_text("other")
    web.answers["/f"] = Answer(rss("One"))
    assert isinstance(await fetcher.fetch(FetchRequest(web.url("/f"), auth=auth)), Fetched)
    assert web.requests[-1].headers["authorization"] != BASIC


async def test_a_feeds_own_proxy_goes_before_the_configurations(web: Web, make_fetcher: MakeFetcher) -> None:
    url = "http://feeds.example/f"
    with Web() as own:
        own.answers[url] = Answer(rss("One"))
        web.answers[url] = Answer(rss("Two"))
        fetcher = make_fetcher(proxy=web.url())
        assert isinstance(await fetcher.fetch(FetchRequest(url, proxy=own.url())), Fetched)
        assert (len(own.requests), len(web.requests)) == (1, 0)
        assert isinstance(await fetcher.fetch(FetchRequest(url)), Fetched)
        assert len(web.requests) == 1
    # "none": not through it, so here the name is looked up, which nobody knows.
    assert isinstance(await fetcher.fetch(FetchRequest(url, proxy="none")), FetchFailed)
    assert len(web.requests) == 1
