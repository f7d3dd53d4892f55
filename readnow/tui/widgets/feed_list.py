"""The pane of views, folders and feeds.

The screen hands it rows made from the library's feeds. Invariant: the cursor stays on the same view, folder
or feed whatever happens around it; where that is gone, it is on the nearest row.
"""

from collections.abc import Hashable, Sequence
from itertools import accumulate
from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from readnow.keys.actions import Pane as PaneName
from readnow.model.feed import FolderId
from readnow.model.query import Scope, ScopeKind
from readnow.tui.bindings import bindings_for
from readnow.tui.render.palette import Marks
from readnow.tui.render.rows import RowState, feed_row
from readnow.tui.widgets.line_pane import LinePane, changed_rows
from readnow.views.feed_row import FeedRow

_GROUPS = (ScopeKind.SMART, ScopeKind.TAG, ScopeKind.FOLDER, ScopeKind.FEED)
"""What the groups of rows below the views begin with, each with a blank line before it."""


class FeedList(LinePane):
    """One row for each view, smart feed, folder and feed, with a blank line between these groups."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_for(PaneName.FEEDS)

    def __init__(
        self, *, marks: Marks | None = None, id: str | None = None, empty_text: str = "No feeds."
    ) -> None:
        super().__init__(marks=marks, id=id, empty_text=empty_text)
        self._rows: tuple[FeedRow, ...] = ()
        self._lines: list[int] = [0]
        """The first line of each row, and the number of all lines last."""
        self._at_line: list[int | None] = []
        self._index: dict[tuple[Scope, FolderId | None], int] = {}
        self._first: dict[Scope, int] = {}
        """The first row of each; a feed has one in each of its folders."""
        self._opened: Scope | None = None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def rows(self) -> tuple[FeedRow, ...]:
        """The rows as they are shown."""
        return self._rows

    @property
    def scope(self) -> Scope | None:
        """What the cursor is on."""
        return self._rows[self.cursor].scope if self._rows else None

    @property
    def row(self) -> FeedRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    @property
    def opened(self) -> Scope | None:
        """The row whose articles are shown beside: it bears a mark."""
        return self._opened

    @opened.setter
    def opened(self, scope: Scope | None) -> None:
        before, self._opened = self._opened, scope
        if before != scope:
            for index, row in enumerate(self._rows):
                if row.scope in (before, scope):
                    self.refresh_row(index)

    def show(self, rows: Sequence[FeedRow]) -> None:
        """Show these rows. The cursor stays on what it was on; only rows that changed are painted."""
        old, self._rows = self._rows, tuple(rows)
        if [row.key for row in old] == [row.key for row in self._rows]:
            for index in changed_rows(old, self._rows):
                self.refresh_row(index)
            return
        before = old[self.cursor].scope if old else None
        self._lay_out()
        self.set_reactive(LinePane.cursor, self._nearest(old))
        self.refresh_all_content()
        self.top = min(self.top, self.last_top())
        self.show_cursor()
        if before is not None and self.scope != before:
            self.post_message(self.CursorMoved(self, self.cursor))

    def update_row(self, row: FeedRow) -> None:
        """Show a row anew, if it is there."""
        index = self._index.get(row.key)
        if index is not None and self._rows[index] != row:
            self._rows = (*self._rows[:index], row, *self._rows[index + 1 :])
            self.refresh_row(index)

    def move_to(self, scope: Scope) -> bool:
        """Put the cursor on it; False if it is not there. A row that has it already keeps it."""
        index = self._first.get(scope)
        if index is None:
            return False
        if self.scope == scope:
            return True
        self.cursor = index
        return True

    def index_of(self, scope: Scope) -> int | None:
        """Which row it has; of several, the first."""
        return self._first.get(scope)

    def _nearest(self, old: Sequence[FeedRow]) -> int:
        """The row that the cursor was on, else the next below that is still there, else the next above."""
        for row in (*old[self.cursor :], *reversed(old[: self.cursor])):
            index = self._index.get(row.key, self._first.get(row.scope))
            if index is not None:
                return index
        return 0

    def _lay_out(self) -> None:
        self._index = {row.key: index for index, row in enumerate(self._rows)}
        self._first = {row.scope: index for index, row in reversed([*enumerate(self._rows)])}
        gaps = _gaps(self._rows)
        self._lines = [0, *accumulate(1 + gap for gap in gaps)]
        self._lines = [line + gap for line, gap in zip(self._lines, [*gaps, 0], strict=True)]
        self._at_line = [None] * self._lines[-1]
        for index, line in enumerate(self._lines[:-1]):
            self._at_line[line] = index

    def row_top(self, index: int) -> int:
        """The line of a row."""
        return self._lines[min(index, len(self._lines) - 1)]

    def row_at(self, line: int) -> int | None:
        """The row at a line; None for the blank ones."""
        return self._at_line[line] if 0 <= line < len(self._at_line) else None

    def row_key(self, index: int) -> Hashable:
        """The row itself, and whether it is opened."""
        row = self._rows[index]
        return row, row.scope == self._opened

    def render_row(self, index: int, state: RowState) -> tuple[Strip, ...]:
        """One line."""
        row = self._rows[index]
        state = state._replace(opened=row.scope == self._opened)
        return (feed_row(row, state, self.palette, self.marks),)


def _gaps(rows: Sequence[FeedRow]) -> list[int]:
    """How many blank lines stand before each row: one where smart feeds begin after views, folders after
    those, and lone feeds after folders."""
    gaps: list[int] = []
    group: int | None = None
    for row in rows:
        before, group = group, group if row.depth else _group(row)
        gaps.append(int(before is not None and before != group))
    return gaps


def _group(row: FeedRow) -> int:
    return _GROUPS.index(row.scope.kind) if row.scope.kind in _GROUPS else -1
