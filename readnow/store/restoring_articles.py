"""Articles of a file (`model.archive`) put into a library, and marks onto those that are there.

Called by `library.archives` behind the records of `restoring`. Invariants: an article that is there keeps its
text and gets marks, never loses one; read in either is read; counts change in the same transaction; what was
deleted here comes back, since somebody asked for it.
"""

import json
import struct
from collections import Counter
from collections.abc import Sequence

from readnow.model.archive import ArticleRecord, Record, StateRecord, TombstoneRecord
from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.model.journal import MarkKind
from readnow.store.arrivals import key_hash
from readnow.store.connecting import Connection
from readnow.store.moving_in import Sign, note
from readnow.store.restoring import Restoring, tag_id
from readnow.store.selecting import json_of
from readnow.text.packed import pack, wrap
from readnow.text.words import fold

_BY_KEY = "SELECT id FROM article INDEXED BY article_by_key WHERE gh = ? AND feed_id = ?"


class _Piece:
    """One transaction's work."""

    def __init__(self, conn: Connection, restoring: Restoring) -> None:
        self.conn = conn
        self.restoring = restoring
        self.unread: Counter[FeedId] = Counter()
        self.total: Counter[FeedId] = Counter()
        self.arrived: list[ArticleId] = []
        self.rough: list[ArticleId] = []

    def finish(self) -> None:
        """What is done for all of them at once, and the feeds' counts."""
        self._for_all("UPDATE unindexed SET rough = 1", self.rough)
        # They were there before: they are no news, and their copies elsewhere are marked as they are.
        self._for_all("DELETE FROM fresh", self.arrived)
        self._for_all("UPDATE unmatched SET fresh = 0", self.arrived)
        self._count()

    def _for_all(self, sql: str, ids: Sequence[ArticleId]) -> None:
        if ids:
            self.conn.execute(f"{sql} WHERE id IN (SELECT value FROM json_each(?))", (json_of(ids),))

    def _count(self) -> None:
        self.conn.executemany(
            "UPDATE feed SET unread = unread + ?, total = total + ? WHERE id = ?",
            [(self.unread[feed], self.total[feed], feed) for feed in self.unread.keys() | self.total.keys()],
        )

    def marked(self, changed: int) -> None:
        self.restoring.done["marks"] += changed


def put_articles(conn: Connection, restoring: Restoring, records: Sequence[Record]) -> None:
    """Put articles, tombstones or marks back, in the caller's transaction."""
    piece = _Piece(conn, restoring)
    for record in records:
        match record:
            case ArticleRecord():
                _article(piece, record)
            case TombstoneRecord():
                _tombstone(piece, record)
            case StateRecord():
                _state(piece, record)
    piece.finish()


def _article(piece: _Piece, record: ArticleRecord) -> None:
    feed_id = piece.restoring.feeds.get(record.feed)
    if feed_id is None:
        piece.restoring.done["missing"] += 1
        return
    gh = key_hash(record.key)
    there = piece.restoring.find(piece.conn, feed_id, record)
    if there is not None:
        piece.restoring.done["articles_there"] += 1
        _mark(piece, feed_id, there, record)
        _add_beside(piece, there, record)
        return
    piece.restoring.done["articles"] += 1
    buried = piece.conn.execute(
        "SELECT read, starred, at FROM tombstone WHERE gh = ? AND feed_id = ?", (gh, feed_id)
    ).fetchone()
    if buried is not None:
        piece.conn.execute("DELETE FROM tombstone WHERE gh = ? AND feed_id = ?", (gh, feed_id))
    article_id = _insert(piece, feed_id, gh, record)
    if record.feed not in piece.restoring.fresh and record.hidden is None:
        piece.restoring.mark(MarkKind.DELETED, article_id)  # else it goes with its feed
    if record.hidden is not None:
        _hide(piece, feed_id, article_id, record)
    else:
        piece.total[feed_id] += 1
        if not record.read and not (buried and buried[0]):
            piece.conn.execute("INSERT INTO unread (feed_id, id) VALUES (?, ?)", (feed_id, article_id))
            piece.unread[feed_id] += 1
        starred = buried[2] if record.starred is None and buried and buried[1] else record.starred
        for table, at in (("starred", starred), ("later", record.later)):
            if at is not None:
                piece.conn.execute(f"INSERT INTO {table} (id, at) VALUES (?, ?)", (article_id, at))
    for tag, at in record.tags:
        _tag(piece, article_id, tag, at)
    _add_beside(piece, article_id, record)


def _insert(piece: _Piece, feed_id: FeedId, gh: int, record: ArticleRecord) -> ArticleId:
    conn = piece.conn
    article_id = piece.restoring.free_ids.one(conn, record.id)
    conn.execute(
        "INSERT INTO article (id, feed_id, gh, title, author, link, date, date_source, words, rev, updated,"
        " changes, content_hash, letters_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(article_id, feed_id, gh, record.title, record.author, record.link, record.date),
            *(record.date_source, record.words, record.rev, record.updated, record.changes),
            *(record.content_hash, record.letters_hash),
        ),
    )
    conn.execute(
        "INSERT INTO body (id, key, guid, html, base_url, summary, published, received, details)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(article_id, record.key, record.guid, wrap(record.html) if record.rough else pack(record.html)),
            *(record.base_url, record.summary, record.published, record.received),
            json.dumps(record.details, ensure_ascii=False, separators=(",", ":")),
        ),
    )
    if record.rough:
        piece.rough.append(article_id)
    if piece.restoring.moved_in:
        piece.restoring.came.add(article_id)
        note(conn, article_id, feed_id, Sign(record.link, record.title, record.date))
    piece.arrived.append(article_id)
    return article_id


def _hide(piece: _Piece, feed_id: FeedId, article_id: ArticleId, record: ArticleRecord) -> None:
    part = record.hidden
    assert part is not None
    piece.conn.execute(
        "INSERT INTO hidden (id, feed_id, unread, starred_at, later_at, muted, deleted_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (article_id, feed_id, part.unread, part.starred, part.later, part.muted, part.deleted),
    )
    piece.conn.executemany(
        "INSERT OR IGNORE INTO muted_by (rule_id, id, at) VALUES (?, ?, ?)",
        [
            (rule_id, article_id, at)
            for name, at in record.muted_by
            if (rule_id := piece.restoring.rules.get(fold(name))) is not None
        ],
    )


def _mark(piece: _Piece, feed_id: FeedId, article_id: ArticleId, record: ArticleRecord | StateRecord) -> None:
    """Add marks to an article that is there."""
    conn = piece.conn
    hidden = conn.execute("SELECT 1 FROM hidden WHERE id = ?", (article_id,)).fetchone()
    starred, later = record.starred, record.later
    if isinstance(record, ArticleRecord):
        if record.hidden is not None:
            starred, later = record.hidden.starred, record.hidden.later
        if record.read:
            _read(piece, feed_id, article_id)
    for kind, at in ((MarkKind.STARRED, starred), (MarkKind.LATER, later)):
        table = kind.value
        if at is None:
            continue
        if hidden:
            sql = f"UPDATE hidden SET {table}_at = ? WHERE id = ? AND {table}_at IS NULL"
            piece.marked(conn.execute(sql, (at, article_id)).rowcount)
        elif conn.execute(f"INSERT OR IGNORE INTO {table} (id, at) VALUES (?, ?)", (article_id, at)).rowcount:
            piece.marked(1)
            piece.restoring.mark(kind, article_id)
    _tags(piece, article_id, record.tags)


def _read(piece: _Piece, feed_id: FeedId, article_id: ArticleId) -> None:
    conn = piece.conn
    gone = conn.execute("DELETE FROM unread WHERE feed_id = ? AND id = ?", (feed_id, article_id)).rowcount
    piece.unread[feed_id] -= gone
    if gone:
        piece.restoring.mark(MarkKind.READ, article_id)
    gone += conn.execute("UPDATE hidden SET unread = 0 WHERE id = ? AND unread", (article_id,)).rowcount
    piece.marked(gone)


def _tags(piece: _Piece, article_id: ArticleId, tags: Sequence[tuple[str, int]]) -> None:
    for name, at in tags:
        number = _tag(piece, article_id, name, at)
        if number:
            piece.marked(1)
            piece.restoring.mark(MarkKind.TAGGED, article_id, number)


def _tag(piece: _Piece, article_id: ArticleId, name: str, at: int) -> int:
    """The tag's number, 0 where the article had it."""
    number = tag_id(piece.conn, piece.restoring, name)
    made = piece.conn.execute(
        "INSERT OR IGNORE INTO tagged (tag_id, id, at) VALUES (?, ?, ?)", (number, article_id, at)
    )
    return number if made.rowcount else 0


def _add_beside(piece: _Piece, article_id: ArticleId, record: ArticleRecord) -> None:
    """What is kept beside an article, where that is not there yet."""
    conn = piece.conn
    if record.place is not None:
        conn.execute(
            "INSERT OR IGNORE INTO place (id, text_offset, text_length, at) VALUES (?, ?, ?, ?)",
            (article_id, *record.place),
        )
    if (
        record.earlier
        and not conn.execute("SELECT 1 FROM earlier WHERE article_id = ? LIMIT 1", (article_id,)).fetchone()
    ):
        conn.executemany(
            "INSERT INTO earlier (article_id, at, title, html) VALUES (?, ?, ?, ?)",
            [(article_id, at, title, pack(html)) for at, title, html in record.earlier],
        )
    page = record.full_text
    if page is not None:
        conn.execute(
            "INSERT OR IGNORE INTO fulltext (id, html, base_url, title, words, at, note, problem)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(article_id, pack(page.html), page.base_url, page.title, page.words, page.at, page.note),
                page.problem,
            ),
        )


def _tombstone(piece: _Piece, record: TombstoneRecord) -> None:
    """Nothing for an entry that is there as an article."""
    feed_id, gh = piece.restoring.feeds.get(record.feed), _hash(record.entry)
    if feed_id is None or piece.conn.execute(_BY_KEY, (gh, feed_id)).fetchone() is not None:
        return
    piece.conn.execute(
        "INSERT INTO tombstone (gh, feed_id, read, starred, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET read = max(read, excluded.read),"
        " starred = max(starred, excluded.starred)",
        (gh, feed_id, record.read, record.starred, record.at),
    )


def _state(piece: _Piece, record: StateRecord) -> None:
    feed_id = piece.restoring.feeds.get(record.feed)
    if feed_id is None:
        return
    if record.entry:
        row = piece.conn.execute(_BY_KEY, (_hash(record.entry), feed_id)).fetchone()
        if row is None:
            piece.restoring.done["missing"] += 1
        else:
            _mark(piece, feed_id, ArticleId(row[0]), record)
    for (gh,) in struct.iter_unpack(">q", record.read[: len(record.read) // 8 * 8]):
        row = piece.conn.execute(_BY_KEY, (gh, feed_id)).fetchone()
        if row is not None:
            _read(piece, feed_id, ArticleId(row[0]))


def _hash(hexadecimal: str) -> int:
    """The signed number that stands in the database."""
    return int.from_bytes(bytes.fromhex(hexadecimal.rjust(16, "0")), "big", signed=True)
