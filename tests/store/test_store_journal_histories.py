"""Whatever is done, by the user or not, taken back, done again, in whatever order, over restarts: each entry
changes just what is still as it was left, as a small model says; and all taken back, things are as they were."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.feed import FeedId
from readnow.model.journal import Marked, MarkKind
from readnow.model.query import ALL, ArticleQuery, Cursor, Scope
from readnow.store import articles, checks, feeds, flags, hidden, journal, journal_marks
from readnow.store.connecting import connect
from readnow.store.database import Connection
from readnow.store.journal_rows import Watch
from readnow.store.opening import prepare
from tests.store.conftest import NOW, dump, library, new, put, put_feed

FEEDS = st.sampled_from((FeedId(1), FeedId(2)))
IDS = st.frozensets(st.integers(NOW, NOW + 14).map(ArticleId), max_size=6)
KINDS = st.sampled_from((MarkKind.READ, MarkKind.STARRED, MarkKind.LATER, MarkKind.TAGGED, MarkKind.DELETED))
TAG = 7


@dataclass
class Thing:
    """What the model knows of an article."""

    feed: int
    marks: dict[MarkKind, bool]
    muted: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.muted or self.marks[MarkKind.DELETED]

    def can(self, kind: MarkKind, value: bool) -> bool:
        """Whether such a mark is taken. A tag goes from whatever has it."""
        if self.marks[kind] is value:
            return False
        return kind is MarkKind.DELETED or not self.is_hidden or (kind is MarkKind.TAGGED and not value)


@dataclass
class Done:
    """An entry of the model: marks of articles, or a feed removed (True) or restored."""

    kind: MarkKind | None
    value: bool
    ids: list[ArticleId]
    feed: int = 0
    undone: bool = False


class Histories(RuleBasedStateMachine):
    """A user, a publisher, a rule and another process at one library."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.things: dict[ArticleId, Thing] = {}
        self.removed: dict[int, bool] = {1: False, 2: False}
        self.done: list[Done] = []
        self.clock = NOW
        self.keys = 0

    @initialize()
    def begin(self) -> None:
        folder = self.open.enter_context(TemporaryDirectory())
        self.path = Path(folder) / "readnow.db"
        prepare(self.path)
        self._connect()
        put_feed(self.conn, "one")
        put_feed(self.conn, "two")
        self.conn.execute("INSERT INTO tag VALUES (?, 'x', 'x')", (TAG,))
        self.many = flags._MANY

    def teardown(self) -> None:
        if hasattr(self, "conn"):
            flags._MANY = self.many
            self.conn.close()
        self.open.close()

    def _connect(self) -> None:
        self.conn: Connection = connect(self.path, read_only=False, writer=True)
        self.conn.execute("BEGIN IMMEDIATE")

    @rule()
    def restart(self) -> None:
        self.conn.execute("COMMIT")
        self.conn.close()
        self._connect()

    @rule()
    def crash(self) -> None:
        """The end of the process in the middle of a piece: nothing of it was done."""
        self.conn.execute("SAVEPOINT piece")
        journal.undo(self.conn, self.clock)
        journal.record(self.conn, "x", [Marked(MarkKind.READ, True, (ArticleId(NOW),))], self.clock)
        self.conn.execute("ROLLBACK TO piece")

    # -- what others do

    @rule(feed=FEEDS, dates=st.lists(st.integers(0, 9), max_size=4))
    def arrive(self, feed: FeedId, dates: list[int]) -> None:
        self.keys += len(dates)
        arrivals = [new(f"{self.keys - n}", NOW + date) for n, date in enumerate(dates)]
        for id_ in put(self.conn, feed, *arrivals).new_ids:
            self.things[id_] = Thing(feed, dict.fromkeys(MarkKind, False))

    @rule(ids=IDS, muted=st.booleans())
    def mute(self, ids: frozenset[ArticleId], muted: bool) -> None:
        (hidden.hide if muted else hidden.give_back)(self.conn, ids, muted=True)
        for id_ in ids & self.things.keys():
            self.things[id_].muted = muted

    @rule(ids=IDS, kind=KINDS, value=st.booleans())
    def mark_elsewhere(self, ids: frozenset[ArticleId], kind: MarkKind, value: bool) -> None:
        """By something that keeps no journal."""
        journal_marks.set_marks(self.conn, Marked(kind, value, (), TAG), value, sorted(ids), self.clock)
        self._set(kind, value, ids)

    # -- what the user does

    @rule(ids=IDS, kind=KINDS, value=st.booleans())
    def mark(self, ids: frozenset[ArticleId], kind: MarkKind, value: bool) -> None:
        self.clock += 1
        changed = journal_marks.set_marks(
            self.conn, Marked(kind, value, (), TAG), value, sorted(ids), self.clock
        )
        assert sorted(changed) == self._set(kind, value, ids)
        self._record([Marked(kind, value, changed, TAG)], Done(kind, value, list(changed)))

    @rule(
        scope=st.sampled_from((ALL, Scope.feed(FeedId(1)))),
        end=st.none() | st.integers(NOW, NOW + 14),
        aside=st.booleans(),
    )
    def read_all(self, scope: Scope, end: int | None, aside: bool) -> None:
        flags._MANY = 0 if aside else self.many
        after = None if end is None else Cursor(ArticleId(end))
        marked = articles.mark_matching(
            self.conn, ArticleQuery(scope, limit=None, after=after), Flag.READ, True, self.clock
        )
        wanted = {
            id_
            for id_, thing in self.things.items()
            if not self.removed[thing.feed] and (not scope.id or thing.feed == scope.id)
        }
        changed = self._set(MarkKind.READ, True, {id_ for id_ in wanted if end is None or id_ < end})
        assert marked.number == len(changed)
        self._record([marked], Done(MarkKind.READ, True, changed))

    @rule(feed=FEEDS, value=st.booleans())
    def unsubscribe(self, feed: FeedId, value: bool) -> None:
        watch = Watch(self.conn, "feed", "folder")
        if value:
            feeds.remove(self.conn, [feed], self.clock)
        else:
            feeds.restore(self.conn, [feed])
        changes = watch.changes()
        assert bool(changes) is (self.removed[feed] is not value)
        self.removed[feed] = value
        self._record(changes, Done(None, value, [], feed) if changes else None)

    # -- back and forth

    @rule(most=st.integers(1, 9))
    def undo(self, most: int) -> None:
        entry = next((entry for entry in reversed(self.done) if not entry.undone), None)
        outcome = journal.undo(self.conn, self.clock, most)
        assert (outcome is None) is (entry is None)
        while outcome is not None and not outcome.finished:
            outcome = journal.undo(self.conn, self.clock, most)
        if entry is not None:
            self._replay(entry, not entry.value)
            entry.undone = True

    @rule(most=st.integers(1, 9))
    def redo(self, most: int) -> None:
        entry = next((entry for entry in self.done if entry.undone), None)
        outcome = journal.redo(self.conn, self.clock, most)
        assert (outcome is None) is (entry is None)
        while outcome is not None and not outcome.finished:
            outcome = journal.redo(self.conn, self.clock, most)
        if entry is not None:
            self._replay(entry, entry.value)
            entry.undone = False

    @rule()
    def begin_and_turn_round(self) -> None:
        """A piece of undoing, then on or back to where that began."""
        entry = next((entry for entry in reversed(self.done) if not entry.undone), None)
        if entry is None or entry.kind is None or len(entry.ids) < 2:
            return
        outcome = journal.undo(self.conn, self.clock, 1)
        assert outcome is not None
        assert not outcome.finished
        back = journal.redo(self.conn, self.clock, 9)
        assert back is not None
        assert back.finished
        # What the piece gave back it took again, but for what is hidden; and as when all is done again, what
        # was otherwise already is marked too.
        assert set(back.ids) <= set(entry.ids)
        for id_ in outcome.ids:
            assert id_ in back.ids or self.things[id_].is_hidden
            self.things[id_].marks[entry.kind] = not entry.value
        for id_ in back.ids:
            assert self.things[id_].can(entry.kind, entry.value)
            self.things[id_].marks[entry.kind] = entry.value

    @invariant()
    def as_the_model_says(self) -> None:
        if not hasattr(self, "conn"):
            return
        assert (*checks.recount(self.conn), *checks.integrity(self.conn)) == ()
        assert [entry.undone for entry in reversed(journal.entries(self.conn, 999))] == [
            entry.undone for entry in self.done
        ]
        for id_, thing in self.things.items():
            for kind, sql in _IS.items():
                (found,) = self.conn.execute(sql, {"id": id_, "tag": TAG}).fetchone()
                assert bool(found) is thing.marks[kind], (id_, kind)
        removed = dict(self.conn.execute("SELECT id, removed_at IS NOT NULL FROM feed").fetchall())
        assert {feed: bool(value) for feed, value in removed.items()} == self.removed

    def _record(self, steps: object, done: Done | None) -> None:
        entry = journal.record(self.conn, "x", steps, self.clock)  # type: ignore[arg-type]
        wanted = done if done is not None and (done.ids or done.feed) else None
        assert (entry is None) is (wanted is None)
        if wanted is not None:
            self.done = [entry for entry in self.done if not entry.undone] + [wanted]

    def _replay(self, entry: Done, value: bool) -> None:
        if entry.kind is None:
            self.removed[entry.feed] = value
        else:
            self._set(entry.kind, value, entry.ids)

    def _set(self, kind: MarkKind, value: bool, ids: object) -> list[ArticleId]:
        changed = [id_ for id_ in sorted(ids) if id_ in self.things and self.things[id_].can(kind, value)]  # type: ignore[call-overload]
        for id_ in changed:
            self.things[id_].marks[kind] = value
        return changed


_WAS = "EXISTS (SELECT 1 FROM hidden WHERE id = :id AND {})"
_IS = {
    MarkKind.READ: f"SELECT :tag AND NOT EXISTS (SELECT 1 FROM unread WHERE id = :id) AND NOT {_WAS.format('unread')}",
    MarkKind.STARRED: "SELECT :tag AND (EXISTS (SELECT 1 FROM starred WHERE id = :id) OR "
    + _WAS.format("starred_at IS NOT NULL")
    + ")",
    MarkKind.LATER: "SELECT :tag AND (EXISTS (SELECT 1 FROM later WHERE id = :id) OR "
    + _WAS.format("later_at IS NOT NULL")
    + ")",
    MarkKind.TAGGED: "SELECT EXISTS (SELECT 1 FROM tagged WHERE id = :id AND tag_id = :tag)",
    MarkKind.DELETED: f"SELECT :tag AND {_WAS.format('deleted_at IS NOT NULL')}",
}

TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=60, stateful_step_count=30)


# -- all taken back

Change = Callable[[Connection], None]


def _marks(kind: MarkKind, value: bool, ids: frozenset[ArticleId]) -> Change:
    def do(conn: Connection) -> None:
        step = Marked(kind, value, (), TAG)
        changed = journal_marks.set_marks(conn, step, value, sorted(ids), NOW)
        journal.record(conn, "x", [Marked(kind, value, changed, TAG)], NOW)

    return do


def _rows(work: Callable[[Connection], object]) -> Change:
    def do(conn: Connection) -> None:
        journal.watched(conn, "x", ("folder", "feed", "filed", "tag", "smart_feed"), NOW, work)

    return do


def _read_all(conn: Connection) -> None:
    marked = articles.mark_matching(conn, ArticleQuery(limit=None), Flag.READ, True, NOW)
    journal.record(conn, "x", [marked], NOW)


NAMES = st.sampled_from(("", "a", "b", "c"))
CHANGES = st.one_of(
    st.builds(_marks, KINDS, st.booleans(), IDS),
    st.just(_read_all),
    st.builds(lambda id, name: _rows(lambda conn: feeds.rename(conn, id, name)), FEEDS, NAMES),
    st.builds(
        lambda id, path: _rows(lambda conn: feeds.move(conn, id, feeds.ensure_folder(conn, path))),
        FEEDS,
        st.lists(st.sampled_from(("a", "b", "c")), max_size=3).map(tuple),
    ),
    st.builds(lambda id: _rows(lambda conn: feeds.remove(conn, [id], NOW)), FEEDS),
    st.builds(lambda id: _rows(lambda conn: feeds.restore(conn, [id])), FEEDS),
    st.builds(lambda name: _rows(lambda conn: put_feed(conn, name, folder=("new",))), st.sampled_from("xyz")),
)
_OTHERS = {"fetch", "orphan", "unindexed", "unmatched", "merged_feed", "meta"}
"""Tables in which nothing is the user's."""


def users(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """What is the user's, without when it was set."""
    state = {table: rows for table, rows in dump(conn).items() if table not in _OTHERS}
    for table in ("starred", "later", "tagged"):
        state[table] = [row[:-1] for row in state[table]]
    return state


@settings(max_examples=60)
@given(changes=st.lists(CHANGES, max_size=12), most=st.integers(1, 5), aside=st.booleans())
def test_all_taken_back_things_are_as_they_were(changes: list[Change], most: int, aside: bool) -> None:
    many = flags._MANY
    flags._MANY = 0 if aside else many
    try:
        with library() as conn:
            put_feed(conn, "one", [new(f"a{n}", NOW + n, read=n % 3 == 0) for n in range(9)], folder=("a",))
            put_feed(
                conn, "two", [new(f"b{n}", NOW + n, read=n % 2 == 0) for n in range(5)], folder=("a", "b")
            )
            conn.execute("INSERT INTO tag VALUES (?, 'x', 'x')", (TAG,))
            articles.set_flag(conn, StatusChange((ArticleId(NOW), ArticleId(NOW + 5)), Flag.STARRED, True, 3))
            before = users(conn)
            for change in changes:
                change(conn)
            after = users(conn)
            while (outcome := journal.undo(conn, NOW, most)) is not None:
                assert outcome.notes == ()
            assert _less_feeds(users(conn)) == _less_feeds(before)
            while (outcome := journal.redo(conn, NOW, most)) is not None:
                assert outcome.notes == ()
            assert users(conn) == after
            assert (*checks.recount(conn), *checks.integrity(conn)) == ()
    finally:
        flags._MANY = many


def _less_feeds(state: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """Without feeds that were unsubscribed from, where those that were added are now."""
    kept = [row for row in state["feed"] if row[0] in (1, 2)]
    return state | {"feed": kept, "folder": [], "journal": []}
