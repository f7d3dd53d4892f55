"""Unread marks set and taken, of few articles or of a hundred thousand.

Called by `flags` within its transaction; counts are the caller's. Of many, what triggers of the table
`unread` would see to row by row (`schema_stories`) is seen to once, while they are away: less than half the
time.
Invariant: what is left behind, triggers and all, is what each mark by itself would have left.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.store.connecting import Connection
from readnow.store.selecting import json_of

Mark = tuple[ArticleId, FeedId]

_MANY = 5_000
"""Marks from which on it is quicker to do without triggers: taking them away and bringing them back makes
both connections read the schema again."""
_IN_GROUPS = (
    "SELECT d.id FROM json_each(?1) c CROSS JOIN folded d ON d.id = c.value"
    " UNION SELECT d.id FROM json_each(?1) c CROSS JOIN folded d ON d.lead_id = c.value"
)
_IS_UNREAD = "EXISTS (SELECT 1 FROM unread u WHERE u.id = folded.{})"
_OPEN_AS_THEY_ARE = (
    f"UPDATE folded SET open = {_IS_UNREAD.format('id')} AND {_IS_UNREAD.format('lead_id')}"
    f" WHERE id IN ({_IN_GROUPS})"
)


def put(conn: Connection, marks: Sequence[Mark]) -> None:
    """Mark these unread, which are not."""
    _change(conn, "INSERT INTO unread (id, feed_id) VALUES (?, ?)", marks)


def take(conn: Connection, marks: Sequence[Mark]) -> None:
    """Mark these read, which are unread."""
    _change(conn, "DELETE FROM unread WHERE id = ? AND feed_id = ?", marks)


def take_feeds(conn: Connection, feeds: Iterable[FeedId], end: int, number: int) -> None:
    """Mark all of these feeds read that has an id below `end`: `number` articles."""
    feeds = tuple(feeds)
    sql, bounds = "DELETE FROM unread WHERE feed_id = ? AND id < ?", [(feed_id, end) for feed_id in feeds]
    if number < _MANY:
        conn.executemany(sql, bounds)
        return
    with _without_triggers(conn):
        conn.executemany(sql, bounds)
    for id, feed in (("id", "feed_id"), ("lead_id", "lead_feed_id")):
        conn.executemany(
            f"UPDATE folded SET open = 0 WHERE {feed} = ? AND open AND NOT {_IS_UNREAD.format(id)}",
            [(feed_id,) for feed_id in feeds],
        )


def _change(conn: Connection, sql: str, marks: Sequence[Mark]) -> None:
    if len(marks) < _MANY:
        conn.executemany(sql, marks)
        return
    with _without_triggers(conn):
        conn.executemany(sql, marks)
    conn.execute(_OPEN_AS_THEY_ARE, (json_of(article_id for article_id, _ in marks),))


@contextmanager
def _without_triggers(conn: Connection) -> Iterator[None]:
    """The table without its triggers. Should anything fail, the transaction, and with it this, is undone."""
    made = conn.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'unread'"
    ).fetchall()
    for name, _ in made:
        conn.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in made:
        conn.execute(sql)
