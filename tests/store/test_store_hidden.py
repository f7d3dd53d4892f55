"""Muted and deleted articles: out of every list and count, and back as they were."""

import pytest

from readnow.model.article import ArticleId, Flag
from readnow.model.change import ChangedArticle, FeedPlan, StatusChange
from readnow.model.feed import FeedId
from readnow.model.query import ALL, MUTED, ArticleQuery, Scope
from readnow.store import articles, checks, feeds, hidden, merging
from readnow.store.database import Connection
from tests.store.conftest import NOW, dump, entry, new, put, put_feed

LEFT = (*("unread", "starred", "later", "tagged", "body", "place", "hidden", "fingerprint", "folded"),)
A, B, C = ArticleId(NOW), ArticleId(NOW + 1), ArticleId(NOW + 2)


@pytest.fixture
def feed_id(conn: Connection) -> FeedId:
    """A feed with three articles: A unread, B read, C unread, starred and for later."""
    made = put_feed(conn, "a", [new("a", A), new("b", B, read=True), new("c", C)])
    articles.set_flag(conn, StatusChange((C,), Flag.STARRED, True, NOW))
    conn.execute("INSERT INTO later VALUES (?, 7)", (C,))
    return made


def ids(conn: Connection, query: ArticleQuery) -> list[ArticleId]:
    return [head.id for head in articles.page(conn, query).heads]


def deleted(conn: Connection) -> list[ArticleId]:
    return [
        row[0] for row in conn.execute("SELECT id FROM hidden WHERE deleted_at IS NOT NULL ORDER BY id DESC")
    ]


def counts(conn: Connection, feed_id: FeedId) -> tuple[int, int]:
    feed = feeds.one_feed(conn, feed_id)
    assert feed is not None
    return feed.unread, feed.total


def test_hidden_and_given_back_everything_is_as_it_was(conn: Connection, feed_id: FeedId) -> None:
    before = dump(conn)
    assert hidden.hide(conn, [C, B, ArticleId(5)], deleted_at=NOW) == (B, C)
    assert ids(conn, ArticleQuery()) == ids(conn, ArticleQuery(Scope.feed(feed_id))) == [A]
    assert counts(conn, feed_id) == (1, 1)
    assert feeds.starred_total(conn) == 0
    assert (*checks.recount(conn), *checks.integrity(conn)) == ()
    assert feeds.newest_article(conn, feed_id) == A
    assert hidden.give_back(conn, [A, B, C], deleted=True) == (B, C)
    assert dump(conn) == before


def test_what_is_hidden_for_two_reasons_comes_back_when_neither_holds(
    conn: Connection, feed_id: FeedId
) -> None:
    assert hidden.hide(conn, [A, B], muted=True) == (A, B)
    assert hidden.hide(conn, [A], muted=True) == ()
    assert hidden.hide(conn, [A], deleted_at=NOW) == (A,)
    assert ids(conn, ArticleQuery(MUTED)) == [B]
    assert hidden.give_back(conn, [A], deleted=True) == (A,)
    assert ids(conn, ArticleQuery()) == [C]
    assert hidden.give_back(conn, [A, B], muted=True) == (A, B)
    assert ids(conn, ArticleQuery()) == [C, B, A]


def test_hidden_articles_are_shown_as_they_were_marked(conn: Connection, feed_id: FeedId) -> None:
    hidden.hide(conn, [A, B, C], muted=True)
    muted = ArticleQuery(MUTED)
    assert [(h.read, h.starred) for h in articles.page(conn, muted).heads] == [
        *((False, True), (True, False), (False, False)),
    ]
    assert ids(conn, ArticleQuery(MUTED, unread_only=True)) == [C, A]
    assert ids(conn, ArticleQuery(MUTED, starred_only=True)) == [C]
    assert articles.count(conn, muted) == 3


@pytest.mark.parametrize("flag", Flag)
@pytest.mark.parametrize("value", [True, False])
def test_marks_pass_hidden_articles_over(conn: Connection, feed_id: FeedId, flag: Flag, value: bool) -> None:
    hidden.hide(conn, [A, B], muted=True)
    hidden.hide(conn, [C], deleted_at=NOW)
    before = dump(conn)
    assert articles.set_flag(conn, StatusChange((A, B, C), flag, value, NOW)) == ()
    assert articles.mark_matching(conn, ArticleQuery(ALL, limit=None), flag, value, NOW).number == 0
    assert articles.mark_matching(conn, ArticleQuery(MUTED, limit=None), flag, value, NOW).number == 0
    assert dump(conn) == before


def test_a_refresh_changes_a_hidden_article_and_leaves_it_hidden(conn: Connection, feed_id: FeedId) -> None:
    hidden.hide(conn, [B], deleted_at=NOW)
    stored = articles.known(conn, feed_id, ["b"])["b"]
    assert stored.id == B
    plan = FeedPlan(changed=(ChangedArticle(B, entry("b", "<p>Other.</p>", title="Other"), 1, unread=True),))
    assert articles.apply(conn, feed_id, plan, NOW).unread == 0
    assert B not in ids(conn, ArticleQuery())
    assert (*checks.recount(conn), *checks.integrity(conn)) == ()
    hidden.give_back(conn, [B], deleted=True)
    (head,) = articles.heads(conn, [B])
    assert (head.title, head.read) == ("Other", False)


def test_what_was_deleted_long_ago_goes_and_does_not_come_back(conn: Connection, feed_id: FeedId) -> None:
    conn.execute("INSERT INTO tag VALUES (1, 'x', 'x')")
    conn.execute("INSERT INTO tagged VALUES (1, ?, 1)", (C,))
    hidden.hide(conn, [A], deleted_at=NOW)
    hidden.hide(conn, [B, C], deleted_at=NOW - 4, muted=True)
    assert hidden.bury_deleted(conn, NOW + hidden.DELETED_FOR, 1) == 1
    assert hidden.bury_deleted(conn, NOW + hidden.DELETED_FOR, 9) == 1
    assert hidden.bury_deleted(conn, NOW + hidden.DELETED_FOR, 9) == 0
    assert conn.execute("SELECT id FROM article").fetchall() == [(A,)]
    assert conn.execute("SELECT count(*) FROM tagged").fetchone() == (0,)
    known = articles.known(conn, feed_id, ["a", "b", "c"])
    assert {key: (k.id, k.read, k.starred) for key, k in known.items()} == {
        "a": (A, False, False),
        "b": (None, True, False),
        "c": (None, False, True),
    }
    assert (*checks.recount(conn), *checks.integrity(conn)) == ()


def test_a_removed_feed_goes_with_all_that_hangs_on_its_articles(conn: Connection, feed_id: FeedId) -> None:
    put_feed(conn, "b", [new("x", NOW - 9)])
    conn.execute("INSERT INTO tag VALUES (1, 'x', 'x')")
    conn.executemany("INSERT INTO tagged VALUES (1, ?, 1)", [(A,), (C,)])
    conn.execute("INSERT INTO fingerprint VALUES (?, 1, 1, 1, 1)", (C,))
    conn.execute("INSERT INTO folded VALUES (?, ?, 1, 2, 1)", (B, NOW - 9))
    hidden.hide(conn, [A], muted=True)
    feeds.remove(conn, [feed_id], NOW)
    assert feeds.purge_removed(conn, NOW + 1, 2)
    assert (*checks.recount(conn), *checks.integrity(conn)) == ()
    while feeds.purge_removed(conn, NOW + 1, 2):
        assert (*checks.recount(conn), *checks.integrity(conn)) == ()
    left = {table: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in LEFT}
    assert left == dict.fromkeys(LEFT, 0) | {"unread": 1, "body": 1}


@pytest.mark.parametrize("starred", [True, False])
def test_what_one_of_two_feeds_that_become_one_has_deleted_stays_so_unless_it_is_wanted(
    conn: Connection, feed_id: FeedId, starred: bool
) -> None:
    other = put_feed(conn, "b", [new("a", NOW + 10)])
    conn.execute("INSERT INTO tag VALUES (1, 'x', 'x')")
    conn.execute("INSERT INTO tagged VALUES (1, ?, 1)", (A,))
    if starred:
        articles.set_flag(conn, StatusChange((ArticleId(NOW + 10),), Flag.STARRED, True, NOW))
    hidden.hide(conn, [A, C], deleted_at=NOW)
    merging.merge(conn, feed_id, other)
    assert deleted(conn) == ([C] if starred else [NOW + 10, C])
    assert conn.execute("SELECT id FROM tagged").fetchall() == [(NOW + 10,)]
    assert (*checks.recount(conn), *checks.integrity(conn)) == ()
    put(conn, other, new("d", NOW + 20))
    assert counts(conn, other) == ((2, 3) if starred else (1, 2))
