"""Whatever is done in whatever order: the kept counts are those of a recount, and the file is sound."""

from contextlib import ExitStack

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from readnow.model.article import ArticleId, Flag
from readnow.model.change import ChangedArticle, FeedPlan, StatusChange
from readnow.model.feed import FeedId
from readnow.model.query import ALL, STARRED, UNREAD, ArticleQuery, Scope
from readnow.store import articles, checks, feeds, hidden, merging
from readnow.store.database import Connection
from readnow.store.schema import STEPS
from tests.store.conftest import NOW, entry, library, new, put

FEEDS = st.integers(1, 4).map(FeedId)


class Histories(RuleBasedStateMachine):
    """Feeds that come and go, articles that arrive and change, marks of one and of many."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.keys = 0
        self.clock = NOW

    @initialize()
    def begin(self) -> None:
        self.conn = self.open.enter_context(library())

    def teardown(self) -> None:
        self.open.close()

    @rule(number=st.integers(1, 4), folder=st.sampled_from(((), ("a",), ("a", "b"))))
    def subscribe(self, number: int, folder: tuple[str, ...]) -> None:
        folder_id = feeds.ensure_folder(self.conn, folder)
        feeds.insert(self.conn, feeds.NewFeed(f"https://f{number}.example/", folder_id=folder_id, at=NOW))

    @rule(feed_id=FEEDS, dates=st.lists(st.integers(0, 5), max_size=6), read=st.booleans())
    def arrive(self, feed_id: FeedId, dates: list[int], read: bool) -> None:
        self.keys += len(dates)
        arrivals = [new(f"{self.keys - n}", NOW + date, read=read) for n, date in enumerate(dates)]
        unread = self.unread()
        applied = put(self.conn, feed_id, *arrivals)
        assert self.unread() - unread == applied.unread

    @rule(article=st.integers(NOW, NOW + 20).map(ArticleId))
    def change(self, article: ArticleId) -> None:
        for head in articles.heads(self.conn, [article]):
            plan = FeedPlan(changed=(ChangedArticle(article, entry(f"c{article}"), 1),))
            articles.apply(self.conn, head.feed_id, plan, NOW)

    @rule(
        ids=st.frozensets(st.integers(NOW, NOW + 20).map(ArticleId), max_size=6),
        flag=st.sampled_from(Flag),
        value=st.booleans(),
    )
    def mark(self, ids: frozenset[ArticleId], flag: Flag, value: bool) -> None:
        change = StatusChange(tuple(ids), flag, value, NOW)
        before = {h.id for h in articles.heads(self.conn, ids) if getattr(h, flag.value) is not value}
        changed = articles.set_flag(self.conn, change)
        assert before <= set(changed) <= ids
        assert articles.set_flag(self.conn, change) == ()

    @rule(
        query=st.sampled_from((ALL, UNREAD, STARRED, Scope.feed(FeedId(1)), Scope.feed(FeedId(2)))),
        flag=st.sampled_from(Flag),
        value=st.booleans(),
        limit=st.none() | st.integers(1, 3),
    )
    def mark_many(self, query: Scope, flag: Flag, value: bool, limit: int | None) -> None:
        articles.mark_matching(self.conn, ArticleQuery(query, limit=limit), flag, value, NOW)

    @rule(
        ids=st.frozensets(st.integers(NOW, NOW + 20).map(ArticleId), max_size=6),
        muted=st.booleans(),
        deleted=st.booleans(),
    )
    def hide(self, ids: frozenset[ArticleId], muted: bool, deleted: bool) -> None:
        hidden.hide(self.conn, ids, muted=muted or not deleted, deleted_at=self.clock if deleted else None)
        assert not ids & {head.id for head in articles.page(self.conn, ArticleQuery(limit=None)).heads}

    @rule(
        ids=st.frozensets(st.integers(NOW, NOW + 20).map(ArticleId), max_size=6),
        muted=st.booleans(),
        deleted=st.booleans(),
    )
    def give_back(self, ids: frozenset[ArticleId], muted: bool, deleted: bool) -> None:
        hidden.give_back(self.conn, ids, muted=muted, deleted=deleted)

    @rule(age=st.integers(0, 3))
    def bury(self, age: int) -> None:
        hidden.bury_deleted(self.conn, self.clock - age + hidden.DELETED_FOR, 2)

    @rule(from_id=FEEDS, into_id=FEEDS)
    def merge(self, from_id: FeedId, into_id: FeedId) -> None:
        here = {feed.id for feed in feeds.all_feeds(self.conn)}
        if from_id != into_id and {from_id, into_id} <= here:
            merging.merge(self.conn, from_id, into_id)

    @rule(feed_id=FEEDS)
    def remove(self, feed_id: FeedId) -> None:
        self.clock += 1
        feeds.remove(self.conn, [feed_id], self.clock)

    @rule(ids=st.lists(FEEDS, max_size=3))
    def restore(self, ids: list[FeedId]) -> None:
        feeds.restore(self.conn, ids)

    @rule(limit=st.integers(1, 4), age=st.integers(0, 3))
    def purge(self, limit: int, age: int) -> None:
        feeds.purge_removed(self.conn, self.clock - age, limit)

    @rule(feed_id=FEEDS, number=st.integers(1, 4))
    def move(self, feed_id: FeedId, number: int) -> None:
        feeds.move(self.conn, feed_id, feeds.ensure_folder(self.conn, (f"folder {number}",)))

    @invariant()
    def sound(self) -> None:
        assert checks.recount(self.conn) == ()
        assert checks.integrity(self.conn) == ()

    @invariant()
    def what_is_counted_is_listed(self) -> None:
        everything = articles.page(self.conn, ArticleQuery(limit=None)).heads
        assert articles.count(self.conn, ArticleQuery()) == len(everything)
        assert self.unread() == sum(not head.read for head in everything)
        assert feeds.starred_total(self.conn) == sum(head.starred for head in everything)
        assert {feed.folder_id for feed in feeds.all_feeds(self.conn)} - {None} <= {
            folder.id for folder in feeds.all_folders(self.conn)
        }

    def unread(self) -> int:
        return sum(feed.unread for feed in feeds.all_feeds(self.conn))


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=40, stateful_step_count=30)


def test_a_wrong_count_is_found(conn: Connection) -> None:
    feed_id = feeds.insert(conn, feeds.NewFeed("https://a.example/", at=NOW))
    put(conn, feed_id, new("x"))
    conn.execute("UPDATE feed SET unread = 5, total = 6")
    assert checks.recount(conn) == (checks.CountMismatch(feed_id, 5, 1, 6, 1),)


def test_rows_that_belong_to_nothing_are_found(conn: Connection) -> None:
    feed_id = feeds.insert(conn, feeds.NewFeed("https://a.example/", at=NOW))
    put(conn, feed_id, new("x"))
    conn.execute("DELETE FROM body")
    conn.execute("UPDATE unread SET feed_id = 9")
    conn.execute("INSERT INTO starred VALUES (5, 5)")
    assert checks.integrity(conn) == (
        "1 articles without a text",
        "1 unread marks without an article of their feed",
        "1 stars without an article",
    )


def test_versions_are_told(conn: Connection) -> None:
    assert checks.versions(conn)["schema"] == str(len(STEPS))
    assert checks.versions(conn)["sqlite"].startswith("3.")
