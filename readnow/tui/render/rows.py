"""Rows of the feed list as strips, and what all rows share; the first line of a pane.

Called by the widgets for rows that are on the screen. Pure. Invariant: every strip is exactly `width` cells;
the row with the cursor is one single style, so that a move of it costs the terminal little.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style
from textual.strip import Strip

from readnow.model.query import ScopeKind
from readnow.text.cells import cell_width
from readnow.text.clean import clean_line
from readnow.text.sought import Sought
from readnow.tui.render.palette import UNDERLINE, Marks, Palette
from readnow.tui.render.pieces import Piece, joined, strip_of, two_sided
from readnow.views.feed_row import FeedRow

TITLE_LIMIT = 300
NAME_LIMIT = 100
_TOTALS = frozenset({ScopeKind.ALL, ScopeKind.STARRED, ScopeKind.LATER, ScopeKind.CONTINUE, ScopeKind.MUTED})
_TROUBLE = "!"


class RowState(NamedTuple):
    """How a row is to be shown: in how many cells, whether the cursor is on it, whether its pane has the
    focus, whether it is the one whose articles are shown beside, whether it is shown under another one that
    is the same story, and whether it is selected."""

    width: int
    cursor: bool = False
    focused: bool = False
    opened: bool = False
    sought: Sought | None = None
    """Words to be marked in a title."""
    under: bool = False
    selected: bool = False


def feed_row(row: FeedRow, state: RowState, palette: Palette, marks: Marks) -> Strip:
    """A feed, folder or view: mark, label, number."""
    fold = "" if row.folded is None else marks.folded if row.folded else marks.unfolded
    indent = "  " * min(row.depth, max(0, (state.width - 8) // 4))
    # A folder of the first level has its sign where others have their mark; trouble is more important.
    sign = row.mark or (fold if not indent else "") or " "
    before = f"{indent[2:]}{fold} " if indent and fold else indent
    number = clean_line(row.note, NAME_LIMIT) or _number(row)
    warned = f" {marks.unchecked}" if row.unchecked else ""
    room = max(0, state.width - 3 - cell_width(warned))
    label, right = two_sided(before + clean_line(row.label, TITLE_LIMIT), number, room, marks)
    quiet = not row.unread and row.scope.kind is ScopeKind.FEED
    style = palette.muted if quiet else palette.text
    pieces = [
        (f"{sign[:1]}", palette.warning if row.mark == _TROUBLE else palette.text),
        (" ", palette.text),
        (label, style),
        (warned, palette.warning),
        (right, palette.warning if row.mark == _TROUBLE and row.note else style),
        (marks.opened if state.opened else " ", palette.accent),
    ]
    return row_strip(pieces, state, palette, strong=False)


def _number(row: FeedRow) -> str:
    number = row.total if row.scope.kind in _TOTALS else row.unread
    return f"{number:,}{'+' * row.more}" if number else ""


def row_strip(
    pieces: Sequence[Piece], state: RowState, palette: Palette, strong: bool, marked: bool = True
) -> Strip:
    """The pieces in the look that the cursor gives them."""
    if state.cursor and state.focused:
        style = palette.cursor_strong if strong else palette.cursor
        return strip_of([(joined(pieces), style)], state.width, style)
    if state.cursor and marked:
        pieces = [(text, style + UNDERLINE if text.strip() else style) for text, style in pieces]
    return strip_of(pieces, state.width, palette.text)


def title_line(left: str, right: str, width: int, focused: bool, palette: Palette, marks: Marks) -> Strip:
    """The first line of a pane: what it shows, and how much or in what order."""
    style = palette.title if focused else palette.strong
    head, tail = two_sided(
        clean_line(left, TITLE_LIMIT), clean_line(right, NAME_LIMIT), max(0, width - 2), marks
    )
    return strip_of(
        [(" ", palette.text), (head, style), (tail, palette.muted), (" ", palette.text)], width, palette.text
    )


def note_lines(text: str, width: int, style: Style, palette: Palette) -> tuple[Strip, ...]:
    """A sentence in the place of rows, broken at its spaces."""
    lines: list[str] = []
    room = max(1, width - 4)
    for word in clean_line(text).split(" "):
        if lines and cell_width(lines[-1]) + 1 + cell_width(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return tuple(strip_of([("  " + line, style)], width, palette.text) for line in lines)
