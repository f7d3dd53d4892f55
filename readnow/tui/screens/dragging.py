"""The lines between the panes of the main screen, dragged with the mouse.

The app asks here before Textual has what the mouse did: a press on such a line must neither move the focus
nor select text. Invariant: only the widths change, and they are those that `<` and `>` change.
"""

from itertools import pairwise

from textual import events

from readnow.keys.actions import Pane
from readnow.tui.pane_widths import with_width
from readnow.tui.screens.panes import Panes


class Dragging(Panes):
    """Dragging."""

    _dragged: Pane | None = None
    """The pane on the left of the line that is held."""

    def drag(self, event: events.MouseEvent) -> bool:
        """Take what the mouse does with a line between panes; False for all else that it does."""
        if isinstance(event, events.MouseDown):
            self._dragged = self._left_of_line(event) if event.button == 1 else None
        elif self._dragged is None:
            return False
        elif isinstance(event, events.MouseUp):
            self._dragged = None
            return True
        elif isinstance(event, events.MouseMove):
            if event.button != 1:  # it was let go where the terminal did not see it
                self._dragged = None
            else:
                self._drag_to(self._dragged, int(event.screen_x))
        return self._dragged is not None

    def _left_of_line(self, event: events.MouseEvent) -> Pane | None:
        shown = self.shown_panes()
        for left, right in pairwise(shown):
            region = self.widget_of(right).region
            if region.x == int(event.screen_x) and region.y <= event.screen_y < region.bottom:
                return left
        return None

    def _drag_to(self, pane: Pane, column: int) -> None:
        widths = with_width(self.widths, pane, column - self.widget_of(pane).region.x)
        if widths != self.widths:
            self.widths = widths
            self.lay_out()
