"""Rows of the feed list that hold articles: a feed, a folder, a tag, all, what is unread.

Part of every `query`, which gives these names out, and of conditions.
"""

from enum import StrEnum

from msgspec import Struct

from readnow.model.feed import FeedId, FolderId


class ScopeKind(StrEnum):
    """The rows of the feed list that hold articles."""

    ALL = "all"
    UNREAD = "unread"
    TODAY = "today"
    STARRED = "starred"
    LATER = "later"
    NEW = "new"  # came since the interface was last closed
    CONTINUE = "continue"  # begun, and not read to the end
    MUTED = "muted"
    SMART = "smart"
    TAG = "tag"
    FOLDER = "folder"
    FEED = "feed"


_WHOLE_FEEDS = frozenset((ScopeKind.ALL, ScopeKind.UNREAD, ScopeKind.FOLDER, ScopeKind.FEED))


class Scope(Struct, frozen=True):
    """A row of the feed list. `id` is the number of the folder, feed, tag or smart feed, 0 for the others and
    for the headings of tags and smart feeds.

    Of TODAY and SMART the store knows nothing: when a day begins, and what a smart feed's query means, is in
    the query that is made of them.
    """

    kind: ScopeKind = ScopeKind.ALL
    id: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether it stands over all smart feeds, or all tags, and holds nothing itself."""
        return not self.id and self.kind in (ScopeKind.SMART, ScopeKind.TAG)

    @property
    def is_whole_feeds(self) -> bool:
        """Whether it holds all that some feeds have, or all of it that is unread: what their counts say."""
        return self.kind in _WHOLE_FEEDS

    @classmethod
    def feed(cls, feed_id: FeedId) -> "Scope":
        """The articles of one feed."""
        return cls(ScopeKind.FEED, feed_id)

    @classmethod
    def folder(cls, folder_id: FolderId) -> "Scope":
        """The articles of a folder's feeds, those of its sub-folders included."""
        return cls(ScopeKind.FOLDER, folder_id)


ALL = Scope(ScopeKind.ALL)
UNREAD = Scope(ScopeKind.UNREAD)
TODAY = Scope(ScopeKind.TODAY)
STARRED = Scope(ScopeKind.STARRED)
LATER = Scope(ScopeKind.LATER)
NEW = Scope(ScopeKind.NEW)
CONTINUE = Scope(ScopeKind.CONTINUE)
MUTED = Scope(ScopeKind.MUTED)
SMART_FEEDS = Scope(ScopeKind.SMART)
TAGS = Scope(ScopeKind.TAG)
