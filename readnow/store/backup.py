"""A complete copy of the library, taken while it is in use, and looked over before it has its name.

Called by `library.backups` on a connection of its own (`database.beside`). Invariants: under the final name
there is a whole, checked copy or nothing; who writes meanwhile does not wait; the copy is for the user only.
"""

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from readnow.model.errors import StoreError
from readnow.store.connecting import Connection, companions, open_file
from readnow.store.failures import as_store_error
from readnow.store.migrations import inspect
from readnow.store.schema import STEPS

PART = ".part"
"""What the name of a copy ends in while it is not complete."""
_LEFT_OVER = 24 * 3600
"""Seconds after which nobody is writing to such a file any more."""
_PAGES, _PAUSE = 1000, 0.005
"""Pages copied in one step where there is no write-ahead log, and seconds for writers between two steps."""


def back_up(conn: Connection, target: Path) -> None:
    """Write a copy under this name. Raises `StoreError`: nothing is left under it then."""
    part = target.with_name(target.name + PART)
    try:
        _forget_left_over(target.parent)
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except OSError as err:
        raise StoreError(f"{target} cannot be written: {_reason(err)}.") from err
    try:
        _copy(conn, part)
        _look_over(part)
        _put_in_place(part, target)
    except sqlite3.Error as err:
        raise as_store_error(err, part) from err
    except OSError as err:
        raise StoreError(f"{target} cannot be written: {_reason(err)}.") from err
    finally:
        for left in (part, *companions(part)):
            left.unlink(missing_ok=True)


def _copy(conn: Connection, part: Path) -> None:
    """With a write-ahead log a reader keeps nobody waiting, however long it takes. Without one it would, so
    that the copy is made in steps, and begun again where somebody wrote in between."""
    if conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        conn.execute("PRAGMA query_only = OFF")  # else it refuses to write another file, too
        conn.execute("VACUUM INTO ?", (str(part),))
        return
    with closing(open_file(part, "mode=rw", writer=True)) as copy:
        conn.backup(copy, pages=_PAGES, sleep=_PAUSE)


def _look_over(part: Path) -> None:
    """Raises `StoreError` unless the copy is a whole library of this version."""
    with closing(open_file(part, "mode=ro", writer=False)) as copy:
        inspect(copy, part, STEPS)
        wrong = copy.execute("PRAGMA quick_check (1)").fetchone()[0]
    if wrong != "ok":
        raise StoreError(f"The copy is not sound ({wrong}): it was not kept. Run `readnow doctor`.")


def _put_in_place(part: Path, target: Path) -> None:
    with part.open("rb+") as written:
        os.fsync(written.fileno())
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # some file systems have no such thing
            os.fsync(folder)
    finally:
        os.close(folder)


def _forget_left_over(folder: Path) -> None:
    """Remove what a backup left that was killed."""
    before = time.time() - _LEFT_OVER
    for file in folder.glob(f"readnow-*.db{PART}*"):
        if file.stat().st_mtime < before:
            file.unlink(missing_ok=True)


def _reason(err: OSError) -> str:
    return (err.strerror or str(err)).lower()
