"""Files and folders that belong to somebody else: what may be done there is done, the rest is told."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from readnow.store.connecting import connect
from tests.store.conftest import small

UNPRIVILEGED = """
import asyncio, os, sys
from pathlib import Path
from readnow.model.errors import StoreError
from readnow.model.query import ArticleQuery
from readnow.store import articles, feeds, salvage
from readnow.store.database import Database
import readnow.store.checks, encodings.idna, concurrent.futures.thread
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
async def main(path):
    try:
        database = await Database.open(path)
    except StoreError as err:
        print("refused:", err)
        return
    print(database.read_only, database.notice)
    print(len(await database.read(feeds.all_feeds)), await database.read(articles.count, ArticleQuery()))
    try:
        await database.write(feeds.rename, 1, "x")
    except StoreError as err:
        print("write:", err)
    await database.data_version()
    await database.close()
asyncio.run(main(Path(sys.argv[1])))
"""


@contextmanager
def reachable() -> Iterator[Path]:
    """A folder that every user can get to, for a child that gives its rights away."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def unprivileged(path: Path) -> list[str]:
    """What opening the library says to a user who owns nothing here."""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED, str(path)],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_a_library_that_cannot_be_written_is_read() -> None:
    with reachable() as folder:
        path = folder / "readnow.db"
        small(path)
        path.chmod(0o444)
        folder.chmod(0o555)
        told = unprivileged(path)
        assert told == [
            f"True {path} cannot be written: opened for reading only.",
            "2 301",
            f"write: {path} was opened for reading only: the change was not kept.",
        ]
        assert [file.name for file in folder.iterdir()] == ["readnow.db"]
        folder.chmod(0o755)


def test_changes_that_were_not_merged_are_not_passed_over_in_a_folder_that_cannot_be_written() -> None:
    with reachable() as folder:
        path = folder / "readnow.db"
        small(path)
        with closing(connect(path, read_only=False, writer=True)) as conn:
            conn.execute("UPDATE feed SET title = 'late'")
            for name in ("readnow.db", "readnow.db-wal"):
                shutil.copy(folder / name, folder / f"copy-{name}")
        copy = folder / "copy-readnow.db"
        for file in folder.iterdir():
            file.chmod(0o444)
        folder.chmod(0o555)
        (told,) = unprivileged(copy)
        assert told.startswith(f"refused: {copy} has changes that are not merged yet")
        folder.chmod(0o755)


def test_what_may_not_be_looked_at_is_told() -> None:
    with reachable() as folder:
        inside = folder / "private"
        path = inside / "readnow.db"
        small(path)
        (told,) = unprivileged(path)
        if os.geteuid() == 0:
            assert told == f"refused: {path} cannot be made: permission denied."
            inside.chmod(0o755)
            (told,) = unprivileged(path)
            assert told.startswith(f"refused: {path} cannot be opened.")
