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
from readnow.model.tag import TagId
from readnow.store import asides, flags, hidden, muting, tags
from readnow.store.connecting import Connection
from readnow.store.selecting import FIRST, LAST

Place = tuple[int, ...]
"""A place between two of a step's articles: how many are before it; in a table put aside, the id behind it.
`BEGINNING` and `END` are those of any step."""
BEGINNING: Place = ()
END: Place = (LAST, LAST)

_FLAGS = {MarkKind.READ: Flag.READ, MarkKind.STARRED: Flag.STARRED, MarkKind.LATER: Flag.LATER}


class Part(NamedTuple):
    """Some of a step's articles, and the place that is reached with them."""

    ids: list[ArticleId]
    reached: Place


def behind(conn: Connection, step: Marked, place: Place, limit: int) -> Part:
    """Up to `limit` of a step's articles from that place on."""
    if step.aside:
        ids = asides.upward(conn, step.aside, _id(place, FIRST), limit + 1)
        return Part(ids[:limit], (ids[limit],) if len(ids) > limit else END)
    start = place[0] if place else 0
    end = start + limit
    return Part(list(step.ids[start:end]), (end,) if end < len(step.ids) else END)


def before(conn: Connection, step: Marked, place: Place, limit: int) -> Part:
    """Up to `limit` of those before it."""
    if step.aside:
        ids = asides.downward(conn, step.aside, _id(place, LAST), limit)[:limit]
        return Part(ids, (ids[-1],) if len(ids) == limit else BEGINNING)
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
        case MarkKind.TAGGED if value:
            return tags.put(conn, TagId(step.tag_id), ids, at)
        case MarkKind.TAGGED:
            return tags.take(conn, TagId(step.tag_id), ids)
    return flags.set_flag(conn, StatusChange(tuple(ids), _FLAGS[step.kind], value, at))


def _id(place: Place, otherwise: int) -> int:
    """The id behind a place in a table put aside. Earlier versions went through it in the order of feeds, and
    kept two numbers: what they began is gone through anew, which changes nothing twice."""
    return place[0] if len(place) == 1 else otherwise
