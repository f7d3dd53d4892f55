"""From an empty or older file to the current schema, all missing steps as one transaction.

Called by `opening` while no other ReadNOW opens the file. Invariants: a newer schema and another program's
database are refused untouched; an existing library is copied before it is changed.
"""

import os
import re
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from readnow.model.errors import StoreError, StoreTooNewError
from readnow.store.connecting import Connection, has_full_text, open_file, set_journal
from readnow.store.schema import APPLICATION_ID
from readnow.text.pattern import pattern

_KEPT_BACKUPS = 3
_TEXT_INDEX = pattern(r"\bUSING fts5\b|^(?:DROP TABLE|INSERT INTO) ftst?\b", re.MULTILINE)
"""A statement that only an SQLite with full-text search can carry out; without it there is no text index."""
_PROBES = (
    "SELECT count(*) FROM folder",
    "SELECT count(*), sum(length(url)) FROM feed",
    "SELECT count(*), sum(length(etag)) FROM fetch",
    *(
        f"SELECT (SELECT min(id) FROM {table}), (SELECT max(id) FROM {table})"
        for table in ("article", "body", "unread", "starred")
    ),
    "SELECT count(*) FROM ui_state",
    "SELECT count(*) FROM meta",
)
"""What every start needs, read once: a file that only begins like a database is found here. Of version 1,
and so of every later one."""


def bring_up_to_date(path: Path, steps: Sequence[str]) -> None:
    """Make the file a library of the current version. Raises `sqlite3.Error`, `StoreError`, `OSError`."""
    with closing(open_file(path, "mode=rw", writer=True)) as conn:
        version = inspect(conn, path, steps)
        set_journal(conn, path)
        if version < len(steps):
            if version > 0:
                _back_up(conn, path, version)
            _migrate(conn, path, steps)


def inspect(conn: Connection, path: Path, steps: Sequence[str]) -> int:
    """The version of a file that is ours to use, 0 for an empty one. Raises what is wrong with it."""
    version = _version_for_us(conn, path, steps)
    if version:
        for probe in _PROBES:
            conn.execute(probe).fetchone()
    return version


def version_of(conn: Connection) -> int:
    """The version of the schema; 0 for an empty file."""
    return int(conn.execute("PRAGMA user_version").fetchone()[0])


def _version_for_us(conn: Connection, path: Path, steps: Sequence[str]) -> int:
    marked = conn.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    version = version_of(conn)
    if not marked:
        if version or conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            raise StoreError(f"{path} is another program's database: it was not touched. Name another place.")
    elif version > len(steps):
        raise StoreTooNewError(
            f"{path} was written by a newer ReadNOW (schema {version}, this one knows {len(steps)}). "
            "Update ReadNOW; the file was not touched."
        )
    return version


def _migrate(conn: Connection, path: Path, steps: Sequence[str]) -> None:
    """All steps that are missing, or none of them."""
    conn.execute("PRAGMA foreign_keys = OFF")  # a step may make a table anew
    conn.execute("BEGIN IMMEDIATE")
    try:
        for step in steps[version_of(conn) :]:
            for statement in _statements(step):
                if has_full_text() or not _TEXT_INDEX.search(statement):
                    conn.execute(statement)
        _check_references(conn, path)
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.execute(f"PRAGMA user_version = {len(steps)}")
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise
    finally:
        conn.execute("PRAGMA foreign_keys = ON")


def _check_references(conn: Connection, path: Path) -> None:
    broken = conn.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise StoreError(
            f"{path} could not be brought up to date: a row of its table {broken[0]} refers to nothing. "
            "Nothing in it was changed."
        )


def _statements(script: str) -> list[str]:
    """The statements of a script one by one: `executescript` would commit between them."""
    found: list[str] = []
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            found.append(statement)
            statement = ""
    return [*found, statement] if statement.strip() else found


def _back_up(conn: Connection, path: Path, version: int) -> None:
    """A whole copy beside the file, from which an older ReadNOW can go on; the newest three stay."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    target = path.with_name(f"{path.name}.v{version}-{stamp}.bak")
    part = path.with_name(f"{path.name}.bak.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    try:
        conn.execute("VACUUM INTO ?", (str(part),))
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    backups = sorted(path.parent.glob(f"{path.name}.v*.bak"), key=lambda found: found.stat().st_mtime)
    for old in backups[:-_KEPT_BACKUPS]:
        old.unlink(missing_ok=True)
