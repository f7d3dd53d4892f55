"""One parser process, and a second one while there is much to read and a processor for it. Made by `wiring`.

The first starts with the first document. Invariants: the second is started only after `MANY` documents
without a pause, and ended when all are read, so that neither one feed nor an idle program costs its memory; a
document goes to the process with fewer waiting.
"""

import os
from pathlib import Path

from readnow.feeds.pool import ParsePool
from readnow.model.parsed import Candidate, ParseOutcome

MANY = 200
"""Documents in a row after which a second process is worth its start and its memory."""
_LEAST_WAITING = 4


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

    async def parse(self, body: bytes, *, url: str, content_type: str = "") -> ParseOutcome:
        """What `body`, found at `url`, holds. Never raises for what a document or a process may do."""
        pool = self._pool()
        self._waiting[pool] += 1
        try:
            return await pool.parse(body, url=url, content_type=content_type)
        finally:
            self._waiting[pool] -= 1
            if not any(self._waiting.values()):
                await self._rest()

    async def discover(self, body: bytes, *, url: str, content_type: str = "") -> tuple[Candidate, ...]:
        """The feeds that a web page announces; none if it cannot be read."""
        return await self._first.discover(body, url=url, content_type=content_type)

    async def close(self) -> None:
        """End the processes and whatever is under way, within two seconds."""
        for pool in tuple(self._waiting):
            await pool.close()

    def _pool(self) -> ParsePool:
        self._in_a_row += 1
        enough = self._in_a_row > MANY and self._waiting[self._first] >= _LEAST_WAITING
        if self._second is None and enough and self._processors > 1:
            self._second = ParsePool(self._limit, self._log)
            self._second.start()
            self._waiting[self._second] = 0
        return min(self._waiting, key=lambda pool: self._waiting[pool])

    async def _rest(self) -> None:
        """All is read for now."""
        self._in_a_row = 0
        second, self._second = self._second, None
        if second is not None:
            del self._waiting[second]
            await second.close()
