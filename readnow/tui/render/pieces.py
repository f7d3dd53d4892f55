"""Putting a strip together from pieces of text.

Used by all the functions of this folder. Invariant: a strip is exactly as wide as asked for; neighbours of
one style are one segment, since each segment costs the terminal an escape sequence.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from readnow.text.cells import JOINER, cell_width, cut, pad
from readnow.tui.render.palette import Marks

Piece: TypeAlias = tuple[str, Style]

GAP = 2
"""Cells between two columns."""


def strip_of(pieces: Iterable[Piece], width: int, ground: Style) -> Strip:
    """The pieces as a strip of `width` cells: what is too wide is cut off, what is missing is `ground`."""
    segments: list[Segment] = []
    used = 0
    for text, style in pieces:
        if text.endswith(JOINER):
            text = text.rstrip(JOINER)  # it would swallow the first cell of what follows
        cells = cell_width(text)
        if used + cells > width:
            text = pad(text, width - used)
            cells = width - used
        if not text:
            continue
        used += cells
        _append(segments, text, style)
    if used < width:
        _append(segments, " " * (width - used), ground)
    return Strip(segments, width)


def _append(segments: list[Segment], text: str, style: Style) -> None:
    if segments and segments[-1].style is style:
        segments[-1] = Segment(segments[-1].text + text, style)
    else:
        segments.append(Segment(text, style))


def fitted(text: str, cells: int, marks: Marks) -> str:
    """The text in exactly so many cells, cut with the ellipsis that the terminal can show."""
    shown = cut(text, cells)
    if marks.ascii_only and shown is not text and shown != text:
        shown = shown[:-1] + marks.ellipsis
    return pad(shown, cells)


def two_sided(left: str, right: str, cells: int, marks: Marks) -> tuple[str, str]:
    """Two texts that share a line, the second at its end and at least one cell away; the first gives way."""
    room = max(0, cells - cell_width(right) - 1)
    if right and room >= min(cell_width(left), cells // 3):
        return fitted(left, room, marks), " " + right
    return fitted(left, cells, marks), ""


def in_columns(texts: Sequence[str], cells: Sequence[int], marks: Marks) -> str:
    """Texts side by side, each in its column; one without cells is left out."""
    shown = [fitted(text, room, marks) for text, room in zip(texts, cells, strict=True) if room > 0]
    return (" " * GAP).join(shown)


def joined(pieces: Sequence[Piece]) -> str:
    """The text of the pieces."""
    return "".join([text for text, _ in pieces])
