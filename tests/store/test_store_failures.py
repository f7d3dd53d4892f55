"""Failures of the disk and of SQLite: each is a sentence, and nothing is kept half."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from readnow.model.errors import StoreDamagedError, StoreError
from readnow.store import checks, connecting, feeds
from readnow.store.database import Connection, Database
from readnow.store.failures import as_store_error
from tests.store.conftest import NOW, dump, new, put_feed, put_one


async def test_another_process_that_writes_is_waited_for_and_then_told(
    database: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "BUSY_MS", 50)
    hurried = await Database.open(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"readnow\.db is in use by another program\. Try again"):
            await hurried.write(put_feed, "a")
        assert await hurried.read(feeds.all_feeds) == ()
        patient = asyncio.create_task(database.write(put_feed, "b"))
        await asyncio.sleep(0.05)
        other.execute("ROLLBACK")
    await patient
    await hurried.write(put_feed, "c")
    assert len(await database.read(feeds.all_feeds)) == 2
    await hurried.close()


async def test_a_full_disk_keeps_what_is_there_and_takes_nothing_half(database: Database) -> None:
    await put_one(database)
    before = await database.read(dump)

    def allow(conn: Connection, more: int) -> None:
        pages = conn.execute("PRAGMA page_count").fetchone()[0]
        conn.execute(f"PRAGMA max_page_count = {pages + more}")

    await database.write(allow, 2)
    many = [new(f"{n}", NOW + n, html=f"<p>{'x' * n}{n * 7919}</p>" * 50) for n in range(500)]
    with pytest.raises(StoreError, match=r"readnow\.db cannot grow: the disk is full"):
        await database.write(put_feed, "b", many)
    assert await database.read(dump) == before
    assert await database.read(checks.integrity) == ()
    await database.write(allow, 1_000_000)
    await database.write(put_feed, "b", many)
    assert len(await database.read(feeds.all_feeds)) == 2


@pytest.mark.parametrize(
    ("code", "kind", "says"),
    [
        (sqlite3.SQLITE_CORRUPT, StoreDamagedError, "is damaged"),
        (sqlite3.SQLITE_NOTADB, StoreDamagedError, "is damaged"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StoreError, "in use by another program"),
        (sqlite3.SQLITE_LOCKED, StoreError, "in use by another program"),
        (sqlite3.SQLITE_FULL, StoreError, "the disk is full"),
        (sqlite3.SQLITE_IOERR_WRITE, StoreError, "cannot be read or written just now"),
        (sqlite3.SQLITE_READONLY, StoreError, "it is read-only for you"),
        (sqlite3.SQLITE_CANTOPEN, StoreError, "cannot be opened"),
        (sqlite3.SQLITE_INTERRUPT, StoreError, "was stopped"),
        (0, StoreError, "cannot be used just now: odd"),
    ],
)
def test_every_failure_is_a_sentence(code: int, kind: type[StoreError], says: str, path: Path) -> None:
    error = sqlite3.OperationalError("odd")
    error.sqlite_errorcode = code
    told = as_store_error(error, path)
    assert type(told) is kind
    assert says in str(told)
    assert str(told).endswith((".", "?"))
