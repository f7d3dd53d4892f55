"""Read and starred: what the user sets on articles. A row in `unread` means unread, one in `starred` starred.

Invariant: `feed.unread` changes by just the rows that changed, in the same transaction.
"""

from collections import Counter

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.feed import Timestamp
from readnow.model.query import ArticleQuery
from readnow.store.database import Connection
from readnow.store.selecting import Selection, chosen, select_ids

_SET = {
    (Flag.READ, True): "DELETE FROM unread WHERE id IN ({}) RETURNING id, feed_id",
    (Flag.READ, False): (
        "INSERT OR IGNORE INTO unread (feed_id, id) SELECT feed_id, id FROM article"
        " WHERE id IN ({}) RETURNING id, feed_id"
    ),
    (Flag.STARRED, True): (
        "INSERT OR IGNORE INTO starred (id, at) SELECT id, :at FROM article WHERE id IN ({}) RETURNING id, 0"
    ),
    (Flag.STARRED, False): "DELETE FROM starred WHERE id IN ({}) RETURNING id, 0",
}


def set_flag(conn: Connection, change: StatusChange) -> tuple[ArticleId, ...]:
    """Set a flag; the ids of those that really changed. Articles that are gone are passed over."""
    return _set(conn, chosen(change.ids), change.flag, change.value, change.at)


def mark_matching(conn: Connection, query: ArticleQuery, flag: Flag, value: bool, at: Timestamp) -> int:
    """Set a flag on all that match; how many really changed."""
    selection = select_ids(conn, query)
    limit = "" if query.limit is None else f" LIMIT {query.limit:d}"
    selection.sql = f"SELECT id FROM ({selection.sql}){limit}"
    return len(_set(conn, selection, flag, value, at))


def _set(
    conn: Connection, selection: Selection, flag: Flag, value: bool, at: Timestamp
) -> tuple[ArticleId, ...]:
    parameters = selection.parameters | {"at": at}
    changed = conn.execute(_SET[flag, value].format(selection.sql), parameters).fetchall()
    if flag is Flag.READ:
        by_feed = Counter(feed_id for _, feed_id in changed)
        sign = -1 if value else 1
        conn.executemany(
            "UPDATE feed SET unread = unread + ? WHERE id = ?",
            [(sign * count, feed_id) for feed_id, count in by_feed.items()],
        )
    return tuple(ArticleId(row[0]) for row in changed)
