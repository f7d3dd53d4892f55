"""Rows of a feed's settings as strips: name, value, what it is about. Pure.

Invariant: every strip is exactly `width` cells; the row with the cursor is one single style; a value that is
the user's own stands out by its weight.
"""

from textual.strip import Strip

from readnow.text.clean import clean_line
from readnow.tui.configuration_rows import ConfigRow
from readnow.tui.render.palette import Marks, Palette
from readnow.tui.render.pieces import Piece, fitted, joined, strip_of
from readnow.tui.render.rows import RowState
from readnow.tui.setting_rows import SettingRow

_TEXT = 2_000
_NAME = 16
_GAP = 2
_WITH_HELP = 76
_MOST_VALUE = 44
_HELP_SHARE = 34
_WIDE, _NARROW = 110, 56
_LONG_NAME, _SHORT_NAME = 32, 24
_ORIGIN = 12


def setting_row(row: SettingRow, state: RowState, palette: Palette, marks: Marks) -> Strip:
    """One setting in one line."""
    room = max(0, state.width - 3)
    left = max(0, room - _NAME - _GAP)
    shows_help = state.width >= _WITH_HELP
    cells = min(_MOST_VALUE, max(16, left - _HELP_SHARE - _GAP)) if shows_help else left
    help_ = fitted(row.help, left - cells - _GAP, marks) if shows_help else ""
    pieces: list[Piece] = [
        ("  ", palette.text),
        (fitted(row.name, min(_NAME, room), marks), palette.text),
        (" " * _GAP, palette.text),
        (
            fitted(clean_line(row.value, _TEXT), cells, marks),
            palette.strong if row.own else palette.muted,
        ),
        (" " * _GAP if help_ else "", palette.text),
        (help_, palette.muted),
    ]
    return _row(pieces, state, palette, marks)


def config_row(row: ConfigRow, state: RowState, palette: Palette, marks: Marks) -> Strip:
    """One setting of ReadNOW itself in one line: name, value, where that comes from, what it is for."""
    room = max(0, state.width - 3)
    name = min(_LONG_NAME if state.width >= _WITH_HELP else _SHORT_NAME, room)
    origin = _ORIGIN if state.width >= _NARROW else 0
    left = max(0, room - name - _GAP - (origin + _GAP if origin else 0))
    cells = min(_MOST_VALUE, max(16, left - _HELP_SHARE - _GAP)) if state.width >= _WIDE else left
    help_ = fitted(row.help, left - cells - _GAP, marks) if state.width >= _WIDE else ""
    loud = palette.warning if row.wrong else palette.strong if row.own else palette.muted
    pieces: list[Piece] = [
        ("  ", palette.text),
        (fitted(row.name, name, marks), palette.warning if row.wrong else palette.text),
        (" " * _GAP, palette.text),
        (fitted(clean_line(row.value, _TEXT), cells, marks), loud),
        (" " * _GAP if origin else "", palette.text),
        (fitted(row.origin.words, origin, marks), palette.muted),
        (" " * _GAP if help_ else "", palette.text),
        (help_, palette.muted),
    ]
    return _row(pieces, state, palette, marks)


def _row(pieces: list[Piece], state: RowState, palette: Palette, marks: Marks) -> Strip:
    if state.cursor and state.focused:
        return strip_of([(joined(pieces), palette.cursor)], state.width, palette.cursor)
    if state.cursor:
        return strip_of([(f"{marks.opened} ", palette.accent), *pieces[1:]], state.width, palette.text)
    return strip_of(pieces, state.width, palette.text)
