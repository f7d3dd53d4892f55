"""The web server of the demo, on this machine's own addresses only. Started by `wiring` for `readnow --demo`.

Each site has an address of its own where the system allows (127.0.0.2 and on), since a reader that is told to
wait leaves the whole host alone. Invariant: no request, however made, takes more than MAX_HEAD bytes or
`_PATIENCE` seconds, and after closing nothing is left open.
"""

import asyncio
import socket
from http import HTTPStatus
from types import TracebackType
from typing import Self

from readnow.demo.catalogue import SUBSCRIBED, Trouble
from readnow.demo.http import (
    MAX_HEAD,
    BadRequestError,
    error_answer,
    is_unchanged,
    read_request,
    write_answer,
)
from readnow.demo.sites import FRONT, NAMES, Site, build
from readnow.model.errors import ReadNowError
from readnow.model.feed import Timestamp
from readnow.model.subscription import Subscription, SubscriptionList

_PATIENCE = 30.0
"""Seconds that a connection may take over a request, or may stay idle between two."""

_TO_BE_ALONE = frozenset(feed.name for feed in SUBSCRIBED if feed.trouble is Trouble.BUSY)
"""Sites that ask for a pause, which must not become one for the others."""


class DemoServer:
    """Serves the demo while its `async with` lasts. `now` dates the articles, once for the whole run."""

    def __init__(self, now: Timestamp) -> None:
        self._now = now
        self._addresses: dict[str, str] = {}
        self._servers: list[asyncio.Server] = []
        self._closing = False
        self._open: dict[asyncio.Task[None] | None, asyncio.StreamWriter] = {}

    @property
    def address(self) -> str:
        """The address of the front page, which offers feeds to subscribe to."""
        return self._addresses[FRONT] + "/"

    @property
    def subscriptions(self) -> SubscriptionList:
        """The feeds of the demo in their folders, at their addresses of this run."""
        return SubscriptionList(
            tuple(
                Subscription(
                    self._addresses[feed.name] + feed.path,
                    feed.title,
                    self._addresses[feed.name] + "/",
                    feed.folder,
                )
                for feed in SUBSCRIBED
            ),
            title="ReadNOW demo",
        )

    async def __aenter__(self) -> Self:
        """Take addresses and serve. Raises ReadNowError where this machine has none to give."""
        sockets: dict[str, socket.socket] = {}
        try:
            for number, name in enumerate(NAMES, start=1):
                sockets[name], host = _listen(f"127.0.0.{number}", alone=name in _TO_BE_ALONE)
                self._addresses[name] = f"http://{host}:{sockets[name].getsockname()[1]}"
        except OSError as err:
            for taken in sockets.values():
                taken.close()
            reason = err.strerror or str(err)
            raise ReadNowError(f"The demo found no free address on this machine ({reason}).") from err
        for name, site in build(self._now, self._addresses).items():
            self._servers.append(await self._serve(sockets[name], site))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening and cut what is open."""
        self._closing = True
        for server in self._servers:
            server.close()
        tasks = [task for task in self._open if task]
        for writer in self._open.values():
            writer.transport.abort()
        if tasks:
            await asyncio.wait(tasks)
        for server in self._servers:
            await server.wait_closed()
        self._servers.clear()

    async def _serve(self, listening: socket.socket, site: Site) -> asyncio.Server:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if self._closing:  # accepted in the very moment of closing
                writer.transport.abort()
                return
            task = asyncio.current_task()
            self._open[task] = writer
            try:
                await _converse(reader, writer, site)
            except (OSError, TimeoutError, asyncio.IncompleteReadError):
                pass  # the other side left, or dawdled: nothing to answer
            finally:
                del self._open[task]
                writer.close()

        return await asyncio.start_server(connected, sock=listening, limit=MAX_HEAD)


def _listen(host: str, *, alone: bool) -> tuple[socket.socket, str]:
    """A socket at `host`, or at 127.0.0.1 where the system (macOS) has no other, and its host's name."""
    try:
        return socket.create_server((host, 0)), host
    except OSError:
        return socket.create_server(("127.0.0.1", 0)), "localhost" if alone else "127.0.0.1"


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, site: Site) -> None:
    """Answer requests on one connection until it ends, or one of them is not to be followed by another."""
    keep_alive = True
    while keep_alive:
        async with asyncio.timeout(_PATIENCE):
            data, keep_alive = await _reply(reader, site)
            writer.write(data)
            await writer.drain()


async def _reply(reader: asyncio.StreamReader, site: Site) -> tuple[bytes, bool]:
    """The answer to the next request, and whether another may follow."""
    try:
        request = read_request(await _head(reader))
    except BadRequestError as err:
        return write_answer(error_answer(err.status), unchanged=False, keep_alive=False), False
    page = site.get(request.path)
    answer = page() if page else error_answer(HTTPStatus.NOT_FOUND)
    unchanged = is_unchanged(answer, request.headers)
    return write_answer(answer, unchanged=unchanged, keep_alive=request.keep_alive), request.keep_alive


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError as err:
        raise BadRequestError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from err
