"""A flag set on all that a query means: in one step where that is quick, else in pieces, with other writes in
between.

Used by `articles`. Invariants: whatever the number of pieces, it is one entry of the journal, which holds
what was really changed so far; where that entry is taken back before the end, no more is changed.
"""

from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from readnow.library.journal_words import mark_words
from readnow.model.change import StatusChange
from readnow.model.journal import Marked, MarkKind
from readnow.model.query import ArticleQuery
from readnow.store import articles as stored_articles
from readnow.store import flags, journal, stories
from readnow.store.database import Connection, Database

PIECE = 2_000
"""Articles that are marked in one transaction: some hundredths of a second."""
_PART = 0.05
"""Seconds after which the store gives what it has found."""

Told = Callable[[int], None]
"""Hears how many articles changed so far."""


class _Piece(NamedTuple):
    """How many changed, and the entry that has them (None: none yet). `ended`: it was taken back."""

    changed: int
    entry: int | None
    ended: bool = False


async def mark_all(
    database: Database,
    query: ArticleQuery,
    change: StatusChange,
    *,
    copies: bool,
    told: Told | None = None,
) -> int:
    """Set the flag of `change` (which names no articles) on all that match; how many changed. Raises
    `StoreError`."""
    at_once = await database.write(_at_once, query, change, copies)
    if at_once is not None:
        return at_once
    left = flags.only_to_change(query, change.flag, change.value)
    total, entry = 0, None
    while True:
        ids, following = await database.read(flags.next_ids, left, PIECE, _PART)
        for start in range(0, len(ids), PIECE):
            piece = replace(change, ids=tuple(ids[start : start + PIECE]))
            changed, entry, ended = await database.write(_piece, piece, copies, entry, total)
            total += changed
            if ended:
                return total
        if following is None:
            return total
        left = replace(left, after=following)
        if told is not None and total:
            told(total)


def _at_once(conn: Connection, query: ArticleQuery, change: StatusChange, copies: bool) -> int | None:
    if not flags.is_quick(conn, query, change.flag, change.value):
        return None
    marked = stored_articles.mark_matching(conn, query, change.flag, change.value, change.at, copies=copies)
    journal.record(conn, mark_words(marked.kind, marked.value, marked.number), (marked,), change.at)
    return marked.number


def _piece(conn: Connection, change: StatusChange, copies: bool, entry: int | None, before: int) -> _Piece:
    ids = stories.with_copies(conn, change.ids) if copies else change.ids
    kind = MarkKind(change.flag)
    if entry is not None and not journal.goes_on(conn, entry):
        return _Piece(0, entry, ended=True)
    changed = stored_articles.set_flag(conn, replace(change, ids=ids))
    step, what = Marked(kind, change.value, changed), mark_words(kind, change.value, before + len(changed))
    if entry is None:
        return _Piece(len(changed), journal.record(conn, what, (step,), change.at))
    journal.extend(conn, entry, (step,), what)
    return _Piece(len(changed), entry)
