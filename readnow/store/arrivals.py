"""What a refresh brings: what is known under an entry's key, and a plan carried out.

Invariant: an id is given once, free at that moment, at or above the sort date; counts change in the same
transaction as their articles.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

from readnow.model.article import ArticleId
from readnow.model.change import Applied, ChangedArticle, FeedPlan, NewArticle, StoredEntry
from readnow.model.feed import FeedId, Timestamp
from readnow.model.parsed import ParsedArticle
from readnow.store import burying, earlier
from readnow.store.bodies import details_of
from readnow.store.connecting import Connection
from readnow.store.free_ids import FreeIds
from readnow.store.selecting import json_of
from readnow.text.packed import pack

_PARAMETERS = 500
_ROWS = 16
_HAS_ANY = "SELECT EXISTS (SELECT 1 FROM article WHERE feed_id = ?), EXISTS (SELECT 1 FROM tombstone)"
_BURIED = "SELECT gh, read, starred FROM tombstone WHERE feed_id = ? AND gh IN"
_STORED = (
    "SELECT a.gh, a.id, a.content_hash, a.letters_hash, a.updated, a.changes,"
    " NOT EXISTS (SELECT 1 FROM unread u WHERE u.feed_id = a.feed_id AND u.id = a.id)"
    " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.id = a.id AND h.unread),"
    " EXISTS (SELECT 1 FROM starred s WHERE s.id = a.id)"
    " OR EXISTS (SELECT 1 FROM hidden h WHERE h.id = a.id AND h.starred_at IS NOT NULL)"
    " FROM article a INDEXED BY article_by_key WHERE a.feed_id = ? AND a.gh IN"
)


@lru_cache(4096)  # that of an entry is asked for when it is looked up, and when it is stored
def key_hash(key: str) -> int:
    """64 bits of an entry's key as SQLite's signed integer; the same in every process and for ever."""
    return int.from_bytes(
        blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True
    )


def known(conn: Connection, feed_id: FeedId, keys: Sequence[str]) -> dict[str, StoredEntry]:
    """What is stored, or buried, under these keys of a feed."""
    has_any, is_any_buried = conn.execute(_HAS_ANY, (feed_id,)).fetchone()
    if not has_any and not is_any_buried:
        return {}  # a new feed
    by_hash = {key_hash(key): key for key in keys}
    hashes = list(by_hash)
    found: dict[str, StoredEntry] = {}
    for start in range(0, len(hashes), _PARAMETERS):
        part = hashes[start : start + _PARAMETERS]
        marks = ",".join("?" * len(part))
        if is_any_buried:
            for gh, read, starred in conn.execute(f"{_BURIED} ({marks})", (feed_id, *part)):
                found[by_hash[gh]] = StoredEntry(None, b"", b"", read=bool(read), starred=bool(starred))
        for gh, article_id, content, letters, updated, changes, read, starred in conn.execute(
            f"{_STORED} ({marks})", (feed_id, *part)
        ):
            found[by_hash[gh]] = StoredEntry(
                ArticleId(article_id), content, letters, updated, changes, bool(read), bool(starred)
            )
    return found


def still_listed(conn: Connection, feed_id: FeedId, keys: Sequence[str], now: Timestamp) -> None:
    """A document lists these entries, which lie buried: they are to stay so (E5)."""
    burying.still_listed(conn, feed_id, [key_hash(key) for key in keys], now)


def apply(
    conn: Connection, feed_id: FeedId, plan: FeedPlan, now: Timestamp, ids: FreeIds | None = None
) -> Applied:
    """Carry a plan out, in the caller's transaction. A feed removed meanwhile gets nothing.

    `ids`: who carries out many plans hands the same to each.
    """
    if conn.execute("SELECT 1 FROM feed WHERE id = ? AND removed_at IS NULL", (feed_id,)).fetchone() is None:
        return Applied(feed_id)
    arrivals = (ids or FreeIds()).give(conn, plan.new)
    _insert(conn, feed_id, arrivals, now)
    new_ids = tuple(arrivals)
    unread = sum(not new.read for new in plan.new)
    for changed in plan.changed:
        _replace(conn, changed, now)
        if changed.unread:
            unread += _make_unread(conn, feed_id, changed.id)
    conn.execute(
        "UPDATE feed SET unread = unread + ?, total = total + ? WHERE id = ?", (unread, len(new_ids), feed_id)
    )
    return Applied(feed_id, new_ids, tuple(c.id for c in plan.changed), unread, len(new_ids))


def _make_unread(conn: Connection, feed_id: FeedId, article_id: ArticleId) -> int:
    """How many more are unread then; none where the article is hidden, which it stays."""
    if conn.execute("UPDATE hidden SET unread = 1 WHERE id = ?", (article_id,)).rowcount:
        return 0
    sql = "INSERT OR IGNORE INTO unread (feed_id, id) VALUES (?, ?)"
    return conn.execute(sql, (feed_id, article_id)).rowcount


def _insert(
    conn: Connection, feed_id: FeedId, arrivals: Mapping[ArticleId, NewArticle], now: Timestamp
) -> None:
    _insert_rows(
        conn,
        "article (id, feed_id, gh, title, author, link, date, date_source, words, updated, content_hash,"
        " letters_hash)",
        [_article_row(feed_id, article_id, new) for article_id, new in arrivals.items()],
    )
    _insert_rows(
        conn,
        "body (id, key, guid, html, base_url, summary, published, received, details)",
        [_body_row(article_id, new.entry, now) for article_id, new in arrivals.items()],
    )
    _insert_rows(
        conn,
        "unread (feed_id, id)",
        [(feed_id, article_id) for article_id, new in arrivals.items() if not new.read],
    )
    _insert_rows(
        conn, "starred (id, at)", [(article_id, now) for article_id, new in arrivals.items() if new.starred]
    )
    rough = [article_id for article_id, new in arrivals.items() if new.entry.rough]
    if rough:
        conn.execute(
            "UPDATE unindexed SET rough = 1 WHERE id IN (SELECT value FROM json_each(?))",
            (json_of(rough),),
        )


def _insert_rows(conn: Connection, into: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Several rows with one statement. At each one a thread lets the others run, and has to wait for its turn
    again: where the program is busy, that takes longer than the statement."""
    for start in range(0, len(rows), _ROWS):
        part = rows[start : start + _ROWS]
        marks = f"({','.join('?' * len(part[0]))})"
        values = ", ".join([marks] * len(part))
        conn.execute(f"INSERT INTO {into} VALUES {values}", [value for row in part for value in row])


def _article_row(feed_id: FeedId, article_id: ArticleId, new: NewArticle) -> tuple[object, ...]:
    entry = new.entry
    return (
        *(article_id, feed_id, key_hash(entry.key), entry.title, entry.author, entry.link),
        *(new.sort_date, new.date_source.value, entry.words, entry.updated),
        *(entry.content_hash, entry.letters_hash),
    )


def _body_row(article_id: ArticleId, entry: ParsedArticle, now: Timestamp) -> tuple[object, ...]:
    html = entry.wrapped if entry.rough else pack(entry.html)
    return (
        *(article_id, entry.key, entry.guid, html, entry.base_url, entry.summary),
        *(entry.published, now, details_of(entry)),
    )


def _replace(conn: Connection, changed: ChangedArticle, now: Timestamp) -> None:
    """New content under the old id: flags, order and date of receipt stay (E4); what it said is kept."""
    earlier.keep(conn, changed.id, changed.entry.title, changed.entry.html, now)
    put_words(conn, changed.id, changed.entry, changed.changes)


def put_words(conn: Connection, article_id: ArticleId, entry: ParsedArticle, changes: int) -> None:
    """Have an article say what the entry says; what it said before is gone. `changes`: how often it was
    changed without a new date."""
    conn.execute(
        "UPDATE article SET title = ?, author = ?, link = ?, words = ?,"
        " updated = ifnull(?, updated), changes = ?,"
        " content_hash = ?, letters_hash = ?, rev = rev + 1 WHERE id = ?",
        (
            *(entry.title, entry.author, entry.link, entry.words, entry.updated, changes),
            *(entry.content_hash, entry.letters_hash, article_id),
        ),
    )
    conn.execute(
        "UPDATE body SET html = ?, base_url = ?, summary = ?, published = ifnull(?, published), details = ?"
        " WHERE id = ?",
        (pack(entry.html), entry.base_url, entry.summary, entry.published, details_of(entry), article_id),
    )
