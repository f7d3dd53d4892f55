"""The same story in several feeds, in the library: found behind a refresh, counted once, marked together."""

from readnow.library.events import StoriesFolded
from readnow.model.article import ArticleHead, Flag
from readnow.model.query import ALL, STARRED, UNREAD, ArticleQuery
from readnow.store.database import Connection
from tests.library.conftest import House
from tests.library.test_library_refresh import refresh, subscribe
from tests.support.documents import rss

ONCE = ArticleQuery(once=True)


async def two_feeds(house: House) -> None:
    """Two feeds with a story and one of their own each."""
    for name in ("a", "b"):
        house.world.answers[f"https://{name}.example/"] = rss("The ferry sails again", f"Only {name}")
    await subscribe(house, "https://a.example/", "https://b.example/")
    await refresh(house)
    await house.library.catch_up()


async def heads(house: House, query: ArticleQuery = ONCE) -> tuple[ArticleHead, ...]:
    return (await house.library.articles.page(query)).heads


def unread(house: House) -> tuple[int, int]:
    """Over all feeds: in the list of all, and in that of unread ones."""
    return house.library.feeds.unread(ALL), house.library.feeds.unread(UNREAD)


async def test_it_is_found_behind_the_refresh_and_told(house: House) -> None:
    await two_feeds(house)
    assert len(house.of(StoriesFolded)) >= 1
    assert sorted(len(head.copies) for head in await heads(house)) == [0, 0, 1]
    assert unread(house) == (3, 3)
    assert [feed.unread for feed in house.library.feeds.all()] == [2, 2]
    assert house.library.feeds.total(ALL) == 3


async def test_marks_count_at_once_and_when_they_are_stored(house: House) -> None:
    await two_feeds(house)
    (lead, *_) = await heads(house)
    for flag, value, counts, stars in (
        (Flag.READ, True, (2, 2), 0),
        (Flag.READ, False, (3, 3), 0),
        (Flag.STARRED, True, (3, 3), 1),
        (Flag.STARRED, False, (3, 3), 0),
    ):
        (lead,) = house.library.articles.set_flag((lead,), flag, value)
        for _ in range(2):
            assert (unread(house), house.library.feeds.starred()) == (counts, stars)
            assert house.library.feeds.total(STARRED) == stars
            await house.library.articles.settled()
        stored = (await house.library.articles.heads((lead.id,)))[0]
        assert stored == lead
        assert await house.library.articles.count(ArticleQuery(UNREAD, once=True)) == counts[0]


async def test_a_copy_that_comes_late_comes_in_read(house: House) -> None:
    await two_feeds(house)
    await house.library.articles.mark(ONCE, Flag.READ, True)
    house.world.answers["https://c.example/"] = rss("The ferry sails again")
    await subscribe(house, "https://c.example/")
    await refresh(house)
    await house.library.catch_up()
    assert unread(house) == (0, 0)
    assert [feed.unread for feed in house.library.feeds.all()] == [0, 0, 0]
    assert sorted(len(head.copies) for head in await heads(house)) == [0, 0, 2]


async def test_a_library_from_before_is_compared_behind_and_keeps_its_marks(house: House) -> None:
    await two_feeds(house)
    first = next(head for head in await heads(house) if head.copies)

    def as_before(conn: Connection) -> None:
        conn.execute("DELETE FROM folded")
        conn.execute("DELETE FROM fingerprint")
        conn.execute("INSERT INTO unmatched (id) SELECT id FROM article")
        conn.execute("DELETE FROM unread WHERE id = ?", (first.id,))
        conn.execute("UPDATE feed SET unread = (SELECT count(*) FROM unread u WHERE u.feed_id = feed.id)")

    await house.database.write(as_before)
    await house.library.feeds.reload()
    assert unread(house) == (3, 3)
    await house.library._finishing.go_on()
    await house.library.catch_up()
    assert len(await heads(house)) == 3
    # One of the two was read, the other was not, and nobody said otherwise.
    assert unread(house) == (3, 3)
    assert len(await heads(house, ArticleQuery(UNREAD, once=True))) == 3


async def test_each_by_itself_where_lists_are_to_show_all(house: House) -> None:
    await two_feeds(house)
    house.library.articles._shelf.folds = False
    await house.library.feeds.reload()
    assert [head.copies for head in await heads(house)] == [(), (), (), ()]
    assert unread(house) == (4, 4)
    (lead, *_) = await heads(house)
    house.library.articles.set_flag((lead,), Flag.READ, True)
    await house.library.articles.settled()
    assert unread(house) == (3, 3)


async def test_a_feed_that_does_not_fold(house: House) -> None:
    await two_feeds(house)
    feed = house.library.feeds.all()[1]
    await house.library.feeds.set(feed.id, "folds", "no")
    assert unread(house) == (4, 4)
    await house.library.feeds.set(feed.id, "folds", "")
    await house.library._finishing.go_on()
    await house.library.catch_up()
    assert unread(house) == (3, 3)
