"""What the fetcher must remember of each feed, and how its attempts went. Reached through `store.feeds`.

Invariant: validators go in and out byte for byte (H1), and in the same transaction as the articles that they
vouch for (E9).
"""

from collections.abc import Sequence
from typing import Any

from readnow.model.change import FetchRecord
from readnow.model.feed import FeedId, FetchState, Problem, ProblemKind, Timestamp
from readnow.model.health import Attempt, DueReason, FeedHealth, Moved
from readnow.store.connecting import Connection
from readnow.store.settings import read_settings

HEALTH = (
    "t.last_attempt, f.last_success, t.next_due, t.due_reason, t.failures,"
    " f.problem_kind, f.problem_detail, f.problem_since, f.problem_status,"
    " t.moved_to, t.moved_seen, t.moved_since, t.size, t.parse_ms, t.tier,"
    " t.etag IS NOT NULL OR t.last_modified IS NOT NULL"
)
"""The columns that `health_of` reads, of the tables `feed f` and `fetch t`."""
ATTEMPTS_KEPT = 30
_PARAMETERS = 500
"""Placeholders in one statement: SQLite's older limit is 999."""

_STATE = (
    "SELECT f.id, f.url, t.etag, t.last_modified, t.body_hash, t.next_due, t.last_attempt, t.last_full,"
    " t.failures, f.problem_kind, t.moved_to, t.moved_seen, t.moved_since, f.settings, t.allow_private"
    " FROM feed f JOIN fetch t ON t.feed_id = f.id WHERE f.removed_at IS NULL"
)


def fetch_states(conn: Connection, ids: Sequence[FeedId] | None) -> tuple[FetchState, ...]:
    """What the fetcher needs of these feeds, or of all."""
    if ids is None:
        return tuple(_state(row) for row in conn.execute(f"{_STATE} ORDER BY f.id"))
    found: list[FetchState] = []
    for part in parts(ids):
        rows = conn.execute(f"{_STATE} AND f.id IN ({placeholders(part)}) ORDER BY f.id", part)
        found += map(_state, rows)
    return tuple(found)


def record(conn: Connection, feed_id: FeedId, attempt: FetchRecord) -> None:
    """Write what an attempt left: the next check, health, validators where it brought some.

    Nothing where the feed was removed meanwhile: its articles were not stored, and validators must not vouch
    for them (E9).
    """
    row = conn.execute(
        "SELECT t.recent FROM feed f JOIN fetch t ON t.feed_id = f.id WHERE f.id = ? AND removed_at IS NULL",
        (feed_id,),
    ).fetchone()
    if row is None:
        return
    _record_health(conn, feed_id, attempt)
    moved = attempt.moved
    etag, modified = attempt.validators or (None, None)
    conn.execute(
        "UPDATE fetch SET last_attempt = :at, next_due = :due, due_reason = :reason, failures = :failures,"
        " body_hash = ifnull(:hash, body_hash), last_full = CASE WHEN :full THEN :at ELSE last_full END,"
        " size = ifnull(:size, size), parse_ms = ifnull(:parse_ms, parse_ms), tier = ifnull(:tier, tier),"
        " read_at = CASE WHEN :tier IS NULL THEN read_at ELSE :at END,"
        " moved_to = :moved_to, moved_seen = :moved_seen, moved_since = :moved_since, recent = :recent,"
        " etag = CASE WHEN :validated THEN :etag ELSE etag END,"
        " last_modified = CASE WHEN :validated THEN :modified ELSE last_modified END"
        " WHERE feed_id = :feed",
        {
            "at": attempt.attempted_at,
            "due": attempt.next_due,
            "reason": attempt.due_reason.value,
            "failures": attempt.failures,
            "hash": attempt.body_hash,
            "full": attempt.full,
            "size": attempt.size,
            "parse_ms": attempt.parse_ms,
            "tier": attempt.tier,
            "moved_to": moved.url if moved else None,
            "moved_seen": moved.seen if moved else None,
            "moved_since": moved.since if moved else None,
            "recent": _with_attempt(row[0], attempt),
            "validated": attempt.validators is not None,
            "etag": _as_bytes(etag),
            "modified": _as_bytes(modified),
            "feed": feed_id,
        },
    )


def _record_health(conn: Connection, feed_id: FeedId, attempt: FetchRecord) -> None:
    problem = attempt.problem
    conn.execute(
        "UPDATE feed SET problem_kind = :kind, problem_detail = :detail, problem_since = :since,"
        " problem_status = :status, last_success = CASE WHEN :kind IS NULL THEN :at ELSE last_success END,"
        " title = ifnull(nullif(:title, ''), title), site_url = ifnull(nullif(:site, ''), site_url)"
        " WHERE id = :feed",
        {
            "kind": problem.kind.value if problem else None,
            "detail": problem.detail if problem else None,
            "since": problem.since if problem else None,
            "status": problem.status if problem else None,
            "at": attempt.attempted_at,
            "title": attempt.feed_title,
            "site": attempt.site_url,
            "feed": feed_id,
        },
    )


def resume(conn: Connection, feed_id: FeedId) -> None:
    """Forget the feed's failures: it is asked again with the next refresh, also one that was gone (H9)."""
    conn.execute(
        "UPDATE feed SET problem_kind = NULL, problem_detail = NULL, problem_since = NULL,"
        " problem_status = NULL WHERE id = ?",
        (feed_id,),
    )
    conn.execute(
        "UPDATE fetch SET next_due = NULL, due_reason = NULL, failures = 0 WHERE feed_id = ?", (feed_id,)
    )


def attempts(conn: Connection, feed_id: FeedId) -> tuple[Attempt, ...]:
    """The last attempts to fetch a feed, the newest last."""
    row = conn.execute("SELECT recent FROM fetch WHERE feed_id = ?", (feed_id,)).fetchone()
    return tuple(_attempt(text) for text in row[0].split()) if row else ()


def readings(conn: Connection) -> tuple[tuple[FeedId, Timestamp | None, int, int], ...]:
    """Of each feed: the date of its newest article, how many came since subscribing, and of those, how many
    are unread. An article's id is its sort date, so all of it is read off the index."""
    rows = conn.execute(
        "SELECT f.id, (SELECT max(a.id) FROM article a WHERE a.feed_id = f.id),"
        " (SELECT count(*) FROM article a WHERE a.feed_id = f.id AND a.id > f.added_at),"
        " (SELECT count(*) FROM unread u WHERE u.feed_id = f.id AND u.id > f.added_at)"
        " FROM feed f WHERE f.removed_at IS NULL"
    )
    return tuple(rows)


def health_of(row: Sequence[Any]) -> FeedHealth:
    """The health in the columns `HEALTH`."""
    attempt, success, due, reason, failures, kind, detail, since, status = row[:9]
    moved_to, seen, moved_since, size, parse_ms, tier, has_validators = row[9:]
    return FeedHealth(
        last_attempt=attempt,
        last_success=success,
        next_due=due,
        due_reason=DueReason(reason) if reason in _REASONS else None,
        failures=failures,
        problem=None if kind is None else Problem(_kind(kind), detail, since, status),
        moved=None if moved_to is None else Moved(moved_to, seen, moved_since),
        size=size,
        parse_ms=parse_ms,
        tier=tier or "",
        has_validators=bool(has_validators),
    )


def parts(ids: Sequence[FeedId]) -> list[tuple[FeedId, ...]]:
    """Ids in parts that fit into one statement."""
    return [tuple(ids[start : start + _PARAMETERS]) for start in range(0, len(ids), _PARAMETERS)]


def placeholders(part: Sequence[object]) -> str:
    """As many question marks."""
    return ",".join("?" * len(part))


_REASONS = frozenset(DueReason)


def _state(row: tuple[Any, ...]) -> FetchState:
    feed_id, url, etag, modified, body_hash, due, attempt, full, failures, kind = row[:10]
    moved_to, seen, moved_since, settings, private = row[10:]
    return FetchState(
        feed_id=feed_id,
        url=url,
        etag=_as_text(etag),
        last_modified=_as_text(modified),
        body_hash=body_hash,
        next_due=due,
        last_attempt=attempt,
        last_full=full,
        failures=failures,
        problem=None if kind is None else _kind(kind),
        moved=None if moved_to is None else Moved(moved_to, seen, moved_since),
        settings=read_settings(settings, private),
    )


def _kind(stored: str) -> ProblemKind:
    try:
        return ProblemKind(stored)
    except ValueError:
        return ProblemKind.INTERNAL


def _with_attempt(recent: str, attempt: FetchRecord) -> str:
    problem = attempt.problem
    outcome = str(attempt.status) if attempt.status else problem.kind.value if problem else "ok"
    mark = "!" if problem else ""
    return " ".join([*recent.split()[1 - ATTEMPTS_KEPT :], f"{attempt.attempted_at}:{mark}{outcome}"])


def _attempt(text: str) -> Attempt:
    at, _, outcome = text.partition(":")
    return Attempt(int(at), outcome.removeprefix("!"), not outcome.startswith("!"))


def _as_bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogateescape")


def _as_text(stored: object) -> str | None:
    return stored.decode("utf-8", "surrogateescape") if isinstance(stored, bytes) else None
