"""Which folders feeds stand in: one in the feed's own row, and any number of further ones beside it.

Called by the library, `feeds` and `folders`. Invariants: a feed stands in no folder twice; where it is in no
folder by its own row, it is in none.
"""

from collections.abc import Iterable

from readnow.model.feed import FeedId, FolderId
from readnow.store.connecting import Connection


def further_folders(conn: Connection, feed_id: FeedId | None = None) -> dict[FeedId, tuple[FolderId, ...]]:
    """The folders that feeds, or this one, stand in beside the one of their own row."""
    only = "" if feed_id is None else f" WHERE feed_id = {feed_id:d}"
    found: dict[FeedId, tuple[FolderId, ...]] = {}
    for feed, folder in conn.execute(f"SELECT feed_id, folder_id FROM filed{only} ORDER BY 1, 2"):
        found[feed] = (*found.get(feed, ()), folder)
    return found


def places(conn: Connection, feed_id: FeedId) -> tuple[FolderId, ...]:
    """All folders that a feed stands in."""
    row = conn.execute("SELECT folder_id FROM feed WHERE id = ?", (feed_id,)).fetchone()
    own = () if row is None or row[0] is None else (FolderId(row[0]),)
    return tuple(dict.fromkeys((*own, *further_folders(conn, feed_id).get(feed_id, ()))))


def put_into(conn: Connection, feed_id: FeedId, folders: Iterable[FolderId]) -> None:
    """Let a feed stand in just these folders; none: at the end, beside the folders."""
    wanted = [*dict.fromkeys(folders)]
    own, further = (wanted[0] if wanted else None), wanted[1:]
    conn.execute("UPDATE feed SET folder_id = ? WHERE id = ?", (own, feed_id))
    conn.execute("DELETE FROM filed WHERE feed_id = ?", (feed_id,))
    conn.executemany(
        "INSERT INTO filed (feed_id, folder_id) VALUES (?, ?)", [(feed_id, one) for one in further]
    )


def refile(conn: Connection, folder_id: FolderId, into: FolderId | None) -> None:
    """Let all feeds that stand in a folder stand in another one instead; None: in no other."""
    rows = conn.execute(
        "SELECT id FROM feed WHERE folder_id = ?1 UNION SELECT feed_id FROM filed WHERE folder_id = ?1",
        (folder_id,),
    ).fetchall()
    for (feed_id,) in rows:
        instead = [into if one == folder_id else one for one in places(conn, feed_id)]
        put_into(conn, feed_id, [one for one in instead if one is not None])
