"""What is decided of an article in memory is what the store finds by the same condition; of a text that is not
read yet nothing is guessed."""

import pytest
from msgspec.structs import replace

from readnow.feeds.refine import finish
from readnow.model.article import ArticleId, DateSource
from readnow.model.change import NewArticle
from readnow.model.condition import Condition, Field, Is, Length, State, Word, all_of, any_of, negated
from readnow.model.query import ArticleQuery
from readnow.store import deciding, rough, searching
from readnow.store.connecting import Connection
from readnow.store.deciding import Table
from readnow.text.packed import wrap
from readnow.text.tokens import index_text
from tests.store.conftest import NOW, entry, put, put_feed
from tests.support.changing import DATES, WORDS, Shelf, shelf
from tests.support.finding import any_condition


def found(conn: Connection, where: Condition, ids: list[ArticleId]) -> set[ArticleId]:
    return set(searching.among(conn, ArticleQuery(), where, ids))


def grow(s: Shelf) -> list[ArticleId]:
    """Some articles of all kinds; those that can be found."""
    s.arrive(12)
    for _ in range(8):
        s.chance.choice((s.change, s.fetch_page, s.mark))()
    s.index(s.chance.choice((0, 5, 100)))
    return list(s.known)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_decided_is_what_the_store_finds(seed: int) -> None:
    with shelf(seed) as s:
        for _ in range(4):
            ids = grow(s)
            table = Table(s.conn, ids, patient=True)
            for _ in range(25):
                where = any_condition(s.chance, WORDS, s.feeds, DATES)
                meant = table.meant(where)
                assert meant.sure == found(s.conn, where, ids), where
                assert not meant.open


@pytest.mark.parametrize("seed", range(6))
def test_what_is_said_before_a_text_is_read_holds_afterwards(seed: int) -> None:
    unsure = 0
    with shelf(seed) as s:
        for _ in range(4):
            ids = grow(s)
            before, after = Table(s.conn, ids), Table(s.conn, ids, patient=True)
            for _ in range(25):
                where = any_condition(s.chance, WORDS, s.feeds, DATES)
                first, last = before.meant(where), after.meant(where)
                assert first.sure <= last.sure <= first.possible, where
                assert all(before.subjects[id].is_open for id in first.open)
                unsure += len(first.open)
    assert unsure


def one_rough(conn: Connection, html: str = "<p>A lighthouse.</p>") -> ArticleId:
    parsed = replace(entry("a", html, title="Harbour"), rough=True, wrapped=wrap(html), words=0, image="")
    arrival = NewArticle(parsed, NOW, DateSource.PUBLISHED)
    (article_id,) = put(conn, put_feed(conn, "a"), arrival).new_ids
    return article_id


LIGHTHOUSE, HARBOUR = Word("lighthouse"), Word("harbour", Field.TITLE)


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        (HARBOUR, True),
        (Word("boat", Field.TITLE), False),
        (Word("harbour"), True),
        (LIGHTHOUSE, None),
        (negated(LIGHTHOUSE), None),
        (all_of((HARBOUR, LIGHTHOUSE)), None),
        (any_of((HARBOUR, LIGHTHOUSE)), True),
        (all_of((negated(HARBOUR), LIGHTHOUSE)), False),
        (Length(">", 1), None),
        (Is(State.IMAGE), None),
        (Is(State.ENCLOSURE), True),
        (Is(State.UNREAD), True),
    ],
)
def test_a_rough_article_is_decided_by_what_is_known(
    conn: Connection, where: Condition, answer: bool | None
) -> None:
    article_id = one_rough(conn)
    meant = Table(conn, [article_id]).meant(where)
    assert (article_id in meant.sure, article_id in meant.possible) == (answer is True, answer is not False)


def test_a_text_that_was_made_ready_is_not_read_again(conn: Connection) -> None:
    article_id = one_rough(conn)
    (made,) = (finish(text) for text in rough.newest(conn, 1))
    rough.store(conn, [made])
    table = Table(conn, [article_id], {article_id: "buoy"})
    assert table.meant(Word("buoy")).sure
    assert not table.meant(LIGHTHOUSE).possible
    assert table.meant(Length("<", 3)).sure


def test_what_is_not_decided_makes_states_unsure(conn: Connection) -> None:
    article_id = one_rough(conn)
    table = Table(conn, [article_id])
    table.unsure.add(article_id)
    assert table.meant(Is(State.UNREAD)).open
    assert table.meant(negated(Is(State.UNREAD))).open
    both = all_of((Is(State.UNREAD), Word("boat", Field.TITLE)))
    assert both is not None
    assert not table.meant(both).possible


def test_many_rules_with_many_words_read_each_text_once(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed_id = put_feed(conn, "a")
    arrivals = [
        NewArticle(entry(f"k{n}", "<p>harbour</p>", title=f"Harbour {n}"), NOW + n, DateSource.PUBLISHED)
        for n in range(50)
    ]
    ids = put(conn, feed_id, *arrivals).new_ids
    conditions = [
        any_of([Word(f"nowhere{n}{' ' * (n % 2)}{rule}", begun=n % 3 == 0) for n in range(100)])
        for rule in range(20)
    ]
    read: list[tuple[str, ...]] = []
    asked: list[str] = []

    def counted(*texts: str) -> str:
        read.append(texts)
        return index_text(*texts)

    monkeypatch.setattr(deciding, "index_text", counted)
    table = Table(conn, ids)
    conn.set_trace_callback(asked.append)
    for condition in conditions:
        assert condition is not None
        assert not table.meant(condition).possible
    conn.set_trace_callback(None)
    assert not asked
    assert len(read) == 3 * len(ids)  # title, author and text
