"""Articles that lists leave out: muted by a rule, or deleted by the user.

Called by whoever mutes or deletes, by `journal` and `merging`. Invariants: a hidden article has no row in
`unread`, `starred` or `later` and is in no count of its feed; what it was is kept in `hidden` and given back
with it; `feed.unread` and `feed.total` change by just the articles that come or go, in the same transaction.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId, Timestamp
from readnow.store import burying
from readnow.store.connecting import Connection
from readnow.store.selecting import chosen

DELETED_FOR = 30 * 86_400
"""Seconds for which a deleted article is kept, so that it can be given back."""

_MARKS = (("unread", 2), ("starred", 3), ("later", 4))
"""The tables of marks, and where a row of `_SHOWN` or `_BARE` says that they hold it."""
_SHOWN = (
    "SELECT a.id, a.feed_id, (SELECT 1 FROM unread u WHERE u.feed_id = a.feed_id AND u.id = a.id),"
    " (SELECT s.at FROM starred s WHERE s.id = a.id), (SELECT l.at FROM later l WHERE l.id = a.id)"
    " FROM ({}) c CROSS JOIN article a ON a.id = c.id"
    " WHERE NOT EXISTS (SELECT 1 FROM hidden h WHERE h.id = a.id)"
)
_AMONG = "FROM ({}) c CROSS JOIN hidden h ON h.id = c.id"
_BARE = (
    f"SELECT h.id, h.feed_id, nullif(h.unread, 0), h.starred_at, h.later_at {_AMONG}"
    " WHERE NOT h.muted AND h.deleted_at IS NULL"
)


def hide(
    conn: Connection, ids: Iterable[ArticleId], *, muted: bool = False, deleted_at: Timestamp | None = None
) -> tuple[ArticleId, ...]:
    """Leave these articles out of lists, as muted, deleted, or both; those of them that were not so before.

    What is hidden already for the one reason is so for both from then on.
    """
    wanted = chosen(ids)
    rows = conn.execute(_SHOWN.format(wanted.sql), wanted.parameters).fetchall()
    conn.executemany(
        "INSERT INTO hidden (id, feed_id, unread, starred_at, later_at)"
        " VALUES (?1, ?2, ifnull(?3, 0), ?4, ?5)",
        rows,
    )
    for table, column in _MARKS:
        conn.executemany(
            f"DELETE FROM {table} WHERE id = ?", [(row[0],) for row in rows if row[column] is not None]
        )
    _count(conn, rows, -1)
    # In both ways first: what was not so, then made so.
    changed = {
        row[0]
        for row in conn.execute(
            f"SELECT h.id {_AMONG.format(wanted.sql)}"
            " WHERE (:muted AND NOT h.muted) OR (:deleted_at IS NOT NULL AND h.deleted_at IS NULL)",
            wanted.parameters | {"muted": muted, "deleted_at": deleted_at},
        )
    }
    conn.executemany(
        "UPDATE hidden SET muted = max(muted, ?), deleted_at = ifnull(deleted_at, ?) WHERE id = ?",
        [(int(muted), deleted_at, article_id) for article_id in changed],
    )
    return tuple(sorted(changed))


def give_back(
    conn: Connection, ids: Iterable[ArticleId], *, muted: bool = False, deleted: bool = False
) -> tuple[ArticleId, ...]:
    """Take back that these articles are muted, deleted, or both; those of them that were so.

    An article that is neither any more is in the lists again, marked as it was.
    """
    wanted = chosen(ids)
    changed = [
        row[0]
        for row in conn.execute(
            f"SELECT h.id {_AMONG.format(wanted.sql)}"
            " WHERE (:muted AND h.muted) OR (:deleted AND h.deleted_at IS NOT NULL)",
            wanted.parameters | {"muted": muted, "deleted": deleted},
        )
    ]
    columns = [sql for sql, said in (("muted = 0", muted), ("deleted_at = NULL", deleted)) if said]
    if changed:
        conn.executemany(
            f"UPDATE hidden SET {', '.join(columns)} WHERE id = ?", [(article_id,) for article_id in changed]
        )
        _show(conn, changed)
    return tuple(changed)


def hidden_ids(conn: Connection, ids: Iterable[ArticleId]) -> frozenset[ArticleId]:
    """Those of the articles that are hidden."""
    wanted = chosen(ids)
    rows = conn.execute(f"SELECT h.id {_AMONG.format(wanted.sql)}", wanted.parameters)
    return frozenset(ArticleId(row[0]) for row in rows)


def bury_deleted(conn: Connection, now: Timestamp, limit: int) -> int:
    """Remove up to `limit` articles for good that were deleted long enough ago; how many.

    What is left of one is that it was here, so that it does not come back with its feed (E5).
    """
    rows = conn.execute(
        "SELECT id FROM hidden WHERE deleted_at < ? ORDER BY deleted_at LIMIT ?", (now - DELETED_FOR, limit)
    )
    return burying.bury(conn, [row[0] for row in rows], now)


def _show(conn: Connection, ids: Sequence[ArticleId]) -> None:
    wanted = chosen(ids)
    rows = conn.execute(_BARE.format(wanted.sql), wanted.parameters).fetchall()
    conn.executemany("DELETE FROM hidden WHERE id = ?", [(row[0],) for row in rows])
    conn.executemany(
        "INSERT INTO unread (feed_id, id) VALUES (?, ?)", [(row[1], row[0]) for row in rows if row[2]]
    )
    for table, column in _MARKS[1:]:
        conn.executemany(
            f"INSERT INTO {table} (id, at) VALUES (?, ?)",
            [(row[0], row[column]) for row in rows if row[column] is not None],
        )
    _count(conn, rows, 1)


def _count(
    conn: Connection, rows: Iterable[tuple[int, FeedId, int | None, object, object]], sign: int
) -> None:
    total: Counter[FeedId] = Counter()
    unread: Counter[FeedId] = Counter()
    for row in rows:
        total[row[1]] += sign
        unread[row[1]] += sign * (row[2] or 0)
    conn.executemany(
        "UPDATE feed SET total = total + ?, unread = unread + ? WHERE id = ?",
        [(number, unread[feed_id], feed_id) for feed_id, number in total.items()],
    )
