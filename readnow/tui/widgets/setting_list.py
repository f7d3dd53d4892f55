"""The list of a feed's settings.

Invariant: the cursor stays where it is while values change, also where what was set gets a row of its own.
"""

from collections.abc import Hashable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from readnow.tui.doctor_keys import settings_bindings
from readnow.tui.render.palette import Marks
from readnow.tui.render.rows import RowState
from readnow.tui.render.settings import setting_row
from readnow.tui.setting_rows import SettingRow
from readnow.tui.widgets.line_pane import NOTHING_MATCHES, LinePane, changed_rows


class SettingList(LinePane):
    """One row a setting."""

    BINDINGS: ClassVar[list[BindingType]] = settings_bindings()

    def __init__(self, *, marks: Marks | None = None, id: str | None = None) -> None:
        super().__init__(marks=marks, id=id, empty_text=NOTHING_MATCHES)
        self._rows: tuple[SettingRow, ...] = ()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def row(self) -> SettingRow | None:
        """What the cursor is on."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[SettingRow], *, follow: bool = False) -> None:
        """Show these; only rows that changed are painted. `follow`: with the cursor on the setting that it
        was on, for a list that is narrowed."""
        under = self.row.key if self.row is not None else ""
        old, self._rows = self._rows, tuple(rows)
        if [row.key for row in old] != [row.key for row in self._rows]:
            there = (index for index, row in enumerate(self._rows) if follow and row.key == under)
            at = next(there, self.cursor)
            self.set_reactive(LinePane.cursor, self.validate_cursor(at))
            self.top = self.validate_top(self.top)
            self.show_cursor()
            self.refresh_all_content()
            return
        for index in changed_rows(old, self._rows):
            self.refresh_row(index)

    def row_key(self, index: int) -> Hashable:
        """The row itself."""
        return self._rows[index]

    def render_row(self, index: int, state: RowState) -> tuple[Strip, ...]:
        """One line."""
        return (setting_row(self._rows[index], state, self.palette, self.marks),)
