"""Rough articles finished behind everything else: made harmless, read, hashed, compressed (`model.rough`).

Driven by `refresh`, which brings them, and by the interface, which finds those that an earlier process left.
Invariants: a document waits for at most one batch; before a feed's next document is compared with what is
stored, all of that feed is finished; whatever goes wrong leaves the articles waiting, readable as they are.
"""

import asyncio
import logging
from typing import Protocol

from readnow.model.errors import StoreError
from readnow.model.feed import FeedId
from readnow.model.rough import FinishedText, RoughText
from readnow.store import rough
from readnow.store.database import Database

_log = logging.getLogger(__name__)

_BATCH = 32
"""Articles finished together: some ten milliseconds of the parser's time."""


class FinishFunction(Protocol):
    """Finishes articles away from the event loop; `patient` lets documents go first. Empty if it failed."""

    async def __call__(self, texts: tuple[RoughText, ...], *, patient: bool) -> tuple[FinishedText, ...]: ...


class Finishing:
    """Finishes what waits, when there is time for it; `close` at the end."""

    def __init__(self, database: Database, finish: FinishFunction) -> None:
        self._database = database
        self._finish = finish
        self._work: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """See to it that what waits is finished soon."""
        if self._work is None or self._work.done():
            self._work = asyncio.get_running_loop().create_task(self._all(), name="finish articles")

    async def feed(self, feed_id: FeedId) -> None:
        """Finish all articles of a feed, now. Raises `StoreError`."""
        while texts := await self._database.read(rough.of_feed, feed_id, _BATCH):
            if not await self._finished(texts, patient=False):
                return

    async def close(self) -> None:
        """Leave the rest for another time."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)

    async def _all(self) -> None:
        try:
            while texts := await self._database.read(rough.newest, _BATCH):
                if not await self._finished(texts, patient=True):
                    return
        except StoreError as err:
            _log.warning("articles could not be finished: %s", err)

    async def _finished(self, texts: tuple[RoughText, ...], *, patient: bool) -> bool:
        """Whether anything came of it: if not, trying again would never end."""
        finished = await self._finish(texts, patient=patient)
        return bool(finished) and await self._database.write(rough.store, finished) > 0
