"""Feeds: what is subscribed to. Health and what the fetcher remembers is in `fetching`, reached here too.

Invariant: `unread` and `total` are those of the feed's articles after every transaction. A removed feed keeps
its row and articles, unseen, until it is restored or purged.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from readnow.model.errors import StoreError
from readnow.model.feed import (
    Feed,
    FeedId,
    FeedSettings,
    FoldedPair,
    FolderId,
    RemovedFeed,
    Timestamp,
)
from readnow.store import stories_counts
from readnow.store.burying import drop
from readnow.store.connecting import Connection
from readnow.store.fetching import HEALTH, fetch_states, health_of, parts, placeholders, record, resume
from readnow.store.filing import further_folders, put_into
from readnow.store.folders import all_folders, drop_empty, ensure_folder, keep_folder
from readnow.store.settings import read_settings, write_settings
from readnow.text.clean import host_name

__all__ = [
    "NewFeed",
    "added_at",
    "all_feeds",
    "all_folders",
    "articles_by_week",
    "change_settings",
    "change_url",
    "ensure_folder",
    "fetch_states",
    "find_by_url",
    "former_addresses",
    "insert",
    "keep_folder",
    "move",
    "move_address",
    "newest_article",
    "one_feed",
    "purge_removed",
    "record",
    "remember_address",
    "remove",
    "removed",
    "rename",
    "restore",
    "resume",
    "shown_title",
    "some_feeds",
    "starred_total",
]

_FEED = (
    "SELECT f.id, f.url, f.title, f.own_title, f.site_url, f.folder_id, f.position, f.unread, f.total,"
    f" f.settings, t.allow_private, f.folds, f.in_all, {HEALTH}"
    " FROM feed f JOIN fetch t ON t.feed_id = f.id WHERE f.removed_at IS NULL"
)


class NewFeed(Struct, frozen=True):
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
    further, pairs = further_folders(conn), stories_counts.pairs_by_feed(conn)
    feeds = [_feed(row, further, pairs) for row in conn.execute(_FEED)]
    last = len(order)
    feeds.sort(
        key=lambda f: (last if f.folder_id is None else order.get(f.folder_id, last), f.position, f.id)
    )
    return tuple(feeds)


def one_feed(conn: Connection, feed_id: FeedId) -> Feed | None:
    """One feed, None where it is not subscribed to."""
    row = conn.execute(f"{_FEED} AND f.id = ?", (feed_id,)).fetchone()
    if row is None:
        return None
    return _feed(row, further_folders(conn, feed_id), stories_counts.pairs_by_feed(conn, (feed_id,)))


def some_feeds(conn: Connection, ids: Sequence[FeedId]) -> tuple[Feed, ...]:
    """These feeds, in no order, without those that are not subscribed to."""
    rows = [
        row
        for part in parts(ids)
        for row in conn.execute(f"{_FEED} AND f.id IN ({placeholders(part)})", part)
    ]
    further, pairs = further_folders(conn), stories_counts.pairs_by_feed(conn, ids)
    return tuple(_feed(row, further, pairs) for row in rows)


def find_by_url(conn: Connection, url: str) -> Feed | None:
    """The feed of that address."""
    row = conn.execute(f"{_FEED} AND f.url = ?", (url,)).fetchone()
    return None if row is None else _feed(row, further_folders(conn, row[0]), {})


def starred_total(conn: Connection, once: bool = False) -> int:
    """How many articles of subscribed feeds are starred; `once`: the same story of several feeds is one."""
    if once:
        return starred_total(conn) - stories_counts.led_stars(conn)
    removed = conn.execute("SELECT 1 FROM feed WHERE removed_at IS NOT NULL LIMIT 1").fetchone()
    if removed is None:
        return int(conn.execute("SELECT count(*) FROM starred").fetchone()[0])
    return int(
        conn.execute(
            "SELECT count(*) FROM starred JOIN article USING (id) JOIN feed ON feed.id = feed_id"
            " WHERE removed_at IS NULL"
        ).fetchone()[0]
    )


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
        conn.execute("UPDATE feed SET removed_at = NULL, own_title = ? WHERE id = ?", (new.title, feed_id))
        put_into(conn, feed_id, () if new.folder_id is None else (new.folder_id,))
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
    """Put the feed into one folder only, or into none; folders left empty go."""
    put_into(conn, feed_id, () if folder_id is None else (folder_id,))
    drop_empty(conn)


def change_settings(conn: Connection, feed_id: FeedId, settings: FeedSettings) -> None:
    """Replace what the user decided for a feed."""
    conn.execute(
        "UPDATE feed SET settings = ?, folds = ?, in_all = ? WHERE id = ?",
        (write_settings(settings), int(settings.folds), int(settings.in_all), feed_id),
    )
    conn.execute(
        "UPDATE fetch SET allow_private = ? WHERE feed_id = ?", (int(settings.allow_private), feed_id)
    )


def change_url(conn: Connection, feed_id: FeedId, url: str, now: Timestamp) -> None:
    """Fetch from another address from now on, whole at first: old validators would vouch for another
    document. The old address is remembered. `StoreError` where another feed has the new one."""
    other = find_by_url(conn, url)
    if other is not None and other.id != feed_id:
        raise StoreError(f"{url} is already subscribed to, as “{other.title}”.")
    remember_address(conn, feed_id, url, now)
    move_address(conn, feed_id, url)
    conn.execute("UPDATE fetch SET etag = NULL, last_modified = NULL WHERE feed_id = ?", (feed_id,))
    resume(conn, feed_id)


def remember_address(conn: Connection, feed_id: FeedId, url: str, now: Timestamp) -> None:
    """Keep the feed's address as a former one, before it becomes `url`."""
    conn.execute(
        "INSERT OR REPLACE INTO former_address SELECT id, url, ? FROM feed WHERE id = ? AND url <> ?",
        (now, feed_id, url),
    )


def move_address(conn: Connection, feed_id: FeedId, url: str) -> None:
    """The feed is at another address now; validators stay, since it is what they vouch for (H10)."""
    conn.execute("UPDATE feed SET url = ? WHERE id = ?", (url, feed_id))
    conn.execute(
        "UPDATE fetch SET moved_to = NULL, moved_seen = NULL, moved_since = NULL WHERE feed_id = ?",
        (feed_id,),
    )


def former_addresses(conn: Connection, feed_id: FeedId) -> tuple[tuple[str, Timestamp], ...]:
    """The addresses that a feed had before, and until when, the latest first."""
    rows = conn.execute(
        "SELECT url, until FROM former_address WHERE feed_id = ? ORDER BY until DESC", (feed_id,)
    )
    return tuple(rows)


def articles_by_week(conn: Connection, feed_id: FeedId, since: Timestamp, week: int) -> dict[int, int]:
    """How many articles of a feed are dated in each stretch of `week` seconds from `since` on."""
    rows = conn.execute(
        "SELECT (date - ?) / ?, count(*) FROM article WHERE feed_id = ? AND id >= ? GROUP BY 1",
        (since, week, feed_id, since),
    )
    return dict(rows)


def newest_article(conn: Connection, feed_id: FeedId) -> Timestamp | None:
    """The date of a feed's newest article that is not hidden; None for a feed without any."""
    row = conn.execute(
        "SELECT date FROM article a WHERE feed_id = ?"
        " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.id = a.id) ORDER BY id DESC LIMIT 1",
        (feed_id,),
    ).fetchone()
    return None if row is None else int(row[0])


def added_at(conn: Connection, feed_id: FeedId) -> Timestamp:
    """When a feed was subscribed to."""
    return int(conn.execute("SELECT added_at FROM feed WHERE id = ?", (feed_id,)).fetchone()[0])


def remove(conn: Connection, ids: Sequence[FeedId], now: Timestamp) -> None:
    """Unsubscribe; everything stays stored for a while."""
    for part in parts(ids):
        conn.execute(
            f"UPDATE feed SET removed_at = ? WHERE removed_at IS NULL AND id IN ({placeholders(part)})",
            (now, *part),
        )


def removed(conn: Connection) -> tuple[RemovedFeed, ...]:
    """The feeds that were unsubscribed from, the last first."""
    rows = conn.execute(
        "SELECT id, url, title, own_title, removed_at, total FROM feed WHERE removed_at IS NOT NULL"
        " ORDER BY removed_at DESC, id DESC"
    )
    return tuple(
        RemovedFeed(feed_id, url, shown_title(own, title, url), removed_at, total)
        for feed_id, url, title, own, removed_at, total in rows
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
    drop(conn, ids)
    conn.execute(
        "UPDATE fetch SET etag = NULL, last_modified = NULL, body_hash = NULL WHERE feed_id = ?", (feed_id,)
    )
    if len(ids) < limit:
        conn.execute("DELETE FROM tombstone WHERE feed_id = ?", (feed_id,))
        conn.execute("DELETE FROM feed WHERE id = ?", (feed_id,))
        drop_empty(conn)
    return len(ids) + 1


def shown_title(own_title: str, title: str, url: str) -> str:
    """What to call a feed: as the user does, else as it does itself, else by its host."""
    return own_title or title or host_name(url) or url


def _feed(
    row: tuple[Any, ...],
    further: Mapping[FeedId, tuple[FolderId, ...]],
    pairs: Mapping[FeedId, Sequence[FoldedPair]],
) -> Feed:
    feed_id, url, title, own_title, site_url, folder_id, position, unread, total = row[:9]
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
        health=health_of(row[13:]),
        settings=read_settings(*row[9:13]),
        also_in=tuple(one for one in further.get(feed_id, ()) if one != folder_id),
        pairs=tuple(pairs.get(feed_id, ())),
    )
