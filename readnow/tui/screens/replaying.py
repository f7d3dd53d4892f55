"""A sheet of settings that are kept in the library: what is changed in it can be taken back.

The ground of the settings of a feed, a folder and a smart feed.
"""

from functools import partial

from readnow.tui.screens.sheet import Sheet


class Replaying(Sheet):
    """Undo and redo."""

    def action_replay(self, again: bool) -> None:
        """Take back what was done last, here or elsewhere; or do it again."""
        self.work_on(partial(self.replay, again), "undoing")
