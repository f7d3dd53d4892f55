"""Words as search compares them, and what SQLite makes of them."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text.tokens import BOUNDARY, MAX_INDEXED, Wording, index_text, tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello_World don’t C++", ["hello", "world", "don", "t", "c"]),
        ("Straße ÉTÉ œuvre e\u0301", ["strasse", "ete", "oeuvre", "e"]),
        ("Привет, мир!", ["привет", "мир"]),
        ("東京タワー・abc字def", [*"東京タワー", "abc", "字", "def"]),
        ("ﾊﾞｽ Ｆｕｌｌ", ["バ", "ス", "full"]),
        ("한국어 텍스트", ["한국어", "텍스트"]),
        ("हिन्दी भाषा।", ["हिन्दी", "भाषा"]),
        ("ประเทศ", list("ประเทศ")),
        ("العربية، نعم", ["العربية", "نعم"]),
        ("🎉🎉 ❤️ ok", ["🎉", "🎉", "❤", "ok"]),
        ("½ 10€ x²", ["1", "2", "10", "x2"]),
        ("a\udc80b\x00c", ["a", "b", "c"]),
        (f"a {BOUNDARY}12 b", ["a", "12", "b"]),
        ("", []),
    ],
)
def test_tokens(text: str, found: list[str]) -> None:
    assert tokens(text) == found


def in_sqlite(texts: list[str]) -> list[str]:
    """The tokens that the index makes of a text, in their order."""
    with closing(sqlite3.connect(":memory:")) as conn:
        try:
            conn.execute("CREATE VIRTUAL TABLE words USING fts5 (text, content = '', tokenize = 'ascii')")
        except sqlite3.OperationalError:
            pytest.skip("this SQLite has no full-text search")
        conn.execute("CREATE VIRTUAL TABLE found USING fts5vocab (words, instance)")
        conn.execute("INSERT INTO words (rowid, text) VALUES (1, ?)", (index_text(*texts),))
        return [row[0] for row in conn.execute("SELECT term FROM found ORDER BY offset")]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text(
    "aé ß東ก่🎉_.-²½ﬁ्ह", max_size=20
)


@given(TEXT)
def test_sqlite_finds_the_same_tokens(text: str) -> None:
    assert in_sqlite([text]) == tokens(text)


@given(TEXT, TEXT)
def test_no_phrase_spans_two_texts(one: str, other: str) -> None:
    between = [BOUNDARY] if one and other else []
    assert in_sqlite([one, other]) == [*tokens(one), *between, *tokens(other)]


@given(TEXT)
def test_tokens_of_tokens_are_themselves(text: str) -> None:
    found = tokens(text)
    assert tokens(" ".join(found)) == found
    assert all(BOUNDARY not in token and " " not in token for token in found)


@given(TEXT, TEXT)
def test_what_stands_beside_a_word_does_not_change_it(one: str, other: str) -> None:
    assert tokens(f"{one} 漢 {other}") == [*tokens(one), "漢", *tokens(other)]


@given(TEXT, st.integers(0, 5), st.integers(1, 3), st.booleans())
def test_a_phrase_is_found_in_a_text_that_has_it(text: str, start: int, size: int, cut: bool) -> None:
    phrase = " ".join(tokens(text)[start : start + size])
    if phrase:
        begun = phrase[:-1] if cut and not phrase[:-1].endswith(" ") and len(phrase) > 1 else phrase
        assert Wording(index_text(text)).has(phrase)
        assert Wording(index_text(text)).has(begun, begun=True)


@pytest.mark.parametrize(
    ("phrase", "begun", "there"),
    [
        ("boat", False, True),
        ("oat", False, False),
        ("boat ho", False, False),
        ("boat ho", True, True),
        ("house boat", False, False),
        ("a boat house on", False, True),
        ("", True, False),
    ],
)
def test_a_phrase_is_of_whole_words_in_a_row(phrase: str, begun: bool, there: bool) -> None:
    assert Wording(index_text("A boat-house on Boats")).has(phrase, begun) is there


def test_a_text_has_its_bounds() -> None:
    assert len(index_text("x" * (MAX_INDEXED + 5))) == MAX_INDEXED
    assert len(index_text("ﷺ" * 10_000)) <= 21_000
    assert len(index_text("字" * MAX_INDEXED)) == MAX_INDEXED
