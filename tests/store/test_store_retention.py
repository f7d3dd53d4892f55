"""What goes: compared with a model that looks at every article, after whatever happened to them."""

from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.feed import FeedId
from readnow.model.retention import Limits
from readnow.store import articles, checks, retention
from readnow.store.database import Connection
from readnow.store.selecting import FIRST
from tests.store.conftest import NOW, library, new, put, put_feed

DAY = 24 * 3600


def all_going(conn: Connection, feed_id: FeedId, limits: Limits, most: int = 3) -> list[ArticleId]:
    """What would go, looked at in small steps."""
    found: list[ArticleId] = []
    after: int | None = FIRST
    while after is not None:
        looked = retention.look(conn, feed_id, limits, after, most)
        found += looked.ids
        after = looked.last
    return found


@dataclass
class Known:
    """An article as the model has it."""

    id: int
    key: str
    received: int
    unread: bool = True
    starred: bool = False
    later: bool = False
    tagged: bool = False
    hidden: str = ""

    @property
    def stays_anyway(self) -> bool:
        return self.starred or self.later or self.tagged or self.hidden == "deleted"


@dataclass
class Model:
    articles: list[Known] = field(default_factory=list)

    def going(self, limits: Limits) -> set[int]:
        seen = sorted((one.id for one in self.articles if not one.hidden), reverse=True)
        newest = None if limits.number is None else set(seen[: limits.number])
        found = set()
        for one in self.articles:
            young = limits.before is not None and max(one.id, one.received) >= limits.before
            among = newest is not None and (len(newest) < (limits.number or 0) or one.id >= min(newest))
            unread = limits.keep_unread and one.unread and not one.hidden
            if not (young or among or unread or one.stays_anyway):
                found.add(one.id)
        return found


LIMITS = st.builds(
    Limits,
    st.one_of(st.none(), st.integers(-30, 30).map(lambda days: NOW + days * DAY)),
    st.one_of(st.none(), st.integers(1, 8)),
    st.booleans(),
).filter(lambda limits: limits.before is not None or limits.number is not None)


class Machine(RuleBasedStateMachine):
    """Articles come, are marked, hidden and let go of."""

    def __init__(self) -> None:
        super().__init__()
        self.context = library()
        self.conn = self.context.__enter__()
        self.feed = put_feed(self.conn, "a")
        self.other = put_feed(self.conn, "b", [new(f"o{n}", NOW - n * DAY) for n in range(5)])
        self.conn.execute("INSERT INTO tag (name, folded) VALUES ('t', 't')")
        self.model = Model()
        self.number = 0

    def teardown(self) -> None:
        self.context.__exit__(None, None, None)

    @rule(days=st.integers(-40, 40), received=st.integers(-40, 40), read=st.booleans())
    def comes(self, days: int, received: int, read: bool) -> None:
        self.number += 1
        key = f"k{self.number}"
        (made,) = put(self.conn, self.feed, new(key, NOW + days * DAY, read=read)).new_ids
        at = NOW + received * DAY
        self.conn.execute("UPDATE body SET received = ? WHERE id = ?", (at, made))
        self.model.articles.append(Known(made, key, at, unread=not read))

    @rule(data=st.data(), what=st.sampled_from(["read", "unread", "starred", "later", "tagged"]))
    def is_marked(self, data: st.DataObject, what: str) -> None:
        shown = [one for one in self.model.articles if not one.hidden]
        if not shown:
            return
        one = data.draw(st.sampled_from(shown))
        if what in ("read", "unread"):
            change = StatusChange((ArticleId(one.id),), Flag.READ, what == "read", NOW)
            articles.set_flag(self.conn, change)
            one.unread = what == "unread"
        elif what == "starred":
            self.conn.execute("INSERT OR IGNORE INTO starred VALUES (?, 1)", (one.id,))
            one.starred = True
        elif what == "later":
            self.conn.execute("INSERT OR IGNORE INTO later VALUES (?, 1)", (one.id,))
            one.later = True
        else:
            self.conn.execute("INSERT OR IGNORE INTO tagged VALUES (1, ?, 1)", (one.id,))
            one.tagged = True

    @rule(data=st.data(), how=st.sampled_from(["muted", "deleted"]))
    def is_hidden(self, data: st.DataObject, how: str) -> None:
        shown = [one for one in self.model.articles if not one.hidden]
        if not shown:
            return
        one = data.draw(st.sampled_from(shown))
        one.hidden = how
        star = self.conn.execute("DELETE FROM starred WHERE id = ?", (one.id,)).rowcount
        late = self.conn.execute("DELETE FROM later WHERE id = ?", (one.id,)).rowcount
        self.conn.execute("DELETE FROM unread WHERE id = ?", (one.id,))
        self.conn.execute(
            "UPDATE feed SET unread = unread - ?, total = total - 1 WHERE id = ?", (one.unread, self.feed)
        )
        self.conn.execute(
            "INSERT INTO hidden VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                one.id,
                self.feed,
                one.unread,
                star or None,
                late or None,
                how == "muted",
                1 if how == "deleted" else None,
            ),
        )

    @rule(limits=LIMITS)
    def what_would_go(self, limits: Limits) -> None:
        assert all_going(self.conn, self.feed, limits) == sorted(self.model.going(limits))

    @rule(limits=LIMITS)
    def goes(self, limits: Limits) -> None:
        expected = self.model.going(limits)
        going = all_going(self.conn, self.feed, limits)
        gone, left = retention.let_go(self.conn, self.feed, limits, going, NOW)
        assert (gone, list(left)) == (len(expected), [])
        buried = [one.key for one in self.model.articles if one.id in expected]
        self.model.articles = [one for one in self.model.articles if one.id not in expected]
        known = articles.known(self.conn, self.feed, buried)
        assert [entry.id for entry in known.values()] == [None] * len(buried)
        # What goes by number does not go on going.
        assert all_going(self.conn, self.feed, limits) == sorted(self.model.going(limits))

    @invariant()
    def counts_are_right(self) -> None:
        shown = [one for one in self.model.articles if not one.hidden]
        row = self.conn.execute("SELECT unread, total FROM feed WHERE id = ?", (self.feed,)).fetchone()
        assert row == (sum(one.unread for one in shown), len(shown))
        stored = self.conn.execute("SELECT id FROM article WHERE feed_id = ? ORDER BY id", (self.feed,))
        assert [row[0] for row in stored] == sorted(one.id for one in self.model.articles)
        other = self.conn.execute("SELECT count(*) FROM article WHERE feed_id = ?", (self.other,))
        assert other.fetchone() == (5,)


TestRetention = Machine.TestCase
TestRetention.settings = settings(max_examples=60, stateful_step_count=30)


def test_what_was_starred_after_the_look_stays(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [new(str(n), NOW - n, read=True) for n in range(10)])
    limits = Limits(number=2)
    going = all_going(conn, feed_id, limits)
    assert len(going) == 8
    articles.set_flag(conn, StatusChange((going[3],), Flag.STARRED, True, NOW))
    articles.set_flag(conn, StatusChange((going[4],), Flag.READ, False, NOW))
    assert retention.let_go(conn, feed_id, limits, going, NOW) == (6, [])
    assert all_going(conn, feed_id, limits) == []
    assert checks.recount(conn) == ()
    assert checks.integrity(conn) == ()


def test_a_transaction_ends_when_its_time_is_over(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """But not before something was done: else it would never end."""
    feed_id = put_feed(conn, "a", [new(str(n), NOW - n, read=True) for n in range(300)])
    going = all_going(conn, feed_id, Limits(number=1), 1000)
    monkeypatch.setattr(retention, "_SECONDS", -1.0)
    gone, left = retention.let_go(conn, feed_id, Limits(number=1), going, NOW)
    assert 0 < gone < 100
    assert list(left) == going[gone:]


def test_settings_are_read_from_feeds_and_all_their_folders(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", folder=("News", "Deep"))
    inner, outer = conn.execute("SELECT id, parent_id FROM folder WHERE name = 'Deep'").fetchone()
    conn.execute("INSERT INTO folder (name, position, keep) VALUES ('Other', 9, '90d')")
    (other,) = conn.execute("SELECT id FROM folder WHERE name = 'Other'").fetchone()
    conn.execute("INSERT INTO filed VALUES (?, ?)", (feed_id, other))
    conn.execute('UPDATE feed SET settings = \'{"keep": "5"}\'')
    found = retention.settings(conn)
    assert found.feeds[feed_id].keep == "5"
    assert set(found.feeds[feed_id].folders) == {inner, other}
    assert found.folders[other].keep == "90d"
    assert found.folders[inner].parent_id == outer
