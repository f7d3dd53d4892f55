"""Which articles: a scope, what narrows it, and a page of it.

Made by the interface and, from what a user types, by `library.query`; read by the store.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from readnow.model.article import ArticleHead, ArticleId
from readnow.model.feed import FeedId, FolderId, Timestamp

if TYPE_CHECKING:
    from readnow.model.condition import Condition  # most lists have none


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


@dataclass(frozen=True, slots=True)
class Scope:
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


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """A page of articles, newest first (`oldest_first` turns it round), from behind the article `after` on.

    All that is said must hold. None as `limit` means all, which only bulk changes may ask for.
    """

    scope: Scope = ALL
    unread_only: bool = False
    read_only: bool = False
    starred_only: bool = False
    where: "Condition | None" = None
    since: Timestamp | None = None
    """Dated at that moment or later, as far as their place in the list says: their id."""
    oldest_first: bool = False
    limit: int | None = 100
    after: ArticleId | None = None

    @property
    def is_whole_feeds(self) -> bool:
        """Whether it means all that its scope holds, or all of it that is unread, and feeds' counts say
        that."""
        narrowed = self.read_only or self.starred_only or self.where is not None
        return not narrowed and self.since is None and self.after is None and self.scope.is_whole_feeds


@dataclass(frozen=True, slots=True)
class Page:
    """Heads in the query's order; `next` is the `after` of the following page, None at the end.

    `part`: it could be fuller, but looking took long enough; the rest is behind `next`.
    """

    heads: tuple[ArticleHead, ...]
    next: ArticleId | None = None
    part: bool = False
