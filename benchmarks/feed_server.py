"""Serves made-up feeds on loopback, each on an address of its own: `python -m benchmarks.feed_server COUNT`.

Prints its port when it is ready and ends with its standard input. `GET /change/N` gives every N-th feed one
article more. Answers are made beforehand, so that what is measured is who asks.
"""

import asyncio
import math
import random
import sys
from hashlib import blake2b

from benchmarks.documents import feed_xml

ENTRIES = 15
MEDIAN_WORDS = 560
"""A median document of about 60 KB."""


def address(number: int) -> str:
    """The loopback address of a feed."""
    return f"127.7.{number // 250}.{number % 250 + 1}"


def document(number: int, changes: int = 0) -> bytes:
    """A feed: half of them smaller and half larger than the median, as feeds are."""
    words = int(MEDIAN_WORDS * math.exp(random.Random(number).gauss(0, 0.8)))
    return feed_xml(number, entries=ENTRIES + changes, length=max(20, min(words, 4500)))


class Feeds(asyncio.Protocol):
    """One connection. The state of all is in the class: the server is a process of its own."""

    answers: dict[int, tuple[bytes, bytes, bytes]] = {}  # noqa: RUF012 - shared on purpose
    changes: dict[int, int] = {}  # noqa: RUF012

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client is there."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._head = b""

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self._head += data
        while (end := self._head.find(b"\r\n\r\n")) >= 0:
            request, self._head = self._head[:end], self._head[end + 4 :]
            self._transport.write(self._answer(request))

    def _answer(self, request: bytes) -> bytes:
        path = request.split(b" ", 2)[1].decode()
        if path.startswith("/change/"):
            every = int(path.rpartition("/")[2])
            for number in list(self.answers)[::every]:
                self.changes[number] = self.changes.get(number, 0) + 1
                prepare(number)
            return b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        etag, whole, unchanged = self.answers[int(path.strip("/"))]
        return unchanged if etag in request else whole


def prepare(number: int) -> None:
    """Make a feed's answers."""
    body = document(number, Feeds.changes.get(number, 0))
    etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'.encode()
    whole = b"HTTP/1.1 200 OK\r\nETag: %s\r\nContent-Length: %d\r\n\r\n" % (etag, len(body)) + body
    Feeds.answers[number] = (etag, whole, b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % etag)


async def _serve(count: int) -> None:
    for number in range(count):
        prepare(number)
    loop = asyncio.get_running_loop()
    first = await loop.create_server(Feeds, address(0), 0)
    port = first.sockets[0].getsockname()[1]
    others = [address(number) for number in range(1, count)]
    server = await loop.create_server(Feeds, others, port, backlog=16) if others else first
    print(port, sum(len(whole) for _, whole, _ in Feeds.answers.values()), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()
    first.close()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
