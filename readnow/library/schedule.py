"""When a feed is asked again (rules H4 to H9). Pure: the clock is handed in; `refresh` writes what comes out.

Invariant: no result lies in the past or further ahead than a server may wish (seven days), except `NEVER`.
"""

from hashlib import blake2b
from typing import NamedTuple

from msgspec import Struct

from readnow.model.feed import FeedId, ProblemKind, Timestamp
from readnow.model.fetch import FetchFailed
from readnow.model.health import DueReason
from readnow.model.parsed import ParsedFeed

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NEVER: Timestamp = 1 << 60
"""The next check of a feed that is gone (H9) or wants other credentials: only the user resumes it."""

FLOOR = 30 * MINUTE
_BACK_OFF = (1 * HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR)
_LARGE_BODY = 500 * 1024
_WEEK = 7 * DAY
_MONDAY = 4 * DAY
"""The first Monday of the epoch: 5 January 1970."""


class Due(NamedTuple):
    """The next check and why it is then."""

    at: Timestamp
    reason: DueReason


class Wishes(Struct, frozen=True):
    """What server and feed ask for: seconds, minutes, hours of the day, days of the week (0: Monday), GMT."""

    max_age: int | None = None
    ttl_minutes: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()

    @classmethod
    def of(cls, parsed: ParsedFeed, max_age: int | None) -> "Wishes":
        """Those of a document and of the answer that it came in."""
        return cls(max_age, parsed.ttl_minutes, parsed.skip_hours, parsed.skip_days)


def after_success(
    now: Timestamp,
    *,
    interval: int,
    wishes: Wishes | None = None,
    has_validators: bool = True,
    body_size: int = 0,
) -> Due:
    """The next check after a good answer. `interval` in seconds, `body_size` in bytes.

    Server and feed may only lengthen the interval (H5, H6), up to a day; without validators every request
    costs the whole document, so it is asked less often (H4).
    """
    wishes = wishes or Wishes()
    wanted = [Due(max(interval, FLOOR), DueReason.INTERVAL)]
    if not has_validators:
        wanted.append(Due(DAY if body_size > _LARGE_BODY else 6 * HOUR, DueReason.NO_VALIDATORS))
    wanted.append(Due(min(wishes.max_age or 0, DAY), DueReason.SERVER))
    wanted.append(Due(min((wishes.ttl_minutes or 0) * MINUTE, DAY), DueReason.FEED))
    longest = max(wanted, key=lambda due: due.at)
    at = now + longest.at
    later = _out_of_quiet_hours(at, wishes)
    return Due(later, DueReason.QUIET_HOURS) if later > at else Due(at, longest.reason)


def _out_of_quiet_hours(at: Timestamp, wishes: Wishes) -> Timestamp:
    """The first moment from `at` on that is in no hour or day to skip, at most a day later (H6).

    Hours and days that leave nothing of the week are no wish that can be met.
    """
    hours = frozenset(hour % 24 for hour in wishes.skip_hours)
    days = frozenset(wishes.skip_days)
    if len(hours) == 24 or len(days) >= 7:
        return at
    moment = at
    while moment < at + DAY and (_hour(moment) in hours or _weekday(moment) in days):
        moment += HOUR - moment % HOUR
    return min(moment, at + DAY)


def _hour(at: Timestamp) -> int:
    return at % DAY // HOUR


def _weekday(at: Timestamp) -> int:
    return (at - _MONDAY) % _WEEK // DAY


def after_failure(now: Timestamp, failed: FetchFailed, failures: int, feed_id: FeedId) -> Due:
    """The next check after the `failures`-th failure in a row (H7 to H9), spread by up to a tenth (H8)."""
    if failed.kind is ProblemKind.GONE:
        return Due(NEVER, DueReason.GONE)
    if failed.status == 401:
        return Due(NEVER, DueReason.ACCESS)
    if failed.retry_at is not None:
        return Due(min(max(failed.retry_at, now + MINUTE), now + _WEEK), DueReason.ASKED_TO_WAIT)
    if failed.status == 403:
        wait = 4 * HOUR
    elif failed.status == 404:
        wait = DAY
    else:
        wait = _BACK_OFF[min(max(failures, 1), len(_BACK_OFF)) - 1]
    return Due(now + wait + _spread(feed_id, failures, wait // 10), DueReason.BACK_OFF)


def _spread(feed_id: FeedId, failures: int, width: int) -> int:
    """A number in -width … width that differs from feed to feed but not from run to run."""
    seed = blake2b(f"{feed_id}:{failures}".encode(), digest_size=4).digest()
    return int.from_bytes(seed, "big") % (2 * width + 1) - width
