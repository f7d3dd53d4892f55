"""The unread marks of a large library, put aside in one step instead of being written down one by one.

Called by `flags` when (nearly) everything is marked read, and by `journal`, whose entry keeps the table that
they are in. The table `unread` itself changes its name, and an empty one takes its place, with its indexes
and triggers: a million marks take as long as one. Invariants: all within the caller's transaction; a table
put aside belongs to one entry and goes with it.
"""

from collections.abc import Iterable

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.store.connecting import Connection
from readnow.store.selecting import FIRST, LAST

Mark = tuple[FeedId, ArticleId]
_MARK = "feed_id = ? AND id = ?"
_WAITING = "unread_aside"
_OF_ENTRY = "unread_before_"


def put_aside(conn: Connection, feeds: Iterable[FeedId], marks: Iterable[Mark]) -> str:
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


def upward(conn: Connection, name: str, start: int, limit: int) -> list[ArticleId]:
    """The first articles with marks in a table put aside, `limit` of them or more if there are as many, in
    their order, from that id on."""
    found: list[ArticleId] = []
    while True:
        sql = "SELECT id FROM article WHERE id >= ? ORDER BY id LIMIT 1 OFFSET ?"
        row = conn.execute(sql, (start, limit)).fetchone()
        end = LAST if row is None else row[0]
        found += sorted(_between(conn, name, start, end))
        if row is None or len(found) >= limit:
            return found
        start = end


def downward(conn: Connection, name: str, end: int, limit: int) -> list[ArticleId]:
    """The same for those before an id, the last of them first."""
    found: list[ArticleId] = []
    while True:
        sql = "SELECT id FROM article WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?"
        row = conn.execute(sql, (end, limit)).fetchone()
        start = FIRST if row is None else row[0]
        found += sorted(_between(conn, name, start, end), reverse=True)
        if row is None or len(found) >= limit:
            return found
        end = start


def _between(conn: Connection, name: str, start: int, end: int) -> list[ArticleId]:
    """Those with ids from `start` to below `end`: in the order of ids, marks are neighbours in all tables, so
    that few pages change; in the order of feeds, a piece of them would change most pages there are."""
    rows = conn.execute(
        f"WITH RECURSIVE one (feed_id) AS (SELECT min(feed_id) FROM {name} UNION ALL"
        f" SELECT (SELECT min(feed_id) FROM {name} n WHERE n.feed_id > one.feed_id) FROM one"
        " WHERE feed_id IS NOT NULL)"
        f" SELECT s.id FROM one CROSS JOIN {name} s ON s.feed_id = one.feed_id AND s.id >= ? AND s.id < ?",
        (start, end),
    )
    return [ArticleId(row[0]) for row in rows]


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
