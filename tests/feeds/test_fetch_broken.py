"""Answers that are no proper HTTP and servers that go away: never an exception (4.2 rows 1, 2, 7, 9, 10, 20, 22)."""

import functools
import gzip
import random
import socket
import zlib

import brotli
import pytest

from readnow.feeds.fetch import Fetcher
from readnow.model.feed import ProblemKind
from readnow.model.fetch import Fetched, FetchFailed, FetchRequest
from tests.feeds.conftest import MakeFetcher, Names, assert_sentence, failure, fetched
from tests.support.web import Answer, Web, says

pack_gzip = functools.partial(gzip.compress, mtime=0)  # the same bytes at any time

CUT = "the server cut the connection before the end"
IMPROPER = "the server's answer is not proper HTTP"
PACKED_CUT = "cut off before its end"
UNREADABLE = "packed in a way that cannot be read"
OK = b"HTTP/1.1 200 OK\r\n"
FEED = b"<rss>" + bytes(range(32, 127)) * 20 + b"</rss>"


def short(value: str | bytes) -> str:
    """What stands for a value in the name of a test."""
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    return "".join(sign if sign.isascii() and sign.isprintable() else "." for sign in text[-40:])


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (b"", CUT),
        (b"HTTP/1.1 200", CUT),
        (OK + b"Content-Le", CUT),
        (OK + b"Content-Length: 20\r\n\r\nshort", CUT),
        (OK + b"Content-Length: 99999999999999999\r\n\r\nshort", CUT),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", CUT),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", CUT),
        (b"<rss/>", IMPROPER),
        (b"SSH-2.0-OpenSSH_9.9\r\n\r\n", IMPROPER),
        (b"\x15\x03\x01\x00\x02\x02\x28", IMPROPER),
        (b"HTTP/1.1 abc OK\r\n\r\n", IMPROPER),
        (b"HTTP/9.9 200 OK\r\n\r\n", IMPROPER),
        (OK + b"no colon\r\n\r\n", IMPROPER),
        (OK + b"X: a\0b\r\n\r\n", IMPROPER),
        (OK + b"Content-Length: many\r\n\r\nbody", IMPROPER),
        (OK + b"Content-Length: -4\r\n\r\nbody", IMPROPER),
        (OK + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody", IMPROPER),
        (OK + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", IMPROPER),
        (OK + b"Content-Length: " + b"9" * 40 + b"\r\n\r\nbody", IMPROPER),
    ],
    ids=short,
)
async def test_a_broken_answer(fetcher: Fetcher, web: Web, answer: bytes, detail: str) -> None:
    web.answers["/f"] = says(answer)
    failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.NETWORK, detail)
    assert len(web.requests) <= (2 if detail is CUT else 1)  # without an answer it is asked once more


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"\r\nbody",
        OK.replace(b"1.1", b"1.0") + b"\r\nbody",
        OK.replace(b"\r", b"") + b"Content-Length: 4\n\nbody",
        OK + b"Content-Length: 4\r\nX: a\r\n b\r\n\r\nbody",
        b"HTTP/1.1 200\r\nContent-Length: 4\r\n\r\nbody",
        b"HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 103 Early\r\n\r\n" + OK + b"Content-Length: 4\r\n\r\nbody",
        OK + b"Transfer-Encoding: chunked\r\n\r\n1;x=y\r\nb\r\n3\r\nody\r\n0\r\nX: y\r\n\r\n",
        b"HTTP/1.1 203 OK\r\nContent-Length: 4\r\n\r\nbody",
    ],
    ids=short,
)
async def test_what_is_odd_but_can_be_read(fetcher: Fetcher, web: Web, answer: bytes) -> None:
    web.answers["/f"] = says(answer)
    assert fetched(await fetcher.fetch(FetchRequest(web.url("/f")))).body == b"body"


@pytest.mark.parametrize("body", [b"", b"\xef\xbb\xbf", b"x", bytes(1000)])
async def test_little_is_an_answer_too(fetcher: Fetcher, web: Web, body: bytes) -> None:
    web.answers["/f"] = Answer(body)
    assert fetched(await fetcher.fetch(FetchRequest(web.url("/f")))).body == body


async def test_more_than_was_announced_is_not_taken_for_the_next_answer(fetcher: Fetcher, web: Web) -> None:
    evil = OK + b"Content-Length: 4\r\n\r\nevil"
    web.answers["/f"] = says(OK + b"Content-Length: 4\r\n\r\nbody" + evil, stay=True)
    web.answers["/g"] = Answer(b"good")
    outcome = await fetcher.fetch(FetchRequest(web.url("/f")))
    assert isinstance(outcome, FetchFailed) or fetched(outcome).body == b"body"
    assert fetched(await fetcher.fetch(FetchRequest(web.url("/g")))).body == b"good"


def packed(encoding: str, body: bytes) -> Answer:
    return Answer(body, headers=(("Content-Encoding", encoding),))


@pytest.mark.parametrize(
    ("encoding", "body", "detail"),
    [
        ("gzip", pack_gzip(FEED)[:-1], PACKED_CUT),
        ("gzip", pack_gzip(FEED)[:20], PACKED_CUT),
        ("gzip", pack_gzip(FEED)[:2], PACKED_CUT),
        ("deflate", zlib.compress(FEED)[:-1], PACKED_CUT),
        ("br", brotli.compress(FEED)[:-1], PACKED_CUT),
        ("br", b"", PACKED_CUT),
        ("gzip", b"\x1f\x8b" + FEED, UNREADABLE),
        ("gzip", pack_gzip(FEED)[:-8] + bytes(8), UNREADABLE),
        ("deflate", FEED, UNREADABLE),
        ("br", FEED, UNREADABLE),
        ("zstd", FEED, "sent in an encoding that was not asked for (zstd)"),
        ("gzip, ZSTD", FEED, "sent in an encoding that was not asked for (zstd)"),
        ("a" * 5000, FEED, f"sent in an encoding that was not asked for ({'a' * 20})"),
        ("gzip, gzip, gzip, gzip", FEED, "packed too many times over"),
    ],
    ids=short,
)
async def test_a_body_that_cannot_be_unpacked(
    fetcher: Fetcher, web: Web, encoding: str, body: bytes, detail: str
) -> None:
    web.answers["/f"] = packed(encoding, body)
    failure(await fetcher.fetch(FetchRequest(web.url("/f"))), ProblemKind.NETWORK, detail)


async def test_packed_but_not_said_is_passed_on_as_it_is(fetcher: Fetcher, web: Web) -> None:
    """The reader of feeds will say that it is none: bytes without a label are not guessed at."""
    web.answers["/f"] = Answer(pack_gzip(FEED))
    assert fetched(await fetcher.fetch(FetchRequest(web.url("/f")))).body == pack_gzip(FEED)


async def test_said_to_be_packed_but_plain_is_passed_on_as_it_is(fetcher: Fetcher, web: Web) -> None:
    web.answers["/f"] = packed("gzip", FEED)
    assert fetched(await fetcher.fetch(FetchRequest(web.url("/f")))).body == FEED


async def test_after_a_broken_answer_the_next_request_works(fetcher: Fetcher, web: Web) -> None:
    web.answers["/bad"] = says(OK + b"Content-Length: 20\r\n\r\nshort")
    web.answers["/good"] = Answer(b"body")
    for _ in range(10):
        failure(await fetcher.fetch(FetchRequest(web.url("/bad"))), ProblemKind.NETWORK, CUT)
        fetched(await fetcher.fetch(FetchRequest(web.url("/good"))))


async def test_a_kept_connection_that_the_server_closed_is_no_failure(fetcher: Fetcher, web: Web) -> None:
    web.answers["/f"] = says(OK + b"Content-Length: 4\r\n\r\nbody")  # and closes without a word
    for _ in range(5):
        fetched(await fetcher.fetch(FetchRequest(web.url("/f"))))


async def test_nobody_listens(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for host in ("127.0.0.1", "localhost"):
        outcome = await fetcher.fetch(FetchRequest(f"http://{host}:{port}/f"))
        failure(outcome, ProblemKind.NETWORK, "the server refuses connections")


async def test_nobody_listens_at_any_of_several_addresses(fetcher: Fetcher, names: Names) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    names.known["a.example"] = ["127.0.0.1", "::1", "127.0.0.1"]
    outcome = await fetcher.fetch(FetchRequest(f"http://a.example:{port}/f"))
    failure(outcome, ProblemKind.NETWORK, "the server refuses connections")


async def test_a_name_that_nobody_knows(fetcher: Fetcher) -> None:
    outcome = await fetcher.fetch(FetchRequest("http://unknown.example/f"))
    failure(outcome, ProblemKind.NETWORK, "no such server: the name is not known")


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\n"])
async def test_a_file_of_authorities_that_cannot_be_read(
    make_fetcher: MakeFetcher, web: Web, tmp_path_factory: pytest.TempPathFactory, content: bytes | None
) -> None:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    outcome = await make_fetcher(ca_file=str(path)).fetch(FetchRequest(web.url("/f")))
    failure(outcome, ProblemKind.NETWORK, "the file of authorities to trust cannot be read (ca_file)")


async def test_whatever_a_server_says_a_value_comes_back(fetcher: Fetcher, web: Web) -> None:
    """Good answers, with bytes changed, doubled, cut out and cut off at random, always in the same way."""
    chance = random.Random(4711)
    good = [
        OK + b'Content-Length: 4\r\nETag: W/"1"\r\nContent-Type: text/xml\r\n\r\nbody',
        OK + b"Transfer-Encoding: chunked\r\nCache-Control: max-age=5\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
        OK + b"Content-Encoding: gzip\r\n\r\n" + pack_gzip(FEED),
        OK + b"Content-Encoding: br\r\n\r\n" + brotli.compress(FEED),
        b"HTTP/1.1 302 On\r\nLocation: http://127.0.0.1:1/x\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 429 No\r\nRetry-After: Tue, 14 Nov 2023 23:13:20 GMT\r\nContent-Length: 0\r\n\r\n",
    ]
    kinds: set[object] = set()
    for number in range(250):
        data = bytearray(chance.choice(good))
        for _ in range(chance.randint(1, 4)):
            at, span = chance.randrange(len(data) + 1), chance.randint(0, 8)
            piece = chance.choice(
                [b"", chance.randbytes(span), bytes(data[at : at + span]) * 2, b"\r\n", b"\0"]
            )
            data[at : at + span] = piece
        fetcher._gate._hosts.clear()  # a host that asks to wait would end the game
        web.answers[f"/{number}"] = says(bytes(data))
        outcome = await fetcher.fetch(FetchRequest(web.url(f"/{number}")))
        if isinstance(outcome, FetchFailed):
            assert_sentence(outcome.detail)
            kinds.add(outcome.kind)
        else:
            kinds.add(type(outcome))
    assert {ProblemKind.NETWORK, ProblemKind.HTTP, Fetched} <= kinds
