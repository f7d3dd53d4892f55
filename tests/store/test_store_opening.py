"""What is made of a file at a start: a new library, the one of yesterday, another's, one only to read."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from readnow.model.errors import StoreDamagedError, StoreError, StoreTooNewError
from readnow.store import checks, feeds, opening
from readnow.store.database import Database
from readnow.store.opening import prepare
from readnow.store.schema import APPLICATION_ID
from tests.store.conftest import fill, mode, no_database, put_one, small, sum_of


async def test_everything_that_is_made_is_for_the_user_only(path: Path) -> None:
    old = os.umask(0)
    try:
        database = await Database.open(path)
        await put_one(database)
        files = {file.name: mode(file) for file in path.parent.iterdir()}
        assert files == {"readnow.db": 0o600, "readnow.db-wal": 0o600, "readnow.db-shm": 0o600}
        assert mode(path.parent) == 0o700
        await database.close()
    finally:
        os.umask(old)


def open_to_others(path: Path) -> None:
    path.chmod(0o644)


async def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    small(path)
    open_to_others(path)
    database = await Database.open(path)
    await put_one(database, "c")
    assert {mode(file) for file in path.parent.iterdir()} == {0o600}
    await database.close()


async def test_what_is_stored_is_there_at_the_next_start(path: Path) -> None:
    small(path)
    database = await Database.open(path)
    assert database.notice == ""
    assert [feed.title for feed in await database.read(feeds.all_feeds)] == ["Mine", "Own"]
    assert await database.read(checks.integrity) == ()
    await database.close()
    assert application_of(path) == APPLICATION_ID


def application_of(path: Path) -> int:
    """As the header of the closed file says."""
    return int.from_bytes(path.read_bytes()[68:72], "big")


async def test_a_newer_library_is_not_touched(path: Path) -> None:
    small(path)
    fill(path, lambda conn: conn.execute("PRAGMA user_version = 99"))
    before = sum_of(path)
    for read_only in (False, True):
        with pytest.raises(StoreTooNewError, match=r"schema 99, this one knows \d+\). Update ReadNOW"):
            await Database.open(path, read_only=read_only)
    assert sum_of(path) == before
    assert not list(path.parent.glob("*corrupt*"))


@pytest.mark.parametrize("version", [0, 1, 7])
async def test_another_programs_database_is_not_touched(path: Path, version: int) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(f"CREATE TABLE feed (x); PRAGMA user_version = {version};")
    before = sum_of(path)
    for read_only in (False, True):
        with pytest.raises(StoreError, match="is another program's database"):
            await Database.open(path, read_only=read_only)
    assert sum_of(path) == before


async def test_only_reading_changes_nothing(path: Path) -> None:
    small(path)
    before = sum_of(path)
    database = await Database.open(path, read_only=True)
    assert (database.read_only, database.notice) == (True, "")
    assert len(await database.read(feeds.all_feeds)) == 2
    with pytest.raises(StoreError, match="was opened for reading only: the change was not kept"):
        await put_one(database)
    assert sum_of(path) == before
    other = await Database.open(path)
    seen = await database.data_version()
    await put_one(other, "c")
    assert await database.data_version() != seen
    assert len(await database.read(feeds.all_feeds)) == 3
    await other.close()
    await database.close()


NO_LIBRARY: dict[str, Callable[[Path], None]] = {
    "missing": lambda path: path.parent.mkdir(),
    "empty": lambda path: no_database(path, b""),
    "damaged": no_database,
    "a folder": lambda path: path.mkdir(parents=True),
}


@pytest.mark.parametrize("what", NO_LIBRARY)
async def test_only_reading_makes_nothing_and_moves_nothing(path: Path, what: str) -> None:
    NO_LIBRARY[what](path)
    before = sorted(path.parent.iterdir())
    with pytest.raises(StoreDamagedError if what == "damaged" else StoreError, match=r"readnow\.db"):
        await Database.open(path, read_only=True)
    assert sorted(path.parent.iterdir()) == before


@pytest.mark.parametrize("place", ["a file/readnow.db", "a file/deeper/readnow.db", "a folder"])
async def test_a_place_where_nothing_can_be_made_is_told(tmp_path: Path, place: str) -> None:
    (tmp_path / "a file").touch()
    (tmp_path / "a folder").mkdir()
    with pytest.raises(StoreError, match="cannot be made: "):
        await Database.open(tmp_path / place)


def test_a_process_that_hangs_while_it_opens_is_not_waited_for_for_ever(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(path)
    monkeypatch.setattr(opening, "_PATIENCE", 0.1)
    with opening._alone(path.parent), pytest.raises(StoreError, match="is bringing the library in"):
        prepare(path)
    assert prepare(path).notice == ""
