"""What can be saved of a damaged library: the subscriptions, with their titles and folders.

Called by `opening` before the file is moved aside. Articles and validators are not taken: half of a feed's
articles with the validators of all of them would never be completed (E9); the next refresh brings them anew.
Invariant: the damaged file is only read.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from readnow.model.feed import FeedId
from readnow.store import feeds, filing
from readnow.store.connecting import Connection, connect, uri_of
from readnow.text.clean import clean_line, safe_url

_FOLDERS = "SELECT id, parent_id, name, position FROM folder ORDER BY id"
_FILED = "SELECT feed_id || ' ' || folder_id, feed_id, folder_id FROM filed ORDER BY 1"
_FEEDS = (
    "SELECT feed.id, url, title, own_title, site_url, folder_id, added_at, allow_private"
    " FROM feed LEFT JOIN fetch ON feed_id = feed.id WHERE removed_at IS NULL ORDER BY feed.id"
)


def take_over(damaged: Path, fresh: Path) -> int:
    """Copy the subscriptions that can be read into a new library; how many. Raises `sqlite3.Error` only
    where the new one cannot be written."""
    folders, found, filed = _read(damaged)
    if not found:
        return 0
    with closing(connect(fresh, read_only=False, writer=True)) as conn:
        conn.execute("BEGIN IMMEDIATE")
        taken = sum(_take(conn, row, folders, filed.get(row[0], ())) for row in found)
        conn.execute("COMMIT")
    return taken


def _read(
    damaged: Path,
) -> tuple[dict[int, tuple[Any, ...]], list[tuple[Any, ...]], dict[int, list[object]]]:
    """Folders by number, feeds, and the further folders of each feed."""
    if damaged.stat().st_size == 0:
        return {}, [], {}  # SQLite would delete the changes beside it
    try:
        with closing(sqlite3.connect(uri_of(damaged, "mode=ro"), uri=True, isolation_level=None)) as conn:
            conn.execute("PRAGMA writable_schema = ON")  # first: it reads a file that is shorter than it says
            conn.execute("PRAGMA trusted_schema = OFF")
            conn.text_factory = lambda stored: stored.decode("utf-8", "replace")
            found = _readable(conn, _FEEDS)
            filed: dict[int, list[object]] = {}
            for _, feed_id, folder_id in _readable(conn, _FILED):
                filed.setdefault(feed_id, []).append(folder_id)
            return {row[0]: row for row in _readable(conn, _FOLDERS)}, found, filed
    except sqlite3.Error:
        return {}, [], {}


def _readable(conn: Connection, sql: str) -> list[tuple[Any, ...]]:
    """The rows before the first page that cannot be read, and those behind the last one."""
    rows: dict[int, tuple[Any, ...]] = {}
    for direction in ("ASC", "DESC"):
        try:
            for row in conn.execute(f"{sql} {direction}"):
                rows[row[0]] = row
        except sqlite3.Error:
            continue
        break
    return [rows[number] for number in sorted(rows)]


def _take(
    conn: Connection, row: tuple[Any, ...], folders: dict[int, tuple[Any, ...]], filed: Iterable[object]
) -> bool:
    """Subscribe to a feed as it was; False where too little of it is left."""
    _, url, title, own_title, site_url, folder_id, added_at, allow_private = row
    address = safe_url(url) if isinstance(url, str) else ""
    if not address.startswith(("http://", "https://")) or feeds.find_by_url(conn, address) is not None:
        return False
    new = feeds.NewFeed(
        url=address,
        title=_line(own_title),
        site_url=safe_url(site_url) if isinstance(site_url, str) else "",
        allow_private=allow_private == 1,
        at=added_at if isinstance(added_at, int) else 0,
    )
    feed_id = feeds.insert(conn, new)
    _give_title(conn, feed_id, _line(title))
    places = [feeds.ensure_folder(conn, _path(place, folders)) for place in (folder_id, *filed)]
    filing.put_into(conn, feed_id, [place for place in places if place is not None])
    return True


def _give_title(conn: Connection, feed_id: FeedId, title: str) -> None:
    conn.execute("UPDATE feed SET title = ? WHERE id = ?", (title, feed_id))


def _path(folder_id: object, folders: dict[int, tuple[Any, ...]]) -> tuple[str, ...]:
    """The names from the top down to a folder; empty where its rows cannot be read."""
    names: list[str] = []
    while isinstance(folder_id, int) and folder_id in folders and len(names) < len(folders):
        _, parent_id, name, _ = folders[folder_id]
        if line := _line(name):
            names.append(line)
        folder_id = parent_id
    return tuple(reversed(names))


def _line(value: object) -> str:
    return clean_line(value) if isinstance(value, str) else ""
