"""Folders of feeds: a tree by name, siblings in order. Reached through `store.feeds`."""

from readnow.model.feed import Folder, FolderId
from readnow.store.connecting import Connection


def all_folders(conn: Connection) -> tuple[Folder, ...]:
    """All folders with feeds or smart feeds somewhere inside, parents before children, siblings in order.

    One whose feeds were all removed stays stored, unseen like them, so that they can come back to it.
    """
    rows = conn.execute(
        "WITH RECURSIVE used (id) AS (SELECT folder_id FROM feed WHERE removed_at IS NULL"
        " UNION SELECT folder_id FROM smart_feed"
        " UNION SELECT parent_id FROM folder JOIN used USING (id))"
        " SELECT id, name, parent_id, position FROM folder WHERE id IN (SELECT id FROM used)"
        " ORDER BY position, id"
    )
    children: dict[int | None, list[Folder]] = {}
    for folder_id, name, parent_id, position in rows:
        folder = Folder(FolderId(folder_id), name, parent_id, position)
        children.setdefault(parent_id, []).append(folder)
    found: list[Folder] = []
    waiting = children.get(None, [])[::-1]
    while waiting:
        folder = waiting.pop()
        found.append(folder)
        waiting.extend(children.get(folder.id, [])[::-1])
    return tuple(found)


def ensure_folder(conn: Connection, path: tuple[str, ...]) -> FolderId | None:
    """The folder of that path, made where it is missing; None for the empty path."""
    parent: FolderId | None = None
    for name in path:
        row = conn.execute(
            "SELECT id FROM folder WHERE ifnull(parent_id, 0) = ifnull(?, 0) AND name = ?", (parent, name)
        ).fetchone()
        parent = _insert(conn, parent, name) if row is None else FolderId(row[0])
    return parent


def keep_folder(conn: Connection, folder_id: FolderId, keep: str) -> None:
    """Set how much is kept of the feeds in a folder; empty: what the folder around it says."""
    conn.execute("UPDATE folder SET keep = ? WHERE id = ?", (keep, folder_id))


def _insert(conn: Connection, parent: FolderId | None, name: str) -> FolderId:
    added = conn.execute(
        "INSERT INTO folder (parent_id, name, position)"
        " SELECT ?, ?, ifnull(max(position), 0) + 1 FROM folder",
        (parent, name),
    )
    assert added.lastrowid is not None
    return FolderId(added.lastrowid)


def drop_empty(conn: Connection) -> None:
    """Remove folders with neither feeds, smart feeds nor folders in them: a folder is there for those."""
    while conn.execute(
        "DELETE FROM folder WHERE id NOT IN (SELECT folder_id FROM feed WHERE folder_id IS NOT NULL)"
        " AND id NOT IN (SELECT folder_id FROM smart_feed WHERE folder_id IS NOT NULL)"
        " AND id NOT IN (SELECT parent_id FROM folder WHERE parent_id IS NOT NULL)"
    ).rowcount:
        pass
