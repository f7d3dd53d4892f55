"""Where articles were left unfinished. Called by `library.articles`; `articles` reads it with the heads.

Invariant: only articles that are there have a place, and it goes with them.
"""

from readnow.model.article import ArticleId, Place
from readnow.model.feed import Timestamp
from readnow.store.connecting import Connection


def put(conn: Connection, article_id: ArticleId, place: Place, at: Timestamp) -> None:
    """Keep a place instead of the one that was kept; none for an article that is gone."""
    conn.execute(
        "INSERT OR REPLACE INTO place (id, text_offset, text_length, at)"
        " SELECT id, ?, ?, ? FROM article WHERE id = ?",
        (place.offset, place.length, at, article_id),
    )


def forget(conn: Connection, article_id: ArticleId) -> None:
    """Keep none any more."""
    conn.execute("DELETE FROM place WHERE id = ?", (article_id,))
