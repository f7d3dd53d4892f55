"""What articles said before their publishers changed them: the newest five versions of each.

Called by `arrivals` when a changed entry takes the place of a stored one, by `merging`, and by the library.
Invariants: a version is kept in the transaction that replaces it, and only where its words are others than
those that take their place; it goes with its article.
"""

from readnow.model.article import ArticleId
from readnow.model.earlier import Earlier
from readnow.model.feed import FeedId, Timestamp
from readnow.store.connecting import Connection
from readnow.text.packed import pack, unpack
from readnow.text.words import plain_words

KEPT = 5


def keep(conn: Connection, article_id: ArticleId, title: str, html: str, now: Timestamp) -> None:
    """Keep what the article says, before `title` and `html` take its place."""
    row = conn.execute(
        "SELECT a.title, b.html FROM article a JOIN body b USING (id) WHERE id = ?", (article_id,)
    ).fetchone()
    if row is None:
        return
    old_title, old_html = row[0], unpack(row[1])
    if old_title == title and plain_words(old_html) == plain_words(html):
        return
    conn.execute(
        "INSERT INTO earlier (article_id, at, title, html) VALUES (?, ?, ?, ?)",
        (article_id, now, old_title, pack(old_html)),
    )
    _drop_old(conn, article_id)


def of_article(conn: Connection, article_id: ArticleId) -> tuple[Earlier, ...]:
    """The versions that are kept of an article, the newest first."""
    rows = conn.execute(
        "SELECT at, title, html FROM earlier WHERE article_id = ? ORDER BY at DESC, id DESC", (article_id,)
    )
    return tuple(Earlier(at, title, unpack(html)) for at, title, html in rows)


def carry_over(conn: Connection, from_id: FeedId, into_id: FeedId) -> None:
    """Give the versions of a feed's articles to those that another feed has under the same keys."""
    pairs = conn.execute(
        "SELECT DISTINCT old.id, new.id FROM earlier e JOIN article old ON old.id = e.article_id"
        " JOIN article new ON new.gh = old.gh AND new.feed_id = ? WHERE old.feed_id = ?",
        (into_id, from_id),
    ).fetchall()
    for old_id, new_id in pairs:
        conn.execute("UPDATE earlier SET article_id = ? WHERE article_id = ?", (new_id, old_id))
        _drop_old(conn, new_id)


def _drop_old(conn: Connection, article_id: ArticleId) -> None:
    conn.execute(
        "DELETE FROM earlier WHERE article_id = ?1 AND id NOT IN"
        " (SELECT id FROM earlier WHERE article_id = ?1 ORDER BY at DESC, id DESC LIMIT ?2)",
        (article_id, KEPT),
    )
