"""From the library's events to the screen: at most five deliveries a second, and none while nothing happens.

Events of 200 ms are merged into one `Happened`, which one task hands to the screen. Invariant: deliveries
come one after the other and in order; what goes wrong in one is logged and told, and the next one comes all
the same. This is one of the two places that catch everything.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from msgspec import Struct, field

from readnow.library.events import (
    ArticlesChanged,
    Event,
    ExternalChange,
    FeedFailed,
    FeedRefreshed,
    FeedsChanged,
    PlaceKept,
    RefreshFinished,
    RefreshProgress,
    RefreshStarted,
    RulesActed,
    RulesChanged,
    StatusChanged,
    StoreFailed,
    StoriesFolded,
    TalliesChanged,
)
from readnow.model.article import ArticleId
from readnow.model.errors import ReadNowError
from readnow.model.rule import Notice

if TYPE_CHECKING:
    from readnow.library.library import Library

MERGE_SECONDS = 0.2

_log = logging.getLogger(__name__)


class Happened(Struct):
    """What events of a short while come to: which articles are new or changed, and what else to look at."""

    new: list[ArticleId] = field(default_factory=list)
    changed: list[ArticleId] = field(default_factory=list)
    feeds: bool = False
    everything: bool = False
    progress: RefreshProgress | None = None
    finished: RefreshFinished | None = None
    failures: list[StoreFailed] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    folded: dict[ArticleId, ArticleId] = field(default_factory=dict)
    """By article the one that lists show for it from now on."""
    said: str = ""
    """A sentence on what came by itself."""

    def take(self, event: Event) -> None:
        """Merge one event in."""
        match event:
            case FeedRefreshed(applied):
                self.new += applied.new_ids
                self.changed += applied.changed_ids
            case StatusChanged(ids):
                # Whoever set the flag of single articles shows that at once; of many, ids are not listed.
                self.everything |= not ids
            case ArticlesChanged(ids, come_or_gone):
                self.everything |= come_or_gone or not ids
                # What an unread list has lost may belong to it again.
                self.new += ids
                self.changed += ids
            case StoriesFolded(leads):
                self.folded |= leads
            case RulesActed(ruled, behind):
                self.notices += ruled.notices
                self.everything |= behind and bool(ruled.done)
            case RulesChanged(said):
                self.everything = True
                self.said = said or self.said
            case RefreshStarted(feeds):
                self.progress, self.finished = RefreshProgress(0, feeds, 0) if feeds else None, None
            case RefreshProgress():
                self.progress = event
            case RefreshFinished():
                self.progress, self.finished = None, event
            case StoreFailed():
                self.failures.append(event)
                self.changed += event.ids
            case FeedsChanged():
                self.feeds = True
            case ExternalChange():
                self.everything = True
            case FeedFailed() | TalliesChanged() | PlaceKept():
                pass  # it is seen when the feed list is shown anew, which every delivery does


class Bridge:
    """Listens to the library from `start` to `stop`."""

    def __init__(self, deliver: Callable[[Happened], Awaitable[None]], tell: Callable[[str], None]) -> None:
        self._deliver = deliver
        self._tell = tell
        self._pending = Happened()
        self._wake = asyncio.Event()
        self._unsubscribe: Callable[[], None] | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, library: "Library") -> None:
        """Begin to listen; deliveries are made in the caller's context."""
        self._unsubscribe = library.subscribe(self._take)
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Listen no more; a delivery that is under way is given up."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def _take(self, event: Event) -> None:
        self._pending.take(event)
        self._wake.set()

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            await asyncio.sleep(MERGE_SECONDS)
            self._wake.clear()
            happened, self._pending = self._pending, Happened()
            try:
                await self._deliver(happened)
            except ReadNowError as err:
                self._tell(str(err))
            except Exception:
                _log.exception("showing what happened failed")
                self._tell("Something went wrong while showing what changed: the log has the details.")
