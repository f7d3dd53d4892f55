"""Feeds: what is subscribed to, its health, and what the fetcher remembers.

Invariant: `unread` and `total` are those of the feed's articles after every transaction. A removed feed keeps
its row and articles, unseen, until it is restored or purged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from readnow.model.change import FetchRecord
from readnow.model.errors import StoreError
from readnow.model.feed import (
    Feed,
    FeedHealth,
    FeedId,
    FetchState,
    FolderId,
    Problem,
    ProblemKind,
    Timestamp,
)
from readnow.store.connecting import Connection
from readnow.store.folders import all_folders, drop_empty, ensure_folder

__all__ = [
    "NewFeed",
    "all_feeds",
    "all_folders",
    "change_url",
    "ensure_folder",
    "fetch_states",
    "find_by_url",
    "insert",
    "move",
    "one_feed",
    "purge_removed",
    "record",
    "remove",
    "rename",
    "restore",
    "shown_title",
    "starred_total",
]

_FEED = (
    "SELECT f.id, f.url, f.title, f.own_title, f.site_url, f.folder_id, f.position, f.unread, f.total,"
    " t.last_attempt, f.last_success, t.next_due, t.failures,"
    " f.problem_kind, f.problem_detail, f.problem_since, f.problem_status"
    " FROM feed f JOIN fetch t ON t.feed_id = f.id WHERE f.removed_at IS NULL"
)
_PARAMETERS = 500
"""Placeholders in one statement: SQLite's older limit is 999."""


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A subscription to make. An empty title leaves the feed its own."""

    url: str
    title: str = ""
    site_url: str = ""
    folder_id: FolderId | None = None
    allow_private: bool = False
    at: Timestamp = 0


def all_feeds(conn: Connection) -> tuple[Feed, ...]:
    """All feeds in the order of the feed list: those of folders by folder, those without one last."""
    order = {folder.id: place for place, folder in enumerate(all_folders(conn))}
    feeds = [_feed(row) for row in conn.execute(_FEED)]
    last = len(order)
    feeds.sort(
        key=lambda f: (last if f.folder_id is None else order.get(f.folder_id, last), f.position, f.id)
    )
    return tuple(feeds)


def one_feed(conn: Connection, feed_id: FeedId) -> Feed | None:
    """One feed, None where it is not subscribed to."""
    row = conn.execute(f"{_FEED} AND f.id = ?", (feed_id,)).fetchone()
    return None if row is None else _feed(row)


def find_by_url(conn: Connection, url: str) -> Feed | None:
    """The feed of that address."""
    row = conn.execute(f"{_FEED} AND f.url = ?", (url,)).fetchone()
    return None if row is None else _feed(row)


def starred_total(conn: Connection) -> int:
    """How many articles of subscribed feeds are starred."""
    removed = conn.execute("SELECT 1 FROM feed WHERE removed_at IS NOT NULL LIMIT 1").fetchone()
    if removed is None:
        return int(conn.execute("SELECT count(*) FROM starred").fetchone()[0])
    return int(
        conn.execute(
            "SELECT count(*) FROM starred JOIN article USING (id) JOIN feed ON feed.id = feed_id"
            " WHERE removed_at IS NULL"
        ).fetchone()[0]
    )


def fetch_states(conn: Connection, ids: Sequence[FeedId] | None) -> tuple[FetchState, ...]:
    """What the fetcher needs of these feeds, or of all."""
    select = (
        "SELECT f.id, f.url, t.etag, t.last_modified, t.body_hash, t.next_due, t.last_attempt, t.failures,"
        " t.allow_private, f.problem_kind FROM feed f JOIN fetch t ON t.feed_id = f.id"
        " WHERE f.removed_at IS NULL"
    )
    if ids is None:
        return tuple(_state(row) for row in conn.execute(f"{select} ORDER BY f.id"))
    found: list[FetchState] = []
    for part in _parts(ids):
        found += map(_state, conn.execute(f"{select} AND f.id IN ({_marks(part)}) ORDER BY f.id", part))
    return tuple(found)


def insert(conn: Connection, new: NewFeed) -> FeedId:
    """Subscribe. A feed of that address that was removed comes back with its articles; one that is
    subscribed to already (by another process a moment ago) stays as it is."""
    row = conn.execute(
        "SELECT id, removed_at IS NULL FROM feed WHERE url = ?"
        " ORDER BY removed_at IS NOT NULL, removed_at DESC",
        (new.url,),
    ).fetchone()
    if row is None:
        return _insert(conn, new)
    feed_id, subscribed = row
    if not subscribed:
        conn.execute(
            "UPDATE feed SET removed_at = NULL, folder_id = ?, own_title = ? WHERE id = ?",
            (new.folder_id, new.title, feed_id),
        )
        conn.execute(
            "UPDATE fetch SET next_due = NULL, allow_private = max(allow_private, ?) WHERE feed_id = ?",
            (int(new.allow_private), feed_id),
        )
    return FeedId(feed_id)


def _insert(conn: Connection, new: NewFeed) -> FeedId:
    added = conn.execute(
        "INSERT INTO feed (url, own_title, site_url, folder_id, position, added_at)"
        " SELECT ?, ?, ?, ?, ifnull(max(position), 0) + 1, ? FROM feed",
        (new.url, new.title, new.site_url, new.folder_id, new.at),
    )
    assert added.lastrowid is not None
    conn.execute(
        "INSERT INTO fetch (feed_id, allow_private) VALUES (?, ?)", (added.lastrowid, int(new.allow_private))
    )
    return FeedId(added.lastrowid)


def rename(conn: Connection, feed_id: FeedId, title: str) -> None:
    """Give the feed a title of the user's; an empty one returns to its own."""
    conn.execute("UPDATE feed SET own_title = ? WHERE id = ?", (title, feed_id))


def move(conn: Connection, feed_id: FeedId, folder_id: FolderId | None) -> None:
    """Put the feed into a folder, or into none; folders left empty go."""
    conn.execute("UPDATE feed SET folder_id = ? WHERE id = ?", (folder_id, feed_id))
    drop_empty(conn)


def change_url(conn: Connection, feed_id: FeedId, url: str) -> None:
    """Fetch from another address from now on, whole at first: old validators would vouch for another
    document. `StoreError` where another feed has that address."""
    other = find_by_url(conn, url)
    if other is not None and other.id != feed_id:
        raise StoreError(f"{url} is already subscribed to, as “{other.title}”.")
    conn.execute(
        "UPDATE feed SET url = ?, problem_kind = NULL, problem_detail = NULL, problem_since = NULL,"
        " problem_status = NULL WHERE id = ?",
        (url, feed_id),
    )
    conn.execute(
        "UPDATE fetch SET etag = NULL, last_modified = NULL, next_due = NULL, failures = 0 WHERE feed_id = ?",
        (feed_id,),
    )


def remove(conn: Connection, ids: Sequence[FeedId], now: Timestamp) -> None:
    """Unsubscribe; everything stays stored for a while."""
    for part in _parts(ids):
        conn.execute(
            f"UPDATE feed SET removed_at = ? WHERE removed_at IS NULL AND id IN ({_marks(part)})",
            (now, *part),
        )


def restore(conn: Connection, ids: Sequence[FeedId]) -> None:
    """Take an unsubscription back, unless the address was subscribed to again meanwhile."""
    # One by one: two of them may have the same address.
    conn.executemany(
        "UPDATE feed SET removed_at = NULL WHERE id = ?"
        " AND url NOT IN (SELECT url FROM feed WHERE removed_at IS NULL)",
        [(feed_id,) for feed_id in ids],
    )


def purge_removed(conn: Connection, before: Timestamp, limit: int) -> int:
    """Delete up to `limit` articles of feeds removed before then, and such feeds once empty; how many rows
    went. A feed that is taken back meanwhile has right counts, and is fetched whole."""
    row = conn.execute(
        "SELECT id FROM feed WHERE removed_at < ? ORDER BY removed_at LIMIT 1", (before,)
    ).fetchone()
    if row is None:
        return 0
    feed_id = row[0]
    ids = [r[0] for r in conn.execute("SELECT id FROM article WHERE feed_id = ? LIMIT ?", (feed_id, limit))]
    gone = [(article_id,) for article_id in ids]
    unread = conn.executemany("DELETE FROM unread WHERE id = ?", gone).rowcount if gone else 0
    for table in ("starred", "body", "article"):
        conn.executemany(f"DELETE FROM {table} WHERE id = ?", gone)
    conn.execute(
        "UPDATE feed SET unread = unread - ?, total = total - ? WHERE id = ?", (unread, len(ids), feed_id)
    )
    conn.execute(
        "UPDATE fetch SET etag = NULL, last_modified = NULL, body_hash = NULL WHERE feed_id = ?", (feed_id,)
    )
    if len(ids) < limit:
        conn.execute("DELETE FROM tombstone WHERE feed_id = ?", (feed_id,))
        conn.execute("DELETE FROM feed WHERE id = ?", (feed_id,))
        drop_empty(conn)
    return len(ids) + 1


def record(conn: Connection, feed_id: FeedId, attempt: FetchRecord) -> None:
    """Write what an attempt left: the next check, health, validators where it brought some.

    Nothing where the feed was removed meanwhile: its articles were not stored, and validators must not vouch
    for them (E9).
    """
    if conn.execute("SELECT 1 FROM feed WHERE id = ? AND removed_at IS NULL", (feed_id,)).fetchone() is None:
        return
    problem = attempt.problem
    conn.execute(
        "UPDATE feed SET problem_kind = :kind, problem_detail = :detail, problem_since = :since,"
        " problem_status = :status, last_success = CASE WHEN :kind IS NULL THEN :at ELSE last_success END,"
        " title = ifnull(nullif(:title, ''), title), site_url = ifnull(nullif(:site, ''), site_url)"
        " WHERE id = :feed",
        {
            "kind": problem.kind.value if problem else None,
            "detail": problem.detail if problem else None,
            "since": problem.since if problem else None,
            "status": problem.status if problem else None,
            "at": attempt.attempted_at,
            "title": attempt.feed_title,
            "site": attempt.site_url,
            "feed": feed_id,
        },
    )
    conn.execute(
        "UPDATE fetch SET last_attempt = ?, next_due = ?, failures = ?, body_hash = ifnull(?, body_hash)"
        " WHERE feed_id = ?",
        (attempt.attempted_at, attempt.next_due, attempt.failures, attempt.body_hash, feed_id),
    )
    if attempt.validators is not None:
        etag, modified = attempt.validators
        conn.execute(
            "UPDATE fetch SET etag = ?, last_modified = ? WHERE feed_id = ?",
            (_as_bytes(etag), _as_bytes(modified), feed_id),
        )


def shown_title(own_title: str, title: str, url: str) -> str:
    """What to call a feed: as the user does, else as it does itself, else by its host."""
    return own_title or title or _host(url)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url
    except ValueError:  # brackets that are no address
        return url


def _feed(row: tuple[Any, ...]) -> Feed:
    feed_id, url, title, own_title, site_url, folder_id, position, unread, total = row[:9]
    attempt, success, due, failures, kind, detail, since, status = row[9:]
    problem = Problem(_kind(kind), detail, since, status) if kind is not None else None
    return Feed(
        id=feed_id,
        url=url,
        title=shown_title(own_title, title, url),
        site_url=site_url,
        folder_id=folder_id,
        position=position,
        unread=unread,
        total=total,
        renamed=bool(own_title),
        health=FeedHealth(attempt, success, due, failures, problem),
    )


def _kind(stored: str) -> ProblemKind:
    try:
        return ProblemKind(stored)
    except ValueError:
        return ProblemKind.INTERNAL


def _state(row: tuple[Any, ...]) -> FetchState:
    feed_id, url, etag, modified, body_hash, due, attempt, failures, private, kind = row
    return FetchState(
        feed_id,
        url,
        _as_text(etag),
        _as_text(modified),
        body_hash,
        due,
        attempt,
        failures,
        bool(private),
        None if kind is None else _kind(kind),
    )


def _as_bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogateescape")


def _as_text(stored: object) -> str | None:
    return stored.decode("utf-8", "surrogateescape") if isinstance(stored, bytes) else None


def _parts(ids: Sequence[FeedId]) -> list[tuple[FeedId, ...]]:
    return [tuple(ids[start : start + _PARAMETERS]) for start in range(0, len(ids), _PARAMETERS)]


def _marks(part: Sequence[object]) -> str:
    return ",".join("?" * len(part))
