"""TLS is always verified, for private addresses too, and nothing falls back to http (4.2 row 21; checklist 10)."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from readnow.feeds import network
from readnow.feeds.fetch import Fetcher
from readnow.model.feed import ProblemKind
from readnow.model.fetch import FetchRequest
from tests.feeds.conftest import MakeFetcher, failure, fetched
from tests.support.web import Answer, Web

UNKNOWN = "its certificate is signed by nobody we know"
OTHER_NAME = "its certificate is for another name"
TODAY = datetime.now(UTC)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


Secure = Callable[..., Web]


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Secure]:
    """Starts servers with a certificate for these names."""
    with ExitStack() as servers:

        def start(*names: str, **details: Any) -> Web:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert(*(names or ("127.0.0.1",)), **details).configure_cert(context)
            web = servers.enter_context(Web(tls=context))
            web.answers["/f"] = Answer(b"body")
            return web

        yield start


@pytest.fixture
def trusting(make_fetcher: MakeFetcher, ca_file: Path) -> Fetcher:
    """A fetcher that trusts the test's own authority."""
    return make_fetcher(ca_file=str(ca_file))


async def refused(fetcher: Fetcher, web: Web, detail: str, url: str = "") -> None:
    outcome = await fetcher.fetch(FetchRequest(url or web.url("/f"), allow_private=True))
    failure(outcome, ProblemKind.NETWORK, detail)
    assert web.requests == []


async def test_an_authority_of_the_users_is_trusted(trusting: Fetcher, secure: Secure) -> None:
    web = secure()
    assert fetched(await trusting.fetch(FetchRequest(web.url("/f")))).body == b"body"
    assert web.requests[-1].headers["host"] == f"127.0.0.1:{web.port}"


async def test_an_unknown_authority_is_not(fetcher: Fetcher, secure: Secure) -> None:
    await refused(fetcher, secure(), UNKNOWN)


async def test_unchecked_where_the_user_wants_that_for_one_feed(fetcher: Fetcher, secure: Secure) -> None:
    web = secure("other.example", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    assert fetched(await fetcher.fetch(FetchRequest(web.url("/f"), insecure=True))).body == b"body"
    failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.NETWORK)
    assert len(web.requests) == 1


async def test_a_certificate_that_signed_itself(fetcher: Fetcher, authority: trustme.CA) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with authority.cert_pem.tempfile() as certificate, authority.private_key_pem.tempfile() as key:
        context.load_cert_chain(certificate, key)
    with Web(tls=context) as web:
        await refused(fetcher, web, UNKNOWN)


async def test_an_expired_certificate(trusting: Fetcher, secure: Secure) -> None:
    web = secure(not_before=TODAY - timedelta(days=9), not_after=TODAY - timedelta(days=1))
    await refused(trusting, web, "its certificate has expired")


async def test_a_certificate_of_the_future(trusting: Fetcher, secure: Secure) -> None:
    web = secure(not_before=TODAY + timedelta(days=1), not_after=TODAY + timedelta(days=9))
    await refused(trusting, web, "its certificate is not valid yet: is the clock right?")


@pytest.mark.parametrize("names", [("a.example",), ("127.0.0.2",), ("localhost",)])
async def test_a_certificate_for_another_address(
    trusting: Fetcher, secure: Secure, names: tuple[str, ...]
) -> None:
    await refused(trusting, secure(*names), OTHER_NAME)


async def test_a_certificate_for_another_name(trusting: Fetcher, secure: Secure) -> None:
    web = secure("a.example", "127.0.0.1")
    await refused(trusting, web, OTHER_NAME, f"https://localhost:{web.port}/f")


async def test_an_answer_without_tls_where_it_was_asked_for(fetcher: Fetcher) -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody")
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    outcome = await fetcher.fetch(FetchRequest(f"https://127.0.0.1:{port}/f"))
    failure(outcome, ProblemKind.NETWORK, "no secure connection could be agreed on (TLS)")
    server.close()
    await server.wait_closed()


async def test_tls_where_it_was_not_asked_for(trusting: Fetcher, secure: Secure) -> None:
    web = secure()
    outcome = await trusting.fetch(FetchRequest(web.url("/f").replace("https:", "http:")))
    failure(outcome, ProblemKind.NETWORK)
    assert web.requests == []


@pytest.mark.parametrize("own", [True, False])
def test_what_every_connection_demands(own: bool) -> None:
    library, context = network.load(ssl.get_default_verify_paths().cafile or "" if own else "")
    if context is True:
        context = library.connector._make_ssl_context(True)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


async def test_to_https_for_the_future(trusting: Fetcher, web: Web, secure: Secure) -> None:
    target = secure().url("/f")
    web.answers["/f"] = Answer(status=301, headers=(("Location", target),))
    answer = fetched(await trusting.fetch(FetchRequest(web.url("/f"))))
    assert (answer.url, answer.permanent_url) == (target, target)


@pytest.mark.parametrize("back", [False, True])
async def test_never_from_https_to_http_for_the_future(
    trusting: Fetcher, web: Web, secure: Secure, back: bool
) -> None:
    """It is followed, but not adopted: not even where a later hop leads to https again."""
    first = secure()
    last = first if back else web
    first.answers["/g"] = web.answers["/g"] = Answer(b"body")
    first.answers["/f"] = Answer(status=308, headers=(("Location", web.url("/f")),))
    web.answers["/f"] = Answer(status=301, headers=(("Location", last.url("/g")),))
    answer = fetched(await trusting.fetch(FetchRequest(first.url("/f"))))
    assert (answer.url, answer.permanent_url) == (last.url("/g"), None)


async def test_a_redirect_does_not_loosen_anything(fetcher: Fetcher, web: Web, secure: Secure) -> None:
    target = secure()
    web.answers["/f"] = Answer(status=301, headers=(("Location", target.url("/f")),))
    failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.NETWORK, UNKNOWN)
    assert target.requests == []
