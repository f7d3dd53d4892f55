"""What came since the interface was last closed: a row of `fresh` for each, put there as articles are stored.

Emptied by `library.tallies`. Invariant: only articles that are there have a row.
"""

from readnow.store.connecting import Connection


def forget(conn: Connection) -> None:
    """Nothing is new any more."""
    conn.execute("DELETE FROM fresh")
