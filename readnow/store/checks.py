"""Whether the database is what it should be: for `doctor`, and for tests."""

import sqlite3

from msgspec import Struct

from readnow.model.feed import FeedId
from readnow.store.connecting import Connection
from readnow.store.failures import is_damage
from readnow.store.migrations import version_of


class CountMismatch(Struct, frozen=True):
    """A feed whose kept counts are not those of its articles."""

    feed_id: FeedId
    unread: int
    unread_found: int
    total: int
    total_found: int


def integrity(conn: Connection) -> tuple[str, ...]:
    """What SQLite finds wrong with the file, and articles without text or text without article."""
    try:
        problems = [row[0] for row in conn.execute("PRAGMA integrity_check") if row[0] != "ok"]
    except sqlite3.DatabaseError as err:
        if not is_damage(err):
            raise
        problems = [str(err)]
    if problems:
        return tuple(problems)
    problems += [f"a row of {row[0]} refers to nothing" for row in conn.execute("PRAGMA foreign_key_check")]
    for what, sql in (
        ("articles without a text", "SELECT count(*) FROM article WHERE id NOT IN (SELECT id FROM body)"),
        ("texts without an article", "SELECT count(*) FROM body WHERE id NOT IN (SELECT id FROM article)"),
        (
            "unread marks without an article of their feed",
            "SELECT count(*) FROM unread u WHERE NOT EXISTS"
            " (SELECT 1 FROM article a WHERE a.id = u.id AND a.feed_id = u.feed_id)",
        ),
        ("stars without an article", "SELECT count(*) FROM starred WHERE id NOT IN (SELECT id FROM article)"),
        (
            "articles to be read later that are not there",
            "SELECT count(*) FROM later WHERE id NOT IN (SELECT id FROM article)",
        ),
        (
            "hidden articles of another feed than theirs",
            "SELECT count(*) FROM hidden h JOIN article a USING (id) WHERE h.feed_id <> a.feed_id",
        ),
        (
            "hidden articles with marks",
            "SELECT count(*) FROM hidden h WHERE id IN (SELECT id FROM unread)"
            " OR id IN (SELECT id FROM starred) OR id IN (SELECT id FROM later)",
        ),
        (
            "hidden articles without a reason",
            "SELECT count(*) FROM hidden WHERE NOT muted AND deleted_at IS NULL",
        ),
    ):
        found = conn.execute(sql).fetchone()[0]
        if found:
            problems.append(f"{found} {what}")
    return tuple(problems)


def recount(conn: Connection) -> tuple[CountMismatch, ...]:
    """The feeds whose counts differ from a recount."""
    rows = conn.execute(
        "SELECT f.id, f.unread, (SELECT count(*) FROM unread u WHERE u.feed_id = f.id),"
        " f.total, (SELECT count(*) FROM article a WHERE a.feed_id = f.id)"
        " - (SELECT count(*) FROM hidden h WHERE h.feed_id = f.id) FROM feed f ORDER BY f.id"
    )
    return tuple(
        CountMismatch(FeedId(row[0]), *row[1:]) for row in rows if row[1] != row[2] or row[3] != row[4]
    )


def count_anew(conn: Connection) -> None:
    """Make the kept counts those of the articles."""
    conn.executemany(
        "UPDATE feed SET unread = ?, total = ? WHERE id = ?",
        [(wrong.unread_found, wrong.total_found, wrong.feed_id) for wrong in recount(conn)],
    )


def versions(conn: Connection) -> dict[str, str]:
    """The versions of SQLite and of the schema."""
    return {"sqlite": sqlite3.sqlite_version, "schema": str(version_of(conn))}


def room(conn: Connection) -> tuple[int, int]:
    """The size of the file in bytes, and how many of them are free to be used again."""
    size, pages, free = (
        int(conn.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_size", "page_count", "freelist_count")
    )
    return size * pages, size * free


def is_roomy(size: int, free: int) -> bool:
    """Whether so much is free that writing the file anew pays."""
    return 3 * free > size
