"""Which articles: a scope, what narrows it, and a page of it.

Made by the interface and, from what a user types, by `library.query`; read by the store.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from readnow.model.article import ArticleHead, ArticleId
from readnow.model.feed import Timestamp
from readnow.model.scope import (
    ALL,
    CONTINUE,
    LATER,
    MUTED,
    NEW,
    SMART_FEEDS,
    STARRED,
    TAGS,
    TODAY,
    UNREAD,
    Scope,
    ScopeKind,
)

if TYPE_CHECKING:
    from readnow.model.condition import Condition  # most lists have none

__all__ = [
    "ALL",
    "CONTINUE",
    "LATER",
    "MUTED",
    "NEW",
    "SMART_FEEDS",
    "STARRED",
    "TAGS",
    "TODAY",
    "UNREAD",
    "ArticleQuery",
    "Cursor",
    "Page",
    "Scope",
    "ScopeKind",
    "Sort",
]


class Sort(StrEnum):
    """The order of a list. Within what is equal, the newest come first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    FEED = "feed"
    TITLE = "title"
    AUTHOR = "author"
    LENGTH = "length"  # the longest first
    RANK = "rank"  # of what a search finds, the best of the newest first; without one as NEWEST


class Cursor(NamedTuple):
    """A place in a list: behind the article `id`. `key` is what the article was sorted by there, empty where
    that is the id itself."""

    id: ArticleId
    key: str | float = ""

    @property
    def place(self) -> tuple[str | float, int]:
        """What stands further down has a greater one, in all orders but by date."""
        return self.key, -self.id


class ArticleQuery(Struct, frozen=True):
    """A page of articles, in the order of `sort`, from behind `after` on.

    All that is said must hold. None as `limit` means all, which only bulk changes may ask for.
    """

    scope: Scope = ALL
    unread_only: bool = False
    read_only: bool = False
    starred_only: bool = False
    where: "Condition | None" = None
    once: bool = False
    """Of articles that are the same story only the one that leads them, where that matches too."""
    leaves_out: bool = False
    """Without the feeds that the user left out of lists over all feeds (`FeedSettings.in_all`), where neither
    the scope nor a condition names them."""
    since: Timestamp | None = None
    """Dated at that moment or later, as far as their place in the list says: their id."""
    sort: Sort = Sort.NEWEST
    limit: int | None = 100
    after: Cursor | None = None

    @property
    def oldest_first(self) -> bool:
        """Whether ids ascend in the list; in all other orders by date they descend."""
        return self.sort is Sort.OLDEST

    @property
    def unsorted(self) -> "ArticleQuery":
        """The same articles by date, where it is not the order that says which they are."""
        if self.is_by_date or self.after is not None or self.limit is not None:
            return self
        return replace(self, sort=Sort.NEWEST)

    @property
    def is_by_date(self) -> bool:
        """Whether the list is in the order of its ids, so that it can be walked through. Behind the best that
        a search found, the others are."""
        if self.sort is Sort.RANK:
            return self.where is None or (self.after is not None and self.after.key == "")
        return self.sort in (Sort.NEWEST, Sort.OLDEST)

    @property
    def is_whole_feeds(self) -> bool:
        """Whether it means all that its scope holds, or all of it that is unread, and feeds' counts say
        that."""
        narrowed = self.read_only or self.starred_only or self.where is not None
        return not narrowed and self.since is None and self.after is None and self.scope.is_whole_feeds


class Page(Struct, frozen=True):
    """Heads in the query's order; `next` is the `after` of the following page, None at the end.

    `part`: it could be fuller, but looking took long enough; the rest is behind `next`. `looked`: so many
    articles were gone through for it until now, where it takes that to put them into their order.
    """

    heads: tuple[ArticleHead, ...]
    next: Cursor | None = None
    part: bool = False
    looked: int = 0
