"""What a query with conditions finds: candidates from an index, and a look at what no index says.

Used by `articles` and `flags`. Candidates come newest first (or oldest first) in pieces: from the text index
where it can lead, else from the walk of `selecting`; what is not in the index yet comes beside it, and is
looked at itself. Invariants: nothing that matches is left out, whatever the index lacks; a piece takes some
hundredths of a second, so that whoever waits can be told, or stopped.
"""

import heapq
import json
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from readnow.model.article import ArticleId
from readnow.model.condition import Among, Condition
from readnow.model.query import ArticleQuery
from readnow.store import indexing
from readnow.store.beginnings import beginnings_in
from readnow.store.conditions import Indexes, Match, Sql
from readnow.store.connecting import Connection
from readnow.store.marks import PERIOD_BITS, period_mark, period_of
from readnow.store.searching_plan import plan_of, split
from readnow.store.selecting import Range, all_of, chosen, feed_condition, narrowing_of, range_of, walk

_PIECE, _LEAST, _MOST = 256, 64, 2_048
"""Candidates looked at together: at first, at least, at most."""
_SHORT, _LONG = 0.01, 0.04
"""Seconds for a piece below which the next one is larger, and above which it is smaller."""
_PERIODS, _MOST_PERIODS = 8, 32
"""Stretches of time in which the index looks for what may be rare: at first, at most."""
_MOST_HELD = 20_000
"""Articles of an expression that are listed for a piece; where there are more, its candidates are looked
at."""


class Found(NamedTuple):
    """Ids in the query's order, and the id behind which more may be found; None at the end."""

    ids: list[ArticleId]
    next: ArticleId | None


class _Piece(NamedTuple):
    """Candidates in the query's order, and the id up to which these are all. `unindexed`: there are some
    among them that the index lacks."""

    ids: list[ArticleId]
    reached: int
    unindexed: bool


def find(
    conn: Connection, query: ArticleQuery, where: Condition, want: int | None, seconds: float | None = None
) -> Found:
    """The first `want` articles of the query that are so, None for all; fewer where looking took that
    long."""
    return _Search(conn, query, where).found(want, seconds)


def among(
    conn: Connection, query: ArticleQuery, where: Condition, ids: Iterable[ArticleId]
) -> list[ArticleId]:
    """Those of `ids` in the query that are so, newest first; each is looked at itself."""
    if query.once:
        plain = replace(query, once=False)
        return _once(conn, plain, where, among(conn, plain, where, ids))
    narrowing, _ = split(where, narrowing_of(conn, query))
    selection = walk(conn, narrowing, range_of(query), query.oldest_first, ids)
    found = [ArticleId(row[0]) for row in conn.execute(selection.sql, selection.parameters)]
    sql = Sql({})
    return _passing(conn, found, sql.of(where), sql.parameters) if found else []


def _once(conn: Connection, query: ArticleQuery, where: Condition, ids: list[ArticleId]) -> list[ArticleId]:
    """Those of `ids` whose lead (`stories`) does not match too."""
    wanted = chosen(ids)
    leads = dict(
        conn.execute(
            f"SELECT d.id, d.lead_id FROM ({wanted.sql}) c CROSS JOIN folded d ON d.id = c.id",
            wanted.parameters,
        ).fetchall()
    )
    shown = set(among(conn, replace(query, after=None), where, leads.values())) if leads else set()
    return [article_id for article_id in ids if leads.get(article_id) not in shown]


def _passing(
    conn: Connection, ids: Iterable[ArticleId], condition: str, parameters: dict[str, object]
) -> list[ArticleId]:
    """Those of `ids` of which the SQL is true, in their order."""
    wanted = chosen(ids)
    rows = conn.execute(
        f"SELECT a.id FROM ({wanted.sql}) c CROSS JOIN article a ON a.id = c.id WHERE {condition}",
        wanted.parameters | parameters,
    )
    return [ArticleId(row[0]) for row in rows]


class _Search:
    """One query at work."""

    def __init__(self, conn: Connection, query: ArticleQuery, where: Condition) -> None:
        self._conn = conn
        self._oldest_first = query.oldest_first
        self._where = where
        self._indexes = (
            Indexes(indexing.merged_feeds(conn), beginnings_in(conn)) if indexing.is_there(conn) else None
        )
        self._query = replace(query, once=False)
        self._once = query.once
        self._plan = plan_of(conn, self._query, where, self._indexes)
        self._size = _PIECE
        self._periods = _PERIODS
        self._is_quick = self._plan.is_straight
        """Whether the index may be asked for all that is left, since that will not take it long."""

    def found(self, want: int | None, seconds: float | None) -> Found:
        """As many as are wanted, and can be found in time."""
        began = time.monotonic()
        left = self._plan.within
        ids: list[ArticleId] = []
        while not left.is_empty:
            start = time.monotonic()
            piece = self._piece(left, None if want is None else want - len(ids))
            found = self._looked_at(piece)
            ids += _once(self._conn, self._query, self._where, found) if self._once else found
            if want is not None and len(ids) >= want:
                return Found(ids[:want], ids[want - 1])
            asked = abs(piece.reached - (left.low if self._oldest_first else left.high)) + 1
            left = (
                left.within(piece.reached + 1, left.high)
                if self._oldest_first
                else left.within(left.low, piece.reached - 1)
            )
            now = time.monotonic()
            self._adapt(now - start, (left.high - left.low) / asked)
            if seconds is not None and now - began >= seconds and not left.is_empty:
                return Found(ids, ArticleId(piece.reached))
        return Found(ids, None)

    def _adapt(self, took: float, left: float) -> None:
        """Make the next piece as large as fits the time for one; so many like this are left."""
        if took * left < _LONG:
            self._is_quick = True
        if took < _SHORT:
            self._size, self._periods = min(self._size * 2, _MOST), min(self._periods * 2, _MOST_PERIODS)
        elif took > _LONG:
            self._size, self._periods = max(self._size // 2, _LEAST), max(self._periods // 2, 1)

    # -- candidates

    def _piece(self, left: Range, want: int | None) -> _Piece:
        """The next candidates."""
        plan = self._plan
        size = self._size if want is None or not plan.is_said else max(want, _LEAST)
        stretch, unindexed = left, False
        if plan.match is None:
            selection = walk(self._conn, plan.narrowing, left, self._oldest_first)
            ids = self._ids(f"{selection.sql} LIMIT {size:d}", selection.parameters)
        else:
            stretch, match = (left, plan.match) if self._is_quick else self._beginning(left, plan.match)
            beside = self._unindexed_ids(stretch, size)
            merged = heapq.merge(
                self._indexed_ids(match, stretch, size), beside, reverse=not self._oldest_first
            )
            ids, unindexed = [id for _, id in zip(range(size), merged, strict=False)], bool(beside)
        end = stretch.high if self._oldest_first else stretch.low
        return _Piece(ids, ids[-1] if len(ids) == size else end, unindexed)

    def _beginning(self, left: Range, match: Match) -> tuple[Range, Match]:
        """So much of what is left that the index is not at it for long, and the expression for that.

        A range of rows alone would not do: while nothing matches, the index looks on behind its end, and
        cannot be stopped.
        """
        near, far = (left.low, left.high) if self._oldest_first else (left.high, left.low)
        sign, least = (">=", "min") if self._oldest_first else ("<=", "max")
        sql = f"SELECT {least}(id) FROM article WHERE id {sign} ?"
        found = self._conn.execute(sql, (near,)).fetchone()[0]  # where there is nothing, nothing is asked for
        near = near if found is None else max(left.low, min(left.high, found))
        start, end = period_of(near), period_of(far)
        if self._oldest_first:
            end = min(end, start + self._periods - 1)
            stretch, periods = left.within(near, ((end + 1) << PERIOD_BITS) - 1), range(start, end + 1)
        else:
            end = max(end, start - self._periods + 1)
            stretch, periods = left.within(end << PERIOD_BITS, near), range(end, start + 1)
        names = " OR ".join(f'"{period_mark(period)}"' for period in periods)
        return stretch, replace(match, text=f"({names}) AND ({match.text})")

    def _indexed_ids(self, match: Match, stretch: Range, size: int) -> list[ArticleId]:
        row = f"{match.index}.rowid"
        conditions = [_matches(match), *self._plan.narrowing.conditions(f"({row} >> {indexing.BITS})")]
        return self._ids(
            f"SELECT rowid >> {indexing.BITS} FROM {match.index} WHERE {all_of(conditions)}"
            f" ORDER BY rowid {self._order} LIMIT {size:d}",
            _parameters(match, stretch),
        )

    def _unindexed_ids(self, stretch: Range, size: int) -> list[ArticleId]:
        conditions = ["id BETWEEN :low AND :high", *self._plan.narrowing.conditions("unindexed.id")]
        return self._ids(
            f"SELECT id FROM unindexed WHERE {all_of(conditions)} ORDER BY id {self._order} LIMIT {size:d}",
            {"low": stretch.low, "high": stretch.high},
        )

    def _ids(self, sql: str, parameters: dict[str, object]) -> list[ArticleId]:
        return [ArticleId(row[0]) for row in self._conn.execute(sql, parameters)]

    @property
    def _order(self) -> str:
        return "ASC" if self._oldest_first else "DESC"

    # -- the look

    def _looked_at(self, piece: _Piece) -> list[ArticleId]:
        """Those of the candidates that match."""
        plan = self._plan
        if not piece.ids or (plan.is_said and not piece.unindexed):
            return piece.ids
        parameters: dict[str, object] = {}
        condition = Sql(parameters).of(self._where)
        if self._indexes is not None:
            held = _Held(self._conn, self._indexes, piece.ids, parameters)
            said = "1" if plan.rest is None else Sql(parameters, held.listed).of(plan.rest)
            lacking = "EXISTS (SELECT 1 FROM unindexed u WHERE u.id = a.id)"
            condition = f"CASE WHEN {lacking} THEN {condition} ELSE {said} END"
        feeds = feed_condition(self._conn, plan.narrowing.feeds, "a.feed_id")
        return _passing(self._conn, piece.ids, all_of([feeds, condition]), parameters)


class _Held:
    """Which of some candidates the index finds by an expression."""

    def __init__(
        self,
        conn: Connection,
        indexes: Indexes,
        candidates: Sequence[ArticleId],
        parameters: dict[str, object],
    ) -> None:
        self._conn = conn
        self._indexes = indexes
        self._stretch = Range(min(candidates), max(candidates))
        self._parameters = parameters
        self._names: dict[Condition, str | None] = {}

    def listed(self, condition: Condition) -> str | None:
        """The parameter with the list; None where the condition is no expression, or finds too many."""
        if condition not in self._names:
            self._names[condition] = self._list(condition)
        return self._names[condition]

    def _list(self, condition: Condition) -> str | None:
        match = None if isinstance(condition, Among) else self._indexes.match(condition)
        if match is None:
            return None
        rows = self._conn.execute(
            f"SELECT rowid >> {indexing.BITS} FROM {match.index} WHERE {_matches(match)}"
            f" LIMIT {_MOST_HELD + 1}",
            _parameters(match, self._stretch),
        ).fetchall()
        if len(rows) > _MOST_HELD:
            return None
        name = f"p{len(self._parameters)}"
        self._parameters[name] = json.dumps([row[0] for row in rows])
        return name


def _matches(match: Match) -> str:
    """SQL for the rows of a stretch that an expression finds and that are no orphans."""
    orphan = f"SELECT 1 FROM orphan o WHERE o.id = {match.index}.rowid"
    return f"{match.index} MATCH :match AND rowid BETWEEN :low AND :high AND NOT EXISTS ({orphan})"


def _parameters(match: Match, stretch: Range) -> dict[str, object]:
    low, high = stretch.low << indexing.BITS, (stretch.high << indexing.BITS) | indexing.LAST
    return {"match": match.text, "low": low, "high": high}
