"""Which articles, as far as an index of the tables says it: scope, flags, feeds, as SQL that yields ids in
order.

Used by `articles`, `flags` and `searching`, which looks at what else a query asks for. Invariants: only named
parameters carry values from outside; no text of an article is looked at, and nothing is sorted.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.model.query import ArticleQuery, ScopeKind
from readnow.store.connecting import Connection

_MOST_FEEDS = 300
"""Up to so many feeds are walked side by side (3 ms); more are filtered out of the walk through all, which
is slow where they are quiet ones. SQLite itself allows 500."""

FIRST, LAST = -(1 << 58), 1 << 58
"""No article has an id beyond these."""


class Selection(Struct):
    """SQL of one column, `id`, in the query's order, and its parameters. ` LIMIT n` may be put behind it."""

    sql: str
    parameters: dict[str, object] = field(default_factory=dict)


class Range(Struct, frozen=True):
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


class Pile(NamedTuple):
    """A table that has a row for each article of a kind. `only`: which of its rows; `by`: the index, where
    SQLite would not see by itself that the ids of those are in order there."""

    table: str
    id: str = "id"
    only: str = ""
    by: str = ""

    def has(self, id: str) -> str:
        """SQL: whether an article is of the kind."""
        return f"EXISTS (SELECT 1 FROM {self.table} p WHERE {all_of((f'p.{self.id} = {id}', self.only))})"


PILES: Mapping[str, Pile] = {
    "muted": Pile("hidden", only="muted AND deleted_at IS NULL", by="hidden_muted"),
    "starred": Pile("starred"),
    "later": Pile("later"),
    "begun": Pile("place"),
    "fresh": Pile("fresh"),
    "tagged": Pile("tagged", by="tagged_by_id"),
    "unread": Pile("unread"),
    "edited": Pile("earlier", "article_id"),
}
"""By the part of a narrowing that each stands for. The first that is asked for leads: it should have the
fewest rows."""


def tag_pile(tag_id: int) -> Pile:
    """What has one tag."""
    return Pile("tagged", only=f"tag_id = {tag_id:d}")


_MARKS = {"unread": "w.unread", "starred": "w.starred_at IS NOT NULL", "later": "w.later_at IS NOT NULL"}
"""The piles in which no hidden article is, and what says in `hidden` that it was."""
_IS_HIDDEN = "EXISTS (SELECT 1 FROM hidden w WHERE {})"


class Narrowing(Struct, frozen=True):
    """What an index can say of articles. `feeds` None: all that are subscribed to. Hidden ones are not meant,
    unless those that are `muted` are. `once`: nor is one whose lead (`stories`) is meant."""

    feeds: frozenset[FeedId] | None = None
    unread: bool = False
    read: bool = False
    starred: bool = False
    later: bool = False
    begun: bool = False
    fresh: bool = False
    edited: bool = False
    muted: bool = False
    tagged: bool = False
    tag: int | None = None
    once: "Once | None" = None

    @property
    def piles(self) -> dict[str, Pile]:
        """The piles that hold all that is meant, the smallest first."""
        tag = {} if self.tag is None else {"tag": tag_pile(self.tag)}
        none: Mapping[str, str] = _MARKS if self.muted else {}
        return tag | {name: pile for name, pile in PILES.items() if getattr(self, name) and name not in none}

    @property
    def leads_alone(self) -> bool:
        """Whether the walk is through articles of all feeds, of which those of others are left out."""
        return any(name != "unread" for name in self.piles)

    def conditions(self, id: str, *but: str) -> list[str]:
        """SQL conditions on an article's id, without those that are named in `but`."""
        found = [pile.has(id) for name, pile in self.piles.items() if name not in but]
        if self.once is not None:
            # Likelihood: SQLite would rather sort what it takes for very few.
            found.append(f"likelihood(NOT {self._is_led(self.once, id)}, 1.0)")
        if self.muted:
            was = [said for name, said in _MARKS.items() if getattr(self, name)]
            was += ["NOT w.unread"] * self.read
            return found + [_IS_HIDDEN.format(f"w.id = {id} AND {said}") for said in was]
        found += [f"NOT {PILES['unread'].has(id)}"] * self.read
        is_marked = any(getattr(self, name) for name in _MARKS)
        return found if is_marked else [*found, f"NOT {_IS_HIDDEN.format(f'w.id = {id}')}"]

    def _is_led(self, once: "Once", id: str) -> str:
        """SQL: whether an article is shown under another that is meant."""
        feeds = "" if once.feeds is None else f"d.lead_feed_id IN ({_listed(once.feeds)})"
        since = "" if once.since is None else f"d.lead_id >= {once.since:d}"
        meant = replace(self, once=None).conditions("d.lead_id")
        return f"EXISTS (SELECT 1 FROM folded d WHERE {all_of([f'd.id = {id}', feeds, since, *meant])})"


class Once(NamedTuple):
    """Where the lead of a story is shown, so that its copies are not: in these feeds (None: in all), from a
    moment on."""

    feeds: frozenset[FeedId] | None
    since: int | None


def chosen(ids: Iterable[ArticleId]) -> Selection:
    """These ids as a selection: any number of them as one parameter."""
    return Selection("SELECT value AS id FROM json_each(:chosen)", {"chosen": json_of(ids)})


def json_of(numbers: Iterable[int]) -> str:
    """Numbers as one parameter, for `json_each`."""
    return json.dumps([*map(int, numbers)])


def select_ids(conn: Connection, query: ArticleQuery, among: Iterable[ArticleId] | None = None) -> Selection:
    """The ids that match, and are in `among` where that is given; `where` and the limit are not applied."""
    return walk(conn, narrowing_of(conn, query), range_of(query), query.oldest_first, among)


def narrowing_of(conn: Connection, query: ArticleQuery) -> Narrowing:
    """What the query says beside its `where`."""
    kind, feeds = query.scope.kind, feeds_of(conn, query)
    return Narrowing(
        feeds,
        unread=query.unread_only or kind is ScopeKind.UNREAD,
        read=query.read_only,
        starred=query.starred_only or kind is ScopeKind.STARRED,
        later=kind is ScopeKind.LATER,
        begun=kind is ScopeKind.CONTINUE,
        fresh=kind is ScopeKind.NEW,
        muted=kind is ScopeKind.MUTED,
        tag=query.scope.id if kind is ScopeKind.TAG else None,
        once=Once(feeds, query.since) if query.once else None,
    )


def range_of(query: ArticleQuery) -> Range:
    """The ids behind `after` in the query's order, from `since` on."""
    within = Range() if query.since is None else Range(low=query.since)
    if query.after is None:
        return within
    low, high = (query.after.id + 1, LAST) if query.oldest_first else (FIRST, query.after.id - 1)
    return within.within(low, high)


def walk(
    conn: Connection,
    narrowing: Narrowing,
    within: Range,
    oldest_first: bool,
    among: Iterable[ArticleId] | None = None,
) -> Selection:
    """A walk along the index that leads through the fewest articles."""
    name, pile = next(iter(narrowing.piles.items()), ("", _ARTICLES))
    table, id, feeds = pile.table, pile.id, narrowing.feeds
    if feeds is not None and not feeds:
        return Selection(f"SELECT {id} AS id FROM {table} WHERE 0")
    parameters: dict[str, object] = {}
    conditions = [pile.only, *narrowing.conditions(f"{table}.{id}", name)]
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
    has_feed = table in ("article", "unread")
    if has_feed and among is None and feeds is not None and len(feeds) <= _MOST_FEEDS:
        walks = [
            f"SELECT id FROM {table} WHERE {all_of([f'feed_id = {feed_id:d}', *conditions])}"
            for feed_id in sorted(feeds)
        ]
        return Selection(f"{' UNION ALL '.join(walks)} ORDER BY id {order}", parameters)
    # "+": no index on it, whose order would have to be sorted into that of the ids.
    own = "+feed_id" if has_feed else f"(SELECT feed_id FROM article a WHERE a.id = {table}.{id})"
    conditions.append(feed_condition(conn, feeds, own))
    distinct = "DISTINCT " if name in _SEVERAL else ""
    indexed = f" INDEXED BY {pile.by}" if pile.by and among is None else ""
    return Selection(
        f"SELECT {distinct}{id} AS id FROM {table}{indexed} WHERE {all_of(conditions)} ORDER BY {id} {order}",
        parameters,
    )


_ARTICLES = Pile("article")
_SEVERAL = ("edited", "tagged")
"""Piles that may have several rows for an article."""


def leading(narrowing: Narrowing) -> Narrowing:
    """Only what a walk is led by: each row it goes through is one of these."""
    name = next(iter(narrowing.piles), "")
    feeds = narrowing.feeds if name in ("", "unread") else None
    parts: dict[str, Any] = {name: getattr(narrowing, name)} if name else {}
    return Narrowing(feeds, **parts)


def feeds_in_folder(conn: Connection, folder_id: int) -> frozenset[FeedId]:
    """The feeds of a folder and of all folders inside it."""
    rows = conn.execute(
        "WITH RECURSIVE inside (id) AS (VALUES (?) UNION SELECT folder.id FROM folder JOIN inside"
        " ON folder.parent_id = inside.id)"
        " SELECT feed.id FROM feed JOIN inside ON feed.folder_id = inside.id WHERE removed_at IS NULL"
        " UNION SELECT feed.id FROM inside JOIN filed ON filed.folder_id = inside.id"
        " JOIN feed ON feed.id = filed.feed_id WHERE removed_at IS NULL",
        (folder_id,),
    )
    return frozenset(FeedId(row[0]) for row in rows)


def feeds_of(conn: Connection, query: ArticleQuery) -> frozenset[FeedId] | None:
    """The feeds that the query is over, as its scope says; None for all that are subscribed to."""
    if query.scope.kind is ScopeKind.FEED:
        rows = conn.execute("SELECT id FROM feed WHERE id = ? AND removed_at IS NULL", (query.scope.id,))
        return frozenset(FeedId(row[0]) for row in rows)
    if query.scope.kind is ScopeKind.FOLDER:
        return feeds_in_folder(conn, query.scope.id)
    left_out = _left_out(conn, query)
    if not left_out:
        return None
    rows = conn.execute("SELECT id FROM feed WHERE removed_at IS NULL")
    return frozenset(FeedId(row[0]) for row in rows) - left_out


def _left_out(conn: Connection, query: ArticleQuery) -> frozenset[FeedId]:
    """The feeds that a query over all feeds is not over: what it names, or the user put aside by hand, is."""
    if not query.leaves_out:
        return frozenset()
    left_out = frozenset(FeedId(row[0]) for row in conn.execute("SELECT id FROM feed WHERE NOT in_all"))
    if not left_out or query.where is None:
        return left_out
    from readnow.model.condition import is_set_aside, named_feeds  # most lists have no condition

    return frozenset() if is_set_aside(query.where) else left_out - named_feeds(query.where)


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
