"""A web server on loopback that answers as it was told, byte for byte, and remembers what it was asked.

It runs in a thread of its own, so that tests of commands, which have an event loop of their own, and tests of
coroutines use it alike.
"""

import asyncio
import concurrent.futures
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Request:
    """What was asked, when (monotonic), and how many connections were open then."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: float
    connections: int


@dataclass(frozen=True)
class Answer:
    """An answer; `etag` makes it one that says 304 to whoever has it."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    etag: str = ""

    def raw(self, request: Request) -> bytes:
        """The bytes on the wire."""
        headers = [*self.headers]
        body, status = self.body, self.status
        if self.etag:
            headers.append(("ETag", self.etag))
            if request.headers.get("if-none-match") == self.etag:
                body, status = b"", 304
        if status != 304 and not any(name.lower() == "content-length" for name, _ in headers):
            headers.append(("Content-Length", str(len(body))))
        lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in headers), "", ""]
        return "\r\n".join(lines).encode("latin-1") + body


Script = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]
"""Answers by hand, as badly as a test wants it. The connection is closed behind it."""


class Signal:
    """An event for both loops: the test's and the server's."""

    def __init__(self) -> None:
        self._future: concurrent.futures.Future[None] = concurrent.futures.Future()

    def set(self) -> None:
        """Let all go on that wait now or later."""
        if not self._future.done():
            self._future.set_result(None)

    async def wait(self) -> None:
        """Wait until it is set. Raises `TimeoutError` after ten seconds."""
        await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._future)), 10)


def says(*parts: bytes, after: Signal | None = None, stay: bool = False) -> Script:
    """A script that sends these bytes, `after` a signal; then it closes the connection, or stays silent."""

    async def script(request: Request, writer: asyncio.StreamWriter) -> None:
        if after is not None:
            await after.wait()
        for part in parts:
            writer.write(part)
            await writer.drain()
        if stay:
            await asyncio.Event().wait()

    return script


@dataclass
class Web:
    """The server; `answers` by path may be changed at any time."""

    answers: dict[str, Answer | Script] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    port: int = 0
    open: int = 0
    most_open: int = 0
    accepted: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        assert started.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        assert not self._thread.is_alive()

    def url(self, path: str = "/") -> str:
        """The address of a path here."""
        return f"http{'s' if self.tls else ''}://{self.host}:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        """The requests for a path so far."""
        return [request for request in self.requests if request.path == path]

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve(started))
        finally:
            self._loop.close()

    async def _serve(self, started: threading.Event) -> None:
        self._stop = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._accept, self.host, 0)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await self._stop.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0)  # the turn in which aborted connections close

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.accepted += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            if self.tls is not None:
                await writer.start_tls(self.tls)
            while await self._one(reader, writer):
                pass
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.open -= 1
            self._tasks.discard(task)
            if self.tls is None:
                writer.close()
            else:  # an orderly end would need more of the loop's time than it may have left
                writer.transport.abort()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request on a connection; whether there may be another."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "surrogateescape")
        first, *lines = head.split("\r\n")
        method, path, _ = first.split(" ", 2)
        headers = {
            name.lower(): value.strip()
            for name, colon, value in (line.partition(":") for line in lines)
            if colon
        }
        request = Request(method, path, headers, time.monotonic(), self.open)
        self.requests.append(request)
        answer = self.answers.get(path, Answer(b"nothing here", 404))
        if isinstance(answer, Answer):
            writer.write(answer.raw(request))
            await writer.drain()
            return headers.get("connection", "").lower() != "close"
        await answer(request, writer)
        return False
