"""Pages of lists in an order that no index has (`store.sorting`): gone through once for many pages.

Used by `Articles`. What was put in order for the page before is kept for the following ones, of one list at a
time. Invariant: a page holds only what matches when it is read, whatever it was when the order was made.
"""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from readnow.model.article import ArticleHead
from readnow.model.query import ArticleQuery, Cursor, Page, Sort
from readnow.store import articles as stored_articles
from readnow.store.database import Connection, Database

if TYPE_CHECKING:
    from readnow.store.sorting import Sorting

_PART = 0.05
"""Seconds after which others that read have their turn."""
_KEPT = 5_000
"""Articles of a list that are put in order together: fifty pages of the interface."""


class SortedPages:
    """The list that was put in order last."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sorting: Sorting | None = None

    async def parts(self, query: ArticleQuery) -> AsyncIterator[Page]:
        """A page, after empty ones that say how many articles were looked at until then."""
        sorting = self._kept_for(query)
        if sorting is None:
            if await self._database.read(_is_walk, query):
                yield await self._database.read(stored_articles.page, query)
                return
            sorting = _begun(query)
            while not await self._database.read(sorting.go_on, _PART):
                yield Page((), query.after, part=True, looked=sorting.looked)
            self._sorting = sorting
        found, following = sorting.behind(query.after, query.limit)
        heads = await self._database.read(_matching, query, found)
        # Behind the best that a search found are the others, by date.
        more = query.sort is Sort.RANK and following is not None and following.key == ""
        yield Page(heads, following, part=more, looked=sorting.looked)

    def _kept_for(self, query: ArticleQuery) -> "Sorting | None":
        """What was put in order for an earlier page of the same list, if the page is in it."""
        sorting = self._sorting
        if sorting is None or query.after is None:
            return None
        same = replace(sorting.query, after=None, limit=None) == replace(query, after=None, limit=None)
        return sorting if same and sorting.reaches(query.after, query.limit) else None


def _begun(query: ArticleQuery) -> "Sorting":
    from readnow.store.sorting import Sorting

    return Sorting(query, None if query.limit is None else max(_KEPT, query.limit))


def _is_walk(conn: Connection, query: ArticleQuery) -> bool:
    from readnow.store import sorting

    return sorting.is_walk(conn, query)


def _matching(conn: Connection, query: ArticleQuery, found: list[Cursor]) -> tuple[ArticleHead, ...]:
    ids = [cursor.id for cursor in found]
    by_id = {head.id: head for head in stored_articles.matching(conn, query, ids)}
    return tuple(by_id[id_] for id_ in ids if id_ in by_id)
