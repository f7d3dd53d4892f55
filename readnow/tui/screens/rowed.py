"""A screen over the panes with a list in it: the cursor of that list, by key and by mouse.

The ground of the rules and of the sheets of settings. Invariant: picking the row under the cursor once more
is what the key for changing it does.
"""

from abc import abstractmethod

from textual import on

from readnow.tui.screens.narrowed import Narrowed
from readnow.tui.widgets.line_pane import LinePane


class Rowed(Narrowed):
    """A subclass has the list, and says what changing a row is."""

    rows: LinePane

    @abstractmethod
    def action_edit(self) -> None:
        """Change what the cursor is on."""

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.rows.move(step)

    def action_page(self, fraction: float) -> None:
        """Move it by a part of the screen."""
        self.rows.page(fraction)

    def action_to_top(self) -> None:
        """To the first row."""
        self.rows.to_top()

    def action_to_bottom(self) -> None:
        """To the last one."""
        self.rows.to_bottom()

    @on(LinePane.Picked)
    def _picked(self, event: LinePane.Picked) -> None:
        event.stop()
        if event.again:
            self.action_edit()
