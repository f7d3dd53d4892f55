"""Articles that wait: which they are, and what was made of them.

Called by `library.finishing`. Invariants: an article waits from the transaction that brought or changed it
until the one that stores what was made of it; what was made of it before it changed again, or is gone, is
thrown away.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from readnow.model.feed import FeedId
from readnow.model.rough import FinishedText, RoughText
from readnow.store import indexing
from readnow.store.bodies import read_details
from readnow.store.connecting import Connection
from readnow.store.selecting import LAST
from readnow.text.packed import unpack

_MOST_HTML = 300_000
"""Characters of HTML after which no more articles are taken together: what is made of them has to fit into an
answer of the parser process."""
_OF_FEED = (
    "SELECT u.id FROM unindexed u INDEXED BY unindexed_rough CROSS JOIN article a ON a.id = u.id"
    " WHERE u.rough AND a.feed_id = ? LIMIT ?"
)
_NEWEST = "SELECT id FROM unindexed WHERE NOT worn AND id < ? ORDER BY id DESC LIMIT ?"
_NEWEST_ROUGH = (
    "SELECT id FROM unindexed INDEXED BY unindexed_rough WHERE rough AND NOT worn AND id < ?"
    " ORDER BY id DESC LIMIT ?"
)


def any_waits(conn: Connection) -> bool:
    """Whether there is anything to be made of an article."""
    sql = _NEWEST if indexing.is_there(conn) else _NEWEST_ROUGH
    return conn.execute(sql, (LAST, 1)).fetchone() is not None


def newest(conn: Connection, limit: int, below: int = LAST) -> tuple[RoughText, ...]:
    """Up to `limit` articles that wait and have an id below that, newest first; at least one, if any does."""
    return _read(conn, _NEWEST if indexing.is_there(conn) else _NEWEST_ROUGH, (below, limit))


def of_feed(conn: Connection, feed_id: FeedId, limit: int) -> tuple[RoughText, ...]:
    """Up to `limit` rough articles of a feed; at least one, if it has any."""
    return _read(conn, _OF_FEED, (feed_id, limit))


def store(conn: Connection, texts: Iterable[FinishedText]) -> list[FinishedText]:
    """Store what was made of them; those of which that was still wanted."""
    from readnow.store.indexing_rows import IndexText, put  # what it loads, a start can do without

    wanted = [text for text in texts if _still_waits(conn, text)]
    for text in wanted:
        if text.rough:
            conn.execute(
                "UPDATE article SET words = ?, content_hash = ?, letters_hash = ? WHERE id = ?",
                (text.words, text.content_hash, text.letters_hash, text.id),
            )
            conn.execute(
                "UPDATE body SET html = ?, summary = ? WHERE id = ?", (text.html, text.summary, text.id)
            )
            conn.execute("UPDATE unindexed SET rough = 0 WHERE id = ?", (text.id,))
    if indexing.is_there(conn):
        put(conn, [IndexText(text.id, text.text, text.pictured) for text in wanted])
    return wanted


def pass_over(conn: Connection, text: RoughText) -> None:
    """Leave an article alone that nothing can be made of: it stays as it is, and is looked at itself."""
    conn.execute("UPDATE unindexed SET worn = 1 WHERE id = ? AND turn = ?", (text.id, text.turn))


def _still_waits(conn: Connection, text: FinishedText) -> bool:
    row = conn.execute("SELECT turn, rough FROM unindexed WHERE id = ?", (text.id,)).fetchone()
    return row is not None and row == (text.turn, int(text.rough))


def _read(conn: Connection, ids: str, parameters: tuple[object, ...]) -> tuple[RoughText, ...]:
    rows = conn.execute(
        "SELECT u.id, u.turn, u.rough, a.title, a.link, b.html, b.summary, b.details,"
        " (SELECT t.html FROM fulltext t WHERE t.id = w.id AND t.problem = '')"
        f" FROM ({ids}) w CROSS JOIN unindexed u ON u.id = w.id CROSS JOIN article a ON a.id = w.id"
        " CROSS JOIN body b ON b.id = w.id",
        parameters,
    )
    return tuple(_until_enough(rows))


def _until_enough(rows: Iterable[tuple[Any, ...]]) -> Iterator[RoughText]:
    size = 0
    for article_id, turn, rough, title, link, html, summary, details, page in rows:
        text = RoughText(
            id=article_id,
            turn=turn,
            rough=bool(rough),
            title=title,
            link=link,
            html=unpack(html),
            summary=summary,
            enclosures=tuple(file.url for file in read_details(details)["enclosures"]) if rough else (),
            page=unpack(page) if page else "",
        )
        size += len(text.html) + len(text.page)
        if size > _MOST_HTML and size > len(text.html) + len(text.page):
            return
        yield text
