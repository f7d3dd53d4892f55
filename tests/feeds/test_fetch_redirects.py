"""Redirects: five at most, web addresses only, and the address for the future only where all agree (H10)."""

import pytest

from readnow.feeds.fetch import Fetcher
from readnow.model.feed import ProblemKind
from readnow.model.fetch import FetchFailed, FetchRequest
from tests.feeds.conftest import failure, fetched
from tests.support.web import Answer, Web

ALL = (301, 302, 303, 307, 308)


def to(location: str, status: int = 302) -> Answer:
    return Answer(b"moved", status, (("Location", location),))


def chain(web: Web, *statuses: int, last: Answer | None = None) -> str:
    """Answers at /0, /1 and so on, each sending on to the next; the address of the first."""
    for position, status in enumerate(statuses):
        web.answers[f"/{position}"] = to(f"/{position + 1}", status)
    web.answers[f"/{len(statuses)}"] = last or Answer(b"body")
    return web.url("/0")


@pytest.mark.parametrize("status", ALL)
async def test_each_kind_is_followed(fetcher: Fetcher, web: Web, status: int) -> None:
    answer = fetched(await fetcher.fetch(FetchRequest(chain(web, status))))
    assert (answer.body, answer.url) == (b"body", web.url("/1"))
    assert [request.method for request in web.requests] == ["GET", "GET"]


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [
        ((301,), True),
        ((308,), True),
        ((301, 308, 301), True),
        ((301,) * 5, True),
        ((302,), False),
        ((303,), False),
        ((307,), False),
        ((302, 301), False),
        ((301, 302), False),
        ((301, 307, 301), False),
        ((308, 308, 303), False),
    ],
)
async def test_the_address_for_the_future(
    fetcher: Fetcher, web: Web, statuses: tuple[int, ...], permanent: bool
) -> None:
    answer = fetched(await fetcher.fetch(FetchRequest(chain(web, *statuses))))
    last = web.url(f"/{len(statuses)}")
    assert answer.url == last
    assert answer.permanent_url == (last if permanent else None)


async def test_without_a_redirect_there_is_no_new_address(fetcher: Fetcher, web: Web) -> None:
    assert fetched(await fetcher.fetch(FetchRequest(chain(web)))).permanent_url is None


async def test_five_are_followed_and_no_sixth(fetcher: Fetcher, web: Web) -> None:
    fetched(await fetcher.fetch(FetchRequest(chain(web, *[302] * 5))))
    web.requests.clear()
    outcome = await fetcher.fetch(FetchRequest(chain(web, *[302] * 6)))
    failure(outcome, ProblemKind.REFUSED, "sent on more than 5 times")
    assert [request.path for request in web.requests] == [f"/{position}" for position in range(6)]


@pytest.mark.parametrize("target", ["/0", "", "#again", "?"])
async def test_a_loop_ends(fetcher: Fetcher, web: Web, target: str) -> None:
    web.answers["/0"] = to(target or web.url("/0"), 301)
    failure(
        await fetcher.fetch(FetchRequest(web.url("/0"))), ProblemKind.REFUSED, "sent on more than 5 times"
    )
    assert len(web.requests) == 6


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "data:text/xml,<rss/>",
        "javascript:alert(1)",
        "ftp://127.0.0.1/f",
        "feed://127.0.0.1/f",
        "mailto:a@b.example",
        "magnet:?xt=urn:btih:0",
        "gemini://a.example/",
        "about:blank",
        "view-source:http://127.0.0.1/",
        "unix:/run/docker.sock",
        "http://[::1",
        "http://127.0.0.1:99999/f",
        "http://a b.example/",
        "https://" + "a" * 5000,
        "\x7f",
    ],
)
@pytest.mark.parametrize("status", [301, 302])
async def test_only_web_addresses_are_followed(
    fetcher: Fetcher, web: Web, location: str, status: int
) -> None:
    web.answers["/f"] = to(location, status)
    failed = failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.REFUSED)
    assert failed.detail.startswith("sent on to ")
    assert failed.detail.endswith(", which is not followed")
    assert failed.status == status
    assert len(web.requests) == 1


async def test_the_sentence_names_where_it_was_to_go(fetcher: Fetcher, web: Web) -> None:
    for location, named in (("file:///etc/passwd", "file:///etc/passwd"), ("", "nowhere")):
        web.answers["/f"] = to(location)
        outcome = await fetcher.fetch(FetchRequest(web.url("/f")))
        assert isinstance(outcome, FetchFailed)
        assert outcome.detail == f"sent on to {named}, which is not followed"
    web.answers["/f"] = Answer(status=301)
    failure(
        await fetcher.fetch(FetchRequest(web.url("/f"))),
        ProblemKind.REFUSED,
        "sent on to nowhere, which is not followed",
    )


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        ("g", "/a/g"),
        ("../g", "/g"),
        ("/g?x=1#y", "/g?x=1"),
        ("?x=1", "/a/f?x=1"),
        ("/%7e%2F%zz", "/%7e%2F%zz"),
        ("/a b", "/a%20b"),
        ("/Gr\u00fc\u00dfe".encode().decode("latin-1"), "/Gr%C3%BC%C3%9Fe"),
        ("http:///g", "/g"),
    ],
)
async def test_relative_and_odd_locations(fetcher: Fetcher, web: Web, location: str, asked: str) -> None:
    web.answers["/a/f"] = to(location)
    web.answers[asked] = Answer(b"body")
    fetched(await fetcher.fetch(FetchRequest(web.url("/a/f"))))
    assert web.requests[-1].path == asked


async def test_a_failure_behind_a_redirect_is_that_of_the_last(fetcher: Fetcher, web: Web) -> None:
    url = chain(web, 301, last=Answer(status=410))
    assert failure(await fetcher.fetch(FetchRequest(url)), ProblemKind.GONE).status == 410


@pytest.mark.parametrize("status", [300, 305, 306, 309])
async def test_other_answers_of_the_family_are_not_followed(fetcher: Fetcher, web: Web, status: int) -> None:
    web.answers["/f"] = to("/g", status)
    assert failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.HTTP).status == status
    assert len(web.requests) == 1


async def test_a_redirect_is_not_read(fetcher: Fetcher, web: Web) -> None:
    """A redirect may come with a page of any size; nobody waits for it."""
    head = (("Location", "/g"), ("Content-Length", "1000000000"))
    web.answers["/f"] = Answer(b"never ends", 302, head)
    web.answers["/g"] = Answer(b"body")
    fetched(await fetcher.fetch(FetchRequest(web.url("/f"))))
