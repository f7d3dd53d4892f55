"""From one version of the schema to the next: whole or not at all, and with a copy of what was before."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from readnow.model.errors import StoreError, StoreTooNewError
from readnow.model.query import ArticleQuery
from readnow.store import articles, checks, feeds
from readnow.store.connecting import connect
from readnow.store.database import Database
from readnow.store.opening import prepare
from readnow.store.schema import STEPS
from tests.store.conftest import NOW, fill, new, put_feed

NEXT = (
    *STEPS,
    """
-- A semicolon in a comment; and one in a text.
ALTER TABLE feed ADD COLUMN note TEXT NOT NULL DEFAULT 'none; so far';
CREATE TRIGGER noted AFTER UPDATE OF note ON feed BEGIN
  INSERT OR REPLACE INTO meta VALUES ('noted', new.note);
END;
UPDATE feed SET note = 'stepped'
""",
)
AFTER_NEXT = (*NEXT, "CREATE TABLE more (x);\nINSERT INTO more SELECT note FROM feed;")
BACKUP = f"readnow.db.v{len(STEPS)}-"


def library(path: Path) -> None:
    fill(path, lambda conn: put_feed(conn, "a", [new("x"), new("y", NOW - 1)], folder=("News",)))


def one(path: Path, sql: str) -> object:
    with closing(connect(path, read_only=True, writer=False)) as conn:
        return conn.execute(sql).fetchone()[0]


def names(path: Path) -> list[str]:
    """What was left there, but for what a reader needs beside the file."""
    found = (file.name for file in path.parent.iterdir() if not file.name.endswith(("-wal", "-shm")))
    return sorted(name.partition("-")[0] for name in found)


def test_a_library_is_brought_to_the_next_version_with_everything_in_it(path: Path) -> None:
    library(path)
    assert prepare(path, steps=NEXT).notice == ""
    assert one(path, "PRAGMA user_version") == len(NEXT)
    assert one(path, "SELECT note FROM feed") == "stepped"
    assert one(path, "SELECT value FROM meta WHERE key = 'noted'") == "stepped"
    with closing(connect(path, read_only=False, writer=True)) as conn:
        assert len(articles.page(conn, ArticleQuery()).heads) == 2
        assert checks.integrity(conn) == ()
        assert checks.recount(conn) == ()
        assert conn.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_what_was_before_is_kept_and_an_older_readnow_can_go_on_with_it(path: Path) -> None:
    library(path)
    prepare(path, steps=NEXT)
    (backup,) = path.parent.glob(f"{BACKUP}*.bak")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert prepare(backup).notice == ""
    with closing(connect(backup, read_only=False, writer=True)) as conn:
        assert len(articles.page(conn, ArticleQuery()).heads) == 2
        assert checks.integrity(conn) == ()
    with pytest.raises(StoreTooNewError):
        prepare(path)


def test_several_steps_are_one(path: Path) -> None:
    library(path)
    prepare(path, steps=AFTER_NEXT)
    assert one(path, "PRAGMA user_version") == len(AFTER_NEXT)
    assert one(path, "SELECT x FROM more") == "stepped"
    assert names(path) == ["readnow.db", BACKUP.removesuffix("-")]


def test_a_new_library_needs_no_copy(path: Path) -> None:
    prepare(path, steps=AFTER_NEXT)
    assert one(path, "PRAGMA user_version") == len(AFTER_NEXT)
    assert names(path) == ["readnow.db"]


def test_the_second_time_nothing_happens(path: Path) -> None:
    library(path)
    prepare(path, steps=NEXT)
    before = path.read_bytes()
    prepare(path, steps=NEXT)
    assert path.read_bytes() == before
    assert names(path) == ["readnow.db", BACKUP.removesuffix("-")]


@pytest.mark.parametrize(
    "bad",
    [
        "CREATE TABLE more (x);\nINSERT INTO nowhere VALUES (1);",
        "DELETE FROM feed;",  # leaves articles of no feed
        "DROP TABLE body;\nCREATE TABLE",
    ],
)
def test_a_step_that_fails_leaves_everything_as_it_was(path: Path, bad: str) -> None:
    library(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"readnow\.db"):
        prepare(path, steps=(*NEXT, bad))
    assert path.read_bytes() == before
    assert prepare(path).notice == ""
    assert len(list(path.parent.glob("*.bak"))) == 1


def test_a_disk_too_full_for_the_copy_leaves_everything_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(path)
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("readnow.store.migrations.os.fsync", full)
    with pytest.raises(StoreError, match="no space left on device"):
        prepare(path, steps=NEXT)
    assert path.read_bytes() == before
    assert names(path) == ["readnow.db"]


def test_a_damaged_library_is_not_brought_anywhere(path: Path) -> None:
    library(path)
    with closing(sqlite3.connect(path)) as conn:
        root = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'body'").fetchone()[0]
    with path.open("rb+") as file:
        file.seek((root - 1) * 4096)
        file.write(bytes(4096))
    before = path.read_bytes()
    notice = prepare(path, steps=NEXT).notice
    (aside,) = path.parent.glob("readnow.db.corrupt-*Z")
    assert str(aside) in notice
    assert aside.read_bytes() == before
    assert one(path, "PRAGMA user_version") == len(NEXT)
    assert not list(path.parent.glob("*.part"))


def test_the_newest_three_copies_stay(path: Path) -> None:
    library(path)
    for number in range(4):
        old = path.with_name(f"{BACKUP}2025010{number}T000000Z.bak")
        old.write_text(str(number))
        stamp = NOW + number
        os.utime(old, (stamp, stamp))
    prepare(path, steps=NEXT)
    kept = sorted(file.name[len(BACKUP) :][:8] for file in path.parent.glob("*.bak"))
    assert len(kept) == 3
    assert kept[:2] == ["20250102", "20250103"]


def test_an_older_library_cannot_be_used_where_it_cannot_be_written(path: Path) -> None:
    library(path)
    with pytest.raises(StoreError, match=r"is of an older ReadNOW\. Open it once where it can be written"):
        prepare(path, read_only=True, steps=NEXT)


async def test_a_new_library_is_complete(path: Path) -> None:
    database = await Database.open(path)
    assert await database.read(checks.versions) == {
        "sqlite": sqlite3.sqlite_version,
        "schema": str(len(STEPS)),
    }
    assert await database.read(feeds.all_feeds) == ()

    def objects(conn: sqlite3.Connection) -> set[str]:
        return {
            row[0]
            for row in conn.execute("SELECT name FROM sqlite_schema WHERE name NOT LIKE '%\\_%' ESCAPE '\\'")
        }

    assert await database.read(objects) == {
        *(
            "folder",
            "feed",
            "fetch",
            "article",
            "body",
            "unread",
            "starred",
            "later",
            "fresh",
            "tag",
            "tagged",
            "hidden",
            "rule",
            "undecided",
            "filed",
            "fingerprint",
            "folded",
            "unmatched",
            "journal",
            "tombstone",
            "fts",
            "ftst",
            "unindexed",
            "orphan",
            "place",
            "earlier",
            "fulltext",
            "meta",
        ),
    }
    await database.close()
