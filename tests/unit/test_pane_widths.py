"""The cells of the panes: enough for each to be read in, whatever was chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.keys.actions import Pane
from readnow.tui.pane_widths import LEAST, cells_of, panes_side_by_side
from readnow.views.start import Widths

CHOSEN = st.none() | st.integers(4, 400)


@given(st.integers(40, 500), CHOSEN, CHOSEN, st.integers(20, 400), st.sampled_from(("auto", "three", "two")))
def test_every_pane_can_be_read_in(
    width: int, feeds: int | None, articles: int | None, text: int, layout: str
) -> None:
    shown = tuple(Pane)[: panes_side_by_side(layout, width)]
    cells = cells_of(shown, width, Widths(feeds, articles), text)
    assert set(cells) == set(shown[:-1])
    for pane in shown[:-1]:
        assert cells[pane] >= LEAST[pane]
    if len(shown) > 1:
        assert width - sum(cells.values()) >= LEAST[shown[-1]]


@pytest.mark.parametrize(
    ("width", "layout", "cells"),
    [
        (120, "auto", [26, 39]),
        (200, "auto", [26, 65]),
        (160, "auto", [26, 58]),
        (80, "auto", [18]),
        (60, "auto", [18]),
        (59, "auto", []),
        (80, "three", [16, 25]),
        (60, "three", [12, 20]),
        (59, "three", [18]),
        (40, "two", [18]),
        (200, "one", []),
    ],
)
def test_usual_widths(width: int, layout: str, cells: list[int]) -> None:
    shown = tuple(Pane)[: panes_side_by_side(layout, width)]
    assert list(cells_of(shown, width, Widths(), 72).values()) == cells
