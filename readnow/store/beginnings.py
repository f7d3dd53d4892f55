"""The words of the text index that begin with some letters.

Asked by `searching` for each search anew: the index leads through the articles of these words newest first,
while for a beginning itself SQLite first gathers all articles of all of them, which takes ten times as long.
Invariant: the words are those of the state of the library that the search sees.
"""

from collections.abc import Callable, Sequence

from readnow.store.connecting import Connection

_MOST = {1: 0, 2: 40, 3: 120}
"""Words that are listed, by the number of letters they begin with: in some hundredths of a second at most.
Where there are more, none are: of few letters there mostly are, and the look for them was in vain."""
_MOST_OF_ALL = 250
_TABLE = "CREATE VIRTUAL TABLE temp.words_of_index USING fts5vocab (main, fts, instance)"
_IS_THERE = "SELECT 1 FROM temp.sqlite_master WHERE name = 'words_of_index'"
_NEXT = "SELECT term FROM words_of_index WHERE term >= ? AND term <= ? LIMIT 1"
_HIGHEST = "\U0010ffff"


def beginnings_in(conn: Connection) -> Callable[[str], Sequence[str] | None]:
    """What lists the words that begin so, and remembers it; None where there are many."""
    known: dict[str, Sequence[str] | None] = {}

    def words(beginning: str) -> Sequence[str] | None:
        if beginning not in known:
            known[beginning] = _listed(conn, beginning)
        return known[beginning]

    return words


def _listed(conn: Connection, beginning: str) -> Sequence[str] | None:
    """One look for each word: a look at all of them would go through all articles that have one."""
    most = _MOST.get(len(beginning), _MOST_OF_ALL)
    if not most:
        return None
    _open(conn)
    found: list[str] = []
    sought, last = beginning, beginning + _HIGHEST
    while row := conn.execute(_NEXT, (sought, last)).fetchone():
        if len(found) == most:
            return None
        found.append(row[0])
        sought = row[0] + "\0"
    return found


def _open(conn: Connection) -> None:
    """Let the connection see the words. It is for this connection alone, and in memory, so that also one
    that only reads may."""
    if conn.execute(_IS_THERE).fetchone():
        return
    (reads,) = conn.execute("PRAGMA query_only").fetchone()
    conn.execute("PRAGMA query_only = OFF")
    try:
        conn.execute(_TABLE)
    finally:
        conn.execute(f"PRAGMA query_only = {reads:d}")
