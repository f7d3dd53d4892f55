"""What keeps a library and lets go of it: a backup, an export and its import, retention in pieces.

A part of `python -m benchmarks.library`, in a folder that goes afterwards; retention is tried on the import,
so that the library is measured as it was. While each of them runs, short writes are made beside it: how long
those take is the point.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from readnow.library.archives import Archives
from readnow.library.backups import Backups
from readnow.library.loading import load_shelf
from readnow.library.retention import KeepPolicy
from readnow.library.shelf import Shelf
from readnow.library.upkeep import Upkeep
from readnow.library.voice import Voice
from readnow.store import ui_state
from readnow.store.database import Database

Line = Callable[..., None]
_PAUSE = 0.02


async def keeping(database: Database, line: Line) -> None:
    """All of it, said by `line`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shelf, voice = Shelf(), Voice()
        await load_shelf(database, shelf)
        backups = Backups(database, time.time)
        await _beside("a backup", database, lambda: backups.make(name, lambda _size: None), line)
        file = folder / "all.json"
        archives = Archives(database, shelf, voice, time.time)
        await _beside("an export", database, lambda: archives.export(file), line)
        other = await Database.open(folder / "other" / "readnow.db")
        try:
            await _fresh(other, file, line)
        finally:
            await other.close()


async def _fresh(database: Database, file: Path, line: Line) -> None:
    """The import into an empty library, and retention there."""
    shelf, voice = Shelf(), Voice()
    archives = Archives(database, shelf, voice, time.time)
    await _beside("an import", database, lambda: archives.restore(str(file), lambda _done: None), line)
    for name, policy in (("keep 50", KeepPolicy("50", False)), ("keep 50 again", KeepPolicy("50", False))):
        upkeep = Upkeep(database, shelf, voice, policy, Backups(database, time.time), time.time)
        await _beside(f"upkeep, {name}", database, upkeep.run, line)


async def _beside(name: str, database: Database, work: Callable[[], Awaitable[object]], line: Line) -> None:
    """How long it takes, and how long small writes take meanwhile."""
    began = time.perf_counter()
    task = asyncio.ensure_future(work())
    writes = []
    while not task.done():
        asked = time.perf_counter()
        await database.write(ui_state.put, "benchmark", "0")
        writes.append(time.perf_counter() - asked)
        await asyncio.sleep(_PAUSE)
    result = await task
    took = time.perf_counter() - began
    said = f"{result:,}" if isinstance(result, int) else ""
    line(name, [took], None, said)
    line(f"  a write meanwhile, the longest {1000 * max(writes):.0f} ms", writes, 100)
