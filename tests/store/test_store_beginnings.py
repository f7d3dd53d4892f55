"""Beginnings of words: the words of the index that begin so, and searches that go by them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnow.model.condition import All, Condition, Field, Not, Word
from readnow.model.query import ArticleQuery
from readnow.store import articles, beginnings, indexing
from readnow.store.beginnings import beginnings_in
from readnow.store.conditions import WORDS, Indexes
from readnow.store.connecting import Connection, connect
from readnow.store.database import Database
from tests.store.conftest import NOW, fill, library, new, put, put_feed
from tests.store.test_store_indexing import index

_TEXTS = ("Tide and tidal ferry", "The tidy ferryman", "Ти тише", "Tīde times", "No more than zebra")


def filled(conn: Connection) -> None:
    feed_id = put_feed(conn, "a")
    put(conn, feed_id, *(new(f"k{n}", NOW + n, html=f"<p>{text}</p>") for n, text in enumerate(_TEXTS)))
    index(conn)


def found(conn: Connection, where: Condition) -> set[int]:
    return {head.id - NOW for head in articles.page(conn, ArticleQuery(where=where)).heads}


@pytest.mark.parametrize(
    ("beginning", "words"),
    [
        ("tid", ["tidal", "tide", "tidy"]),
        ("tide", ["tide"]),
        ("ти", ["ти", "тише"]),
        ("ferr", ["ferry", "ferryman"]),
        ("zebras", []),
        ("t", None),
    ],
)
def test_the_words_that_begin_so(conn: Connection, beginning: str, words: list[str] | None) -> None:
    filled(conn)
    assert beginnings_in(conn)(beginning) == words


def test_where_there_are_many_none_are_listed(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(conn)
    monkeypatch.setitem(beginnings._MOST, 3, 2)
    assert beginnings_in(conn)("tid") is None
    assert found(conn, Word("tid", begun=True)) == {0, 1, 3}
    monkeypatch.setattr(beginnings, "_MOST_OF_ALL", 1)
    assert found(conn, Word("ferr", begun=True)) == {0, 1}


def test_what_leads_are_the_words(conn: Connection) -> None:
    filled(conn)
    indexes = Indexes({}, beginnings_in(conn))
    assert indexes.text(Word("ferr", begun=True), WORDS) == '("ferry" OR "ferryman")'
    assert indexes.text(Word("tid", Field.TEXT, begun=True), WORDS) == 'text : ("tidal" OR "tide" OR "tidy")'
    assert indexes.text(Word("zebras", begun=True), WORDS) == '"zebras" *'
    assert indexes.text(Word("than zebr", begun=True), WORDS) == '"than zebr" *'


def test_a_word_that_came_since_is_found(conn: Connection) -> None:
    filled(conn)
    assert found(conn, Word("zeb", begun=True)) == {4}
    feed_id = put_feed(conn, "b")
    put(conn, feed_id, new("k9", NOW + 9, html="<p>Zebu</p>"))
    assert found(conn, Word("zeb", begun=True)) == {4, 9}, "not in the index yet"
    index(conn)
    assert found(conn, Word("zeb", begun=True)) == {4, 9}


def test_an_index_that_is_made_anew_is_listed_as_it_is(conn: Connection) -> None:
    filled(conn)
    assert beginnings_in(conn)("zeb") == ["zebra"]
    indexing.begin_anew(conn)
    assert beginnings_in(conn)("zeb") == []
    assert found(conn, Word("zeb", begun=True)) == {4}


async def test_a_connection_that_only_reads_may_look_and_still_only_reads(database: Database) -> None:
    fill(database.path, filled)
    await database.read(lambda conn: beginnings_in(conn)("tid"))
    assert await database.read(lambda conn: beginnings_in(conn)("tid")) == ["tidal", "tide", "tidy"]
    assert await database.read(lambda conn: conn.execute("PRAGMA query_only").fetchone()) == (1,)
    reader = connect(database.path, read_only=True, writer=False)
    assert beginnings_in(reader)("ferr") == ["ferry", "ferryman"]
    reader.close()


@settings(max_examples=40, deadline=None)
@given(st.text("abtide", min_size=1, max_size=5), st.booleans())
def test_the_same_is_found_with_and_without_the_list(beginning: str, together: bool) -> None:
    where: Condition = Word(beginning, begun=True)
    if together:
        where = All((where, Not(Word("ferry"))))
    with library() as conn:
        filled(conn)
        expected = {
            n
            for n, text in enumerate(_TEXTS)
            if any(
                word.startswith(beginning) for word in f"title k{n} {text.lower().replace('ī', 'i')}".split()
            )
            and not (together and "ferry" in text.lower().split())
        }
        assert found(conn, where) == expected
