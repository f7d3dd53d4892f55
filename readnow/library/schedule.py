"""When a feed is asked again (rules H4 to H9). Pure: the clock is handed in; `refresh` writes what comes out.

Invariant: no result lies in the past or further ahead than a server may wish (seven days), except `NEVER`.
"""

from collections.abc import Sequence
from hashlib import blake2b

from readnow.model.feed import FeedId, FetchState, ProblemKind, Timestamp
from readnow.model.fetch import FetchFailed

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NEVER: Timestamp = 1 << 60
"""The next check of a feed that is gone (H9): only the user resumes it."""

FLOOR = 30 * MINUTE
MANUAL_ONE = 60
MANUAL_MANY = 9 * MINUTE
_BACK_OFF = (1 * HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR)
_FAR_AHEAD = 31 * DAY
_LARGE_BODY = 500 * 1024


def is_due(state: FetchState, now: Timestamp) -> bool:
    """Whether a feed is to be asked by itself; a date that only a changed clock explains counts as due."""
    due = state.next_due
    if due is None:
        return True
    if due == NEVER:
        return False
    if state.last_attempt is not None and state.last_attempt > now + HOUR:
        return True
    return due <= now or due > now + _FAR_AHEAD


def due(states: Sequence[FetchState], now: Timestamp) -> tuple[FetchState, ...]:
    """Those of the feeds that are due, the longest waiting first."""
    found = [state for state in states if is_due(state, now)]
    return tuple(sorted(found, key=lambda state: state.next_due or 0))


def by_hand(states: Sequence[FetchState], now: Timestamp) -> tuple[FetchState, ...]:
    """Those that a user may have refreshed now: not checked a moment ago (H4), nor gone (H9)."""
    least = MANUAL_ONE if len(states) == 1 else MANUAL_MANY
    return tuple(
        state
        for state in states
        if state.next_due != NEVER
        and not _asked_to_wait(state, now)
        and (state.last_attempt is None or not 0 <= now - state.last_attempt < least)
    )


def forced(states: Sequence[FetchState], now: Timestamp) -> tuple[FetchState, ...]:
    """All but those whose server asked to wait (H7) or that are gone (H9): force overrides the rest."""
    return tuple(state for state in states if state.next_due != NEVER and not _asked_to_wait(state, now))


def _asked_to_wait(state: FetchState, now: Timestamp) -> bool:
    return state.problem is ProblemKind.WAIT and state.next_due is not None and state.next_due > now


def after_success(
    now: Timestamp,
    *,
    interval: int,
    max_age: int | None = None,
    ttl_minutes: int | None = None,
    has_validators: bool = True,
    body_size: int = 0,
) -> Timestamp:
    """The next check after a good answer. `interval` and `max_age` in seconds, `body_size` in bytes.

    Server and feed may only lengthen the interval (H5, H6), up to a day; without validators every request
    costs the whole document, so it is asked less often (H4).
    """
    wanted = max(interval, FLOOR)
    if not has_validators:
        wanted = max(wanted, DAY if body_size > _LARGE_BODY else 6 * HOUR)
    longer = max(max_age or 0, (ttl_minutes or 0) * MINUTE)
    return now + max(wanted, min(longer, DAY))


def after_failure(now: Timestamp, failed: FetchFailed, failures: int, feed_id: FeedId) -> Timestamp:
    """The next check after the `failures`-th failure in a row (H7 to H9), spread by up to a tenth (H8)."""
    if failed.kind is ProblemKind.GONE:
        return NEVER
    if failed.retry_at is not None:
        return min(max(failed.retry_at, now + MINUTE), now + 7 * DAY)
    if failed.status == 403:
        wait = 4 * HOUR
    elif failed.status in (401, 404):
        wait = DAY
    else:
        wait = _BACK_OFF[min(max(failures, 1), len(_BACK_OFF)) - 1]
    return now + wait + _spread(feed_id, failures, wait // 10)


def _spread(feed_id: FeedId, failures: int, width: int) -> int:
    """A number in -width … width that differs from feed to feed but not from run to run."""
    seed = blake2b(f"{feed_id}:{failures}".encode(), digest_size=4).digest()
    return int.from_bytes(seed, "big") % (2 * width + 1) - width
