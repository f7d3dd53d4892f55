"""Read and starred: what the user sets on articles. A row in `unread` means unread, one in `starred` starred.

Invariant: `feed.unread` changes by just the rows that changed, in the same transaction.
"""

from collections.abc import Iterable

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.feed import Timestamp
from readnow.model.query import ArticleQuery
from readnow.store.database import Connection
from readnow.store.selecting import select_ids

_SET = {
    (Flag.READ, True): "DELETE FROM unread WHERE id IN temp.chosen RETURNING id, feed_id",
    (Flag.READ, False): (
        "INSERT OR IGNORE INTO unread (feed_id, id) SELECT feed_id, id FROM article"
        " WHERE id IN temp.chosen RETURNING id, feed_id"
    ),
    (Flag.STARRED, True): (
        "INSERT OR IGNORE INTO starred (id, at) SELECT id, :at FROM article"
        " WHERE id IN temp.chosen RETURNING id, 0"
    ),
    (Flag.STARRED, False): "DELETE FROM starred WHERE id IN temp.chosen RETURNING id, 0",
}


def set_flag(conn: Connection, change: StatusChange) -> tuple[ArticleId, ...]:
    """Set a flag; the ids of those that really changed. Articles that are gone are passed over."""
    choose(conn, change.ids)
    return _set_on_chosen(conn, change.flag, change.value, change.at)


def mark_matching(conn: Connection, query: ArticleQuery, flag: Flag, value: bool, at: Timestamp) -> int:
    """Set a flag on all that match; how many really changed."""
    selection = select_ids(conn, query)
    _empty_choice(conn)
    limit = "" if query.limit is None else f" LIMIT {query.limit:d}"
    conn.execute(f"INSERT INTO temp.chosen SELECT id FROM ({selection.sql}){limit}", selection.parameters)
    return len(_set_on_chosen(conn, flag, value, at))


def choose(conn: Connection, ids: Iterable[ArticleId]) -> None:
    """Put ids into `temp.chosen`, for statements of any number of them."""
    _empty_choice(conn)
    conn.executemany("INSERT OR IGNORE INTO temp.chosen VALUES (?)", [(int(i),) for i in ids])


def _empty_choice(conn: Connection) -> None:
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY)")
    conn.execute("DELETE FROM temp.chosen")


def _set_on_chosen(conn: Connection, flag: Flag, value: bool, at: Timestamp) -> tuple[ArticleId, ...]:
    parameters = {"at": at} if flag is Flag.STARRED and value else {}
    changed = conn.execute(_SET[flag, value], parameters).fetchall()
    if flag is Flag.READ:
        by_feed: dict[int, int] = {}
        for _, feed_id in changed:
            by_feed[feed_id] = by_feed.get(feed_id, 0) + (-1 if value else 1)
        conn.executemany(
            "UPDATE feed SET unread = unread + ? WHERE id = ?",
            [(n, feed_id) for feed_id, n in by_feed.items()],
        )
    return tuple(ArticleId(row[0]) for row in changed)
