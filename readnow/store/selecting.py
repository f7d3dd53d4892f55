"""Which articles, as far as an index of the tables says it: scope, flags, feeds, as SQL that yields ids in
order.

Used by `articles`, `flags` and `searching`, which looks at what else a query asks for. Invariants: only named
parameters carry values from outside; no text of an article is looked at, and nothing is sorted.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.model.query import ArticleQuery, ScopeKind
from readnow.store.connecting import Connection

_MOST_FEEDS = 300
"""Up to so many feeds are walked side by side (3 ms); more are filtered out of the walk through all, which
is slow where they are quiet ones. SQLite itself allows 500."""

FIRST, LAST = -(1 << 58), 1 << 58
"""No article has an id beyond these."""


@dataclass(slots=True)
class Selection:
    """SQL of one column, `id`, in the query's order, and its parameters. ` LIMIT n` may be put behind it."""

    sql: str
    parameters: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Range:
    """The ids from `low` to `high`, both included."""

    low: int = FIRST
    high: int = LAST

    @property
    def is_empty(self) -> bool:
        """Whether there are none."""
        return self.low > self.high

    def within(self, low: int, high: int) -> "Range":
        """What of it lies within these."""
        return Range(max(self.low, low), min(self.high, high))


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What an index can say of articles. `feeds` None: all that are subscribed to."""

    feeds: frozenset[FeedId] | None = None
    unread: bool = False
    read: bool = False
    starred: bool = False
    edited: bool = False

    def conditions(self, id: str, *but: str) -> list[str]:
        """SQL conditions on an article's id, without those that are named in `but`."""
        found = {
            "unread": f"EXISTS (SELECT 1 FROM unread u WHERE u.id = {id})",
            "read": f"NOT EXISTS (SELECT 1 FROM unread u WHERE u.id = {id})",
            "starred": f"EXISTS (SELECT 1 FROM starred s WHERE s.id = {id})",
            "edited": f"EXISTS (SELECT 1 FROM earlier e WHERE e.article_id = {id})",
        }
        return [sql for name, sql in found.items() if getattr(self, name) and name not in but]


def chosen(ids: Iterable[ArticleId]) -> Selection:
    """These ids as a selection: any number of them as one parameter."""
    return Selection("SELECT value AS id FROM json_each(:chosen)", {"chosen": json.dumps([*map(int, ids)])})


def select_ids(conn: Connection, query: ArticleQuery, among: Iterable[ArticleId] | None = None) -> Selection:
    """The ids that match, and are in `among` where that is given; `where` and the limit are not applied."""
    return walk(conn, narrowing_of(conn, query), range_of(query), query.oldest_first, among)


def narrowing_of(conn: Connection, query: ArticleQuery) -> Narrowing:
    """What the query says beside its `where`."""
    return Narrowing(
        feeds_of(conn, query),
        unread=query.unread_only or query.scope.kind is ScopeKind.UNREAD,
        read=query.read_only,
        starred=query.starred_only or query.scope.kind is ScopeKind.STARRED,
    )


def range_of(query: ArticleQuery) -> Range:
    """The ids behind `after` in the query's order."""
    if query.after is None:
        return Range()
    return Range(low=query.after + 1) if query.oldest_first else Range(high=query.after - 1)


def walk(
    conn: Connection,
    narrowing: Narrowing,
    within: Range,
    oldest_first: bool,
    among: Iterable[ArticleId] | None = None,
) -> Selection:
    """A walk along the index that leads through the fewest articles."""
    name, table, id = _leading(narrowing)
    parameters: dict[str, object] = {}
    conditions = narrowing.conditions(f"{table}.{id}", name)
    for limit, bound, sign in (("low", within.low, ">="), ("high", within.high, "<=")):
        if bound not in (FIRST, LAST):
            conditions.append(f"{id} {sign} :{limit}")
            # What is beyond SQLite's integers is beyond all articles.
            parameters[limit] = max(FIRST, min(LAST, bound))
    if among is not None:
        only = chosen(among)
        conditions.append(f"{id} IN ({only.sql})")
        parameters |= only.parameters
    order = "ASC" if oldest_first else "DESC"
    feeds = narrowing.feeds
    if (
        table in ("article", "unread")
        and among is None
        and feeds is not None
        and 0 < len(feeds) <= _MOST_FEEDS
    ):
        walks = [
            f"SELECT id FROM {table} WHERE {all_of([f'feed_id = {feed_id:d}', *conditions])}"
            for feed_id in sorted(feeds)
        ]
        return Selection(f"{' UNION ALL '.join(walks)} ORDER BY id {order}", parameters)
    # "+": no index on it, whose order would have to be sorted into that of the ids.
    own = (
        "+feed_id"
        if table in ("article", "unread")
        else f"(SELECT feed_id FROM article a WHERE a.id = {table}.{id})"
    )
    conditions.append(feed_condition(conn, feeds, own))
    distinct = "DISTINCT " if table == "earlier" else ""
    return Selection(
        f"SELECT {distinct}{id} AS id FROM {table} WHERE {all_of(conditions)} ORDER BY {id} {order}",
        parameters,
    )


def _leading(narrowing: Narrowing) -> tuple[str, str, str]:
    """What is walked through: the part of the narrowing it stands for, the table, the column of its ids."""
    if narrowing.starred:
        return "starred", "starred", "id"
    if narrowing.unread:
        return "unread", "unread", "id"
    if narrowing.edited:
        return "edited", "earlier", "article_id"
    return "", "article", "id"


def feeds_in_folder(conn: Connection, folder_id: int) -> frozenset[FeedId]:
    """The feeds of a folder and of all folders inside it."""
    rows = conn.execute(
        "WITH RECURSIVE inside (id) AS (VALUES (?) UNION SELECT folder.id FROM folder JOIN inside"
        " ON folder.parent_id = inside.id)"
        " SELECT feed.id FROM feed JOIN inside ON feed.folder_id = inside.id WHERE removed_at IS NULL",
        (folder_id,),
    )
    return frozenset(FeedId(row[0]) for row in rows)


def feeds_of(conn: Connection, query: ArticleQuery) -> frozenset[FeedId] | None:
    """The feeds of the query's scope; None for all that are subscribed to."""
    if query.scope.kind is ScopeKind.FEED:
        rows = conn.execute("SELECT id FROM feed WHERE id = ? AND removed_at IS NULL", (query.scope.id,))
        return frozenset(FeedId(row[0]) for row in rows)
    if query.scope.kind is ScopeKind.FOLDER:
        return feeds_in_folder(conn, query.scope.id)
    return None


def feed_condition(conn: Connection, feeds: frozenset[FeedId] | None, feed_id: str) -> str:
    """SQL that keeps to these feeds, and to none that was removed; empty where that says nothing."""
    if feeds is not None:
        return f"{feed_id} IN ({_listed(feeds)})"
    removed = removed_feeds(conn)
    return f"{feed_id} NOT IN ({_listed(removed)})" if removed else ""


def removed_feeds(conn: Connection) -> frozenset[FeedId]:
    """The feeds that are not subscribed to any more, whose articles are still there."""
    return frozenset(FeedId(row[0]) for row in conn.execute("SELECT id FROM feed WHERE removed_at NOT NULL"))


def narrowed_to(narrowing: Narrowing, feeds: frozenset[FeedId]) -> Narrowing:
    """The same for these feeds only."""
    return replace(narrowing, feeds=feeds if narrowing.feeds is None else narrowing.feeds & feeds)


def all_of(conditions: Iterable[str]) -> str:
    """SQL conditions joined, the empty ones left out."""
    return " AND ".join(condition for condition in conditions if condition) or "1"


def _listed(feeds: frozenset[FeedId]) -> str:
    return ",".join(str(int(feed_id)) for feed_id in sorted(feeds))
