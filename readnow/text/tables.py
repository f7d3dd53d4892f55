"""Tables: those of data become tables, those of layout become what is in their cells.

Handlers for `text.builder`. Invariant: the cells come out in document order; spans are clamped, so that a
table is never larger than its source allows.
"""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from readnow.text.blocks import Block, Cell, Paragraph, Row, Spans, Table, inline, records
from readnow.text.builder import Builder, Handler, Place

MAX_SPAN = 50
MAX_ROWS = 200
MAX_COLUMNS = 20

_LONG_CELL = 800
"""Characters from which a cell holds text to be read, not data."""
_MANY_BLOCKS = 6


@dataclass(slots=True)
class _SourceCell:
    blocks: tuple[Block, ...]
    columns: int
    rows: int
    heading: bool


@dataclass(slots=True)
class _Source:
    """A table as it was written."""

    head: list[list[_SourceCell]] = field(default_factory=list)
    body: list[list[_SourceCell]] = field(default_factory=list)
    loose: list[Block] = field(default_factory=list)
    caption: tuple[Block, ...] = ()


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
        for row in source.head + source.body:
            for cell in row:
                builder.blocks.extend(cell.blocks)
    elif len(table.rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in table.header + table.rows):
        builder.blocks.extend((*source.caption, *records(table)))
    elif table.header or table.rows:
        builder.blocks.append(Table(_squared(table.header, table), _squared(table.rows, table), caption))
    else:
        builder.blocks.extend(source.caption)


def _read_rows(builder: Builder, source: _Source, section: LexborNode, at: Place) -> None:
    for row in section.iter():
        if row.tag != "tr":
            continue
        cells = [
            _SourceCell(
                builder.collect(cell, at),
                _span(cell.attributes.get("colspan")),
                _span(cell.attributes.get("rowspan")),
                cell.tag == "th",
            )
            for cell in row.iter()
            if cell.tag in {"td", "th"}
        ]
        (source.head if section.tag == "thead" else source.body).append(cells)


def _span(value: str | None) -> int:
    digits = (value or "").strip()[:10]
    return min(max(int(digits), 1), MAX_SPAN) if digits.isascii() and digits.isdigit() else 1


def _mark_heading_rows(source: _Source) -> None:
    """Without `<thead>`, a first row of nothing but headings is the header."""
    if not source.head and len(source.body) > 1 and source.body[0] and all(c.heading for c in source.body[0]):
        source.head.append(source.body.pop(0))


def _data_table(source: _Source) -> Table | None:
    """The table as rows of plain cells; None when it is one of layout."""
    if max((len(row) for row in source.head + source.body), default=0) <= 1:
        return None
    header: list[Row] = []
    rows: list[Row] = []
    for target, source_rows in ((header, source.head), (rows, source.body)):
        taken: dict[int, int] = {}
        for source_row in source_rows:
            row = _row(source_row, taken)
            if row is None:
                return None
            if any(row):
                target.append(row)
    return Table(tuple(header), tuple(rows))


def _row(source_row: list[_SourceCell], taken: dict[int, int]) -> Row | None:
    """The cells of a row in their columns; `taken` counts the rows for which a cell above reaches down."""
    cells: list[Cell] = []

    def skip_taken() -> None:
        while taken.get(len(cells)):
            taken[len(cells)] -= 1
            cells.append(())

    for cell in source_row:
        skip_taken()
        spans = inline(cell.blocks)
        if spans is None or len(cell.blocks) > _MANY_BLOCKS or _length(spans) > _LONG_CELL:
            return None
        for extra in range(cell.columns if len(source_row) <= MAX_COLUMNS else 1):
            if cell.rows > 1:
                taken[len(cells)] = cell.rows - 1
            cells.append(() if extra else spans)
    skip_taken()
    return tuple(cells)


def _length(spans: Spans) -> int:
    return sum(len(span.text) for span in spans)


def _squared(rows: tuple[Row, ...], table: Table) -> tuple[Row, ...]:
    """The rows filled up to the width of the table, without columns that nothing is in."""
    every = table.header + table.rows
    width = max(len(row) for row in every)
    used = [any(column < len(row) and row[column] for row in every) for column in range(width)]
    empty: Spans = ()
    return tuple(
        tuple((row[column] if column < len(row) else empty) for column in range(width) if used[column])
        for row in rows
    )


def add_stray_cell(builder: Builder, node: LexborNode, at: Place) -> None:
    """A cell outside any table."""
    spans = inline(blocks := builder.collect(node, at))
    builder.blocks.extend(blocks if spans is None else [Paragraph(spans)] if spans else [])


HANDLERS: dict[str, Handler] = {"table": add_table, "td": add_stray_cell, "th": add_stray_cell}
