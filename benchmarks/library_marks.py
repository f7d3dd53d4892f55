"""Marks set on one article, on a feed, on all; and taken back.

A part of `python -m benchmarks.library`; in the end all is as it was.
"""

import time
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from readnow.model.article import Flag
from readnow.model.change import StatusChange
from readnow.model.feed import FeedId
from readnow.model.query import UNREAD, ArticleQuery, Scope
from readnow.store import articles, asides, journal
from readnow.store.database import Connection, Database

Line = Callable[..., None]
_ENTRY = "benchmark"
_AT = 1_764_100_000


async def marks(database: Database, search: ArticleQuery, line: Line) -> None:
    """All of it, said by `line`; `search` is one that finds many."""
    heads = (await database.read(articles.page, ArticleQuery(UNREAD, limit=50))).heads
    taken = []
    for head in heads:
        for value in (True, False):
            change = StatusChange((head.id,), Flag.READ, value, _AT)
            began = time.perf_counter()
            await database.write(articles.set_flag, change)
            taken.append(time.perf_counter() - began)
    line("mark one", taken, 5)
    before = await database.read(lambda conn: conn.execute("SELECT feed_id, id FROM unread").fetchall())
    for name, query, goal in (
        ("a feed", ArticleQuery(Scope.feed(FeedId(1)), limit=None), 100),
        ("a search (government)", replace(search, limit=None), None),
        ("everything", ArticleQuery(limit=None), 100),
    ):
        began = time.perf_counter()
        number = await database.write(_mark_read, query)
        line(f"mark read: {name}", [time.perf_counter() - began], goal, f"{number:,}")
        await _take_back(database, line)
    await database.write(_restore, before)


async def _take_back(database: Database, line: Line) -> None:
    """What was just marked, in pieces."""
    taken = []
    while True:
        began = time.perf_counter()
        piece = await database.write(journal.undo, _AT)
        taken.append(time.perf_counter() - began)
        if piece is None or piece.finished:
            break
    line(f"  taken back in {sum(taken):.2f} s: each piece", taken, 100, len(taken))


def _mark_read(conn: Connection, query: ArticleQuery) -> int:
    marked = articles.mark_matching(conn, query, Flag.READ, True, _AT)
    journal.record(conn, _ENTRY, (marked,), _AT)
    return marked.number


def _restore(conn: Connection, unread: Sequence[tuple[int, int]]) -> None:
    conn.execute("DELETE FROM unread")
    conn.executemany("INSERT INTO unread (feed_id, id) VALUES (?, ?)", unread)
    conn.execute("UPDATE feed SET unread = (SELECT count(*) FROM unread u WHERE u.feed_id = feed.id)")
    for (entry,) in conn.execute("SELECT id FROM journal WHERE what = ?", (_ENTRY,)).fetchall():
        asides.drop(conn, entry)
    conn.execute("DELETE FROM journal WHERE what = ?", (_ENTRY,))
