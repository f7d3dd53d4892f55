"""What articles said before they were changed: kept with the change, five of each, gone with the article."""

from pathlib import Path

import pytest

from readnow.model.article import ArticleId
from readnow.model.change import ChangedArticle, FeedPlan
from readnow.model.feed import FeedId
from readnow.model.query import ArticleQuery
from readnow.store import articles, checks, earlier, feeds, merging
from readnow.store.database import Connection, Database
from readnow.text.packed import unpack
from tests.store.conftest import NOW, entry, new, put, put_feed

ID = ArticleId(NOW)


def change(conn: Connection, feed_id: FeedId, html: str, *, title: str = "", at: int = NOW + 1) -> None:
    """What the publisher says under the key x now."""
    changed = ChangedArticle(ID, entry("x", html, title=title), changes=1)
    articles.apply(conn, feed_id, FeedPlan(changed=(changed,)), at)


def versions(conn: Connection, article_id: ArticleId = ID) -> list[tuple[int, str, str]]:
    """When each was replaced, its title, its text; the newest first."""
    return [(one.at - NOW, one.title, one.html) for one in earlier.of_article(conn, article_id)]


def revised(conn: Connection) -> list[int | None]:
    """When the articles of the list were changed."""
    return [head.revised for head in articles.page(conn, ArticleQuery()).heads]


def test_a_change_keeps_what_was_there(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new("x", html="<p>One.</p>"), new("y", NOW - 1)])
    assert revised(conn) == [None, None]
    change(conn, feed_id, "<p>Two.</p>")
    change(conn, feed_id, "<p>Two.</p>", title="Another", at=NOW + 9)
    assert versions(conn) == [(9, "Title x", "<p>Two.</p>"), (1, "Title x", "<p>One.</p>")]
    assert revised(conn) == [NOW + 9, None]
    found = articles.article(conn, ID)
    assert found is not None
    assert (found.html, found.head.title, found.head.revised) == ("<p>Two.</p>", "Another", NOW + 9)


@pytest.mark.parametrize("html", ["<p>Text.</p>", "<div><p>Te<b>xt</b>.</p></div>", "Text."])
def test_the_same_words_are_no_other_version(conn: Connection, html: str) -> None:
    feed_id = put_feed(conn, "a", [new("x")])
    change(conn, feed_id, html)
    assert versions(conn) == []
    assert revised(conn) == [None]


def test_five_are_kept(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new("x", html="0")])
    for number in range(1, 9):
        change(conn, feed_id, str(number), at=NOW + number // 2)  # some in the same second
    assert [html for _, _, html in versions(conn)] == ["7", "6", "5", "4", "3"]


def test_they_are_stored_packed(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new("x", html="<p>One.</p>" * 500)])
    change(conn, feed_id, "<p>Two.</p>")
    (stored,) = conn.execute("SELECT html FROM earlier").fetchone()
    assert len(stored) < 200
    assert unpack(stored) == "<p>One.</p>" * 500


def test_they_go_with_their_article(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new("x", html="1")])
    change(conn, feed_id, "2")
    feeds.remove(conn, [feed_id], NOW)
    while feeds.purge_removed(conn, NOW + 1, 500):
        pass
    assert conn.execute("SELECT count(*) FROM earlier").fetchone() == (0,)
    assert checks.integrity(conn) == ()


def test_a_merged_feed_brings_its_versions_along(conn: Connection) -> None:
    old = put_feed(conn, "a", [new("x", html="1"), new("y", NOW - 50, html="1")])
    into = put_feed(conn, "b", [new("x", NOW - 9, html="3")])
    change(conn, old, "2")
    articles.apply(
        conn, old, FeedPlan(changed=(ChangedArticle(ArticleId(NOW - 50), entry("y", "2"), 1),)), NOW + 2
    )
    articles.apply(
        conn, into, FeedPlan(changed=(ChangedArticle(ArticleId(NOW - 9), entry("x", "4"), 1),)), NOW + 3
    )
    merging.merge(conn, old, into)
    assert [html for _, _, html in versions(conn, ArticleId(NOW - 9))] == ["3", "1"]
    assert [html for _, _, html in versions(conn, ArticleId(NOW - 50))] == ["1"]
    assert conn.execute("SELECT count(*) FROM earlier").fetchone() == (3,)
    assert checks.integrity(conn) == ()


def test_no_more_than_five_after_merging(conn: Connection) -> None:
    old, into = put_feed(conn, "a", [new("x", html="0")]), put_feed(conn, "b")
    put(conn, into, new("x", NOW - 9, html="0"))
    for number in range(1, 5):
        change(conn, old, str(number), at=NOW + 2 * number)
        twin = ChangedArticle(ArticleId(NOW - 9), entry("x", f"b{number}"), 1)
        articles.apply(conn, into, FeedPlan(changed=(twin,)), NOW + 2 * number + 1)
    merging.merge(conn, old, into)
    assert [html for _, _, html in versions(conn, ArticleId(NOW - 9))] == ["b3", "3", "b2", "2", "b1"]


async def test_a_change_that_fails_keeps_nothing(path: Path) -> None:
    database = await Database.open(path)
    feed_id = await database.write(lambda conn: put_feed(conn, "a", [new("x", html="1")]))

    def fails(conn: Connection) -> None:
        change(conn, feed_id, "2")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(fails)
    assert await database.read(versions) == []
    await database.close()
