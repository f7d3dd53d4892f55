"""Articles that wait: which they are, and what was made of them.

Called by `library.finishing`. Invariants: an article waits from the transaction that brought or changed it
until the one that stores what was made of it; what was made of it before it changed again, or is gone, is
thrown away.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from readnow.model.feed import FeedId
from readnow.model.parsed import ParsedArticle
from readnow.model.rough import FinishedText, RoughText
from readnow.store import arrivals, indexing
from readnow.store.bodies import read_details
from readnow.store.connecting import Connection
from readnow.store.selecting import LAST, json_of
from readnow.store.stories import Matched
from readnow.text.packed import unpack

_MOST_HTML = 300_000
"""Characters of HTML after which no more articles are taken together: what is made of them has to fit into an
answer of the parser process."""
_ANY_ROUGH = "SELECT 1 FROM unindexed INDEXED BY unindexed_rough WHERE rough LIMIT 1"
_THESE = (
    "SELECT u.id FROM unindexed u WHERE u.rough AND u.id IN (SELECT value FROM json_each(:ids)) LIMIT :limit"
)
_UNMATCHED = "SELECT id FROM unmatched WHERE id < :below"
_NEWEST = (
    "SELECT id FROM unindexed WHERE NOT worn AND id < :below"
    f" UNION {_UNMATCHED} ORDER BY id DESC LIMIT :limit"
)
_NEWEST_ROUGH = (
    "SELECT id FROM unindexed INDEXED BY unindexed_rough WHERE rough AND NOT worn AND id < :below"
    f" UNION {_UNMATCHED} ORDER BY id DESC LIMIT :limit"
)


def any_waits(conn: Connection) -> bool:
    """Whether there is anything to be made of an article."""
    sql = _NEWEST if indexing.is_there(conn) else _NEWEST_ROUGH
    return conn.execute(sql, {"below": LAST, "limit": 1}).fetchone() is not None


def newest(conn: Connection, limit: int, below: int = LAST) -> tuple[RoughText, ...]:
    """Up to `limit` articles that wait and have an id below that, newest first; at least one, if any does."""
    ids = _NEWEST if indexing.is_there(conn) else _NEWEST_ROUGH
    return _read(conn, ids, {"below": below, "limit": limit})


def not_as_in(
    conn: Connection, feed_id: FeedId, entries: Sequence[ParsedArticle], limit: int
) -> tuple[RoughText, ...]:
    """Up to `limit` of the rough articles of a feed that its document has otherwise now, at least one, if it
    has any: it takes what is made of them to say whether they have changed."""
    if conn.execute(_ANY_ROUGH).fetchone() is None:
        return ()
    known = arrivals.known(conn, feed_id, [entry.key for entry in entries])
    hashes = {entry.key: entry.rough_hash for entry in entries}
    otherwise = (stored for key, stored in known.items() if stored.content_hash != hashes[key])
    ids = [stored.id for stored in otherwise if stored.id is not None]
    return _read(conn, _THESE, {"ids": json_of(ids), "limit": limit})


def store(conn: Connection, texts: Iterable[FinishedText]) -> list[FinishedText]:
    """Store what was made of them; those of which that was still wanted."""
    from readnow.store.indexing_rows import IndexText, put  # what it loads, a start can do without

    wanted = [text for text in texts if _state(conn, text) is _State.WAITS]
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


def compare(conn: Connection, texts: Iterable[FinishedText]) -> Matched:
    """Keep what they are known by, and find those that are the same story as another. To be called behind
    `store`; those that have changed meanwhile still wait."""
    from readnow.store.stories_matching import match  # rarely needed by a start

    done = {_State.MADE} if indexing.is_there(conn) else {_State.MADE, _State.WAITS}
    ready = [text for text in texts if _state(conn, text) in done]
    return match(conn, {text.id: text.prints for text in ready})


def pass_over(conn: Connection, text: RoughText) -> None:
    """Leave an article alone that nothing can be made of: it stays as it is, and is looked at itself."""
    conn.execute("UPDATE unindexed SET worn = 1 WHERE id = ? AND turn = ?", (text.id, text.turn))
    conn.execute("DELETE FROM unmatched WHERE id = ?", (text.id,))


class _State(Enum):
    """How an article is that something was made of: it waits for that; or only to be compared with others."""

    WAITS = "waits"
    MADE = "made"


def _state(conn: Connection, text: FinishedText) -> _State | None:
    """None where it waits for something else, or for nothing: it has changed, or is gone."""
    row = conn.execute("SELECT turn, rough, worn FROM unindexed WHERE id = ?", (text.id,)).fetchone()
    if row is not None and row[0] != text.turn:
        return None
    if row is not None and row[1] == text.rough and not row[2]:
        return _State.WAITS
    waits = conn.execute("SELECT 1 FROM unmatched WHERE id = ?", (text.id,)).fetchone()
    return _State.MADE if waits else None


def _read(conn: Connection, ids: str, parameters: Mapping[str, object]) -> tuple[RoughText, ...]:
    rows = conn.execute(
        "SELECT a.id, ifnull(u.turn, 0), ifnull(u.rough, 0), a.title, a.link, b.html, b.summary, b.details,"
        " (SELECT t.html FROM fulltext t WHERE t.id = w.id AND t.problem = '')"
        f" FROM ({ids}) w CROSS JOIN article a ON a.id = w.id CROSS JOIN body b ON b.id = w.id"
        " LEFT JOIN unindexed u ON u.id = w.id",
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
