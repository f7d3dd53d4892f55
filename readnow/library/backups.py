"""Copies: of the whole library when the user asks for one; of subscriptions and marks every day.

Called by the command line and by `upkeep`. Invariants: what has its final name is complete; the copies of a
day are small, and the newest three of each kind stay.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from readnow.model.errors import StoreError
from readnow.model.subscription import Subscription
from readnow.store.database import Connection, Database
from readnow.text.moments import moment

FOLDER = "backups"
"""Where copies lie in the data directory, unless the user names another place."""
KEPT = 3
"""Copies of a day that stay, of each kind."""
_TELL_SECONDS = 0.5
_SUBSCRIPTIONS, _STATES = "subscriptions-", "states-"
_TITLE = "ReadNOW subscriptions"


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

    async def daily(self, subscriptions: Sequence[Subscription]) -> None:
        """Write the list of subscriptions and what the user made of the articles, unless that was done today.

        Raises `ExchangeError`, `StoreError`.
        """
        now = int(self._now())
        if subscriptions:
            await self._database.beside(_write_daily, self._folder, subscriptions, now)

    @property
    def _folder(self) -> Path:
        return self._database.path.parent / FOLDER

    def _place(self, named: str | None) -> Path:
        try:
            folder = Path(named).expanduser() if named else self._folder
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


def _write_daily(conn: Connection, folder: Path, subscriptions: Sequence[Subscription], now: int) -> None:
    from readnow.exchange import archive, opml_writing, writing  # once a day
    from readnow.store import exporting

    day = time.strftime("%Y-%m-%d", time.gmtime(now))
    listed, states = folder / f"{_SUBSCRIPTIONS}{day}.opml", folder / f"{_STATES}{day}.json.gz"
    if listed.exists() and states.exists():
        return
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as err:
        raise StoreError(f"{folder} cannot be made: {(err.strerror or str(err)).lower()}.") from err
    writing.write_file(listed, opml_writing.write_opml(subscriptions, _TITLE, now))
    with archive.new_file(states) as file:
        archive.write(file, exporting.states(conn), moment(now) or "")
    for kind in (_SUBSCRIPTIONS, _STATES):
        for old in sorted(folder.glob(f"{kind}????-??-??.*"))[:-KEPT]:
            old.unlink(missing_ok=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
