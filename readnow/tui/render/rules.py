"""Rules as strips, with the names of their columns. Pure.

Invariant: every strip is exactly `width` cells; the row with the cursor is one single style; a rule that is
off steps back, one that went off by itself has a mark.
"""

from typing import NamedTuple

from textual.strip import Strip

from readnow.text.clean import clean_line
from readnow.tui.render.palette import UNDERLINE, Marks, Palette
from readnow.tui.render.pieces import GAP, Piece, fitted, in_columns, joined, strip_of
from readnow.tui.render.rows import RowState
from readnow.tui.rule_rows import RuleRow

_TEXT = 300
_WIDE, _MEDIUM = 100, 60


class Columns(NamedTuple):
    """The cells of each column; 0 for one that there is no room for."""

    name: int
    does: int
    hits: int
    last: int
    query: int


def columns(width: int) -> Columns:
    """The columns of a list of that width."""
    room = max(0, width - 3)
    if width < _MEDIUM:
        does = min(12, room // 3)
        return Columns(max(0, room - does - GAP), does, 0, 0, 0)
    hits, last = 7, 9
    left = room - hits - last - 3 * GAP
    if width < _WIDE:
        return Columns(left * 3 // 5, left - left * 3 // 5, hits, last, 0)
    left -= GAP
    name, does = left * 2 // 5, left // 5
    return Columns(name, does, hits, last, left - name - does)


def column_names(width: int, palette: Palette, marks: Marks) -> Strip:
    """The line above the rows."""
    shown = in_columns(("rule", "does", "   took", "last", "query"), columns(width), marks)
    return strip_of([("  ", palette.text), (shown, palette.muted)], width, palette.text)


def rule_row(row: RuleRow, state: RowState, palette: Palette, marks: Marks) -> Strip:
    """One rule in one line."""
    cells = columns(state.width)
    texts = (clean_line(row.name, _TEXT), row.does, f"{row.hits:>7}", row.last, clean_line(row.query, _TEXT))
    style = palette.text if row.on else palette.muted
    pieces: list[Piece] = [
        (row.mark[:1] or " ", palette.warning if row.mark == "!" else style),
        (" ", palette.text),
        (fitted(texts[0], cells.name, marks), palette.strong if row.on else style),
        (" " * GAP, palette.text),
        (in_columns(texts[1:], cells[1:], marks), style),
    ]
    if state.cursor and state.focused:
        return strip_of([(joined(pieces), palette.cursor)], state.width, palette.cursor)
    if state.cursor:
        pieces = [(text, style + UNDERLINE if text.strip() else style) for text, style in pieces]
    return strip_of(pieces, state.width, palette.text)
