"""Everything in a library as records of a file: what `export --format json` writes and `import` reads.

`store.exporting` makes them, `exchange.archive` writes and reads them, `store.restoring` puts them back. In
the file a field that has its default is left out; times are seconds since 1970. Invariant: no secret is in
it; numbers of feeds are those of the file itself, everything else goes by name or address.
"""

from typing import Annotated, ClassVar, TypeAlias

from msgspec import Meta, Struct

FORMAT = "readnow-library"
VERSION = 1

Whole: TypeAlias = Annotated[int, Meta(ge=-(1 << 58), le=1 << 58)]
"""A number that SQLite can hold, and that an article can have."""
Path: TypeAlias = tuple[str, ...]
"""A folder by the names from the top down."""


class Record(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One record. `SECTION` is the name of the list in the file that has those of its kind."""

    SECTION: ClassVar[str] = ""


class FolderRecord(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A folder. `made`: it was made for its own sake, and stays while it is empty."""

    SECTION = "folders"
    path: Path
    position: Whole = 0
    keep: str = ""
    made: bool = False


class TagRecord(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A tag."""

    SECTION = "tags"
    name: str


class FeedRecord(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A subscription. `id` is what articles of the same file call it; `folders` are those that it is in
    beside `folder`; `former` are addresses that it had, with when it left them; `settings` as
    `store.settings` has them; `fetched`: a document of it has been read."""

    SECTION = "feeds"
    id: Whole
    url: str
    title: str = ""
    own_title: str = ""
    site_url: str = ""
    folder: Path = ()
    folders: tuple[Path, ...] = ()
    position: Whole = 0
    added_at: Whole = 0
    in_all: bool = True
    folds: bool = True
    settings: dict[str, object] = {}
    former: tuple[tuple[str, Whole], ...] = ()
    fetched: bool = False
    last_success: Whole | None = None


class RuleRecord(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A rule."""

    SECTION = "rules"
    name: str
    query: str
    actions: tuple[str, ...] = ()
    enabled: bool = True
    position: Whole = 0
    until: Whole | None = None
    hits: Whole = 0
    last_hit: Whole | None = None
    made_at: Whole = 0
    problem: str = ""


class SmartFeedRecord(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A smart feed."""

    SECTION = "smart_feeds"
    name: str
    query: str
    sort: str = ""
    folder: Path = ()
    position: Whole = 0


class HiddenPart(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """That lists leave an article out, and what it was before."""

    unread: bool = False
    starred: Whole | None = None
    later: Whole | None = None
    muted: bool = False
    deleted: Whole | None = None


class FullTextPart(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The text of an article's own page, or why there is none."""

    at: Whole
    html: str = ""
    base_url: str = ""
    title: str = ""
    words: Whole = 0
    note: str = ""
    problem: str = ""


class ArticleRecord(Record, frozen=True, omit_defaults=True, kw_only=True):
    """An article with all that is known of it. `id` is what it is sorted by; `key` is its identity within its
    feed. `starred`, `later` and the second part of tags and rules are times; `place` is how far it was read,
    of how much, and when; `earlier` are former versions: when they were replaced, title, text."""

    SECTION = "articles"
    id: Whole
    feed: Whole
    key: str
    guid: str = ""
    title: str = ""
    author: str = ""
    link: str = ""
    date: Whole = 0
    date_source: str = "received"
    words: Whole = 0
    rev: Whole = 0
    updated: Whole | None = None
    changes: Whole = 0
    content_hash: bytes = b""
    letters_hash: bytes = b""
    html: str = ""
    base_url: str = ""
    summary: str = ""
    published: Whole | None = None
    received: Whole = 0
    details: dict[str, object] = {}
    rough: bool = False
    read: bool = False
    starred: Whole | None = None
    later: Whole | None = None
    tags: tuple[tuple[str, Whole], ...] = ()
    hidden: HiddenPart | None = None
    muted_by: tuple[tuple[str, Whole], ...] = ()
    place: tuple[Whole, Whole, Whole] | None = None
    earlier: tuple[tuple[Whole, str, str], ...] = ()
    full_text: FullTextPart | None = None


class TombstoneRecord(Record, frozen=True, omit_defaults=True, kw_only=True):
    """An entry that was deleted and is not to come back. `entry`: the hash of its key, hexadecimal."""

    SECTION = "tombstones"
    feed: Whole
    entry: str
    read: bool = False
    starred: bool = False
    at: Whole = 0


class StateRecord(Record, frozen=True, omit_defaults=True, kw_only=True):
    """The marks of articles without the articles: `read` has the hashes of the keys of read ones, eight bytes
    each; or the marks of the one whose key has the hash `entry`."""

    SECTION = "states"
    feed: Whole
    read: bytes = b""
    entry: str = ""
    starred: Whole | None = None
    later: Whole | None = None
    tags: tuple[tuple[str, Whole], ...] = ()


class MemoryRecord(Record, frozen=True, omit_defaults=True, kw_only=True):
    """Something that the program remembers of its own, as JSON."""

    SECTION = "memory"
    key: str
    value: str


KINDS: tuple[type[Record], ...] = (
    FolderRecord,
    TagRecord,
    FeedRecord,
    RuleRecord,
    SmartFeedRecord,
    ArticleRecord,
    TombstoneRecord,
    StateRecord,
    MemoryRecord,
)
"""All kinds, in the order in which a file has them: what is referred to comes first."""
