"""Where things stand in a document, in characters of its text: headings, and what links within it lead to.

The reader jumps by it; `text.layout` counts its lines in the same way. Invariant: a place depends on the
document only, neither on the width nor on the marks that are drawn into the text.
"""

from collections.abc import Iterator
from typing import NamedTuple

from readnow.text.blocks import (
    Block,
    Code,
    DefinitionList,
    Details,
    Document,
    Figure,
    Heading,
    Image,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Row,
    Rule,
    Span,
    Spans,
    Style,
    Table,
)
from readnow.text.clean import clean_line

_PLACE = int(Style.PLACE)
_LONGEST_NAME = 300


class Entry(NamedTuple):
    """A heading: its level from 1 to 6, its text on one line, and the characters of text before it."""

    level: int
    text: str
    offset: int


def outline(document: Document) -> tuple[Entry, ...]:
    """All headings in the order they come."""
    entries: list[Entry] = []
    offset = 0
    for block, spans in runs(document.blocks):
        if isinstance(block, Heading):
            text = "".join([span.text for span in spans])
            entries.append(Entry(block.level, clean_line(text, _LONGEST_NAME), offset))
        offset += length(spans)
    return tuple(entries)


def targets(document: Document) -> dict[int, int]:
    """For each link to a place in the document: its number, and the characters of text before the place.

    A place behind which no text comes is the end of the text.
    """
    places: dict[int, int] = {}
    offset = 0
    for _, spans in runs(document.blocks):
        position = offset
        for text, style, number in spans:
            if style & _PLACE and number is not None:
                places.setdefault(number, position)
            position += len(text)
        offset += length(spans)
    return {link.number: places.get(link.place, offset) for link in document.links if link.place is not None}


def length(spans: Spans) -> int:
    """The characters that a run of text counts for: its own, and one that keeps it from the next."""
    return sum([len(span.text) for span in spans]) + 1


def row_text(row: Row) -> Spans:
    """A row of a table as one run of text."""
    return tuple([span for cell in row for span in cell.spans])


def runs(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, Spans]]:
    """Each run of text, in the order of the lines, with the block whose own it is."""
    for block in blocks:
        match block:
            case Paragraph(spans) | Heading(_, spans) | Code(spans):
                yield block, spans
            case ListBlock(items=items):
                for item in items:
                    yield from runs(item.blocks) if item.blocks else [(block, ())]
            case DefinitionList():
                for definition in block.items:
                    yield from ((block, term) for term in definition.terms)
                    yield from runs(definition.blocks)
            case Quote(inner):
                yield from runs(inner)
            case Table():
                if block.caption:
                    yield block, block.caption
                yield from ((block, row_text(row)) for row in block.header + block.rows)
            case Rule():
                pass
            case Image(alt):
                yield block, (Span(alt),)
            case Media(text=text):
                yield block, (Span(text),)
            case Figure(inner, caption, above):
                if caption and above:
                    yield block, caption
                yield from runs(inner)
                if caption and not above:
                    yield block, caption
            case Details(summary, inner):
                yield block, summary
                yield from runs(inner)
