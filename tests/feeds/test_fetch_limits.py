"""No server takes more of our time or memory than the limits say (4.2 rows 3 to 8, 11; checklist 7, 8, 10)."""

import asyncio
import functools
import gzip
import time
import zlib
from collections.abc import Callable

import brotli
import pytest

from readnow.feeds.fetch import Fetcher
from readnow.model.feed import ProblemKind
from readnow.model.fetch import FetchRequest
from tests.feeds.conftest import MakeFetcher, failure, fetched
from tests.support.web import Answer, Request, Script, Signal, Web, says

pack_gzip = functools.partial(gzip.compress, mtime=0)  # the same bytes at any time

LIMIT = 1 << 20
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ENDLESS_CHUNK = b"10000\r\n" + bytes(1 << 16) + b"\r\n"


class Pouring:
    """A script that sends a head and then the same piece for ever; what it sent, and whether it was stopped."""

    def __init__(self, head: bytes, piece: bytes, *, pause: float = 0) -> None:
        self._head, self._piece, self._pause = head, piece, pause
        self.sent = 0
        self.ended = Signal()

    async def __call__(self, request: Request, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(self._head)
            while True:
                writer.write(self._piece)
                await writer.drain()
                self.sent += len(self._piece)
                await asyncio.sleep(self._pause)  # the speed of the server
        finally:
            self.ended.set()


async def too_large(fetcher: Fetcher, web: Web, answer: Answer | Script) -> None:
    web.answers["/f"] = answer
    outcome = await fetcher.fetch(FetchRequest(web.url("/f")))
    failure(outcome, ProblemKind.TOO_LARGE, "larger than 1 MB, stopped")


async def timed_out(fetcher: Fetcher, web: Web, answer: Script) -> None:
    web.answers["/f"] = answer
    started = time.monotonic()
    outcome = await fetcher.fetch(FetchRequest(web.url("/f")))
    failure(outcome, ProblemKind.TIMEOUT, "no complete answer within 0.3 s")
    assert 0.29 < time.monotonic() - started < 5


@pytest.fixture
def small(make_fetcher: MakeFetcher) -> Fetcher:
    return make_fetcher(max_bytes=LIMIT)


@pytest.fixture
def hasty(make_fetcher: MakeFetcher) -> Fetcher:
    return make_fetcher(timeout=0.3)


async def test_headers_that_never_come(hasty: Fetcher, web: Web) -> None:
    await timed_out(hasty, web, says(stay=True))


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 ", b"O"),
        (OK, b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (OK + b"Content-Length: 100000\r\n\r\n", b"x"),
        (CHUNKED, b"1\r\nx\r\n"),
        (OK + b"\r\n", b"x"),
        (OK + b"Content-Encoding: gzip\r\n\r\n" + pack_gzip(b"x"), b"\0"),
    ],
    ids=["status", "headers", "continue", "length", "chunks", "to the end", "padding"],
)
async def test_a_trickle_is_cut_off(hasty: Fetcher, web: Web, head: bytes, piece: bytes) -> None:
    trickle = Pouring(head, piece, pause=0.02)
    await timed_out(hasty, web, trickle)
    assert 2 < trickle.sent / len(piece) < 120
    await trickle.ended.wait()


async def test_a_body_that_stops_halfway(hasty: Fetcher, web: Web) -> None:
    await timed_out(hasty, web, says(OK + b"Content-Length: 10\r\n\r\nhalf", stay=True))


async def test_all_hops_share_one_limit(make_fetcher: MakeFetcher, web: Web) -> None:
    def late(target: str) -> Script:
        async def script(request: Request, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.3)  # the speed of the server
            writer.write(b"HTTP/1.1 302 On\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % target.encode())

        return script

    web.answers |= {"/0": late("/1"), "/1": late("/2"), "/2": late("/3"), "/3": Answer(b"body")}
    outcome = await make_fetcher(timeout=0.8).fetch(FetchRequest(web.url("/0")))
    failure(outcome, ProblemKind.TIMEOUT, "no complete answer within 0.8 s")
    assert not web.asked("/3")


async def test_waiting_for_a_turn_is_not_the_servers_time(make_fetcher: MakeFetcher, web: Web) -> None:
    web.answers["/f"] = Answer(b"body")
    fetcher = make_fetcher(timeout=0.5, host_delay=0.7)
    for _ in range(2):
        fetched(await fetcher.fetch(FetchRequest(web.url("/f"))))


async def test_a_server_that_takes_no_connection(make_fetcher: MakeFetcher, web: Web) -> None:
    fetcher = make_fetcher(connect_timeout=0.2)
    outcome = await fetcher.fetch(FetchRequest(web.url("/f").replace("http:", "https:")))
    failure(outcome, ProblemKind.TIMEOUT, "the server does not answer")


@pytest.mark.parametrize(
    "head", [CHUNKED, CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n")]
)
async def test_endless_chunks_are_stopped(small: Fetcher, web: Web, head: bytes) -> None:
    pouring = Pouring(head, ENDLESS_CHUNK)
    await too_large(small, web, pouring)
    await pouring.ended.wait()
    assert pouring.sent < 16 * LIMIT  # what fits into the buffers of both sides


async def test_packed_nothing_without_end_is_stopped(small: Fetcher, web: Web) -> None:
    nothing = pack_gzip(b"") * 3000
    pouring = Pouring(OK + b"Content-Encoding: gzip\r\n\r\n", nothing)
    await too_large(small, web, pouring)
    await pouring.ended.wait()


async def test_a_body_may_be_as_large_as_the_limit_and_no_larger(small: Fetcher, web: Web) -> None:
    web.answers["/f"] = Answer(bytes(LIMIT))
    assert len(fetched(await small.fetch(FetchRequest(web.url("/f")))).body) == LIMIT
    web.answers["/f"] = says(OK + b"\r\n" + bytes(LIMIT))
    assert len(fetched(await small.fetch(FetchRequest(web.url("/f")))).body) == LIMIT
    await too_large(small, web, Answer(bytes(LIMIT + 1)))
    await too_large(small, web, says(OK + b"\r\n" + bytes(LIMIT + 1)))


async def test_a_length_over_the_limit_is_believed_at_once(small: Fetcher, web: Web) -> None:
    await too_large(small, web, says(OK + b"Content-Length: %d\r\n\r\n" % (LIMIT + 1), stay=True))


async def test_a_length_that_lies_does_not_hide_a_large_body(small: Fetcher, web: Web) -> None:
    await too_large(small, web, Pouring(OK + b"Content-Length: 99999999999999999\r\n\r\n", bytes(1 << 16)))


def _raw_deflate(body: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(body) + engine.flush()


def _brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, quality=3)
    return packed


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", pack_gzip),
    "x-gzip": ("X-GZIP", pack_gzip),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", _raw_deflate),
    "br": ("br", _brotli),
    "both": ("deflate, gzip", lambda body: pack_gzip(zlib.compress(body))),
    "identity": ("identity", bytes),
}


@pytest.mark.parametrize("name", PACKERS)
async def test_encodings_are_undone(fetcher: Fetcher, web: Web, name: str) -> None:
    encoding, pack = PACKERS[name]
    body = "<rss>Grüße</rss>".encode() * 50_000
    web.answers["/f"] = Answer(pack(body), headers=(("Content-Encoding", encoding),))
    assert fetched(await fetcher.fetch(FetchRequest(web.url("/f")))).body == body


@pytest.mark.parametrize("name", [name for name in PACKERS if name != "identity"])
async def test_a_bomb_is_stopped(small: Fetcher, web: Web, name: str) -> None:
    encoding, pack = PACKERS[name]
    bomb = pack(bytes(12 * LIMIT))
    assert len(bomb) < LIMIT / 4
    await too_large(small, web, Answer(bomb, headers=(("Content-Encoding", encoding),)))


async def test_a_request_may_have_a_limit_of_its_own(small: Fetcher, web: Web) -> None:
    web.answers |= {"/f": Answer(bytes(2 * LIMIT)), "/stream": says(OK + b"\r\n", bytes(2 * LIMIT))}
    for path in ("/f", "/stream"):
        outcome = await small.fetch(FetchRequest(web.url(path), max_bytes=1 << 19))
        failure(outcome, ProblemKind.TOO_LARGE, "larger than 0.5 MB, stopped")
        assert (
            len(fetched(await small.fetch(FetchRequest(web.url(path), max_bytes=4 * LIMIT))).body)
            == 2 * LIMIT
        )


async def test_the_limit_is_named_as_it_is_set(make_fetcher: MakeFetcher, web: Web) -> None:
    web.answers["/f"] = Answer(bytes(20 << 20))
    for limit, words in ((10 << 20, "10 MB"), (3 << 19, "1.5 MB"), (1024, "0.000977 MB")):
        outcome = await make_fetcher(max_bytes=limit).fetch(FetchRequest(web.url("/f")))
        failure(outcome, ProblemKind.TOO_LARGE, f"larger than {words}, stopped")


@pytest.mark.parametrize(
    ("headers", "good"),
    [
        (b"X-Long: " + b"a" * 15_000 + b"\r\n", True),
        (b"X-Long: " + b"a" * 20_000 + b"\r\n", False),
        (b"X" * 20_000 + b": a\r\n", False),
        (b"".join(b"X-%d: y\r\n" % number for number in range(100)), True),
        (b"".join(b"X-%d: y\r\n" % number for number in range(200)), False),
        (b"".join(b"X-%d: y\r\n" % number for number in range(5000)), False),
    ],
    ids=["15 KB", "20 KB", "name", "100", "200", "5000"],
)
async def test_headers_have_limits(fetcher: Fetcher, web: Web, headers: bytes, good: bool) -> None:
    web.answers["/f"] = says(OK + headers + b"Content-Length: 4\r\n\r\nbody")
    outcome = await fetcher.fetch(FetchRequest(web.url("/f")))
    if good:
        assert fetched(outcome).body == b"body"
    else:
        failure(outcome, ProblemKind.NETWORK, "the server's answer is not proper HTTP")


@pytest.mark.parametrize("piece", [b"a" * 4096, b"X-Y: z\r\n" * 500])
async def test_endless_headers_are_stopped(fetcher: Fetcher, web: Web, piece: bytes) -> None:
    pouring = Pouring(OK + b"X: ", piece)
    web.answers["/f"] = pouring
    outcome = await fetcher.fetch(FetchRequest(web.url("/f")))
    failure(outcome, ProblemKind.NETWORK, "the server's answer is not proper HTTP")
    await pouring.ended.wait()


async def test_an_endless_status_line_is_stopped(fetcher: Fetcher, web: Web) -> None:
    pouring = Pouring(b"HTTP/1.1 200 ", b"a" * 4096)
    web.answers["/f"] = pouring
    failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.NETWORK)
    await pouring.ended.wait()
