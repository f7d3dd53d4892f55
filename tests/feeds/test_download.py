"""Files from the network: piece by piece, as politely as feeds, within limits, and never from private networks."""

import asyncio
import time

import pytest

from readnow.feeds.download import Downloader, DownloadLimits
from readnow.model.feed import ProblemKind
from readnow.model.fetch import FetchFailed, FetchRequest
from tests.feeds.conftest import MakeFetcher, assert_sentence
from tests.support.web import Answer, Signal, Web, says

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n"


class Taken:
    """What was handed on."""

    def __init__(self) -> None:
        self.data = b""
        self.lengths: set[int | None] = set()
        self.most = 0

    async def __call__(self, piece: bytes, length: int | None) -> None:
        self.data += piece
        self.lengths.add(length)
        self.most = max(self.most, len(piece))


def failed(outcome: FetchFailed | None, kind: ProblemKind, detail: str) -> None:
    assert outcome is not None
    assert_sentence(outcome.detail)
    assert (outcome.kind, outcome.detail) == (kind, detail)


async def get(
    downloader: Downloader, url: str, allow_private: bool = True
) -> tuple[FetchFailed | None, Taken]:
    taken = Taken()
    return await downloader.download(FetchRequest(url, allow_private=allow_private), taken), taken


async def test_a_file_comes_in_pieces(make_fetcher: MakeFetcher, web: Web) -> None:
    body = bytes(range(256)) * 2000
    web.answers["/f.mp3"] = Answer(body)
    outcome, taken = await get(Downloader(make_fetcher(), DownloadLimits()), web.url("/f.mp3"))
    assert outcome is None
    assert taken.data == body
    assert taken.lengths == {len(body)}
    assert taken.most <= 64 << 10
    (request,) = web.requests
    assert request.headers["accept-encoding"] == "identity"
    assert "cookie" not in request.headers
    assert "referer" not in request.headers


async def test_redirects_are_followed_and_bounded(make_fetcher: MakeFetcher, web: Web) -> None:
    web.answers["/a"] = Answer(b"", 302, (("Location", "/b"),))
    web.answers["/b"] = Answer(b"here")
    downloader = Downloader(make_fetcher(), DownloadLimits())
    outcome, taken = await get(downloader, web.url("/a"))
    assert (outcome, taken.data) == (None, b"here")
    web.answers["/b"] = Answer(b"", 302, (("Location", "/a"),))
    failed((await get(downloader, web.url("/a")))[0], ProblemKind.REFUSED, "sent on more than 5 times")
    web.answers["/b"] = Answer(b"", 302, (("Location", "file:///etc/passwd"),))
    outcome, _ = await get(downloader, web.url("/a"))
    assert outcome is not None
    assert outcome.kind is ProblemKind.REFUSED


async def test_no_private_network_unless_it_is_allowed(make_fetcher: MakeFetcher, web: Web) -> None:
    downloader = Downloader(make_fetcher(allow_private=False), DownloadLimits())
    refused = "refused: the address is on a private network"
    failed((await get(downloader, web.url("/f"), allow_private=False))[0], ProblemKind.PRIVATE, refused)
    by_name = f"http://localhost:{web.port}/f"
    failed((await get(downloader, by_name, allow_private=False))[0], ProblemKind.PRIVATE, refused)
    assert web.requests == []


async def test_leave_to_ask_one_private_host_is_none_to_ask_another(
    make_fetcher: MakeFetcher, web: Web
) -> None:
    downloader = Downloader(make_fetcher(allow_private=False), DownloadLimits())
    web.answers["/f"] = Answer(b"", 302, (("Location", f"http://localhost:{web.port}/g"),))
    outcome, _ = await get(downloader, web.url("/f"))
    failed(outcome, ProblemKind.REFUSED, "sent on to localhost, on a private network: refused")
    assert [request.path for request in web.requests] == ["/f"]


@pytest.mark.parametrize("declared", [True, False])
async def test_no_more_than_the_limit(make_fetcher: MakeFetcher, web: Web, declared: bool) -> None:
    length = b"Content-Length: 5000\r\n" if declared else b""
    web.answers["/f"] = says(HEAD + length + b"\r\n", b"x" * 5000)
    downloader = Downloader(make_fetcher(), DownloadLimits(max_bytes=4096))
    outcome, taken = await get(downloader, web.url("/f"))
    failed(outcome, ProblemKind.TOO_LARGE, "larger than 0.00391 MB, stopped (max_download)")
    assert len(taken.data) <= 4096


async def test_a_server_that_falls_silent_is_given_up(make_fetcher: MakeFetcher, web: Web) -> None:
    web.answers["/f"] = says(HEAD + b"Content-Length: 9\r\n\r\n", b"half", stay=True)
    downloader = Downloader(make_fetcher(), DownloadLimits(silence=0.2))
    outcome, taken = await get(downloader, web.url("/f"))
    failed(outcome, ProblemKind.TIMEOUT, "the server fell silent for 0.2 s")
    assert taken.data == b"half"


async def test_an_answer_that_ends_too_soon_is_no_file(make_fetcher: MakeFetcher, web: Web) -> None:
    web.answers["/f"] = says(HEAD + b"Content-Length: 9\r\n\r\n", b"half")
    outcome, _ = await get(Downloader(make_fetcher(), DownloadLimits()), web.url("/f"))
    failed(outcome, ProblemKind.NETWORK, "the server cut the connection before the end")


async def test_other_answers_are_told(make_fetcher: MakeFetcher, web: Web) -> None:
    downloader = Downloader(make_fetcher(), DownloadLimits())
    failed((await get(downloader, web.url("/none")))[0], ProblemKind.HTTP, "not found (404)")
    web.answers["/z"] = Answer(b"\x1f\x8b", headers=(("Content-Encoding", "gzip"),))
    failed(
        (await get(downloader, web.url("/z")))[0],
        ProblemKind.HTTP,
        "the server packs the file, which it was asked not to do",
    )
    failed(
        (await get(downloader, "ftp://a.example/f"))[0],
        ProblemKind.REFUSED,
        "only http:// and https:// are fetched",
    )


async def test_a_server_that_asks_to_wait_is_left_alone(make_fetcher: MakeFetcher, web: Web) -> None:
    web.answers["/f"] = Answer(b"", 429, (("Retry-After", "3600"),))
    fetcher = make_fetcher()
    downloader = Downloader(fetcher, DownloadLimits())
    outcome, _ = await get(downloader, web.url("/f"))
    assert outcome is not None
    assert outcome.kind is ProblemKind.WAIT
    again = await fetcher.fetch(FetchRequest(web.url("/feed"), allow_private=True))
    assert isinstance(again, FetchFailed)
    assert again.kind is ProblemKind.WAIT
    assert len(web.requests) == 1


async def test_feeds_of_the_same_host_need_not_wait_for_the_end(make_fetcher: MakeFetcher, web: Web) -> None:
    rest = Signal()
    begun = asyncio.Event()

    async def take(_piece: bytes, _length: int | None) -> None:
        begun.set()

    async def script(request: object, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"Content-Length: 8\r\n\r\nhalf")
        await writer.drain()
        await rest.wait()
        writer.write(b"rest")

    web.answers["/f"] = script
    web.answers["/feed"] = Answer(b"<rss/>")
    fetcher = make_fetcher()
    downloader = Downloader(fetcher, DownloadLimits())
    request = FetchRequest(web.url("/f"), allow_private=True)
    downloading = asyncio.ensure_future(downloader.download(request, take))
    await asyncio.wait_for(begun.wait(), 10)
    await asyncio.wait_for(fetcher.fetch(FetchRequest(web.url("/feed"), allow_private=True)), 10)
    assert not downloading.done()
    rest.set()
    assert await asyncio.wait_for(downloading, 10) is None


async def test_what_the_taker_raises_ends_it(make_fetcher: MakeFetcher, web: Web) -> None:
    web.answers["/f"] = says(HEAD + b"Content-Length: 9\r\n\r\n", b"half", stay=True)

    async def take(_piece: bytes, _length: int | None) -> None:
        raise ZeroDivisionError

    downloader = Downloader(make_fetcher(), DownloadLimits())
    began = time.monotonic()
    with pytest.raises(ZeroDivisionError):
        await downloader.download(FetchRequest(web.url("/f"), allow_private=True), take)
    assert time.monotonic() - began < 10
