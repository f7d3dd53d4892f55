"""Rows of the feed doctor's list as strips, with the names of their columns. Pure.

Invariant: every strip is exactly `width` cells; the row with the cursor is one single style; which columns
there are depends on the width alone.
"""

from typing import NamedTuple

from msgspec import Struct
from textual.strip import Strip

from readnow.library.doctor import Remedy
from readnow.text.cells import cell_width
from readnow.text.clean import clean_line
from readnow.tui.remedies import REPAIRS
from readnow.tui.render.palette import UNDERLINE, Marks, Palette
from readnow.tui.render.pieces import GAP, Piece, fitted, in_columns, joined, strip_of
from readnow.tui.render.rows import RowState

_TEXT = 300
_WIDE, _MEDIUM = 110, 60


class PatientRow(Struct, frozen=True):
    """A feed that needs a look. `mark` as in the feed list; empty texts leave their cells empty."""

    mark: str
    title: str
    state: str
    since: str = ""
    next_look: str = ""
    helps: tuple[Remedy, ...] = ()
    paused: bool = False
    unchecked: bool = False


class Columns(NamedTuple):
    """The cells of each column; 0 for one that there is no room for."""

    title: int
    state: int
    since: int
    next_look: int
    helps: int


def columns(width: int) -> Columns:
    """The columns of a list of that width. What helps is below the list too, so it is the first to go."""
    room = max(0, width - 3)
    if width < _MEDIUM:
        title = min(16, room * 2 // 5)
        return Columns(title, max(0, room - title - GAP), 0, 0, 0)
    title, since, next_look = (min(28, room // 6), 9, 9) if width >= _WIDE else (18, 9, 9)
    left = room - title - since - next_look - 3 * GAP
    if width < _WIDE:
        return Columns(title, left, since, next_look, 0)
    helps = min(60, left * 2 // 5 - 4)
    return Columns(title, min(80, left - helps - GAP), since, next_look, helps)


def column_names(width: int, palette: Palette, marks: Marks) -> Strip:
    """The line above the rows."""
    names = ("feed", "state", "since", "next look", "what helps")
    shown = in_columns(names, columns(width), marks)
    return strip_of([("  ", palette.text), (shown, palette.muted)], width, palette.text)


def group_line(name: str, count: int, width: int, palette: Palette, marks: Marks) -> Strip:
    """The quiet line above a group."""
    text = f"{name} {marks.dot} {count:,}"
    return strip_of(
        [("  ", palette.text), (fitted(text, max(0, width - 3), marks), palette.muted)], width, palette.text
    )


def patient_row(row: PatientRow, state: RowState, palette: Palette, marks: Marks) -> Strip:
    """One feed in one line."""
    cells = columns(state.width)
    name = clean_line(row.title, _TEXT)
    title = fitted(name, cells.title, marks)
    if row.unchecked:
        title = f"{fitted(name, min(cell_width(name), max(0, cells.title - 2)), marks)} {marks.unchecked}"
        title = fitted(title, cells.title, marks)
    rest = in_columns(
        (clean_line(row.state, _TEXT), row.since, row.next_look, _helping(row.helps, cells.helps, marks)),
        cells[1:],
        marks,
    )
    pieces: list[Piece] = [
        (row.mark[:1] or " ", palette.warning if row.mark == "!" else palette.text),
        (" ", palette.text),
        (title, palette.text if row.paused else palette.strong),
        (" " * GAP, palette.text),
        (rest, palette.text),
    ]
    if state.cursor and state.focused:
        return strip_of([(joined(pieces), palette.cursor)], state.width, palette.cursor)
    if state.cursor:
        pieces = [(text, style + UNDERLINE if text.strip() else style) for text, style in pieces]
    return strip_of(pieces, state.width, palette.text)


def _helping(remedies: tuple[Remedy, ...], cells: int, marks: Marks) -> str:
    """The best remedies with their keys, in full as far as there is room, else in brief."""
    shown = ""
    for remedy in remedies:
        repair = REPAIRS[remedy]
        for words in (repair.words, repair.brief):
            longer = f"{shown} {marks.dot} {repair.key} {words}" if shown else f"{repair.key} {words}"
            if cell_width(longer) <= cells:
                shown = longer
                break
        else:
            return shown
    return shown
