"""How to go about a search: what an index of the tables says, which expression of the text index leads, what
remains to be looked at, and which ids are in question.

Made by `searching` for each query anew, from what is in the library at that moment. Invariant: whatever the
plan, the same articles are found; it decides only how many are looked at.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from readnow.model.condition import All, Among, Condition, Dated, Is, Not, State, Tagged, all_of
from readnow.model.feed import FeedId
from readnow.model.query import ArticleQuery
from readnow.store import indexing
from readnow.store.conditions import Indexes, Match
from readnow.store.connecting import Connection
from readnow.store.selecting import Narrowing, Range, narrowed_to, narrowing_of, range_of, removed_feeds

_FEW = 2_000
"""So many unread or starred articles are gone through, rather than all that the text index finds."""
_NAMED, _MOST_NAMED, _SHARE = 5, 300, 20
"""A few feeds are named to the text index; more of them only where they have less than a twentieth of all
articles: otherwise it is quicker to leave out those of others among what it finds."""


class Plan(Struct, frozen=True):
    """The way. `match` None: no expression leads, but a walk along the tables."""

    narrowing: Narrowing
    match: Match | None
    rest: Condition | None
    within: Range
    only_theirs: bool
    """Whether all that the index finds is in the feeds in question."""

    @property
    def is_said(self) -> bool:
        """Whether what leads says everything: nothing remains to be looked at."""
        return self.rest is None and self.only_theirs

    @property
    def is_straight(self) -> bool:
        """Whether what is next in the index is next in the list, so that it can be asked for as much as is
        wanted, and does not look for long."""
        narrowed = self.narrowing.read or self.narrowing.piles
        return self.is_said and not narrowed and (self.match is None or self.match.steady)


def plan_of(conn: Connection, query: ArticleQuery, where: Condition, indexes: Indexes | None) -> Plan:
    """The plan; without indexes all is looked at."""
    narrowing, rest = split(where, narrowing_of(conn, query))
    removed = removed_feeds(conn)
    if narrowing.feeds is not None:
        narrowing = replace(narrowing, feeds=narrowing.feeds - removed)
    within = _range(conn, query, rest)
    match, unsaid = (None, rest) if indexes is None else _leading(indexes, rest)
    if indexes is None or match is None or _is_few(conn, narrowing):
        return Plan(narrowing, None, all_of(rest), within, only_theirs=True)
    if narrowing.unread and not narrowing.muted:
        within = within.within(*_ends(conn, "unread"))
    feeds, only_theirs = narrowing.feeds, narrowing.feeds is None and not removed
    if feeds is not None and _are_named(conn, feeds):
        match = Match(match.index, f"({indexes.feeds(feeds)}) AND ({match.text})", steady=False)
        only_theirs = True
    return Plan(narrowing, match, all_of(unsaid), within, only_theirs)


def split(where: Condition, narrowing: Narrowing) -> tuple[Narrowing, list[Condition]]:
    """The conditions that an index of the tables can say, put into the narrowing; and the others."""
    rest: list[Condition] = []
    for part in where.parts if isinstance(where, All) else (where,):
        match part:
            case Is(State.UNREAD) | Not(Is(State.READ)):
                narrowing = replace(narrowing, unread=True)
            case Is(State.READ) | Not(Is(State.UNREAD)):
                narrowing = replace(narrowing, read=True)
            case Is(State.STARRED):
                narrowing = replace(narrowing, starred=True)
            case Is(State.LATER):
                narrowing = replace(narrowing, later=True)
            case Is(State.TAGGED):
                narrowing = replace(narrowing, tagged=True)
            case Tagged() if narrowing.tag in (None, part.tag_id):
                narrowing = replace(narrowing, tag=part.tag_id)
            case Is(State.MUTED):
                narrowing = replace(narrowing, muted=True)
            case Is(State.EDITED):
                narrowing = replace(narrowing, edited=True)
            case Is(State.NEW):
                narrowing = replace(narrowing, fresh=True)
            case Is(State.BEGUN):
                narrowing = replace(narrowing, begun=True)
            case Among():
                narrowing = narrowed_to(narrowing, part.feeds)
            case _:
                rest.append(part)
    return narrowing, rest


def _range(conn: Connection, query: ArticleQuery, rest: Sequence[Condition]) -> Range:
    """The ids in question. What is dated before a moment may have its id a little behind it."""
    within = range_of(query).within(*_ends(conn, "article"))
    for part in rest:
        if isinstance(part, Dated) and part.since is not None:
            within = replace(within, low=max(within.low, part.since))
        if isinstance(part, Dated) and part.until is not None:
            within = replace(within, high=min(within.high, part.until + indexing.latest_shift(conn)))
    return within


def _leading(indexes: Indexes, rest: Sequence[Condition]) -> tuple[Match | None, list[Condition]]:
    """The expression for as much as the index can say, and what it leaves."""
    said = [part for part in rest if indexes.match(part.part if isinstance(part, Not) else part)]
    wanted = [part for part in said if not isinstance(part, Not)]
    if not wanted:
        return None, list(rest)
    together = all_of(said)
    match = indexes.match(together) if together is not None else None
    if match is None:  # a beginning that only the small index has, beside words that only the large one has
        said = [wanted[0]]
        match = indexes.match(wanted[0])
    return match, [part for part in rest if part not in said]


def _is_few(conn: Connection, narrowing: Narrowing) -> bool:
    """Whether the flags leave few articles."""
    return any(
        conn.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {pile.table} WHERE {pile.only or 1} LIMIT {_FEW + 1})"
        ).fetchone()[0]
        <= _FEW
        for pile in narrowing.piles.values()
    )


def _are_named(conn: Connection, feeds: frozenset[FeedId]) -> bool:
    """Whether the feeds go into the expression."""
    if len(feeds) <= _NAMED:
        return bool(feeds)
    rows = conn.execute("SELECT id, total FROM feed").fetchall()
    theirs = sum(int(total) for feed_id, total in rows if feed_id in feeds)
    return len(feeds) <= _MOST_NAMED and theirs * _SHARE < sum(int(total) for _, total in rows)


def _ends(conn: Connection, table: str) -> tuple[int, int]:
    """The first id of a table and the last; the first behind the last where it is empty."""
    # Each by itself: asked for together, they are looked for in all of it.
    low, high = conn.execute(
        f"SELECT (SELECT min(id) FROM {table}), (SELECT max(id) FROM {table})"
    ).fetchone()
    return (1, 0) if low is None else (low, high)
