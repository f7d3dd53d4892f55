"""The unread marks of a large library, put aside in one step instead of being written down one by one.

Called by `flags` when (nearly) everything is marked read, and by `journal`, whose entry keeps the table that
they are in. The table `unread` itself changes its name, and an empty one takes its place, with its indexes
and triggers: a million marks take as long as one. Invariants: all within the caller's transaction; a table
put aside belongs to one entry and goes with it.
"""

from collections.abc import Iterable

from readnow.model.feed import FeedId
from readnow.store.connecting import Connection

Place = tuple[int, int]
"""A mark in a table put aside, which is in the order of feeds and ids: its feed and its id."""

_MARK = "feed_id = ? AND id = ?"
_WAITING = "unread_aside"
_OF_ENTRY = "unread_before_"


def put_aside(conn: Connection, feeds: Iterable[FeedId], marks: Iterable[Place]) -> str:
    """Put all unread marks aside but those of these feeds, and these; the table's name until an entry takes
    it."""
    # One that no entry took: whoever made it did not want to have it back.
    conn.execute(f"DROP TABLE IF EXISTS {_WAITING}")
    made = conn.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = 'unread' AND sql IS NOT NULL"
        " ORDER BY type = 'table' DESC"
    ).fetchall()
    _rename(conn, "unread", _WAITING)
    for kind, name, _ in made:
        if kind != "table":
            conn.execute(f"DROP {kind} {name}")
    for _, _, sql in made:
        conn.execute(sql)
    conn.execute("UPDATE folded SET open = 0 WHERE open")  # what triggers say of marks that go one by one
    for which, staying in (("feed_id = ?", [(feed_id,) for feed_id in feeds]), (_MARK, list(marks))):
        conn.executemany(f"INSERT INTO unread SELECT * FROM {_WAITING} WHERE {which}", staying)
        conn.executemany(f"DELETE FROM {_WAITING} WHERE {which}", staying)
    return _WAITING


def take(conn: Connection, entry_id: int) -> str:
    """Give the table put aside last to an entry; its name from then on."""
    name = f"{_OF_ENTRY}{entry_id:d}"
    _rename(conn, _WAITING, name)
    return name


def upward(conn: Connection, name: str, start: Place, limit: int) -> list[Place]:
    """Feed and id of up to `limit` marks of a table put aside, from that place on."""
    return conn.execute(
        f"SELECT feed_id, id FROM {name} WHERE (feed_id, id) >= (?, ?) ORDER BY feed_id, id LIMIT ?",
        (*start, limit),
    ).fetchall()


def downward(conn: Connection, name: str, end: Place, limit: int) -> list[Place]:
    """The same for those before a place, the last of them first."""
    return conn.execute(
        f"SELECT feed_id, id FROM {name} WHERE (feed_id, id) < (?, ?) ORDER BY feed_id DESC, id DESC LIMIT ?",
        (*end, limit),
    ).fetchall()


def of_entries(conn: Connection) -> list[int]:
    """The entries that have a table put aside, the newest first."""
    rows = conn.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB ?", (f"{_OF_ENTRY}*",)
    )
    return sorted((int(row[0].removeprefix(_OF_ENTRY)) for row in rows), reverse=True)


def drop(conn: Connection, entry_id: int) -> None:
    """Remove what belongs to an entry."""
    conn.execute(f"DROP TABLE IF EXISTS {_OF_ENTRY}{entry_id:d}")


def _rename(conn: Connection, old: str, new: str) -> None:
    """Only that table gets another name: what triggers of other tables say of it stays, and means the table
    that takes its place."""
    (legacy,) = conn.execute("PRAGMA legacy_alter_table").fetchone()
    conn.execute("PRAGMA legacy_alter_table = ON")
    try:
        conn.execute(f"ALTER TABLE {old} RENAME TO {new}")
    finally:
        conn.execute(f"PRAGMA legacy_alter_table = {int(legacy)}")
