"""Regular expressions: the same as Python's where both have them, and quick whatever the pattern."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text.patterns import Pattern, PatternError

LETTERS = "abAB1 -_.é"
SINGLE = st.sampled_from(
    (
        *map(re.escape, LETTERS),
        ".",
        r"\d",
        r"\w",
        r"\s",
        r"\W",
        r"\S",
        "[ab]",
        "[^a-b1]",
        r"[\d_-]",
        "[]x]",
        "é",
    )
)
BORDER = st.sampled_from((r"\b", "^", "$"))
TIMES = st.sampled_from(("*", "+", "?", "{2}", "{1,3}", "{0,2}", "{,}", "*?", "+?"))


def larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    grouped = parts.map(lambda part: f"({part})") | parts.map(lambda part: f"(?:{part})")
    return (
        st.lists(parts, max_size=3).map("".join)
        | st.lists(parts, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})")
        | st.tuples(grouped | SINGLE, TIMES).map("".join)
    )


@given(
    st.recursive(SINGLE | BORDER, larger, max_leaves=8), st.lists(st.text(LETTERS, max_size=8), max_size=6)
)
def test_it_matches_what_pythons_own_matches(source: str, texts: list[str]) -> None:
    pattern, own = Pattern(source), re.compile(source, re.IGNORECASE)
    for text in texts:
        assert pattern.found_in(text) is (own.search(text) is not None)


@given(st.text(r"ab()[]{}|*+?\^$.,1-:", max_size=30))
def test_any_text_is_a_pattern_or_one_error(source: str) -> None:
    place, sentence = 0, "."
    try:
        Pattern(source).found_in("ab1")
    except PatternError as err:
        place, sentence = err.place, str(err)
    assert 0 <= place <= len(source)
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("source", "sentence", "place"),
    [
        ("a(b", "There is no “)” to this “(”.", 1),
        ("a)b", "There is no “(” to this “)”.", 1),
        ("a[b", "There is no “]” to this “[”.", 1),
        ("*a", "There is nothing for “*” to repeat.", 0),
        ("a+*", "This is repeated already.", 2),
        ("^*", "What takes no character cannot be repeated.", 1),
        ("a{3,2}", "“{3,2}” is no number of times.", 1),
        ("[b-a]", "“b-a” is no range.", 2),
        ("a\\q", "“\\q” means nothing here.", 1),
        ("(a)\\1", "“\\1” means nothing here.", 3),
        ("a\\", "Something must follow “\\”.", 2),
        ("x(?=a)", "Of groups that begin with “(?” there is only “(?:”.", 1),
        ("(" * 21, "There are too many groups inside each other.", 20),
        ("a" * 201, "A pattern has at most 200 characters.", 200),
        ("(a{99}){99}", "With all its repetitions, the pattern is too long.", 0),
    ],
)
def test_mistakes_are_said_with_their_place(source: str, sentence: str, place: int) -> None:
    with pytest.raises(PatternError) as caught:
        Pattern(source)
    assert (str(caught.value), caught.value.place) == (sentence, place)


@pytest.mark.parametrize(
    "source",
    [
        "(a+)+$",
        "(a|a)*b",
        "(a*)*b",
        "(a|aa)+$",
        "a*a*a*a*a*a*a*b",
        ".*.*.*.*x",
        "(a?){40}a{40}$",
        "((a{0,9})*)*c",
    ],
)
def test_no_pattern_runs_away(source: str) -> None:
    pattern, text = Pattern(source), "a" * 1_000 + "!"
    began = time.process_time()
    for _ in range(5):
        assert not pattern.found_in(text)
    assert time.process_time() - began < 5.0  # Python's own would take longer than the world is old


def test_what_is_remembered_has_its_bounds() -> None:
    pattern = Pattern("(a|b)*.{20}x$")
    for number in range(400):
        pattern.found_in(
            "".join(chr(97 + (number >> bit & 1)) + chr(0x400 + number + bit) for bit in range(60))
        )
    assert pattern._known <= 20_000
    assert pattern.found_in("b" + "c" * 20 + "x")
