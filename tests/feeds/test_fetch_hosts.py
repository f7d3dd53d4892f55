"""Turns at hosts and places for bodies, seen from servers (H11; 4.2 rows 23, 24). The turns alone: test_politeness."""

import asyncio
from itertools import pairwise

import pytest

from readnow.feeds import politeness
from readnow.feeds.fetch import Fetcher
from readnow.model.feed import ProblemKind
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome, FetchRequest, NotModified
from tests.feeds.conftest import MakeFetcher, Names, failure, fetched
from tests.support.web import Answer, Request, Script, Signal, Web, says

BODY = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"


def held(arrived: Signal, release: Signal, answer: bytes = BODY) -> Script:
    """Says that a request has come, and answers when it is let."""

    async def script(request: Request, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await release.wait()
        writer.write(answer)

    return script


def start(fetcher: Fetcher, url: str, hold: asyncio.Semaphore | None = None) -> "asyncio.Task[FetchOutcome]":
    return asyncio.ensure_future(fetcher.fetch(FetchRequest(url), hold))


async def cancel(task: "asyncio.Task[FetchOutcome]") -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


class Watched(asyncio.Semaphore):
    """Tells when someone has to wait for a place."""

    def __init__(self, places: int) -> None:
        super().__init__(places)
        self.wanted = asyncio.Event()

    async def acquire(self) -> bool:  # type: ignore[override]
        if self.locked():
            self.wanted.set()
        return await super().acquire()


async def test_one_connection_at_a_time(fetcher: Fetcher, web: Web) -> None:
    web.answers |= {
        "/f": Answer(b"body"),
        "/on": Answer(b"", 301, (("Location", "/f"),)),
        "/cut": says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody"),
        "/same": Answer(b"", etag='"1"'),
    }
    paths = ["/f", "/on", "/missing", "/same", "/cut"] * 8
    await asyncio.gather(*(fetcher.fetch(FetchRequest(web.url(path), etag='"1"')) for path in paths))
    assert len(web.requests) >= 48
    assert web.most_open == 1


async def test_a_connection_is_kept(fetcher: Fetcher, web: Web) -> None:
    web.answers |= {"/f": Answer(b"body"), "/on": Answer(b"", 301, (("Location", "/f"),))}
    for path in ("/f", "/on", "/missing", "/f"):
        await fetcher.fetch(FetchRequest(web.url(path)))
    assert len(web.requests) == 5
    assert web.accepted == 1


async def test_of_many_hosts_none_keeps_a_connection_that_nobody_waits_for(
    fetcher: Fetcher, web: Web, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(politeness, "_FEW", 1)
    names.known |= {f"{name}.example": ["127.0.0.1"] for name in "abc"}
    web.answers |= {"/f": Answer(b"body"), "/same": Answer(b"", etag='"1"')}
    for name in "abc":
        for path in ("/f", "/missing", "/same"):
            request = FetchRequest(f"http://{name}.example:{web.port}{path}", etag='"1"')
            await fetcher.fetch(request)
    assert (web.most_open, web.accepted) == (2, 7)  # the first host was the only one when it was asked
    waiting = [start(fetcher, f"http://a.example:{web.port}/f") for _ in range(5)]
    await asyncio.gather(*waiting)
    assert web.accepted == 8  # when the first of them was sent, nobody waited yet
    said = [request.headers.get("connection") for request in web.requests[-5:]]
    assert said == ["close", None, None, None, "close"]


async def test_requests_to_one_host_are_apart(make_fetcher: MakeFetcher, web: Web) -> None:
    """Those behind redirects too."""
    fetcher = make_fetcher(host_delay=0.1)
    web.answers |= {"/f": Answer(b"body"), "/on": Answer(b"", 302, (("Location", "/f"),))}
    await asyncio.gather(*(fetcher.fetch(FetchRequest(web.url(path))) for path in ("/f", "/on", "/f")))
    times = [request.at for request in web.requests]
    assert len(times) == 4
    assert all(later - earlier > 0.099 for earlier, later in pairwise(times))


async def test_another_host_is_not_kept_waiting(make_fetcher: MakeFetcher, web: Web, other_web: Web) -> None:
    """Not even where one request at a time is allowed: who pauses takes no place."""
    web.answers["/f"] = other_web.answers["/f"] = Answer(b"body")
    fetcher = make_fetcher(host_delay=3600, concurrency=1)
    fetched(await fetcher.fetch(FetchRequest(web.url("/f"))))
    waiting = [start(fetcher, web.url("/f")) for _ in range(3)]
    fetched(await fetcher.fetch(FetchRequest(other_web.url("/f"))))
    assert not any(task.done() for task in waiting)
    for task in waiting:
        await cancel(task)
    assert len(web.requests) == 1


async def test_so_many_hosts_at_once_and_no_more(make_fetcher: MakeFetcher, web: Web, other_web: Web) -> None:
    fetcher = make_fetcher(concurrency=2)
    first, second, third, go = Signal(), Signal(), Signal(), Signal()
    web.answers["/f"], other_web.answers["/f"] = held(first, go), held(second, go)
    with Web() as third_web:
        third_web.answers["/f"] = held(third, go)
        third_web.answers["/by-another-reader"] = Answer(b"body")
        tasks = [start(fetcher, server.url("/f")) for server in (web, other_web, third_web)]
        await first.wait()
        await second.wait()
        fetched(await make_fetcher().fetch(FetchRequest(third_web.url("/by-another-reader"))))
        assert not third_web.asked("/f")
        go.set()
        for outcome in await asyncio.gather(*tasks):
            fetched(outcome)
        assert len(third_web.asked("/f")) == 1


async def test_cancelling_gives_everything_back(make_fetcher: MakeFetcher, web: Web, other_web: Web) -> None:
    fetcher, hold = make_fetcher(concurrency=1), asyncio.Semaphore(1)
    arrived, never = Signal(), Signal()
    web.answers |= {"/slow": held(arrived, never), "/f": Answer(b"body")}
    other_web.answers["/f"] = Answer(b"body")
    slow = start(fetcher, web.url("/slow"), hold)
    await arrived.wait()
    behind = [start(fetcher, url, hold) for url in (web.url("/f"), other_web.url("/f"))]
    fetched(await make_fetcher().fetch(FetchRequest(other_web.url("/f"))))  # by now those behind have begun
    assert hold.locked()
    await cancel(behind.pop(0))
    await cancel(behind.pop(0))
    await cancel(slow)
    never.set()
    assert not hold.locked()
    assert (len(web.requests), len(other_web.requests)) == (1, 1)
    for url in (web.url("/f"), other_web.url("/f")):
        fetched(await fetcher.fetch(FetchRequest(url)))


async def test_cancelling_while_waiting_for_a_place(fetcher: Fetcher, web: Web) -> None:
    web.answers["/f"] = Answer(b"body")
    hold = Watched(1)
    await hold.acquire()
    task = start(fetcher, web.url("/f"), hold)
    await hold.wanted.wait()
    await cancel(task)
    hold.release()
    assert not hold.locked()
    fetched(await fetcher.fetch(FetchRequest(web.url("/f"))))


async def test_a_place_is_taken_before_anything_is_sent(fetcher: Fetcher, web: Web, other_web: Web) -> None:
    web.answers["/f"] = other_web.answers["/f"] = Answer(b"body")
    hold = Watched(1)
    await hold.acquire()
    task = start(fetcher, web.url("/f"), hold)
    await hold.wanted.wait()
    fetched(await fetcher.fetch(FetchRequest(other_web.url("/f"))))
    assert web.most_open == 0
    hold.release()
    fetched(await task)
    assert hold.locked()


@pytest.mark.parametrize(
    ("answer", "outcome", "kept"),
    [
        (Answer(b"body"), Fetched, True),
        (Answer(b"", 302, (("Location", "/good"),)), Fetched, True),
        (Answer(b"", 304), NotModified, False),
        (Answer(b"", 404), FetchFailed, False),
        (Answer(b"", 302, (("Location", "file:///f"),)), FetchFailed, False),
        (Answer(b"", 302, (("Location", "/f"),)), FetchFailed, False),
        (Answer(b"x" * 5000), FetchFailed, False),
        (Answer(b"", headers=(("Content-Encoding", "zstd"),)), FetchFailed, False),
        (says(), FetchFailed, False),
    ],
)
async def test_a_place_is_kept_with_a_body_only(
    make_fetcher: MakeFetcher, web: Web, answer: Answer | Script, outcome: type[FetchOutcome], kept: bool
) -> None:
    web.answers |= {"/f": answer, "/good": Answer(b"body")}
    hold = asyncio.Semaphore(3)
    found = await make_fetcher(max_bytes=1000).fetch(FetchRequest(web.url("/f"), etag='"1"'), hold)
    assert isinstance(found, outcome)
    assert hold._value == (2 if kept else 3)


async def test_no_place_is_taken_where_nothing_is_asked(fetcher: Fetcher, web: Web) -> None:
    hold = asyncio.Semaphore(0)
    failure(await fetcher.fetch(FetchRequest("ftp://a.example/"), hold), ProblemKind.REFUSED)
    web.answers["/f"] = Answer(b"", 429)
    await fetcher.fetch(FetchRequest(web.url("/f")))
    failure(await fetcher.fetch(FetchRequest(web.url("/f")), hold), ProblemKind.WAIT)
    assert hold.locked()


async def test_who_is_sent_on_keeps_nobody_from_a_place(fetcher: Fetcher, web: Web, other_web: Web) -> None:
    """A request that is sent on to a host waits for its turn there; who has the turn may wait for a place."""
    arrived, go = Signal(), Signal()
    moved = b"HTTP/1.1 302 On\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n" % other_web.url("/f").encode()
    web.answers["/f"] = held(arrived, go, moved)
    other_web.answers["/f"] = Answer(b"body")
    hold = Watched(1)

    async def one(url: str) -> None:
        fetched(await fetcher.fetch(FetchRequest(url), hold))
        hold.release()

    async with asyncio.timeout(10):
        sent_on = asyncio.ensure_future(one(web.url("/f")))
        await arrived.wait()
        direct = asyncio.ensure_future(one(other_web.url("/f")))
        await hold.wanted.wait()
        go.set()
        await asyncio.gather(sent_on, direct)
    assert len(other_web.requests) == 2


async def test_those_in_the_queue_hear_that_the_host_asked_to_wait(fetcher: Fetcher, web: Web) -> None:
    web.answers["/f"] = Answer(b"", 429, (("Retry-After", "600"),))
    outcomes = await asyncio.gather(*(fetcher.fetch(FetchRequest(web.url("/f"))) for _ in range(5)))
    assert len(web.requests) == 1
    first, *others = (failure(outcome, ProblemKind.WAIT) for outcome in outcomes)
    assert first.status == 429
    assert {other.retry_at for other in others} == {first.retry_at}


async def test_many_feeds_of_which_a_third_is_faulty(
    make_fetcher: MakeFetcher, web: Web, other_web: Web
) -> None:
    """All come back, each place is given back, and the good ones are good."""
    fetcher, hold = make_fetcher(timeout=5, max_bytes=1 << 16), asyncio.Semaphore(3)
    faults: list[Answer | Script] = [
        says(b""),
        says(b"rubbish\r\n\r\n"),
        says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody"),
        Answer(bytes(1 << 17)),
        Answer(b"", 500),
        Answer(b"", 302, (("Location", "javascript:0"),)),
        Answer(b"\x1f\x8bx", headers=(("Content-Encoding", "gzip"),)),
    ]
    good = 0

    async def one(number: int) -> None:
        nonlocal good
        server = (web, other_web)[number % 2]
        server.answers[f"/{number}"] = faults[number % 7] if number % 3 == 0 else Answer(b"%d" % number)
        outcome = await fetcher.fetch(FetchRequest(server.url(f"/{number}")), hold)
        if isinstance(outcome, Fetched):
            assert outcome.body == b"%d" % number
            good += 1
            hold.release()
        else:
            assert number % 3 == 0, outcome

    await asyncio.gather(*(one(number) for number in range(210)))
    assert good == 140
    assert hold._value == 3
    assert (web.most_open, other_web.most_open) == (1, 1)
