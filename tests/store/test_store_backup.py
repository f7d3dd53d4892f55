"""A copy of the library: complete, made while others write, whole under its name or not there."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from readnow.model.errors import StoreError
from readnow.store import backup, checks, connecting
from readnow.store.connecting import connect
from readnow.store.database import Connection, Database
from readnow.store.opening import prepare
from tests.store.conftest import NOW, dump, mode, put_one, reached, small


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(connect(path, read_only=True, writer=False)) as conn:
        return dump(conn)


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def back_up(path: Path, target: Path) -> None:
    database = await Database.open(path)
    await database.beside(backup.back_up, target)
    await database.close()


@pytest.mark.parametrize("network", [False, True])
async def test_everything_is_in_it(
    path: Path, tmp_path: Path, network: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(path)
    monkeypatch.setattr(connecting, "is_on_network", lambda _path: network)
    target = tmp_path / "readnow-1.db"
    await back_up(path, target)
    assert content(target) == content(path)
    assert mode(target) == 0o600
    assert files(tmp_path) == ["data", "readnow-1.db"]
    assert prepare(target).notice == ""  # it can be put in the library's place
    with closing(connect(target, read_only=False, writer=True)) as conn:
        assert checks.integrity(conn) == ()


async def test_who_writes_meanwhile_does_not_wait(path: Path, tmp_path: Path) -> None:
    small(path)
    database = await Database.open(path)
    begun, go_on = threading.Event(), threading.Event()

    def held() -> int:
        begun.set()
        return 0 if go_on.wait(20) else 1

    def slowly(conn: Connection, target: Path) -> None:
        conn.execute("BEGIN")
        conn.execute("SELECT count(*) FROM article").fetchone()
        conn.execute("ROLLBACK")
        conn.set_progress_handler(held, 1000)
        backup.back_up(conn, target)

    target = tmp_path / "readnow-1.db"
    copying = asyncio.create_task(database.beside(slowly, target))
    await reached(begun)
    await put_one(database, "c")
    assert await database.read(lambda conn: conn.execute("SELECT count(*) FROM feed").fetchone()[0]) == 3
    go_on.set()
    await copying
    # What it held when it was begun.
    assert len(content(target)["feed"]) == 2
    await database.close()


async def test_one_that_is_given_up_leaves_nothing(path: Path, tmp_path: Path) -> None:
    small(path)
    database = await Database.open(path)
    begun = threading.Event()

    def endless(conn: Connection, target: Path) -> None:
        conn.create_function("begun", 0, lambda: begun.set())
        conn.execute("SELECT begun()").fetchone()
        conn.execute(
            "WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
        ).fetchone()

    for end in ("cancel", "close"):
        begun.clear()
        copying = asyncio.create_task(database.beside(endless, tmp_path / "readnow-1.db"))
        await reached(begun)
        if end == "cancel":
            copying.cancel()
            with pytest.raises(asyncio.CancelledError):
                await copying
        else:
            await database.close()
            with pytest.raises(StoreError, match="stopped"):
                await copying
    assert files(tmp_path) == ["data"]


async def test_a_copy_that_is_not_sound_is_not_kept(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(path)
    copy = backup._copy

    def badly(conn: Connection, part: Path) -> None:
        copy(conn, part)
        with closing(sqlite3.connect(part)) as other:
            pages = other.execute("PRAGMA page_count").fetchone()[0]
        with part.open("rb+") as file:
            file.seek((pages - 3) * 4096)
            file.write(os.urandom(8192))

    monkeypatch.setattr(backup, "_copy", badly)
    with pytest.raises(StoreError, match=r"not sound|damaged"):
        await back_up(path, tmp_path / "readnow-1.db")
    assert files(tmp_path) == ["data"]


async def test_what_cannot_be_written_is_said(path: Path, tmp_path: Path) -> None:
    small(path)
    with pytest.raises(StoreError, match=r"readnow-1.db cannot be written: no such file"):
        await back_up(path, tmp_path / "nowhere" / "readnow-1.db")


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from readnow.store import backup
from readnow.store.database import Database

stage = sys.argv[3]
def die(*_args):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(backup, stage, die)

async def main():
    database = await Database.open(Path(sys.argv[1]))
    await database.beside(backup.back_up, Path(sys.argv[2]))

asyncio.run(main())
"""


@pytest.mark.parametrize("stage", ["_copy", "_look_over", "_put_in_place"])
def test_killed_it_leaves_no_half_file_under_its_name(path: Path, tmp_path: Path, stage: str) -> None:
    small(path)
    target = tmp_path / "readnow-1.db"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(target), stage], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not target.exists()
    (part,) = tmp_path.glob("*.part")
    # The next one does not mind, and takes away what is old.
    old = tmp_path / "readnow-0.db.part"
    part.rename(old)
    os.utime(old, (NOW, NOW))
    asyncio.run(back_up(path, target))
    assert files(tmp_path) == ["data", "readnow-1.db"]
