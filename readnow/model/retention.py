"""How much of a feed is kept, and what of it would go.

`library.retention` says it, `store.retention` acts on it, screen and command line show it.
"""

from collections.abc import Mapping

from msgspec import Struct, field

from readnow.model.feed import FeedId, FolderId, Timestamp


class Limits(Struct, frozen=True):
    """What of a feed may go: what is older than `before`, and what is not among the newest `number`; with
    both, what is both. None says nothing. `keep_unread`: what is unread stays in any case.

    An article's age is that of its sort date or of its receipt, whichever is later: what has just come with
    an old date is not old.
    """

    before: Timestamp | None = None
    number: int | None = None
    keep_unread: bool = True


class KeptFeed(Struct, frozen=True):
    """What decides how much of a feed is kept: its own setting, and the folders that it is in."""

    keep: str
    folders: tuple[FolderId, ...] = ()


class KeptFolder(Struct, frozen=True):
    """A folder's setting, and the folder around it."""

    keep: str
    parent_id: FolderId | None = None


class KeepSettings(Struct, frozen=True):
    """All that the library says about keeping."""

    feeds: Mapping[FeedId, KeptFeed] = field(default_factory=dict)
    folders: Mapping[FolderId, KeptFolder] = field(default_factory=dict)


class Going(Struct, frozen=True):
    """How many articles of a feed would go, and the sort dates of the oldest and the newest of them."""

    feed_id: FeedId
    number: int
    oldest: Timestamp
    newest: Timestamp
