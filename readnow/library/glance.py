"""A quick look into a library: how many articles a query means, and what is named, without opening it whole.

For status bars and for completion in a shell, which ask often and wait. Invariant: the answer is that of the
library itself; where that would have to be made or brought up to date first, there is none.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec.structs import replace

from readnow.library.query_names import Names
from readnow.model.query import ArticleQuery
from readnow.store import feeds, glancing
from readnow.store.connecting import Connection
from readnow.store.counting import count
from readnow.store.smart_feeds import all_smart_feeds
from readnow.store.tags import all_tags


class Glance:
    """A library that is looked into."""

    def __init__(self, conn: Connection, now: float, folds: bool) -> None:
        self._conn = conn
        self._now = now
        self._folds = folds

    @property
    def names(self) -> Names:
        """What a query may refer to."""
        conn = self._conn
        return Names(
            feeds.all_feeds(conn),
            feeds.all_folders(conn),
            self._now,
            smart=all_smart_feeds(conn),
            tags=all_tags(conn),
        )

    def count(self, query: ArticleQuery) -> int:
        """How many articles match."""
        return count(self._conn, query if self._folds else replace(query, once=False))

    def rules(self) -> tuple[str, ...]:
        """The names of the rules."""
        return glancing.rule_names(self._conn)


@contextmanager
def glance(database: Path, now: float, *, folds: bool = True) -> Iterator[Glance | None]:
    """The library in that file; None where it has to be opened whole. Raises `StoreError`."""
    conn = glancing.opened(database)
    if conn is None:
        yield None
        return
    with closing(conn):
        yield Glance(conn, now, folds)
