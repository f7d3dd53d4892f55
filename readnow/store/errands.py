"""Long work on the library that holds nobody up: a connection of its own in a thread of its own.

Made by `database.beside` for backups and exports. Invariant: when `run` or `stop` comes back, the thread has
ended and the connection is closed.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Generic, TypeVar

from readnow.model.errors import StoreError
from readnow.store.connecting import Connection, connect
from readnow.store.failures import as_store_error, code_of

T = TypeVar("T")

_STEPS = 10_000
"""Of SQLite's machine: how often a statement looks whether it is to stop."""


class Errand(Generic[T]):
    """One piece of such work."""

    def __init__(self, path: Path, work: Callable[[Connection], T]) -> None:
        self._path = path
        self._work = work
        self._stopped = threading.Event()
        self._conn: Connection | None = None
        self._future: asyncio.Future[T] | None = None

    async def run(self) -> T:
        """Do it. Raises `StoreError`; cancelling it stops it."""
        self._future = asyncio.ensure_future(asyncio.to_thread(self._do))
        try:
            return await asyncio.shield(self._future)
        except asyncio.CancelledError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End it soon, and wait for that."""
        self._stopped.set()
        if self._conn is not None:
            with suppress(sqlite3.ProgrammingError):  # closed at this very moment
                self._conn.interrupt()
        if self._future is not None:
            await asyncio.wait((self._future,))
            if not self._future.cancelled():
                self._future.exception()  # it was told whoever waited for it

    # What follows runs in the thread.

    def _do(self) -> T:
        try:
            with closing(connect(self._path, read_only=True, writer=False)) as conn:
                conn.set_progress_handler(self._stopped.is_set, _STEPS)
                self._conn = conn
                return self._work(conn)
        except sqlite3.Error as err:
            if code_of(err) == sqlite3.SQLITE_INTERRUPT:
                raise StoreError("It was stopped.") from err
            raise as_store_error(err, self._path) from err
        finally:
            self._conn = None
