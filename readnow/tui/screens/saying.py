"""A screen that tells its user things, in the line at its bottom: the ground of the panes and of what covers
them.

Invariant: whatever is told goes by itself, mistakes a little later.
"""

from readnow.tui.screens.part import Part
from readnow.tui.widgets.status_line import StatusLine

_SECONDS, _MISTAKE_SECONDS = 6, 15


class Saying(Part):
    """A screen with such a line."""

    status: StatusLine

    def say(self, text: str, *, error: bool = False) -> None:
        """Tell the user something for a few seconds; mistakes stay a little longer."""
        self.status.say(text, error=error, seconds=_MISTAKE_SECONDS if error else _SECONDS)
