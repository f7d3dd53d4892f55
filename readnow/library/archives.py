"""Everything to a file and back: exports of the whole library, and what `readnow import` takes of them.

Called by the command line and by the interface's import. What it needs is loaded when something is exported
or imported (`archive_run`): a start can do without. Invariants: an export is one state of the library,
whatever is written meanwhile; what is there is never lost for what a file says.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from readnow.library.events import ExternalChange, FeedsChanged
from readnow.library.loading import load_shelf
from readnow.library.shelf import Shelf
from readnow.library.voice import Voice
from readnow.store.database import Database
from readnow.text.moments import moment

if TYPE_CHECKING:
    from readnow.library.archive_run import Restored
    from readnow.library.newsboat import Installation, Report

T = TypeVar("T")


class Archives:
    """The library's part for them."""

    def __init__(self, database: Database, shelf: Shelf, voice: Voice, now: Callable[[], float]) -> None:
        self._database = database
        self._shelf = shelf
        self._voice = voice
        self._now = now

    async def export(self, path: Path) -> int:
        """Write everything to a file; how many records. Raises `ExchangeError`, `StoreError`."""
        from readnow.library.archive_run import export

        return await self._database.beside(export, path, self._made_at())

    async def export_to(self, file: IO[bytes]) -> int:
        """The same to a file that is open."""
        from readnow.library.archive_run import write

        return await self._database.beside(write, file, self._made_at())

    async def restore(self, path: str, told: Callable[[int], None], *, dry_run: bool = False) -> "Restored":
        """Put back what a file holds (`-`: standard input): an export, the states of a day, a backup.

        `told` hears now and then how many records are done. Raises `ExchangeError`, `StoreError`.
        """
        from readnow.library.archive_run import Run, records_of

        run = Run(self._database, int(self._now()), dry_run)
        with records_of(path) as records:
            await run.all(records, told)
        if not dry_run:
            await self._show()
        return run.outcome()

    async def move_in(
        self, found: "Installation", told: Callable[[int], None], *, dry_run: bool = False
    ) -> "tuple[Restored, Report]":
        """Take over what newsboat has: feeds, articles and marks, query feeds, rules. Likewise; and a report
        of what became of its files."""
        from readnow.library.archive_run import Run
        from readnow.library.newsboat import Report, records_of

        report, now = Report(), int(self._now())
        run = Run(self._database, now, dry_run, "Import from newsboat", moved_in=True)
        try:
            async with _entered(records_of(found, report, now)) as records:
                await run.all(records, told)
        finally:
            if not dry_run:
                await self._show()
        outcome = run.outcome()
        return replace(outcome, left_out=(*report.left_out, *outcome.left_out)), report

    async def _show(self) -> None:
        await load_shelf(self._database, self._shelf)
        self._voice.publish(FeedsChanged())
        self._voice.publish(ExternalChange())

    def _made_at(self) -> str:
        return moment(int(self._now())) or ""


@asynccontextmanager
async def _entered(context: AbstractContextManager[T]) -> AsyncIterator[T]:
    """What opening and closing takes, such as copying a large file, on another thread."""
    value = await asyncio.to_thread(context.__enter__)
    try:
        yield value
    finally:
        await asyncio.to_thread(context.__exit__, None, None, None)
