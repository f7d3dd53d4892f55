"""How many articles a query means: from the feeds' own counts where they say it, else by a walk, in pieces.

Reached through `store.articles`. Invariant: between two pieces, each of some milliseconds, whoever waits can
be given what was counted so far; nothing counts further than it is asked to.
"""

import time
from typing import NamedTuple

from msgspec.structs import replace

from readnow.model.article import ArticleId
from readnow.model.query import ArticleQuery, Cursor, ScopeKind
from readnow.store import stories_counts
from readnow.store.connecting import Connection
from readnow.store.meant import ids_of
from readnow.store.selecting import feeds_of, leading, narrowing_of, range_of, walk

_FIRST, _PIECE = 250, 2_000
"""Rows that are walked through at once: at first, at most."""


class Counted(NamedTuple):
    """How many there are down to an article, behind which there may be more; None at the end."""

    number: int
    next: Cursor | None = None


def count(conn: Connection, query: ArticleQuery, at_most: int | None = None) -> int:
    """How many articles match, or `at_most`. The query's limit is not applied."""
    return count_part(conn, query, at_most, None).number


def count_part(conn: Connection, query: ArticleQuery, at_most: int | None, seconds: float | None) -> Counted:
    """The same, as far as it can be counted in so many seconds."""
    query = replace(query, limit=None).unsorted
    if not query.is_by_date:
        number = len(ids_of(conn, query))
        return Counted(number if at_most is None else min(number, at_most))
    if query.where is not None:
        from readnow.store import searching  # rarely needed

        found = searching.find(conn, query, query.where, at_most, seconds)
        return Counted(len(found.ids), None if found.next is None else Cursor(found.next))
    if not query.is_whole_feeds:
        return _walked(conn, query, at_most, seconds)
    column = "unread" if query.unread_only or query.scope.kind is ScopeKind.UNREAD else "total"
    feeds = feeds_of(conn, query)
    rows = conn.execute(f"SELECT id, {column} FROM feed WHERE removed_at IS NULL")
    number = int(sum(number for feed_id, number in rows if feeds is None or feed_id in feeds))
    if query.once:
        number -= stories_counts.led(conn, feeds, unread=column == "unread")
    return Counted(number if at_most is None else min(number, at_most))


def _walked(conn: Connection, query: ArticleQuery, at_most: int | None, seconds: float | None) -> Counted:
    began = time.monotonic()
    number, narrowing, left = 0, narrowing_of(conn, query), range_of(query)
    oldest_first = query.oldest_first
    way = leading(narrowing)
    end = "max" if oldest_first else "min"
    most = min(_FIRST, _PIECE)
    while at_most is None or number < at_most:
        rows = walk(conn, way, left, oldest_first)
        sql = f"SELECT count(*), {end}(id) FROM ({rows.sql} LIMIT {most})"
        size, reached = conn.execute(sql, rows.parameters).fetchone()
        if not size:
            break
        piece = left.within(left.low, reached) if oldest_first else left.within(reached, left.high)
        part = walk(conn, narrowing, piece, oldest_first)
        number += conn.execute(f"SELECT count(*) FROM ({part.sql})", part.parameters).fetchone()[0]
        if size < most:
            break
        most = min(2 * most, _PIECE)
        left = left.within(reached + 1, left.high) if oldest_first else left.within(left.low, reached - 1)
        if seconds is not None and time.monotonic() - began >= seconds:
            return Counted(number if at_most is None else min(number, at_most), Cursor(ArticleId(reached)))
    return Counted(number if at_most is None else min(number, at_most))
