"""A table's rows one below the other, each cell with the names of its columns: for what is too wide for them.

Used by `text.layout` at narrow widths and by `text.tables` for tables beyond all bounds. Invariant: each
record can be read alone, so a cell that reaches over several rows is in each of theirs.
"""

from readnow.text.blocks import COVERED, Cell, Row, Span, Spans, Style, Table

_BOLD = int(Style.BOLD)
_PLACE = int(Style.PLACE)


def records(table: Table) -> list[tuple[int, Spans]]:
    """For each row its number (header rows count too) and its cells as lines of "Header: value"."""
    labels = _labels(table)
    body = table.rows or table.header
    first = len(table.header) if table.rows else 0
    found = []
    grid = _owners(body)
    said = {column for owners in grid for column in range(len(owners)) if _begins(owners, column)}
    silent = [column for column, label in enumerate(labels) if label and column not in said]
    for number, owners in enumerate(grid, first):
        # A column without a single value is named in the first record.
        spans = [span for column in silent for span in _line(labels[column])] if number == first else []
        for column, cell in enumerate(owners):
            if not _begins(owners, column):
                continue
            if spans and spans[-1].text != "\n":
                spans.append(Span("\n"))
            if table.rows and labels[column]:
                spans += [*labels[column], Span(": ", _BOLD)]
            is_repeated = cell is not body[number - first][column]
            spans += _without_places(cell.spans) if is_repeated else cell.spans
        if spans:
            found.append((number, tuple(spans)))
    return found


def _begins(owners: list[Cell], column: int) -> bool:
    """Whether a cell with something in it begins in this column."""
    return bool(owners[column].spans) and not (column and owners[column] is owners[column - 1])


def _line(label: Spans) -> Spans:
    return (*label, Span(":", _BOLD), Span("\n"))


def _labels(table: Table) -> list[Spans]:
    """For each column what its header says, that of the group it is in first."""
    columns = len((table.header or table.rows)[0])
    labels: list[Spans] = []
    rows = _owners(table.header)
    for column in range(columns):
        label: list[Span] = []
        seen: list[Cell] = []
        for owners in rows:
            cell = owners[column]
            if cell.spans and not any(cell is other for other in seen):
                seen.append(cell)
                label += [Span(" · ", _BOLD)] if label else []
                label += [
                    Span(span.text.replace("\n", " "), span.style | _BOLD, span.link)
                    for span in _without_places(cell.spans)
                ]
        labels.append(tuple(label))
    return labels


def _without_places(spans: Spans) -> Spans:
    """The spans where they stand a second time: a place is where they stand first."""
    return tuple([span for span in spans if not span.style & _PLACE])


def _owners(rows: tuple[Row, ...]) -> list[list[Cell]]:
    """For each place in the grid the cell that covers it."""
    grid: list[list[Cell]] = []
    above: list[tuple[Cell, int]] = []
    for row in rows:
        owners: list[Cell] = []
        reach: list[tuple[Cell, int]] = []
        for column, cell in enumerate(row):
            owner, left = cell, cell.rows - 1
            if cell == COVERED:
                reached, rows_left = above[column] if column < len(above) else (COVERED, 0)
                if rows_left > 0:
                    owner, left = reached, rows_left - 1
                elif owners:
                    owner, left = reach[-1]
            owners.append(owner)
            reach.append((owner, left))
        grid.append(owners)
        above = reach
    return grid
