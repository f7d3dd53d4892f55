"""A document as lines of styled spans, made when they are looked at.

The reader and `show` draw what comes from here. Invariant: no line is wider than the width, in cells; the
first screen costs only the blocks that are on it; a wrapped document never changes, so lines may be kept.
"""

from bisect import bisect_right
from collections.abc import Iterator

from readnow.text.blocks import Document
from readnow.text.breaking import LineSpan
from readnow.text.layout import Layout, Line, LineKind, PicturePart, PictureRows
from readnow.text.marks import PLAIN_ORNAMENTS, SCREEN_ORNAMENTS

__all__ = ["Line", "LineKind", "LineSpan", "PicturePart", "PictureRows", "Wrapped", "wrap"]


class Wrapped:
    """The lines of a document at one width. Its length is known when all is wrapped: `len` wraps the rest."""

    def __init__(self, batches: Iterator[list[Line]]) -> None:
        self._batches = batches
        self._lines: list[Line] = []
        self._complete = False

    @property
    def ready(self) -> int:
        """How many lines are wrapped so far."""
        return len(self._lines)

    @property
    def complete(self) -> bool:
        """Whether all lines are wrapped."""
        return self._complete

    def upto(self, count: int) -> int:
        """Wrap until there are `count` lines or no more; how many there are now."""
        while len(self._lines) < count and not self._complete:
            self._more()
        return len(self._lines)

    def finish(self) -> int:
        """Wrap the rest; the number of all lines."""
        while not self._complete:
            self._more()
        return len(self._lines)

    def _more(self) -> None:
        batch = next(self._batches, None)
        if batch is None:
            self._complete = True
        else:
            self._lines.extend(batch)

    def line(self, index: int) -> Line:
        """The line at an index from 0. IndexError beyond the last."""
        self.upto(index + 1)
        return self._lines[index]

    def __len__(self) -> int:
        return self.finish()

    def __iter__(self) -> Iterator[Line]:
        index = 0
        while self.upto(index + 1) > index:
            yield self._lines[index]
            index += 1

    def index_at(self, offset: int) -> int:
        """The index of the line that shows the character at an offset of the text, whatever the width was."""
        while not self._complete and (not self._lines or self._lines[-1].offset <= offset):
            self._more()
        index = max(0, bisect_right(self._lines, offset, key=_offset) - 1)
        while (part := self._lines[index].picture if index else None) is not None and part.row:
            if self._lines[index - 1].offset != self._lines[index].offset:
                break
            index -= 1  # of a picture, its first line
        return index

    def lines_of_link(self, number: int) -> tuple[int, ...]:
        """The indexes of the lines on which a link is, the list of links at the end included."""
        return tuple(
            index for index, line in enumerate(self) if any(span.link == number for span in line.spans)
        )


def _offset(line: Line) -> int:
    return line.offset


def wrap(
    document: Document, width: int, ascii_only: bool = False, picture_rows: PictureRows | None = None
) -> Wrapped:
    """The document in lines of at most `width` cells. `ascii_only` says what our marks are made of,
    `picture_rows` how many lines are kept for a picture."""
    ornaments = PLAIN_ORNAMENTS if ascii_only else SCREEN_ORNAMENTS
    layout = Layout(width, ornaments, coloured=True, picture_rows=picture_rows)
    return Wrapped(layout.lines(document))
