"""Which feeds are refreshed when: by themselves, by hand, or all of them; at most one refresh runs at a time.

Owned by `Library`. A second request joins the running refresh. Invariant: the network is used only while this
process holds the refresh lock, and the lock is given back when the last feed is done.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from readnow.library.choosing import Chosen, Manner, choose
from readnow.library.events import RefreshFinished, RefreshStarted
from readnow.library.refresh_lock import RefreshLock
from readnow.library.voice import Voice
from readnow.model.feed import FeedId
from readnow.store import feeds as stored_feeds
from readnow.store.database import Database

if TYPE_CHECKING:
    from readnow.library.refresh import RefreshRun

BUSY = "Another ReadNOW is refreshing just now; try again in a moment."


class Refreshes:
    """Starts refreshes, lets requests join, and ends them when the library closes."""

    def __init__(
        self,
        database: Database,
        voice: Voice,
        lock: RefreshLock,
        make_run: "Callable[[], RefreshRun]",
        now: Callable[[], float],
    ) -> None:
        self._database = database
        self._voice = voice
        self._lock = lock
        self._make_run = make_run
        self._now = now
        self._run: RefreshRun | None = None
        self._driver: asyncio.Task[RefreshFinished] | None = None
        self._requests: set[asyncio.Task[RefreshFinished]] = set()

    @property
    def running(self) -> bool:
        """Whether a refresh is running."""
        return self._run is not None

    def request(
        self, feed_ids: Sequence[FeedId] | None, *, force: bool, patience: float
    ) -> asyncio.Task[RefreshFinished]:
        """Refresh what is due (None), or these feeds by hand; `force` asks all but those that must not be.

        `patience` in seconds: how long to wait for another process. The task never fails; where another
        process keeps refreshing its result carries a `detail`.
        """
        task = asyncio.get_running_loop().create_task(self._request(feed_ids, force, patience))
        self._requests.add(task)
        task.add_done_callback(self._requests.discard)
        return task

    async def close(self) -> None:
        """Cancel what runs and wait for its end."""
        running: list[asyncio.Task[RefreshFinished]] = list(self._requests)
        if self._driver is not None:
            running.append(self._driver)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _request(
        self, feed_ids: Sequence[FeedId] | None, force: bool, patience: float
    ) -> RefreshFinished:
        if not await self._lock.acquire(patience):
            return RefreshFinished(detail=BUSY)
        try:
            everything = await self._database.read(stored_feeds.fetch_states, None)
            wanted = everything
            if feed_ids is not None:
                named = frozenset(feed_ids)
                wanted = tuple(state for state in everything if state.feed_id in named)
            by_hand = Manner.DUE if feed_ids is None else Manner.BY_HAND
            manner = Manner.FORCED if force else by_hand
            driver = self._join(choose(wanted, everything, int(self._now()), manner), manner)
        finally:
            self._lock.release()
        return await asyncio.shield(driver)

    def _join(self, chosen: Chosen, manner: Manner) -> asyncio.Task[RefreshFinished]:
        run = self._run
        if run is None or self._driver is None:
            run = self._run = self._make_run()
            self._lock.share()
            self._driver = asyncio.get_running_loop().create_task(self._drive(run))
        self._voice.publish(RefreshStarted(len(chosen.states), chosen.skipped.total))
        run.skip(chosen.skipped)
        run.join(chosen.states, by_hand=manner is not Manner.DUE)
        return self._driver

    async def _drive(self, run: "RefreshRun") -> RefreshFinished:
        interrupted = True
        try:
            await run.wait()
            interrupted = False
        finally:
            self._run = None
            self._lock.release()
            figures = replace(run.figures(), interrupted=interrupted)
            self._voice.publish(figures)
        return figures
