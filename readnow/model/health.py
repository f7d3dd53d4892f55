"""How refreshing a feed has gone: what the feed list marks, the doctor explains and the schedule goes by.

Times are epoch seconds, None where it has not happened yet.
"""

from enum import StrEnum

from msgspec import Struct

Timestamp = int
"""Whole seconds since 1970-01-01 UTC."""


class ProblemKind(StrEnum):
    """Why the last attempt to refresh a feed failed; decides the mark in the feed list and the back-off."""

    NETWORK = "network"  # no such host, refused, cut off, TLS
    TIMEOUT = "timeout"
    HTTP = "http"  # a 4xx or 5xx answer without a kind of its own
    AUTH = "auth"  # 401 or 403
    GONE = "gone"  # 410
    WAIT = "wait"  # 429 or 503: the server asked to wait
    TOO_LARGE = "too-large"
    NOT_A_FEED = "not-a-feed"
    UNREADABLE = "unreadable"  # the parser could not make sense of it, or not in time
    PRIVATE = "private"  # we refused: the address is on a private network and nobody allowed that
    REFUSED = "refused"  # we refused: scheme or redirect
    INTERNAL = "internal"  # our own mistake: the log has the traceback


class Problem(Struct, frozen=True):
    """One sentence for the user (at most 80 characters, never empty) and its kind."""

    kind: ProblemKind
    detail: str
    since: Timestamp
    status: int | None = None


class Moved(Struct, frozen=True):
    """Where a server says a feed has moved for good (301, 308), in how many fetches, since when (H10)."""

    url: str
    seen: int
    since: Timestamp


class Attempt(Struct, frozen=True):
    """One fetch of the last few: when, and its outcome as a status or as a kind of problem."""

    at: Timestamp
    outcome: str
    ok: bool


class DueReason(StrEnum):
    """Why the next look at a feed is when it is."""

    INTERVAL = "interval"  # the usual one, or the feed's own setting
    SERVER = "server"  # Cache-Control or Expires (H5)
    FEED = "feed"  # ttl or sy:updatePeriod (H6)
    QUIET_HOURS = "quiet-hours"  # skipHours, skipDays (H6)
    NO_VALIDATORS = "no-validators"  # every look costs the whole document (H4)
    ASKED_TO_WAIT = "asked-to-wait"  # H7
    BACK_OFF = "back-off"  # H8
    ACCESS = "access"  # 401: only with other credentials
    GONE = "gone"  # H9


class FeedHealth(Struct, frozen=True):
    """`size` in bytes and `parse_ms` in milliseconds are those of the last whole document; `tier` read it."""

    last_attempt: Timestamp | None = None
    last_success: Timestamp | None = None
    next_due: Timestamp | None = None
    due_reason: DueReason | None = None
    failures: int = 0
    problem: Problem | None = None
    moved: Moved | None = None
    size: int | None = None
    parse_ms: int | None = None
    tier: str = ""
    has_validators: bool = False
