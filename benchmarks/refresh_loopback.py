"""A refresh of 300 feeds over loopback, against downloading them with aiohttp and nothing else.

Each feed has a host of its own (a port), as the pause between requests to one host is no part of it.
"""

import asyncio
import tempfile
import time
from hashlib import blake2b
from pathlib import Path

import aiohttp

from benchmarks.documents import feed_xml
from benchmarks.timing import Pair
from readnow.config.paths import find_paths
from readnow.config.schema import Config, FetchConfig
from readnow.library.library import Library
from readnow.model.subscription import Subscription, SubscriptionList
from readnow.wiring import open_library

_FEEDS = 300
_HOSTS = 60


def main() -> None:
    """Print cold and unchanged refreshes."""
    asyncio.run(_measure())


async def _measure() -> None:
    bodies = [feed_xml(number) for number in range(_FEEDS)]
    servers = [await asyncio.start_server(_answering(bodies), "127.0.0.1", 0) for _ in range(_HOSTS)]
    ports = [server.sockets[0].getsockname()[1] for server in servers]
    urls = [f"http://127.0.0.1:{ports[number % _HOSTS]}/{number}" for number in range(_FEEDS)]
    cold: list[float] = []
    unchanged: list[float] = []
    floor: list[float] = []
    for _ in range(3):
        floor.append(await _download(urls))
        with tempfile.TemporaryDirectory() as folder:
            library = await _library(Path(folder), urls)
            cold.append(await _refresh(library, _FEEDS))
            unchanged.append(await _refresh(library, 0))
            await library.close()
    size = sum(map(len, bodies)) / 1e6
    print(Pair(tuple(floor), tuple(cold)).line(f"{_FEEDS} feeds, {size:.0f} MB, for the first time", 4.0))
    print(Pair(tuple(floor), tuple(unchanged)).line(f"{_FEEDS} feeds, all unchanged", 2.0))
    for server in servers:
        server.close()


def _answering(bodies: list[bytes]):  # type: ignore[no-untyped-def]
    etags = [f'"{blake2b(body, digest_size=8).hexdigest()}"' for body in bodies]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                number = int(head.split(" ", 2)[1].strip("/"))
                if etags[number] in head:
                    writer.write(f"HTTP/1.1 304 Not Modified\r\nETag: {etags[number]}\r\n\r\n".encode())
                else:
                    body = bodies[number]
                    head = f"HTTP/1.1 200 OK\r\nETag: {etags[number]}\r\nContent-Length: {len(body)}\r\n\r\n"
                    writer.write(head.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    return answer


async def _download(urls: list[str]) -> float:
    began = time.perf_counter()
    limit = asyncio.Semaphore(32)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def one(url: str) -> int:
            async with limit, session.get(url) as response:
                return len(await response.read())

        await asyncio.gather(*map(one, urls))
    return time.perf_counter() - began


async def _library(folder: Path, urls: list[str]) -> Library:
    config = Config(fetch=FetchConfig(host_delay=0.0, allow_private=True))
    library = await open_library(config, find_paths(None, str(folder), {}))
    await library.feeds.import_list(SubscriptionList(tuple(map(Subscription, urls))))
    return library


async def _refresh(library: Library, fetched: int) -> float:
    began = time.perf_counter()
    done = await library.refresh(force=True)
    if (done.fetched, done.failed) != (fetched, 0):
        raise SystemExit(f"the refresh went wrong: {done}")
    return time.perf_counter() - began
