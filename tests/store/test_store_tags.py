"""Tags on articles: given and taken, renamed, merged, deleted; what changed is told, and can be taken back."""

import pytest

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.errors import StoreError
from readnow.model.journal import Marked, MarkKind
from readnow.store import articles, feeds, hidden, journal, tags
from readnow.store.database import Connection
from readnow.store.merging import merge
from tests.store.conftest import NOW, new, put_feed

A, B, C = (ArticleId(NOW - n) for n in range(3))


def filled(conn: Connection) -> None:
    put_feed(conn, "a", [new(f"{n}", NOW - n) for n in range(3)])


def tagged(conn: Connection) -> dict[ArticleId, tuple[str, ...]]:
    return {head.id: head.tags for head in articles.heads(conn, (A, B, C))}


def test_a_tag_is_one_whatever_its_case_and_accents(conn: Connection) -> None:
    tag, steps = tags.ensure(conn, "Café")
    assert len(steps) == 1
    assert tags.ensure(conn, "CAFE") == (tag, ())
    assert tags.named(conn, "cafe") == tag
    assert tags.named(conn, "tea") is None
    assert [one.name for one in tags.all_tags(conn)] == ["Café"]


def test_given_and_taken(conn: Connection) -> None:
    filled(conn)
    one, two = tags.ensure(conn, "one")[0], tags.ensure(conn, "Über")[0]
    assert tags.put(conn, one.id, [A, B, ArticleId(5)], NOW) == (A, B)
    assert tags.put(conn, one.id, [B, C], NOW) == (C,)
    tags.put(conn, two.id, [B], NOW)
    assert tagged(conn) == {A: ("one",), B: ("one", "Über"), C: ("one",)}
    assert tags.take(conn, one.id, [A, B]) == (A, B)
    assert tags.take(conn, one.id, [A]) == ()
    assert tagged(conn) == {A: (), B: ("Über",), C: ("one",)}


def test_hidden_articles_are_passed_over_and_keep_what_they_have(conn: Connection) -> None:
    filled(conn)
    tag = tags.ensure(conn, "one")[0]
    tags.put(conn, tag.id, [A], NOW)
    hidden.hide(conn, [A, B], muted=True)
    assert tags.put(conn, tag.id, [A, B, C], NOW) == (C,)
    hidden.give_back(conn, [A, B], muted=True)
    assert tagged(conn) == {A: ("one",), B: (), C: ("one",)}


def test_a_name_that_another_tag_has(conn: Connection) -> None:
    one, two = tags.ensure(conn, "one")[0], tags.ensure(conn, "two")[0]
    with pytest.raises(StoreError, match="merge"):
        tags.rename(conn, one.id, "TWO")
    tags.rename(conn, two.id, "Twó")
    assert [one.name for one in tags.all_tags(conn)] == ["one", "Twó"]


def test_all_of_it_can_be_taken_back_and_done_again(conn: Connection) -> None:
    filled(conn)
    one, made = tags.ensure(conn, "one")
    journal.record(conn, "make", made, NOW)
    two = tags.ensure(conn, "two")[0]
    given = tags.put(conn, one.id, [A, B], NOW)
    journal.record(conn, "tag", [Marked(MarkKind.TAGGED, True, given, one.id)], NOW)
    tags.put(conn, two.id, [B, C], NOW)
    states: list[dict[ArticleId, tuple[str, ...]]] = [tagged(conn)]
    journal.record(conn, "rename", tags.rename(conn, one.id, "first"), NOW)
    states.append(tagged(conn))
    journal.record(conn, "merge", tags.merge(conn, one.id, two.id, NOW), NOW)
    states.append(tagged(conn))
    assert states[-1] == {A: ("two",), B: ("two",), C: ("two",)}
    journal.record(conn, "delete", tags.delete(conn, two.id), NOW)
    assert tagged(conn) == {A: (), B: (), C: ()}
    for state in reversed(states):
        journal.undo(conn, NOW)
        assert tagged(conn) == state
    untagged: dict[ArticleId, tuple[str, ...]] = {A: (), B: (), C: ()}
    for state in (*states[1:], untagged):
        journal.redo(conn, NOW)
        assert tagged(conn) == state
    for _ in range(5):
        journal.undo(conn, NOW)
    assert [tag.name for tag in tags.all_tags(conn)] == ["two"]


def test_later_and_tags_stay_when_feeds_become_one_or_are_taken_back(conn: Connection) -> None:
    filled(conn)
    other = put_feed(conn, "b", [new("0", NOW + 5), new("only", NOW + 6)])
    tag = tags.ensure(conn, "one")[0]
    ids = [ArticleId(NOW + 5), ArticleId(NOW + 6)]
    tags.put(conn, tag.id, ids, NOW)
    articles.set_flag(conn, StatusChange(tuple(ids), Flag.LATER, True, NOW))
    feeds.remove(conn, [other], NOW)
    feeds.restore(conn, [other])
    assert all(head.later and head.tags for head in articles.heads(conn, ids))
    (feed_id,) = (feed.id for feed in feeds.all_feeds(conn) if feed.id != other)
    merge(conn, other, feed_id)
    (twin,) = articles.heads(conn, [A])
    (moved,) = articles.heads(conn, ids)
    assert (twin.later, twin.tags, moved.later, moved.tags) == (True, ("one",), True, ("one",))
