"""Which articles: an `ArticleQuery` as SQL that yields ids in order, made to walk along an index.

Used by `articles` and `flags`. Invariant: only named parameters carry values from outside; without words no
text of an article is looked at, and no page is sorted.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.model.query import ArticleQuery, Field, ScopeKind
from readnow.store.connecting import Connection
from readnow.text.words import fold

_MOST_FEEDS = 300
"""Up to so many feeds are walked side by side (3 ms); more are filtered out of the walk through all, which
is slow where they are quiet ones. SQLite itself allows 500."""


@dataclass(slots=True)
class Selection:
    """SQL of one column, `id`, in the query's order, and its parameters. ` LIMIT n` may be put behind it."""

    sql: str
    parameters: dict[str, object] = field(default_factory=dict)


def chosen(ids: Iterable[ArticleId]) -> Selection:
    """These ids as a selection: any number of them as one parameter."""
    return Selection("SELECT value AS id FROM json_each(:chosen)", {"chosen": json.dumps([*map(int, ids)])})


def select_ids(conn: Connection, query: ArticleQuery, among: Iterable[ArticleId] | None = None) -> Selection:
    """The ids that match, and are in `among` where that is given. The query's limit is not applied."""
    feeds = feeds_of(conn, query)
    unread = query.unread_only or query.scope.kind is ScopeKind.UNREAD
    starred = query.starred_only or query.scope.kind is ScopeKind.STARRED
    table = "starred" if starred else "unread" if unread else "article"
    parameters: dict[str, object] = {}
    conditions: list[str] = []
    if query.after is not None:
        conditions.append("id > :after" if query.oldest_first else "id < :after")
        parameters["after"] = query.after
    if among is not None:
        only = chosen(among)
        conditions.append(f"id IN ({only.sql})")
        parameters |= only.parameters
    if unread and table != "unread":
        conditions.append(f"EXISTS (SELECT 1 FROM unread u WHERE u.id = {table}.id)")
    if query.read_only:
        conditions.append(f"NOT EXISTS (SELECT 1 FROM unread u WHERE u.id = {table}.id)")
    conditions += _word_conditions(query, table, parameters)
    order = "ASC" if query.oldest_first else "DESC"
    side_by_side = table != "starred" and among is None
    if side_by_side and feeds is not None and 0 < len(feeds) <= _MOST_FEEDS:
        walks = [
            f"SELECT id FROM {table} WHERE {_all([f'feed_id = {feed_id:d}', *conditions])}"
            for feed_id in sorted(feeds)
        ]
        return Selection(f"{' UNION ALL '.join(walks)} ORDER BY id {order}", parameters)
    conditions.append(_feed_condition(conn, feeds, table))
    return Selection(f"SELECT id FROM {table} WHERE {_all(conditions)} ORDER BY id {order}", parameters)


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
    """The feeds that scope and query leave; None for all that are subscribed to."""
    found: frozenset[FeedId] | None = None
    if query.scope.kind is ScopeKind.FEED:
        rows = conn.execute("SELECT id FROM feed WHERE id = ? AND removed_at IS NULL", (query.scope.id,))
        found = frozenset(FeedId(row[0]) for row in rows)
    elif query.scope.kind is ScopeKind.FOLDER:
        found = feeds_in_folder(conn, query.scope.id)
    if query.feeds is None:
        return found
    return query.feeds - _removed(conn) if found is None else found & query.feeds


def _feed_condition(conn: Connection, feeds: frozenset[FeedId] | None, table: str) -> str:
    """The condition that keeps to these feeds, and to none that was removed."""
    # "+": no index on it, whose order would have to be sorted into that of the ids.
    own = "+feed_id" if table != "starred" else "(SELECT feed_id FROM article a WHERE a.id = starred.id)"
    parts = []
    if feeds is not None:
        parts.append(f"{own} IN ({','.join(str(int(feed_id)) for feed_id in sorted(feeds))})")
    elif removed := _removed(conn):
        parts.append(f"{own} NOT IN ({','.join(str(int(feed_id)) for feed_id in sorted(removed))})")
    return _all(parts)


def _removed(conn: Connection) -> frozenset[FeedId]:
    return frozenset(FeedId(row[0]) for row in conn.execute("SELECT id FROM feed WHERE removed_at NOT NULL"))


def _word_conditions(query: ArticleQuery, table: str, parameters: dict[str, object]) -> list[str]:
    conditions = []
    for number, word in enumerate(query.words):
        name = f"word{number}"
        parameters[name] = fold(word.text)
        found = f"instr(folded(a.title), :{name})"
        if word.field is Field.ANYWHERE:
            found += (
                f" OR instr(folded(a.author), :{name}) OR instr(folded(f.own_title), :{name})"
                f" OR (f.own_title = '' AND instr(folded(f.title), :{name}))"
                f" OR holds(b.html, :{name})"
            )
        conditions.append(
            "EXISTS (SELECT 1 FROM article a JOIN feed f ON f.id = a.feed_id JOIN body b ON b.id = a.id"
            f" WHERE a.id = {table}.id AND ({found}))"
        )
    return conditions


def _all(conditions: list[str]) -> str:
    return " AND ".join(condition for condition in conditions if condition) or "1"
