"""A feed at another address: taken over, or, where another feed has it, one feed into the other (H10).

Called inside the transaction that adopts the address. Invariant: no article is lost, and what was read or
starred in either feed is so in the one that is left.
"""

from readnow.model.feed import FeedId, Timestamp
from readnow.store import earlier, feeds
from readnow.store.connecting import Connection


def adopt(conn: Connection, feed_id: FeedId, url: str, now: Timestamp) -> bool:
    """Take the new address over; where another feed has it, the two become one. Whether there was a feed."""
    if feeds.one_feed(conn, feed_id) is None:
        return False
    other = feeds.find_by_url(conn, url)
    feeds.remember_address(conn, feed_id, url, now)
    if other is not None and other.id != feed_id:
        merge(conn, feed_id, other.id)
    else:
        feeds.move_address(conn, feed_id, url)
    return True


def merge(conn: Connection, from_id: FeedId, into_id: FeedId) -> None:
    """Move all articles and tombstones, carry marks and earlier versions over, and remove the feed that is
    left empty."""
    _carry_marks(conn, from_id, into_id)
    earlier.carry_over(conn, from_id, into_id)
    twins = (
        f"(SELECT id FROM article WHERE feed_id = {from_id:d}"
        f" AND gh IN (SELECT gh FROM article WHERE feed_id = {into_id:d}))"
    )
    for table in ("starred", "unread", "body", "article"):
        conn.execute(f"DELETE FROM {table} WHERE id IN {twins}")
    for table in ("article", "unread"):
        conn.execute(f"UPDATE {table} SET feed_id = ? WHERE feed_id = ?", (into_id, from_id))
    conn.execute("UPDATE OR IGNORE tombstone SET feed_id = ? WHERE feed_id = ?", (into_id, from_id))
    conn.execute("DELETE FROM tombstone WHERE feed_id = ?", (from_id,))
    conn.execute(
        "INSERT OR IGNORE INTO former_address SELECT ?, url, until FROM former_address WHERE feed_id = ?",
        (into_id, from_id),
    )
    conn.execute("UPDATE merged_feed SET into_id = ? WHERE into_id = ?", (into_id, from_id))
    conn.execute("INSERT OR REPLACE INTO merged_feed VALUES (?, ?)", (from_id, into_id))
    conn.execute("DELETE FROM feed WHERE id = ?", (from_id,))
    conn.execute(
        "UPDATE feed SET unread = (SELECT count(*) FROM unread WHERE feed_id = :id),"
        " total = (SELECT count(*) FROM article WHERE feed_id = :id) WHERE id = :id",
        {"id": into_id},
    )


def _carry_marks(conn: Connection, from_id: FeedId, into_id: FeedId) -> None:
    """Read in either is read, starred in either is starred."""
    pairs = (
        "SELECT old.id AS old_id, new.id AS new_id FROM article old JOIN article new"
        f" ON new.gh = old.gh AND new.feed_id = {into_id:d} WHERE old.feed_id = {from_id:d}"
    )
    conn.execute(
        f"DELETE FROM unread WHERE feed_id = {into_id:d} AND id IN (SELECT new_id FROM ({pairs})"
        f" WHERE old_id NOT IN (SELECT id FROM unread WHERE feed_id = {from_id:d}))"
    )
    conn.execute(
        f"INSERT OR IGNORE INTO starred SELECT new_id, s.at FROM ({pairs}) JOIN starred s ON s.id = old_id"
    )
