"""A feed at another address: taken over, or, where another feed has it, one feed into the other (H10).

Called inside the transaction that adopts the address. Invariants: no article is lost; what was read, starred,
tagged or to be read later in either feed is so in the one that is left; what the user deleted in either stays
deleted, unless the other has it starred or for later.
"""

from collections.abc import Iterable, Iterator

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId, Timestamp
from readnow.store import earlier, feeds, filing, hidden
from readnow.store.connecting import Connection
from readnow.store.selecting import chosen


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
    to_hide = _show_twins(conn, from_id, into_id)
    _carry_marks(conn, from_id, into_id)
    earlier.carry_over(conn, from_id, into_id)
    twins = (
        f"(SELECT id FROM article WHERE feed_id = {from_id:d}"
        f" AND gh IN (SELECT gh FROM article WHERE feed_id = {into_id:d}))"
    )
    for table in ("starred", "later", "unread", "body", "article"):  # all else goes with the article
        conn.execute(f"DELETE FROM {table} WHERE id IN {twins}")
    for table in ("article", "unread", "hidden", "moved_in"):
        conn.execute(f"UPDATE {table} SET feed_id = ? WHERE feed_id = ?", (into_id, from_id))
    conn.execute("UPDATE OR IGNORE tombstone SET feed_id = ? WHERE feed_id = ?", (into_id, from_id))
    conn.execute("DELETE FROM tombstone WHERE feed_id = ?", (from_id,))
    conn.execute(
        "INSERT OR IGNORE INTO former_address SELECT ?, url, until FROM former_address WHERE feed_id = ?",
        (into_id, from_id),
    )
    conn.execute("UPDATE merged_feed SET into_id = ? WHERE into_id = ?", (into_id, from_id))
    conn.execute("INSERT OR REPLACE INTO merged_feed VALUES (?, ?)", (from_id, into_id))
    filing.put_into(conn, into_id, (*filing.places(conn, into_id), *filing.places(conn, from_id)))
    conn.execute("DELETE FROM feed WHERE id = ?", (from_id,))
    conn.execute(
        "UPDATE feed SET unread = (SELECT count(*) FROM unread WHERE feed_id = :id),"
        " total = (SELECT count(*) FROM article WHERE feed_id = :id)"
        " - (SELECT count(*) FROM hidden WHERE feed_id = :id) WHERE id = :id",
        {"id": into_id},
    )
    for article_id, muted, deleted_at in to_hide:
        hidden.hide(conn, (article_id,), muted=muted, deleted_at=deleted_at)


def _carry_marks(conn: Connection, from_id: FeedId, into_id: FeedId) -> None:
    """Read in either is read; starred, tagged or kept for later in either is so."""
    pairs = _pairs(from_id, into_id)
    conn.execute(
        f"DELETE FROM unread WHERE feed_id = {into_id:d} AND id IN (SELECT new_id FROM ({pairs})"
        f" WHERE old_id NOT IN (SELECT id FROM unread WHERE feed_id = {from_id:d}))"
    )
    for table in ("starred", "later"):
        conn.execute(
            f"INSERT OR IGNORE INTO {table} SELECT new_id, at FROM ({pairs}) JOIN {table} m ON m.id = old_id"
        )
    conn.execute(
        f"INSERT OR IGNORE INTO tagged SELECT tag_id, new_id, at FROM ({pairs}) JOIN tagged ON id = old_id"
    )


def _show_twins(
    conn: Connection, from_id: FeedId, into_id: FeedId
) -> tuple[tuple[ArticleId, bool, Timestamp | None], ...]:
    """Take those that are hidden, of articles that both feeds have, back into the lists, so that marks are
    carried over as for any other; what is to be hidden again then, as muted or since when deleted."""
    rows = conn.execute(
        "SELECT old_id, new_id, old.id IS NOT NULL, old.deleted_at, new.id IS NOT NULL, new.muted,"
        f" new.deleted_at FROM ({_pairs(from_id, into_id)}) LEFT JOIN hidden old ON old.id = old_id"
        " LEFT JOIN hidden new ON new.id = new_id WHERE old.id IS NOT NULL OR new.id IS NOT NULL"
    ).fetchall()
    twins = [twin for row in rows for twin in row[:2]]
    wanted = set(_wanted(conn, twins))
    hidden.give_back(conn, twins, muted=True, deleted=True)
    again: list[tuple[ArticleId, bool, Timestamp | None]] = []
    for old_id, new_id, old_hidden, old_deleted, new_hidden, new_muted, new_deleted in rows:
        is_wanted = (not old_hidden and old_id in wanted) or (not new_hidden and new_id in wanted)
        deleted_at = None if is_wanted else new_deleted or old_deleted
        if new_muted or deleted_at is not None:
            again.append((new_id, bool(new_muted), deleted_at))
    return tuple(again)


def _wanted(conn: Connection, ids: Iterable[ArticleId]) -> Iterator[ArticleId]:
    """Those of the articles in the lists that are starred or to be read later."""
    only = chosen(ids)
    for table in ("starred", "later"):
        for row in conn.execute(f"SELECT id FROM {table} WHERE id IN ({only.sql})", only.parameters):
            yield row[0]


def _pairs(from_id: FeedId, into_id: FeedId) -> str:
    """SQL for the articles that both feeds have: each feed's id of it."""
    return (
        "SELECT old.id AS old_id, new.id AS new_id FROM article old JOIN article new"
        f" ON new.gh = old.gh AND new.feed_id = {into_id:d} WHERE old.feed_id = {from_id:d}"
    )
