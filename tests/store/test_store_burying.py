"""How articles go, and what keeps them from coming back."""

from msgspec.structs import replace

from readnow.model.article import ArticleId, Flag
from readnow.model.change import FetchRecord, StatusChange
from readnow.model.feed import FeedId
from readnow.model.query import ArticleQuery
from readnow.store import articles, burying, checks, feeds
from readnow.store.database import Connection
from tests.store.conftest import NOW, entry, new, put, put_feed

DAY = 24 * 3600


def everywhere(conn: Connection, article_id: int) -> set[str]:
    """The tables that know an article."""
    tables = {
        row[0]: "article_id" if row[0] == "earlier" else "id"
        for row in conn.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%article%'"
        )
    }
    tables |= {"unread": "id", "starred": "id", "later": "id", "article": "id", "fresh": "id"}
    known = {"tag", "feed", "rule", "folder", "journal", "smart_feed"}
    found = set()
    for table in tables.keys() - known:
        (number,) = conn.execute(
            f"SELECT count(*) FROM {table} WHERE {tables[table]} = ?", (article_id,)
        ).fetchone()
        if number:
            found.add(table)
    return found


def burdened(conn: Connection) -> tuple[FeedId, ArticleId]:
    """An article in every table there is."""
    feed_id = put_feed(conn, "a", [new("x"), new("y", NOW - 5)])
    article_id = articles.page(conn, ArticleQuery()).heads[0].id
    articles.set_flag(conn, StatusChange((article_id,), Flag.STARRED, True, NOW))
    for sql in (
        "INSERT INTO later VALUES (:id, 1)",
        "INSERT INTO tag (name, folded) VALUES ('t', 't')",
        "INSERT INTO tagged VALUES (1, :id, 1)",
        "INSERT INTO rule (name, folded, query, actions, position, made_at) VALUES ('r', 'r', '', '[]', 1, 1)",
        "INSERT INTO muted_by VALUES (1, :id, 1)",
        "INSERT INTO undecided VALUES (:id, 1)",
        "INSERT INTO place VALUES (:id, 1, 2, 3)",
        "INSERT INTO earlier (article_id, at, title, html) VALUES (:id, 1, '', x'')",
        "INSERT INTO fulltext VALUES (:id, x'', '', '', 1, 1, '', '')",
        "INSERT INTO fingerprint VALUES (:id, 1, 2, 3, 4)",
        "INSERT INTO folded (id, lead_id, feed_id, lead_feed_id) SELECT :id, id, 1, 2 FROM article"
        " WHERE id <> :id",
    ):
        conn.execute(sql, {"id": article_id})
    return feed_id, article_id


def test_nothing_is_left_of_what_is_buried_but_its_tombstone(conn: Connection) -> None:
    feed_id, article_id = burdened(conn)
    assert len(everywhere(conn, article_id)) > 10
    assert burying.bury(conn, [article_id], NOW) == 1
    assert everywhere(conn, article_id) == set()
    assert conn.execute("SELECT feed_id, read, starred, at FROM tombstone").fetchall() == [
        (feed_id, 0, 1, NOW)
    ]
    assert checks.recount(conn) == ()
    assert checks.integrity(conn) == ()
    known = articles.known(conn, feed_id, ["x"])["x"]
    assert (known.id, known.read, known.starred) == (None, False, True)


def test_what_is_hidden_goes_without_a_count_and_keeps_its_marks_in_its_tombstone(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new("x"), new("y", NOW - 5)])
    article_id = articles.page(conn, ArticleQuery()).heads[0].id
    conn.execute("DELETE FROM unread WHERE id = ?", (article_id,))
    conn.execute("UPDATE feed SET unread = unread - 1, total = total - 1")
    conn.execute(
        "INSERT INTO hidden (id, feed_id, unread, starred_at) VALUES (?, ?, 1, 7)", (article_id, feed_id)
    )
    before = conn.execute("SELECT unread, total FROM feed").fetchone()
    burying.bury(conn, [article_id], NOW)
    assert conn.execute("SELECT unread, total FROM feed").fetchone() == before == (1, 1)
    assert conn.execute("SELECT read, starred FROM tombstone").fetchone() == (0, 1)
    assert conn.execute("SELECT count(*) FROM hidden").fetchone() == (0,)


def looked_at(conn: Connection, feed_id: FeedId, keys: list[str], at: int) -> None:
    """A document that lists these was read then."""
    articles.still_listed(conn, feed_id, keys, at)
    feeds.record(conn, feed_id, FetchRecord(attempted_at=at, next_due=at, tier="fast"))


def forget(conn: Connection, now: int, most: int = 1) -> int:
    """Look through all of them in small steps."""
    gone, after = 0, burying.FIRST_GRAVE
    while True:
        useless, last = burying.useless_tombstones(conn, now, after, most)
        gone += burying.forget_tombstones(conn, useless, now) if useless else 0
        if last is None:
            return gone
        after = last


def buried(conn: Connection) -> int:
    return int(conn.execute("SELECT count(*) FROM tombstone").fetchone()[0])


def test_a_tombstone_stays_as_long_as_its_entry_is_listed(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new("x"), new("y", NOW - 5)])
    burying.bury(conn, [head.id for head in articles.page(conn, ArticleQuery()).heads], NOW)
    last = NOW + 400 * DAY
    for at in range(NOW, last + 1, 10 * DAY):
        looked_at(conn, feed_id, ["x"], at)
    assert forget(conn, last) == 1
    assert set(articles.known(conn, feed_id, ["x", "y"])) == {"x"}
    # The feed drops it, too: half a year later nothing has to be known of it.
    looked_at(conn, feed_id, [], last + 2 * DAY)
    assert forget(conn, last + 179 * DAY) == 0
    assert forget(conn, last + 181 * DAY) == 1


def test_of_a_feed_that_does_not_change_nothing_is_forgotten(conn: Connection) -> None:
    """Its document lists what it listed, and was not read again."""
    feed_id = put_feed(conn, "a", [new("x")])
    feeds.record(conn, feed_id, FetchRecord(attempted_at=NOW, next_due=NOW, tier="fast"))
    burying.bury(conn, [ArticleId(NOW)], NOW)
    for days in (100, 300, 900):
        feeds.record(conn, feed_id, FetchRecord(attempted_at=NOW + days * DAY, next_due=NOW, full=True))
    assert forget(conn, NOW + 1000 * DAY) == 0


def test_an_entry_that_was_buried_is_not_new(conn: Connection) -> None:
    from readnow.library.decide import ImportPolicy, decide
    from readnow.model.parsed import ParsedFeed

    feed_id = put_feed(conn, "a", [new("x")])
    burying.bury(conn, [ArticleId(NOW)], NOW)
    known = articles.known(conn, feed_id, ["x", "z"])
    listed = (entry("x"), replace(entry("z"), published=NOW))
    plan = decide(known, ParsedFeed("rss20", "A", "", entries=listed), NOW, ImportPolicy())
    assert [new.entry.key for new in plan.new] == ["z"]
    put(conn, feed_id, *plan.new)
    assert feeds.one_feed(conn, feed_id) is not None
    assert buried(conn) == 1
