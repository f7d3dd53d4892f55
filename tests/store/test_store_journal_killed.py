"""A process that is killed while it marks, deletes, takes back and does again: the journal is always of just
what is stored."""

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from readnow.store import checks, journal
from readnow.store.connecting import connect
from readnow.store.database import Connection
from readnow.store.opening import prepare
from tests.store.conftest import NOW, fill, new, put_feed

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = 400

USER = """
import sys
from pathlib import Path
from readnow.model.article import Flag
from readnow.model.journal import Marked, MarkKind
from readnow.model.query import ArticleQuery
from readnow.store import articles, feeds, flags, hidden, journal
from readnow.store.connecting import connect
from tests.store.conftest import NOW
flags._MANY = 100
conn = connect(Path(sys.argv[1]), read_only=False, writer=True)
def done(work):
    conn.execute("BEGIN IMMEDIATE"); result = work(); conn.execute("COMMIT")
    sys.stdout.write(".\\n"); sys.stdout.flush()
    return result
def record(what, *steps):
    journal.record(conn, what, steps, NOW)
for turn in range(100_000):
    done(lambda: record("all", articles.mark_matching(conn, ArticleQuery(limit=None), Flag.READ, True, NOW)))
    ids = [NOW + (turn * 7 + n) % 400 for n in range(30)]
    done(lambda: record("delete", Marked(MarkKind.DELETED, True, hidden.hide(conn, ids, deleted_at=NOW))))
    done(lambda: journal.watched(conn, "leave", ("feed",), NOW, feeds.remove, [1 + turn % 2], NOW))
    for replay in (journal.undo, journal.redo, journal.undo):
        for _ in range(3):
            while (outcome := done(lambda: replay(conn, NOW, 60))) is not None and not outcome.finished:
                pass
"""


def user_state(conn: Connection) -> object:
    return (
        conn.execute("SELECT feed_id, id FROM unread ORDER BY feed_id, id").fetchall(),
        conn.execute("SELECT id, deleted_at IS NULL FROM hidden ORDER BY id").fetchall(),
        conn.execute("SELECT id, removed_at IS NULL, unread, total FROM feed ORDER BY id").fetchall(),
    )


@pytest.mark.parametrize("seed", range(3))
def test_whatever_was_killed_everything_can_be_taken_back(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "readnow.db"
    prepare(path)

    def work(conn: Connection) -> None:
        put_feed(conn, "a", [new(f"a{n}", NOW + n) for n in range(ARTICLES // 2)])
        put_feed(conn, "b", [new(f"b{n}", NOW + ARTICLES // 2 + n) for n in range(ARTICLES // 2)])

    fill(path, work)
    with closing(connect(path, read_only=True, writer=False)) as conn:
        before = user_state(conn)
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        for _ in range(random.Random(seed).randint(1, 60)):
            assert process.stdout.readline() == ".\n"
    finally:
        process.kill()
        process.communicate()
    with closing(connect(path, read_only=False, writer=True)) as conn:
        assert (*checks.recount(conn), *checks.integrity(conn)) == ()
        conn.execute("BEGIN IMMEDIATE")
        while (outcome := journal.undo(conn, NOW)) is not None:
            assert outcome.notes == ()
        assert user_state(conn) == before
        assert (*checks.recount(conn), *checks.integrity(conn)) == ()
        with pytest.raises(sqlite3.OperationalError):
            conn.execute("SELECT 1 FROM unread_aside")
        conn.execute("ROLLBACK")
