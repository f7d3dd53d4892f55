"""One export or import as it runs: records from the database into a file, or from a file into the database.

Called by `archives`. Invariants: a file is put back in pieces, with other writes in between, and each piece
is whole; nothing of a file is stored that was not cleaned.
"""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from stat import S_ISREG
from typing import IO

from msgspec import Struct

from readnow.exchange import archive
from readnow.library.archive_cleaning import Cleaner
from readnow.model.archive import ArticleRecord, FeedRecord, Record, StateRecord, TombstoneRecord
from readnow.model.errors import ExchangeError
from readnow.model.journal import Step
from readnow.model.subscription import Subscription
from readnow.store import copies, exporting, journal, restoring, restoring_articles
from readnow.store.database import Connection, Database
from readnow.store.journal_rows import Watch

_TOGETHER, _CHARACTERS = 50, 150_000
"""Records, and characters of text, that are put back in one transaction."""
_OWNED = ("folder", "feed", "filed", "tag", "rule", "smart_feed")
EVERYTHING = "Import everything from a file"
_OF_ARTICLES = (ArticleRecord, TombstoneRecord, StateRecord)


class Restored(Struct, frozen=True):
    """What a file brought, or (dry run) would bring. `marks`: read, starred, later and tags on articles that
    were there; `missing`: marks for articles that are not."""

    added: tuple[Subscription, ...]
    already: tuple[Subscription, ...]
    left_out: tuple[str, ...]
    articles: int
    articles_there: int
    marks: int
    tags: int
    rules: int
    smart_feeds: int
    missing: int


class Run:
    """One file on its way in."""

    def __init__(
        self, database: Database, now: int, dry_run: bool, what: str = EVERYTHING, *, moved_in: bool = False
    ) -> None:
        """`what` is what the journal calls it; `moved_in`: it comes from another program."""
        self._database = database
        self._cleaner = Cleaner(now)
        self._now = now
        self._what = what
        self._moved_in = moved_in
        self._entry: int | None = None
        """That of the journal, once there is something to take back."""
        self._dry_run = dry_run
        self._done: Counter[str] = Counter()
        self._feeds: list[tuple[Subscription, bool]] = []
        self._kept: Record | None = None

    async def all(self, records: Iterator[Record], told: Callable[[int], None]) -> None:
        known = await self._database.read(partial(restoring.begin, moved_in=self._moved_in))
        number = 0
        while batch := await asyncio.to_thread(self._next, records):
            if self._dry_run:
                await self._database.read(_try, known, batch)
            else:
                self._entry = await self._database.write(
                    _put, known, batch, self._now, self._entry, self._what
                )
            number += len(batch)
            self._feeds += [
                (_subscription(one), one.id in known.fresh) for one in batch if isinstance(one, FeedRecord)
            ]
            told(number)
        self._done = known.done

    def outcome(self) -> Restored:
        done = self._done
        return Restored(
            tuple(one for one, is_new in self._feeds if is_new),
            tuple(one for one, is_new in self._feeds if not is_new),
            self._cleaner.sentences(),
            done["articles"],
            done["articles_there"],
            *(done["marks"], done["tags"], done["rules"], done["smart_feeds"], done["missing"]),
        )

    def _next(self, records: Iterator[Record]) -> list[Record]:
        """As many as are put back together: of articles or of others, not of both."""
        batch: list[Record] = []
        size = 0
        if self._kept is not None:
            batch, self._kept = [self._kept], None
        for raw in records:
            record = self._cleaner.clean(raw)
            if record is None:
                continue
            if batch and isinstance(record, _OF_ARTICLES) is not isinstance(batch[0], _OF_ARTICLES):
                self._kept = record
                break
            batch.append(record)
            size += len(record.html) if isinstance(record, ArticleRecord) else 0
            if len(batch) >= _TOGETHER or size >= _CHARACTERS:
                break
        return batch


def _put(
    conn: Connection,
    known: restoring.Restoring,
    batch: Sequence[Record],
    now: int,
    entry: int | None,
    what: str,
) -> int | None:
    """Put a piece back, and keep in the journal which feeds, folders, tags, rules and smart feeds came with
    it, and what became of articles that were there; the number of the entry."""
    steps: tuple[Step, ...]
    if isinstance(batch[0], _OF_ARTICLES):
        restoring_articles.put_articles(conn, known, batch)
        steps = known.steps()
    else:
        watch = Watch(conn, *_OWNED)
        restoring.put(conn, known, batch)
        steps = watch.changes()
    if entry is None:
        return journal.record(conn, what, steps, now)
    if steps:
        journal.extend(conn, entry, steps)
    return entry


def _try(conn: Connection, known: restoring.Restoring, batch: Sequence[Record]) -> None:
    """Count what would be done."""
    for record in batch:
        restoring.look(conn, known, record)


def export(conn: Connection, path: Path, made_at: str) -> int:
    with archive.new_file(path) as file:
        return write(conn, file, made_at)


def write(conn: Connection, file: IO[bytes], made_at: str) -> int:
    return archive.write(file, exporting.everything(conn), made_at)


def _subscription(record: FeedRecord) -> Subscription:
    return Subscription(record.url, record.own_title or record.title, record.site_url, record.folder)


def is_archive(beginning: bytes) -> bool:
    """Whether what begins so is for `restore`, and not a list of subscriptions."""
    return archive.is_archive(beginning) or copies.is_copy(beginning)


@contextmanager
def records_of(path: str) -> Iterator[Iterator[Record]]:
    if path == "-":
        if sys.stdin is None:
            raise ExchangeError("Standard input is closed.")
        yield archive.read(sys.stdin.buffer, "Standard input")
        return
    with _opened(path) as file:
        beginning = os.pread(file.fileno(), 16, 0)
        if copies.is_copy(beginning):
            with copies.records(Path(path).expanduser()) as records:
                yield records
        else:
            yield archive.read(file, Path(path).name)


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    try:
        # Without blocking: a named pipe would wait for somebody to write into it.
        number = os.open(Path(path).expanduser(), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, RuntimeError, ValueError) as err:
        reason = (err.strerror if isinstance(err, OSError) else "") or "not a path"
        raise ExchangeError(f"{path} cannot be read: {reason.lower()}.") from err
    with os.fdopen(number, "rb") as file:
        if not S_ISREG(os.fstat(number).st_mode):
            raise ExchangeError(f"{path} is not a file.")
        yield file
