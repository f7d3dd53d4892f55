"""The open database: whole transactions, two threads, other processes."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from readnow.model.article import ArticleId, Flag
from readnow.model.change import ChangedArticle, FeedPlan, FetchRecord, StatusChange
from readnow.model.errors import StoreError
from readnow.model.feed import FeedId
from readnow.model.query import ArticleQuery
from readnow.store import articles, checks, feeds, ui_state
from readnow.store.database import Connection, Database
from tests.store.conftest import NOW, Cut, dump, entry, new, put, put_feed, put_one, reached


async def test_a_write_is_kept_whole_or_not_at_all(database: Database) -> None:
    def half(conn: Connection) -> None:
        put_feed(conn, "a", [new("x")])
        raise Cut

    with pytest.raises(Cut):
        await database.write(half)
    assert await database.read(feeds.all_feeds) == ()
    await put_one(database)
    assert len(await database.read(feeds.all_feeds)) == 1


async def test_a_broken_rule_of_the_schema_undoes_the_write(database: Database) -> None:
    def twice(conn: Connection) -> None:
        put_feed(conn, "a", [new("x")])
        put(conn, FeedId(1), new("x"))

    with pytest.raises(StoreError):
        await database.write(twice)
    assert await database.read(feeds.all_feeds) == ()


async def test_a_write_that_ended_its_transaction_itself_is_told(database: Database) -> None:
    with pytest.raises(StoreError):
        await database.write(lambda conn: conn.executescript("SELECT 1;"))
    await put_one(database)


OPERATIONS: dict[str, Callable[[Connection], object]] = {
    "insert": lambda conn: put_feed(conn, "b", [new("y")], folder=("N", "M")),
    "apply": lambda conn: articles.apply(
        conn,
        FeedId(1),
        FeedPlan((new("n"), new("m", read=True)), (ChangedArticle(ArticleId(NOW), entry("x", "2"), 1),)),
        NOW,
    ),
    "record": lambda conn: feeds.record(conn, FeedId(1), FetchRecord(NOW, NOW, validators=("e", "m"))),
    "set flag": lambda conn: articles.set_flag(conn, StatusChange((ArticleId(NOW),), Flag.READ, True, NOW)),
    "mark all": lambda conn: articles.mark_matching(conn, ArticleQuery(limit=None), Flag.READ, True, NOW),
    "star some": lambda conn: articles.mark_matching(conn, ArticleQuery(), Flag.STARRED, True, NOW),
    "change url": lambda conn: feeds.change_url(conn, FeedId(1), "https://c.example/", NOW),
    "move": lambda conn: feeds.move(conn, FeedId(1), feeds.ensure_folder(conn, ("New",))),
    "remove": lambda conn: feeds.remove(conn, [FeedId(1)], NOW),
    "restore": lambda conn: feeds.restore(conn, [FeedId(2)]),
    "purge": lambda conn: feeds.purge_removed(conn, NOW + 1, 10),
    "remember": lambda conn: ui_state.put(conn, "a", "1"),
}


class Failing:
    """A connection whose n-th statement fails, as on a broken disk."""

    def __init__(self, conn: Connection, number: int) -> None:
        self._conn = conn
        self._left = number

    def execute(self, *args: Any) -> sqlite3.Cursor:
        self._count()
        return self._conn.execute(*args)

    def executemany(self, sql: str, rows: Any) -> sqlite3.Cursor:
        self._count()
        return self._conn.executemany(sql, rows)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Cut


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
async def test_whichever_statement_fails_nothing_is_between(
    database: Database, operation: Callable[[Connection], object]
) -> None:
    def begin(conn: Connection) -> None:
        put_feed(conn, "a", [new("x"), new("z", NOW - 1)], folder=("Old",))
        feeds.remove(conn, [put_feed(conn, "gone", [new("g", NOW - 2)])], NOW)

    def failing_at(conn: Connection, number: int) -> None:
        operation(cast(Connection, Failing(conn, number)))

    await database.write(begin)
    before = await database.read(dump)
    for number in range(100):
        try:
            await database.write(failing_at, number)
        except Cut:
            assert await database.read(dump) == before
            assert await database.read(checks.recount) == ()
        else:
            break
    assert number > 0
    assert await database.read(dump) != before
    assert await database.read(checks.recount) == ()
    assert await database.read(checks.integrity) == ()


async def test_a_read_does_not_wait_for_a_write(database: Database) -> None:
    await put_one(database)
    held, go = threading.Event(), threading.Event()

    def wait(conn: Connection) -> None:
        conn.execute("DELETE FROM unread")
        held.set()
        go.wait(20)

    task = asyncio.create_task(database.write(wait))
    await reached(held)
    (head,) = (await database.read(articles.page, ArticleQuery())).heads
    assert not head.read
    go.set()
    await task


async def test_a_read_sees_one_state_from_beginning_to_end(database: Database) -> None:
    await put_one(database, "a")
    held, go = threading.Event(), threading.Event()

    def twice(conn: Connection) -> tuple[int, int]:
        first = len(feeds.all_feeds(conn))
        held.set()
        go.wait(20)
        return first, len(feeds.all_feeds(conn))

    task = asyncio.create_task(database.read(twice))
    await reached(held)
    await database.write(put_feed, "b")
    go.set()
    assert await task == (1, 1)
    assert len(await database.read(feeds.all_feeds)) == 2


async def test_the_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        await database.read(put_feed, "a")
    assert await database.read(feeds.all_feeds) == ()


async def test_what_another_process_writes_is_noticed_and_our_own_is_not(
    database: Database, path: Path
) -> None:
    seen = await database.data_version()
    await put_one(database)
    await database.read(feeds.all_feeds)
    assert await database.data_version() == seen
    other = await Database.open(path)
    assert await database.data_version() == seen
    await other.write(put_feed, "b")
    assert await database.data_version() != seen
    assert len(await database.read(feeds.all_feeds)) == 2
    await other.close()
