"""Private addresses are not asked unless the user allowed it, however they are come by (4.2 row 14; checklist 6)."""

from typing import Any

import pytest

from readnow.feeds import addresses, fetch
from readnow.feeds.fetch import Fetcher
from readnow.model.feed import ProblemKind
from readnow.model.fetch import FetchOutcome, FetchRequest
from tests.feeds.conftest import MakeFetcher, Names, failure, fetched
from tests.support.web import Answer, Web

REFUSED = "refused: the address is on a private network"
LITERALS = [
    "127.0.0.1",
    "127.8.9.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[::]",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fc00::1]",
    "[fec0::1]",
    "[ff02::1]",
    "224.0.0.1",
    "255.255.255.255",
]
_CARRY_THIS_MACHINE = {"127.0.0.1", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[2002:7f00:1::]"}


@pytest.fixture
def strict(make_fetcher: MakeFetcher) -> Fetcher:
    return make_fetcher(allow_private=False)


@pytest.fixture
def public_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take this machine's 127.0.0.1 for an address of the public network, and it alone."""
    is_public = addresses.is_public
    for module in (addresses, fetch):
        monkeypatch.setattr(module, "is_public", lambda text: text == "127.0.0.1" or is_public(text))


def is_refused(outcome: FetchOutcome) -> None:
    failure(outcome, ProblemKind.PRIVATE, REFUSED)


@pytest.mark.parametrize("host", LITERALS)
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_literal(strict: Fetcher, web: Web, connects: list[Any], scheme: str, host: str) -> None:
    is_refused(await strict.fetch(FetchRequest(f"{scheme}://{host}:{web.port}/f")))
    assert connects == []


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["127.0.0.1", "::1", "10.0.0.1"],
        ["0.0.0.0"],
    ],
)
async def test_a_name(strict: Fetcher, web: Web, names: Names, connects: list[Any], found: list[str]) -> None:
    names.known["a.example"] = found
    is_refused(await strict.fetch(FetchRequest(f"http://a.example:{web.port}/f")))
    assert names.asked == ["a.example"]
    assert connects == []


async def test_a_name_as_the_system_knows_it(
    make_fetcher: MakeFetcher, web: Web, monkeypatch: pytest.MonkeyPatch, connects: list[Any]
) -> None:
    """Without the stand-in for the resolver: what really hands the address to the check."""
    from aiohttp.resolver import DefaultResolver

    monkeypatch.setattr("aiohttp.connector.DefaultResolver", DefaultResolver)
    web.answers["/f"] = Answer(b"body")
    url = f"http://localhost:{web.port}/f"
    is_refused(await make_fetcher(allow_private=False).fetch(FetchRequest(url)))
    assert connects == []
    fetched(await make_fetcher(allow_private=True).fetch(FetchRequest(url)))


async def test_only_the_public_ones_of_a_names_addresses_are_tried(
    strict: Fetcher, web: Web, names: Names, public_here: None, connects: list[Any]
) -> None:
    names.known["a.example"] = ["10.0.0.1", "::1", "127.0.0.1", "169.254.169.254"]
    web.answers["/f"] = Answer(b"body")
    fetched(await strict.fetch(FetchRequest(f"http://a.example:{web.port}/f")))
    assert connects == [("127.0.0.1", web.port)]


@pytest.mark.parametrize(
    "host", [*(host for host in LITERALS if host not in _CARRY_THIS_MACHINE), "inside.example"]
)
async def test_a_redirect(
    strict: Fetcher, web: Web, names: Names, public_here: None, connects: list[Any], host: str
) -> None:
    names.known["inside.example"] = ["10.0.0.1"]
    web.answers["/f"] = Answer(status=301, headers=(("Location", f"http://{host}/latest/meta-data"),))
    outcome = await strict.fetch(FetchRequest(web.url("/f")))
    if "%25" in host:
        failure(outcome, ProblemKind.REFUSED)  # nobody sends a browser to a network card
    else:
        failure(outcome, ProblemKind.REFUSED, f"sent on to {host.strip('[]')}, on a private network: refused")
    assert connects == [("127.0.0.1", web.port)]


async def test_a_redirect_of_a_proxy(make_fetcher: MakeFetcher, web: Web) -> None:
    """The proxy itself may be on this machine; what is asked through it may not."""
    web.answers["http://a.example/f"] = Answer(status=301, headers=(("Location", web.url("/g")),))
    fetcher = make_fetcher(allow_private=False, proxy=web.url())
    outcome = await fetcher.fetch(FetchRequest("http://a.example/f"))
    failure(outcome, ProblemKind.REFUSED, "sent on to 127.0.0.1, on a private network: refused")
    assert [request.path for request in web.requests] == ["http://a.example/f"]


async def test_a_feed_that_the_user_allowed(strict: Fetcher, web: Web, other_web: Web) -> None:
    web.answers["/f"] = Answer(status=302, headers=(("Location", other_web.url("/f")),))
    other_web.answers["/f"] = Answer(b"body")
    is_refused(await strict.fetch(FetchRequest(web.url("/f"))))
    fetched(await strict.fetch(FetchRequest(web.url("/f"), allow_private=True)))
    is_refused(await strict.fetch(FetchRequest(web.url("/f"))))
    assert (len(web.requests), len(other_web.requests)) == (1, 1)


@pytest.mark.parametrize("to", ["router.example", "127.0.0.1"])
async def test_a_feed_that_the_user_allowed_leads_to_no_other_private_host(
    strict: Fetcher, web: Web, other_web: Web, names: Names, connects: list[Any], to: str
) -> None:
    names.known |= {"nas.example": ["127.0.0.1"], "router.example": ["127.0.0.1"]}
    target = f"http://{to}:{other_web.port}/f"
    web.answers["/f"] = Answer(status=302, headers=(("Location", target),))
    other_web.answers["/f"] = Answer(b"body")
    url = f"http://nas.example:{web.port}/f"
    outcome = await strict.fetch(FetchRequest(url, allow_private=True))
    failure(outcome, ProblemKind.REFUSED, f"sent on to {to}, on a private network: refused")
    assert connects == [("127.0.0.1", web.port)]
    web.answers["/f"] = Answer(status=302, headers=(("Location", f"http://nas.example:{other_web.port}/f"),))
    fetched(await strict.fetch(FetchRequest(url, allow_private=True)))


async def test_everything_private_may_be_asked_where_the_configuration_says_so(
    make_fetcher: MakeFetcher, web: Web, other_web: Web, names: Names
) -> None:
    names.known |= {"nas.example": ["127.0.0.1"], "router.example": ["127.0.0.1"]}
    there = f"http://router.example:{other_web.port}/f"
    web.answers["/f"] = Answer(status=302, headers=(("Location", there),))
    other_web.answers["/f"] = Answer(b"body")
    outcome = await make_fetcher(allow_private=True).fetch(FetchRequest(f"http://nas.example:{web.port}/f"))
    assert fetched(outcome).url == there


async def test_no_connection_that_was_allowed_is_used_for_a_feed_that_is_not(
    strict: Fetcher, web: Web, names: Names
) -> None:
    names.known["a.example"] = ["127.0.0.1"]
    web.answers["/f"] = Answer(b"body")
    url = f"http://a.example:{web.port}/f"
    fetched(await strict.fetch(FetchRequest(url, allow_private=True)))
    is_refused(await strict.fetch(FetchRequest(url)))
    assert len(web.requests) == 1
