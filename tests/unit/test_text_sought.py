"""Where the words of a search stand in a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library.query import Names, parse_query
from readnow.library.sought import IN_TEXTS, IN_TITLES, sought_in
from readnow.text.sought import Phrase, Sought
from readnow.text.tokens import Wording, index_text, tokens

TEXT = st.text(st.sampled_from("ab é-’.東京 ") | st.characters(exclude_categories=["Cs"]), max_size=30)


def marked(query: str, text: str) -> list[str]:
    sought = sought_in(parse_query(query, Names()).where, IN_TITLES)
    return [text[start:end] for start, end in sought.ranges(text)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("kernel", "The Kernel, and the kernels", ["Kernel"]),
        ("kern*", "The Kernel, and the kernels", ["Kernel", "kernels"]),
        ('"low tide"', "Low-tide at low tide; low, tide", ["Low-tide", "low tide", "low, tide"]),
        ("cafe", "Le Café", ["Café"]),
        ("東京", "於東京都", ["東京"]),
        ("a OR (b c)", "c a b d", ["c", "a", "b"]),
        ("-kernel tide", "kernel tide", ["tide"]),
        ("text:kernel title:tide author:x", "x kernel tide", ["tide"]),
        ("is:unread /ker/", "kernel", []),
        ("low tide", "Tide is low", ["Tide", "low"]),
        ("🎉", "ok 🎉", ["🎉"]),
    ],
)
def test_places(query: str, text: str, found: list[str]) -> None:
    assert marked(query, text) == found


def test_a_text_has_marks_of_other_words_than_a_title() -> None:
    where = parse_query("text:kernel tide", Names()).where
    assert sought_in(where, IN_TEXTS).ranges("kernel tide") == [(0, 6), (7, 11)]
    assert not sought_in(None, IN_TEXTS)


@given(TEXT, TEXT, st.booleans())
def test_what_is_marked_is_found_and_in_order(words: str, text: str, begun: bool) -> None:
    phrase = tuple(tokens(words))
    ranges = Sought([Phrase(phrase, begun)]).ranges(text)
    if ranges:
        assert Wording(index_text(text)).has(" ".join(phrase), begun)
    places = [place for pair in ranges for place in pair]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in ranges)
