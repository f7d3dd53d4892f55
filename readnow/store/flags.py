"""What a user sets on articles. A row in `unread` means unread, one in `starred` starred, one in `later` to
be read later.

Invariant: `feed.unread` changes by just the rows that changed, in the same transaction.
"""

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.feed import Timestamp
from readnow.model.journal import Marked, MarkKind
from readnow.model.query import ArticleQuery, Cursor, Sort
from readnow.store import stories, unread_marks
from readnow.store.asides import put_aside
from readnow.store.connecting import Connection
from readnow.store.meant import ids_of
from readnow.store.selecting import LAST, chosen, feeds_of

_IS_SHOWN = "NOT EXISTS (SELECT 1 FROM hidden h WHERE h.id = a.id)"
_TO_CHANGE = {
    (Flag.READ, True): "SELECT id, feed_id FROM unread WHERE id IN ({})",
    (Flag.READ, False): (
        "SELECT id, feed_id FROM article a WHERE id IN ({})"
        " AND NOT EXISTS (SELECT 1 FROM unread u WHERE u.feed_id = a.feed_id AND u.id = a.id)"
        f" AND {_IS_SHOWN}"
    ),
    (Flag.STARRED, True): (
        "SELECT id, feed_id FROM article a WHERE id IN ({})"
        f" AND NOT EXISTS (SELECT 1 FROM starred s WHERE s.id = a.id) AND {_IS_SHOWN}"
    ),
    (Flag.STARRED, False): "SELECT id, 0 FROM starred WHERE id IN ({})",
    (Flag.LATER, True): (
        "SELECT id, feed_id FROM article a WHERE id IN ({})"
        f" AND NOT EXISTS (SELECT 1 FROM later l WHERE l.id = a.id) AND {_IS_SHOWN}"
    ),
    (Flag.LATER, False): "SELECT id, 0 FROM later WHERE id IN ({})",
}
_OF_FEED = "SELECT id FROM unread WHERE feed_id = ? AND id < ?"
_FROM = "SELECT feed_id, id FROM unread WHERE id >= ?"
_AT_ONCE = 60_000
"""So many unread articles of whole feeds take about a tenth of a second."""
_MANY = 20_000
"""So many unread marks are put aside rather than written down."""


def set_flag(conn: Connection, change: StatusChange) -> tuple[ArticleId, ...]:
    """Set a flag; the ids of those that really changed. Those gone or hidden are passed over."""
    return _set(conn, change.ids, change.flag, change.value, change.at)


def is_quick(conn: Connection, query: ArticleQuery, flag: Flag, value: bool) -> bool:
    """Whether `mark_matching` takes no longer than one piece of many: a page, or whole feeds that have not
    too many unread articles, or nearly all there are."""
    if query.limit is not None:
        return True
    if not _is_reading_whole_feeds(query, flag, value):
        return False
    feeds = feeds_of(conn, query)
    rows = conn.execute("SELECT id, unread, removed_at FROM feed WHERE unread > 0").fetchall()
    wanted = sum(row[1] for row in rows if row[2] is None and (feeds is None or row[0] in feeds))
    rest = sum(row[1] for row in rows) - wanted
    if wanted <= _AT_ONCE:
        return True
    most = wanted // 20
    if query.after is not None and rest < most:
        sql = f"SELECT count(*) FROM ({_FROM} LIMIT {most:d})"
        rest += conn.execute(sql, (query.after.id,)).fetchone()[0]
    return bool(wanted > _MANY and rest < most)


def next_ids(
    conn: Connection, query: ArticleQuery, limit: int, seconds: float
) -> tuple[list[ArticleId], Cursor | None]:
    """About so many of what a query means, as far as they are found in so many seconds, and where to go on;
    in an order that no index has, all of them."""
    if not query.is_by_date:
        return ids_of(conn, query), None
    if query.where is not None:
        from readnow.store import searching  # rarely needed

        found = searching.find(conn, query, query.where, limit, seconds)
        return found.ids, None if found.next is None else Cursor(found.next)
    ids = ids_of(conn, replace(query, limit=limit))
    return ids, Cursor(ids[-1]) if len(ids) == limit else None


def mark_matching(
    conn: Connection, query: ArticleQuery, flag: Flag, value: bool, at: Timestamp, *, copies: bool = False
) -> Marked:
    """Set a flag on all that match, and with `copies` on what is the same story as one of them; those that
    really changed, for the journal."""
    if _is_reading_whole_feeds(query, flag, value):
        whole, after = replace(query, after=None), query.after
        end = LAST if after is None else after.id
        more = stories.copies_beyond(conn, feeds_of(conn, whole), end) if copies else ()
        marked = _read_whole_feeds(conn, whole, end)
        if marked.aside:
            return marked  # nearly everything is read: copies in the few feeds left stay as they are
        return replace(marked, ids=(*marked.ids, *_set(conn, more, flag, value, at)))
    if query.limit is None:
        query = only_to_change(query, flag, value)
    ids: Iterable[ArticleId] = ids_of(conn, query)
    if copies:
        ids = stories.with_copies(conn, ids)
    return Marked(MarkKind(flag), value, _set(conn, ids, flag, value, at))


def _read_whole_feeds(conn: Connection, query: ArticleQuery, end: int) -> Marked:
    """What has an id below `end`, without looking at single articles: where they are many and nearly all
    there are, a million take no longer than some."""
    feeds = feeds_of(conn, query)
    rows = conn.execute("SELECT id, unread, removed_at IS NOT NULL FROM feed WHERE unread > 0").fetchall()
    unread = {row[0]: row[1] for row in rows if not row[2] and (feeds is None or row[0] in feeds)}
    staying = {row[0]: row[1] for row in rows if row[0] not in unread}
    above = [row for row in conn.execute(_FROM, (end,)) if row[0] in unread]
    number = sum(unread.values()) - len(above)
    if number > _MANY and 10 * (sum(staying.values()) + len(above)) < number:
        marked = Marked(MarkKind.READ, True, aside=put_aside(conn, staying, above), aside_size=number)
    else:
        ids = [row[0] for feed_id in unread for row in conn.execute(_OF_FEED, (feed_id, end))]
        marked = Marked(MarkKind.READ, True, tuple(ids))
        if staying or above:
            unread_marks.take_feeds(conn, unread, end, len(ids))
        else:
            conn.execute("DELETE FROM unread")
    left = Counter(row[0] for row in above)
    conn.executemany("UPDATE feed SET unread = ? WHERE id = ?", [(left[id], id) for id in unread])
    return marked


def only_to_change(query: ArticleQuery, flag: Flag, value: bool) -> ArticleQuery:
    """The same query without those that have the value already, where it can say so; by date unless it goes
    on behind a place in another order."""
    if query.after is None:
        query = query.unsorted
    if flag is Flag.READ:
        return replace(query, unread_only=True) if value else replace(query, read_only=True)
    if value or flag is Flag.LATER:
        return query
    return replace(query, starred_only=True)


def _is_reading_whole_feeds(query: ArticleQuery, flag: Flag, value: bool) -> bool:
    """Whether whole feeds are marked read, but for what came in above the list that is shown."""
    whole = replace(query, after=None)
    from_the_first = query.after is None or query.sort is Sort.NEWEST
    return flag is Flag.READ and value and whole.is_whole_feeds and query.limit is None and from_the_first


def _set(
    conn: Connection, ids: Iterable[ArticleId], flag: Flag, value: bool, at: Timestamp
) -> tuple[ArticleId, ...]:
    wanted = chosen(ids)
    rows = conn.execute(_TO_CHANGE[flag, value].format(wanted.sql), wanted.parameters).fetchall()
    if flag is Flag.READ:
        (unread_marks.take if value else unread_marks.put)(conn, rows)
        sign = -1 if value else 1
        by_feed = Counter(feed_id for _, feed_id in rows)
        conn.executemany(
            "UPDATE feed SET unread = unread + ? WHERE id = ?",
            [(sign * number, feed_id) for feed_id, number in by_feed.items()],
        )
    elif value:
        conn.executemany(f"INSERT INTO {flag} (id, at) VALUES (?, ?)", [(row[0], at) for row in rows])
    else:
        conn.executemany(f"DELETE FROM {flag} WHERE id = ?", [(row[0],) for row in rows])
    return tuple(ArticleId(row[0]) for row in rows)
