"""Orders that no index has: by title, author, length, feed, and the best of what was found.

Used by `articles` and by the library. All that a query means is gone through by date, in pieces, and the
first of it in the order are kept: so the time grows with the list and not with the place in it, and whoever
waits can be told, or stop. Lists of whole feeds by feed are walks all the same, one feed behind the other.
Invariant: what is kept are the first behind the query's cursor of all that was looked at.
"""

import time
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.model.query import ArticleQuery, Cursor, Sort
from readnow.store.connecting import Connection
from readnow.store.feeds import shown_title
from readnow.store.selecting import chosen, narrowing_of, range_of, walk
from readnow.text.sorting import feed_key, sort_key

RANKED = 500
"""Of what a search finds, so many of the newest are ranked; the others follow them, newest first."""

_PIECE = 4_096
_COLUMNS = {Sort.TITLE: "title", Sort.AUTHOR: "author", Sort.LENGTH: "words", Sort.FEED: "feed_id"}

Place = tuple[str | float, int]


class Sorting:
    """One query gone through, of which `most` articles are kept (None: all)."""

    def __init__(self, query: ArticleQuery, most: int | None) -> None:
        self.query = query
        self.looked = 0
        """How many articles were looked at."""
        self.is_done = False
        self._most = most
        self._kept: list[Place] = []
        self._is_full = False
        """Whether something was left out that stands behind what is kept."""
        self._behind: ArticleId | None = None
        """Those behind this article, by date, have not been looked at."""
        self._feeds: Mapping[FeedId, str] | None = None

    def go_on(self, conn: Connection, seconds: float | None = None) -> bool:
        """Look at more, for about so many seconds; whether all is done."""
        began = time.monotonic()
        left = seconds
        while not self.is_done and (left is None or left >= 0):
            self._take_piece(conn, left)
            left = None if seconds is None else began + seconds - time.monotonic()
        return self.is_done

    def behind(self, after: Cursor | None, limit: int | None) -> tuple[list[Cursor], Cursor | None]:
        """What is kept of what stands behind a place, so many; and where more may be."""
        kept = [place for place in self._kept if after is None or place > after.place]
        found = [Cursor(ArticleId(-negative), key) for key, negative in kept[:limit]]
        if len(found) < len(kept):
            return found, found[-1] if found else after
        if not self._is_full:
            return found, None
        if self.query.sort is Sort.RANK:
            return found, Cursor(ArticleId(min(-negative for _, negative in self._kept)))
        return found, found[-1] if found else after

    def reaches(self, after: Cursor | None, limit: int | None) -> bool:
        """Whether a whole page behind that place is kept, or all that there is."""
        start = self.query.after
        if not self.is_done or (start is not None and (after is None or after.place < start.place)):
            return False
        found, following = self.behind(after, limit)
        return following is None or len(found) == limit or self.query.sort is Sort.RANK

    def _take_piece(self, conn: Connection, seconds: float | None) -> None:
        if self.query.sort is Sort.RANK:
            self._take_ranked(conn, seconds)
            return
        if self.query.where is not None:
            ids = self._search(conn, _PIECE, seconds)
            keys = self._keys(conn, chosen(ids).sql, chosen(ids).parameters)
        else:
            left = range_of(replace(self.query, after=None))
            if self._behind is not None:
                left = left.within(left.low, self._behind - 1)
            selection = walk(conn, narrowing_of(conn, self.query), left, oldest_first=False)
            keys = self._keys(conn, f"{selection.sql} LIMIT {_PIECE:d}", selection.parameters)
            ids = [id_ for id_, _ in keys]
            self._behind = min(ids, default=None)
            self.is_done = len(ids) < _PIECE
        self.looked += len(ids)
        self._keep((key, -id_) for id_, key in keys if key is not None)

    def _search(self, conn: Connection, want: int, seconds: float | None) -> list[ArticleId]:
        from readnow.store import searching  # not needed by lists

        assert self.query.where is not None
        behind = None if self._behind is None else Cursor(self._behind)
        query = replace(self.query, sort=Sort.NEWEST, after=behind)
        found = searching.find(conn, query, self.query.where, want, seconds)
        self._behind, self.is_done = found.next, found.next is None
        return found.ids

    def _keys(
        self, conn: Connection, ids: str, parameters: Mapping[str, object]
    ) -> list[tuple[ArticleId, str | float | None]]:
        """Articles with what they are sorted by; None for one that is gone."""
        column = _COLUMNS[self.query.sort]
        rows = conn.execute(
            f"SELECT c.id, a.{column} FROM ({ids}) c LEFT JOIN article a ON a.id = c.id", parameters
        )
        if self.query.sort is Sort.LENGTH:
            return [(id_, None if words is None else -words) for id_, words in rows]
        if self.query.sort is Sort.FEED:
            feeds = self._feeds = self._feeds or _feed_keys(conn)
            return [(id_, feeds.get(feed_id)) for id_, feed_id in rows]
        return [(id_, None if text is None else sort_key(text)) for id_, text in rows]

    def _keep(self, places: Iterable[Place]) -> None:
        after, most = self.query.after, self._most
        worst = self._kept[-1] if self._kept and self._is_full else None
        fresh = [
            place
            for place in places
            if (after is None or place > after.place) and (worst is None or place < worst)
        ]
        if not fresh:
            return
        self._kept += sorted(fresh)
        self._kept.sort()  # two runs that are in order: far quicker than it looks
        if most is not None and len(self._kept) > most:
            del self._kept[most:]
            self._is_full = True

    # -- rank

    def _take_ranked(self, conn: Connection, seconds: float | None) -> None:
        """Find the newest; when there are enough of them, rank them."""
        from readnow.store import ranking

        found = self._search(conn, RANKED - self.looked, seconds)
        self.looked += len(found)
        self._kept += [(0.0, -id_) for id_ in found]
        if self.looked < RANKED and not self.is_done:
            return
        assert self.query.where is not None
        scores = ranking.scores(conn, self.query.where, [ArticleId(-negative) for _, negative in self._kept])
        self._is_full, self.is_done = not self.is_done, True
        self._kept = sorted((scores.get(ArticleId(-negative), 0.0), negative) for _, negative in self._kept)


def page_ids(conn: Connection, query: ArticleQuery) -> tuple[list[ArticleId], Cursor | None]:
    """A page in such an order, and where it goes on."""
    if is_walk(conn, query):
        return by_feed(conn, query)
    sorting = Sorting(query, query.limit)
    sorting.go_on(conn)
    found, following = sorting.behind(query.after, query.limit)
    return [cursor.id for cursor in found], following


def is_walk(conn: Connection, query: ArticleQuery) -> bool:
    """Whether the list is made of walks, one for each feed."""
    if query.sort is not Sort.FEED or query.where is not None:
        return False
    return not narrowing_of(conn, query).leads_alone


def by_feed(conn: Connection, query: ArticleQuery) -> tuple[list[ArticleId], Cursor | None]:
    """A page of whole feeds by feed."""
    narrowing, after, limit = narrowing_of(conn, query), query.after, query.limit
    whole = range_of(replace(query, after=None))
    column = "unread" if narrowing.unread else "total"
    rows = conn.execute(f"SELECT id FROM feed WHERE removed_at IS NULL AND {column} > 0")
    feeds = narrowing.feeds
    filled = {FeedId(row[0]) for row in rows if feeds is None or row[0] in feeds}
    found: list[ArticleId] = []
    keys: list[str] = []
    for feed_id, key in sorted(_feed_keys(conn).items(), key=lambda pair: pair[1]):
        if feed_id not in filled or (after is not None and key < str(after.key)):
            continue
        left = whole
        if after is not None and key == after.key:
            left = whole.within(whole.low, after.id - 1)
        selection = walk(conn, replace(narrowing, feeds=frozenset((feed_id,))), left, oldest_first=False)
        wanted = "" if limit is None else f" LIMIT {limit + 1 - len(found):d}"
        ids = [ArticleId(row[0]) for row in conn.execute(selection.sql + wanted, selection.parameters)]
        found += ids
        keys += [key] * len(ids)
        if limit is not None and len(found) > limit:
            return found[:limit], Cursor(found[limit - 1], keys[limit - 1]) if limit else after
    return found, None


def _feed_keys(conn: Connection) -> dict[FeedId, str]:
    rows = conn.execute("SELECT id, own_title, title, url FROM feed WHERE removed_at IS NULL")
    return {FeedId(row[0]): feed_key(row[0], shown_title(*row[1:])) for row in rows}
