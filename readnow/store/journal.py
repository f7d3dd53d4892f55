"""What the user did, kept so that it can be taken back and done again, also by another process or later.

Whoever changes what is the user's calls `record` in the same transaction; `library.journal` calls the rest.
Invariants: entries are taken back from the newest on and done again in the opposite order; what was taken
back is forgotten when something else is done; a piece of either is one transaction that leaves the entry
saying how far it got; only what is as the entry left it changes.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from readnow.model.article import ArticleId
from readnow.model.feed import Timestamp
from readnow.model.journal import Entry, Marked, MarkKind, Reverted, RowChanged, Step
from readnow.store import asides
from readnow.store.connecting import Connection
from readnow.store.journal_data import Steps, add_steps, pack_steps
from readnow.store.journal_marks import BEGINNING, END, Place, before, behind, set_marks
from readnow.store.journal_rows import Watch, do_again, put_back

T = TypeVar("T")

KEPT_ENTRIES = 1_000
KEPT_SECONDS = 30 * 86_400
"""What was removed or deleted is kept as long."""
_KEPT_BYTES = 32 << 20
_KEPT_ASIDES = 3
"""Entries with a table put aside, of some 15 MB for a million articles."""
_EVERY, _LARGE = 50, 100_000
"""The journal is looked over at every so many entries, and at each that takes so many bytes."""
_ENTRY = "SELECT id, at, what, undone, progress, data FROM journal"
PIECE = 5_000
"""Articles that are marked read or unread in one transaction: some hundredths of a second."""
_OTHERS = 3
"""Any other mark takes so many times as long."""


def record(conn: Connection, what: str, steps: Iterable[Step], at: Timestamp) -> int | None:
    """Keep what was just done; the number of its entry, None where nothing has changed."""
    real = [step for step in steps if isinstance(step, RowChanged) or step.number]
    if not real:
        return None
    _forget_undone(conn)
    added = conn.execute("INSERT INTO journal (at, what, data) VALUES (?, ?, x'')", (at, what))
    assert added.lastrowid is not None
    entry_id = added.lastrowid
    kept = pack_steps(_with_aside(conn, step, entry_id) for step in real)
    conn.execute("UPDATE journal SET data = ? WHERE id = ?", (kept, entry_id))
    if entry_id % _EVERY == 0 or len(kept) > _LARGE or any(_is_aside(step) for step in real):
        trim(conn, at)
    return entry_id


def watched(
    conn: Connection, what: str, tables: Sequence[str], at: Timestamp, work: Callable[..., T], *args: object
) -> T:
    """Carry `work` out on the connection, and record what it changes of the rows of these tables."""
    watch = Watch(conn, *tables)
    result = work(conn, *args)
    record(conn, what, watch.changes(), at)
    return result


def goes_on(conn: Connection, entry_id: int) -> bool:
    """Whether more may be done for an entry: not where it was taken back meanwhile, as a whole or in part."""
    row = conn.execute("SELECT undone, progress FROM journal WHERE id = ?", (entry_id,)).fetchone()
    return row is not None and not row[0] and not row[1]


def extend(conn: Connection, entry_id: int, steps: Iterable[Step], what: str = "") -> bool:
    """Keep more of what an entry does, which goes on in pieces, and how it is said by now; False where no
    more may be done for it."""
    if not goes_on(conn, entry_id):
        return False
    real = [step for step in steps if isinstance(step, RowChanged) or step.number]
    (data,) = conn.execute("SELECT data FROM journal WHERE id = ?", (entry_id,)).fetchone()
    if real:
        data = add_steps(data, (_with_aside(conn, step, entry_id) for step in real))
    conn.execute(
        "UPDATE journal SET data = ?, what = ifnull(nullif(?, ''), what) WHERE id = ?", (data, what, entry_id)
    )
    return True


def entries(conn: Connection, limit: int, before_id: int | None = None) -> tuple[Entry, ...]:
    """Up to `limit` entries, the newest first, older than one of that number."""
    rows = conn.execute(
        "SELECT id, at, what, undone FROM journal WHERE id < ? ORDER BY id DESC LIMIT ?",
        (1 << 62 if before_id is None else before_id, limit),
    )
    return tuple(Entry(id, at, what, bool(undone)) for id, at, what, undone in rows)


def undo(conn: Connection, at: Timestamp, most: int = PIECE) -> Reverted | None:
    """Take the newest entry back that still holds, or as much of it as takes the time of `most` unread marks;
    None where there is none."""
    row = conn.execute(f"{_ENTRY} WHERE NOT undone ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else _Replay(conn, row, at, most).back()


def redo(conn: Connection, at: Timestamp, most: int = PIECE) -> Reverted | None:
    """Do the entry again that was taken back last, likewise."""
    begun = conn.execute(f"{_ENTRY} WHERE NOT undone ORDER BY id DESC LIMIT 1").fetchone()
    if begun is not None and begun[4]:
        return _Replay(conn, begun, at, most).again()
    row = conn.execute(f"{_ENTRY} WHERE undone ORDER BY id LIMIT 1").fetchone()
    return None if row is None else _Replay(conn, row, at, most).again()


def trim(conn: Connection, now: Timestamp) -> None:
    """Forget entries that are too old, or that take too much room, from the oldest on."""
    sql = "SELECT id FROM journal WHERE at >= ? ORDER BY id LIMIT 1"
    oldest = conn.execute(sql, (now - KEPT_SECONDS,)).fetchone()
    _drop(conn, "id < ?", (1 << 62) if oldest is None else oldest[0])
    room, left, with_aside = _KEPT_BYTES, KEPT_ENTRIES, _KEPT_ASIDES
    has_aside = frozenset(asides.of_entries(conn))
    for entry_id, size in conn.execute("SELECT id, length(data) FROM journal ORDER BY id DESC").fetchall():
        room, left, with_aside = room - size, left - 1, with_aside - (entry_id in has_aside)
        if min(room, left, with_aside) < 0:
            _drop(conn, "id <= ?", entry_id)
            return


class _Replay:
    """A piece of taking an entry back, or of doing it again."""

    def __init__(self, conn: Connection, row: Sequence[Any], at: Timestamp, most: int) -> None:
        self._conn = conn
        self._entry = Entry(row[0], row[1], row[2], bool(row[3]))
        self._steps = Steps(row[5])
        # So many of the steps, the last first, are taken back, and of the next the articles up to a place.
        done, place = json.loads(row[4]) if row[4] else (len(self._steps) if row[3] else 0, BEGINNING)
        self._done: int = done
        self._place: Place = tuple(place)
        self._at = at
        self._left = most
        self._looked_at = 0
        self._ids: list[ArticleId] = []
        self._kinds: set[MarkKind] = set()
        self._notes: list[str] = []
        self._rows = False

    def back(self) -> Reverted:
        """Take back what comes next."""
        while self._left > 0 and self._done < len(self._steps):
            step = self._next_step()
            if isinstance(step, RowChanged):
                self._row(put_back(self._conn, step, self._at))
                self._done += 1
                continue
            part = behind(self._conn, step, self._place, self._room(step))
            self._mark(step, not step.value, part.ids)
            self._place = part.reached
            if part.reached == END:
                self._done, self._place = self._done + 1, BEGINNING
        return self._ended(finished=self._done == len(self._steps), undone=True)

    def again(self) -> Reverted:
        """Do again what was taken back last."""
        while self._left > 0 and (self._done or self._place != BEGINNING):
            if self._place == BEGINNING:
                self._done -= 1
                step = self._next_step()
                if isinstance(step, RowChanged):
                    self._row(do_again(self._conn, step, self._at))
                    continue
                self._place = END
            step = self._next_step()
            assert isinstance(step, Marked)
            part = before(self._conn, step, self._place, self._room(step))
            self._mark(step, step.value, part.ids)
            self._place = part.reached
        return self._ended(finished=not self._done and self._place == BEGINNING, undone=False)

    def _next_step(self) -> Step:
        """Behind those that are taken back already, the last first."""
        return self._steps[len(self._steps) - 1 - self._done]

    def _room(self, step: Marked) -> int:
        """How many more of a step's articles fit into this piece."""
        return max(1, self._left // _cost(step))

    def _row(self, note: str) -> None:
        self._rows = True
        self._left -= _OTHERS
        if note:
            self._notes.append(note)

    def _mark(self, step: Marked, value: bool, ids: Sequence[ArticleId]) -> None:
        self._ids += set_marks(self._conn, step, value, ids, self._at)
        self._kinds.add(step.kind)
        self._looked_at += len(ids)
        self._left -= len(ids) * _cost(step)

    def _ended(self, *, finished: bool, undone: bool) -> Reverted:
        progress = "" if finished else json.dumps([self._done, self._place])
        self._conn.execute(
            "UPDATE journal SET undone = ?, progress = ? WHERE id = ?",
            (int(finished and undone), progress, self._entry.id),
        )
        return Reverted(
            replace(self._entry, undone=finished and undone),
            kinds=frozenset(self._kinds),
            ids=tuple(self._ids),
            looked_at=self._looked_at,
            number=self._steps.number,
            rows=self._rows,
            notes=tuple(self._notes),
            finished=finished,
        )


def _cost(step: Marked) -> int:
    """How many unread marks could be set in the time that one of a step takes."""
    return 1 if step.kind is MarkKind.READ else _OTHERS


def _with_aside(conn: Connection, step: Step, entry_id: int) -> Step:
    if isinstance(step, Marked) and _is_aside(step):
        return replace(step, aside=asides.take(conn, entry_id))
    return step


def _is_aside(step: Step) -> bool:
    return isinstance(step, Marked) and bool(step.aside)


def _forget_undone(conn: Connection) -> None:
    """What was taken back cannot be done again once something else is done."""
    newest = conn.execute("SELECT undone FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    if newest is not None and newest[0]:
        _drop(conn, "undone AND id > ?", 0)


def _drop(conn: Connection, which: str, bound: int) -> None:
    """Forget entries, with what belongs to them."""
    conn.execute(f"DELETE FROM journal WHERE {which}", (bound,))
    for entry_id in asides.of_entries(conn):
        if conn.execute("SELECT 1 FROM journal WHERE id = ?", (entry_id,)).fetchone() is None:
            asides.drop(conn, entry_id)
