"""Wrapped lines of an article as strips.

Called by the reader for lines that are on the screen. Pure. Invariant: a strip is exactly as wide as asked
for; what a style flag means is decided here and nowhere else.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.color import Color
from textual.strip import Strip

from readnow.config.themes import LEGIBLE, contrast
from readnow.text.blocks import Style
from readnow.text.cells import cell_width
from readnow.text.wrap import Line, LineKind
from readnow.tui.render.palette import BOLD, ITALIC, REVERSE, UNDERLINE, Palette
from readnow.tui.render.pieces import Piece, strip_of

_STRIKE = RichStyle(strike=True)
_COLOURED = int(Style.STRING | Style.NUMBER | Style.NAME | Style.INSERTED)
_LIST_MUTED = int(Style.LINK | Style.MUTED)


class Marked(NamedTuple):
    """A part of a line that is drawn in reverse or underlined: from and to a character of its text.

    `current`: what the user is at (the focused link, the match stepped to, selected text); else one of many.
    """

    start: int
    end: int
    current: bool


@lru_cache(maxsize=512)
def style_of(flags: int, palette: Palette) -> RichStyle:
    """How text with these flags of `text.blocks.Style` is drawn."""
    style = palette.text
    if flags & Style.LINK_NUMBER:
        style = palette.accent
    elif flags & Style.WARNING:
        style = palette.warning
    elif flags & (Style.MUTED | Style.RULE):
        style = palette.muted
    if flags & Style.CODE:
        style = palette.code
    if flags & Style.INSERTED:
        style += _legible(palette.accent, style) + BOLD
    elif flags & Style.DELETED:
        style += _legible(palette.warning, style) + _STRIKE
    if flags & (Style.BOLD | Style.HEADING):
        style += BOLD
    if flags & Style.ITALIC:
        style += ITALIC
    if flags & Style.STRIKE:
        style += _STRIKE
    if flags & Style.UNDERLINE or (flags & Style.LINK and flags != _LIST_MUTED):
        style += UNDERLINE
    return style


@lru_cache(maxsize=512)
def token_style(flags: int, palette: Palette) -> RichStyle:
    """How a token of code with these flags is drawn, on the ground of the block."""
    style = palette.code_block
    if flags & _COLOURED:
        style += _legible(palette.accent, style)
    elif flags & Style.COMMENT:
        style += _legible(palette.muted, style) + RichStyle(dim=palette.muted.dim, italic=True)
    elif flags & Style.DELETED:
        style += _legible(palette.warning, style)
    if flags & (Style.KEYWORD | Style.NAME):
        style += BOLD
    if flags & Style.LINK:
        style += UNDERLINE
    return style


def _legible(style: RichStyle, block: RichStyle) -> RichStyle:
    """The colour of a style, drawn towards that of the block's text until it can be read on its ground."""
    if style.color is None or block.color is None or block.bgcolor is None:
        return RichStyle(color=style.color)
    color, text, ground = map(Color.from_rich_color, (style.color, block.color, block.bgcolor))
    steps = (color.blend(text, step / 10) for step in range(11))
    readable = (mixed for mixed in steps if contrast(mixed.rgb, ground.rgb) >= LEGIBLE)
    return RichStyle(color=next(readable, text).rich_color)


def no_address(_number: int) -> str:
    """Links are text."""
    return ""


def document_line(
    line: Line,
    width: int,
    indent: int,
    palette: Palette,
    marked: Sequence[Marked] = (),
    code_from: int = 0,
    address: Callable[[int], str] = no_address,
) -> Strip:
    """A line with `indent` blank cells before it, in `width` cells.

    `code_from`: the cell of the text at which the ground of an empty line of code begins.
    `address`: what the terminal is to open for the link with a number; empty for nothing.
    """
    pieces: list[Piece] = [(" " * indent, palette.text)]
    if line.kind is LineKind.CODE:
        pieces += _code_block(line, width - 2 * indent, palette, code_from)
    else:
        for span in line.spans:
            style = style_of(span.style, palette)
            if span.link is not None and (url := address(span.link)):
                style = _leading_to(url, style)
            pieces.append((span.text, style))
    if marked:
        pieces = [pieces[0], *_with_marks(pieces[1:], marked)]
    return strip_of(pieces, width, palette.text)


def selectable(strip: Strip, indent: int, number: int) -> Strip:
    """The strip with what Textual finds selected text by: behind `indent` blank cells, at each piece how many
    characters of the line's text stand before it, and the line's number."""
    segments: list[Segment] = []
    before, offset = indent, 0
    for text, style, _ in strip:
        if before:
            blank, text = text[:before], text[before:]
            before -= len(blank)
            segments.append(Segment(blank, style))
        if text:
            at = _offset(offset, number)
            segments.append(Segment(text, style + at if style else at))
            offset += len(text)
    return Strip(segments, strip.cell_length)


@lru_cache(maxsize=512)
def _offset(characters: int, number: int) -> RichStyle:
    return RichStyle.from_meta({"offset": (characters, number)})


@lru_cache(maxsize=128)
def _leading_to(url: str, style: RichStyle) -> RichStyle:
    """What the terminal itself opens, all its pieces as one (`tui.wire` sees to that)."""
    return style.update_link(url)


def code_start(line: Line) -> int | None:
    """The cell at which the code of a line begins; None where it has none."""
    cells = 0
    for text, style, _ in line.spans:
        if style & Style.CODE:
            return cells
        cells += cell_width(text)
    return None


def _code_block(line: Line, room: int, palette: Palette, code_from: int) -> list[Piece]:
    """A line of code on the ground of its own, which reaches as far as the text does."""
    plain = palette.code_block
    pieces = [
        (span.text, (token_style if span.style & Style.CODE else style_of)(span.style, palette))
        for span in line.spans
    ]
    if plain is not palette.text and plain.bgcolor is not None:
        used = sum(cell_width(text) for text, _ in pieces)
        if code_start(line) is None and used < code_from:
            pieces.append((" " * (code_from - used), palette.text))
            used = code_from
        pieces.append((" " * max(0, room - used), plain))
    return pieces


def _with_marks(pieces: Sequence[Piece], marked: Sequence[Marked]) -> list[Piece]:
    """The pieces, divided where marked parts begin and end."""
    edges = sorted({edge for mark in marked for edge in mark[:2]})
    result: list[Piece] = []
    position = 0
    for text, style in pieces:
        end = position + len(text)
        cuts = [position, *(edge for edge in edges if position < edge < end), end]
        for start, stop in pairwise(cuts):
            inside = [mark for mark in marked if mark.start <= start and stop <= mark.end]
            shown = style
            if inside:
                shown = style + (REVERSE if any(mark.current for mark in inside) else UNDERLINE + BOLD)
            result.append((text[start - position : stop - position], shown))
        position = end
    return result


def line_text(line: Line) -> str:
    """The text of a line."""
    return "".join([span.text for span in line.spans])


def link_at(line: Line, cell: int) -> int | None:
    """The number of the link at a cell of a line, if there is one."""
    used = 0
    for span in line.spans:
        used += cell_width(span.text)
        if cell < used:
            return span.link if cell >= 0 else None
    return None


def link_marks(line: Line, number: int) -> list[Marked]:
    """Where a link is on a line."""
    marks: list[Marked] = []
    position = 0
    for span in line.spans:
        end = position + len(span.text)
        if span.link == number and span.text:
            marks.append(Marked(position, end, True))
        position = end
    return marks
