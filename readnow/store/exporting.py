"""Everything that is stored, as records (`model.archive`), one after the other.

Called by `library.archives` on a connection of its own. Invariants: all records are of one state of the
library; no more than a page of articles is in memory; what was unsubscribed from is left out, and what can be
made anew is, too (index, groups of the same story, validators).
"""

import json
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from readnow.model.archive import (
    ArticleRecord,
    FeedRecord,
    FolderRecord,
    FullTextPart,
    HiddenPart,
    MemoryRecord,
    Path,
    Record,
    RuleRecord,
    SmartFeedRecord,
    StateRecord,
    TagRecord,
    TombstoneRecord,
)
from readnow.store.connecting import Connection
from readnow.store.retention import DONE_AT
from readnow.store.selecting import FIRST, chosen
from readnow.text.packed import unpack

_PAGE = 100
"""Articles that are read together: the longest texts of as many fit into memory."""
_HASHES = 5_000
"""Read articles in one record."""

_ARTICLES = (
    "SELECT a.id, a.feed_id AS feed, b.key, b.guid, a.title, a.author, a.link, a.date, a.date_source,"
    " a.words, a.rev, a.updated, a.changes, a.content_hash, a.letters_hash, b.html, b.base_url, b.summary,"
    " b.published, b.received, b.details, ifnull(u.rough, 0) AS rough,"
    " NOT EXISTS (SELECT 1 FROM unread n WHERE n.feed_id = a.feed_id AND n.id = a.id) AS read,"
    " (SELECT s.at FROM starred s WHERE s.id = a.id) AS starred,"
    " (SELECT l.at FROM later l WHERE l.id = a.id) AS later"
    " FROM (SELECT id FROM article WHERE id > ? ORDER BY id LIMIT ?) c CROSS JOIN article a ON a.id = c.id"
    " CROSS JOIN body b ON b.id = c.id LEFT JOIN unindexed u ON u.id = c.id"
)
_BESIDE = {
    "tags": "SELECT g.id, t.name, g.at FROM ({}) c CROSS JOIN tagged g ON g.id = c.id"
    " JOIN tag t ON t.id = g.tag_id ORDER BY t.name",
    "muted_by": "SELECT m.id, r.name, m.at FROM ({}) c CROSS JOIN muted_by m ON m.id = c.id"
    " JOIN rule r ON r.id = m.rule_id ORDER BY r.position, r.id",
    "earlier": "SELECT e.article_id, e.at, e.title, e.html FROM ({}) c"
    " CROSS JOIN earlier e ON e.article_id = c.id ORDER BY e.at, e.id",
    "place": "SELECT p.id, p.text_offset, p.text_length, p.at FROM ({}) c CROSS JOIN place p ON p.id = c.id",
    "hidden": "SELECT h.id, h.unread, h.starred_at, h.later_at, h.muted, h.deleted_at FROM ({}) c"
    " CROSS JOIN hidden h ON h.id = c.id",
    "full_text": "SELECT f.id, f.at, f.html, f.base_url, f.title, f.words, f.note, f.problem FROM ({}) c"
    " CROSS JOIN fulltext f ON f.id = c.id",
}
_MARKED = (
    "SELECT a.feed_id, a.gh, a.id, s.at, l.at FROM (SELECT id FROM starred UNION SELECT id FROM later"
    " UNION SELECT id FROM tagged) c CROSS JOIN article a ON a.id = c.id"
    " JOIN feed f ON f.id = a.feed_id AND f.removed_at IS NULL"
    " LEFT JOIN starred s ON s.id = c.id LEFT JOIN later l ON l.id = c.id ORDER BY a.id"
)
_READ = (
    "SELECT a.gh FROM article a WHERE a.feed_id = ? AND a.id > ? AND NOT EXISTS"
    " (SELECT 1 FROM unread u WHERE u.feed_id = a.feed_id AND u.id = a.id)"
    " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.id = a.id AND h.unread)"
)


def everything(conn: Connection) -> Iterator[Record]:
    """All records, those that others refer to first."""
    conn.execute("BEGIN")  # one state, whoever writes meanwhile
    yield from _organisation(conn)
    yield from _articles(conn)
    yield from _tombstones(conn)
    yield from _memory(conn)
    conn.execute("COMMIT")


def states(conn: Connection) -> Iterator[Record]:
    """What the user made of the articles, without the articles themselves."""
    conn.execute("BEGIN")
    yield from _organisation(conn)
    yield from _tombstones(conn)
    yield from _states(conn)
    conn.execute("COMMIT")


def _organisation(conn: Connection) -> Iterator[Record]:
    folders = _folders(conn)
    paths = {folder_id: record.path for folder_id, record in folders.items()}
    yield from folders.values()
    for (name,) in conn.execute("SELECT name FROM tag ORDER BY id"):
        yield TagRecord(name=name)
    yield from _feeds(conn, paths)
    for row in _named(
        conn,
        "SELECT name, query, actions, enabled, position, until, hits, last_hit, made_at, problem FROM rule"
        " ORDER BY position, id",
    ):
        actions = tuple(str(action) for action in json.loads(row.pop("actions")))
        yield RuleRecord(**{**row, "enabled": bool(row["enabled"]), "actions": actions})
    for row in _named(
        conn,
        "SELECT name, query, sort, folder_id, position FROM smart_feed ORDER BY position, id",
    ):
        yield SmartFeedRecord(folder=paths.get(row.pop("folder_id"), ()), **row)


def _folders(conn: Connection) -> Mapping[int, FolderRecord]:
    """All folders by their ids, parents first."""
    rows = conn.execute(
        "SELECT id, name, parent_id, position, keep, made FROM folder ORDER BY position, id"
    ).fetchall()
    found: dict[int, FolderRecord] = {}
    while True:
        ready = [row for row in rows if row[0] not in found and (row[2] is None or row[2] in found)]
        if not ready:
            return found
        for folder_id, name, parent_id, position, keep, made in ready:
            around = found[parent_id].path if parent_id is not None else ()
            found[folder_id] = FolderRecord(
                path=(*around, name), position=position, keep=keep, made=bool(made)
            )


def _feeds(conn: Connection, paths: Mapping[int, Path]) -> Iterator[FeedRecord]:
    filed: dict[int, list[Path]] = defaultdict(list)
    for feed_id, folder_id in conn.execute("SELECT feed_id, folder_id FROM filed"):
        filed[feed_id].append(paths[folder_id])
    former: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for feed_id, url, until in conn.execute(
        "SELECT feed_id, url, until FROM former_address ORDER BY until, url"
    ):
        former[feed_id].append((url, until))
    rows = _named(
        conn,
        "SELECT f.id, f.url, f.title, f.own_title, f.site_url, f.folder_id, f.position, f.added_at, f.in_all,"
        " f.folds, f.settings, f.last_success, t.allow_private, t.body_hash IS NOT NULL AS fetched"
        " FROM feed f JOIN fetch t ON t.feed_id = f.id WHERE f.removed_at IS NULL ORDER BY f.position, f.id",
    )
    for row in rows:
        settings = _object(row.pop("settings"))
        if row.pop("allow_private"):
            settings["allow_private"] = True
        row |= {name: bool(row[name]) for name in ("in_all", "folds", "fetched")}
        yield FeedRecord(
            folder=paths.get(row.pop("folder_id"), ()),
            folders=tuple(sorted(filed[row["id"]])),
            former=tuple(former[row["id"]]),
            settings=settings,
            **row,
        )


def _articles(conn: Connection) -> Iterator[ArticleRecord]:
    removed = _removed(conn)
    after = FIRST
    while page := _named(conn, _ARTICLES, (after, _PAGE)):
        after = page[-1]["id"]
        beside = _beside(conn, [row["id"] for row in page])
        for row in page:
            if row["feed"] not in removed:
                yield _article(row, beside)


def _beside(conn: Connection, ids: Sequence[int]) -> Mapping[str, Mapping[int, list[tuple[Any, ...]]]]:
    wanted = chosen(ids)  # type: ignore[arg-type]
    found: dict[str, dict[int, list[tuple[Any, ...]]]] = {}
    for name, sql in _BESIDE.items():
        of_article = found[name] = defaultdict(list)
        for row in conn.execute(sql.format(wanted.sql), wanted.parameters):
            of_article[row[0]].append(row[1:])
    return found


def _article(row: dict[str, Any], beside: Mapping[str, Mapping[int, list[tuple[Any, ...]]]]) -> ArticleRecord:
    found = {name: rows[row["id"]] for name, rows in beside.items() if row["id"] in rows}
    more: dict[str, Any] = {name: tuple(found[name]) for name in ("tags", "muted_by") if name in found}
    if "earlier" in found:
        more["earlier"] = tuple((at, title, _text(html)) for at, title, html in found["earlier"])
    if "place" in found:
        more["place"] = found["place"][0]
    if "hidden" in found:
        unread, starred, later, muted, deleted = found["hidden"][0]
        more["hidden"] = HiddenPart(
            unread=bool(unread), starred=starred, later=later, muted=bool(muted), deleted=deleted
        )
    if "full_text" in found:
        at, html, base_url, title, words, note, problem = found["full_text"][0]
        more["full_text"] = FullTextPart(
            at=at, html=_text(html), base_url=base_url, title=title, words=words, note=note, problem=problem
        )
    return ArticleRecord(
        **{
            **row,
            "html": _text(row["html"]),
            "details": _object(row["details"]),
            "rough": bool(row["rough"]),
            # What is hidden is neither: what it was is in its part.
            "read": bool(row["read"]) and "hidden" not in found,
        },
        **more,
    )


def _tombstones(conn: Connection) -> Iterator[TombstoneRecord]:
    removed = _removed(conn)
    for gh, feed_id, read, starred, at in conn.execute(
        "SELECT gh, feed_id, read, starred, at FROM tombstone ORDER BY gh, feed_id"
    ):
        if feed_id not in removed:
            yield TombstoneRecord(
                feed=feed_id, entry=hexadecimal(gh), read=bool(read), starred=bool(starred), at=at
            )


def _states(conn: Connection) -> Iterator[StateRecord]:
    for (feed_id,) in conn.execute("SELECT id FROM feed WHERE removed_at IS NULL ORDER BY id").fetchall():
        rows = conn.execute(_READ, (feed_id, FIRST))
        while part := rows.fetchmany(_HASHES):
            yield StateRecord(feed=feed_id, read=struct.pack(f">{len(part)}q", *(row[0] for row in part)))
    tags: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for article_id, name, at in conn.execute(
        "SELECT g.id, t.name, g.at FROM tagged g JOIN tag t ON t.id = g.tag_id ORDER BY t.name"
    ):
        tags[article_id].append((name, at))
    for feed_id, gh, article_id, starred, later in conn.execute(_MARKED):
        yield StateRecord(
            feed=feed_id,
            entry=hexadecimal(gh),
            starred=starred,
            later=later,
            tags=tuple(tags.get(article_id, ())),
        )


def _memory(conn: Connection) -> Iterator[MemoryRecord]:
    for key, value in conn.execute("SELECT key, value FROM ui_state WHERE key <> ? ORDER BY key", (DONE_AT,)):
        yield MemoryRecord(key=key, value=value)


def hexadecimal(gh: int) -> str:
    """The hash of a key as a file has it: not every program can read a number of 64 bits."""
    return f"{gh & 0xFFFF_FFFF_FFFF_FFFF:016x}"


def _removed(conn: Connection) -> frozenset[int]:
    return frozenset(row[0] for row in conn.execute("SELECT id FROM feed WHERE removed_at IS NOT NULL"))


def _named(conn: Connection, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
    """All rows by the names of their columns."""
    cursor = conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _object(stored: str) -> dict[str, Any]:
    found = json.loads(stored)
    return found if isinstance(found, dict) else {}


def _text(stored: bytes) -> str:
    """A packed text without half characters, which no file can hold."""
    return unpack(stored).encode("utf-8", "replace").decode()
