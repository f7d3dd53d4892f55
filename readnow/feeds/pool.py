"""Parsing away from the event loop, in a process that can be killed. Called by the library through wiring.

One request at a time, the others wait in line. A request that is too slow costs its process and fails; a
process that ends by itself or answers rubbish is replaced and the request tried once more. Whatever happens
to a request, the next one finds a working process.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from readnow.feeds.child import Child
from readnow.feeds.frames import Ask, Decode, Done, Extract, Finish, FrameError, Request
from readnow.model.fulltext import ExtractFailed, ExtractOutcome, Obstacle
from readnow.model.parsed import Candidate, ParsedArticle, ParseFailed, ParseOutcome
from readnow.model.picture import Form, PictureFailed, PictureOutcome, Space
from readnow.model.rough import FinishedText, RoughText

_log = logging.getLogger(__name__)
_LAST_GOODBYE = 0.9
_ATTEMPTS = 2
_ENDED = "the reader process ended while reading this feed"
_NOT_STARTED = "the reader process could not be started"
_NOT_DECODED = PictureFailed("reading it takes too long, or too much memory")

Answer = tuple[Done, tuple[ParsedArticle, ...]]


class ParsePool:
    """The parser process and its queue. `start` early, `close` at the end."""

    def __init__(self, limit_seconds: float = 10.0, log: Path | None = None) -> None:
        self._limit = limit_seconds
        self._log_file = log
        self._turn = asyncio.Lock()
        self._child: Child | None = None
        self._starting: asyncio.Task[Child] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = False

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
                if self._ending:
                    await asyncio.wait(set(self._ending))

    async def _answered(self, ask: Request, what: str) -> Answer | ParseFailed:
        async with self._turn:
            sentence = _ENDED
            for _ in range(_ATTEMPTS):
                try:
                    return await self._ask(ask)
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
            return ParseFailed(sentence)

    async def _ask(self, ask: Request) -> Answer:
        """One attempt. Whatever ends it early, a time-out or a cancellation too, costs the process."""
        answered = False
        try:
            child = await self._ready_child()
            async with asyncio.timeout(self._limit):
                answer = await child.ask(ask)
            answered = True
            return answer
        finally:
            if not answered and self._child is not None:
                self._discard()
                self.start()

    async def _ready_child(self) -> Child:
        if self._closed:
            raise EOFError("closed")
        if self._child is not None and not self._child.alive:
            self._discard()
        if self._child is None:
            self.start()
            assert self._starting is not None
            await asyncio.wait([self._starting])  # a cancelled caller leaves it to the next one
            if self._closed:
                raise EOFError("closed")  # `close` waits for it too, and sees to its end
            self._child = self._adopt(self._starting)
        await self._child.await_ready()
        return self._child

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
