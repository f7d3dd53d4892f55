"""Parsing away from the event loop, in a process that can be killed. Called by the library through wiring.

One request after the other: a few are with the process, the others wait in line. A request that is too slow
costs its process and fails; a process that ends by itself or answers rubbish is replaced and the request
whose turn it was tried once more. Whatever happens to a request, those behind it find a working process.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from readnow.feeds.child import Child
from readnow.feeds.frames import Ask, Decode, Done, Extract, Finish, FrameError, Request
from readnow.model.fulltext import ExtractFailed, ExtractOutcome, Obstacle
from readnow.model.parsed import Candidate, ParsedArticle, ParseFailed, ParseOutcome
from readnow.model.picture import Form, PictureFailed, PictureOutcome, Space
from readnow.model.rough import FinishedText, RoughText

_log = logging.getLogger(__name__)
_LAST_GOODBYE = 0.9
_ATTEMPTS = 2
_WITH_THE_PROCESS = 4
"""Requests that are sent before the first of them is answered: the event loop may take longer to come round
to the next one than the process takes to read a document."""
_ENDED = "the reader process ended while reading this feed"
_NOT_STARTED = "the reader process could not be started"
_NOT_DECODED = PictureFailed("reading it takes too long, or too much memory")

Answer = tuple[Done, tuple[ParsedArticle, ...]]


class _LostError(Exception):
    """The process was ended over another request, before the turn of this one came."""


class ParsePool:
    """The parser process and its queue. `start` early, `close` at the end."""

    def __init__(self, limit_seconds: float = 10.0, log: Path | None = None) -> None:
        self._limit = limit_seconds
        self._log_file = log
        self._places = asyncio.Semaphore(_WITH_THE_PROCESS)
        self._child: Child | None = None
        self._starting: asyncio.Task[Child] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._readings: set[asyncio.Task[Answer]] = set()
        self._at_work: asyncio.Task[Any] | None = None
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether it was closed, or is just being so."""
        return self._closed

    def start(self) -> None:
        """Start a process in the background, so that the first feed need not wait for it."""
        if self._child is None and self._starting is None and not self._closed:
            self._starting = asyncio.create_task(Child.start(self._log_file), name="start parser")

    async def parse(
        self, body: bytes, *, url: str, content_type: str = "", quick: bool = False
    ) -> ParseOutcome:
        """What `body`, found at `url`, holds. Never raises for what a document or the process may do."""
        answer = await self._answered(Ask(body, url, content_type, quick=quick), url)
        if isinstance(answer, ParseFailed):
            return answer
        done, entries = answer
        if done.outcome is not None:
            return replace(done.outcome, entries=entries)
        return done.refusal or done.failure or ParseFailed(_ENDED)

    async def discover(self, body: bytes, *, url: str, content_type: str = "") -> tuple[Candidate, ...]:
        """The feeds that a web page announces; none if it cannot be read."""
        answer = await self._answered(Ask(body, url, content_type, discover=True), url)
        return () if isinstance(answer, ParseFailed) else answer[0].candidates

    async def finish(self, texts: tuple[RoughText, ...]) -> tuple[FinishedText, ...]:
        """These articles finished; none of them if the process could not."""
        answer = await self._answered(Finish(texts), f"{len(texts)} rough articles")
        return () if isinstance(answer, ParseFailed) else answer[0].finished

    async def extract(self, body: bytes, *, url: str, content_type: str = "") -> ExtractOutcome:
        """The article of the web page `body`, found at `url`. Never raises for what a page may do."""
        answer = await self._answered(Extract(body, url, content_type), url)
        if isinstance(answer, ParseFailed):
            return ExtractFailed(Obstacle.TOO_LARGE, answer.detail)
        done = answer[0]
        return done.extracted or done.not_extracted or ExtractFailed(Obstacle.NO_ARTICLE, _ENDED)

    async def decode(self, body: bytes, space: Space, form: Form = Form.DOTS) -> PictureOutcome:
        """The picture in the file `body`, made to fit. Never raises for what a file may do."""
        answer = await self._answered(Decode(body, space, form), f"a picture of {len(body)} bytes")
        if isinstance(answer, ParseFailed):
            return _NOT_DECODED
        done = answer[0]
        if done.picture is not None and done.picture.is_sound(space):
            return done.picture
        return done.no_picture or _NOT_DECODED

    async def close(self) -> None:
        """End the process and whatever is under way, within a second."""
        self._closed = True
        with suppress(TimeoutError, OSError):
            async with asyncio.timeout(_LAST_GOODBYE):
                if self._starting is not None:
                    await asyncio.wait([self._starting])
                    self._adopt(self._starting)
                self._discard()
                if waiting := {*self._ending, *self._readings}:
                    await asyncio.wait(waiting)

    async def _answered(self, ask: Request, what: str) -> Answer | ParseFailed:
        async with self._places:
            sentence, failed = _ENDED, 0
            while failed < _ATTEMPTS:
                try:
                    return await self._ask(ask)
                except _LostError:
                    continue
                except TimeoutError:
                    return ParseFailed(f"too complex to read (over {self._limit:g} s)")
                except (FrameError, EOFError, ConnectionError) as err:
                    if self._closed:
                        break
                    _log.warning("The parser process failed at %s: %s", what, err)
                    sentence = _ENDED
                except OSError as err:
                    _log.warning("The parser process could not be started: %s", err)
                    sentence = _NOT_STARTED
                failed += 1
            return ParseFailed(sentence)

    async def _ask(self, ask: Request) -> Answer:
        """One attempt. Whatever ends it early, a time-out or a cancellation too, costs the process."""
        child = await self._started()
        with self._costing(child):
            await child.await_ready()
            child.send(ask)
        reading = asyncio.create_task(self._turn(child), name="read answer")
        self._readings.add(reading)
        reading.add_done_callback(self._forget)
        try:
            return await asyncio.shield(reading)
        except asyncio.CancelledError:
            if reading is self._at_work:  # before its turn, its answer is to be read all the same
                reading.cancel()
            raise

    async def _turn(self, child: Child) -> Answer:
        """The answer to what was sent last."""
        async with child.turn:
            if child is not self._child:
                raise _LostError
            self._at_work = asyncio.current_task()
            with self._costing(child):
                async with asyncio.timeout(self._limit):
                    return await child.answer()

    @contextmanager
    def _costing(self, child: Child) -> Iterator[None]:
        """What ends the block early costs the process."""
        done = False
        try:
            yield
            done = True
        finally:
            if not done and child is self._child:
                self._discard()
                self.start()

    def _forget(self, reading: "asyncio.Task[Answer]") -> None:
        self._readings.discard(reading)
        if not reading.cancelled():
            reading.exception()  # whoever asked has seen it, or is gone

    async def _started(self) -> Child:
        """The process, started anew where it has ended."""
        if self._child is not None and not self._child.alive:
            self._discard()
        while not self._closed:
            if self._child is not None:
                return self._child
            self.start()
            starting = self._starting
            assert starting is not None
            await asyncio.wait([starting])  # a cancelled caller leaves it to the next one
            if self._starting is starting and not self.closed:
                self._adopt(starting)
        raise EOFError("closed")  # `close` waits for one that is being started too, and sees to its end

    def _adopt(self, starting: asyncio.Task[Child]) -> Child:
        """The process that the task started. Raises OSError if it could not."""
        self._starting = None
        self._child = starting.result()
        return self._child

    def _discard(self) -> None:
        """Have the process killed and reaped in the background."""
        if self._child is None:
            return
        ending = asyncio.create_task(self._child.end(), name="end parser")
        self._child = None
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)
