"""A newsboat installation made by hand: its files, and a cache with the schema of newsboat 2.21 (2.11)."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path

SCHEMA = """
CREATE TABLE rss_feed (  rssurl VARCHAR(1024) PRIMARY KEY NOT NULL,  url VARCHAR(1024) NOT NULL,
  title VARCHAR(1024) NOT NULL , lastmodified INTEGER(11) NOT NULL DEFAULT 0,
  is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE rss_item (  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,  guid VARCHAR(64) NOT NULL,
  title VARCHAR(1024) NOT NULL,  author VARCHAR(1024) NOT NULL,  url VARCHAR(1024) NOT NULL,
  feedurl VARCHAR(1024) NOT NULL,  pubDate INTEGER NOT NULL,  content VARCHAR(65535) NOT NULL,
  unread INTEGER(1) NOT NULL , enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
  enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0,
  base VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE google_replay (  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,  guid VARCHAR(64) NOT NULL,
  state INTEGER NOT NULL,  ts INTEGER NOT NULL );
CREATE TABLE metadata (  db_schema_version_major INTEGER NOT NULL,  db_schema_version_minor INTEGER NOT NULL );
CREATE INDEX idx_rssurl ON rss_feed(rssurl);
CREATE INDEX idx_guid ON rss_item(guid);
CREATE INDEX idx_feedurl ON rss_item(feedurl);
CREATE INDEX idx_lastmodified ON rss_feed(lastmodified);
CREATE INDEX idx_deleted ON rss_item(deleted);
INSERT INTO metadata VALUES (2, 11);
"""


@dataclass(frozen=True)
class Item:
    """A row of the cache."""

    feedurl: str
    guid: str
    title: str = "A title"
    url: str = ""
    date: int = 1_759_000_000
    content: str = "<p>Words of the article.</p>"
    author: str = ""
    unread: bool = True
    flags: str | None = None
    deleted: bool = False
    enclosure: str = ""


def cache(path: Path, items: Iterable[Item], titles: dict[str, tuple[str, str]] | None = None) -> Path:
    """A cache.db with these articles; `titles`: of feeds, with the addresses of their sites."""
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(SCHEMA)
        conn.executemany(
            "INSERT INTO rss_item (feedurl, guid, title, url, pubDate, content, author, unread, flags, deleted,"
            " enclosure_url) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [astuple(item) for item in items],
        )
        conn.executemany(
            "INSERT INTO rss_feed (rssurl, title, url, etag, lastmodified) VALUES (?, ?, ?, '\"e\"', 1759000000)",
            [(url, *both) for url, both in (titles or {}).items()],
        )
        conn.commit()
    return path


def installation(directory: Path, urls: str, items: Iterable[Item] = (), config: str = "") -> Path:
    """A directory as newsboat has it."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "urls").write_text(urls, encoding="utf-8")
    if config:
        (directory / "config").write_text(config, encoding="utf-8")
    found = list(items)
    if found:
        cache(directory / "cache.db", found)
    return directory
