"""The open database: one thread that writes, one that reads, each with a connection of its own.

The library sends functions to it (`read`, `write`) whose first argument is a connection. Invariants: a write
is one transaction, kept whole or not at all; nothing here runs on the event loop; whoever stops waiting for a
write does not stop the write.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from msgspec import Struct

from readnow.model.errors import StoreError
from readnow.store.connecting import Connection, connect
from readnow.store.errands import Errand
from readnow.store.failures import as_store_error, code_of
from readnow.store.opening import prepare, protect

__all__ = ["Connection", "Database"]

P = ParamSpec("P")
T = TypeVar("T")
W = TypeVar("W")

_STEPS = 100_000
"""Of SQLite's machine, a few milliseconds: how often a read that runs looks whether it is still wanted. Far
more often would cost: each time the reader's thread needs Python's lock, which the event loop may hold."""


class _Asked(Struct, Generic[T]):
    """A read on its way. `wanted` ends when its caller stops waiting, or the database closes."""

    work: Callable[[Connection], T]
    wanted: bool = True


class Database:
    """Owned by the library; `close` ends both threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice = ""
        """A sentence for the user about how the file was found, or empty."""
        self.read_only = False
        self._writer = ThreadPoolExecutor(1, "readnow-writer")
        self._reader = ThreadPoolExecutor(1, "readnow-reader")
        self._write_connection: Connection | None = None
        self._read_connection: Connection | None = None
        self._running: _Asked[Any] | None = None
        self._errands: set[Errand[Any]] = set()
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, path: Path, *, read_only: bool = False) -> "Database":
        """Open the file, which is made or brought up to date where it must be. Raises `StoreError`.

        `read_only` changes nothing in it; a file that cannot be written is opened so by itself.
        """
        database = cls(path)
        try:
            await database._run(database._writer, database._open, read_only)
        except BaseException:
            await database.close()
            raise
        return database

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` on the reader's thread, on one state of the database. Raises `StoreError`.

        Cancelling it stops the statement that runs, so that what comes next need not wait for it.
        """
        asked = _Asked(lambda conn: work(conn, *args, **kwargs))
        try:
            return await self._run(self._reader, self._reading, asked)
        except asyncio.CancelledError:
            self._stop(asked)
            raise

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` on the writer's thread as one transaction. Raises `StoreError`: nothing was kept.

        Once asked it is carried out, also where the caller is cancelled while it waits.
        """
        if self.read_only:
            raise StoreError(f"{self.path} was opened for reading only: the change was not kept.")
        future = self._run(self._writer, self._writing, lambda conn: work(conn, *args, **kwargs))
        return await asyncio.shield(future)

    async def beside(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` on a connection of its own that only reads, in a thread of its own: for what takes long.

        No transaction is begun. Cancelling it stops it, and comes back when it has. Raises `StoreError`.
        """
        if self._closing is not None:
            raise self._closed()
        errand = Errand(self.path, lambda conn: work(conn, *args, **kwargs))
        self._errands.add(errand)
        try:
            return await errand.run()
        finally:
            self._errands.discard(errand)

    async def vacuum(self) -> None:
        """Write the file anew without what is free in it: nobody can write meanwhile. Raises `StoreError`."""
        await self._run(self._writer, self._plainly, _vacuum)

    async def data_version(self) -> int:
        """A number that changes when another process has written. Raises `StoreError`."""
        return await self._run(self._writer, self._plainly, _data_version)

    async def close(self) -> None:
        """Wait for the writes that were asked for, then close the file. Closing twice is fine."""
        if self._closing is None:
            self._closing = asyncio.get_running_loop().create_task(self._close())
        await asyncio.shield(self._closing)

    def _run(self, executor: ThreadPoolExecutor, how: Callable[[W], T], work: W) -> "asyncio.Future[T]":
        if self._closing is not None:
            raise self._closed()
        return asyncio.get_running_loop().run_in_executor(executor, how, work)

    async def _close(self) -> None:
        loop = asyncio.get_running_loop()
        for errand in tuple(self._errands):
            await errand.stop()
        if self._running is not None:
            self._stop(self._running)
        await loop.run_in_executor(self._reader, lambda: None)
        await loop.run_in_executor(self._writer, self._close_connections)
        for executor in (self._reader, self._writer):
            executor.shutdown(wait=False)

    def _stop(self, asked: _Asked[Any]) -> None:
        """Stop a read: at once where a statement of it runs. Where none does at this very moment, SQLite
        forgets the interrupt, and the next statement ends by `_unwanted`. Should another read have begun
        meanwhile, that one is interrupted, and begins again."""
        asked.wanted = False
        conn = self._read_connection
        if self._running is asked and conn is not None:
            with suppress(sqlite3.ProgrammingError):  # closed at this very moment
                conn.interrupt()

    # What follows runs on the two threads.

    def _open(self, read_only: bool) -> None:
        found = prepare(self.path, read_only=read_only)
        self.notice, self.read_only = found.notice, found.read_only
        try:
            self._write_connection = connect(self.path, read_only=self.read_only, writer=True)
            self._read_connection = connect(self.path, read_only=self.read_only, writer=False)
            self._read_connection.set_progress_handler(self._unwanted, _STEPS)
        except sqlite3.Error as err:
            raise as_store_error(err, self.path) from err
        if not self.read_only:
            protect(self.path)

    def _writing(self, work: Callable[[Connection], T]) -> T:
        conn = self._opened(self._write_connection)
        try:
            conn.execute("BEGIN IMMEDIATE")
            try:
                result = work(conn)
                conn.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back by itself already.
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                raise
        except sqlite3.Error as err:
            raise as_store_error(err, self.path) from err
        return result

    def _reading(self, asked: _Asked[T]) -> T:
        conn = self._opened(self._read_connection)
        self._running = asked
        try:
            while not self._unwanted():
                try:
                    return _on_one_state(conn, asked.work)
                except sqlite3.OperationalError as err:
                    if code_of(err) != sqlite3.SQLITE_INTERRUPT:
                        raise
        except sqlite3.Error as err:
            raise as_store_error(err, self.path) from err
        finally:
            self._running = None
        raise self._closed()

    def _unwanted(self) -> bool:
        """Whether nobody waits for the read that runs; SQLite ends its statement then."""
        asked = self._running
        return asked is not None and (not asked.wanted or self._closing is not None)

    def _plainly(self, work: Callable[[Connection], T]) -> T:
        try:
            return work(self._opened(self._write_connection))
        except sqlite3.Error as err:
            raise as_store_error(err, self.path) from err

    def _opened(self, conn: Connection | None) -> Connection:
        if conn is None:
            raise self._closed()
        return conn

    def _closed(self) -> StoreError:
        return StoreError(f"{self.path} is closed.")

    def _close_connections(self) -> None:
        """On the writer's thread, when the reader's is idle for ever."""
        for conn in (self._read_connection, self._write_connection):
            if conn is not None:
                conn.close()
        self._read_connection = self._write_connection = None


def _on_one_state(conn: Connection, work: Callable[[Connection], T]) -> T:
    """Run `work` in a transaction that only reads: all its statements see the same."""
    if conn.in_transaction:
        # A read was interrupted with a second statement open: until that is gone, not even ROLLBACK runs.
        conn.execute("ROLLBACK")
    conn.execute("BEGIN")
    try:
        return work(conn)
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")


def _vacuum(conn: Connection) -> None:
    conn.execute("VACUUM")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # only then is the file smaller


def _data_version(conn: Connection) -> int:
    return int(conn.execute("PRAGMA data_version").fetchone()[0])
