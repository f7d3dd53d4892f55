"""Tables: those of data become tables, those of layout become what is in their cells.

Handlers for `text.builder`. Invariant: the cells come out in document order; spans are clamped, so that a
table is never larger than its source allows.
"""

import re
from collections import Counter

from msgspec import Struct, field
from selectolax.lexbor import LexborNode

from readnow.text.blocks import (
    COVERED,
    Block,
    Cell,
    ListBlock,
    Paragraph,
    Span,
    Spans,
    Style,
    Table,
    inline,
)
from readnow.text.builder import Builder, Handler, Place
from readnow.text.listings import is_line_number
from readnow.text.marks import item_label
from readnow.text.pattern import pattern
from readnow.text.records import records

MAX_SPAN = 50
MAX_ROWS = 200
MAX_COLUMNS = 20

_LONG_CELL = 800
"""Characters from which a cell holds text to be read, not data."""
_MANY_BLOCKS = 6
_ALIGNED = pattern(r"(?:^|[;\s])text-align\s*:\s*(left|right|center|end|start)\b", re.IGNORECASE)
_SIDES = {"left": "left", "right": "right", "center": "center", "end": "right", "start": "left"}
_BOLD = int(Style.BOLD)


class _SourceCell(Struct):
    blocks: tuple[Block, ...]
    columns: int
    rows: int
    heading: bool
    side: str


class _Source(Struct):
    """A table as it was written."""

    head: list[list[_SourceCell]] = field(default_factory=list)
    body: list[list[_SourceCell]] = field(default_factory=list)
    foot: list[list[_SourceCell]] = field(default_factory=list)
    loose: list[Block] = field(default_factory=list)
    caption: tuple[Block, ...] = ()

    @property
    def rows(self) -> list[list[_SourceCell]]:
        """All rows from top to bottom."""
        return self.head + self.body + self.foot


def add_table(builder: Builder, node: LexborNode, at: Place) -> None:
    """A table; more than 200 rows or 20 columns are written one record below the other (checklist 16)."""
    builder.end_paragraph()
    source = _Source()
    for child in node.iter(include_text=True):
        if child.tag == "caption":
            source.caption = builder.collect(child, at)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            _read_rows(builder, source, child, at)
        else:
            source.loose.extend(builder.collect_node(child, at))
    builder.blocks.extend(source.loose)
    _mark_heading_rows(source)
    table = _data_table(source)
    caption = inline(source.caption)
    if table is None or caption is None:
        builder.blocks.extend(source.caption)
        builder.blocks.extend(
            _labelled_cells(source) or [b for row in source.rows for c in row for b in c.blocks]
        )
    elif len(table.rows) > MAX_ROWS or len((table.header or table.rows or ((),))[0]) > MAX_COLUMNS:
        builder.blocks.extend(source.caption)
        builder.blocks.extend(Paragraph(spans) for _, spans in records(table))
    elif table.header or table.rows:
        builder.blocks.append(Table(table.header, table.rows, caption, table.alignment))
    else:
        builder.blocks.extend(source.caption)


def _read_rows(builder: Builder, source: _Source, section: LexborNode, at: Place) -> None:
    builder.note(section)
    target = {"thead": source.head, "tfoot": source.foot}.get(section.tag or "", source.body)
    for row in section.iter():
        if row.tag != "tr":
            continue
        builder.note(row)
        target.append(
            [
                _SourceCell(
                    builder.collect(cell, at),
                    _span(cell.attributes.get("colspan")),
                    _span(cell.attributes.get("rowspan")),
                    cell.tag == "th",
                    _side(cell),
                )
                for cell in row.iter()
                if cell.tag in {"td", "th"} and not is_line_number(cell)
            ]
        )


def _span(value: str | None) -> int:
    digits = (value or "").strip()[:10]
    return min(max(int(digits), 1), MAX_SPAN) if digits.isascii() and digits.isdigit() else 1


def _side(cell: LexborNode) -> str:
    """How the page aligns a cell, "" where it does not say."""
    attributes = cell.attributes
    match = _ALIGNED.search((attributes.get("style") or "")[:500])
    return _SIDES.get((match[1] if match else attributes.get("align") or "").lower(), "")


def _mark_heading_rows(source: _Source) -> None:
    """Without `<thead>`, a first row of nothing but headings is the header."""
    if not source.head and len(source.body) > 1 and source.body[0] and all(c.heading for c in source.body[0]):
        source.head.append(source.body.pop(0))


def _data_table(source: _Source) -> Table | None:
    """The table as rows of plain cells; None when it is one of layout."""
    if max((len(row) for row in source.rows), default=0) <= 1:
        return None
    sides: dict[int, Counter[str]] = {}
    header = _grid(source.head, {})
    rows = _grid(source.body + source.foot, sides, in_body=True)
    if header is None or rows is None:
        return None
    width = max(len(row) for row in header + rows) if header or rows else 0
    squared = [[*row, *[Cell()] * (width - len(row))] for row in header + rows]
    used = [any(row[column].spans for row in squared) for column in range(width)]
    if sum(used) <= 1:
        return None
    if not all(used):
        squared = [_without_columns(row, used) for row in squared]
    return Table(
        tuple(tuple(row) for row in squared[: len(header)]),
        tuple(tuple(row) for row in squared[len(header) :]),
        alignment=tuple(
            sides[column].most_common(1)[0][0] if column in sides else ""
            for column in range(width)
            if used[column]
        ),
    )


def _grid(
    source_rows: list[list[_SourceCell]], sides: dict[int, Counter[str]], *, in_body: bool = False
) -> list[list[Cell]] | None:
    """The cells of the rows in their columns, without rows that nothing is in; None for a table of layout.

    How the cells of each column are aligned is counted in `sides`.
    """
    rows: list[list[Cell]] = []
    taken: dict[int, int] = {}
    """For each column the rows for which a cell above reaches down."""
    for left, source_row in zip(range(len(source_rows), 0, -1), source_rows, strict=True):
        row: list[Cell] = []
        for cell in source_row:
            _skip_taken(row, taken)
            spans = _cell_spans(cell.blocks)
            if spans is None or len(cell.blocks) > _MANY_BLOCKS or _length(spans) > _LONG_CELL:
                return None
            if in_body and cell.heading:
                spans = tuple([span._replace(style=span.style | _BOLD) for span in spans])
            if spans and cell.columns == 1:
                sides.setdefault(len(row), Counter())[cell.side] += 1
            columns = cell.columns if len(source_row) <= MAX_COLUMNS else 1
            _place(row, taken, Cell(spans, columns, min(cell.rows, left)))
        _skip_taken(row, taken)
        if any(cell.spans for cell in row):
            rows.append(row)
    return rows


def _skip_taken(row: list[Cell], taken: dict[int, int]) -> None:
    while taken.get(len(row)):
        taken[len(row)] -= 1
        row.append(COVERED)


def _place(row: list[Cell], taken: dict[int, int], cell: Cell) -> None:
    """Put a cell in the next columns, up to one into which a cell from above reaches."""
    first = len(row)
    while len(row) < first + cell.columns and not taken.get(len(row)):
        if cell.rows > 1:
            taken[len(row)] = cell.rows - 1
        row.append(COVERED)
    row[first] = cell._replace(columns=len(row) - first)


def _cell_spans(blocks: tuple[Block, ...]) -> Spans | None:
    """What is in a cell as one run; simple lists as lines with marks. None when it needs more than that."""
    lines: list[Block] = []
    for block in blocks:
        if not isinstance(block, ListBlock):
            lines.append(block)
            continue
        for item in block.items:
            spans = inline(item.blocks)
            if spans is None:
                return None
            label = item_label(item.number, block.numbering) if block.ordered else "•"
            lines.append(Paragraph((Span(f"{label} "), *spans)))
    return inline(tuple(lines))


def _labelled_cells(source: _Source) -> list[Block]:
    """The cells of a table too rich for columns, each with the name of its column; nothing where there are no
    names, or not every column would be named."""
    if len(source.head) != 1 or not source.body:
        return []
    names = [inline(cell.blocks) for cell in source.head[0] for _ in range(cell.columns)]
    blocks: list[Block] = []
    named: set[int] = set()
    for row in source.body + source.foot:
        column = 0
        for cell in row:
            name = names[column] if column < len(names) else ()
            if cell.blocks and name:
                named.add(column)
                label = (*[span._replace(style=span.style | _BOLD) for span in name], Span(": ", _BOLD))
                first = cell.blocks[0]
                if isinstance(first, Paragraph):
                    blocks += [Paragraph((*label, *first.spans)), *cell.blocks[1:]]
                else:
                    blocks += [Paragraph((*label[:-1], Span(":", _BOLD))), *cell.blocks]
            else:
                blocks += cell.blocks
            column += cell.columns
    return blocks if named.issuperset(column for column, name in enumerate(names) if name != ()) else []


def _length(spans: Spans) -> int:
    return sum(len(span.text) for span in spans)


def _without_columns(row: list[Cell], used: list[bool]) -> list[Cell]:
    """A row without the columns that nothing is in."""
    kept: list[Cell] = []
    late: Cell | None = None
    for column, cell in enumerate(row):
        if cell.columns:
            cell = cell._replace(columns=sum(used[column : column + cell.columns]))
            late = cell if cell.columns and not used[column] else None
        if used[column]:
            kept.append(late if late is not None and cell == COVERED else cell)
            late = None
    return kept


def add_stray_cell(builder: Builder, node: LexborNode, at: Place) -> None:
    """A cell outside any table."""
    spans = inline(blocks := builder.collect(node, at))
    builder.blocks.extend(blocks if spans is None else [Paragraph(spans)] if spans else [])


HANDLERS: dict[str, Handler] = {"table": add_table, "td": add_stray_cell, "th": add_stray_cell}
