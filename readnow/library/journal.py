"""What the user did, taken back and done again: across restarts, and whichever process did it.

Called by screen and command line. Invariants: what is on its way to the store is there before anything is
taken back; a large entry goes in pieces, with other writes in between, and wherever it is stopped the library
is whole and the rest can follow.
"""

import asyncio
from collections.abc import Callable

from msgspec import Struct

from readnow.library.articles import Articles
from readnow.library.events import ArticlesChanged, FeedsChanged
from readnow.library.journal_words import lowered
from readnow.library.loading import load_shelf
from readnow.library.shelf import Shelf
from readnow.library.voice import Voice
from readnow.model.journal import Entry, MarkKind, Reverted
from readnow.store import journal as stored
from readnow.store.database import Database

_MANY = 500
"""So many articles are named in an event; of more it says that they are many."""

_HIDING = frozenset((MarkKind.DELETED, MarkKind.MUTED))

Told = Callable[[int, int], None]
"""Hears how many of how many articles of an entry came to their turn."""


class Outcome(Struct, frozen=True):
    """What came of taking an entry back, or of doing it again: `changed` articles, and sentences (`notes`) on
    what stayed as it is. Not `finished`: it was stopped, and the next time goes on with it."""

    entry: Entry
    changed: int
    notes: tuple[str, ...] = ()
    finished: bool = True

    @property
    def said(self) -> str:
        """What was done, as it goes on behind "Undone:"."""
        return lowered(self.entry)

    def sentence(self, done: str) -> str:
        """That it is `done`, and what stayed as it is."""
        return " ".join((f"{done}: {self.said}.", *self.notes))


class Journal:
    """The library's part for undoing."""

    def __init__(
        self, database: Database, shelf: Shelf, voice: Voice, articles: Articles, now: Callable[[], float]
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._voice = voice
        self._articles = articles
        self._now = now
        self._in_turn = asyncio.Lock()
        self._running = False
        self._stopped = False

    @property
    def running(self) -> bool:
        """Whether something is under way that takes more than a moment."""
        return self._running

    def stop(self) -> None:
        """Go no further with what is under way."""
        self._stopped = True

    async def undo(self, told: Told | None = None) -> Outcome | None:
        """Take back what was done last; None where there is nothing. Raises `StoreError`."""
        return await self._replay(stored.undo, told)

    async def redo(self, told: Told | None = None) -> Outcome | None:
        """Do again what was taken back last; likewise."""
        return await self._replay(stored.redo, told)

    async def undo_to(self, entry_id: int, told: Told | None = None) -> tuple[Outcome, ...]:
        """Take back an entry and everything that was done after it, the newest first."""
        outcomes: list[Outcome] = []
        while any(entry.id >= entry_id and not entry.undone for entry in await self.history()):
            outcome = await self.undo(told)
            if outcome is None:
                break
            outcomes.append(outcome)
            if not outcome.finished:
                break
        return tuple(outcomes)

    async def redo_to(self, entry_id: int, told: Told | None = None) -> tuple[Outcome, ...]:
        """Do everything again up to an entry that was taken back."""
        outcomes: list[Outcome] = []
        while any(entry.id <= entry_id and entry.undone for entry in await self.history()):
            outcome = await self.redo(told)
            if outcome is None:
                break
            outcomes.append(outcome)
            if not outcome.finished:
                break
        return tuple(outcomes)

    async def history(self, limit: int = stored.KEPT_ENTRIES) -> tuple[Entry, ...]:
        """What was done, the newest first."""
        await self._articles.settled()
        return await self._database.read(stored.entries, limit)

    async def _replay(self, work: Callable[..., Reverted | None], told: Told | None) -> Outcome | None:
        async with self._in_turn:
            self._stopped = False
            try:
                await self._articles.settled()
                return await self._in_pieces(work, told)
            finally:
                self._running = False

    async def _in_pieces(self, work: Callable[..., Reverted | None], told: Told | None) -> Outcome | None:
        pieces: list[Reverted] = []
        try:
            while True:
                piece = await self._database.write(work, int(self._now()))
                if piece is None:
                    return None
                pieces.append(piece)
                if piece.finished or self._stopped:
                    break
                self._running = True
                if told is not None:
                    told(sum(one.looked_at for one in pieces), piece.number)
        finally:
            if pieces:
                await self._show(pieces)
        last = pieces[-1]
        return Outcome(
            last.entry,
            sum(len(one.ids) for one in pieces),
            tuple(note for one in pieces for note in one.notes),
            last.finished,
        )

    async def _show(self, pieces: list[Reverted]) -> None:
        await load_shelf(self._database, self._shelf)
        if any(piece.rows for piece in pieces):
            self._voice.publish(FeedsChanged())
        ids = tuple(id for piece in pieces for id in piece.ids)
        if ids:
            come_or_gone = any(piece.kinds & _HIDING for piece in pieces)
            self._voice.publish(ArticlesChanged(ids if len(ids) <= _MANY else (), come_or_gone))
