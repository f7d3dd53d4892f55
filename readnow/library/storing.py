"""What an attempt brought, written down: articles, validators, next check and health in one transaction.

Used by `refresh` and `adding`. Invariants: a document's articles, the validators that vouch for them and the
next check are one transaction (E9, E10); an attempt that fails deletes nothing (E5).
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from readnow.library import schedule
from readnow.library.decide import ImportPolicy, decide
from readnow.library.events import RulesActed
from readnow.library.judging import Judging
from readnow.library.loading import load_shelf
from readnow.library.moving import judge
from readnow.library.shelf import Shelf
from readnow.library.together import Together
from readnow.library.voice import Voice
from readnow.model.change import Applied, FeedPlan, FetchRecord
from readnow.model.feed import Feed, FeedId, FetchState, Problem, Timestamp
from readnow.model.fetch import Fetched, FetchFailed, NotModified
from readnow.model.parsed import ParsedFeed, body_hash
from readnow.model.rule import Deed, Ruled
from readnow.store import articles as stored_articles
from readnow.store import feeds as stored_feeds
from readnow.store import moving_in
from readnow.store import rules as stored_rules
from readnow.store.database import Connection, Database
from readnow.store.free_ids import FreeIds
from readnow.store.merging import adopt

if TYPE_CHECKING:
    from readnow.store.ruling import Ready

BATCH = 200
"""Attempts that are written together, where nothing but their time has changed."""
DOCUMENTS = 12
"""Documents whose articles are written together: indexes are written once for all of them."""


class RefreshPolicy(Struct, frozen=True):
    """What the user's configuration says about refreshing. `interval` in seconds."""

    interval: int = 3600
    read_older_than_days: int = 30


class Stored(Struct, frozen=True):
    """What was written. `rearranged`: the feed has another address now, or went into another feed."""

    applied: Applied
    rearranged: bool = False


class _Attempt(Struct, frozen=True):
    """An attempt that changed nothing but its time. `adopt` is an address to be taken over, or empty."""

    feed_id: FeedId
    record: FetchRecord
    adopt: str


class _Document(Struct, frozen=True):
    """What a document brought."""

    state: FetchState
    parsed: ParsedFeed
    record: FetchRecord
    policy: ImportPolicy
    permanent_url: str | None


def failure_record(
    feed_id: FeedId, failed: FetchFailed, *, failures: int, since: Timestamp | None, now: Timestamp
) -> FetchRecord:
    """What the `failures`-th failure in a row leaves in the feed's row; validators stay as they are."""
    problem = Problem(failed.kind, failed.detail, since if since is not None else now, failed.status)
    due = schedule.after_failure(now, failed, failures, feed_id)
    return FetchRecord(
        attempted_at=now,
        next_due=due.at,
        due_reason=due.reason,
        status=failed.status or 0,
        failures=failures,
        problem=problem,
    )


class Storing:
    """Writes what an attempt brought, and returns what really changed."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        voice: Voice,
        judging: Judging,
        policy: RefreshPolicy,
        now: Callable[[], float],
    ) -> None:
        self._database = database
        self._voice = voice
        self._judging = judging
        self._shelf = shelf
        self.policy = policy
        self._now = now
        self._attempts = Together(self._write_attempts, BATCH)
        self._free_ids = FreeIds()
        self._documents = Together(self._write_documents, DOCUMENTS)

    async def store_parsed(
        self, state: FetchState, fetched: Fetched, parsed: ParsedFeed, *, first_import: bool
    ) -> Stored:
        """Store a document's entries with its validators and the next check (E9, E10)."""
        record = self._success(state, fetched, parsed)
        policy = ImportPolicy(first_import, self.policy.read_older_than_days, state.settings.unread_on_change)
        return await self._documents.do(_Document(state, parsed, record, policy, fetched.permanent_url))

    async def store_unchanged(self, state: FetchState, answer: NotModified | Fetched) -> bool:
        """A 304, or a body equal to the last: only the next check and validators that came change (H2).

        Whether the feed has another address now. Many of these are one transaction.
        """
        now = self._at()
        etag, modified = answer.etag, answer.last_modified
        if isinstance(answer, NotModified):
            etag, modified = etag or state.etag, modified or state.last_modified
        due = schedule.after_success(
            now,
            interval=self._interval(state),
            wishes=schedule.Wishes(answer.max_age),
            has_validators=bool(etag or modified),
            body_size=len(answer.body) if isinstance(answer, Fetched) else 0,
        )
        move = judge(state.url, answer.permanent_url, state.moved, now, is_same_feed=True)
        record = FetchRecord(
            attempted_at=now,
            next_due=due.at,
            due_reason=due.reason,
            status=304 if isinstance(answer, NotModified) else 200,
            validators=(etag, modified),
            full=isinstance(answer, Fetched),
            moved=move.moved,
        )
        return await self._attempts.do(_Attempt(state.feed_id, record, move.adopt))

    async def store_failure(self, state: FetchState, failed: FetchFailed) -> Problem:
        """Count the failure, say since when, and put the next check off (H7 to H9)."""
        earlier = self._shelf.feed(state.feed_id).health.problem if self._shelf.knows(state.feed_id) else None
        since = earlier.since if earlier is not None and earlier.kind is failed.kind else None
        record = failure_record(
            state.feed_id, failed, failures=state.failures + 1, since=since, now=self._at()
        )
        record = replace(record, moved=state.moved)
        await self._show((await self._database.write(_record, state.feed_id, record),))
        assert record.problem is not None
        return record.problem

    def _success(self, state: FetchState, fetched: Fetched, parsed: ParsedFeed) -> FetchRecord:
        now = self._at()
        due = schedule.after_success(
            now,
            interval=self._interval(state),
            wishes=schedule.Wishes.of(parsed, fetched.max_age),
            has_validators=bool(fetched.etag or fetched.last_modified),
            body_size=len(fetched.body),
        )
        return FetchRecord(
            attempted_at=now,
            next_due=due.at,
            due_reason=due.reason,
            status=200,
            validators=(fetched.etag, fetched.last_modified),
            body_hash=parsed.body_hash or body_hash(fetched.body),
            feed_title=parsed.title,
            site_url=parsed.site_url,
            full=True,
            size=len(fetched.body),
            parse_ms=parsed.parse_ms,
            tier=parsed.tier,
        )

    def _interval(self, state: FetchState) -> int:
        minutes = state.settings.interval
        return self.policy.interval if minutes is None else minutes * schedule.MINUTE

    async def _write_attempts(self, attempts: Sequence[_Attempt]) -> Sequence[bool]:
        feeds, adopted = await self._database.write(_record_all, attempts)
        await self._show(feeds, any(adopted))
        return adopted

    async def _write_documents(self, documents: Sequence[_Document]) -> Sequence[Stored]:
        stored, feeds = await self._database.write(_store_all, documents, self._free_ids)
        ruled = sum((one.applied.ruled for one in stored), Ruled())
        anew = any(one.rearranged for one in stored) or any(
            done.deed not in (Deed.MUTE, Deed.READ) for done in ruled.done
        )
        await self._show(feeds, anew)
        if ruled.taken or ruled.problems:
            self._judging.want(ruled.wanted)
            changed = {id for one in stored for id in one.applied.changed_ids}
            self._voice.publish(RulesActed(ruled, behind=not changed.isdisjoint(ruled.taken)))
        return stored

    async def _show(self, feeds: tuple[Feed | None, ...], rearranged: bool = False) -> None:
        if rearranged:
            await load_shelf(self._database, self._shelf)
        else:
            self._shelf.rebase([feed for feed in feeds if feed is not None])

    def _at(self) -> Timestamp:
        return int(self._now())


def _store_all(
    conn: Connection, documents: Sequence[_Document], ids: FreeIds
) -> tuple[tuple[Stored, ...], tuple[Feed, ...]]:
    """What was written, and the feeds as they are now."""
    ready = _rules_at_work(conn, documents[0].record.attempted_at)
    stored = tuple(_store(conn, document, ready, ids) for document in documents)
    return stored, stored_feeds.some_feeds(conn, [document.state.feed_id for document in documents])


def _rules_at_work(conn: Connection, now: Timestamp) -> "Sequence[Ready]":
    if not stored_rules.at_work(conn, now):
        return ()
    from readnow.library.rule_reading import ready_rules  # where there are no rules, it is not needed

    return ready_rules(conn, now)


def _store(conn: Connection, document: _Document, ready: "Sequence[Ready]", ids: FreeIds) -> Stored:
    state, parsed, record = document.state, document.parsed, document.record
    now, feed_id = record.attempted_at, state.feed_id
    stored = stored_articles.known(conn, feed_id, [entry.key for entry in parsed.entries])
    known = moving_in.recognise(conn, feed_id, parsed.entries, stored)
    buried = [key for key, entry in known.items() if entry.id is None]
    stored_articles.still_listed(conn, feed_id, buried, now)
    same = bool(known) or (document.permanent_url is not None and _is_titled(conn, feed_id, parsed.title))
    plan = decide(known, parsed, now, document.policy)
    applied = _applied(conn, feed_id, plan, ready, ids, now)
    move = judge(state.url, document.permanent_url, state.moved, now, is_same_feed=same)
    stored_feeds.record(conn, feed_id, replace(record, moved=move.moved))
    adopted = bool(move.adopt) and adopt(conn, feed_id, move.adopt, now)
    return Stored(applied, adopted)


def _is_titled(conn: Connection, feed_id: FeedId, title: str) -> bool:
    feed = stored_feeds.one_feed(conn, feed_id)
    return feed is not None and feed.title == title


def _applied(
    conn: Connection, feed_id: FeedId, plan: FeedPlan, ready: "Sequence[Ready]", ids: FreeIds, now: Timestamp
) -> Applied:
    """What the plan brought, after the rules."""
    if not ready:
        return stored_articles.apply(conn, feed_id, plan, now, ids)
    from readnow.store import ruling

    meant = ruling.meant_before(conn, ready, [changed.id for changed in plan.changed])
    applied = stored_articles.apply(conn, feed_id, plan, now, ids)
    ruled = ruling.arrived(conn, ready, applied.new_ids, now)
    ruled += ruling.changed(conn, ready, applied.changed_ids, meant, now)
    muted = frozenset(ruled.muted)
    return replace(applied, new_ids=tuple(id for id in applied.new_ids if id not in muted), ruled=ruled)


def _record(conn: Connection, feed_id: FeedId, record: FetchRecord) -> Feed | None:
    stored_feeds.record(conn, feed_id, record)
    return stored_feeds.one_feed(conn, feed_id)


def _record_all(conn: Connection, attempts: Sequence[_Attempt]) -> tuple[tuple[Feed, ...], tuple[bool, ...]]:
    adopted = []
    for attempt in attempts:
        stored_feeds.record(conn, attempt.feed_id, attempt.record)
        at, target = attempt.record.attempted_at, attempt.adopt
        adopted.append(bool(target) and adopt(conn, attempt.feed_id, target, at))
    return stored_feeds.some_feeds(conn, [attempt.feed_id for attempt in attempts]), tuple(adopted)
