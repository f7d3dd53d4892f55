"""What SQLite says when it cannot, in the user's words.

The one place that knows its error codes; called where its exceptions enter (`database`, `opening`).
"""

import sqlite3
from pathlib import Path

from readnow.model.errors import StoreDamagedError, StoreError

DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def code_of(error: sqlite3.Error) -> int:
    """The primary result code, 0 where there is none."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the error says that the file itself is broken."""
    return code_of(error) in DAMAGE


def as_store_error(error: sqlite3.Error, path: Path) -> StoreError:
    """The error as a sentence: what happened, to which file, what to do."""
    code = code_of(error)
    if code in DAMAGE:
        return StoreDamagedError(
            f"{path} is damaged ({error}). Run `readnow doctor`, and keep a copy of the file."
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(f"{path} is in use by another program. Try again in a moment.")
    if code == sqlite3.SQLITE_FULL:
        return StoreError(
            f"{path} cannot grow: the disk is full. The change was not kept; make room and try again."
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return StoreError(f"{path} cannot be written: it is read-only for you. Look at its owner and mode.")
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreError(f"{path} cannot be opened. Is its folder there, and yours?")
    if code == sqlite3.SQLITE_IOERR:
        return StoreError(f"{path} cannot be read or written just now ({error}). Is the disk full?")
    if code == sqlite3.SQLITE_INTERRUPT:
        return StoreError("The search was stopped.")
    return StoreError(f"{path} cannot be used just now: {error}.")
