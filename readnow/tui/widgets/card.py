"""A few lines in the middle of an otherwise empty screen: the first run, a terminal that is too small.

Invariant: its text is shown as it is, never as markup, and is cut to the room there is.
"""

from collections.abc import Sequence
from typing import ClassVar, Literal, TypeAlias

from textual.strip import Strip
from textual.widget import Widget

from readnow.text.cells import cell_width
from readnow.text.clean import clean_line
from readnow.tui.render.palette import Marks, Palette
from readnow.tui.render.pieces import Piece, fitted, strip_of
from readnow.tui.theme import palette_for

Tone: TypeAlias = Literal["text", "strong", "muted", "accent", "warning"]
CardLine: TypeAlias = Sequence[tuple[str, Tone]]
"""Texts and how each is meant; none for an empty line."""


class Card(Widget, can_focus=True):
    """Lines with a common left edge, in the middle of the widget."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    Card {
        width: 1fr;
        height: 1fr;
        background: $background;
        &:ansi { background: ansi_default; }
    }
    """

    def __init__(
        self, lines: Sequence[CardLine] = (), *, marks: Marks | None = None, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._lines: tuple[CardLine, ...] = ()
        self._marks = marks or Marks()
        self._palette: Palette | None = None
        self.show(lines)

    def show(self, lines: Sequence[CardLine]) -> None:
        """Show these lines instead."""
        self._lines = tuple(tuple((_cleaned(text), tone) for text, tone in line) for line in lines)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line (called by Textual)."""
        if self._palette is None:
            self._palette = palette_for(self.app)
        palette = self._palette
        width, height = self.size
        index = y - max(0, (height - len(self._lines)) // 2)
        if not 0 <= index < len(self._lines):
            return Strip.blank(width, palette.text)
        widest = max(sum(cell_width(text) for text, _ in line) for line in self._lines)
        indent = max(0, (width - widest) // 2)
        pieces: list[Piece] = [(" " * indent, palette.text)]
        room = width - indent
        for text, tone in self._lines[index]:
            shown = fitted(text, min(room, cell_width(text)), self._marks)
            pieces.append((shown, getattr(palette, tone)))
            room -= cell_width(shown)
        return strip_of(pieces, width, palette.text)

    def notify_style_update(self) -> None:
        """Called by Textual when theme or style changed."""
        super().notify_style_update()
        self._palette = None


def _cleaned(text: str) -> str:
    """The text made clean, with the spaces at its ends that align it."""
    inner = clean_line(text)
    stripped = text.strip(" ")
    start = len(text) - len(text.lstrip(" "))
    end = len(text) - start - len(stripped) if stripped else 0
    return " " * start + inner + " " * end
