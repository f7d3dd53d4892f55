"""What the program remembers of its own: JSON texts by name. The user's configuration is never written."""

from readnow.store.connecting import Connection


def get(conn: Connection, key: str) -> str | None:
    """The text under a name, None for nothing."""
    row = conn.execute("SELECT value FROM ui_state WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def put(conn: Connection, key: str, value: str) -> None:
    """Keep a text under a name."""
    conn.execute("INSERT OR REPLACE INTO ui_state (key, value) VALUES (?, ?)", (key, value))
