"""A rule applied to all that is stored, and what it hides given back: in pieces, as one entry of the journal.

Driven by `rules`. Invariants: a piece takes some hundredths of a second, so that other changes go in between;
what was done when it is given up is whole, and in the journal; what is taken is what the preview counted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from readnow.model.article import ArticleId
from readnow.model.condition import Condition, Is, Not, State, all_of
from readnow.model.errors import RuleError
from readnow.model.feed import Timestamp
from readnow.model.journal import Marked, MarkKind, Step
from readnow.model.query import ArticleQuery, Cursor
from readnow.model.rule import Deed, Done, Rule, Ruled, RuleId
from readnow.store import journal, muting, rules, ruling, searching
from readnow.store.database import Connection, Database
from readnow.store.deciding import Table
from readnow.store.journal_rows import Watch

_TOGETHER, _SECONDS = 200, 0.04
"""Articles of a piece, and how long they are looked for."""
_MARKS: Mapping[Deed, MarkKind] = {
    Deed.MUTE: MarkKind.MUTED,
    Deed.READ: MarkKind.READ,
    Deed.STAR: MarkKind.STARRED,
    Deed.LATER: MarkKind.LATER,
    Deed.TAG: MarkKind.TAGGED,
}

Told = Callable[[int], None]
"""Hears how many articles it were so far."""


class Logged(Struct):
    """The entry of the journal that something is kept in: made with the first step, then longer."""

    what: str
    at: Timestamp
    entry: int | None = None

    def keep(self, conn: Connection, steps: Sequence[Step]) -> None:
        """Keep these steps, in the caller's transaction. Raises `RuleError` where it was taken back."""
        if self.entry is None:
            self.entry = journal.record(conn, self.what, steps, self.at)
        elif not journal.extend(conn, self.entry, steps):
            raise RuleError(f"“{self.what}” was taken back before it was done.")


class _Piece(Struct, frozen=True):
    """What one piece did; `next`: behind which article more may be found."""

    ruled: Ruled
    number: int
    next: ArticleId | None


def taken_by(condition: Condition, *, only_mutes: bool) -> ArticleQuery:
    """The articles that a rule takes when it is applied to all: what the user keeps is not muted."""
    return ArticleQuery(where=all_of((condition, Not(Is(State.KEPT)))) if only_mutes else condition)


class Applying:
    """Goes through the library for a rule. Raises `StoreError`, and `RuleError` where it was undone."""

    def __init__(self, database: Database, logged: Logged, told: Told) -> None:
        self._database = database
        self._logged = logged
        self._told = told

    async def apply(self, rule: Rule, condition: Condition) -> Ruled:
        """Do to all that is stored what the rule does; what other rules hide it hides too from then on."""
        query = taken_by(condition, only_mutes=rule.only_mutes)
        ruled, number = Ruled(), 0
        while True:
            piece = await self._database.write(_apply, rule, query, self._logged)
            ruled, number = ruled + piece.ruled, number + piece.number
            self._told(number)
            if piece.next is None:
                break
            query = replace(query, after=Cursor(piece.next))
        if rule.mutes:
            await self._claim(rule, condition)
        return ruled

    async def _claim(self, rule: Rule, condition: Condition) -> None:
        query = ArticleQuery(where=all_of((condition, Is(State.MUTED))))
        while True:
            piece = await self._database.write(_claim, rule, query, self._logged)
            if piece.next is None:
                return
            query = replace(query, after=Cursor(piece.next))

    async def release(self, rule_id: RuleId, but: Condition | None = None) -> int:
        """Let go of what the rule hides, `but` of what it means still; how many articles."""
        after: ArticleId | None = None
        number = 0
        while True:
            piece = await self._database.write(_release, rule_id, after, but, self._logged)
            number, after = number + piece.number, piece.next
            self._told(number)
            if after is None:
                return number


def steps_of(done: Iterable[Done]) -> tuple[Step, ...]:
    """What rules changed, for the journal."""
    return tuple(
        Marked(_MARKS[one.deed], True, one.ids, one.rule_id if one.deed is Deed.MUTE else one.tag_id)
        for one in done
    )


def _apply(conn: Connection, rule: Rule, query: ArticleQuery, logged: Logged) -> _Piece:
    assert query.where is not None
    if (now := rules.one(conn, rule.id)) is None or not now.enabled:
        raise RuleError(f"“{rule.name}” was switched off before it was done.")
    watch = Watch(conn, "tag")  # it may give one that was not there
    found = searching.find(conn, query, query.where, _TOGETHER, _SECONDS)
    ruled = ruling.carry_out(conn, rule, found.ids, logged.at)
    logged.keep(conn, (*watch.changes(), *steps_of(ruled.done)))
    return _Piece(ruled, len(ruled.taken), found.next)


def _claim(conn: Connection, rule: Rule, query: ArticleQuery, logged: Logged) -> _Piece:
    assert query.where is not None
    found = searching.find(conn, query, query.where, _TOGETHER, _SECONDS)
    taken = muting.mute(conn, rule.id, found.ids, logged.at).taken
    logged.keep(conn, [Marked(MarkKind.MUTED, True, taken, rule.id)])
    return _Piece(Ruled(), len(taken), found.next)


def _release(
    conn: Connection, rule_id: RuleId, after: ArticleId | None, but: Condition | None, logged: Logged
) -> _Piece:
    ids = muting.muted_by(conn, rule_id, _TOGETHER, after)
    kept = Table(conn, ids, patient=True).meant(but).sure if but is not None and ids else frozenset()
    released = muting.unmute(conn, rule_id, [id for id in ids if id not in kept])
    logged.keep(conn, [Marked(MarkKind.MUTED, False, released, rule_id)])
    return _Piece(Ruled(), len(released), ids[-1] if len(ids) == _TOGETHER else None)
