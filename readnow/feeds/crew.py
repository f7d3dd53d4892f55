"""One parser process, and a second one while there is much to read and a processor for it. Made by `wiring`.

The first starts with the first document, or when documents are expected. Invariants: the second is started
only where more than `MANY` documents are expected or came without a pause, and ended when all are read, so
that neither one feed nor an idle program costs its memory; a document goes to the process with fewer waiting,
and is never behind more than one piece of the work that can wait, which waits as long as documents come.
"""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

from readnow.feeds.pool import ParsePool
from readnow.model.fulltext import ExtractOutcome
from readnow.model.parsed import Candidate, ParseOutcome
from readnow.model.picture import Form, PictureOutcome, Space
from readnow.model.rough import FinishedText, RoughText

MANY = 200
"""Documents in a row after which a second process is worth its start and its memory."""
_LEAST_WAITING = 4
_PAUSE = 0.3
"""Seconds without a document, while many are still expected, after which what can wait gets its turn: until
then neither the processes nor the writer have time for it."""


class ParseCrew:
    """Reads documents away from the event loop; `close` at the end."""

    def __init__(
        self, limit_seconds: float = 10.0, log: Path | None = None, processors: int | None = None
    ) -> None:
        self._limit = limit_seconds
        self._log = log
        self._processors = processors or os.cpu_count() or 1
        self._first = ParsePool(limit_seconds, log)
        self._second: ParsePool | None = None
        self._waiting: dict[ParsePool, int] = {self._first: 0}
        self._in_a_row = 0
        self._all_came = asyncio.Event()
        self._all_came.set()
        self._idle = asyncio.Event()
        self._idle.set()

    async def expect(self, documents: int) -> None:
        """Get ready for so many new documents; 0 says that all have come."""
        if documents > 0:
            self._first.start()
        if documents > MANY:
            self._all_came.clear()
            self._call_second()
            return
        self._all_came.set()
        if self._idle.is_set():
            await self._rest()

    async def parse(
        self, body: bytes, *, url: str, content_type: str = "", quick: bool = False
    ) -> ParseOutcome:
        """What `body`, found at `url`, holds. Never raises for what a document or a process may do."""
        pool = self._pool()
        self._waiting[pool] += 1
        self._idle.clear()
        try:
            return await pool.parse(body, url=url, content_type=content_type, quick=quick)
        finally:
            self._waiting[pool] -= 1
            if not any(self._waiting.values()):
                self._idle.set()
                if self._all_came.is_set():
                    await self._rest()

    async def discover(self, body: bytes, *, url: str, content_type: str = "") -> tuple[Candidate, ...]:
        """The feeds that a web page announces; none if it cannot be read."""
        return await self._first.discover(body, url=url, content_type=content_type)

    async def finish(self, texts: tuple[RoughText, ...], *, patient: bool) -> tuple[FinishedText, ...]:
        """These articles finished, none of them if that failed; `patient` lets all documents go first."""
        if patient:
            await self._pause()
        return await self._first.finish(texts)

    async def extract(self, body: bytes, *, url: str, content_type: str = "") -> ExtractOutcome:
        """The article of a web page."""
        return await self._first.extract(body, url=url, content_type=content_type)

    async def decode(self, body: bytes, space: Space, form: Form = Form.DOTS) -> PictureOutcome:
        """The picture in a file, made to fit."""
        return await self._first.decode(body, space, form)

    async def close(self) -> None:
        """End the processes and whatever is under way, within two seconds."""
        for pool in tuple(self._waiting):
            await pool.close()

    async def _pause(self) -> None:
        """Wait until no document waits, and none of those that are expected comes for a moment."""
        while True:
            await self._idle.wait()
            if self._all_came.is_set():
                return
            before = self._in_a_row
            with suppress(TimeoutError):
                async with asyncio.timeout(_PAUSE):
                    await self._all_came.wait()
            if self._idle.is_set() and self._in_a_row == before:
                return

    def _pool(self) -> ParsePool:
        self._in_a_row += 1
        if self._in_a_row > MANY and self._waiting[self._first] >= _LEAST_WAITING:
            self._call_second()
        return min(self._waiting, key=lambda pool: self._waiting[pool])

    def _call_second(self) -> None:
        if self._second is None and self._processors > 1:
            self._second = ParsePool(self._limit, self._log)
            self._second.start()
            self._waiting[self._second] = 0

    async def _rest(self) -> None:
        """All is read for now."""
        self._in_a_row = 0
        second, self._second = self._second, None
        if second is not None:
            del self._waiting[second]
            await second.close()
