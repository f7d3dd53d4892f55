"""One picture as large as the pane, in half blocks or by the terminal's own means, with words below it.

The picture's screen says what to show. Invariant: what the terminal drew is drawn again whenever its cells
were painted over, and is gone when the pane shows something else.
"""

import asyncio
import os
from collections.abc import Callable
from itertools import count

from rich.style import Style
from textual.strip import Strip
from textual.timer import Timer

from readnow.model.picture import Picture
from readnow.tui.conversation import Conversation
from readnow.tui.picture_keys import picture_bindings
from readnow.tui.render import graphics as sequences
from readnow.tui.render.graphics import Graphics, Kind
from readnow.tui.render.palette import Marks
from readnow.tui.render.pixels import block_line, shade_line
from readnow.tui.render.rows import note_lines
from readnow.tui.widgets.pane import Pane

_MOST_WORDS = 3
"""Lines below a picture."""
_LONGEST_LINE = 76
_SETTLED = 0.05
_numbers = count((os.getpid() & 0xFFFF) << 8)
"""Under which terminals know our pictures: not the numbers of other programs that run there."""


class PicturePane(Pane):
    """A title, a picture, a few lines about it."""

    BINDINGS = picture_bindings()

    def __init__(
        self,
        conversation: Conversation,
        resized: Callable[[], None],
        *,
        colours: bool,
        marks: Marks | None = None,
    ) -> None:
        super().__init__(marks=marks)
        self._conversation = conversation
        self._resized = resized
        self._colours = colours
        self._words = ""
        self._trouble = ""
        self._picture: Picture | None = None
        self._graphics = Graphics()
        self._number = 0
        """Under which the terminal has the dots; 0 for not at all."""
        self._settling: Timer | None = None
        """Until nothing is painted any more: a screen that comes back is painted more than once."""

    # -- what is shown

    def show_words(self, words: str, trouble: str = "") -> None:
        """Show no picture, but what it would be about, and what is wrong."""
        had_picture = self._picture is not None
        self._forget()
        if (words, trouble) != (self._words, self._trouble) or had_picture:
            self._words, self._trouble = words, trouble
            self.refresh_all_content()

    async def show(self, picture: Picture, graphics: Graphics, words: str) -> None:
        """Show a picture that was made for `room`."""
        number = 0
        if graphics.kind is Kind.KITTY:
            number = next(_numbers)
            sequence = await asyncio.to_thread(sequences.kitty_data, picture, number)
            self._conversation.write(sequence)
        self._forget()
        self._words, self._trouble = words, ""
        self._picture, self._graphics, self._number = picture, graphics, number
        self.refresh_all_content()

    def hide(self) -> None:
        """Take away what the terminal drew, for as long as something else lies over it."""
        if self._number:
            self._conversation.write(sequences.kitty_hidden(self._number))

    def _forget(self) -> None:
        if self._number:
            self._conversation.write(sequences.kitty_forgotten(self._number))
        self._picture, self._number = None, 0

    def on_unmount(self) -> None:
        """Leave nothing behind in the terminal."""
        self._forget()

    # -- where it is

    def on_resize(self) -> None:
        """Another room, for which there is no picture yet. (Textual calls `Pane.on_resize` first.)"""
        self._resized()

    def room(self, words: str) -> tuple[int, int]:
        """The columns and rows that a picture may take above these words."""
        lines = len(self._word_lines(words, self.palette.muted))
        return max(1, self.extent.width - 2), max(1, self.page_height - lines - (1 if lines else 0))

    def _word_lines(self, words: str, style: Style) -> tuple[Strip, ...]:
        """Words in the middle, in lines that are not too long to be read."""
        if not words:
            return ()
        width, ground = self.extent.width, self.palette.text
        room = min(width, _LONGEST_LINE)
        before = Strip.blank((width - room) // 2, ground)
        lines = note_lines(words, room, style, self.palette)[:_MOST_WORDS]
        return tuple([Strip.join([before, line]).adjust_cell_length(width, ground) for line in lines])

    def _cells(self) -> tuple[int, int]:
        """The columns and rows that it takes."""
        assert self._picture is not None
        columns, rows = self._graphics.cells(self._picture, *self.room(self._words))
        return min(columns, self.extent.width), min(rows, self.page_height)

    def content_line(self, line: int) -> Strip:
        """A line of the picture, or of the words below it."""
        words = self._word_lines(self._words, self.palette.muted)
        if self._picture is None:
            words = (
                *self._word_lines(self._trouble, self.palette.text),
                *((self.blank(),) if self._trouble else ()),
                *words,
            )
            line -= max(0, (self.page_height - len(words)) // 2)
            return words[line] if 0 <= line < len(words) else self.blank()
        columns, rows = self._cells()
        line -= self._top(rows)
        if 0 <= line < rows:
            return self._picture_line(self._picture, line, columns)
        line -= rows + 1
        return words[line] if 0 <= line < len(words) else self.blank()

    def _top(self, rows: int) -> int:
        """The line on which it begins, so that it is in the middle together with its words."""
        return max(0, (self.room(self._words)[1] - rows) // 2)

    def _picture_line(self, picture: Picture, row: int, columns: int) -> Strip:
        width = self.extent.width
        if self._graphics.kind is not Kind.BLOCKS:
            self.covered()
            return self.blank()
        indent = max(0, (width - columns) // 2)
        line = block_line if self._colours else shade_line
        return line(picture, row, indent, width, self.palette.text)

    # -- what the terminal draws itself

    def covered(self) -> None:
        """The cells of the picture are about to be painted: draw over them when that is done."""
        if self._picture is not None and self._graphics.kind is not Kind.BLOCKS:
            if self._settling is not None:
                self._settling.stop()
            self._settling = self.set_timer(_SETTLED, self._settled)

    def _settled(self) -> None:
        self._settling = None
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if self._picture is None or not self.screen.is_current:
            return
        columns, rows = self._cells()
        row = self.region.y + self.head_height + self._top(rows)
        column = self.region.x + max(0, (self.extent.width - columns) // 2)
        if self._graphics.kind is Kind.KITTY:
            self._conversation.write(sequences.kitty_shown(self._number, row, column, rows, columns))
        else:
            self._conversation.write(sequences.sixel_shown(self._picture, row, column))
