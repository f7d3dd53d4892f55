"""A pane of rows with a cursor: what the feed list and the article list have in common.

Rows are numbered from 0 and take one or more lines each. Invariant: the cursor is on a row as long as there
is one; a move of it repaints two rows, and when it leaves the screen the view jumps by half a page, since
scrolling by one row at a time would send the whole pane again and again.
"""

from abc import abstractmethod
from collections.abc import Hashable, Sequence

from textual import events
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from readnow.tui.render.palette import Marks
from readnow.tui.render.rows import RowState, note_lines
from readnow.tui.widgets.pane import Pane

NOTHING_MATCHES = "Nothing matches."
"""What a list says that was narrowed to nothing."""
_REMEMBERED = 300
"""Rows whose strips are kept: far more than any screen has."""


class LinePane(Pane):
    """Rows below a title. A subclass says how many there are and how one of them looks."""

    class CursorMoved(Message):
        """The cursor is on another row now."""

        def __init__(self, pane: "LinePane", index: int) -> None:
            super().__init__()
            self.pane = pane
            self.index = index

        @property
        def control(self) -> "LinePane":
            """The pane it happened in."""
            return self.pane

    class Picked(Message):
        """A row was clicked. `again`: the cursor was on it already, which asks to open it."""

        def __init__(self, pane: "LinePane", index: int, again: bool) -> None:
            super().__init__()
            self.pane = pane
            self.index = index
            self.again = again

        @property
        def control(self) -> "LinePane":
            """The pane it happened in."""
            return self.pane

    cursor: var[int] = var(0, init=False)
    """The row with the cursor, counted from 0; 0 also where there are no rows."""

    def __init__(self, *, marks: Marks | None = None, id: str | None = None, empty_text: str = "") -> None:
        super().__init__(marks=marks, id=id)
        self.empty_text = empty_text
        """A sentence to show where there are no rows."""
        self._strips: dict[Hashable, tuple[Strip, ...]] = {}

    @property
    def count(self) -> int:
        """How many rows there are."""
        return 0

    def row_key(self, index: int) -> Hashable:
        """All that the look of a row depends on, besides width, cursor and focus."""
        return index

    @abstractmethod
    def render_row(self, index: int, state: RowState) -> tuple[Strip, ...]:
        """The strips of a row, as many as `row_height` says."""

    @property
    def row_height(self) -> int:
        """How many lines a row takes."""
        return 1

    def row_top(self, index: int) -> int:
        """The first line of a row. That of the row after the last is the number of all lines."""
        return index

    def row_at(self, line: int) -> int | None:
        """The row that a line belongs to, if any."""
        return line if 0 <= line < self.count else None

    def reset(self, title: str, right: str = "") -> None:
        """Begin anew with other rows: title, cursor and scrolling; paint everything."""
        self.set_title(title, right)
        self.set_reactive(LinePane.cursor, 0)
        self.set_reactive(Pane.top, 0)
        self.refresh_all_content()

    def move(self, delta: int) -> None:
        """Move the cursor by so many rows, as far as there are rows."""
        self.cursor += delta

    def page(self, fraction: float) -> None:
        """Move by a part of the screen: 1 is a page down, -0.5 half a page up."""
        rows = max(1, round(abs(fraction) * self.page_height / self.row_height) - (abs(fraction) >= 1))
        self.move(rows if fraction > 0 else -rows)

    def to_top(self) -> None:
        """To the first row."""
        self.cursor = 0
        self.top = 0

    def to_bottom(self) -> None:
        """To the last row."""
        self.cursor = self.count - 1

    def validate_cursor(self, cursor: int) -> int:
        """Within the rows."""
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Paint the row that lost the cursor and the one that has it now."""
        self.show_cursor()
        self.refresh_row(old)
        self.refresh_row(new)
        self.post_message(self.CursorMoved(self, new))

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor looks different in the pane with the focus."""
        super().watch_has_focus(has_focus)
        self.refresh_row(self.cursor)

    def refresh_row(self, index: int) -> None:
        """Paint a row anew, if it is on the screen."""
        if 0 <= index < self.count:
            self.refresh_content(self.row_top(index), self.row_height)

    def show_cursor(self) -> None:
        """Jump so far that the row with the cursor is on the screen, about its middle."""
        if not self.count:
            return
        first = self.row_top(self.cursor)
        last = first + self.row_height
        if first < self.top or last > self.top + self.page_height:
            self.top = self.aligned(first - self.page_height // 2)

    def aligned(self, line: int) -> int:
        """A line to scroll to at or before this one, such that no row is cut at the top."""
        row = self.row_at(max(0, line))
        return line if row is None else self.row_top(row)

    def last_top(self) -> int:
        """So far that the last row ends at the end of the screen."""
        return max(0, self.row_top(self.count) - self.page_height)

    def content_line(self, line: int) -> Strip:
        """A line of a row."""
        if not self.count:
            return self._empty_line(line)
        row = self.row_at(line)
        if row is None:
            return self.blank()
        return self.row_strips(row)[line - self.row_top(row)]

    def row_strips(self, index: int) -> tuple[Strip, ...]:
        """The strips of a row, the same objects for as long as its look stays the same."""
        cursor = index == self.cursor
        state = RowState(self.extent.width, cursor, cursor and self.has_focus)
        key = (self.row_key(index), state)
        strips = self._strips.get(key)
        if strips is None:
            if len(self._strips) >= _REMEMBERED:
                self._strips.clear()
            strips = self._strips[key] = self.render_row(index, state)
        return strips

    def _empty_line(self, line: int) -> Strip:
        lines = note_lines(self.empty_text, self.extent.width, self.palette.muted, self.palette)
        return lines[line] if line < len(lines) and self.empty_text else self.blank()

    def forget_strips(self) -> None:
        """No strip may be used again."""
        self._strips.clear()

    def on_resize(self) -> None:
        """Keep the cursor on the screen in another size. (Textual calls `Pane.on_resize` too.)"""
        self.top = self.aligned(self.top)
        self.show_cursor()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; one on the row with the cursor asks to open it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.head_height:
            return
        row = self.row_at(self.top + offset.y - self.head_height)
        if row is not None:
            again = row == self.cursor
            self.cursor = row
            self.post_message(self.Picked(self, row, again))


def changed_rows(old: Sequence[object], new: Sequence[object]) -> list[int]:
    """The indexes at which two sequences of one length differ."""
    return [index for index, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
