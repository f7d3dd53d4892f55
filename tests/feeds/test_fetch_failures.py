"""What each bad answer becomes: its kind, its sentence, and to the second when to ask again (H7; 4.2 row 17)."""

import asyncio
import re
from email.utils import formatdate

import pytest

from readnow.feeds.fetch import Fetcher
from readnow.model.feed import ProblemKind
from readnow.model.fetch import FetchRequest
from tests.feeds.conftest import NOW, MakeFetcher, failure, fetched
from tests.support.web import Answer, Web

MINUTE, HOUR, DAY = 60, 3600, 86_400
YEARS = 10 * 365 * DAY


@pytest.mark.parametrize(
    ("status", "kind", "detail"),
    [
        (400, ProblemKind.HTTP, "the server did not understand the request (400)"),
        (401, ProblemKind.AUTH, "asks for a name and a password (401)"),
        (403, ProblemKind.AUTH, "the server refuses to give it out (403)"),
        (404, ProblemKind.HTTP, "not found (404)"),
        (410, ProblemKind.GONE, "gone for good (410)"),
        (418, ProblemKind.HTTP, "an answer that is no feed (418)"),
        (451, ProblemKind.HTTP, "withheld for legal reasons (451)"),
        (500, ProblemKind.HTTP, "the server has a problem of its own (500)"),
        (502, ProblemKind.HTTP, "the server behind the server does not answer (502)"),
        (599, ProblemKind.HTTP, "the server has a problem of its own (599)"),
        (201, ProblemKind.HTTP, "an answer that is no feed (201)"),
        (204, ProblemKind.HTTP, "an answer that is no feed (204)"),
        (206, ProblemKind.HTTP, "an answer that is no feed (206)"),
        (226, ProblemKind.HTTP, "an answer that is no feed (226)"),
    ],
)
async def test_a_status(fetcher: Fetcher, web: Web, status: int, kind: ProblemKind, detail: str) -> None:
    body = b"" if status == 204 else b"<rss/>"
    web.answers["/f"] = Answer(body, status, (("Retry-After", "7200"),))
    failed = failure(await fetcher.fetch(FetchRequest(web.url("/f"))), kind, detail)
    assert (failed.status, failed.retry_at) == (status, None)


@pytest.mark.parametrize("status", [401, 403, 404, 410, 500])
async def test_other_failures_close_no_host(fetcher: Fetcher, web: Web, status: int) -> None:
    web.answers["/f"] = Answer(status=status, headers=(("Retry-After", "7200"),))
    web.answers["/g"] = Answer(b"body")
    await fetcher.fetch(FetchRequest(web.url("/f")))
    fetched(await fetcher.fetch(FetchRequest(web.url("/g"))))


def date(second: int) -> str:
    return formatdate(second, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "0120"}, 120),
        ({"Retry-After": "60"}, MINUTE),
        ({"Retry-After": "59"}, MINUTE),
        ({"Retry-After": "0"}, MINUTE),
        ({"Retry-After": str(7 * DAY)}, 7 * DAY),
        ({"Retry-After": str(7 * DAY + 1)}, 7 * DAY),
        ({"Retry-After": str(YEARS)}, 7 * DAY),
        ({"Retry-After": date(NOW + 600)}, 600),
        ({"Retry-After": date(NOW + 600), "Date": date(NOW)}, 600),
        ({"Retry-After": date(NOW + 600), "Date": date(NOW + 300)}, 300),
        ({"Retry-After": date(NOW - YEARS + 600), "Date": date(NOW - YEARS)}, 600),
        ({"Retry-After": date(NOW + 600), "Date": "nonsense"}, 600),
        ({"Retry-After": date(NOW - 600)}, MINUTE),
        ({"Retry-After": date(NOW + YEARS)}, 7 * DAY),
        ({"Retry-After": "Tuesday, 14-Nov-23 23:13:20 GMT"}, HOUR),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_the_servers_wish(
    fetcher: Fetcher, web: Web, status: int, headers: dict[str, str], wait: int
) -> None:
    web.answers["/f"] = Answer(b"wait", status, tuple(headers.items()))
    failed = failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.WAIT)
    assert (failed.status, failed.retry_at) == (status, NOW + wait)


@pytest.mark.parametrize(
    "wish", [None, "", "-5", "soon", "1.5", "1e3", "Mon, 99 Foo 2023", "9" * 40, "٣\x00"]
)
@pytest.mark.parametrize(("status", "wait"), [(429, 4 * HOUR), (503, 30 * MINUTE)])
async def test_no_wish_that_can_be_understood(
    fetcher: Fetcher, web: Web, wish: str | None, status: int, wait: int
) -> None:
    headers = () if wish is None else (("Retry-After", re.sub(r"[^ -~]", "?", wish)),)
    web.answers["/f"] = Answer(b"wait", status, headers)
    failed = failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.WAIT)
    assert failed.retry_at == NOW + wait


async def test_a_host_that_asked_to_wait_is_left_alone(
    make_fetcher: MakeFetcher, web: Web, other_web: Web
) -> None:
    now = float(NOW)
    fetcher = make_fetcher(now=lambda: now)
    web.answers["/f"] = Answer(b"wait", 429, (("Retry-After", "600"),))
    web.answers["/g"] = other_web.answers["/g"] = Answer(b"body")
    failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.WAIT, "asked us to wait (429)")

    now += 599
    for path in ("/f", "/g"):
        outcome = await fetcher.fetch(FetchRequest(web.url(path)))
        failed = failure(outcome, ProblemKind.WAIT, "the server asked us to wait until 22:23")
        assert (failed.status, failed.retry_at) == (None, NOW + 600)
    assert len(web.requests) == 1
    fetched(await fetcher.fetch(FetchRequest(other_web.url("/g"))))

    now += 1
    fetched(await fetcher.fetch(FetchRequest(web.url("/g"))))


async def test_who_asks_a_closed_host_is_told_at_once(make_fetcher: MakeFetcher, web: Web) -> None:
    """The pause between two requests is not waited for where there will be no request."""
    fetcher = make_fetcher(host_delay=3600)
    web.answers["/f"] = Answer(b"", 429)
    failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.WAIT)
    async with asyncio.timeout(10):
        failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.WAIT)


async def test_a_later_wish_does_not_shorten_an_earlier_one(make_fetcher: MakeFetcher, web: Web) -> None:
    """Several requests of one host may have been on their way to different places behind redirects."""
    now = float(NOW)
    fetcher = make_fetcher(now=lambda: now)
    web.answers["/f"] = Answer(b"", 503, (("Retry-After", "600"),))
    await fetcher.fetch(FetchRequest(web.url("/f")))
    fetcher._gate.close(f"127.0.0.1:{web.port}", NOW + 60)
    now += 300
    failed = failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.WAIT)
    assert failed.retry_at == NOW + 600


async def test_a_wish_holds_for_the_host_that_uttered_it(fetcher: Fetcher, web: Web, other_web: Web) -> None:
    web.answers["/f"] = Answer(b"", 302, (("Location", other_web.url("/f")),))
    web.answers["/g"] = Answer(b"body")
    other_web.answers["/f"] = Answer(b"", 429)
    failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.WAIT)
    fetched(await fetcher.fetch(FetchRequest(web.url("/g"))))
    failure(await fetcher.fetch(FetchRequest(other_web.url("/g"))), ProblemKind.WAIT)
    assert len(other_web.requests) == 1


async def test_the_servers_own_words_are_not_repeated(fetcher: Fetcher, web: Web) -> None:
    body = "\x1b]0;owned\x07 [bold]boo[/bold] " * 100
    web.answers["/f"] = Answer(body.encode(), 500, (("X-Error", "boo"),))
    failed = failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.HTTP)
    assert "boo" not in failed.detail
