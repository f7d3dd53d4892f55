"""The same story in several feeds: how articles find into groups, and what a group does in lists and counts."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from readnow.feeds.refine import finish
from readnow.model.article import ArticleId, DateSource, Flag
from readnow.model.change import Applied, FeedPlan, NewArticle, StatusChange
from readnow.model.condition import Is, State, Word
from readnow.model.feed import FeedId, FeedSettings, FoldedPair
from readnow.model.query import ALL, STARRED, UNREAD, ArticleQuery, Cursor, Scope
from readnow.store import (
    articles,
    checks,
    feeds,
    flags,
    hidden,
    indexing,
    merging,
    rough,
    stories,
    stories_counts,
)
from readnow.store.connecting import Connection
from readnow.store.stories import Matched
from tests.store.conftest import NOW, entry, put_feed

TEXT = (
    "The night ferry across the inner harbour sailed again on Monday evening, four months after an inspection "
    "found cracks in two of its frames, and three hundred passengers were on board for the first crossing."
)
TITLE = "Night ferry across the harbour sails again"


def told(
    key: str = "a",
    date: int = NOW,
    *,
    title: str = TITLE,
    text: str = TEXT,
    link: str = "",
    read: bool = False,
) -> NewArticle:
    """An article that tells a story."""
    made = replace(entry(key, f"<p>{text}</p>", title=title), words=len(text.split()))
    return NewArticle(
        replace(made, link=link or f"https://{key}.example/story"), date, DateSource.PUBLISHED, read
    )


def put(conn: Connection, feed_id: FeedId, *arrivals: NewArticle, now: int = NOW) -> Applied:
    """Articles that came."""
    return articles.apply(conn, feed_id, FeedPlan(arrivals), now)


def compare(conn: Connection) -> Matched:
    """Deal with all that waits, as is done behind everything else."""
    found = Matched()
    while texts := rough.newest(conn, 100):
        made = [finish(text) for text in texts]
        rough.store(conn, made)
        one = rough.compare(conn, made)
        found = Matched(found.number + one.number, {**found.folded, **one.folded}, (*found.read, *one.read))
    return found


def folded(conn: Connection) -> dict[int, int]:
    """By article its lead."""
    return dict(conn.execute("SELECT id, lead_id FROM folded"))


def three(conn: Connection) -> tuple[FeedId, FeedId, FeedId]:
    """Three feeds that tell one story; the first in a folder with the second."""
    made = (
        put_feed(conn, "a", [told("a", NOW)], folder=("F",)),
        put_feed(conn, "b", [told("b", NOW + 10)], folder=("F",)),
        put_feed(conn, "c", [told("c", NOW + 20)]),
    )
    compare(conn)
    assert folded(conn) == {NOW + 10: NOW, NOW + 20: NOW}
    return made


def ids(conn: Connection, query: ArticleQuery) -> list[int]:
    return [head.id for head in articles.page(conn, query).heads]


def once(scope: Scope = ALL, **more: object) -> ArticleQuery:
    return replace(ArticleQuery(scope, once=True), **more)


def read(conn: Connection, *of: int) -> None:
    flags.set_flag(conn, StatusChange(tuple(map(ArticleId, of)), Flag.READ, True, NOW))


def test_what_came_together_is_led_by_the_earliest(conn: Connection) -> None:
    three(conn)
    assert stories.with_copies(conn, [ArticleId(NOW + 20)]) == (NOW, NOW + 10, NOW + 20)


def test_a_later_copy_never_takes_the_lead(conn: Connection) -> None:
    put(conn, put_feed(conn, "a"), told("a", NOW))
    compare(conn)
    put(conn, put_feed(conn, "b"), told("b", NOW - 500), now=NOW + 3_600)
    assert compare(conn).folded == {NOW - 500: NOW}


def test_never_two_of_one_feed(conn: Connection) -> None:
    feed_id = put_feed(conn, "a", [told("a", NOW)])
    put_feed(conn, "b", [told("b", NOW + 1), told("c", NOW + 2)])
    put(conn, feed_id, told("d", NOW + 3))
    compare(conn)
    # What is twice in each feed makes two groups.
    assert folded(conn) == {NOW + 1: NOW, NOW + 3: NOW + 2}


def test_what_is_another_story_stays_by_itself(conn: Connection) -> None:
    put_feed(conn, "a", [told("a")])
    put_feed(
        conn,
        "b",
        [told("b", NOW + 1, text="Quite another text, of which every word is new to everybody here.")],
    )
    put_feed(conn, "c", [told("c", NOW + 8 * 86_400)])
    assert compare(conn) == Matched(3)


def test_a_copy_of_what_was_read_comes_in_read(conn: Connection) -> None:
    put_feed(conn, "a", [told("a")])
    compare(conn)
    read(conn, NOW)
    feed_id = put_feed(conn, "b", [told("b", NOW + 5)])
    assert compare(conn) == Matched(1, {ArticleId(NOW + 5): ArticleId(NOW)}, (ArticleId(NOW + 5),))
    assert feeds.one_feed(conn, feed_id).unread == 0  # type: ignore[union-attr]
    assert not checks.recount(conn)


def test_what_was_there_before_keeps_its_marks(conn: Connection) -> None:
    put_feed(conn, "a", [told("a", read=True)])
    put_feed(conn, "b", [told("b", NOW + 5)])
    conn.execute("UPDATE unmatched SET fresh = 0")
    assert compare(conn).read == ()


def test_lists_show_a_story_once_where_they_show_its_lead(conn: Connection) -> None:
    a, b, c = three(conn)
    folder = Scope.folder(feeds.one_feed(conn, a).folder_id)  # type: ignore[union-attr, arg-type]
    assert ids(conn, once()) == ids(conn, once(UNREAD)) == ids(conn, once(folder)) == [NOW]
    assert ids(conn, ArticleQuery()) == [NOW + 20, NOW + 10, NOW]
    assert ids(conn, once(Scope.feed(c))) == [NOW + 20]
    read(conn, NOW)
    assert ids(conn, once(UNREAD)) == [NOW + 20, NOW + 10]
    assert ids(conn, once(read_only=True)) == [NOW]
    assert ids(conn, once(since=NOW + 5)) == [NOW + 20, NOW + 10]
    assert ids(conn, once(STARRED)) == []
    assert ids(conn, once(after=Cursor(ArticleId(NOW)))) == []
    assert b


@pytest.mark.parametrize("indexed", [True, False])
def test_searches_too(conn: Connection, indexed: bool) -> None:
    three(conn)
    if not indexed:
        indexing.begin_anew(conn)
    assert ids(conn, once(where=Word("ferry"))) == [NOW]
    assert ids(conn, once(where=Is(State.UNREAD))) == [NOW]
    assert articles.count(conn, once(where=Word("ferry"))) == 1
    conn.execute("UPDATE article SET title = 'x', rev = rev + 1 WHERE id = ?", (NOW,))
    conn.execute("UPDATE body SET html = x'00' WHERE id = ?", (NOW,))
    assert ids(conn, once(where=Word("ferry"))) == [NOW + 20, NOW + 10]
    shown = articles.matching(conn, once(where=Word("harbour")), map(ArticleId, (NOW, NOW + 10)))
    assert [head.id for head in shown] == [NOW + 10]


def test_heads_tell_of_copies(conn: Connection) -> None:
    _, b, _ = three(conn)
    feeds.rename(conn, b, "Bee")
    lead, follower = articles.heads(conn, [ArticleId(NOW), ArticleId(NOW + 10)])[::-1]
    assert (lead.lead, [copy.id for copy in lead.copies]) == (None, [NOW + 10, NOW + 20])
    assert (follower.lead, [copy.id for copy in follower.copies]) == (NOW, [NOW, NOW + 20])
    assert (lead.copies[0].feed_title, lead.copies[0].read, lead.copies[0].starred) == ("Bee", False, False)


def test_counts_by_pairs(conn: Connection) -> None:
    a, b, c = three(conn)
    assert stories_counts.pairs(conn) == (FoldedPair(b, a, 1, 1), FoldedPair(c, a, 1, 1))
    assert stories_counts.pairs(conn, (c,)) == (FoldedPair(c, a, 1, 1),)
    assert feeds.one_feed(conn, a).pairs == stories_counts.pairs(conn)  # type: ignore[union-attr]
    read(conn, NOW + 10)
    assert stories_counts.pairs(conn)[0].unread == 0
    flags.set_flag(conn, StatusChange((ArticleId(NOW + 10),), Flag.READ, False, NOW))
    assert stories_counts.pairs(conn)[0].unread == 1


def test_stars_count_once(conn: Connection) -> None:
    three(conn)
    flags.set_flag(conn, StatusChange(tuple(map(ArticleId, (NOW, NOW + 10))), Flag.STARRED, True, NOW))
    assert (feeds.starred_total(conn), feeds.starred_total(conn, once=True)) == (2, 1)


def test_marking_a_list_marks_copies_elsewhere(conn: Connection) -> None:
    a, _, c = three(conn)
    flags.mark_matching(conn, once(Scope.feed(c)), Flag.READ, True, NOW, copies=True)
    assert ids(conn, ArticleQuery(UNREAD)) == []
    assert not checks.recount(conn)
    flags.mark_matching(conn, once(Scope.feed(a), limit=1), Flag.STARRED, True, NOW, copies=True)
    assert len(ids(conn, ArticleQuery(STARRED))) == 3


def purge(conn: Connection, feed_id: FeedId) -> None:
    """Unsubscribe, and delete what there was."""
    feeds.remove(conn, [feed_id], NOW)
    feeds.purge_removed(conn, NOW + 1, 9)


GOES: dict[str, Callable[[Connection, FeedId], object]] = {
    "hidden": lambda conn, _: hidden.hide(conn, [ArticleId(NOW)], muted=True),
    "gone for good": purge,
    "unsubscribed": lambda conn, feed_id: feeds.remove(conn, [feed_id], NOW),
    "not folded": lambda conn, feed_id: feeds.change_settings(conn, feed_id, FeedSettings(folds=False)),
}


@pytest.mark.parametrize("how", GOES)
def test_where_the_lead_goes_the_next_one_leads(conn: Connection, how: str) -> None:
    a, _, _ = three(conn)
    GOES[how](conn, a)
    assert folded(conn) == {NOW + 20: NOW + 10}
    assert not checks.integrity(conn)


def test_what_comes_back_is_folded_again(conn: Connection) -> None:
    a, _, _ = three(conn)
    feeds.remove(conn, [a], NOW)
    feeds.restore(conn, [a])
    compare(conn)
    assert folded(conn) == {NOW + 10: NOW, NOW + 20: NOW}
    hidden.hide(conn, [ArticleId(NOW + 10)], muted=True)
    assert folded(conn) == {NOW + 20: NOW}
    hidden.give_back(conn, [ArticleId(NOW + 10)], muted=True)
    compare(conn)
    assert folded(conn) == {NOW + 10: NOW, NOW + 20: NOW}


def test_feeds_that_become_one_have_no_two_in_a_group(conn: Connection) -> None:
    a, b, c = three(conn)
    merging.merge(conn, a, b)
    compare(conn)
    assert folded(conn) in ({NOW + 20: NOW + 10}, {NOW + 20: NOW})
    merging.merge(conn, c, b)
    compare(conn)
    assert folded(conn) == {}


def test_a_corrected_article_stays_in_its_group_and_is_known_anew(conn: Connection) -> None:
    three(conn)
    conn.execute("UPDATE article SET title = 'Otherwise', rev = rev + 1 WHERE id = ?", (NOW + 10,))
    compare(conn)
    assert folded(conn) == {NOW + 10: NOW, NOW + 20: NOW}
    titles = [row[0] for row in conn.execute("SELECT title FROM fingerprint ORDER BY id")]
    assert titles[0] == titles[2] != titles[1]


def test_begun_anew_it_comes_out_the_same(conn: Connection) -> None:
    three(conn)
    before = folded(conn)
    stories.begin_anew(conn)
    assert folded(conn) == {}
    assert compare(conn).read == ()
    assert folded(conn) == before


def test_marking_down_from_a_row_marks_copies_above_it(conn: Connection) -> None:
    three(conn)
    put_feed(conn, "d", [told("d", NOW + 30, title="Something that nobody has seen in the list")])
    query = once(limit=None, after=Cursor(ArticleId(NOW + 15)))
    flags.mark_matching(conn, query, Flag.READ, True, NOW, copies=True)
    assert ids(conn, ArticleQuery(UNREAD)) == [NOW + 30]


def test_candidates_are_found_by_indexes(conn: Connection) -> None:
    seen: list[str] = []
    three(conn)
    put_feed(conn, "d", [told("d", NOW + 30)])
    conn.set_trace_callback(seen.append)
    compare(conn)
    conn.set_trace_callback(None)
    (alike,) = [sql for sql in seen if sql.startswith("SELECT id FROM (SELECT id FROM fingerprint")]
    plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {alike}")]
    searches = [step.split(" INDEX ")[1].split(" ")[0] for step in plan if "SEARCH fingerprint" in step]
    assert searches == [f"fingerprint_{name}" for name in ("address", "title", "text") for _ in "ab"]
    waiting = [sql for sql in seen if "FROM unmatched WHERE id <" in sql]
    steps = [row[3] for sql in waiting for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert waiting
    assert not [step for step in steps if "TEMP" in step]
