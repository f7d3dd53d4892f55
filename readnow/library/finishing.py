"""What is made of articles behind everything else (`model.rough`): rough ones are made harmless, read, hashed
and compressed; and the text of whatever came or changed goes into the index.

Driven by `refresh`, which brings them, and by the interface, which finds those that an earlier process left.
Invariants: a document waits for at most one batch; before a feed's next document is compared with what is
stored, those of its rough articles that it has otherwise now are finished; whatever goes wrong leaves the
articles waiting, readable and found as they are.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from readnow.library.judging import Judging
from readnow.model.errors import StoreError
from readnow.model.feed import FeedId
from readnow.model.parsed import ParsedArticle
from readnow.model.rough import FinishedText, RoughText
from readnow.store import indexing, rough
from readnow.store.database import Database
from readnow.store.selecting import LAST

_log = logging.getLogger(__name__)

_BATCH = 100
"""Articles taken together: some ten milliseconds of the parser's time, and some of the writer's."""
_ROUGH = 32
"""Rough ones of a feed taken together, while its next document waits."""
_BETWEEN = 0.5


class FinishFunction(Protocol):
    """Makes of articles what is to be made, away from the event loop; `patient` lets documents go first.
    Empty if it failed."""

    async def __call__(self, texts: tuple[RoughText, ...], *, patient: bool) -> tuple[FinishedText, ...]: ...


class Finishing:
    """Deals with what waits, when there is time for it; `close` at the end. `finish` is asked for when it is
    first needed."""

    def __init__(self, database: Database, judging: Judging, finish: Callable[[], FinishFunction]) -> None:
        self._database = database
        self._judging = judging
        self._finish = finish
        self._work: asyncio.Task[None] | None = None
        self._asked = False
        """`begin` was called since the work last looked for what waits."""

    def begin(self) -> None:
        """See to it that what waits is dealt with soon."""
        self._asked = True
        if not self.is_at_work:
            self._work = asyncio.get_running_loop().create_task(self._all(), name="finish articles")

    async def go_on(self) -> None:
        """Begin if anything waits, or if the index is to be made anew. Raises `StoreError`."""
        if self._database.read_only:
            return
        if await self._database.read(indexing.is_worn):
            await self._database.write(indexing.renew)
        if await self._database.read(rough.any_waits):
            self.begin()

    async def index_anew(self, told: Callable[[int], None]) -> None:
        """Make the whole index anew, and say now and then how many articles are left. Raises `StoreError`."""
        await self._database.write(indexing.begin_anew)
        self.begin()
        while not await self.settled(_BETWEEN):
            told(await self._database.read(indexing.waiting))

    @property
    def is_at_work(self) -> bool:
        """Whether what was begun is not done yet."""
        return self._work is not None and not self._work.done()

    async def settled(self, seconds: float | None = None) -> bool:
        """Wait until what was begun is done, but only so long; whether it is."""
        if self._work is not None and self.is_at_work:
            await asyncio.wait((self._work,), timeout=seconds)
        return not self.is_at_work

    async def before(self, feed_id: FeedId, entries: Sequence[ParsedArticle]) -> None:
        """Finish, now, the rough articles of a feed that its new document has otherwise. Raises
        `StoreError`."""
        while texts := await self._database.read(rough.not_as_in, feed_id, entries, _ROUGH):
            if not await self._finished(texts, patient=False):
                return

    async def close(self) -> None:
        """Leave the rest for another time."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)

    async def _all(self) -> None:
        try:
            while self._asked:
                self._asked = False
                while await self._once_through():
                    pass  # more has come meanwhile, perhaps
        except StoreError as err:
            _log.warning("articles could not be finished: %s", err)

    async def _once_through(self) -> bool:
        """Deal with all that waits, newest first; whether anything came of it. While what was made of some
        articles is stored, the next are worked on."""
        storing: asyncio.Task[int] | None = None
        stored, limit, below = 0, _BATCH, LAST
        while texts := await self._database.read(rough.newest, limit, below):
            finished = await self._finish()(texts, patient=True)
            stored += await storing if storing is not None else 0
            storing = None
            if finished:
                storing = asyncio.create_task(self._judging.store(finished))
                limit, below = _BATCH, texts[-1].id
            elif len(texts) > 1:
                limit = 1  # is it one of them?
            else:
                await self._judging.pass_over(texts[0])
                return False
        stored += await storing if storing is not None else 0
        return stored > 0

    async def _finished(self, texts: tuple[RoughText, ...], *, patient: bool) -> bool:
        """Whether anything came of it: if not, trying again would never end."""
        finished = await self._finish()(texts, patient=patient)
        return bool(finished) and await self._judging.store(finished) > 0
