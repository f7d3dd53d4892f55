"""newsboat's cache.db: its feeds and articles, as they are there. Called by `library.newsboat`.

Invariants: the file itself is neither opened as a database nor locked, so that a newsboat that runs does not
notice; whatever the file is, there are rows of the right types, a sentence, or a `StoreError`.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from msgspec import Struct

from readnow.model.errors import StoreError
from readnow.store.connecting import uri_of

MAX_BYTES = 8 << 30
MAX_CONTENT = 8 << 20
"""Characters of one article's text."""
_ROOM = 64 << 20
"""Bytes that stay free beside the copy."""
_MAGIC = b"SQLite format 3\0"
_JOURNALS = ("-journal", "-wal")
_TRIES, _PAUSE = 5, 0.2
_FEED_COLUMNS = ("rssurl", "url", "title")
_ITEM_COLUMNS = ("id", "guid", "title", "author", "url", "feedurl", "pubDate", "content", "unread", "deleted")
_LATER_COLUMNS = ("enclosure_url", "enclosure_type", "flags", "base", "content_mime_type")
_TEXT = 8192
_BY_FEED = "readnow_by_feed"


class CachedFeed(NamedTuple):
    """A feed by the address that it is subscribed to, with the site's address, its title, and how many
    articles there are, and how many of those have flags."""

    url: str
    site: str
    title: str
    articles: int
    flagged: int


class CachedTraits(Struct, frozen=True):
    """What an article is known by."""

    row: int
    guid: str
    url: str
    title: str
    date: int


class CachedArticle(Struct, frozen=True):
    """An article. `flags` are letters; `kind` is the type of its content, where newsboat says it."""

    traits: CachedTraits
    author: str
    content: str
    base: str
    unread: bool
    deleted: bool
    flags: str
    enclosure_url: str
    enclosure_type: str
    kind: str


class Cache:
    """A copy of a cache that is open."""

    def __init__(self, conn: sqlite3.Connection, path: Path) -> None:
        self._conn = conn
        self._path = path
        conn.text_factory = lambda data: data.decode("utf-8", "replace")
        there = self._columns("rss_item")
        missing = [name for name in _ITEM_COLUMNS if name not in there]
        missing += [name for name in _FEED_COLUMNS if name not in self._columns("rss_feed")]
        if missing:
            raise StoreError(f"{path} is a database, but none of newsboat's: it has no {missing[0]}.")
        self._items = "rss_item" + (f" INDEXED BY {_BY_FEED}" if self._has_index() else "")
        self._optional = [name if name in there else "''" for name in _LATER_COLUMNS]

    def _has_index(self) -> bool:
        """Make the index that the articles of a feed are read by, in order; not where the file is damaged."""
        try:
            self._conn.execute(f"CREATE INDEX IF NOT EXISTS {_BY_FEED} ON rss_item (feedurl, id)")
        except sqlite3.Error:
            return False
        self._conn.execute("PRAGMA query_only = ON")
        return True

    def feeds(self) -> tuple[CachedFeed, ...]:
        """All feeds that it has articles of, or a title."""
        flags = self._optional[2]
        sql = f"SELECT feedurl, count(*), sum(ifnull({flags}, '') != '') FROM rss_item GROUP BY feedurl"
        try:
            found = list(self._all(sql))
        except StoreError:  # the index alone may be whole
            found = list(self._all("SELECT feedurl, count(*), 0 FROM rss_item GROUP BY feedurl"))
        numbers = {_text(url): (_number(all_), _number(flagged)) for url, all_, flagged in found}
        titled = {
            _text(url): CachedFeed(_text(url), _text(site), _text(title), *numbers.pop(_text(url), (0, 0)))
            for url, site, title in self._all("SELECT rssurl, url, title FROM rss_feed")
        }
        rest = (CachedFeed(url, "", "", *both) for url, both in numbers.items())
        return (*titled.values(), *rest)

    def flags(self) -> str:
        """The letters that articles are flagged with, in their order, as far as they can be read."""
        letters: set[str] = set()
        with suppress(StoreError):
            for (flags,) in self._all(f"SELECT DISTINCT substr({self._optional[2]}, 1, 200) FROM rss_item"):
                letters.update(_text(flags))
        return "".join(sorted(letters))

    def content(self, row: int) -> str:
        """The text of one article."""
        found = self._all(f"SELECT substr(content, 1, {MAX_CONTENT}) FROM rss_item WHERE id = ?", row)
        return _text(next(iter(found), ("",))[0])

    def traits(self, feed_url: str) -> Iterator[CachedTraits]:
        """What the articles of a feed are known by, in the order in which they came."""
        columns = f"id, substr(guid, 1, {_TEXT}), substr(url, 1, {_TEXT}), substr(title, 1, {_TEXT}), pubDate"
        sql = f"SELECT {columns} FROM {self._items} WHERE feedurl = ? ORDER BY id"
        for row in self._all(sql, feed_url):
            yield _traits(*row)

    def articles(self, feed_url: str) -> Iterator[CachedArticle]:
        """The articles of a feed, in the same order."""
        texts = ("guid", "url", "title", "author", *self._optional)
        columns = ", ".join(f"substr({name}, 1, {_TEXT})" for name in texts)
        sql = (
            f"SELECT id, pubDate, unread, deleted, substr(content, 1, {MAX_CONTENT}), {columns}"
            f" FROM {self._items} WHERE feedurl = ? ORDER BY id"
        )
        for row, date, unread, deleted, content, guid, url, title, *rest in self._all(sql, feed_url):
            author, enclosure_url, enclosure_type, flag_letters, base_url, kind = map(_text, rest)
            yield CachedArticle(
                _traits(row, guid, url, title, date),
                author,
                _text(content),
                base_url,
                bool(_number(unread)),
                bool(_number(deleted)),
                flag_letters,
                enclosure_url,
                enclosure_type,
                kind,
            )

    def _columns(self, table: str) -> frozenset[str]:
        """Those of a table; none where that is a view, or is not there."""
        found = tuple(self._all("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", table))
        if not found:
            return frozenset()
        return frozenset(_text(row[1]) for row in self._all(f"PRAGMA table_info({table})"))

    def _all(self, sql: str, *parameters: object) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._conn.execute(sql, parameters)
        except (sqlite3.Error, OverflowError) as err:
            raise StoreError(f"{self._path} is damaged: not all of it can be read.") from err


@contextmanager
def opened(path: Path) -> Iterator[Cache]:
    """A cache to be read from a copy of it. Raises `StoreError` where it is none or cannot be read."""
    with TemporaryDirectory(prefix="readnow-") as folder:
        copy = Path(folder) / "cache.db"
        _copy(path, copy)
        try:
            conn = sqlite3.connect(uri_of(copy, "mode=rw"), uri=True, check_same_thread=False)
        except sqlite3.Error as err:
            raise StoreError(f"{path} cannot be read as a database.") from err
        with closing(conn):
            try:
                for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
                    conn.execute(f"PRAGMA {pragma}")
                conn.execute("SELECT count(*) FROM sqlite_master").fetchone()  # merges what a crash left
            except sqlite3.Error as err:
                raise StoreError(f"{path} is damaged: it cannot be read as a database.") from err
            yield Cache(conn, path)


def glance(path: Path) -> tuple[int, int]:
    """How many feeds and articles are in a cache, without a copy and without a lock: numbers to show. Raises
    `OSError`, `StoreError`."""
    _check(path, path.parent, copied=False)
    try:
        with closing(sqlite3.connect(uri_of(path, "mode=ro&immutable=1"), uri=True)) as conn:
            conn.execute("PRAGMA trusted_schema = OFF")
            sql = "SELECT (SELECT count(*) FROM rss_feed), (SELECT count(*) FROM rss_item)"
            feeds, articles = conn.execute(sql).fetchone()
            return int(feeds), int(articles)
    except sqlite3.Error as err:
        raise StoreError(f"{path} cannot be read as newsboat's cache.") from err


def _copy(path: Path, copy: Path) -> None:
    """Copy the file as it is between two changes, with what belongs to it after a crash."""
    try:
        for _ in range(_TRIES):
            before = _state(path)
            _check(path, copy.parent)
            for suffix in ("", *_JOURNALS):
                beside = path.with_name(path.name + suffix)
                target = copy.with_name(copy.name + suffix)
                target.unlink(missing_ok=True)
                if not suffix or beside.is_file():
                    shutil.copyfile(beside, target)
            if _state(path) == before:
                return
            time.sleep(_PAUSE)
    except OSError as err:
        raise StoreError(f"{path} cannot be read: {(err.strerror or str(err)).lower()}.") from err
    raise StoreError(f"{path} is being written to. Import it when newsboat is done with its reload.")


def _check(path: Path, folder: Path, *, copied: bool = True) -> None:
    # Without blocking: a named pipe would wait for somebody to write into it.
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(number, "rb") as file:
        status = os.fstat(number)
        if not S_ISREG(status.st_mode):
            raise StoreError(f"{path} is not a file.")
        if file.read(len(_MAGIC)) != _MAGIC:
            raise StoreError(f"{path} is no database of newsboat.")
    if status.st_size > MAX_BYTES:
        raise StoreError(f"{path} is larger than 8 GB.")
    if copied and status.st_size + _ROOM > shutil.disk_usage(folder).free:
        raise StoreError(f"There is no room in {folder.parent} for a copy of {path} to read from.")


def _state(path: Path) -> list[tuple[int, int] | None]:
    """What shows whether anything was written."""
    found: list[tuple[int, int] | None] = []
    for suffix in ("", *_JOURNALS):
        try:
            status = path.with_name(path.name + suffix).stat()
        except FileNotFoundError:
            if not suffix:
                raise
            found.append(None)
        else:
            found.append((status.st_mtime_ns, status.st_size))
    return found


def _traits(row: object, guid: object, url: object, title: object, date: object) -> CachedTraits:
    return CachedTraits(_number(row), _text(guid), _text(url), _text(title), _number(date))


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def _number(value: object) -> int:
    if isinstance(value, int):
        return value
    try:
        return int(float(str(value)))
    except (ValueError, OverflowError):
        return 0
