"""What finding the same story costs: what articles are known by, and comparing them with what is there.

A part of `python -m benchmarks.library`. The first is done in the parser process, behind everything else; the
second by the writer, in transactions of a hundred, and is taken back here.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence

from benchmarks.library_texts import Vocabulary
from readnow.model.article import ArticleId
from readnow.store import stories_counts
from readnow.store.database import Connection, Database
from readnow.store.stories_matching import match
from readnow.text.stories import prints_of
from readnow.text.tokens import index_text

Line = Callable[..., None]
_ARTICLES, _WORDS, _TOGETHER = 1_000, 400, 100


async def stories(database: Database, languages: Mapping[str, Vocabulary], line: Line) -> None:
    """All of it, said by `line`."""
    chance, words = random.Random(5), languages["en"]
    texts = [index_text(" ".join(words.some(chance, _WORDS))) for _ in range(_ARTICLES)]
    began = time.process_time()
    for number, text in enumerate(texts):
        prints_of(" ".join(words.some(chance, 8)), f"https://site.example/{number}?utm_source=x", text)
    line(
        f"processor time for prints of {_ARTICLES:,} articles of {_WORDS} words",
        [time.process_time() - began],
        500,
    )
    line(f"comparing {_TOGETHER} of them", await database.read(_compared), 50)
    line("counting pairs of feeds", await database.read(_counted), 5)


def _compared(conn: Connection) -> list[float]:
    rows = conn.execute(
        "SELECT id, address, title, text, opening FROM fingerprint ORDER BY id DESC LIMIT ?", (_ARTICLES,)
    ).fetchall()
    conn.execute("PRAGMA query_only = OFF")
    conn.execute("SAVEPOINT comparing")
    try:
        conn.executemany("INSERT OR IGNORE INTO unmatched (id) VALUES (?)", [(row[0],) for row in rows])
        return [_matched(conn, rows[start : start + _TOGETHER]) for start in range(0, len(rows), _TOGETHER)]
    finally:
        conn.execute("ROLLBACK TO comparing")
        conn.execute("RELEASE comparing")
        conn.execute("PRAGMA query_only = ON")


def _matched(conn: Connection, rows: Sequence[tuple[int, int, int, int, int]]) -> float:
    prints = {ArticleId(row[0]): (row[1], row[2], row[3], row[4]) for row in rows}
    return _seconds(lambda: match(conn, prints))


def _counted(conn: Connection) -> list[float]:
    return [_seconds(lambda: stories_counts.pairs(conn)) for _ in range(20)]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
