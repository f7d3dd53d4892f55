"""Folders of feeds: a tree by name, siblings in order. Which feeds are in them is in `filing`.

Called by the library and by `feeds`. Invariants: names are unique among siblings, and no folder is inside
itself. A folder that was made for its own sake, or of which the user decided something, stays while it is
empty; one that is there only because feeds were put into it goes with the last of them.
"""

from readnow.model.errors import NotFoundError, StoreError
from readnow.model.feed import Folder, FolderId
from readnow.store import filing
from readnow.store.connecting import Connection

_LASTS = "(made OR keep <> '')"


def all_folders(conn: Connection) -> tuple[Folder, ...]:
    """All folders with feeds or smart feeds somewhere inside, and those that stay while they are empty;
    parents before children, siblings in order.

    One whose feeds were all removed stays stored, unseen like them, so that they can come back to it.
    """
    rows = conn.execute(
        "WITH RECURSIVE used (id) AS (SELECT folder_id FROM feed WHERE removed_at IS NULL"
        " UNION SELECT filed.folder_id FROM filed JOIN feed ON feed.id = feed_id WHERE removed_at IS NULL"
        f" UNION SELECT folder_id FROM smart_feed UNION SELECT id FROM folder WHERE {_LASTS}"
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
        found = _named(conn, parent, name)
        parent = _insert(conn, parent, name) if found is None else found
    return parent


def make_folder(conn: Connection, path: tuple[str, ...]) -> FolderId:
    """Make a folder for its own sake, and those around it where they are missing."""
    folder_id = ensure_folder(conn, path)
    if folder_id is None:
        raise StoreError("A folder needs a name.")
    conn.execute("UPDATE folder SET made = 1 WHERE id = ?", (folder_id,))
    return folder_id


def keep_folder(conn: Connection, folder_id: FolderId, keep: str) -> None:
    """Set how much is kept of the feeds in a folder; empty: what the folder around it says."""
    conn.execute("UPDATE folder SET keep = ? WHERE id = ?", (keep, folder_id))


def rename_folder(conn: Connection, folder_id: FolderId, name: str) -> None:
    """Call a folder something else. `StoreError` where its neighbour is called so."""
    before, parent = _row(conn, folder_id)
    _no_other(conn, parent, name, folder_id)
    if name != before:
        conn.execute("UPDATE folder SET name = ? WHERE id = ?", (name, folder_id))


def move_folder(conn: Connection, folder_id: FolderId, into: FolderId | None) -> None:
    """Put a folder with all that is in it into another one, behind what is there; None: into none.

    `StoreError` where that has one of its name, or is inside the folder itself. Folders left empty go.
    """
    name, parent = _row(conn, folder_id)
    if into is not None and folder_id in _around(conn, into):
        raise StoreError(f"The folder “{name}” cannot be put into itself.")
    _no_other(conn, into, name, folder_id)
    if into != parent:
        conn.execute(
            "UPDATE folder SET parent_id = ?, position = (SELECT max(position) + 1 FROM folder) WHERE id = ?",
            (into, folder_id),
        )
        drop_empty(conn)


def delete_folder(conn: Connection, folder_id: FolderId) -> None:
    """Take a folder away; what is in it is in the folder around it then. Where that has a folder of the same
    name as one of those, the two become one."""
    name, parent = _row(conn, folder_id)
    twin = _named(conn, folder_id, name)
    if twin is None:
        _empty_into(conn, folder_id, parent)
        conn.execute("DELETE FROM folder WHERE id = ?", (folder_id,))
        return
    # A folder within it that is called the same takes its place.
    _empty_into(conn, folder_id, parent, but=twin)
    conn.execute(
        "UPDATE folder SET (keep, made) = (SELECT keep, made FROM folder WHERE id = ?) WHERE id = ?",
        (twin, folder_id),
    )
    delete_folder(conn, twin)


def drop_empty(conn: Connection) -> None:
    """Remove folders with neither feeds, smart feeds nor folders in them, but for those that stay."""
    while conn.execute(
        "DELETE FROM folder WHERE id NOT IN (SELECT folder_id FROM feed WHERE folder_id IS NOT NULL)"
        " AND id NOT IN (SELECT folder_id FROM filed)"
        " AND id NOT IN (SELECT folder_id FROM smart_feed WHERE folder_id IS NOT NULL)"
        " AND id NOT IN (SELECT parent_id FROM folder WHERE parent_id IS NOT NULL)"
        f" AND NOT {_LASTS}"
    ).rowcount:
        pass


def _empty_into(
    conn: Connection, folder_id: FolderId, into: FolderId | None, but: FolderId | None = None
) -> None:
    """Put all that is in a folder into another one, without the folder `but`."""
    filing.refile(conn, folder_id, into)
    conn.execute("UPDATE smart_feed SET folder_id = ? WHERE folder_id = ?", (into, folder_id))
    inside = conn.execute("SELECT id, name FROM folder WHERE parent_id = ?", (folder_id,)).fetchall()
    for child, name in inside:
        if child == but:
            continue
        same = _named(conn, into, name)
        if same is None:
            conn.execute("UPDATE folder SET parent_id = ? WHERE id = ?", (into, child))
        else:
            _empty_into(conn, child, same)
            conn.execute("DELETE FROM folder WHERE id = ?", (child,))


def _named(conn: Connection, parent: FolderId | None, name: str) -> FolderId | None:
    row = conn.execute(
        "SELECT id FROM folder WHERE ifnull(parent_id, 0) = ifnull(?, 0) AND name = ?", (parent, name)
    ).fetchone()
    return None if row is None else FolderId(row[0])


def _no_other(conn: Connection, parent: FolderId | None, name: str, folder_id: FolderId) -> None:
    other = _named(conn, parent, name)
    if other is not None and other != folder_id:
        raise StoreError(f"There is a folder “{name}” there already.")


def _row(conn: Connection, folder_id: FolderId) -> tuple[str, FolderId | None]:
    row = conn.execute("SELECT name, parent_id FROM folder WHERE id = ?", (folder_id,)).fetchone()
    if row is None:
        raise NotFoundError(f"There is no folder with the number {folder_id}.")
    return row[0], row[1]


def _around(conn: Connection, folder_id: FolderId) -> frozenset[FolderId]:
    """A folder and those that it is inside of."""
    rows = conn.execute(
        "WITH RECURSIVE around (id) AS (VALUES (?) UNION SELECT parent_id FROM folder JOIN around USING (id))"
        " SELECT id FROM around WHERE id IS NOT NULL",
        (folder_id,),
    )
    return frozenset(FolderId(row[0]) for row in rows)


def _insert(conn: Connection, parent: FolderId | None, name: str) -> FolderId:
    number = new_number(conn)
    conn.execute(
        "INSERT INTO folder (id, parent_id, name, position)"
        " SELECT ?, ?, ?, ifnull(max(position), 0) + 1 FROM folder",
        (number, parent, name),
    )
    return FolderId(number)


def new_number(conn: Connection) -> int:
    """A number that no folder has had: one that is gone may come back by its own (`journal`)."""
    row = conn.execute("SELECT value FROM meta WHERE key = 'last_folder'").fetchone()
    (highest,) = conn.execute("SELECT ifnull(max(id), 0) FROM folder").fetchone()
    number = 1 + max(int(highest), int(row[0]) if row else 0)
    conn.execute("INSERT OR REPLACE INTO meta VALUES ('last_folder', ?)", (number,))
    return number
