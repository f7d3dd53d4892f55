"""What a row of the feed list means as a query. Pure.

Used by the interface for its lists and by `tallies` for the numbers beside them.
"""

from msgspec.structs import replace

from readnow.library.query import Names
from readnow.model.errors import QueryError
from readnow.model.query import ArticleQuery, Scope, ScopeKind, Sort

MARKS = frozenset((ScopeKind.STARRED, ScopeKind.LATER, ScopeKind.CONTINUE, ScopeKind.MUTED))
"""Piles of what is read or not: of these a row says how many there are, of others how many are unread."""


_EACH = frozenset((ScopeKind.FEED, ScopeKind.MUTED))
"""Lists that show each article, whether or not others of them are the same story."""


_OVER_ALL = frozenset((ScopeKind.ALL, ScopeKind.UNREAD, ScopeKind.TODAY, ScopeKind.NEW, ScopeKind.SMART))
"""Lists over all feeds, which some feeds are left out of."""


def scope_query(scope: Scope, names: Names) -> ArticleQuery:
    """The query for a scope's articles. Raises `QueryError` where a smart feed's cannot be read."""
    query = ArticleQuery(scope, once=scope.kind not in _EACH, leaves_out=scope.kind in _OVER_ALL)
    if scope.kind is ScopeKind.TODAY:
        from readnow.library.query_dates import read_period  # not needed by most lists

        today = read_period("today", names.now, names.zone)
        return replace(query, since=today[1] if today is not None else 0)
    if scope.kind is not ScopeKind.SMART:
        return query
    from readnow.library.query_reading import smart_condition

    smart = next((one for one in names.smart if one.id == scope.id), None)
    if smart is None:
        raise QueryError("This smart feed is not there any more.")
    return replace(query, where=smart_condition(smart, names))


def own_sort(scope: Scope, names: Names) -> Sort | None:
    """The order that a smart feed was given; None for the usual one."""
    smart = next((one for one in names.smart if scope == Scope(ScopeKind.SMART, one.id)), None)
    return Sort(smart.sort) if smart is not None and smart.sort in set(Sort) else None


def nothing(scope: Scope) -> ArticleQuery:
    """A query that finds nothing, for a scope whose own cannot be read."""
    from readnow.model.condition import Among

    return ArticleQuery(scope, where=Among(scope.kind, "", frozenset()))
