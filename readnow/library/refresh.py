"""Refreshing: due → fetch → parse → decide → store, each feed by itself, bounded and cancellable.

`Library.refresh` runs it; the network and the parser are handed in as functions. Invariants: what one feed
does never reaches another; a document's articles, the validators that vouch for them and the next check are
one transaction (E9, E10); an attempt that fails deletes nothing (E5).
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b

from readnow.library import schedule
from readnow.library.decide import ImportPolicy, decide
from readnow.library.events import FeedFailed, FeedRefreshed, RefreshFinished, RefreshProgress
from readnow.library.shelf import Shelf
from readnow.library.voice import Voice
from readnow.model.change import Applied, FetchRecord
from readnow.model.errors import StoreError
from readnow.model.feed import Feed, FeedId, FetchState, Problem, ProblemKind, Timestamp
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome, FetchRequest, NotModified
from readnow.model.parsed import NotAFeed, ParsedFeed, ParseOutcome
from readnow.store import articles as stored_articles
from readnow.store import feeds as stored_feeds
from readnow.store.database import Connection, Database

_log = logging.getLogger(__name__)

FetchFunction = Callable[[FetchRequest, asyncio.Semaphore | None], Awaitable[FetchOutcome]]
"""Fetches a document. Takes a place of the semaphore before it sends the request, and keeps it taken only
with a `Fetched`: whoever uses the body gives it back."""
ParseFunction = Callable[[bytes, str, str], Awaitable[ParseOutcome]]


MAX_BODIES = 40
"""Documents that are on their way or wait for the parser: a refresh of thousands never holds more."""


@dataclass(frozen=True, slots=True)
class RefreshPolicy:
    """What the user's configuration says about refreshing. `interval` in seconds."""

    interval: int = 3600
    read_older_than_days: int = 30


def failure_record(
    feed_id: FeedId, failed: FetchFailed, *, failures: int, since: Timestamp | None, now: Timestamp
) -> FetchRecord:
    """What the `failures`-th failure in a row leaves in the feed's row; validators stay as they are."""
    problem = Problem(failed.kind, failed.detail, since if since is not None else now, failed.status)
    due = schedule.after_failure(now, failed, failures, feed_id)
    return FetchRecord(attempted_at=now, next_due=due, failures=failures, problem=problem)


class Storing:
    """Writes what an attempt brought, in one transaction, and returns what really changed."""

    def __init__(
        self, database: Database, shelf: Shelf, policy: RefreshPolicy, now: Callable[[], float]
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._policy = policy
        self._now = now

    async def store_parsed(
        self, feed_id: FeedId, fetched: Fetched, parsed: ParsedFeed, *, first_import: bool
    ) -> Applied:
        """Store a document's entries with its validators and the next check (E9, E10)."""
        record = self._success(fetched, parsed)
        policy = ImportPolicy(first_import, self._policy.read_older_than_days)
        applied, feed = await self._database.write(_store, feed_id, parsed, record, policy)
        self._rebase(feed)
        return applied

    async def store_unchanged(self, state: FetchState, answer: NotModified | Fetched) -> None:
        """A 304, or a body equal to the last: only the next check and validators that came change (H2)."""
        now = self._at()
        etag, modified = answer.etag, answer.last_modified
        if isinstance(answer, NotModified):
            etag, modified = etag or state.etag, modified or state.last_modified
        due = schedule.after_success(
            now,
            interval=self._policy.interval,
            max_age=answer.max_age,
            has_validators=bool(etag or modified),
            body_size=len(answer.body) if isinstance(answer, Fetched) else 0,
        )
        await self._record(state.feed_id, FetchRecord(now, due, validators=(etag, modified)))

    async def store_failure(self, state: FetchState, failed: FetchFailed) -> Problem:
        """Count the failure, say since when, and put the next check off (H7 to H9)."""
        earlier = self._shelf.feed(state.feed_id).health.problem if self._shelf.knows(state.feed_id) else None
        since = earlier.since if earlier is not None and earlier.kind is failed.kind else None
        record = failure_record(
            state.feed_id, failed, failures=state.failures + 1, since=since, now=self._at()
        )
        await self._record(state.feed_id, record)
        assert record.problem is not None
        return record.problem

    def _success(self, fetched: Fetched, parsed: ParsedFeed) -> FetchRecord:
        now = self._at()
        due = schedule.after_success(
            now,
            interval=self._policy.interval,
            max_age=fetched.max_age,
            ttl_minutes=parsed.ttl_minutes,
            has_validators=bool(fetched.etag or fetched.last_modified),
            body_size=len(fetched.body),
        )
        return FetchRecord(
            attempted_at=now,
            next_due=due,
            validators=(fetched.etag, fetched.last_modified),
            body_hash=body_hash(fetched.body),
            feed_title=parsed.title,
            site_url=parsed.site_url,
        )

    async def _record(self, feed_id: FeedId, record: FetchRecord) -> None:
        self._rebase(await self._database.write(_record, feed_id, record))

    def _rebase(self, feed: Feed | None) -> None:
        if feed is not None:
            self._shelf.rebase((feed,))

    def _at(self) -> Timestamp:
        return int(self._now())


class RefreshRun:
    """One running refresh. Feeds can join it while it runs; `wait` ends with its figures."""

    def __init__(self, storing: Storing, voice: Voice, fetch: FetchFunction, parse: ParseFunction) -> None:
        self._storing = storing
        self._voice = voice
        self._fetch = fetch
        self._parse = parse
        self._tasks: set[asyncio.Task[None]] = set()
        self._feeds: set[FeedId] = set()
        self._done = 0
        self._figures = RefreshFinished()
        self._bodies = asyncio.Semaphore(MAX_BODIES)
        self._began = time.monotonic()

    def join(self, states: Iterable[FetchState]) -> None:
        """Take these feeds in; those that are in already are asked once only."""
        for state in states:
            if state.feed_id not in self._feeds:
                self._feeds.add(state.feed_id)
                self._tasks.add(asyncio.get_running_loop().create_task(self._one(state)))

    def skip(self, count: int) -> None:
        """Count feeds that were not due."""
        self._figures = replace(self._figures, skipped=self._figures.skipped + count)

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
        return self.figures()

    def figures(self) -> RefreshFinished:
        """The figures so far."""
        return replace(self._figures, seconds=round(time.monotonic() - self._began, 3))

    async def _one(self, state: FetchState) -> None:
        """One feed, whatever happens to it."""
        try:
            await self._refresh_or_fail(state)
        except StoreError as err:
            self._failed(state.feed_id, Problem(ProblemKind.INTERNAL, str(err), 0))
        self._done += 1
        self._voice.publish(RefreshProgress(self._done, len(self._feeds), self._figures.new))

    async def _refresh_or_fail(self, state: FetchState) -> None:
        """One of the two places that catch everything: our own mistake over one feed is this feed's."""
        try:
            await self._refresh(state)
        except StoreError:
            raise
        except Exception:
            _log.exception("refreshing feed %d failed", state.feed_id)
            sentence = "something went wrong inside ReadNOW: the log has the details"
            await self._fail(state, FetchFailed(ProblemKind.INTERNAL, sentence))

    async def _refresh(self, state: FetchState) -> None:
        request = FetchRequest(state.url, state.etag, state.last_modified, state.allow_private)
        outcome = await self._fetch(request, self._bodies)
        try:
            await self._take(state, outcome)
        finally:
            if isinstance(outcome, Fetched):
                self._bodies.release()

    async def _take(self, state: FetchState, outcome: FetchOutcome) -> None:
        if isinstance(outcome, FetchFailed):
            await self._fail(state, outcome)
        elif isinstance(outcome, NotModified) or body_hash(outcome.body) == state.body_hash:
            await self._storing.store_unchanged(state, outcome)
            self._figures = replace(self._figures, not_modified=self._figures.not_modified + 1)
        else:
            await self._read(state, outcome)

    async def _read(self, state: FetchState, fetched: Fetched) -> None:
        parsed = await self._parse(fetched.body, fetched.url, fetched.content_type)
        if not isinstance(parsed, ParsedFeed):
            kind = ProblemKind.NOT_A_FEED if isinstance(parsed, NotAFeed) else ProblemKind.UNREADABLE
            await self._fail(state, FetchFailed(kind, parsed.detail))
            return
        first = state.body_hash is None
        applied = await self._storing.store_parsed(state.feed_id, fetched, parsed, first_import=first)
        self._figures = replace(
            self._figures,
            fetched=self._figures.fetched + 1,
            new=self._figures.new + len(applied.new_ids),
            updated=self._figures.updated + len(applied.changed_ids),
        )
        self._voice.publish(FeedRefreshed(applied))

    async def _fail(self, state: FetchState, failed: FetchFailed) -> None:
        self._failed(state.feed_id, await self._storing.store_failure(state, failed))

    def _failed(self, feed_id: FeedId, problem: Problem) -> None:
        self._figures = replace(self._figures, failed=self._figures.failed + 1)
        self._voice.publish(FeedFailed(feed_id, problem))


def body_hash(body: bytes) -> bytes:
    """What tells whether a body is the one that was read last."""
    return blake2b(body, digest_size=16).digest()


def _store(
    conn: Connection, feed_id: FeedId, parsed: ParsedFeed, record: FetchRecord, policy: ImportPolicy
) -> tuple[Applied, Feed | None]:
    now = record.attempted_at
    known = stored_articles.known(conn, feed_id, [entry.key for entry in parsed.entries])
    plan = decide(known, parsed, now, policy)
    applied = stored_articles.apply(conn, feed_id, plan, now)
    stored_feeds.record(conn, feed_id, record)
    return applied, stored_feeds.one_feed(conn, feed_id)


def _record(conn: Connection, feed_id: FeedId, record: FetchRecord) -> Feed | None:
    stored_feeds.record(conn, feed_id, record)
    return stored_feeds.one_feed(conn, feed_id)
