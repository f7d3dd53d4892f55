"""What a parser may say about a document. All adapters fill it alike, in the child process.

Every string is cleaned and every address absolute and checked, except `html`, whose character references
are decoded only later. Nothing here is invented: a date that the feed did not give is None.
"""

from hashlib import blake2b

from msgspec import Struct

from readnow.model.article import Enclosure
from readnow.model.feed import Timestamp


class ParsedArticle(Struct, frozen=True):
    """One entry. `key` is its identity within the feed (E1, E2); the hashes say whether it changed (E4).

    `content_hash` covers title, link, text and enclosures; `letters_hash` only their letters and digits, so
    that a change of white space or of a counter is none. `duration` is that of its first file, in seconds;
    `source` the title of the feed that it was taken from; `comment_feed` the feed of its comments.

    `rough`: read in a hurry (`model.rough`). Its HTML is as the feed gave it, and in `wrapped`, ready to be
    stored (`text.packed`), in place of `html`; its words are not counted, its summary is empty unless the
    feed has one, its `content_hash` covers that HTML, and `letters_hash` is empty. `rough_hash` is what the
    `content_hash` of the same entry is where that was read in a hurry; None where it never is.
    """

    key: str
    guid: str
    link: str
    title: str
    author: str
    published: Timestamp | None
    updated: Timestamp | None
    html: str
    base_url: str
    summary: str
    words: int
    content_hash: bytes
    letters_hash: bytes
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    comments: str = ""
    language: str = ""
    image: str = ""
    comment_feed: str = ""
    source: str = ""
    duration: int | None = None
    episode: str = ""
    rough: bool = False
    wrapped: bytes = b""
    rough_hash: bytes | None = None


class ParsedFeed(Struct, frozen=True):
    """One document. `format` is such as "rss20", "atom10", "json11".

    `skip_hours` (0 to 23, GMT) and `skip_days` (Monday is 0) say when nothing new comes; `update_base` is a
    moment from which `ttl_minutes` may be counted. `left_out` counts entries beyond the limit or unreadable.
    `note` is one sentence for the user where something was cut or repaired, else empty. `tier` names the
    parser that read it: "fast", "feedparser" or "json"; `parse_ms`, which is no part of
    a comparison, how long that took in milliseconds. `body_hash` tells its document from others.
    """

    format: str
    title: str
    site_url: str
    entries: tuple[ParsedArticle, ...]
    description: str = ""
    language: str = ""
    icon: str = ""
    hub: str = ""
    ttl_minutes: int | None = None
    left_out: int = 0
    note: str = ""
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    update_base: Timestamp | None = None
    tier: str = ""
    parse_ms: int = 0
    body_hash: bytes = b""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ParsedFeed):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _COMPARED)

    def __hash__(self) -> int:
        return hash(self.entries)


_COMPARED = tuple(name for name in ParsedFeed.__struct_fields__ if name not in ("parse_ms", "body_hash"))


def body_hash(body: bytes) -> bytes:
    """What tells whether a body is the one that was read last."""
    return blake2b(body, digest_size=16).digest()


class NotAFeed(Struct, frozen=True):
    """The document could be read and is no feed. `html`: a web page, which may announce feeds."""

    detail: str
    html: bool = False


class ParseFailed(Struct, frozen=True):
    """The parser broke, was killed at its time limit or ran out of memory. `detail` is for the user."""

    detail: str


ParseOutcome = ParsedFeed | NotAFeed | ParseFailed


class Candidate(Struct, frozen=True):
    """A feed that a web page announces, in the page's order."""

    url: str
    title: str = ""
    type: str = ""
