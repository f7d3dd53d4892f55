"""Whether the text index is right: counted against the articles, and asked for some of them by their own
words.

Called for `doctor`.
"""

import sqlite3
from collections.abc import Iterable

from msgspec import Struct

from readnow.model.article import ArticleId
from readnow.store import indexing
from readnow.store.connecting import Connection, has_full_text
from readnow.store.failures import is_damage
from readnow.text.searched import said
from readnow.text.tokens import tokens

_SAMPLE = 50
_WORDS = 6


class IndexState(Struct, frozen=True):
    """How complete the index is. `rows` are those it has, `expected` those it should have; `wrong` counts
    articles of a sample that are not found by their own words. `available`: this SQLite has full-text
    search."""

    available: bool
    articles: int = 0
    waiting: int = 0
    rows: int = 0
    expected: int = 0
    wrong: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether the index says the truth about what is in it."""
        return not self.available or (self.rows == self.expected and not self.wrong)


def state(conn: Connection) -> IndexState:
    """How things are; looks at some articles."""
    try:
        return _state(conn)
    except sqlite3.DatabaseError as err:
        if not is_damage(err):
            raise
        return IndexState(available=True, wrong=1)


def _state(conn: Connection) -> IndexState:
    if not indexing.is_there(conn):
        return IndexState(available=has_full_text(), expected=int(has_full_text()))

    def number(sql: str) -> int:
        return int(conn.execute(sql).fetchone()[0])

    articles, waiting = number("SELECT count(*) FROM article"), number("SELECT count(*) FROM unindexed")
    return IndexState(
        available=True,
        articles=articles,
        waiting=waiting,
        rows=number("SELECT count(*) FROM fts_docsize"),
        expected=articles - waiting + number("SELECT count(*) FROM orphan"),
        wrong=sum(not _finds(conn, article_id) for article_id in _some(conn)),
    )


def _some(conn: Connection) -> Iterable[ArticleId]:
    """Articles from the oldest to the newest, as evenly as their ids allow, that are in the index."""
    low, high = conn.execute("SELECT (SELECT min(id) FROM article), (SELECT max(id) FROM article)").fetchone()
    if low is None:
        return ()
    found = (
        conn.execute(
            "SELECT a.id FROM article a WHERE a.id >= ?"
            " AND NOT EXISTS (SELECT 1 FROM unindexed u WHERE u.id = a.id) ORDER BY a.id LIMIT 1",
            (low + (high - low) * step // _SAMPLE,),
        ).fetchone()
        for step in range(_SAMPLE)
    )
    return {ArticleId(row[0]) for row in found if row}


def _finds(conn: Connection, article_id: ArticleId) -> bool:
    """Whether both tables find an article by how its title and its text begin."""
    title, html = conn.execute(
        "SELECT a.title, b.html FROM article a JOIN body b USING (id) WHERE id = ?", (article_id,)
    ).fetchone()
    row = (article_id << indexing.BITS) | (indexing.next_number(conn, article_id))
    for table, column, text in (
        ("fts", "text", said(html)),
        ("fts", "title", title),
        ("ftst", "title", title),
    ):
        words = " ".join(tokens(text)[:_WORDS])
        if words:
            sql = f"SELECT 1 FROM {table} WHERE {table} MATCH ? AND rowid = ?"
            if conn.execute(sql, (f'{column} : "{words}"', row)).fetchone() is None:
                return False
    return True
