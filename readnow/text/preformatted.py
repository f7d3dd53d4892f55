"""Preformatted text on lines: colours of its language, links, and lines too long for the screen.

Used by `text.layout`. Invariant: no line is wider than asked for, nothing of the text goes missing but soft
hyphens, and the lines are made as they are asked for.
"""

from collections.abc import Iterator
from typing import NamedTuple

from readnow.text.blocks import Code, Span, Style
from readnow.text.breaking import SOFT_HYPHEN, LineSpan
from readnow.text.cells import SPECIAL, cell_width, clusters
from readnow.text.highlight import token_styles
from readnow.text.marks import Ornaments, shown_spans

_CODE = int(Style.CODE)
_LINK_NUMBER = int(Style.LINK_NUMBER)


class CodeLine(NamedTuple):
    """A line and how many characters of the text stand before it."""

    spans: tuple[LineSpan, ...]
    offset: int


def code_lines(code: Code, room: int, ornaments: Ornaments, coloured: bool) -> Iterator[CodeLine]:
    """The lines of at most `room` cells; what is too wide goes on in the next line."""
    offset = 0
    for source in _source_lines(_coloured(code) if coloured else code.spans):
        shown = shown_spans(source, ornaments)
        before = offset
        for line in _chopped(shown.spans, room):
            yield CodeLine(line, before)
            before += sum(len(span.text) for span in line if span.style != _LINK_NUMBER)
        offset += sum(len(span.text) for span in source) + 1


def _coloured(code: Code) -> Iterator[Span]:
    """The spans, divided where the language's tokens begin and end."""
    tokens = iter(token_styles(code.text, code.language))
    left, token_style = 0, 0
    for text, style, link in code.spans:
        position = 0
        while position < len(text):
            if not left:
                left, token_style = next(tokens, (len(text), 0))
            part = text[position : position + left]
            yield Span(part, style | token_style, link)
            position += len(part)
            left -= len(part)
        if not text:
            yield Span(text, style, link)


def _source_lines(spans: Iterator[Span] | tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    line: list[Span] = []
    for text, style, link in spans:
        first, *more = text.split("\n")
        line.append(Span(first, style, link))
        for part in more:
            yield tuple(line)
            line = [Span(part, style, link)]
    yield tuple(line)


def _chopped(spans: list[Span], room: int) -> Iterator[tuple[LineSpan, ...]]:
    """A line of text in pieces of at most `room` cells."""
    line: list[LineSpan] = []
    left = room
    for text, style, link in spans:
        style = style if style & _LINK_NUMBER else style | _CODE
        text = text.replace(SOFT_HYPHEN, "")
        for part, cells in _parts(text, left, room):
            if cells > left:
                yield tuple(line)
                line, left = [], room
            line.append(LineSpan(part, style, link))
            left -= cells
    yield tuple(line)


def _parts(text: str, left: int, room: int) -> Iterator[tuple[str, int]]:
    """A text in parts that fill first the cells that are left, then whole lines; and the cells of each."""
    if not SPECIAL.search(text):
        start, stop = 0, left
        while start < len(text):
            part = text[start:stop]
            if part:
                yield part, len(part)
            start, stop = stop, stop + room
        return
    part, used = "", 0
    for cluster, cells in clusters(text):
        if cells > room:
            cluster, cells = "…", 1
        if used + cells > left:
            if part:
                yield part, used
            part, used, left = "", 0, room
        part, used = part + cluster, used + cells
    if part:
        yield part, cell_width(part)
