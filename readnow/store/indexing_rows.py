"""The rows of the text index. Called by `rough` for articles whose texts were made ready elsewhere.

Invariant: a row is what the article says at that moment; the caller has seen to it that its text is of now.
"""

from collections.abc import Sequence

from msgspec import Struct

from readnow.model.article import ArticleId
from readnow.store import indexing
from readnow.store.connecting import Connection
from readnow.store.marks import FULLTEXT, feed_mark, marks_of, period_mark, period_of
from readnow.text.tokens import index_text


class IndexText(Struct, frozen=True):
    """What is indexed of an article beside its title and author."""

    id: ArticleId
    text: str
    pictured: bool


def put(conn: Connection, texts: Sequence[IndexText]) -> None:
    """Index these articles, which are in `unindexed`, in the caller's transaction."""
    for text in sorted(texts, key=lambda one: one.id):  # ascending: seventeen times as quick
        number = indexing.next_number(conn, text.id)
        if number > indexing.LAST:
            conn.execute("UPDATE unindexed SET worn = 1 WHERE id = ?", (text.id,))
            continue
        title, author, feed_id, details, full = conn.execute(
            "SELECT a.title, a.author, a.feed_id, b.details,"
            " EXISTS (SELECT 1 FROM fulltext t WHERE t.id = a.id AND t.problem = '')"
            " FROM article a JOIN body b USING (id) WHERE id = ?",
            (text.id,),
        ).fetchone()
        marks = [feed_mark(feed_id), period_mark(period_of(text.id)), *marks_of(details, text.pictured)]
        if full:
            marks.append(FULLTEXT)
        row, title, author, marked = (
            (text.id << indexing.BITS) | number,
            index_text(title),
            index_text(author),
            " ".join(marks),
        )
        conn.execute(
            "INSERT INTO fts (rowid, text, title, author, marks) VALUES (?, ?, ?, ?, ?)",
            (row, text.text, title, author, marked),
        )
        conn.execute(
            "INSERT INTO ftst (rowid, title, author, marks) VALUES (?, ?, ?, ?)", (row, title, author, marked)
        )
        conn.execute("DELETE FROM unindexed WHERE id = ?", (text.id,))
