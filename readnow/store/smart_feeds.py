"""Smart feeds as they are kept. Called by `library.smart_feeds`, which checks names and queries.

Invariant: no two have the same name, as names are compared.
"""

from collections.abc import Sequence

from readnow.model.feed import FolderId
from readnow.model.smart import SmartFeed, SmartFeedId
from readnow.store.connecting import Connection
from readnow.text.words import fold

_COLUMNS = "id, name, query, sort, folder_id, position"


def all_smart_feeds(conn: Connection) -> tuple[SmartFeed, ...]:
    """All of them, in the user's order."""
    rows = conn.execute(f"SELECT {_COLUMNS} FROM smart_feed ORDER BY position, id")
    return tuple(SmartFeed(*row) for row in rows)


def insert(
    conn: Connection, name: str, query: str, sort: str = "", folder_id: FolderId | None = None
) -> SmartFeed:
    """Keep a new one, behind those there are."""
    added = conn.execute(
        "INSERT INTO smart_feed (name, folded, query, sort, folder_id, position)"
        " SELECT ?, ?, ?, ?, ?, ifnull(max(position), 0) + 1 FROM smart_feed",
        (name, fold(name), query, sort, folder_id),
    )
    assert added.lastrowid is not None
    return _one(conn, SmartFeedId(added.lastrowid))


def put(conn: Connection, smart: SmartFeed) -> None:
    """Change one that is there to this."""
    conn.execute(
        "UPDATE smart_feed SET name = ?, folded = ?, query = ?, sort = ?, folder_id = ?, position = ?"
        " WHERE id = ?",
        (
            smart.name,
            fold(smart.name),
            smart.query,
            smart.sort,
            smart.folder_id,
            smart.position,
            smart.id,
        ),
    )


def delete(conn: Connection, smart_id: SmartFeedId) -> None:
    """Keep it no more."""
    conn.execute("DELETE FROM smart_feed WHERE id = ?", (smart_id,))


def arrange(conn: Connection, ids: Sequence[SmartFeedId]) -> None:
    """Put them into this order."""
    conn.executemany(
        "UPDATE smart_feed SET position = ? WHERE id = ?",
        [(place, smart_id) for place, smart_id in enumerate(ids, 1)],
    )


def _one(conn: Connection, smart_id: SmartFeedId) -> SmartFeed:
    return SmartFeed(*conn.execute(f"SELECT {_COLUMNS} FROM smart_feed WHERE id = ?", (smart_id,)).fetchone())
