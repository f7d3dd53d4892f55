"""The rows of the text index. Called by `rough` for articles whose texts were made ready elsewhere.

Invariant: a row is what the article says at that moment; the caller has seen to it that its text is of now.
"""

from collections.abc import Sequence

from msgspec import Struct

from readnow.model.article import ArticleId
from readnow.store import indexing
from readnow.store.connecting import Connection
from readnow.store.marks import FULLTEXT, feed_mark, marks_of, period_mark, period_of
from readnow.store.selecting import json_of
from readnow.text.tokens import index_text


class IndexText(Struct, frozen=True):
    """What is indexed of an article beside its title and author."""

    id: ArticleId
    text: str
    pictured: bool


_WANTED = (
    "SELECT a.id, a.title, a.author, a.feed_id, b.details,"
    " EXISTS (SELECT 1 FROM fulltext t WHERE t.id = a.id AND t.problem = '')"
    " FROM json_each(?) c CROSS JOIN article a ON a.id = c.value CROSS JOIN body b ON b.id = a.id"
)


def put(conn: Connection, texts: Sequence[IndexText]) -> None:
    """Index these articles, which are in `unindexed`, in the caller's transaction."""
    by_id = {text.id: text for text in texts}
    wanted = sorted(by_id)  # ascending: seventeen times as quick
    rows, titles, done = [], [], []
    for article_id, title, author, feed_id, details, full in conn.execute(_WANTED, (json_of(wanted),)):
        number = indexing.next_number(conn, article_id)
        if number > indexing.LAST:
            conn.execute("UPDATE unindexed SET worn = 1 WHERE id = ?", (article_id,))
            continue
        text = by_id[article_id]
        marks = [feed_mark(feed_id), period_mark(period_of(article_id)), *marks_of(details, text.pictured)]
        if full:
            marks.append(FULLTEXT)
        row = (article_id << indexing.BITS) | number
        titled = (index_text(title), index_text(author), " ".join(marks))
        rows.append((row, text.text, *titled))
        titles.append((row, *titled))
        done.append((article_id,))
    conn.executemany("INSERT INTO fts (rowid, text, title, author, marks) VALUES (?, ?, ?, ?, ?)", rows)
    conn.executemany("INSERT INTO ftst (rowid, title, author, marks) VALUES (?, ?, ?, ?)", titles)
    conn.executemany("DELETE FROM unindexed WHERE id = ?", done)
