"""Facts as lines: nothing is cut, nothing is wider than the pane, phrases stay whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text.cells import cell_width
from readnow.tui.render.facts import Fact, fact_lines, wrapped
from readnow.tui.render.palette import ASCII_MARKS, Marks, Palette


def shown(*facts: Fact, width: int = 40, marks: Marks | None = None) -> list[str]:
    lines = fact_lines(facts, width, Palette(), marks or Marks())
    assert all(strip.cell_length == width for strip in lines)
    return [strip.text.rstrip() for strip in lines]


def test_labels_stand_beside_and_words_go_on_below_themselves() -> None:
    assert shown(Fact(text="One two."), Fact(), Fact("state", "this is well and will be for long")) == [
        "  One two.",
        "",
        "  state         this is well and will",
        "                be for long",
    ]


def test_parts_stay_whole() -> None:
    assert shown(Fact("helps", parts=("t try now", "u unsubscribe", "p pause"))) == [
        "  helps         t try now ·",
        "                u unsubscribe · p pause",
    ]
    assert shown(Fact(parts=("a", "b")), marks=ASCII_MARKS) == ["  a - b"]


def test_a_chart_takes_the_room_that_its_words_leave() -> None:
    values = tuple(range(52))
    wide = shown(Fact("posts", "last year", values=values), width=100)
    assert len(wide) == 1
    assert len(wide[0].split()[1]) == 52
    narrow = shown(Fact("posts", "last year", values=values), width=48)
    assert len(narrow[0].split()[1]) == 18
    least = shown(Fact("posts", "last year, at most 51", values=values), width=40)
    assert len(least[0].split()[1]) == 13


def test_an_address_is_shown_to_its_end() -> None:
    url = "https://example.org/" + "a" * 100
    assert "".join(line.strip() for line in shown(Fact(text=url))) == url


def test_control_characters_and_markup_are_only_text() -> None:
    assert shown(Fact("x", "[red]a[/]\x1b[31m\u202eb")) == ["  x             [red]a[/]b"]


@pytest.mark.parametrize("width", [0, 1, 5, 17])
def test_no_room_is_no_mistake(width: int) -> None:
    shown(Fact("state", "some words 漢字"), Fact("posts", "x", values=(1, 2)), width=width)


@given(st.lists(st.text(alphabet="ab漢é", min_size=1), min_size=1), st.integers(2, 30))
def test_wrapping_loses_nothing(words: list[str], cells: int) -> None:
    lines = wrapped(words, cells)
    assert "".join(lines).replace(" ", "") == "".join(words)
    assert all(cell_width(line) <= cells for line in lines)
