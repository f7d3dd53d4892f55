"""Copies of everything: the whole library when the user asks for one.

Called by the command line. Invariant: what has its final name is complete and was looked over.
"""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from readnow.model.errors import StoreError
from readnow.store.database import Database

FOLDER = "backups"
"""Where copies lie in the data directory, unless the user names another place."""
_TELL_SECONDS = 0.5


class Backups:
    """The library's part for them."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def make(self, folder: str | None, told: Callable[[int], None]) -> tuple[Path, int]:
        """A complete copy in this folder: where it is, and its size. `told` hears now and then how many bytes
        are written.

        Raises `StoreError`: then there is none.
        """
        from readnow.store.backup import PART, back_up  # rarely needed

        target = await asyncio.to_thread(self._place, folder)
        watch = asyncio.create_task(_tell(target.with_name(target.name + PART), told))
        try:
            await self._database.beside(back_up, target)
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
        return target, await asyncio.to_thread(_size, target)

    def _place(self, named: str | None) -> Path:
        try:
            folder = Path(named).expanduser() if named else self._database.path.parent / FOLDER
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder = folder.resolve(strict=True)
        except (OSError, RuntimeError, ValueError) as err:
            reason = (err.strerror or "") if isinstance(err, OSError) else ""
            raise StoreError(f"{named} cannot be used as a folder: {(reason or str(err)).lower()}.") from err
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(self._now()))
        names = (f"readnow-{stamp}{suffix}.db" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
        return next(path for name in names if not (path := folder / name).exists())


async def _tell(part: Path, told: Callable[[int], None]) -> None:
    while True:
        await asyncio.sleep(_TELL_SECONDS)
        told(_size(part))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
