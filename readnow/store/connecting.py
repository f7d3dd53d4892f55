"""Opening connections: pragmas, our SQL functions, the schema brought up to date, damaged files moved aside.

Called by `database` on the thread that will own the connection. Invariants: a file is never overwritten; a
newer schema is refused untouched; a migration copies the file first.
"""

import os
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from readnow.model.errors import StoreError, StoreTooNewError
from readnow.store.failures import as_store_error, is_damage
from readnow.store.schema import APPLICATION_ID, STEPS
from readnow.text.words import fold, plain_words

BUSY_MS = 5000
_KEPT_BACKUPS = 3
_READER_CACHE_KB = 16_000
_WRITER_CACHE_KB = 8_000
_NETWORK = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs"))


@dataclass(frozen=True, slots=True)
class Prepared:
    """How a file was found. `notice` is a sentence for the user, or empty."""

    notice: str = ""
    read_only: bool = False


def prepare(path: Path, steps: tuple[str, ...] = tuple(STEPS)) -> Prepared:
    """Make the file a library of the current version. Raises `StoreError`, `StoreTooNewError`."""
    try:
        _make_private(path)
    except PermissionError:
        if path.is_file():
            return Prepared(f"{path} cannot be written: opened for reading only.", read_only=True)
        raise StoreError(f"{path} cannot be made: permission denied.") from None
    except OSError as err:
        raise StoreError(f"{path} cannot be made: {err.strerror or err}.") from err
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return Prepared(f"{path} cannot be written: opened for reading only.", read_only=True)
    try:
        _bring_up_to_date(path, steps)
    except sqlite3.Error as err:
        if not is_damage(err):
            raise as_store_error(err, path) from err
        return Prepared(_start_anew(path, steps, str(err)))
    return Prepared()


def connect(path: Path, *, read_only: bool, writer: bool) -> sqlite3.Connection:
    """A connection for one thread, without Python's own transactions: `BEGIN` is ours to say."""
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    conn = sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000
    )
    try:
        conn.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        conn.execute(f"PRAGMA cache_size = -{_WRITER_CACHE_KB if writer else _READER_CACHE_KB}")
        conn.executescript(
            "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
            "PRAGMA secure_delete = OFF; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;"
        )
        if not read_only:
            _set_journal(conn, path)
        if not writer:
            conn.execute("PRAGMA query_only = ON")
    except BaseException:
        conn.close()
        raise
    conn.create_function("holds", 2, _holds, deterministic=True)
    conn.create_function("folded", 1, fold, deterministic=True)
    return conn


def _holds(html: bytes | str, word: str) -> bool:
    """Whether an HTML text (or plain text) holds a folded word."""
    from readnow.store.bodies import unpack

    return word in fold(plain_words(unpack(html) if isinstance(html, bytes) else html))


def _set_journal(conn: sqlite3.Connection, path: Path) -> None:
    """WAL on a local disk; on a network's, whose locks WAL cannot trust, the old journal, fully synced."""
    if _is_on_network(path):
        conn.executescript("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;")
    else:
        conn.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 33554432;"
        )


def _is_on_network(path: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
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


def _make_private(path: Path) -> None:
    """The folder and the file for the user only, before anything is in them."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


def _bring_up_to_date(path: Path, steps: tuple[str, ...]) -> None:
    with closing(connect(path, read_only=False, writer=True)) as conn:
        version = version_of(conn)
        if version > len(steps):
            raise StoreTooNewError(
                f"{path} was written by a newer ReadNOW (schema {version}, this one knows {len(steps)}). "
                "Update ReadNOW; the file was not touched."
            )
        if version == len(steps):
            # Looks at more than the header: a file that only begins like a database is found here.
            conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            conn.execute("SELECT 1 FROM feed LIMIT 1").fetchone()
            return
        if version > 0:
            _back_up(conn, path, version)
        _migrate(conn, steps)


def version_of(conn: sqlite3.Connection) -> int:
    """The version of the schema; 0 for an empty file."""
    return int(conn.execute("PRAGMA user_version").fetchone()[0])


def _migrate(conn: sqlite3.Connection, steps: tuple[str, ...]) -> None:
    """All steps that are missing, as one transaction; another process may have been quicker."""
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version_of(conn), len(steps)):
            for statement in _statements(steps[number]):
                conn.execute(statement)
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.execute(f"PRAGMA user_version = {len(steps)}")
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise
    finally:
        conn.execute("PRAGMA foreign_keys = ON")


def _statements(script: str) -> list[str]:
    """The statements of a script one by one: `executescript` would commit between them."""
    found: list[str] = []
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            found.append(statement.strip())
            statement = ""
    return found


def _back_up(conn: sqlite3.Connection, path: Path, version: int) -> None:
    """A copy beside the file, from which an older ReadNOW can go on; the newest three stay."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    target = path.with_name(f"{path.name}.v{version}-{stamp}.bak")
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    conn.execute("VACUUM INTO ?", (str(target),))
    for old in sorted(path.parent.glob(f"{path.name}.v*.bak"), key=lambda p: p.stat().st_mtime)[
        :-_KEPT_BACKUPS
    ]:
        old.unlink(missing_ok=True)


def _start_anew(path: Path, steps: tuple[str, ...], why: str) -> str:
    """Move a damaged file and its companions aside and begin an empty library; says where it is."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.corrupt-{stamp}-{number}")
    try:
        for suffix in ("", "-wal", "-shm"):
            companion = path.with_name(path.name + suffix)
            if companion.exists():
                companion.rename(aside.with_name(aside.name + suffix))
        _make_private(path)
        _bring_up_to_date(path, steps)
    except OSError as err:
        raise StoreError(f"{path} is damaged and cannot be moved aside: {err.strerror or err}.") from err
    except sqlite3.Error as err:
        raise as_store_error(err, path) from err
    return f"The library was damaged ({why}) and a new one was begun. The damaged one is kept at {aside}."
