"""A step of marks taken back or done again: which articles come next, and what is set on them.

Called by `journal`. Invariant: only articles that are there, are not hidden (unless that is what changes) and
are not so already change, and the counts of their feeds with them.
"""

from collections.abc import Sequence
from typing import NamedTuple

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.feed import Timestamp
from readnow.model.journal import Marked, MarkKind
from readnow.model.rule import RuleId
from readnow.store import asides, flags, hidden, muting
from readnow.store.connecting import Connection
from readnow.store.selecting import LAST, chosen

Place = tuple[int, ...]
"""A place between two of a step's articles: how many are before it; in a table put aside, the feed and the id
behind it. `BEGINNING` and `END` are those of any step."""
BEGINNING: Place = ()
END: Place = (LAST, LAST)

_FLAGS = {MarkKind.READ: Flag.READ, MarkKind.STARRED: Flag.STARRED}
_IS_SHOWN = "NOT EXISTS (SELECT 1 FROM hidden h WHERE h.id = a.id)"


class Part(NamedTuple):
    """Some of a step's articles, and the place that is reached with them."""

    ids: list[ArticleId]
    reached: Place


def behind(conn: Connection, step: Marked, place: Place, limit: int) -> Part:
    """Up to `limit` of a step's articles from that place on."""
    if step.aside:
        rows = asides.upward(conn, step.aside, _pair(place), limit + 1)
        ids = [ArticleId(row[1]) for row in rows[:limit]]
        return Part(ids, rows[limit] if len(rows) > limit else END)
    start = place[0] if place else 0
    end = start + limit
    return Part(list(step.ids[start:end]), (end,) if end < len(step.ids) else END)


def before(conn: Connection, step: Marked, place: Place, limit: int) -> Part:
    """Up to `limit` of those before it."""
    if step.aside:
        rows = asides.downward(conn, step.aside, _pair(place), limit)
        return Part([ArticleId(row[1]) for row in rows], rows[-1] if len(rows) == limit else BEGINNING)
    end = min(place[0] if place else 0, len(step.ids))
    start = max(0, end - limit)
    return Part(list(step.ids[start:end]), (start,) if start else BEGINNING)


def set_marks(
    conn: Connection, step: Marked, value: bool, ids: Sequence[ArticleId], at: Timestamp
) -> tuple[ArticleId, ...]:
    """Mark some of a step's articles as it says, or as it does not; those that changed."""
    match step.kind:
        case MarkKind.DELETED if value:
            return hidden.hide(conn, ids, deleted_at=at)
        case MarkKind.DELETED:
            return hidden.give_back(conn, ids, deleted=True)
        case MarkKind.MUTED if value:
            return muting.mute(conn, RuleId(step.tag_id), ids, at).taken
        case MarkKind.MUTED:
            return muting.unmute(conn, RuleId(step.tag_id), ids)
        case MarkKind.LATER:
            return _put(conn, "later", {"at": at}, value, ids)
        case MarkKind.TAGGED if value and not _is_there(conn, step.tag_id):
            return ()
        case MarkKind.TAGGED:
            return _put(conn, "tagged", {"tag_id": step.tag_id, "at": at}, value, ids)
    return flags.set_flag(conn, StatusChange(tuple(ids), _FLAGS[step.kind], value, at))


def _put(
    conn: Connection, table: str, columns: dict[str, int], value: bool, ids: Sequence[ArticleId]
) -> tuple[ArticleId, ...]:
    """Put articles on a pile, or take them from it."""
    tag_id = columns.get("tag_id")
    own = f"p.id = a.id AND p.tag_id = {tag_id:d}" if tag_id is not None else "p.id = a.id"
    wanted = chosen(ids)
    there = f"EXISTS (SELECT 1 FROM {table} p WHERE {own})"
    rows = conn.execute(
        f"SELECT a.id FROM ({wanted.sql}) c CROSS JOIN article a ON a.id = c.id"
        f" WHERE {f'NOT {there} AND {_IS_SHOWN}' if value else there}",
        wanted.parameters,
    ).fetchall()
    if value:
        names, values = ", ".join(("id", *columns)), ", ".join(("?", *map(str, columns.values())))
        conn.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)
    elif tag_id is None:
        conn.executemany(f"DELETE FROM {table} WHERE id = ?", rows)
    else:
        conn.executemany(f"DELETE FROM {table} WHERE tag_id = {tag_id:d} AND id = ?", rows)
    return tuple(row[0] for row in rows)


def _is_there(conn: Connection, tag_id: int) -> bool:
    return conn.execute("SELECT 1 FROM tag WHERE id = ?", (tag_id,)).fetchone() is not None


def _pair(place: Place) -> tuple[int, int]:
    return (place[0], place[1]) if place else (0, -LAST)
