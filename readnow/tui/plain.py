"""The last step of drawing where only ASCII can be shown: what is not ASCII gives way to a twin.

The app asks for it when it is made. Invariant: no cell moves.
"""

from collections.abc import Callable

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter


class PlainText(LineFilter):
    """Draws all text as `twin` makes it."""

    def __init__(self, twin: Callable[[str], str]) -> None:
        super().__init__()
        self._twin = twin

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's
        """The segments with other text (called by Textual)."""
        return [
            segment if segment.text.isascii() else Segment(self._twin(segment.text), segment.style)
            for segment in segments
        ]
