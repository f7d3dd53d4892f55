"""What is meant by what is typed."""

from hypothesis import given
from hypothesis import strategies as st

from readnow.tui.matching import Matcher

NAMES = [
    "Mark all read",
    "Go to All articles",
    "Go to Café Noir",
    "Read the comments here",
    "Refresh all feeds",
    "Theme: high-contrast",
    "Read on",
]
MATCHER = Matcher(
    NAMES, ["A list", "", "feed", "C", "R F5", "", "Space"], [("A",), (), (), ("C",), ("R",), (), ("?", "^P")]
)


def found(typed: str) -> list[str]:
    return [NAMES[index] for index in MATCHER.find(typed)]


def test_nothing_typed_is_all_in_order() -> None:
    assert found("") == found("  ") == NAMES


def test_the_beginning_of_the_name_comes_first_then_of_words_then_what_is_inside() -> None:
    assert found("read") == ["Read the comments here", "Read on", "Mark all read"]
    assert found("all") == ["Mark all read", "Go to All articles", "Refresh all feeds"]
    assert found("esh") == ["Refresh all feeds"]


def test_all_words_count_in_any_order_and_case_and_accents_do_not() -> None:
    assert found("feeds REFRESH") == ["Refresh all feeds"]
    assert found("go cafe") == ["Go to Café Noir"]
    assert found("high-c") == found("high c") == ["Theme: high-contrast"]


def test_just_a_key_is_that_key() -> None:
    assert found("A")[0] == "Mark all read"
    assert found("?") == ["Read on"]
    assert found("^p") == ["Read on"]
    assert found("R")[0] == "Refresh all feeds"
    assert found("!") == []


def test_letters_in_their_order_are_enough_where_nothing_has_the_words() -> None:
    assert found("gtca") == ["Go to Café Noir"]
    assert found("mkrd") == ["Mark all read"]
    assert found("zz") == []


@given(st.lists(st.text(max_size=12), max_size=8), st.text(max_size=12))
def test_whatever_is_typed_each_is_found_once(names: list[str], typed: str) -> None:
    matcher = Matcher(names, names, [(name,) for name in names])
    indexes = matcher.find(typed)
    assert len(set(indexes)) == len(indexes)
    assert set(indexes) <= set(range(len(names)))
    for index, name in enumerate(names):
        if typed.strip() and typed.strip() == name:
            assert names[indexes[0]] == name
            assert index in matcher.find("")
