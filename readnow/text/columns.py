"""Tables in columns.

Used by `text.layout`. Invariant: a table fits its width or there is no table (None), and then its rows are
written one below the other as records.
"""

import re
from typing import NamedTuple

from readnow.text.blocks import Cell, Row, Span, Style, Table
from readnow.text.breaking import LineSpan, break_spans
from readnow.text.cells import cell_width
from readnow.text.marks import linked_spans

_GAP = 2
_NARROWEST = 8
"""A column is not shrunk below so many cells, unless it needs less."""
_LONG_WORD = 12
"""Nor below its longest word, up to so many."""
_TALLEST = 12
"""A row of more lines is easier to read as a record."""
_NUMBER = re.compile(r"[-+−(]?\s?[$€£¥]?\s?\d[\d\s.,:/'’]*\s?[%)°KMGTkB€$£]{0,3}|[-–—]?")
_BOLD = int(Style.BOLD)


class TableLine(NamedTuple):
    """A line of a table; `is_rule` below the header; `row` counts header and body rows from 0."""

    spans: tuple[LineSpan, ...]
    is_rule: bool
    row: int


def lay_columns(table: Table, room: int, rule: str, raised: bool) -> list[TableLine] | None:
    """The table in at most `room` cells, or None when its columns would be too narrow to read."""
    header = [[_bold(linked_spans(cell, raised)) for cell in row] for row in table.header]
    rows = [[linked_spans(cell, raised) for cell in row] for row in table.rows]
    if not header and not rows:
        return []
    widths = _widths(header + rows, room)
    if widths is None:
        return None
    right = [_is_numeric(table.rows, column) for column in range(len(widths))]
    lines: list[TableLine] = []
    for number, row in enumerate(header + rows):
        broken = [[line.spans for line in break_spans(cell, widths[i])] for i, cell in enumerate(row)]
        height = max(map(len, broken), default=0)
        if height > _TALLEST:
            return None
        for index in range(height):
            cells = [cell[index] if index < len(cell) else () for cell in broken]
            lines.append(TableLine(_row_line(cells, widths, right), False, number))
        if number == len(header) - 1:
            total = sum(widths) + _GAP * (len(widths) - 1)
            lines.append(TableLine((LineSpan(rule * total, int(Style.RULE | Style.MUTED)),), True, number))
    return lines


def _bold(spans: list[Span]) -> list[Span]:
    return [span._replace(style=span.style | _BOLD) for span in spans]


def _widths(rows: list[list[list[Span]]], room: int) -> list[int] | None:
    """The cells of each column: what it needs, or less for the widest ones; None when that is too little."""
    needed = [1] * max(len(row) for row in rows)
    words = [1] * len(needed)
    for row in rows:
        for column, cell in enumerate(row):
            text = "".join([span.text for span in cell])
            for line in text.split("\n"):
                needed[column] = max(needed[column], cell_width(line))
            longest = max(map(len, text.split()), default=1)
            words[column] = max(words[column], min(longest, _LONG_WORD))
    available = room - _GAP * (len(needed) - 1)
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


def _limited(needed: list[int], least: list[int], limit: int) -> list[int]:
    return [max(low, min(need, limit)) for need, low in zip(needed, least, strict=True)]


def _is_numeric(rows: tuple[Row, ...], column: int) -> bool:
    """Whether a column holds numbers, and so is aligned to the right."""
    texts = [_text(row[column]).strip() for row in rows if column < len(row)]
    filled = [text for text in texts if text]
    return bool(filled) and all(len(text) < 40 and _NUMBER.fullmatch(text) for text in filled)


def _text(cell: Cell) -> str:
    return "".join([span.text for span in cell])


def _row_line(
    cells: list[tuple[LineSpan, ...]], widths: list[int], right: list[bool]
) -> tuple[LineSpan, ...]:
    spans: list[LineSpan] = []
    space = 0
    for index, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        missing = width - sum(cell_width(span.text) for span in cell)
        before, after = (missing, 0) if right[index] else (0, missing)
        if cell:
            if space + before:
                spans.append(LineSpan(" " * (space + before)))
            spans.extend(cell)
            space = after + _GAP
        else:
            space += width + _GAP
    return tuple(spans)
