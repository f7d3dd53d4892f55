"""Charts of a few cells: numbers as bars, attempts as marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.model.health import Attempt
from readnow.tui.render.bars import attempt_marks, attempt_words, bars
from readnow.tui.render.palette import ASCII_MARKS, Marks


@pytest.mark.parametrize(
    ("values", "cells", "unicode", "ascii_"),
    [
        ((0, 1, 2, 3, 4, 5, 6), 7, "▁▂▃▄▅▆▇", "_.--=*#"),
        ((0, 0, 0), 10, "▁▁▁", "___"),
        ((1, 600), 2, "▂▇", ".#"),
        ((9, 9), 2, "▇▇", "##"),
        ((0, 2, 2, 4, 4), 3, "▁▄▇", "_-#"),
        ((1, 2), 0, "", ""),
        ((), 5, "", ""),
    ],
)
def test_bars(values: tuple[int, ...], cells: int, unicode: str, ascii_: str) -> None:
    assert bars(values, cells, Marks()) == unicode
    assert bars(values, cells, ASCII_MARKS) == ascii_


@given(st.lists(st.integers(0, 10**9), max_size=80), st.integers(0, 100))
def test_bars_fit_and_tell_nothing_from_little(values: list[int], cells: int) -> None:
    shown = bars(values, cells, Marks())
    assert len(shown) <= cells
    if cells >= len(values):
        assert [sign == "▁" for sign in shown] == [value == 0 for value in values]


ATTEMPTS = (
    Attempt(1, "200", True),
    Attempt(2, "304", True),
    Attempt(3, "304", True),
    Attempt(4, "not-a-feed", False),
)


def test_attempts_as_marks_and_words() -> None:
    assert attempt_marks(ATTEMPTS, Marks()) == "●●●×"
    assert attempt_marks(ATTEMPTS, ASCII_MARKS) == "***x"
    assert attempt_words(ATTEMPTS, Marks()) == "200, 304 ×2, not a feed"
    assert attempt_words(ATTEMPTS, ASCII_MARKS) == "200, 304 x2, not a feed"
    assert attempt_words((), Marks()) == attempt_marks((), Marks()) == ""
    assert attempt_marks(ATTEMPTS * 20, Marks()) == ("●●●×" * 20)[-30:]
