"""What stands left of the text: indents, quotation bars, bullets and numbers, one inside the other.

Used by `text.layout`. Invariant: the text keeps at least twelve cells, or half of a narrow screen: margins
that would take more are left out.
"""

from msgspec import Struct

from readnow.text.breaking import LineSpan
from readnow.text.cells import cell_width

_LEAST_ROOM = 12


class _Margin(Struct):
    rest: LineSpan
    first: LineSpan | None
    """Shown before the first line instead, then None; as wide as `rest`."""


class Margins:
    """The margins around the text that is laid out now, outermost first."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.room = width
        """Cells left for the text."""
        self._least = min(_LEAST_ROOM, max(2, width // 2))
        self._margins: list[_Margin] = []

    def __bool__(self) -> bool:
        return bool(self._margins)

    def enter(self, rest: LineSpan, first: LineSpan | None = None) -> bool:
        """Begin a margin, if there is room for it; then `leave` must follow."""
        taken = cell_width(rest.text)
        if self.room - taken < self._least:
            return False
        self.room -= taken
        self._margins.append(_Margin(rest, first))
        return True

    def leave(self) -> None:
        """End the innermost margin."""
        self.room += cell_width(self._margins.pop().rest.text)

    def before(self, spans: tuple[LineSpan, ...]) -> tuple[LineSpan, ...]:
        """A line with its margins in front of it."""
        parts = [margin.first or margin.rest for margin in self._margins]
        for margin in self._margins:
            margin.first = None
        return (*_joined(parts, at_end=not spans), *spans)

    def blank(self) -> tuple[LineSpan, ...]:
        """A blank line: bars go on, bullets wait."""
        return _joined([margin.rest for margin in self._margins], at_end=True)


def _joined(parts: list[LineSpan], at_end: bool) -> tuple[LineSpan, ...]:
    """Neighbours of one style as one; without the spaces at the end of a line."""
    joined: list[LineSpan] = []
    for part in parts:
        if joined and (joined[-1].style, joined[-1].link) == (part.style, part.link):
            joined[-1] = part._replace(text=joined[-1].text + part.text)
        else:
            joined.append(part)
    while at_end and joined:
        last = joined.pop()
        if text := last.text.rstrip(" "):
            joined.append(last._replace(text=text))
            break
    return tuple(joined)
