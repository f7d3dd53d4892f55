"""The line at the bottom: what happens on the left, the most useful keys of this pane on the right.

The screen writes it. Invariant: all text is shown as it is, never as markup; progress paints the line at most
twice a second, and nothing is painted while nothing changes.
"""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import ClassVar

from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from readnow.text.cells import cell_width
from readnow.text.clean import clean_line
from readnow.tui.render.palette import Marks, Palette
from readnow.tui.render.pieces import Piece, fitted, strip_of
from readnow.tui.theme import palette_for

_BETWEEN = 0.5
"""Seconds between two paintings of progress."""
_MESSAGE_SECONDS = 6.0
_GAP = 3
_LEAST_MESSAGE = 24
"""Cells that a message gets before any key is shown."""


class StatusLine(Widget):
    """One line: a message, else the note that stands, else the progress of what runs; keys."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        dock: bottom;
        background: $background;
        &:ansi { background: ansi_default; }
    }
    """

    def __init__(
        self,
        *,
        marks: Marks | None = None,
        id: str | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(id=id)
        self._marks = marks or Marks()
        self._clock = clock
        self._palette: Palette | None = None
        self._message = ""
        self._error = False
        self._note = ""
        self._warning = False
        self._progress = ""
        self._standing = ""
        self._hints: tuple[tuple[str, str], ...] = ()
        self._expiry: Timer | None = None
        self._next: Timer | None = None
        self._painted = float("-inf")

    @property
    def message(self) -> str:
        """What the line says on its left."""
        return self._message or self._note or self._progress or self._standing

    def say(self, text: str, *, error: bool = False, seconds: float | None = _MESSAGE_SECONDS) -> None:
        """Show a message, for good where `seconds` is None. An empty one takes the last away."""
        if self._expiry is not None:
            self._expiry.stop()
            self._expiry = None
        self._message, self._error = clean_line(text), error
        if self._message and seconds is not None:
            self._expiry = self.set_timer(seconds, self._expire)
        self.refresh()

    def _expire(self) -> None:
        self._message, self._expiry = "", None
        self.refresh()

    def note(self, text: str, *, warning: bool = False) -> None:
        """Say something for as long as it holds, below any message. An empty one takes it away."""
        text = clean_line(text)
        if (text, warning) != (self._note, self._warning):
            self._note, self._warning = text, warning
            if not self._message:
                self.refresh()

    def standing(self, text: str) -> None:
        """Say something where there is nothing else to say. An empty one takes it away."""
        if text != self._standing:
            self._standing = text
            self.refresh()

    def progress(self, text: str) -> None:
        """Show how far something has got, below any message; empty when it is done."""
        text = clean_line(text)
        if text == self._progress:
            return
        self._progress = text
        if self._message or self._note or self._next is not None:
            return
        wait = self._painted + _BETWEEN - self._clock()
        if wait <= 0:
            self._paint()
        else:
            self._next = self.set_timer(wait, self._paint)

    def _paint(self) -> None:
        if self._next is not None:
            self._next.stop()
            self._next = None
        self._painted = self._clock()
        self.refresh()

    def hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """The keys to show, each with what it does; as many as there is room for, the first ones first."""
        shown = tuple((clean_line(key), clean_line(word)) for key, word in hints)
        if shown != self._hints:
            self._hints = shown
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - there is one line only
        """The line (called by Textual)."""
        if self._palette is None:
            self._palette = palette_for(self.app)
        palette, width = self._palette, self.size.width
        alarming = self._error if self._message else self._warning and bool(self._note)
        message = f"! {self.message}" if alarming else self.message
        gap = _GAP if message else 0
        least = min(cell_width(message), _LEAST_MESSAGE) + gap
        keys = self._keys(max(0, width - 2 - least), palette)
        taken = sum(cell_width(text) for text, _ in keys)
        room = max(0, width - 2 - taken - (gap if keys else 0))
        if message and cell_width(message) > room:
            # What happens is more important than keys that can be looked up.
            keys, room = [], max(0, width - 2)
        style = palette.warning if alarming else palette.text
        pieces: list[Piece] = [(" ", palette.text), (fitted(message, room, self._marks), style)]
        if keys:
            pieces.append((" " * gap, palette.text))
        return strip_of([*pieces, *keys, (" ", palette.text)], width, palette.text)

    def _keys(self, room: int, palette: Palette) -> list[Piece]:
        """The keys that fit."""
        pieces: list[Piece] = []
        used = 0
        for key, word in self._hints:
            gap = _GAP if pieces else 0
            cells = gap + cell_width(key) + 1 + cell_width(word)
            if used + cells > room:
                break
            used += cells
            pieces += [(" " * gap, palette.text), (key, palette.strong), (f" {word}", palette.muted)]
        return pieces

    def notify_style_update(self) -> None:
        """Called by Textual when theme or style changed."""
        super().notify_style_update()
        self._palette = None
