"""Records of a file (`model.archive`) put into a library, in pieces: subscriptions and what is organised.

Called by `library.archives`, which has cleaned them; articles are in `restoring_articles`. Invariants: what
is there already stays as it is, but that marks are added to it; the same file again changes nothing; counts
change in the same transaction.
"""

import json
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct, field

from readnow.model.archive import (
    ArticleRecord,
    FeedRecord,
    FolderRecord,
    MemoryRecord,
    Path,
    Record,
    RuleRecord,
    SmartFeedRecord,
    TagRecord,
)
from readnow.model.article import ArticleId
from readnow.model.feed import FeedId, FolderId
from readnow.model.journal import Marked, MarkKind
from readnow.store.arrivals import key_hash
from readnow.store.connecting import Connection
from readnow.store.feeds import NewFeed, ensure_folder, insert
from readnow.store.free_ids import FreeIds
from readnow.store.moving_in import Sign, Signs
from readnow.text.words import fold


class Restoring(Struct):
    """What is known while the records of one file are put back.

    `feeds`: the numbers of the file's feeds here; `fresh`: the file's numbers of those that are new here.
    Positions of what is new come behind those there were. `moved_in`: the file is another program's, which
    names articles its own way (`moving_in`). `marked` has what became of articles that the user could have
    had before: to be taken back with the rest.
    """

    last_feed_id: int
    positions: dict[str, int]
    moved_in: bool = False
    fresh: set[int] = field(default_factory=set)
    feeds: dict[int, FeedId] = field(default_factory=dict)
    tags: dict[str, int] = field(default_factory=dict)
    rules: dict[str, int] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    free_ids: FreeIds = field(default_factory=FreeIds)
    came: set[ArticleId] = field(default_factory=set)
    marked: dict[tuple[MarkKind, int], list[ArticleId]] = field(default_factory=dict)
    _signs: dict[FeedId, Signs] = field(default_factory=dict)

    def mark(self, kind: MarkKind, article_id: ArticleId, tag_id: int = 0) -> None:
        """Note that an article became that; DELETED that it came."""
        self.marked.setdefault((kind, tag_id), []).append(article_id)

    def steps(self) -> tuple[Marked, ...]:
        """What was noted since the last time. That it came is that it is no longer deleted."""
        noted, self.marked = self.marked, {}
        return tuple(
            Marked(kind, kind is not MarkKind.DELETED, tuple(ids), tag_id)
            for (kind, tag_id), ids in noted.items()
        )

    def find(self, conn: Connection, feed_id: FeedId, record: ArticleRecord) -> ArticleId | None:
        """The article of a feed that the record is."""
        sql = "SELECT id FROM article INDEXED BY article_by_key WHERE gh = ? AND feed_id = ?"
        row = conn.execute(sql, (key_hash(record.key), feed_id)).fetchone()
        if row is not None:
            return ArticleId(row[0])
        if not self.moved_in:
            return None
        if feed_id not in self._signs:
            self._signs[feed_id] = Signs(conn, feed_id, self.came)
        return self._signs[feed_id].find(Sign(record.link, record.title, record.date))


def begin(conn: Connection, *, moved_in: bool = False) -> Restoring:
    """Before the first record."""
    row = conn.execute("SELECT seq FROM sqlite_sequence WHERE name = 'feed'").fetchone()
    positions = {
        table: int(conn.execute(f"SELECT ifnull(max(position), 0) FROM {table}").fetchone()[0])
        for table in ("folder", "feed", "rule", "smart_feed")
    }
    return Restoring(row[0] if row else 0, positions, moved_in)


def put(conn: Connection, restoring: Restoring, records: Sequence[Record]) -> None:
    """Put records back that are no articles."""
    for record in records:
        match record:
            case FolderRecord():
                folder_id = _folder(conn, restoring, record.path, record)
                conn.execute(
                    "UPDATE folder SET keep = ? WHERE id = ? AND keep = ''", (record.keep, folder_id)
                )
            case TagRecord():
                _tag(conn, restoring, record.name)
            case FeedRecord():
                _feed(conn, restoring, record)
            case RuleRecord():
                _rule(conn, restoring, record)
            case SmartFeedRecord():
                _smart_feed(conn, restoring, record)
            case MemoryRecord():
                conn.execute("INSERT OR IGNORE INTO ui_state VALUES (?, ?)", (record.key, record.value))


def look(conn: Connection, restoring: Restoring, record: Record) -> None:
    """Count what putting the record back would do, and do nothing."""
    match record:
        case FeedRecord():
            there = _there(conn, record.url)
            if there is None:
                restoring.fresh.add(record.id)
            else:
                restoring.feeds[record.id] = there
        case ArticleRecord():
            feed_id = restoring.feeds.get(record.feed)
            known = feed_id is not None and restoring.find(conn, feed_id, record) is not None
            if known or feed_id is not None or record.feed in restoring.fresh:
                restoring.done["articles_there" if known else "articles"] += 1
        case TagRecord():
            restoring.done["tags"] += _lacks(conn, "tag", record.name)
        case RuleRecord():
            restoring.done["rules"] += _lacks(conn, "rule", record.name)
        case SmartFeedRecord():
            restoring.done["smart_feeds"] += _lacks(conn, "smart_feed", record.name)


def _lacks(conn: Connection, table: str, name: str) -> bool:
    return conn.execute(f"SELECT 1 FROM {table} WHERE folded = ?", (fold(name),)).fetchone() is None


def tag_id(conn: Connection, restoring: Restoring, name: str) -> int:
    """The tag of that name, made where it is missing."""
    folded = fold(name)
    return restoring.tags.get(folded) or _tag(conn, restoring, name)


def _tag(conn: Connection, restoring: Restoring, name: str) -> int:
    folded = fold(name)
    made = conn.execute("INSERT OR IGNORE INTO tag (name, folded) VALUES (?, ?)", (name, folded))
    restoring.done["tags"] += made.rowcount
    found = int(conn.execute("SELECT id FROM tag WHERE folded = ?", (folded,)).fetchone()[0])
    restoring.tags[folded] = found
    return found


def _folder(
    conn: Connection, restoring: Restoring, path: Path, record: FolderRecord | None = None
) -> FolderId | None:
    """The folder of that path, made (as `record` says) where it is missing; None for the empty path."""
    parent: FolderId | None = None
    for name in path:
        row = conn.execute(
            "SELECT id FROM folder WHERE ifnull(parent_id, 0) = ifnull(?, 0) AND name = ?", (parent, name)
        ).fetchone()
        if row is None:
            break
        parent = FolderId(row[0])
    else:
        return parent
    made = ensure_folder(conn, path)
    if record is not None:
        conn.execute(
            "UPDATE folder SET position = ?, made = ? WHERE id = ?",
            (restoring.positions["folder"] + record.position, record.made, made),
        )
    return made


def _feed(conn: Connection, restoring: Restoring, record: FeedRecord) -> None:
    there = _there(conn, record.url)
    if there is not None:
        restoring.feeds[record.id] = there
        return
    feed_id = _with_its_number(conn, restoring, record) or insert(
        conn, NewFeed(record.url, at=record.added_at)
    )
    restoring.feeds[record.id] = feed_id
    restoring.fresh.add(record.id)
    folder_id = _folder(conn, restoring, record.folder)
    conn.execute(
        "UPDATE feed SET title = ?, own_title = ?, site_url = ?, folder_id = ?, position = ?, added_at = ?,"
        " in_all = ?, folds = ?, settings = ?, last_success = ? WHERE id = ?",
        (
            *(record.title, record.own_title, record.site_url, folder_id),
            *(restoring.positions["feed"] + record.position, record.added_at),
            *(record.in_all, record.folds, json.dumps(record.settings, ensure_ascii=False)),
            *(record.last_success, feed_id),
        ),
    )
    for path in record.folders:
        place = _folder(conn, restoring, path)
        if place is not None and place != folder_id:
            conn.execute("INSERT OR IGNORE INTO filed VALUES (?, ?)", (feed_id, place))
    conn.executemany(
        "INSERT OR IGNORE INTO former_address VALUES (?, ?, ?)",
        [(feed_id, url, until) for url, until in record.former],
    )
    if record.fetched:
        # A document was read before: what comes now is no first one. Its hash is none that a body has.
        conn.execute("UPDATE fetch SET body_hash = ifnull(body_hash, x'') WHERE feed_id = ?", (feed_id,))


def _there(conn: Connection, url: str) -> FeedId | None:
    """The feed of that address, or that had it before it moved."""
    row = conn.execute(
        "SELECT id FROM feed WHERE url = ?1 AND removed_at IS NULL UNION ALL"
        " SELECT f.id FROM former_address a JOIN feed f ON f.id = a.feed_id"
        " WHERE a.url = ?1 AND f.removed_at IS NULL LIMIT 1",
        (url,),
    ).fetchone()
    return None if row is None else FeedId(row[0])


def _with_its_number(conn: Connection, restoring: Restoring, record: FeedRecord) -> FeedId | None:
    """A new feed with the number that it has in the file, where no feed ever had that here: queries may name
    it. None where that cannot be, or one of that address is to be taken back."""
    taken = conn.execute(
        "SELECT 1 FROM feed WHERE id = ? OR url = ? UNION ALL SELECT 1 FROM merged_feed WHERE feed_id = ?",
        (record.id, record.url, record.id),
    ).fetchone()
    if taken or not restoring.last_feed_id < record.id < 1 << 40:
        return None
    conn.execute(
        "INSERT INTO feed (id, url, position, added_at) VALUES (?, ?, 0, 0)", (record.id, record.url)
    )
    conn.execute("INSERT INTO fetch (feed_id) VALUES (?)", (record.id,))
    return FeedId(record.id)


def _rule(conn: Connection, restoring: Restoring, record: RuleRecord) -> None:
    folded = fold(record.name)
    made = conn.execute(
        "INSERT OR IGNORE INTO rule (name, folded, query, actions, enabled, position, until, hits, last_hit,"
        " made_at, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(record.name, folded, record.query, json.dumps(record.actions, ensure_ascii=False)),
            *(record.enabled, restoring.positions["rule"] + record.position, record.until, record.hits),
            *(record.last_hit, record.made_at, record.problem),
        ),
    )
    restoring.done["rules"] += made.rowcount
    restoring.rules[folded] = conn.execute("SELECT id FROM rule WHERE folded = ?", (folded,)).fetchone()[0]


def _smart_feed(conn: Connection, restoring: Restoring, record: SmartFeedRecord) -> None:
    made = conn.execute(
        "INSERT OR IGNORE INTO smart_feed (name, folded, query, sort, folder_id, position)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(record.name, fold(record.name), record.query, record.sort),
            _folder(conn, restoring, record.folder),
            restoring.positions["smart_feed"] + record.position,
        ),
    )
    restoring.done["smart_feeds"] += made.rowcount
