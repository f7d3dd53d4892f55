"""Backups of a library, read as records: what `readnow import` does with one.

Called by `library.archives`. Invariant: the copy is only read; one of an older version is brought up to date
in a copy of its own, which goes afterwards.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from readnow.model.archive import Record
from readnow.model.errors import StoreError
from readnow.store import exporting
from readnow.store.connecting import connect
from readnow.store.failures import as_store_error
from readnow.store.migrations import inspect
from readnow.store.opening import prepare
from readnow.store.schema import APPLICATION_ID, STEPS

_MAGIC = b"SQLite format 3\0"
_APPLICATION_ID = 68
"""Where in a database's header that stands."""


def is_copy(beginning: bytes) -> bool:
    """Whether a file that begins so is a database."""
    return beginning.startswith(_MAGIC)


def is_ours(beginning: bytes) -> bool:
    """Whether such a file says that it is of ReadNOW."""
    return int.from_bytes(beginning[_APPLICATION_ID : _APPLICATION_ID + 4], "big") == APPLICATION_ID


@contextmanager
def records(path: Path) -> Iterator[Iterator[Record]]:
    """Everything in the copy. Raises `StoreError` where it is none, or is damaged."""
    try:
        with closing(connect(path, read_only=True, writer=False)) as conn:
            version = inspect(conn, path, STEPS)
            if version == len(STEPS):
                yield _said(exporting.everything(conn), path)
                return
    except sqlite3.Error as err:
        raise as_store_error(err, path) from err
    if version == 0:
        raise StoreError(f"{path} is empty.")
    with TemporaryDirectory(prefix="readnow-") as folder:
        newer = Path(folder) / path.name
        try:
            shutil.copyfile(path, newer)
        except OSError as err:
            raise StoreError(f"{path} cannot be copied: {(err.strerror or str(err)).lower()}.") from err
        prepare(newer)
        with closing(connect(newer, read_only=True, writer=False)) as conn:
            yield _said(exporting.everything(conn), path)


def _said(found: Iterator[Record], path: Path) -> Iterator[Record]:
    try:
        yield from found
    except sqlite3.Error as err:
        raise as_store_error(err, path) from err
