"""Unread marks of many articles: without triggers, everything is as it would be with them."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.feed import FeedId
from readnow.model.query import ArticleQuery, Scope
from readnow.store import articles, checks, unread_marks
from readnow.store.connecting import Connection
from tests.store.conftest import NOW, library, new, put_feed

Change = Callable[[Connection], object]
NUMBERS = st.lists(st.integers(0, 8), max_size=6)


def flagged(numbers: list[int], value: bool) -> Change:
    def change(conn: Connection) -> object:
        ids = tuple(
            ArticleId(row[0]) for row in conn.execute("SELECT id FROM article") if row[0] % 9 in numbers
        )
        return articles.set_flag(conn, StatusChange(ids, Flag.READ, value, NOW))

    return change


def read_feed(feed: int) -> Change:
    query = ArticleQuery(Scope.feed(FeedId(feed)), limit=None)
    return lambda conn: articles.mark_matching(conn, query, Flag.READ, True, NOW)


CHANGES = st.lists(
    st.builds(flagged, NUMBERS, st.booleans()) | st.builds(read_feed, st.integers(1, 3)), max_size=6
)


def _schema(conn: Connection) -> list[tuple[str, str]]:
    return conn.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


def after(changes: list[Change], folded: list[tuple[int, int]], many: int) -> list[list[tuple[object, ...]]]:
    """What is in the tables after these changes, where `many` marks are dealt with at once."""
    with pytest.MonkeyPatch.context() as patch, library() as conn:
        patch.setattr(unread_marks, "_MANY", many)
        for feed in range(3):
            put_feed(
                conn,
                f"f{feed}",
                [new(f"{feed}-{n}", NOW + 3 * n + feed, read=n % 3 == feed) for n in range(6)],
            )
        for lead, copy in folded:
            conn.execute(
                "INSERT OR IGNORE INTO folded (id, lead_id, feed_id, lead_feed_id)"
                " SELECT c.id, l.id, c.feed_id, l.feed_id FROM article c, article l"
                " WHERE c.id = ? AND l.id = ? AND c.feed_id <> l.feed_id"
                " AND NOT EXISTS (SELECT 1 FROM folded f WHERE f.id = l.id OR f.lead_id = c.id)",
                (NOW + copy, NOW + lead),
            )
        before = _schema(conn)
        for change in changes:
            change(conn)
        assert _schema(conn) == before
        assert (*checks.recount(conn), *checks.integrity(conn)) == ()
        return [conn.execute(f"SELECT * FROM {table}").fetchall() for table in ("unread", "folded", "feed")]


@settings(max_examples=60)
@given(CHANGES, st.lists(st.tuples(st.integers(0, 17), st.integers(0, 17)), max_size=8))
def test_many_marks_leave_what_each_by_itself_would(
    changes: list[Change], folded: list[tuple[int, int]]
) -> None:
    assert after(changes, folded, many=0) == after(changes, folded, many=10**9)
