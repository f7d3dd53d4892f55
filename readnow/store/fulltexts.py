"""The texts of articles' own pages. Called by `library.fulltexts`.

Invariant: what the feed said stays where it is (`body`); a full text is beside it, and goes with its article.
"""

from collections.abc import Iterable

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.model.fulltext import FullText
from readnow.store.connecting import Connection
from readnow.text.packed import pack, unpack

_COLUMNS = "html, words, base_url, at, title, note, problem"


def get(conn: Connection, article_id: ArticleId) -> FullText | None:
    """What is kept of an article's page, None if it was never fetched."""
    row = conn.execute(f"SELECT {_COLUMNS} FROM fulltext WHERE id = ?", (article_id,)).fetchone()
    return FullText(unpack(row[0]), *row[1:]) if row else None


def put(conn: Connection, article_id: ArticleId, text: FullText) -> None:
    """Keep it in place of what was kept; nothing for an article that is gone."""
    conn.execute(
        f"INSERT OR REPLACE INTO fulltext (id, {_COLUMNS}) SELECT id, ?, ?, ?, ?, ?, ?, ? FROM article"
        " WHERE id = ?",
        (
            *(pack(text.html), text.words, text.base_url, text.at, text.title, text.note, text.problem),
            article_id,
        ),
    )


def wanting(conn: Connection, ids: Iterable[ArticleId]) -> tuple[tuple[ArticleId, FeedId, str], ...]:
    """Those of the articles whose page was never fetched: id, feed and address, in the order given."""
    rows = (
        conn.execute(
            "SELECT id, feed_id, link FROM article a WHERE id = ? AND link <> ''"
            " AND NOT EXISTS (SELECT 1 FROM fulltext f WHERE f.id = a.id)",
            (article_id,),
        ).fetchone()
        for article_id in ids
    )
    return tuple((ArticleId(row[0]), FeedId(row[1]), row[2]) for row in rows if row)
