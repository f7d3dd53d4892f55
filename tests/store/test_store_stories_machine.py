"""Groups of the same story, whatever comes, goes and is marked, against a model that looks at everything."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.feed import FeedId, FeedSettings
from readnow.model.query import ALL, STARRED, UNREAD, ArticleQuery, Scope
from readnow.store import articles, checks, feeds, flags, hidden, stories, stories_checks
from tests.store.conftest import NOW, library, put_feed
from tests.store.test_store_stories import TEXT, compare, folded, once, put, told

FEEDS = 5
STORIES = tuple(f"The {word} came back to the old harbour at night" for word in ("ferry", "fog", "fleet"))


class Stories(RuleBasedStateMachine):
    """Some feeds, few stories."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.conn = self.stack.enter_context(library())
        self.feeds = [put_feed(self.conn, f"f{n}", folder=("F",) if n % 2 else ()) for n in range(FEEDS)]
        self.made = 0

    def teardown(self) -> None:
        self.stack.close()

    def _pick(self, number: int) -> ArticleId | None:
        ids = [row[0] for row in self.conn.execute("SELECT id FROM article ORDER BY id")]
        return ArticleId(ids[number % len(ids)]) if ids else None

    @rule(
        feed=st.integers(0, FEEDS - 1),
        story=st.sampled_from(STORIES),
        at=st.integers(0, 30),
        read=st.booleans(),
    )
    def arrive(self, feed: int, story: str, at: int, read: bool) -> None:
        self.made += 1
        arrival = told(f"k{self.made}", NOW + at, title=story, text=f"{story}. {TEXT}", read=read)
        put(self.conn, self.feeds[feed], arrival, now=NOW + 60 * self.made)

    @rule()
    def compare_all(self) -> None:
        before = folded(self.conn)
        compare(self.conn)
        after = folded(self.conn)
        # Nobody leaves a group because of what came.
        assert before.keys() <= after.keys() | set(after.values())

    @rule(number=st.integers(0, 99), flag=st.sampled_from(Flag), value=st.booleans(), group=st.booleans())
    def mark(self, number: int, flag: Flag, value: bool, group: bool) -> None:
        picked = self._pick(number)
        if picked is not None:
            ids = stories.with_copies(self.conn, (picked,)) if group else (picked,)
            flags.set_flag(self.conn, StatusChange(ids, flag, value, NOW))

    @rule(feed=st.integers(0, FEEDS - 1))
    def mark_feed(self, feed: int) -> None:
        query = once(Scope.feed(self.feeds[feed]), limit=None)
        flags.mark_matching(self.conn, query, Flag.READ, True, NOW, copies=True)

    @rule(number=st.integers(0, 99))
    def hide(self, number: int) -> None:
        picked = self._pick(number)
        if picked is not None:
            hidden.hide(self.conn, (picked,), muted=True)

    @rule(number=st.integers(0, 99))
    def give_back(self, number: int) -> None:
        picked = self._pick(number)
        if picked is not None:
            hidden.give_back(self.conn, (picked,), muted=True)

    @rule(feed=st.integers(0, FEEDS - 1), back=st.booleans())
    def unsubscribe(self, feed: int, back: bool) -> None:
        if back:
            feeds.restore(self.conn, [self.feeds[feed]])
        else:
            feeds.remove(self.conn, [self.feeds[feed]], NOW)

    @rule(feed=st.integers(0, FEEDS - 1), folds=st.booleans())
    def set_folds(self, feed: int, folds: bool) -> None:
        if feeds.one_feed(self.conn, self.feeds[feed]) is not None:
            feeds.change_settings(self.conn, self.feeds[feed], FeedSettings(folds=folds))

    @rule(number=st.integers(0, 99))
    def bury(self, number: int) -> None:
        picked = self._pick(number)
        if picked is not None:
            from readnow.store.burying import bury

            bury(self.conn, (picked,), NOW)

    @rule()
    def mark_all_put_aside(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(flags, "_MANY", -1)
            flags.mark_matching(self.conn, once(limit=None), Flag.READ, True, NOW, copies=True)

    # -- what holds at every moment

    def _shown(self, query: ArticleQuery) -> set[int]:
        """What a list shows, by looking at each article: not one whose lead the list has."""
        each = [row[0] for row in self.conn.execute("SELECT id FROM article")]
        means = set(self._meant(query, each))
        leads = folded(self.conn)
        return {id_ for id_ in means if leads.get(id_) not in means}

    def _meant(self, query: ArticleQuery, each: list[int]) -> Iterator[int]:
        has = {
            table: {row[0] for row in self.conn.execute(f"SELECT id FROM {table}")}
            for table in ("unread", "starred", "hidden")
        }
        facts = {
            row[0]: row[1:]
            for row in self.conn.execute(
                "SELECT a.id, a.feed_id, f.removed_at, f.folder_id FROM article a JOIN feed f ON f.id = a.feed_id"
            )
        }
        for id_ in each:
            _, removed, folder = facts[id_]
            if removed is not None or id_ in has["hidden"]:
                continue
            if query.scope.kind.value == "folder" and folder != query.scope.id:
                continue
            if (query.scope == UNREAD or query.unread_only) and id_ not in has["unread"]:
                continue
            if query.scope == STARRED and id_ not in has["starred"]:
                continue
            yield id_

    @invariant()
    def groups_are_whole(self) -> None:
        assert stories_checks.state(self.conn).wrong == ()
        assert (*checks.recount(self.conn), *checks.integrity(self.conn)) == ()

    @invariant()
    def lists_and_counts_are_those_of_looking_at_each(self) -> None:
        folder = self.conn.execute("SELECT id FROM folder").fetchone()[0]
        for scope in (ALL, UNREAD, STARRED, Scope.folder(folder)):
            for unread_only in (False, True):
                query = once(scope, unread_only=unread_only, limit=None)
                shown = self._shown(query)
                assert {head.id for head in articles.page(self.conn, query).heads} == shown
                assert articles.count(self.conn, query) == len(shown)
        assert feeds.starred_total(self.conn, once=True) == len(self._shown(once(STARRED)))

    @invariant()
    def heads_tell_of_the_group(self) -> None:
        leads = folded(self.conn)
        for head in articles.page(self.conn, ArticleQuery(limit=None)).heads:
            lead = leads.get(head.id, head.id)
            group = {lead, *(id_ for id_, one in leads.items() if one == lead)}
            assert {copy.id for copy in head.copies} == group - {head.id}
            assert head.lead == (None if lead == head.id else lead)
            assert FeedId(head.feed_id) not in {copy.feed_id for copy in head.copies}


TestStories = Stories.TestCase
TestStories.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
