"""Which articles: a scope, what narrows it, and a page of it. Read by the store."""

from dataclasses import dataclass
from enum import StrEnum

from readnow.model.article import ArticleHead, ArticleId
from readnow.model.feed import FeedId, FolderId


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


class Field(StrEnum):
    """Where a word of a query is looked for."""

    ANYWHERE = "anywhere"  # title, author, feed title or text
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase that must occur, compared case-folded and without accents."""

    text: str
    field: Field = Field.ANYWHERE


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """A page of articles, newest first (`oldest_first` turns it round), from behind the article `after` on.

    `feeds` narrows the scope to these feeds (None: no narrowing). All conditions must hold. None as `limit`
    means all, which only bulk changes may ask for.
    """

    scope: Scope = ALL
    unread_only: bool = False
    read_only: bool = False
    starred_only: bool = False
    feeds: frozenset[FeedId] | None = None
    words: tuple[Word, ...] = ()
    oldest_first: bool = False
    limit: int | None = 100
    after: ArticleId | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Heads in the query's order; `next` is the `after` of the following page, None at the end."""

    heads: tuple[ArticleHead, ...]
    next: ArticleId | None = None
