"""The demo's server over real sockets: what it answers, what it survives, and that it leaves nothing open."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from readnow.demo import server as server_module
from readnow.demo.http import MAX_HEAD
from readnow.demo.server import DemoServer
from readnow.model.errors import ReadNowError

NOW = 1_790_000_000


class Reply(NamedTuple):
    """An answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes


@pytest_asyncio.fixture
async def demo() -> AsyncIterator[DemoServer]:
    async with DemoServer(NOW) as running:
        yield running


async def connect(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(url)
    return await asyncio.open_connection(parts.hostname, parts.port)


async def read_reply(reader: asyncio.StreamReader) -> Reply:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("ascii").rstrip("\r\n").split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Reply(int(first.split()[1]), headers, body)


async def get(url: str, *lines: str) -> Reply:
    reader, writer = await connect(url)
    try:
        path = urlsplit(url).path
        head = [f"GET {path} HTTP/1.1", f"Host: {urlsplit(url).netloc}", "Connection: close", *lines]
        writer.write("\r\n".join([*head, "", ""]).encode())
        reply = await read_reply(reader)
        assert await reader.read() == b""
        return reply
    finally:
        writer.close()
        await writer.wait_closed()


async def send(url: str, data: bytes) -> bytes:
    """Everything that comes back until the server closes the connection."""
    reader, writer = await connect(url)
    try:
        writer.write(data)
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


def feed_url(demo: DemoServer, title: str) -> str:
    return next(sub.url for sub in demo.subscriptions.subscriptions if sub.title == title)


async def test_every_subscription_answers(demo: DemoServer) -> None:
    statuses = {sub.title: (await get(sub.url)).status for sub in demo.subscriptions.subscriptions}
    assert statuses.pop("Lathe and Lamp") == 500
    assert statuses.pop("Crossings Today") == 429
    assert set(statuses.values()) == {200}
    assert len(statuses) == 8


async def test_every_feed_has_a_host_and_a_page_of_its_own(demo: DemoServer) -> None:
    subscriptions = demo.subscriptions.subscriptions
    for sub in subscriptions:
        page = await get(sub.site_url)
        assert page.status == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert 'rel="alternate"' in page.body.decode()
        assert urlsplit(sub.site_url).netloc == urlsplit(sub.url).netloc
    assert len({urlsplit(sub.url).netloc for sub in subscriptions}) == len(subscriptions)


async def test_the_second_time_is_a_304(demo: DemoServer) -> None:
    url = feed_url(demo, "Low Water")
    first = await get(url)
    assert len(first.body) > 10_000
    for line in (
        f"If-None-Match: {first.headers['etag']}",
        f"If-Modified-Since: {first.headers['last-modified']}",
    ):
        second = await get(url, line)
        assert second.status == 304
        assert second.headers["etag"] == first.headers["etag"]
        assert second.body == b""


async def test_a_busy_site_says_how_long(demo: DemoServer) -> None:
    reply = await get(feed_url(demo, "Crossings Today"))
    assert (reply.status, reply.headers["retry-after"]) == (429, "7200")
    assert "etag" not in reply.headers


async def test_the_front_page_leads_to_two_more_feeds(demo: DemoServer) -> None:
    page = await get(demo.address)
    links = re.findall(r'<link rel="alternate"[^>]* href="([^"]+)"', page.body.decode())
    assert len(links) == 2
    subscribed = {sub.url for sub in demo.subscriptions.subscriptions}
    for link in links:
        url = demo.address.rstrip("/") + link
        assert url not in subscribed
        assert (await get(url)).status == 200


async def test_enclosures_and_pictures_answer_as_announced(demo: DemoServer) -> None:
    feed = (await get(feed_url(demo, "Night Ferry Radio"))).body.decode()
    found = re.search(r'<enclosure url="([^"]+)" type="([^"]+)" length="(\d+)"', feed)
    assert found
    sound = await get(found[1])
    assert (sound.headers["content-type"], len(sound.body)) == (found[2], int(found[3]))
    notes = json.loads((await get(feed_url(demo, "Bench Notes"))).body)
    pictures = re.findall(r"<img src='([^']+)'", json.dumps(notes))
    replies = [await get(url) for url in pictures]
    assert sorted(reply.status for reply in replies) == [200, 404]


@pytest.mark.parametrize("path", ["nowhere", "../catalogue.py", "%2e%2e/server.py", "feeds/start.xml", "%00"])
async def test_what_is_not_there_is_a_404(demo: DemoServer, path: str) -> None:
    assert (await get(demo.address + path)).status == 404


async def test_one_connection_carries_many_requests(demo: DemoServer) -> None:
    reader, writer = await connect(demo.address)
    request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    writer.write(request * 3)
    replies = [await read_reply(reader) for _ in range(3)]
    writer.write(
        b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"
        + request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    )
    replies += [await read_reply(reader) for _ in range(2)]
    assert [reply.status for reply in replies] == [200, 200, 200, 404, 200]
    assert [reply.headers["connection"] for reply in replies] == ["keep-alive"] * 4 + ["close"]
    assert await reader.read() == b""
    writer.close()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"400"),
        (b"\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * (2 * MAX_HEAD) + b"\r\n\r\n", b"431"),
        (b"a" * (4 * MAX_HEAD), b"431"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", b"405"),
    ],
)
async def test_hostile_requests_are_refused_and_others_still_served(
    demo: DemoServer, data: bytes, status: bytes
) -> None:
    answer = await asyncio.wait_for(send(demo.address, data), 10)
    # The connection may be reset before the answer is read: the server does not take in what it refuses.
    assert answer == b"" or answer.startswith(b"HTTP/1.1 " + status)
    assert (await get(demo.address)).status == 200


async def test_a_dawdler_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "_PATIENCE", 0.05)
    async with DemoServer(NOW) as demo:
        assert await asyncio.wait_for(send(demo.address, b"GET / HTTP/1.1\r\n"), 10) == b""


async def test_closing_cuts_what_is_open() -> None:
    async with DemoServer(NOW) as demo:
        idle_reader, idle_writer = await connect(demo.address)
        busy_reader, busy_writer = await connect(demo.address)
        busy_writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await read_reply(busy_reader)
        address = urlsplit(demo.address)
    for reader, writer in ((idle_reader, idle_writer), (busy_reader, busy_writer)):
        with suppress(ConnectionError):
            assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(address.hostname, address.port)


async def test_it_can_be_left_by_an_error_and_started_twice() -> None:
    with pytest.raises(KeyError):
        async with DemoServer(NOW):
            raise KeyError
    async with DemoServer(NOW) as one, DemoServer(NOW) as other:
        assert one.address != other.address
        assert (await get(other.address)).body == (await get(one.address)).body


async def test_where_there_is_one_loopback_address_only(monkeypatch: pytest.MonkeyPatch) -> None:
    create = socket.create_server

    def only_one(address: tuple[str, int], **options: object) -> socket.socket:
        if address[0] != "127.0.0.1":
            raise OSError(99, "Cannot assign requested address")
        return create(address)

    monkeypatch.setattr(socket, "create_server", only_one)
    async with DemoServer(NOW) as demo:
        hosts = {sub.title: urlsplit(sub.url).hostname for sub in demo.subscriptions.subscriptions}
        assert hosts.pop("Crossings Today") == "localhost"
        assert set(hosts.values()) == {"127.0.0.1"}
        assert (await get(feed_url(demo, "Plain Tools"))).status == 200


async def test_no_address_at_all_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(address: tuple[str, int], **options: object) -> socket.socket:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(socket, "create_server", none)
    with pytest.raises(ReadNowError, match=r"The demo found no free address .*Operation not permitted"):
        async with DemoServer(NOW):
            pass


@pytest.mark.parametrize("turns", [0, 6])  # not yet accepted; accepted and waited for
async def test_a_connection_made_while_closing_is_cut_too(turns: int) -> None:
    before = asyncio.all_tasks()
    async with DemoServer(NOW) as demo:
        address = urlsplit(demo.address)
        late = socket.create_connection((address.hostname, address.port), timeout=10)
        for _ in range(turns):
            await asyncio.sleep(0)
    late.setblocking(False)
    with late, suppress(ConnectionError):
        async with asyncio.timeout(10):
            assert await asyncio.get_running_loop().sock_recv(late, 1) == b""
    assert asyncio.all_tasks() == before
