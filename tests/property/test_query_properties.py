"""The query language: any text is a query or one error, and what is written is read as the same."""

from hypothesis import given
from hypothesis import strategies as st

from readnow.library.query import Names, parse_query
from readnow.library.query_reading import MAX_LENGTH, write_condition
from readnow.library.query_terms import BY_NAME, BadTermError, Value
from readnow.model.condition import (
    All,
    Condition,
    Either,
    Field,
    Not,
    TitleMatches,
    Word,
    all_of,
    any_of,
    negated,
)
from readnow.model.errors import QueryError
from readnow.text.patterns import Pattern, PatternError
from readnow.text.tokens import tokens
from tests.unit.test_query import NAMES

ANY = st.characters(exclude_categories=["Cs"])
SOURCE = st.text(st.sampled_from('abcé東🎉  "\\/()-*:|.?OR') | ANY, max_size=12)


def read(text: str) -> Condition | None:
    column, sentence = 1, "."
    try:
        return parse_query(text, NAMES).where
    except QueryError as err:
        column, sentence = err.column, str(err)
    assert 1 <= column <= len(text) + 1
    assert sentence.endswith((".", "?"))
    return None


@given(st.text(max_size=60) | st.text('ab "()-/\\:*OR', max_size=40))
def test_any_text_is_a_query_or_one_error(text: str) -> None:
    found = read(text)
    if found is not None:
        assert read(write_condition(found)) == found


@given(
    st.lists(
        st.sampled_from(
            ("a", '"b c', '"', "(", ")", "-", "OR", "NOT", "title:", "is:unread", "/x", "/", "x*", "words:>2")
        ),
        max_size=14,
    )
)
def test_any_order_of_pieces_is_a_query_or_one_error(pieces: list[str]) -> None:
    for text in (" ".join(pieces), "".join(pieces)):
        found = read(text)
        if found is not None:
            assert read(write_condition(found)) == found


@st.composite
def words(draw: st.DrawFn) -> Condition:
    found = tokens(draw(SOURCE)) or ["x"]
    return Word(" ".join(found), draw(st.sampled_from(Field)), draw(st.booleans()))


@st.composite
def terms(draw: st.DrawFn) -> Condition:
    """A condition as a term of the table makes it."""
    name, value = draw(
        st.sampled_from(
            (
                *(("is", word) for word in ("unread", "read", "starred", "muted", "edited", "fulltext")),
                *(
                    ("has", "image"),
                    ("has", "enclosure"),
                    ("lang", "pt-BR"),
                    ("words", ">=7"),
                    ("words", "<0"),
                ),
                *(
                    ("feed", "kern"),
                    ("feed", 'Loose "ends" (old)'),
                    ("feed", "12"),
                    ("folder", "linux/kernel"),
                ),
                *(
                    (name, day)
                    for name in ("before", "after", "on")
                    for day in ("2026-3", "today", "02w", "6mo")
                ),
            )
        )
        | st.tuples(st.just("link"), SOURCE.filter(str.strip))
    )
    return BY_NAME[name].read(Value(value), NAMES)


@st.composite
def patterns(draw: st.DrawFn) -> Condition:
    source = draw(SOURCE)
    try:
        Pattern(source)
    except PatternError:
        source = "x/y"
    return TitleMatches(source if source and not source[0].isspace() else "x")


def trees(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=3)
    return several.map(all_of) | several.map(any_of) | parts.map(negated)  # type: ignore[return-value]


@given(st.recursive(words() | terms() | patterns(), trees, max_leaves=12))
def test_what_is_written_is_read_as_the_same(condition: Condition) -> None:
    text = write_condition(condition)
    if len(text) <= MAX_LENGTH:
        assert parse_query(text, NAMES).where == condition


@given(st.recursive(words(), trees, max_leaves=12))
def test_a_tree_has_one_form(condition: Condition) -> None:
    def check(node: Condition) -> None:
        match node:
            case All() | Either():
                assert len(node.parts) >= 2
                assert not any(type(part) is type(node) for part in node.parts)
                for part in node.parts:
                    check(part)
            case Not():
                assert not isinstance(node.part, Not)
                check(node.part)

    check(condition)


@given(st.sampled_from(sorted(BY_NAME)), st.text(max_size=20), st.booleans())
def test_a_term_takes_any_value_or_says_why_not(name: str, text: str, star: bool) -> None:
    sentence = "."
    try:
        BY_NAME[name].read(Value(text, star), Names())
    except BadTermError as err:
        sentence = str(err)
    assert sentence.endswith((".", "?"))
