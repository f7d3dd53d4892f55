"""Connections: how they are opened, their pragmas, the SQL functions of our own.

Called by `database` on the threads that will use them, and by the modules that bring a file up to date.
Invariant: Python never begins or ends a transaction by itself; `BEGIN` and `COMMIT` are ours to say.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeAlias

from readnow.store.failures import code_of
from readnow.text.words import fold

Connection: TypeAlias = sqlite3.Connection

BUSY_MS = 5000
_READER_CACHE_KB = 16_000
_WRITER_CACHE_KB = 8_000
_CHECKPOINT_PAGES = 4000
"""16 MB of changes before they go into the file itself: a refresh writes the same pages many times."""
_LATE = (("looks", 5), ("marked", 3), ("fits", 2), ("counted", 1))
"""Functions of `looking` with their numbers of arguments."""
_NETWORK = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs"))
_MOUNTS = Path("/proc/self/mounts")


def connect(path: Path, *, read_only: bool, writer: bool) -> Connection:
    """A connection for one thread. Raises `sqlite3.Error`."""
    if not read_only:
        conn = open_file(path, "mode=rw", writer=writer)
        try:
            set_journal(conn, path)
        except BaseException:
            conn.close()
            raise
        return conn
    try:
        return _open_and_look(path, "mode=ro")
    except sqlite3.OperationalError as err:
        # WAL keeps an index beside the file; where that cannot be written, the file must be all there is.
        if code_of(err) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or has_unmerged(path):
            raise
        return _open_and_look(path, "mode=ro&immutable=1")


def open_file(path: Path, how: str, *, writer: bool) -> Connection:
    """A connection by URI parameters, its journal as the file has it. Raises `sqlite3.Error`."""
    conn = sqlite3.connect(
        uri_of(path, how),
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_MS / 1000,
    )
    try:
        for pragma in (
            f"cache_size = -{_WRITER_CACHE_KB if writer else _READER_CACHE_KB}",
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "secure_delete = OFF",
            "temp_store = MEMORY",
            "mmap_size = 0",
            f"query_only = {'OFF' if writer else 'ON'}",
        ):
            conn.execute(f"PRAGMA {pragma}")
        conn.create_function("folded", 1, fold, deterministic=True)
        for name, number in _LATE:
            conn.create_function(name, number, partial(_late, name), deterministic=True)
    except BaseException:
        conn.close()
        raise
    return conn


@cache
def has_full_text() -> bool:
    """Whether this SQLite has full-text search: some are built without it."""
    with closing(sqlite3.connect(":memory:")) as conn:
        try:
            conn.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
        except sqlite3.OperationalError:
            return False
    return True


def uri_of(path: Path, how: str) -> str:
    """The file as SQLite is told of it, whatever characters its name has."""
    return f"{path.absolute().as_uri()}?{how}"


def set_journal(conn: Connection, path: Path) -> None:
    """WAL on a local disk; on a network's, whose locks WAL cannot trust, the old journal.

    Without WAL every commit is synced in full: `NORMAL` is safe against a power cut only with it.
    """
    wanted = "DELETE" if is_on_network(path) else "WAL"
    mode = str(conn.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0])
    conn.execute(f"PRAGMA synchronous = {'NORMAL' if mode == 'wal' else 'FULL'}")
    conn.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    conn.execute("PRAGMA journal_size_limit = 33554432")


def companions(path: Path) -> tuple[Path, ...]:
    """The files that SQLite keeps beside the database while it is open."""
    return tuple(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))


def has_unmerged(path: Path) -> bool:
    """Whether changes wait in the write-ahead log: after a crash, or while another process has it open."""
    try:
        return companions(path)[0].stat().st_size > 0
    except OSError:
        return False


def is_on_network(path: Path, mounts: Path = _MOUNTS) -> bool:
    """Whether the file is on a network file system, as far as the system tells."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    folder = str(path.parent.resolve())
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind in _NETWORK


def _open_and_look(path: Path, how: str) -> Connection:
    """A connection that has read the file once, so that what is wrong with it is known at once."""
    conn = open_file(path, how, writer=False)
    try:
        conn.execute("PRAGMA schema_version").fetchone()
    except BaseException:
        conn.close()
        raise
    return conn


def _late(name: str, *values: Any) -> int:
    """A function of `looking`: what it loads is needed by searches only."""
    return _looking(name)(*values)


@cache
def _looking(name: str) -> Callable[..., int]:
    from readnow.store import looking

    found: Callable[..., int] = getattr(looking, name)
    return found
