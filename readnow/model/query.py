"""Which articles: a scope, what narrows it, and a page of it.

Made by the interface and, from what a user types, by `library.query`; read by the store.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from readnow.model.article import ArticleHead, ArticleId
from readnow.model.feed import FeedId, FolderId

if TYPE_CHECKING:
    from readnow.model.condition import Condition  # most lists have none


class ScopeKind(StrEnum):
    """The rows of the feed list that hold articles."""

    ALL = "all"
    UNREAD = "unread"
    STARRED = "starred"
    FOLDER = "folder"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Scope:
    """A row of the feed list. `id` is the folder's or the feed's, 0 for the others."""

    kind: ScopeKind = ScopeKind.ALL
    id: int = 0

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
STARRED = Scope(ScopeKind.STARRED)


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
    oldest_first: bool = False
    limit: int | None = 100
    after: ArticleId | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Heads in the query's order; `next` is the `after` of the following page, None at the end.

    `part`: it could be fuller, but looking took long enough; the rest is behind `next`.
    """

    heads: tuple[ArticleHead, ...]
    next: ArticleId | None = None
    part: bool = False
