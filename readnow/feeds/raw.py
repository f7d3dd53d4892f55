"""A document as its format says it, before cleaning: what every adapter fills and only `refine` reads.

Nothing here is safe to store or show: strings are the wire's, addresses may be relative, lists may be long.
"""

from typing import Literal

from msgspec import Struct

MAX_ENTRIES = 1000
"""Entries of one document that are read, its first ones (checklist 5.15)."""


class RawText(Struct):
    """A text that may hold markup. `base` is its xml:base, possibly relative, "" where none was given."""

    value: str
    kind: Literal["html", "plain"] = "html"
    base: str = ""
    language: str = ""


class RawEnclosure(Struct, frozen=True):
    """A file that an entry offers; `length` as written."""

    url: str
    type: str = ""
    length: str = ""
    title: str = ""


class RawEntry(Struct):
    """One entry. `link`, `comments`, `comment_feed` and `image` may be relative.

    `source` is the title of the feed that the entry was taken from; `duration` that of its first file.
    """

    guid: str = ""
    link: str = ""
    title: RawText | None = None
    summary: RawText | None = None
    contents: tuple[RawText, ...] = ()
    published: str = ""
    updated: str = ""
    authors: tuple[str, ...] = ()
    enclosures: tuple[RawEnclosure, ...] = ()
    categories: tuple[str, ...] = ()
    comments: str = ""
    comment_feed: str = ""
    source: str = ""
    duration: str = ""
    episode: str = ""
    language: str = ""
    image: str = ""


class RawFeed(Struct, frozen=True):
    """One document. `authors` are those that entries without any inherit (Atom, JSON Feed).

    `site_first`: relative addresses of entries are relative to the site's page, not to the document (RSS).
    `skip_hours` are hours of GMT, `skip_days` days of the week from Monday (0), in which nothing new comes.
    `left_out` counts entries that the adapter could not read, or did not for there being too many.
    """

    format: str
    entries: tuple[RawEntry, ...] = ()
    title: RawText | None = None
    description: RawText | None = None
    site_url: str = ""
    language: str = ""
    icon: str = ""
    hub: str = ""
    ttl_minutes: int | None = None
    update_base: str = ""
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    authors: tuple[str, ...] = ()
    site_first: bool = False
    left_out: int = 0
