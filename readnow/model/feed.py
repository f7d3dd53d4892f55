"""What the user subscribes to: folders, feeds, their health, and what the fetcher must remember of each.

`Feed` is what people see, `FetchState` what the network needs: two types because they have different writers.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

FeedId = NewType("FeedId", int)
FolderId = NewType("FolderId", int)
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


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence for the user (at most 80 characters, never empty) and its kind."""

    kind: ProblemKind
    detail: str
    since: Timestamp
    status: int | None = None


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How refreshing a feed has gone. Times are None where it has not happened yet."""

    last_attempt: Timestamp | None = None
    last_success: Timestamp | None = None
    next_due: Timestamp | None = None
    failures: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of feeds; folders nest. `position` orders siblings."""

    id: FolderId
    name: str
    parent_id: FolderId | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Feed:
    """One subscription. `title` is what to show: the user's own title, else the feed's, else the host."""

    id: FeedId
    url: str
    title: str
    site_url: str = ""
    folder_id: FolderId | None = None
    position: int = 0
    unread: int = 0
    total: int = 0
    renamed: bool = False
    health: FeedHealth = field(default_factory=FeedHealth)


@dataclass(frozen=True, slots=True)
class FetchState:
    """What the next request for a feed needs. Validators stay byte for byte as the server sent them (H1)."""

    feed_id: FeedId
    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None
    next_due: Timestamp | None = None
    last_attempt: Timestamp | None = None
    failures: int = 0
    allow_private: bool = False
    problem: ProblemKind | None = None
