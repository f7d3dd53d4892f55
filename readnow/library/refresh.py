"""Refreshing: due → fetch → parse → store, each feed by itself, bounded and cancellable.

`Library.refresh` runs it; the network and the parser are handed in as functions, what comes of them is
written by `storing`. Invariant: what one feed does never reaches another.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from msgspec.structs import replace

from readnow.library import schedule
from readnow.library.choosing import Skipped
from readnow.library.events import FeedFailed, FeedRefreshed, FeedsChanged, RefreshFinished, RefreshProgress
from readnow.library.finishing import Finishing
from readnow.library.fulltexts import FullTexts
from readnow.library.storing import Storing
from readnow.library.voice import Voice
from readnow.model.article import ArticleId
from readnow.model.errors import StoreError
from readnow.model.feed import FeedId, FetchState, Problem, ProblemKind, Timestamp
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome, FetchRequest, NotModified
from readnow.model.parsed import NotAFeed, ParsedFeed, ParseOutcome, body_hash

_log = logging.getLogger(__name__)

FetchFunction = Callable[[FetchRequest, asyncio.Semaphore | None], Awaitable[FetchOutcome]]
"""Fetches a document. Takes a place of the semaphore before it sends the request, and keeps it taken only
with a `Fetched`: whoever uses the body gives it back."""


class Parser(Protocol):
    """Reads documents away from the event loop."""

    async def parse(
        self, body: bytes, *, url: str, content_type: str = "", quick: bool = False
    ) -> ParseOutcome:
        """What the document holds; `quick` may leave its articles rough."""

    async def expect(self, documents: int) -> None:
        """Get ready for so many new documents; 0 says that all have come."""


MAX_BODIES = 40
"""Documents that are on their way or wait for the parser: a refresh of thousands never holds more."""

MANY_NEW = 50
"""Feeds never read before in one refresh from which on their articles are finished behind it."""

WHOLE_AFTER = 8 * schedule.DAY
"""How long a feed may answer 304 only, before it is asked for the whole document once (H3)."""


def request_for(state: FetchState, now: Timestamp, *, by_hand: bool) -> FetchRequest:
    """The request for a feed: conditional, but once in eight days where the server always says 304 (H3).

    Never so by hand: who presses a key again and again must not cost a server whole documents.
    """
    stale = state.last_full is not None and now - state.last_full >= WHOLE_AFTER
    settings, whole = state.settings, stale and not by_hand
    return FetchRequest(
        url=state.url,
        etag=None if whole else state.etag,
        last_modified=None if whole else state.last_modified,
        allow_private=settings.allow_private,
        user_agent=settings.user_agent,
        headers=settings.headers,
        auth=settings.auth,
        proxy=settings.proxy,
        insecure=settings.insecure,
    )


def _is_known(state: FetchState, fetched: Fetched) -> bool:
    """Whether this is the document that was read last."""
    return state.body_hash is not None and body_hash(fetched.body) == state.body_hash


class RefreshRun:
    """One running refresh. Feeds can join it while it runs; `wait` ends with its figures."""

    def __init__(
        self,
        storing: Storing,
        voice: Voice,
        fetch: FetchFunction,
        parser: Parser,
        finishing: Finishing,
        fulltexts: FullTexts,
        now: Callable[[], float],
    ) -> None:
        self._now = now
        self._storing = storing
        self._voice = voice
        self._fetch = fetch
        self._parser = parser
        self._finishing = finishing
        self._fulltexts = fulltexts
        self._wanting: list[ArticleId] = []
        """New articles that are to have their full text."""
        self._quick = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._feeds: set[FeedId] = set()
        self._done = 0
        self._figures = RefreshFinished()
        self._bodies = asyncio.Semaphore(MAX_BODIES)
        self._unreached: list[tuple[FetchState, FetchFailed]] = []
        """Feeds to which there was no network."""
        self._reached = False
        """Whether any server answered."""
        self._began = time.monotonic()

    def join(self, states: Iterable[FetchState], *, by_hand: bool) -> None:
        """Take these feeds in; those that are in already are asked once only."""
        joining = [state for state in states if state.feed_id not in self._feeds]
        unread = sum(state.body_hash is None for state in joining)
        self._quick |= unread >= MANY_NEW
        loop = asyncio.get_running_loop()
        if unread:
            self._tasks.add(loop.create_task(self._parser.expect(unread)))
        for state in joining:
            self._feeds.add(state.feed_id)
            request = request_for(state, int(self._now()), by_hand=by_hand)
            self._tasks.add(loop.create_task(self._one(state, request)))

    def skip(self, skipped: Skipped) -> None:
        """Count feeds that are left alone."""
        reasons = self._figures.reasons + skipped
        self._figures = replace(self._figures, skipped=reasons.total, reasons=reasons)

    async def wait(self) -> RefreshFinished:
        """Wait for all feeds; when cancelled, every feed's own task is cancelled and ended first."""
        try:
            while self._tasks:
                finished, _ = await asyncio.wait(self._tasks)
                self._tasks -= finished
                for task in finished:
                    task.result()
        except BaseException:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            raise
        finally:
            await self._parser.expect(0)
        await self._settle_unreached()
        self._finishing.begin()
        if self._wanting:
            await self._fulltexts.fetch_new(self._wanting)
        await self._fulltexts.fetch_wanted()
        return self.figures()

    def figures(self) -> RefreshFinished:
        """The figures so far."""
        return replace(self._figures, seconds=round(time.monotonic() - self._began, 3))

    async def _one(self, state: FetchState, request: FetchRequest) -> None:
        """One feed, whatever happens to it."""
        try:
            await self._refresh_or_fail(state, request)
        except StoreError as err:
            self._failed(state.feed_id, Problem(ProblemKind.INTERNAL, str(err), 0))
        self._done += 1
        self._voice.publish(RefreshProgress(self._done, len(self._feeds), self._figures.new))

    async def _refresh_or_fail(self, state: FetchState, request: FetchRequest) -> None:
        """One of the two places that catch everything: our own mistake over one feed is this feed's."""
        try:
            await self._refresh(state, request)
        except StoreError:
            raise
        except Exception:
            _log.exception("refreshing feed %d failed", state.feed_id)
            sentence = "something went wrong inside ReadNOW: the log has the details"
            await self._fail(state, FetchFailed(ProblemKind.INTERNAL, sentence))

    async def _refresh(self, state: FetchState, request: FetchRequest) -> None:
        outcome = await self._fetch(request, self._bodies)
        try:
            await self._take(state, outcome)
        finally:
            if isinstance(outcome, Fetched):
                self._bodies.release()

    async def _take(self, state: FetchState, outcome: FetchOutcome) -> None:
        if isinstance(outcome, FetchFailed):
            await self._fail(state, outcome)
            return
        self._reached = True
        if isinstance(outcome, NotModified) or _is_known(state, outcome):
            self._figures = replace(self._figures, not_modified=self._figures.not_modified + 1)
            if await self._storing.store_unchanged(state, outcome):
                self._voice.publish(FeedsChanged())
        else:
            await self._read(state, outcome)

    async def _read(self, state: FetchState, fetched: Fetched) -> None:
        first = state.body_hash is None
        parsed = await self._parser.parse(
            fetched.body, url=fetched.url, content_type=fetched.content_type, quick=first and self._quick
        )
        if not isinstance(parsed, ParsedFeed):
            kind = ProblemKind.NOT_A_FEED if isinstance(parsed, NotAFeed) else ProblemKind.UNREADABLE
            await self._fail(state, FetchFailed(kind, parsed.detail))
            return
        if first and self._quick:
            self._finishing.begin()
        else:
            await self._finishing.before(state.feed_id, parsed.entries)
        stored = await self._storing.store_parsed(state, fetched, parsed, first_import=first)
        applied = stored.applied
        self._figures = replace(
            self._figures,
            fetched=self._figures.fetched + 1,
            new=self._figures.new + len(applied.new_ids),
            new_feeds=self._figures.new_feeds + bool(applied.new_ids),
            updated=self._figures.updated + len(applied.changed_ids),
        )
        if applied.new_ids and self._fulltexts.is_wanted(state.feed_id):
            self._wanting += applied.new_ids
        self._voice.publish(FeedRefreshed(applied))
        if stored.rearranged:
            self._voice.publish(FeedsChanged())

    async def _fail(self, state: FetchState, failed: FetchFailed) -> None:
        if failed.offline and not self._reached:
            self._unreached.append((state, failed))
            return
        self._reached |= failed.status is not None
        await self._keep_failure(state, failed)

    async def _settle_unreached(self) -> None:
        """Where others were reached, those that were not are in trouble; otherwise this machine is offline,
        which is no feed's fault: nothing is kept of it, and they are asked again soon."""
        unreached, self._unreached = self._unreached, []
        if unreached and not self._reached:
            failed = self._figures.failed + len(unreached)
            self._figures = replace(self._figures, offline=True, failed=failed)
            return
        for state, failed_so in unreached:
            await self._keep_failure(state, failed_so)

    async def _keep_failure(self, state: FetchState, failed: FetchFailed) -> None:
        self._failed(state.feed_id, await self._storing.store_failure(state, failed))

    def _failed(self, feed_id: FeedId, problem: Problem) -> None:
        self._figures = replace(self._figures, failed=self._figures.failed + 1)
        self._voice.publish(FeedFailed(feed_id, problem))
