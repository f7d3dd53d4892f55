"""How articles go: with all that hangs on them, and leaving tombstones where their feed is still there.

Called by `retention`, by `feeds` for what was unsubscribed from, and by whoever deletes for good. Invariants:
the counts of the feeds change in the same transaction; nothing is left that stands for an article that is
gone; one that its feed still lists does not come back (E5).
"""

from collections.abc import Sequence

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId, Timestamp
from readnow.store.connecting import Connection
from readnow.store.selecting import chosen

KEEP_TOMBSTONES = 180 * 24 * 3600
"""How long a tombstone stays at least, in seconds, counted from when its entry was last seen in the feed."""
_LISTED_WITHIN = 24 * 3600
"""A tombstone is not written again for each look at its feed: once a day is enough."""

Grave = tuple[int, int]
"""A tombstone by the hash of its entry's key, and its feed."""
FIRST_GRAVE: Grave = (-(1 << 63), 0)
_USELESS = (
    "(t.at < :long_ago AND t.at <"
    " ifnull((SELECT f.read_at FROM fetch f WHERE f.feed_id = t.feed_id), 0) - :within)"
)
_MARKS = ("unread", "starred", "later")
"""Tables without a reference to `article`, so that all of them can be emptied at once."""
_BURY = (
    "INSERT OR REPLACE INTO tombstone (gh, feed_id, read, starred, at)"
    " SELECT a.gh, a.feed_id,"
    " NOT (EXISTS (SELECT 1 FROM unread u WHERE u.id = a.id) OR ifnull(h.unread, 0)),"
    " EXISTS (SELECT 1 FROM starred s WHERE s.id = a.id) OR h.starred_at IS NOT NULL, :at"
    " FROM article a LEFT JOIN hidden h ON h.id = a.id WHERE a.id IN ({})"
)
_COUNTS = (
    "SELECT a.feed_id, sum(EXISTS (SELECT 1 FROM unread u WHERE u.id = a.id)),"
    " sum(NOT EXISTS (SELECT 1 FROM hidden h WHERE h.id = a.id)) FROM article a WHERE a.id IN ({})"
    " GROUP BY a.feed_id"
)


def bury(conn: Connection, ids: Sequence[ArticleId], at: Timestamp) -> int:
    """Delete articles and leave their tombstones; how many went."""
    gone = chosen(ids)
    conn.execute(_BURY.format(gone.sql), {**gone.parameters, "at": at})
    return drop(conn, ids)


def drop(conn: Connection, ids: Sequence[ArticleId]) -> int:
    """Delete articles as if they had never been there; how many went."""
    gone = chosen(ids)
    counts = conn.execute(_COUNTS.format(gone.sql), gone.parameters).fetchall()
    conn.executemany(
        "UPDATE feed SET unread = unread - ?, total = total - ? WHERE id = ?",
        [(unread, total, feed_id) for feed_id, unread, total in counts],
    )
    for table in _MARKS:
        conn.execute(f"DELETE FROM {table} WHERE id IN ({gone.sql})", gone.parameters)
    return conn.execute(f"DELETE FROM article WHERE id IN ({gone.sql})", gone.parameters).rowcount


def still_listed(conn: Connection, feed_id: FeedId, hashes: Sequence[int], now: Timestamp) -> None:
    """The feed still lists these entries that lie buried: their tombstones have to stay."""
    conn.executemany(
        "UPDATE tombstone SET at = ? WHERE gh = ? AND feed_id = ? AND at < ?",
        [(now, gh, feed_id, now - _LISTED_WITHIN) for gh in hashes],
    )


def useless_tombstones(
    conn: Connection, now: Timestamp, after: Grave = FIRST_GRAVE, most: int = 5000
) -> tuple[Sequence[Grave], Grave | None]:
    """Of up to `most` tombstones behind `after`, those of entries that their feeds have not listed for long;
    and the last that was looked at, None where that were all.

    One that is of no use any more is known by a document of its feed that was read since and lacks it. Of a
    feed that has not changed since, nothing is known anew.
    """
    rows = conn.execute(
        f"SELECT t.gh, t.feed_id, {_USELESS} FROM (SELECT gh, feed_id, at FROM tombstone"
        " WHERE (gh, feed_id) > (:gh, :feed) ORDER BY gh, feed_id LIMIT :most) t",
        {"gh": after[0], "feed": after[1], "most": most, **_limits(now)},
    ).fetchall()
    useless = [(gh, feed_id) for gh, feed_id, is_useless in rows if is_useless]
    return useless, rows[-1][:2] if len(rows) == most else None


def forget_tombstones(conn: Connection, graves: Sequence[Grave], now: Timestamp) -> int:
    """Take those of these tombstones away that are still of no use; how many."""
    return conn.executemany(
        f"DELETE FROM tombstone AS t WHERE t.gh = :gh AND t.feed_id = :feed AND {_USELESS}",
        [{"gh": gh, "feed": feed_id, **_limits(now)} for gh, feed_id in graves],
    ).rowcount


def _limits(now: Timestamp) -> dict[str, int]:
    return {"long_ago": now - KEEP_TOMBSTONES, "within": _LISTED_WITHIN}
