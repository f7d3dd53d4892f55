"""Several processes at one file, and processes that are killed in the middle of what they do."""

import random
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from readnow.model.query import ArticleQuery
from readnow.store import articles, checks, feeds
from readnow.store.connecting import connect
from readnow.store.database import Connection, Database
from readnow.store.opening import prepare
from readnow.store.schema import STEPS
from tests.store.conftest import NOW, fill, new, no_database, put_feed, sum_of

ROOT = Path(__file__).resolve().parents[2]

BEGIN = """
import asyncio, sys
from pathlib import Path
from readnow.model.article import ArticleId, Flag
from readnow.model.change import FetchRecord, StatusChange
from readnow.model.query import ArticleQuery
from readnow.store import articles, feeds, opening, salvage
from readnow.store.database import Database
from tests.store.conftest import NOW, new, put, put_feed
path, number = Path(sys.argv[1]), sys.argv[2]
def say(line):
    sys.stdout.write(line + "\\n"); sys.stdout.flush()
say("ready")
sys.stdin.readline()
"""

OPENER = (
    BEGIN
    + """
async def main():
    database = await Database.open(path)
    await database.write(put_feed, f"feed-{number}", [new(f"{n}", NOW - n) for n in range(20)])
    say(database.notice)
    await database.close()
asyncio.run(main())
"""
)

WRITER = (
    BEGIN
    + """
def refresh(conn, at):
    # What a refresh does: the entries, and in the same transaction what vouches for them.
    arrivals = [new(f"{at}-{n}", NOW + at * 50 + n, html=f"<p>{at * n}</p>" * 200) for n in range(40)]
    put(conn, 1, *arrivals)
    feeds.record(conn, 1, FetchRecord(NOW, NOW, validators=(str(at), None)))
async def main():
    database = await Database.open(path)
    if not await database.read(feeds.all_feeds):
        await database.write(put_feed, "a")
    (state,) = await database.read(feeds.fetch_states, None)
    for at in range(int(state.etag or 0) + 1, 10_000):
        await database.write(refresh, at)
        say(f"stored {at}")
        star = StatusChange((ArticleId(NOW + at * 50),), Flag.STARRED, True, NOW)
        await database.write(articles.set_flag, star)
        say(f"starred {at}")
        await database.write(articles.mark_matching, ArticleQuery(limit=None), Flag.READ, at % 2 == 0, NOW)
        say(f"marked {at}")
asyncio.run(main())
"""
)

MIGRATOR = (
    BEGIN
    + """
from tests.store.test_store_processes import LONGER
say("begins")
opening.prepare(path, steps=LONGER)
say("done")
"""
)

LONGER = (
    *STEPS,
    "CREATE TABLE more (id INTEGER PRIMARY KEY, x TEXT);\n"
    "INSERT INTO more WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
    " SELECT i, hex(randomblob(40)) FROM n;\n"
    "ALTER TABLE article ADD COLUMN y INTEGER NOT NULL DEFAULT 7;\n",
)


@contextmanager
def child(program: str, path: Path, number: int = 0) -> Iterator[subprocess.Popen[str]]:
    """A process that has begun, and waits for a line before it opens anything."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(path), str(number)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def hear(process: subprocess.Popen[str]) -> str:
    """The next line that it says, "" at its end."""
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def start_together(path: Path, count: int) -> list[str]:
    """Processes that open the library at the same moment; what each was told about it."""
    with ExitStack() as stack:
        processes = [stack.enter_context(child(OPENER, path, number)) for number in range(count)]
        assert [hear(process) for process in processes] == ["ready"] * count
        for process in processes:
            go(process)
        notices = [hear(process) for process in processes]
        assert [process.wait(60) for process in processes] == [0] * count
    return notices


async def all_there(path: Path, count: int) -> None:
    database = await Database.open(path)
    assert {feed.total for feed in await database.read(feeds.all_feeds)} == {20}
    assert len(await database.read(feeds.all_feeds)) == count
    assert await database.read(checks.integrity) == ()
    assert await database.read(checks.recount) == ()
    await database.close()


async def test_processes_that_make_the_library_at_the_same_moment_share_it(path: Path) -> None:
    assert start_together(path, 4) == [""] * 4
    await all_there(path, 4)
    assert not list(path.parent.glob("*corrupt*"))


async def test_processes_that_find_it_damaged_at_the_same_moment_move_it_once(path: Path) -> None:
    no_database(path)
    before = sum_of(path)
    notices = start_together(path, 4)
    assert sorted(bool(notice) for notice in notices) == [False, False, False, True]
    (aside,) = path.parent.glob("*corrupt-*Z")
    assert sum_of(aside) == before
    await all_there(path, 4)


async def test_a_process_killed_while_it_writes_loses_nothing_it_had_acknowledged(path: Path) -> None:
    chance = random.Random(20251124)
    said: list[str] = []
    for _ in range(8):
        with child(WRITER, path) as process:
            assert hear(process) == "ready"
            go(process)
            said += [hear(process) for _ in range(chance.randrange(1, 9))]
            # It is on to the next write already, and is hit anywhere in it.
            process.kill()
            process.wait()
            assert process.stdout is not None
            said += process.stdout.read().splitlines()
        await check_acknowledged(path, [line.split() for line in said])
    assert len(said) > 20


async def check_acknowledged(path: Path, said: list[list[str]]) -> None:
    """All that was said to be stored is, whole, and what was not said is there whole or not at all."""
    database = await Database.open(path)
    assert database.notice == ""
    assert await database.read(checks.integrity) == ()
    assert await database.read(checks.recount) == ()
    (state,) = await database.read(feeds.fetch_states, None)
    stored = int(state.etag or 0)
    assert stored >= max((int(at) for what, at in said if what == "stored"), default=0)
    assert await database.read(articles.count, ArticleQuery()) == stored * 40

    def starred(conn: Connection) -> set[int]:
        return {(row[0] - NOW) // 50 for row in conn.execute("SELECT id FROM starred")}

    assert await database.read(starred) >= {int(at) for what, at in said if what == "starred"}
    await database.close()


def test_a_process_killed_while_it_migrates_leaves_the_old_version_or_the_new(path: Path) -> None:
    fill(path, lambda conn: put_feed(conn, "a", [new(f"{n}") for n in range(200)]))
    chance = random.Random(7)
    for _ in range(5):
        with child(MIGRATOR, path) as process:
            assert hear(process) == "ready"
            go(process)
            assert hear(process) == "begins"
            assert process.stdout is not None
            select.select([process.stdout], [], [], chance.uniform(0, 0.15))
            process.kill()
            process.wait()
        assert (
            prepare(path, read_only=False, steps=STEPS if version(path) == len(STEPS) else LONGER).notice
            == ""
        )
        assert version(path) in (len(STEPS), len(LONGER))
    prepare(path, steps=LONGER)
    with closing(connect(path, read_only=False, writer=True)) as conn:
        assert conn.execute("SELECT count(*) FROM more").fetchone() == (60_000,)
        assert conn.execute("SELECT sum(y) FROM article").fetchone() == (1_400,)
        assert checks.integrity(conn) == ()
    assert not list(path.parent.glob("*corrupt*"))


def version(path: Path) -> int:
    """As the file says, with what a killed process left beside it."""
    with closing(connect(path, read_only=True, writer=False)) as conn:
        return int(conn.execute("PRAGMA user_version").fetchone()[0])


LIMITED = (
    BEGIN
    + """
import resource, signal
from readnow.model.errors import StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
async def main():
    database = await Database.open(path)
    await database.write(put_feed, "a", [new("x")])
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    try:
        await database.write(put_feed, "b", [new(f"{n}", NOW + n, html=f"<p>{n ** 99}</p>") for n in range(2000)])
    except StoreError as err:
        say(str(err))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    await database.write(put_feed, "c", [new("y")])
    say(str(len(await database.read(feeds.all_feeds))))
    await database.close()
asyncio.run(main())
"""
)


async def test_a_file_that_may_not_grow_keeps_what_is_in_it(path: Path) -> None:
    with child(LIMITED, path) as process:
        assert hear(process) == "ready"
        go(process)
        told = hear(process)
        assert told.startswith(f"{path} cannot be read or written just now (")
        assert hear(process) == "2"
    database = await Database.open(path)
    assert [feed.total for feed in await database.read(feeds.all_feeds)] == [1, 1]
    assert await database.read(checks.integrity) == ()
    await database.close()


@pytest.mark.parametrize("file", sorted((ROOT / "readnow" / "store").glob("*.py")), ids=lambda f: f.name)
def test_nothing_here_ends_a_transaction_behind_our_back(file: Path) -> None:
    text = file.read_text()
    assert "executescript(" not in text
    assert ".commit()" not in text
    assert ".rollback()" not in text
    assert "RETURNING" not in text  # not known to SQLite 3.34, which some systems of today have
