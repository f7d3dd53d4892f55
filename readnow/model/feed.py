"""What the user subscribes to: folders, feeds, and what the fetcher must remember of each.

`Feed` is what people see, `FetchState` what the network needs: two types because they have different writers.
"""

from typing import NamedTuple, NewType

from msgspec import Struct, field

from readnow.model.health import FeedHealth, Moved, Problem, ProblemKind, Timestamp
from readnow.model.settings import FeedSettings

__all__ = [
    "Feed",
    "FeedHealth",
    "FeedId",
    "FeedSettings",
    "FetchState",
    "FoldedPair",
    "Folder",
    "FolderId",
    "Moved",
    "Problem",
    "ProblemKind",
    "RemovedFeed",
    "Timestamp",
]

FeedId = NewType("FeedId", int)
FolderId = NewType("FolderId", int)


class Folder(Struct, frozen=True):
    """A folder of feeds; folders nest. `position` orders siblings."""

    id: FolderId
    name: str
    parent_id: FolderId | None = None
    position: int = 0


class FoldedPair(NamedTuple):
    """How many articles of a feed are shown under the same story of another, and of how many both are
    unread."""

    feed_id: FeedId
    lead_feed_id: FeedId
    total: int
    unread: int


class Feed(Struct, frozen=True):
    """One subscription. `title` is what to show: the user's own title, else the feed's, else the host.

    `also_in`: the folders that it stands in beside `folder_id`; none where that is None.
    `pairs` are those with other feeds, either way round.
    """

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
    settings: FeedSettings = field(default_factory=FeedSettings)
    also_in: tuple[FolderId, ...] = ()
    pairs: tuple[FoldedPair, ...] = ()

    @property
    def places(self) -> tuple[FolderId, ...]:
        """All folders that it stands in."""
        return self.also_in if self.folder_id is None else (self.folder_id, *self.also_in)


class RemovedFeed(Struct, frozen=True):
    """A feed that was unsubscribed from, and is kept for a while with its `total` articles."""

    id: FeedId
    url: str
    title: str
    removed_at: Timestamp
    total: int = 0


class FetchState(Struct, frozen=True):
    """What the next request for a feed needs. Validators stay byte for byte as the server sent them (H1).

    `last_full` is when a whole document came last, not a 304 (H3).
    """

    feed_id: FeedId
    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None
    next_due: Timestamp | None = None
    last_attempt: Timestamp | None = None
    last_full: Timestamp | None = None
    failures: int = 0
    problem: ProblemKind | None = None
    moved: Moved | None = None
    settings: FeedSettings = field(default_factory=FeedSettings)
