"""What happens to the file before it is used: made, brought up to date, moved aside where it is damaged.

Called by `database`. Invariants: a file is never overwritten or deleted; two processes that open the same
place at the same moment do so one after the other; what is made is for the user only.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from readnow.model.errors import StoreError
from readnow.store.connecting import companions, connect, has_unmerged, open_file
from readnow.store.failures import as_store_error, is_damage
from readnow.store.migrations import bring_up_to_date, inspect
from readnow.store.schema import STEPS

_PATIENCE = 60.0
"""Seconds to wait for another process that makes or migrates the same file."""
_RETRY = 0.02


class Prepared(Struct, frozen=True):
    """How a file was found. `notice` is one sentence or two for the user, or empty."""

    notice: str = ""
    read_only: bool = False


def prepare(path: Path, *, read_only: bool = False, steps: Sequence[str] = STEPS) -> Prepared:
    """Make the file a library of the current version, or find it to be one where it cannot be written.

    Raises `StoreError` and its children; a file that is refused is as it was.
    """
    try:
        if read_only or not _is_writable(path):
            _look(path, steps)
            notice = "" if read_only else f"{path} cannot be written: opened for reading only."
            return Prepared(notice, read_only=True)
        with _alone(path.parent):
            return Prepared(_made_ready(path, steps))
    except sqlite3.Error as err:
        raise as_store_error(err, path) from err
    except OSError as err:
        raise StoreError(f"{path} cannot be opened: {_reason(err)}.") from err


def protect(path: Path) -> None:
    """Close the file and what SQLite keeps beside it to other users, as far as they are ours."""
    for file in (path, *companions(path)):
        with suppress(OSError):  # another process may just have closed, which takes its files away
            if file.stat().st_uid == os.geteuid():
                file.chmod(0o600)


def _is_writable(path: Path) -> bool:
    """Whether the library can be changed. Makes its folder and an empty file where there are none."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as err:
        with suppress(OSError):
            if path.is_file():
                return False
        raise StoreError(f"{path} cannot be made: {_reason(err)}.") from err
    return os.access(path.parent, os.W_OK)


def _look(path: Path, steps: Sequence[str]) -> None:
    """Whether a file that is only read is a library of the current version: it cannot be made one."""
    if not path.is_file():
        raise StoreError(f"{path} is not there, and cannot be made: it was to be opened for reading only.")
    try:
        with closing(connect(path, read_only=True, writer=False)) as conn:
            version = inspect(conn, path, steps)
    except sqlite3.OperationalError as err:
        if has_unmerged(path) and not os.access(path.parent, os.W_OK):
            raise StoreError(
                f"{path} has changes that are not merged yet, and its folder cannot be written. "
                "Open it once where it can be."
            ) from err
        raise
    if version < len(steps):
        raise StoreError(f"{path} is of an older ReadNOW. Open it once where it can be written.")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes from opening a library in this folder meanwhile."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise StoreError(
                    f"Another ReadNOW is bringing the library in {folder} up to date. Try again in a moment."
                ) from None
            time.sleep(_RETRY)
        except OSError:
            return  # no locks on this file system: SQLite's own must do
        else:
            return


def _made_ready(path: Path, steps: Sequence[str]) -> str:
    """A library of the current version under that name; what to tell the user."""
    if path.stat().st_size == 0 and has_unmerged(path):
        # SQLite would take it for a new file and delete the changes that are left beside it.
        return _begin_anew(path, steps, "it is empty, but changes to it are not")
    try:
        _inspect_untouched(path, steps)
        bring_up_to_date(path, steps)
    except sqlite3.Error as err:
        if not is_damage(err):
            raise
        return _begin_anew(path, steps, str(err))
    return ""


def _inspect_untouched(path: Path, steps: Sequence[str]) -> None:
    """Look before writing: a connection that may write merges or deletes what lies beside a damaged file."""
    with closing(open_file(path, "mode=ro", writer=False)) as conn, suppress(sqlite3.OperationalError):
        # What cannot be done only reading (to undo half a write, say) is left to the one that writes.
        inspect(conn, path, steps)


def _begin_anew(path: Path, steps: Sequence[str], why: str) -> str:
    """A new library in place of a damaged one, which is moved aside; says where it is.

    The new one is made first: where that fails, everything is as it was.
    """
    from readnow.store.salvage import take_over  # not needed by a start at which nothing is wrong

    fresh = path.with_name(f"{path.name}.new")
    for left_over in (fresh, *companions(fresh)):
        left_over.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    bring_up_to_date(fresh, steps)
    taken = take_over(path, fresh)
    aside = _free_name(path)
    # The file goes before its companions: alone, they are found and kept at the next start.
    path.rename(aside)
    for companion, kept in zip(companions(path), companions(aside), strict=True):
        if companion.exists():
            companion.rename(kept)
    fresh.rename(path)
    begun = f"begun with its {taken} subscriptions" if taken else "begun"
    return f"The library was damaged ({why}); a new one was {begun}. The damaged one is kept at {aside}."


def _free_name(path: Path) -> Path:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    name = f"{path.name}.corrupt-{stamp}"
    taken = {found.name for found in path.parent.iterdir()}
    number = 1
    while any(entry == name or entry == f"{name}-wal" for entry in taken):
        number += 1
        name = f"{path.name}.corrupt-{stamp}-{number}"
    return path.with_name(name)


def _reason(err: OSError) -> str:
    return (err.strerror or str(err)).lower()
