"""What of a feed is past its time (`model.retention`), and letting it go, in pieces.

Called by `library.upkeep`. Invariants: what is starred, to be read later, tagged, or deleted by the user
(which goes by itself, and can be taken back until then) stays, whatever the limits say; what was marked
between looking and deleting stays, too.
"""

import time
from collections.abc import Sequence
from typing import NamedTuple

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId, FolderId, Timestamp
from readnow.model.retention import KeepSettings, KeptFeed, KeptFolder, Limits
from readnow.store import burying, ui_state
from readnow.store.connecting import Connection
from readnow.store.selecting import FIRST, LAST, Selection, chosen
from readnow.store.settings import read_settings

_TOGETHER = 25
"""Articles deleted before the next look at the clock."""
_SECONDS = 0.04
"""For how long one transaction goes on deleting."""

# A muted article counts as read: nobody will look at it.
_GOES = (
    "SELECT c.id, (:before IS NULL OR b.received < :before)"
    " AND NOT EXISTS (SELECT 1 FROM starred s WHERE s.id = c.id)"
    " AND NOT EXISTS (SELECT 1 FROM later l WHERE l.id = c.id)"
    " AND NOT EXISTS (SELECT 1 FROM tagged t WHERE t.id = c.id)"
    " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.id = c.id"
    " AND (h.starred_at IS NOT NULL OR h.later_at IS NOT NULL OR h.deleted_at IS NOT NULL))"
    " AND NOT (:keep_unread AND EXISTS (SELECT 1 FROM unread u WHERE u.feed_id = :feed AND u.id = c.id))"
    " FROM ({}) c CROSS JOIN body b ON b.id = c.id"
)
_NEXT = "SELECT id FROM article WHERE feed_id = :feed AND id > :after AND id < :below ORDER BY id LIMIT :most"
_SEEN = "NOT EXISTS (SELECT 1 FROM hidden h WHERE h.id = a.id)"


DONE_AT = "upkeep"
"""The name under which it is remembered when all was let go that was past its time."""


class Looked(NamedTuple):
    """The ids that go of those that were looked at, oldest first, and the last of these; None: of all."""

    ids: tuple[ArticleId, ...]
    last: int | None


def done_at(conn: Connection) -> Timestamp:
    """When all was let go that was past its time; 0 for never, or for not since settings were changed."""
    return int(ui_state.get(conn, DONE_AT) or 0)


def note_done(conn: Connection, at: Timestamp) -> None:
    """It was done then. 0: it is to be done anew."""
    ui_state.put(conn, DONE_AT, str(at))


def settings(conn: Connection) -> KeepSettings:
    """What decides how much is kept of the feeds that are subscribed to."""
    folders = {
        FolderId(row[0]): KeptFolder(row[1], row[2])
        for row in conn.execute("SELECT id, keep, parent_id FROM folder")
    }
    places: dict[int, list[FolderId]] = {}
    rows = conn.execute(
        "SELECT id, folder_id FROM feed WHERE folder_id IS NOT NULL"
        " UNION SELECT feed_id, folder_id FROM filed"
    )
    for feed_id, folder_id in rows:
        places.setdefault(feed_id, []).append(FolderId(folder_id))
    feeds = {
        FeedId(feed_id): KeptFeed(read_settings(stored, 0).keep, tuple(places.get(feed_id, ())))
        for feed_id, stored in conn.execute("SELECT id, settings FROM feed WHERE removed_at IS NULL")
    }
    return KeepSettings(feeds, folders)


def last_success(conn: Connection) -> Timestamp | None:
    """When a server last answered with anything of use; None for never."""
    row = conn.execute("SELECT max(last_success) FROM feed WHERE removed_at IS NULL").fetchone()
    return None if row is None else row[0]


def look(conn: Connection, feed_id: FeedId, limits: Limits, after: int = FIRST, most: int = 2000) -> Looked:
    """Look at up to `most` articles of a feed behind `after`, oldest first."""
    found = _judged(
        conn,
        feed_id,
        limits,
        Selection(
            _NEXT, {"after": after, "below": _below(conn, feed_id, limits), "most": most, "feed": feed_id}
        ),
    )
    going = tuple(ArticleId(row[0]) for row in found if row[1])
    return Looked(going, found[-1][0] if len(found) == most else None)


def let_go(
    conn: Connection, feed_id: FeedId, limits: Limits, ids: Sequence[ArticleId], at: Timestamp
) -> tuple[int, Sequence[ArticleId]]:
    """Delete those of the articles that still go, leaving tombstones, for as long as one transaction should
    last: how many went, and which are left to be asked for again."""
    until = time.monotonic() + _SECONDS
    below, gone = _below(conn, feed_id, limits), 0
    ids = [article_id for article_id in ids if article_id < below]
    while ids:
        part, ids = ids[:_TOGETHER], ids[_TOGETHER:]
        still = [ArticleId(row[0]) for row in _judged(conn, feed_id, limits, chosen(part)) if row[1]]
        gone += burying.bury(conn, still, at)
        if time.monotonic() > until:
            break
    return gone, ids


def _judged(
    conn: Connection, feed_id: FeedId, limits: Limits, selection: Selection
) -> Sequence[tuple[int, int]]:
    return conn.execute(
        _GOES.format(selection.sql),
        {
            **selection.parameters,
            "before": limits.before,
            "keep_unread": limits.keep_unread,
            "feed": feed_id,
        },
    ).fetchall()


def _below(conn: Connection, feed_id: FeedId, limits: Limits) -> int:
    """The id from which on everything stays."""
    below = LAST if limits.before is None else limits.before
    if limits.number is None:
        return below
    total = conn.execute("SELECT total FROM feed WHERE id = ?", (feed_id,)).fetchone()[0]
    if total < limits.number:
        return FIRST
    row = conn.execute(
        f"SELECT id FROM article a WHERE feed_id = ? AND {_SEEN} ORDER BY id DESC LIMIT 1 OFFSET ?",
        (feed_id, limits.number - 1),
    ).fetchone()
    return min(below, row[0]) if row else FIRST
