"""Entries of the journal that grow while they are worked on, and those of rules."""

from readnow.model.article import Flag
from readnow.model.change import StatusChange
from readnow.model.feed import FeedId
from readnow.model.journal import Marked, MarkKind
from readnow.model.rule import Deed, Draft, RuleAction
from readnow.store import articles, journal, muting, rules
from readnow.store.database import Connection
from readnow.store.journal_rows import Watch
from tests.store.conftest import NOW
from tests.store.test_store_journal import A, B, C, feed_id, mark, redo, undo, unread, whats

__all__ = ["feed_id"]


def test_what_goes_on_in_pieces_is_one_entry(conn: Connection, feed_id: FeedId) -> None:
    entry = mark(conn, A)
    assert entry is not None
    mark(conn, C)
    changed = articles.set_flag(conn, StatusChange((B,), Flag.READ, True, NOW))
    assert journal.extend(conn, entry, [Marked(MarkKind.READ, True, changed), Marked(MarkKind.READ, True)])
    assert [what for what, _ in whats(conn)] == ["Mark 1", "Mark 1"]
    undo(conn)
    assert unread(conn) == {C}
    undo(conn)
    assert unread(conn) == {A, B, C}
    assert not journal.extend(conn, entry, [Marked(MarkKind.READ, True, changed)])
    redo(conn)
    assert unread(conn) == {C}
    assert feed_id


def test_an_entry_that_is_being_taken_back_gets_no_longer(conn: Connection, feed_id: FeedId) -> None:
    entry = mark(conn, A, B)
    assert entry is not None
    done = journal.undo(conn, NOW, 1)
    assert done is not None
    assert not done.finished
    assert not journal.extend(conn, entry, [Marked(MarkKind.READ, True, (C,))])
    assert not journal.extend(conn, entry + 1, [])
    assert feed_id


def test_a_muted_article_is_given_back_and_muted_again(conn: Connection, feed_id: FeedId) -> None:
    watch = Watch(conn, "rule")
    rule_id = rules.insert(conn, Draft("r", "x", (RuleAction(Deed.MUTE),)), NOW)
    taken = muting.mute(conn, rule_id, (A, B), NOW).taken
    journal.record(conn, "Mute", [*watch.changes(), Marked(MarkKind.MUTED, True, taken, rule_id)], NOW)
    assert unread(conn) == {C}
    undo(conn)
    assert unread(conn) == {A, B, C}
    assert rules.all_rules(conn) == ()
    redo(conn)
    assert unread(conn) == {C}
    assert muting.takers(conn, (A, B, C)) == {A: (rule_id,), B: (rule_id,)}
    muting.mute(conn, rule_id, (C,), NOW)
    undo(conn)
    assert unread(conn) == {A, B, C}  # the rule goes, and with it what it hid since
    assert feed_id
