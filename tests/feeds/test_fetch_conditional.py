"""Conditional requests: validators come back to the server byte for byte (H1, H2; 4.2 row 18)."""

import asyncio

import pytest

from readnow.feeds.fetch import Fetcher
from readnow.model.feed import ProblemKind
from readnow.model.fetch import FetchRequest, NotModified
from tests.feeds.conftest import failure, fetched
from tests.support.web import Answer, Request, Web

ETAGS = [
    '"x"',
    'W/"x"',
    'w/"x"',
    "no-quotes",
    "'x'",
    '""',
    '"',
    '"a, b"',
    '"two  spaces"',
    '"a";q="b\\"c"',
    '"Grüße – 日本語 🙂"',
    f'"{"x" * 4000}"',
]
DATES = [
    "Tue, 15 Nov 1994 12:45:26 GMT",
    "Tuesday, 15-Nov-94 12:45:26 GMT",
    "Tue Nov 15 12:45:26 1994",
    "tue, 15 nov 1994 12:45:26 gmt",
    "Tue, 15 Nov 1994 12:45:26 +0200",
    "1994-11-15T12:45:26Z",
    "15. März, morgens",
    "yesterday",
    "0",
    "-1",
]


def on_the_wire(text: str) -> str:
    """UTF-8 bytes in the dress that `Answer` takes off again."""
    return text.encode().decode("latin-1")


@pytest.mark.parametrize("etag", ETAGS, ids=lambda text: text[:12].encode("ascii", "replace").decode())
async def test_an_etag_goes_back_as_it_came(fetcher: Fetcher, web: Web, etag: str) -> None:
    web.answers["/f"] = Answer(b"body", headers=(("ETag", on_the_wire(etag)),))
    first = fetched(await fetcher.fetch(FetchRequest(web.url("/f"))))
    assert (first.etag, first.last_modified) == (etag, None)

    await fetcher.fetch(FetchRequest(web.url("/f"), etag=first.etag))
    headers = web.requests[-1].headers
    assert headers["if-none-match"] == etag
    assert "if-modified-since" not in headers


@pytest.mark.parametrize("date", DATES)
async def test_a_date_goes_back_as_it_came(fetcher: Fetcher, web: Web, date: str) -> None:
    web.answers["/f"] = Answer(b"body", headers=(("Last-Modified", on_the_wire(date)),))
    first = fetched(await fetcher.fetch(FetchRequest(web.url("/f"))))
    assert (first.etag, first.last_modified) == (None, date)

    await fetcher.fetch(FetchRequest(web.url("/f"), last_modified=first.last_modified))
    headers = web.requests[-1].headers
    assert headers["if-modified-since"] == date
    assert "if-none-match" not in headers


async def test_both_go_back_together(fetcher: Fetcher, web: Web) -> None:
    web.answers["/f"] = Answer(b"body")
    await fetcher.fetch(FetchRequest(web.url("/f"), etag='W/"1"', last_modified="then"))
    headers = web.requests[-1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('W/"1"', "then")


async def test_the_first_request_is_unconditional(fetcher: Fetcher, web: Web) -> None:
    web.answers["/f"] = Answer(b"body")
    await fetcher.fetch(FetchRequest(web.url("/f")))
    await fetcher.fetch(FetchRequest(web.url("/f"), etag="", last_modified=""))
    for request in web.requests:
        assert not {"if-none-match", "if-modified-since"} & set(request.headers)


async def test_a_304_keeps_what_it_does_not_replace(fetcher: Fetcher, web: Web) -> None:
    web.answers["/f"] = Answer(status=304)
    outcome = await fetcher.fetch(FetchRequest(web.url("/f"), etag='"1"', last_modified="then"))
    assert outcome == NotModified(web.url("/f"), etag=None, last_modified=None, max_age=None)


async def test_a_304_brings_new_validators(fetcher: Fetcher, web: Web) -> None:
    headers = (("ETag", 'W/"2"'), ("Last-Modified", "now"), ("Cache-Control", "max-age=600"))
    web.answers["/f"] = Answer(status=304, headers=headers)
    outcome = await fetcher.fetch(FetchRequest(web.url("/f"), last_modified="then"))
    assert outcome == NotModified(web.url("/f"), etag='W/"2"', last_modified="now", max_age=600)


async def test_an_unchanged_document_is_answered_in_full_once(fetcher: Fetcher, web: Web) -> None:
    web.answers["/f"] = Answer(b"body", etag='W/"7"')
    first = fetched(await fetcher.fetch(FetchRequest(web.url("/f"))))
    again = await fetcher.fetch(FetchRequest(web.url("/f"), first.etag, first.last_modified))
    assert again == NotModified(web.url("/f"), etag='W/"7"')
    assert len(web.requests) == 2


async def test_a_304_without_a_condition_is_a_failure(fetcher: Fetcher, web: Web) -> None:
    web.answers["/f"] = Answer(status=304, headers=(("ETag", '"1"'),))
    failed = failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.HTTP)
    assert failed.status == 304
    assert "304" in failed.detail
    assert len(web.requests) == 2


async def test_a_304_without_a_condition_is_asked_about_once_more(fetcher: Fetcher, web: Web) -> None:
    async def confused(request: Request, writer: asyncio.StreamWriter) -> None:
        answer = Answer(status=304) if len(web.requests) == 1 else Answer(b"body")
        writer.write(answer.raw(request))
        await writer.drain()

    web.answers["/f"] = confused
    assert fetched(await fetcher.fetch(FetchRequest(web.url("/f")))).body == b"body"


async def test_a_200_without_validators_has_none(fetcher: Fetcher, web: Web) -> None:
    web.answers["/f"] = Answer(b"body")
    answer = fetched(await fetcher.fetch(FetchRequest(web.url("/f"), etag='"1"', last_modified="then")))
    assert (answer.etag, answer.last_modified, answer.max_age) == (None, None, None)


async def test_a_200_replaces_both_validators(fetcher: Fetcher, web: Web) -> None:
    web.answers["/f"] = Answer(b"body", headers=(("ETag", '"2"'), ("Last-Modified", "now")))
    answer = fetched(await fetcher.fetch(FetchRequest(web.url("/f"), etag='"1"', last_modified="then")))
    assert (answer.etag, answer.last_modified) == ('"2"', "now")


async def test_validators_that_cannot_go_back_unchanged_are_none(fetcher: Fetcher, web: Web) -> None:
    headers = (("ETag", '"\xe9"'), ("Last-Modified", "Tue, 19 Jan 2038 03:14:07 GMT"))
    web.answers["/f"] = Answer(b"body", headers=headers)
    answer = fetched(await fetcher.fetch(FetchRequest(web.url("/f"))))
    assert (answer.etag, answer.last_modified) == (None, None)


async def test_the_condition_reaches_the_place_where_the_document_is(fetcher: Fetcher, web: Web) -> None:
    web.answers["/old"] = Answer(status=302, headers=(("Location", "/new"),))
    web.answers["/new"] = Answer(b"body", etag='"1"')
    outcome = await fetcher.fetch(FetchRequest(web.url("/old"), etag='"1"'))
    assert outcome == NotModified(web.url("/new"), etag='"1"')


async def test_what_else_an_answer_says(fetcher: Fetcher, web: Web) -> None:
    headers = (("Content-Type", "text/xml; charset=koi8-r"), ("Cache-Control", "public, max-age=3600"))
    web.answers["/f"] = Answer(b"body", headers=(*headers, ("Age", "600")))
    answer = fetched(await fetcher.fetch(FetchRequest(web.url("/f"))))
    assert (answer.body, answer.content_type, answer.max_age) == (b"body", "text/xml; charset=koi8-r", 3000)
    assert (answer.url, answer.permanent_url) == (web.url("/f"), None)
