"""Tables in columns.

Used by `text.layout`. Invariant: a table fits its width or there is no table (None), and then its rows are
written one below the other (`text.records`).
"""

from typing import NamedTuple

from readnow.text.blocks import Row, Span, Style, Table
from readnow.text.breaking import LineSpan, break_spans
from readnow.text.cells import cell_width
from readnow.text.marks import Ornaments, shown_spans
from readnow.text.pattern import pattern

_GAP = 2
_NARROWEST = 8
"""A column is not shrunk below so many cells, unless it needs less."""
_LONG_WORD = 12
"""Nor below its longest word, up to so many."""
_TALLEST = 12
"""A row of more lines is easier to read as a record."""
_NUMBER = pattern(r"[-+−(]?\s?[$€£¥]?\s?\d[\d\s.,:/'’]*\s?[%)°KMGTkB€$£]{0,3}|[-–—]?")
_BOLD = int(Style.BOLD)
_RULE = int(Style.RULE | Style.MUTED)


class TableLine(NamedTuple):
    """A line of a table; `is_rule` below the header; `row` counts header and body rows from 0."""

    spans: tuple[LineSpan, ...]
    is_rule: bool
    row: int


class _Column(NamedTuple):
    """A cell as it is laid out: its spans, the column it begins in, and how many it takes."""

    spans: list[Span]
    first: int
    columns: int


def lay_columns(table: Table, room: int, ornaments: Ornaments) -> list[TableLine] | None:
    """The table in at most `room` cells, or None when its columns would be too narrow to read."""
    header = [
        [cell._replace(spans=_bold(cell.spans)) for cell in _cells(row, ornaments)] for row in table.header
    ]
    rows = [_cells(row, ornaments) for row in table.rows]
    if not header and not rows:
        return []
    widths = _widths(header + rows, len((table.header or table.rows)[0]), room)
    if widths is None:
        return None
    sides = _sides(table, len(widths))
    laid: list[list[tuple[LineSpan, ...]]] = []
    for number, row in enumerate(header + rows):
        lines = _row_lines(row, widths, sides, is_header=number < len(header))
        if len(lines) > _TALLEST:
            return None
        laid.append(lines)
    apart = any(len(lines) > 1 for lines in laid[len(header) :])
    rule = (LineSpan(ornaments.rules[0] * (sum(widths) + _GAP * (len(widths) - 1)), _RULE),)
    found: list[TableLine] = []
    for number, lines in enumerate(laid):
        if apart and number > len(header):
            found.append(TableLine((), False, number))
        found += [TableLine(line, False, number) for line in lines]
        if number == len(header) - 1:
            found.append(TableLine(rule, True, number))
    return found


def _cells(row: Row, ornaments: Ornaments) -> list[_Column]:
    return [
        _Column(shown_spans(cell.spans, ornaments).spans, column, cell.columns)
        for column, cell in enumerate(row)
        if cell.columns
    ]


def _bold(spans: list[Span]) -> list[Span]:
    return [span._replace(style=span.style | _BOLD) for span in spans]


def _widths(rows: list[list[_Column]], columns: int, room: int) -> list[int] | None:
    """The cells of each column: what it needs, or less for the widest ones; None when that is too little."""
    needed, words = _needs(rows, columns)
    available = room - _GAP * (columns - 1)
    if sum(needed) <= available:
        return needed
    least = [min(need, max(word, _NARROWEST)) for need, word in zip(needed, words, strict=True)]
    if sum(least) > available:
        return None
    # The widest columns give up first: all above a common limit are cut to it.
    low, high = 1, max(needed)
    while low < high:
        limit = (low + high + 1) // 2
        if sum(_limited(needed, least, limit)) <= available:
            low = limit
        else:
            high = limit - 1
    widths = _limited(needed, least, low)
    for column, need in enumerate(needed):
        if widths[column] < need and sum(widths) < available:
            widths[column] += 1
    return widths


def _needs(rows: list[list[_Column]], columns: int) -> tuple[list[int], list[int]]:
    """For each column the cells of its longest line and of its longest word, those that share a cell last."""
    needed, words = [1] * columns, [1] * columns
    every = [cell for row in rows for cell in row]
    for spans, first, count in sorted(every, key=lambda cell: cell.columns):
        text = "".join([span.text for span in spans])
        longest = max([cell_width(word) for word in text.split()], default=1)
        for wish, cells in (
            (needed, max([cell_width(line) for line in text.split("\n")])),
            (words, min(longest, _LONG_WORD)),
        ):
            missing = cells - sum(wish[first : first + count]) - _GAP * (count - 1)
            for column in range(first, first + count):
                share = -(-missing // (first + count - column))
                if share > 0:
                    wish[column] += share
                    missing -= share
    return needed, words


def _limited(needed: list[int], least: list[int], limit: int) -> list[int]:
    return [max(low, min(need, limit)) for need, low in zip(needed, least, strict=True)]


def _sides(table: Table, columns: int) -> list[str]:
    """How each column is aligned: as the page says, else numbers to the right."""
    said = (*table.alignment, *[""] * columns)[:columns]
    return [side or ("right" if _is_numeric(table.rows, column) else "") for column, side in enumerate(said)]


def _is_numeric(rows: tuple[Row, ...], column: int) -> bool:
    """Whether a column holds numbers."""
    texts = ["".join([span.text for span in row[column].spans]).strip() for row in rows]
    filled = [text for text in texts if text]
    return bool(filled) and all(len(text) < 40 and _NUMBER.fullmatch(text) for text in filled)


def _row_lines(
    row: list[_Column], widths: list[int], sides: list[str], *, is_header: bool
) -> list[tuple[LineSpan, ...]]:
    """The lines of a row, each cell broken to its width."""
    broken = []
    for spans, first, count in row:
        width = sum(widths[first : first + count]) + _GAP * (count - 1)
        side = sides[first] if count == 1 else "center" if is_header else ""
        start = sum(widths[:first]) + _GAP * first
        broken.append((start, width, side, [line.spans for line in break_spans(spans, width)]))
    lines = []
    for index in range(max([len(parts) for *_, parts in broken], default=0)):
        line: list[LineSpan] = []
        used = 0
        for start, width, side, parts in broken:
            cell = parts[index] if index < len(parts) else ()
            if not cell:
                continue
            cells = sum(cell_width(span.text) for span in cell)
            missing = width - cells
            before = start + (missing if side == "right" else missing // 2 if side == "center" else 0)
            if before > used:
                line.append(LineSpan(" " * (before - used)))
            line.extend(cell)
            used = before + cells
        lines.append(tuple(line))
    return lines
