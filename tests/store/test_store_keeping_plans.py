"""How SQLite looks for what goes and what is exported: by walks along keys that stop, with everything else
looked up by key."""

import re
from collections.abc import Callable

import pytest

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.model.retention import Limits
from readnow.store import burying, exporting, restoring_articles, retention
from readnow.store.database import Connection
from tests.store.conftest import NOW, new, put_feed

LIMITS = Limits(NOW, 3, True)
WORK: dict[str, Callable[[Connection], object]] = {
    "looking": lambda conn: retention.look(conn, FeedId(1), LIMITS, NOW - 500),
    "letting go": lambda conn: retention.let_go(conn, FeedId(1), LIMITS, [ArticleId(NOW - 9)], NOW),
    "burying": lambda conn: burying.bury(conn, [ArticleId(NOW - 8)], NOW),
    "tombstones": lambda conn: burying.useless_tombstones(conn, NOW, (1, 1)),
    "forgetting them": lambda conn: burying.forget_tombstones(conn, [(1, 1)], NOW),
    "a page of an export": lambda conn: exporting._named(conn, exporting._ARTICLES, (NOW - 500, 100)),
    "what is beside it": lambda conn: exporting._beside(conn, [NOW - 7]),
    "a page of states": lambda conn: conn.execute(exporting._READ, (1, NOW - 500)).fetchone(),
    "an article there": lambda conn: conn.execute(restoring_articles._BY_KEY, (1, 1)).fetchone(),
}
SMALL = re.compile(r"SCAN (json_each.*|c|t|\(subquery.*)")
"""What may be walked through as it is: what was asked for, a page of it, and what there are few of."""


@pytest.mark.parametrize("name", WORK)
def test_everything_is_looked_up_by_key(conn: Connection, name: str) -> None:
    put_feed(conn, "a", [new(str(n), NOW - n, read=True) for n in range(20)])
    said: list[str] = []
    conn.set_trace_callback(said.append)
    WORK[name](conn)
    conn.set_trace_callback(None)
    asked = [sql for sql in said if sql.startswith(("SELECT", "DELETE", "UPDATE", "INSERT"))]
    assert asked
    for sql in asked:
        plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
        for step in plan:
            assert not step.startswith("SCAN") or SMALL.fullmatch(step), (sql, plan)
            sorts = "TEMP B-TREE FOR ORDER BY" in step
            assert not sorts or name == "what is beside it", (sql, plan)
