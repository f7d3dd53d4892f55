"""The screen twice: as Textual wants it, and as the terminal has it. What differs is what must be sent.

Used by `wire`. Invariant: a cell of which it is not known what the terminal has differs from everything; one
that Textual has not drawn since that was forgotten is never sent.
"""

from collections.abc import Iterable, Iterator
from zlib import crc32

from readnow.text.pattern import pattern
from readnow.tui.wire.clusters import Trust, cells_of, marks_before, trust_in
from readnow.tui.wire.looks import PLAIN, Look, look_of

_PIECE = pattern(
    r"\x1b\[(?:([\d;]*)m([^\x00-\x1f\x7f-\x9f]*)|(\d{1,5});(\d{1,5})H)"
    r"|\x1b\]8;[^;\x00-\x1f\x7f-\x9f]*;([^\x00-\x1f\x7f-\x9f]*)(?:\x1b\\|\x07)"
    r"|(\n)|([^\x00-\x1f\x7f-\x9f]+)"
)
"""All that Textual's frames are made of: looks with text behind them, places, links, ends of lines, text."""

Cell = str | None
_GAP = 3
"""Unchanged cells that are cheaper to send again than to go past."""


class Grid:
    """Of a terminal of so many columns and rows."""

    def __init__(self, columns: int, rows: int, *, east_asian: bool = False) -> None:
        self.columns, self.rows = columns, rows
        self.cursor = (0, 0)
        """Row and column in which Textual left it."""
        self._east_asian = east_asian
        self._touched: set[int] = set()
        self._wanted: list[list[Cell]] = []
        self._looks: list[list[Look]] = []
        self._shown: list[list[Cell]] = []
        self._shown_looks: list[list[Look]] = []
        self.forget()

    def forget(self) -> None:
        """Nothing is known of what the terminal shows, and nothing is wanted until it is drawn."""
        self._touched.clear()
        self._wanted = [[None] * self.columns for _ in range(self.rows)]
        self._looks = [[PLAIN] * self.columns for _ in range(self.rows)]
        self.doubt()

    def doubt(self) -> None:
        """Nothing is known of what the terminal shows: all that is wanted is to be sent."""
        self._shown = [[None] * self.columns for _ in range(self.rows)]
        self._shown_looks = [[PLAIN] * self.columns for _ in range(self.rows)]
        self._touched.update(range(self.rows))

    # -- what Textual wants

    def draw(self, frame: str) -> bool:
        """Take in what Textual wrote; False where that is something else than a frame."""
        row, column = self.cursor
        look: Look | None = PLAIN
        parameters = link = ""
        end = 0
        for piece in _PIECE.finditer(frame):
            if piece.start() != end:
                return False
            end = piece.end()
            sgr, styled, down, along, address, newline, text = piece.groups()
            if sgr is not None:
                parameters = "" if sgr in ("", "0") else f"{parameters};{sgr}" if parameters else sgr
                look, text = look_of(parameters, link), styled
            elif down is not None:
                row, column = int(down) - 1, int(along) - 1
            elif newline is not None:
                row, column = row + 1, 0
            elif address is not None:
                # One id for all pieces of an address, in whichever look: Rich gives each look another one.
                link = f"id={crc32(address.encode()):x};{address}" if address else ""
                look = look_of(parameters, link)
            if text:
                if look is None or row >= self.rows:
                    return False
                column = self._put(row, column, text, look)
        self.cursor = min(row, self.rows - 1), min(column, self.columns - 1)
        return end == len(frame)

    def _put(self, row: int, column: int, text: str, look: Look) -> int:
        """Put text into cells; the column behind it."""
        cells: str | tuple[str, ...] = text
        wanted = self._wanted[row]
        if not text.isascii():
            cells = cells_of(text)
            if marks := marks_before(text):
                self._mark(wanted, column, marks)
        behind = column + len(cells)
        if behind > self.columns:  # drawn for a terminal that was wider, perhaps all of it beyond the end
            cells, behind = cells[: max(0, self.columns - column)], max(column, self.columns)
        self._touched.add(row)
        self._split(wanted, column, behind)
        wanted[column:behind] = cells
        self._looks[row][column:behind] = [look] * len(cells)
        return behind

    @staticmethod
    def _split(wanted: list[Cell], start: int, end: int) -> None:
        """Cells from `start` to `end` are about to be covered: what loses its other half there is blank."""
        if start and wanted[start : start + 1] == [""]:
            wanted[start - 1] = " "
        while wanted[end : end + 1] == [""]:
            wanted[end] = " "
            end += 1

    def _mark(self, wanted: list[Cell], column: int, marks: str) -> None:
        """Put marks on the letter before a column."""
        while column > 0:
            column -= 1
            if wanted[column]:
                wanted[column] = f"{wanted[column]}{marks}"
                return

    # -- what the terminal has to be told

    def changes(self) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """The rows that differ, and which columns of them, from and up to; they are thought to be sent."""
        for row in sorted(self._touched):
            wanted, looks = self._wanted[row], self._looks[row]
            shown, shown_looks = self._shown[row], self._shown_looks[row]
            if wanted != shown or looks != shown_looks:
                if spans := self._spans(row):
                    yield row, spans
                self._shown[row], self._shown_looks[row] = wanted.copy(), looks.copy()
        self._touched.clear()

    def cells(self, row: int) -> tuple[list[Cell], list[Look]]:
        """What is wanted in a row."""
        return self._wanted[row], self._looks[row]

    def trust(self, cells: Iterable[Cell]) -> Trust:
        """How sure it is where the cursor stands behind some cells."""
        letters = {cell for cell in cells if cell and not cell.isascii()}
        return max((trust_in(letter, east_asian=self._east_asian) for letter in letters), default=Trust.SURE)

    def _spans(self, row: int) -> list[tuple[int, int]]:
        wanted, looks = self._wanted[row], self._looks[row]
        differing = [
            column
            for column, (cell, had, look, looked) in enumerate(
                zip(wanted, self._shown[row], looks, self._shown_looks[row], strict=True)
            )
            if cell is not None
            and (
                cell != had
                or (look is not looked and (look.blank != looked.blank if cell == " " else look != looked))
            )
        ]
        spans: list[tuple[int, int]] = []
        start = end = -1
        last = self.columns - 1
        for column in differing:
            if column == end and column < last and wanted[column + 1]:
                end += 1
                continue
            first = column
            while first and wanted[first] == "":
                first -= 1
            if start < 0:
                start = first
            elif not self._goes_on(row, end, first):
                spans.append((start, end))
                start = first
            end = max(end, column + 1)
            while wanted[end : end + 1] == [""]:
                end += 1
        if start >= 0:
            spans.append((start, end))
        return self._to_the_end(row, spans)

    def _goes_on(self, row: int, behind: int, column: int) -> bool:
        """Whether the unchanged cells between two spans are sent more cheaply than gone past."""
        if column <= behind:
            return True
        look = self._looks[row][behind - 1]
        return column - behind <= _GAP and all(
            cell and cell.isascii() and look == self._looks[row][behind + at]
            for at, cell in enumerate(self._wanted[row][behind:column])
        )

    def _to_the_end(self, row: int, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The spans, up to the end of the row from the first on in which a cluster's width is doubtful.

        Terminals that think it wider have it over cells behind it.
        """
        wanted = self._wanted[row]
        for at, (start, end) in enumerate(spans):
            if self.trust(wanted[start:end]) is Trust.NOT:
                return [*spans[:at], (start, self.columns)]
        return spans
