"""Articles that wait to be finished: which they are, and what was made of them.

Called by `library.finishing`. Invariants: an article waits from the transaction that brought it until the one
that stores its finished text; one that is finished already, or gone, is left as it is.
"""

from collections.abc import Iterable

from readnow.model.feed import FeedId
from readnow.model.rough import FinishedText, RoughText
from readnow.store.bodies import read_details
from readnow.store.connecting import Connection
from readnow.text.packed import unpack


def any_waits(conn: Connection) -> bool:
    """Whether an article waits to be finished."""
    return conn.execute("SELECT 1 FROM unfinished LIMIT 1").fetchone() is not None


def newest(conn: Connection, limit: int) -> tuple[RoughText, ...]:
    """Up to `limit` articles that wait, newest first."""
    return _read(conn, "SELECT id FROM unfinished ORDER BY id DESC LIMIT ?", (limit,))


def of_feed(conn: Connection, feed_id: FeedId, limit: int) -> tuple[RoughText, ...]:
    """Up to `limit` articles of a feed that wait."""
    return _read(
        conn,
        "SELECT u.id FROM unfinished u JOIN article a ON a.id = u.id WHERE a.feed_id = ? LIMIT ?",
        (feed_id, limit),
    )


def store(conn: Connection, texts: Iterable[FinishedText]) -> int:
    """Store what was made of them; how many of them still waited."""
    stored = 0
    for text in texts:
        if not conn.execute("DELETE FROM unfinished WHERE id = ?", (text.id,)).rowcount:
            continue
        conn.execute(
            "UPDATE article SET words = ?, content_hash = ?, letters_hash = ? WHERE id = ?",
            (text.words, text.content_hash, text.letters_hash, text.id),
        )
        conn.execute("UPDATE body SET html = ?, summary = ? WHERE id = ?", (text.html, text.summary, text.id))
        stored += 1
    return stored


def _read(conn: Connection, ids: str, parameters: tuple[object, ...]) -> tuple[RoughText, ...]:
    rows = conn.execute(
        f"SELECT a.id, a.title, a.link, b.html, b.summary, b.details FROM ({ids}) w"
        " CROSS JOIN article a ON a.id = w.id CROSS JOIN body b ON b.id = w.id",
        parameters,
    )
    return tuple(
        RoughText(
            id=article_id,
            title=title,
            link=link,
            html=unpack(html),
            summary=summary,
            enclosures=tuple(enclosure.url for enclosure in read_details(details)["enclosures"]),
        )
        for article_id, title, link, html, summary, details in rows
    )
