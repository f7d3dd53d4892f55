"""Callers that stop waiting, and the end: a write is carried out, a read is stopped, whenever that comes."""

import asyncio
import threading
from pathlib import Path

import pytest

from readnow.model.condition import Word
from readnow.model.errors import StoreError
from readnow.model.query import ArticleQuery
from readnow.store import articles, feeds
from readnow.store.database import Connection, Database
from tests.store.conftest import NOW, Cut, new, put_feed, put_one, reached

SLOW = "WITH RECURSIVE n (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
"""Never ends by itself."""


def slow(conn: Connection, begun: threading.Event) -> None:
    begun.set()
    conn.execute(SLOW).fetchone()


def slow_later(conn: Connection, begun: threading.Event, go: threading.Event) -> None:
    """Is between two statements until it may go: SQLite forgets an interrupt that comes meanwhile."""
    begun.set()
    go.wait(20)
    conn.execute(SLOW).fetchone()


async def test_who_stops_waiting_does_not_stop_the_write(database: Database) -> None:
    held, go = threading.Event(), threading.Event()

    def wait(conn: Connection) -> None:
        put_feed(conn, "running", [new("x")])
        held.set()
        go.wait(20)

    running = asyncio.create_task(database.write(wait))
    await reached(held)
    queued = asyncio.create_task(database.write(put_feed, "queued"))
    await asyncio.sleep(0)
    for task in (running, queued):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    go.set()
    await database.write(put_feed, "after")
    urls = [feed.url for feed in await database.read(feeds.all_feeds)]
    assert urls == [f"https://{name}.example/feed" for name in ("running", "queued", "after")]


async def test_a_failure_nobody_waits_for_leaves_no_transaction_open(database: Database) -> None:
    held, go = threading.Event(), threading.Event()

    def fail(conn: Connection) -> None:
        put_feed(conn, "half")
        held.set()
        go.wait(20)
        raise Cut

    task = asyncio.create_task(database.write(fail))
    await reached(held)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go.set()
    await put_one(database)
    assert len(await database.read(feeds.all_feeds)) == 1


async def test_a_cancelled_read_gives_the_reader_free(database: Database) -> None:
    for _ in range(20):
        begun = threading.Event()
        task = asyncio.create_task(database.read(slow, begun))
        waiting = asyncio.create_task(database.read(slow, threading.Event()))
        await reached(begun)
        waiting.cancel()
        task.cancel()
        for each in (task, waiting):
            with pytest.raises(asyncio.CancelledError):
                await each
        async with asyncio.timeout(20):
            assert await database.read(feeds.all_feeds) == ()


async def test_a_read_cancelled_between_two_statements_gives_the_reader_free(database: Database) -> None:
    begun, go = threading.Event(), threading.Event()
    task = asyncio.create_task(database.read(slow_later, begun, go))
    await reached(begun)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go.set()
    async with asyncio.timeout(20):
        assert await database.read(feeds.all_feeds) == ()


async def test_a_read_interrupted_with_two_statements_open_leaves_the_reader_usable(
    database: Database,
) -> None:
    await database.write(put_feed, "a", [new("x"), new("y", NOW - 1)])
    begun = threading.Event()

    def nested(conn: Connection) -> None:
        outer = conn.execute("SELECT id FROM article")
        outer.fetchone()
        slow(conn, begun)

    task = asyncio.create_task(database.read(nested))
    await reached(begun)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(20):
        assert len(await database.read(feeds.all_feeds)) == 1


async def test_a_read_that_was_interrupted_by_mistake_begins_again(database: Database) -> None:
    await put_one(database)
    tries = 0

    def unlucky(conn: Connection) -> int:
        nonlocal tries
        tries += 1
        if tries == 1:
            rows = conn.execute(SLOW.replace("max(i)", "i"))
            rows.fetchone()
            conn.interrupt()
            rows.fetchone()
        return len(feeds.all_feeds(conn))

    assert await database.read(unlucky) == 1
    assert tries == 2


async def test_a_search_can_be_stopped_while_it_looks_into_texts(database: Database) -> None:
    await database.write(put_feed, "a", [new(f"{n}", NOW - n, html="<p>text</p>" * 500) for n in range(800)])
    task = asyncio.create_task(database.read(articles.page, ArticleQuery(where=Word("nowhere"))))
    while database._running is None:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(20):
        assert len((await database.read(articles.page, ArticleQuery())).heads) == 100


async def test_closing_waits_for_writes_and_stops_reads(path: Path) -> None:
    database = await Database.open(path)
    begun, held, go = threading.Event(), threading.Event(), threading.Event()

    def wait(conn: Connection) -> None:
        held.set()
        go.wait(20)
        put_feed(conn, "a")

    reading = asyncio.create_task(database.read(slow, begun))
    writing = asyncio.create_task(database.write(wait))
    behind = asyncio.create_task(database.write(put_feed, "b"))
    await reached(begun)
    await reached(held)
    first = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    first.cancel()
    go.set()
    await database.close()
    await asyncio.gather(writing, behind)
    with pytest.raises(StoreError, match="is closed"):
        await reading
    assert [file.name for file in path.parent.iterdir()] == ["readnow.db"]
    again = await Database.open(path)
    assert len(await again.read(feeds.all_feeds)) == 2
    await again.close()


async def test_closing_stops_a_read_between_two_statements(path: Path) -> None:
    database = await Database.open(path)
    begun, go = threading.Event(), threading.Event()
    reading = asyncio.create_task(database.read(slow_later, begun, go))
    behind = asyncio.create_task(database.read(slow, threading.Event()))
    await reached(begun)
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    await asyncio.sleep(0)  # what closes has looked for a read to interrupt by now
    go.set()
    async with asyncio.timeout(20):
        await closing
    for read in (reading, behind):
        with pytest.raises(StoreError, match="is closed"):
            await read


async def test_a_closed_database_says_so(path: Path) -> None:
    database = await Database.open(path)
    await database.close()
    await database.close()
    for use in (database.read(feeds.all_feeds), database.write(put_feed, "a"), database.data_version()):
        with pytest.raises(StoreError, match=r"readnow\.db is closed"):
            await use


async def test_opening_can_be_given_up(path: Path) -> None:
    threads = threading.active_count()
    for _ in range(5):
        task = asyncio.create_task(Database.open(path))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with asyncio.timeout(20):
        while threading.active_count() > threads:
            await asyncio.sleep(0.001)
    database = await Database.open(path)
    await database.close()
    assert [file.name for file in path.parent.iterdir()] == ["readnow.db"]
