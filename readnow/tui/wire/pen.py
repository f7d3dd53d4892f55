"""Writes cells at their places, with the fewest bytes: short moves, few changes of look, erasing for blanks.

Used by `wire`, a pen for each frame. Invariant: it begins and ends with a plain look outside of any link, and
never relies on where the cursor is behind something that terminals measure differently.
"""

from collections.abc import Sequence
from itertools import groupby

from readnow.text.pattern import pattern
from readnow.tui.wire.clusters import Trust
from readnow.tui.wire.grid import Cell, Grid
from readnow.tui.wire.looks import PLAIN, Look, between

_ERASED_LINE = "\x1b[K"
_WORTH_ERASING = 6
"""Blank cells from which on erasing is shorter than writing them, with the moves around."""
_LONG_BLANK = " " * 12
_BLANKS = pattern(f"({_LONG_BLANK}+)")
_NEAR_THE_EDGE = 9


class Pen:
    """On the terminal that a grid stands for. `erases_within`: it knows ECH, as all but the oldest do."""

    def __init__(self, grid: Grid, *, erases_within: bool) -> None:
        self._grid = grid
        self._erases_within = erases_within
        self._written: list[str] = []
        self._row = self._column = -1
        """Where the cursor is; -1 for nobody knows."""
        self._sure = True
        self._look = PLAIN

    def written(self, cursor: tuple[int, int]) -> str:
        """All of it; the cursor is put where it is wanted, if that is somewhere else than in the corner."""
        self._turn(PLAIN)
        if cursor != (0, 0):
            self._go(*cursor)
        return "".join(self._written)

    # -- cells

    def write(self, row: int, start: int, end: int) -> None:
        """Cells of a row from one column up to another."""
        cells, looks = self._grid.cells(row)
        blank_from = max(start, self._blank_from(cells, looks, end))
        if None in cells[start:blank_from]:
            columns = range(start, blank_from)
            for known, some in groupby(columns, key=lambda column: cells[column] is not None):
                place = [*some]
                if known:
                    self._write_known(row, place[0], cells[place[0] : place[-1] + 1], looks)
        else:
            self._write_known(row, start, cells[start:blank_from], looks)
        if blank_from < end:
            self._go(row, blank_from)
            self._turn_for_blank(PLAIN)
            self._written.append(_ERASED_LINE)

    def _blank_from(self, cells: Sequence[Cell], looks: Sequence[Look], end: int) -> int:
        """From which column on the row can be erased; `end` where that is not worth it."""
        if end < self._grid.columns:
            return end
        column = end
        while column and cells[column - 1] == " " and looks[column - 1].erases:
            column -= 1
        return column if end - column >= _WORTH_ERASING else end

    def _write_known(self, row: int, start: int, cells: Sequence[Cell], looks: Sequence[Look]) -> None:
        column = start
        for look, some in groupby(looks[start : start + len(cells)]):
            behind = column + len(list(some))
            run = cells[column - start : behind - start]
            text = "".join(filter(None, run))
            if not text.isascii():
                self._letters(row, column, run, look)
            elif self._erases_within and look.erases and _LONG_BLANK in text:
                self._with_blanks(row, column, text, look)
            else:
                self._text(row, column, text, look)
            column = behind

    def _with_blanks(self, row: int, column: int, text: str, look: Look) -> None:
        for part in _BLANKS.split(text):
            if part.startswith(_LONG_BLANK):
                self._go(row, column)
                self._turn_for_blank(look)
                self._written.append(f"\x1b[{len(part)}X")
            elif part:
                self._text(row, column, part, look)
            column += len(part)

    def _text(self, row: int, column: int, text: str, look: Look) -> None:
        """ASCII."""
        self._go(row, column)
        if text.isspace():
            self._turn_for_blank(look)
        else:
            self._turn(look)
        self._add(text, len(text))

    def _letters(self, row: int, column: int, cells: Sequence[Cell], look: Look) -> None:
        """Not, or not only, ASCII."""
        trust = self._grid.trust(cells)
        if trust is Trust.NOT:
            self._clusters(row, column, cells, look)
            return
        self._go(row, column)
        self._turn(look)
        self._add("".join(filter(None, cells)), len(cells))
        self._sure = self._sure and trust is Trust.SURE

    def _clusters(self, row: int, column: int, cells: Sequence[Cell], look: Look) -> None:
        """Some of which terminals measure differently."""
        self._turn(look)
        for at, cell in enumerate(cells):
            if not cell:
                continue
            self._go(row, column + at)
            width = 1
            while cells[at + width : at + width + 1] == [""]:
                width += 1
            trust = self._grid.trust((cell,))
            if trust is Trust.NOT:
                # Whoever thinks it narrower would keep what was in its last cell.
                self._written.append(" " * width)
                self._column = -1
                self._go(row, column + at)
            self._add(cell, width)
            if trust is Trust.NEARLY:
                self._sure = False
            elif trust is Trust.NOT:
                self._column = -1

    def _add(self, text: str, width: int) -> None:
        self._written.append(text)
        self._column += width
        if self._column >= self._grid.columns:
            self._column = -1  # at the edge the cursor stays, or waits behind it

    # -- moves

    def _go(self, row: int, column: int) -> None:
        if (row, column) == (self._row, self._column):
            return
        ways = [f"\x1b[{row + 1};{column + 1}H" if column else f"\x1b[{row + 1}H"]
        if self._row >= 0:
            if row == self._row + 1 and column <= _NEAR_THE_EDGE:
                ways.append("\r\n" + _forward(column))
            elif row == self._row and self._sure and 0 <= self._column < column:
                ways.append(_forward(column - self._column))
        self._written.append(min(ways, key=len))
        self._row, self._column, self._sure = row, column, True

    # -- looks

    def _turn(self, look: Look) -> None:
        if look is self._look or look == self._look:
            return
        if self._look.link and look.link != self._look.link:
            self._written.append("\x1b]8;;\x1b\\")
        self._written.append(between(self._look, look))
        if look.link and look.link != self._look.link:
            self._written.append(f"\x1b]8;{look.link}\x1b\\")
        self._look = look

    def _turn_for_blank(self, look: Look) -> None:
        """Blank cells look the same in many looks: any of them will do."""
        if look.blank != self._look.blank:
            self._turn(look)


def _forward(columns: int) -> str:
    """Moves the cursor to the right."""
    if not columns:
        return ""
    return f"\x1b[{columns}C" if columns > 1 else "\x1b[C"
