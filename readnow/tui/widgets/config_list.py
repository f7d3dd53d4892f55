"""The list of the settings of ReadNOW itself.

Invariant: as in the settings of a feed, the cursor stays on its row while values change.
"""

from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from readnow.tui.configuration_rows import ConfigRow
from readnow.tui.doctor_keys import config_bindings
from readnow.tui.render.rows import RowState
from readnow.tui.render.settings import config_row
from readnow.tui.widgets.setting_list import SettingList


class ConfigList(SettingList, inherit_bindings=False):
    """One row a setting, with where its value comes from."""

    BINDINGS: ClassVar[list[BindingType]] = config_bindings()

    def render_row(self, index: int, state: RowState) -> tuple[Strip, ...]:
        """One line."""
        row = self._rows[index]
        assert isinstance(row, ConfigRow)
        return (config_row(row, state, self.palette, self.marks),)
