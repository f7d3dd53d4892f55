"""Articles as the interface and the command line see them: a head for a list row, the whole for the reader.

All plain text here was cleaned by `text.clean` in the parser process. `html` is not safe to print: only
`text.html` reads it.
"""

from enum import StrEnum
from typing import NamedTuple, NewType

from msgspec import Struct

from readnow.model.feed import FeedId, Timestamp

ArticleId = NewType("ArticleId", int)
"""The newest-first sort key: the sort date in epoch seconds, plus one until free; given once for ever."""


class Flag(StrEnum):
    """What a user sets on an article. It lives apart from the article and outlives it."""

    READ = "read"
    STARRED = "starred"
    LATER = "later"  # to be read later


class DateSource(StrEnum):
    """Where an article's sort date came from (rule E6)."""

    PUBLISHED = "published"
    UPDATED = "updated"
    RECEIVED = "received"


class Enclosure(Struct, frozen=True):
    """A file that an article offers. `length` in bytes, None when unknown or a lie."""

    url: str
    type: str = ""
    length: int | None = None
    title: str = ""


class Place(NamedTuple):
    """Where an article was left: the characters of its text before the first line on the screen, of how
    many."""

    offset: int
    length: int

    @property
    def percent(self) -> int:
        """How far that is, from 1 to 99."""
        return max(1, min(99, 100 * self.offset // max(1, self.length)))


class Copy(Struct, frozen=True):
    """The same story in another feed."""

    id: ArticleId
    feed_id: FeedId
    feed_title: str
    read: bool
    starred: bool
    later: bool = False


class ArticleHead(Struct, frozen=True):
    """One row of an article list. `rev` counts changes of its content: with the flags it keys every cache.

    `place` is where it was left unfinished; None where it was not begun, or read to its end. `revised` is
    when its publisher changed its words, as far as earlier ones are kept; else None. `copies` are the same
    story in other feeds; `lead` the one of them that lists show for all, None where it is this one.
    `tags` are the user's.
    """

    id: ArticleId
    feed_id: FeedId
    feed_title: str
    title: str
    author: str
    link: str
    date: Timestamp
    date_source: DateSource
    read: bool
    starred: bool
    words: int
    rev: int = 0
    place: Place | None = None
    revised: Timestamp | None = None
    lead: ArticleId | None = None
    copies: tuple[Copy, ...] = ()
    later: bool = False
    tags: tuple[str, ...] = ()


class Article(Struct, frozen=True):
    """A whole article. `html` is the feed's own, bounded in depth and size, to be read by `text.html` only.

    `base_url` is what relative addresses in `html` are resolved against. `source` names the feed that a
    planet took the article from, `duration` is in seconds, `episode` a number or name. `full_text`: what it
    says is from its own page instead, with `note` for the user where that is not all.
    """

    head: ArticleHead
    html: str
    base_url: str
    summary: str = ""
    guid: str = ""
    published: Timestamp | None = None
    updated: Timestamp | None = None
    received: Timestamp = 0
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    comments: str = ""
    comment_feed: str = ""
    language: str = ""
    image: str = ""
    source: str = ""
    duration: int | None = None
    episode: str = ""
    full_text: bool = False
    note: str = ""
