"""The order that the user gave feeds and folders: places among those beside them.

Called by the library. Invariant: only what stands beside each other changes places; a feed in several folders
has one place in the order, which holds in each of them.
"""

from collections.abc import Callable, Sequence

from readnow.model.feed import FeedId, FolderId
from readnow.store.connecting import Connection
from readnow.store.folders import all_folders

Target = Callable[[int, int], int]
"""From the place something has, counted from 0, and how many there are, the place that it is to have."""


def arrange_feed(conn: Connection, feed_id: FeedId, inside: FolderId | None, target: Target) -> bool:
    """Give a feed another place among the feeds of a folder, or of those in none; False where it has it."""
    where = "folder_id IS NULL"
    if inside is not None:
        where = f"(folder_id = {inside:d} OR id IN (SELECT feed_id FROM filed WHERE folder_id = {inside:d}))"
    rows = conn.execute(f"SELECT id FROM feed WHERE removed_at IS NULL AND {where} ORDER BY position, id")
    return _arrange(conn, "feed", [row[0] for row in rows], feed_id, target)


def arrange_folder(conn: Connection, folder_id: FolderId, target: Target) -> bool:
    """Give a folder another place among those beside it; likewise."""
    folders = all_folders(conn)
    mine = next((folder for folder in folders if folder.id == folder_id), None)
    beside = [folder.id for folder in folders if mine is not None and folder.parent_id == mine.parent_id]
    return _arrange(conn, "folder", beside, folder_id, target)


def _arrange(conn: Connection, table: str, ids: Sequence[int], moved: int, target: Target) -> bool:
    if moved not in ids:
        return False
    place = ids.index(moved)
    wanted = max(0, min(len(ids) - 1, target(place, len(ids))))
    if wanted == place:
        return False
    positions = _positions(conn, table, ids)
    order = [one for one in ids if one != moved]
    order.insert(wanted, moved)
    changed = [
        pair for pair, old in zip(zip(positions, order, strict=True), ids, strict=True) if pair[1] != old
    ]
    conn.executemany(f"UPDATE {table} SET position = ? WHERE id = ?", changed)
    return True


def _positions(conn: Connection, table: str, ids: Sequence[int]) -> list[int]:
    """The positions of the rows, which rise; all rows are numbered anew where two of these have the same."""
    known = dict(conn.execute(f"SELECT id, position FROM {table} ORDER BY position, id").fetchall())
    found = [known[one] for one in ids]
    if len(set(found)) == len(found):
        return found
    numbered = {one: place for place, one in enumerate(known, 1)}
    conn.executemany(
        f"UPDATE {table} SET position = ? WHERE id = ?", [(place, one) for one, place in numbered.items()]
    )
    return [numbered[one] for one in ids]
