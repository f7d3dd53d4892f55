"""A library's database opened to be read once, by this thread. Called by `library.glance`.

Invariant: the file is not changed, and read only where it is of this version and sound enough to be opened.
"""

import sqlite3
from pathlib import Path

from readnow.model.errors import StoreError
from readnow.store.connecting import Connection, connect
from readnow.store.migrations import inspect
from readnow.store.schema import STEPS


def opened(path: Path) -> Connection | None:
    """A connection; None where the file has to be made, mended or brought up to date."""
    try:
        conn = connect(path, read_only=True, writer=False)
    except sqlite3.Error:
        return None
    try:
        if inspect(conn, path, STEPS) == len(STEPS):
            conn.execute("BEGIN")  # one state for all that is asked
            return conn
    except (sqlite3.Error, StoreError):
        pass
    conn.close()
    return None


def rule_names(conn: Connection) -> tuple[str, ...]:
    """The names of the rules, in their order."""
    return tuple(str(name) for (name,) in conn.execute("SELECT name FROM rule ORDER BY position, id"))
