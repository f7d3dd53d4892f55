"""The open database: one thread that writes, one that reads, each with a connection of its own.

The library sends functions to it (`read`, `write`) whose first argument is a connection. Invariants: a write
is one transaction, kept whole or not at all; nothing here runs on the event loop; whoever stops waiting for a
write does not stop the write.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, TypeAlias, TypeVar

from readnow.model.errors import StoreError
from readnow.store.connecting import connect, prepare
from readnow.store.failures import as_store_error

Connection: TypeAlias = sqlite3.Connection

P = ParamSpec("P")
T = TypeVar("T")
W = TypeVar("W")


@dataclass(slots=True)
class _Asked(Generic[T]):
    """A read on its way. `wanted` ends when its caller stops waiting."""

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
        self._running: object | None = None

    @classmethod
    async def open(cls, path: Path) -> "Database":
        """Open the file, which is made or brought up to date where it must be. Raises `StoreError`."""
        database = cls(path)
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(database._writer, database._open)
        except BaseException:
            await database.close()
            raise
        return database

    def _open(self) -> None:
        found = prepare(self.path)
        self.notice, self.read_only = found.notice, found.read_only
        try:
            self._write_connection = connect(self.path, read_only=self.read_only, writer=True)
            self._read_connection = connect(self.path, read_only=self.read_only, writer=False)
        except sqlite3.Error as err:
            raise as_store_error(err, self.path) from err
        for suffix in ("-wal", "-shm"):
            companion = self.path.with_name(self.path.name + suffix)
            if companion.exists() and companion.stat().st_uid == os.geteuid():
                companion.chmod(0o600)

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
            asked.wanted = False
            if self._running is asked and self._read_connection is not None:
                self._read_connection.interrupt()
            raise

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` on the writer's thread as one transaction. Raises `StoreError`: nothing was kept."""
        if self.read_only:
            raise StoreError(f"{self.path} was opened for reading only: the change was not kept.")
        return await self._run(self._writer, self._writing, lambda conn: work(conn, *args, **kwargs))

    async def data_version(self) -> int:
        """A number that changes when another process has written. Raises `StoreError`."""
        return await self._run(self._writer, self._plainly, _data_version)

    async def close(self) -> None:
        """Wait for what runs, then close the file. Closing twice is fine."""
        loop = asyncio.get_running_loop()
        for executor in (self._reader, self._writer):
            try:
                await loop.run_in_executor(executor, self._close, executor)
            except RuntimeError:
                continue  # closed already
            executor.shutdown(wait=False)

    async def _run(self, executor: ThreadPoolExecutor, how: Callable[[W], T], work: W) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, how, work)
        except RuntimeError as err:
            if "shutdown" in str(err):
                raise StoreError(f"{self.path} is closed.") from err
            raise

    def _writing(self, work: Callable[[Connection], T]) -> T:
        conn = self._open_connection(self._write_connection)
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

    def _reading(self, asked: "_Asked[T]") -> T:
        conn = self._open_connection(self._read_connection)
        self._running = asked
        try:
            if not asked.wanted:
                raise StoreError("Nobody waits for this any more.")
            conn.execute("BEGIN")
            try:
                return asked.work(conn)
            finally:
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
        except sqlite3.Error as err:
            raise as_store_error(err, self.path) from err
        finally:
            self._running = None

    def _plainly(self, work: Callable[[Connection], T]) -> T:
        try:
            return work(self._open_connection(self._write_connection))
        except sqlite3.Error as err:
            raise as_store_error(err, self.path) from err

    def _open_connection(self, conn: Connection | None) -> Connection:
        if conn is None:
            raise StoreError(f"{self.path} is closed.")
        return conn

    def _close(self, executor: ThreadPoolExecutor) -> None:
        if executor is self._reader and self._read_connection is not None:
            self._read_connection.close()
            self._read_connection = None
        if executor is self._writer and self._write_connection is not None:
            self._write_connection.close()
            self._write_connection = None


def _data_version(conn: Connection) -> int:
    return int(conn.execute("PRAGMA data_version").fetchone()[0])
