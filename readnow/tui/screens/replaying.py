"""A sheet of settings that are kept in the library: what is changed in it can be taken back.

The ground of the settings of a feed, a folder and a smart feed.
"""

from functools import partial

from readnow.library.journal_words import NOTHING_TO_REDO, NOTHING_TO_UNDO, REDONE, UNDONE
from readnow.tui.screens.sheet import Sheet


class Replaying(Sheet):
    """Undo and redo."""

    def action_replay(self, again: bool) -> None:
        """Take back what was done last, here or elsewhere; or do it again."""
        self.work_on(partial(self._replay, again), "undoing")

    async def _replay(self, again: bool) -> None:
        journal = self.library.journal
        outcome = await self.change(journal.redo() if again else journal.undo())
        if outcome is None:
            self.say(NOTHING_TO_REDO if again else NOTHING_TO_UNDO)
        else:
            self.say(outcome.sentence(REDONE if again else UNDONE), error=bool(outcome.notes))
