"""Ids for new articles: the date to sort by, or the next number that no article has.

Asked by `arrivals` and by what puts records back. Invariant: an id is at or above its date and free at that
moment, also among those given in the same step. Thousands of articles may have one date, to the second: where
the search for a free number ended is remembered, for as long as a refresh or an import lasts.
"""

from collections.abc import Sequence

from readnow.model.article import ArticleId
from readnow.model.change import NewArticle
from readnow.model.feed import Timestamp
from readnow.store.connecting import Connection
from readnow.store.selecting import json_of

_REMEMBERED = 20_000
_IS_TAKEN = "SELECT 1 FROM article WHERE id = ?"
_FREE = "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT a.id FROM article a WHERE a.id = value)"
_FIRST_GAP = (
    "SELECT a.id + 1 FROM article a WHERE a.id >= ?"
    " AND NOT EXISTS (SELECT 1 FROM article b WHERE b.id = a.id + 1) ORDER BY a.id LIMIT 1"
)


class FreeIds:
    """Gives ids. What it remembers is where to begin: numbers may have been taken, or given back, since."""

    def __init__(self) -> None:
        self._behind: dict[Timestamp, int] = {}
        """By date, the number behind the last that was given for it, where that was not the date itself."""

    def one(self, conn: Connection, date: Timestamp) -> ArticleId:
        """A free id for an article of this date."""
        wanted = _free_from(conn, self._behind.get(date, date))
        self._remember(date, wanted)
        return ArticleId(wanted)

    def give(self, conn: Connection, arrivals: Sequence[NewArticle]) -> dict[ArticleId, NewArticle]:
        """The arrivals with ids of their own, in their order."""
        given: dict[ArticleId, NewArticle] = {}
        free = {row[0] for row in conn.execute(_FREE, (json_of(new.sort_date for new in arrivals),))}
        for new in arrivals:
            wanted = self._behind.get(new.sort_date, new.sort_date)
            while wanted in given or wanted not in free:
                if wanted in given:
                    wanted += 1
                else:
                    wanted = _free_from(conn, wanted)
                    free.add(wanted)
            self._remember(new.sort_date, wanted)
            given[ArticleId(wanted)] = new
        return given

    def _remember(self, date: Timestamp, given: int) -> None:
        if given == date:
            return
        if len(self._behind) >= _REMEMBERED:
            self._behind.clear()
        self._behind[date] = given + 1


def _free_from(conn: Connection, wanted: int) -> int:
    """The first free number from this one on."""
    if conn.execute(_IS_TAKEN, (wanted,)).fetchone():
        found: int = conn.execute(_FIRST_GAP, (wanted,)).fetchone()[0]
        return found
    return wanted
