"""Taking back, doing again, the history, and deleting articles. The actions `journal.*` and `article.delete`.

Invariant: it is said what was taken back, and what of it could not be; a large one shows how far it is, and
the same key stops it.
"""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from readnow.keys.actions import Pane
from readnow.library.journal_words import NOTHING_TO_REDO, NOTHING_TO_UNDO, REDONE, UNDONE
from readnow.library.presentation import UNTITLED
from readnow.model.article import ArticleHead
from readnow.model.errors import ReadNowError
from readnow.model.feed import FeedId
from readnow.text.words import counted
from readnow.tui.history_rows import RESTORE, UNDO, history_choices, read_value
from readnow.tui.screens.choice import ChoiceScreen
from readnow.tui.screens.tagging import Tagging

if TYPE_CHECKING:
    from readnow.library.journal import Outcome


class Undoing(Tagging):
    """What goes back."""

    # -- back and forth

    def action_journal_undo(self) -> None:
        """Take back what was done last; pressed while that goes on, stop it."""
        self._replay(partial(self._told_back, UNDONE, NOTHING_TO_UNDO))

    def action_journal_redo(self) -> None:
        """Do again what was taken back last; likewise."""
        self._replay(partial(self._told_back, REDONE, NOTHING_TO_REDO))

    def _replay(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if self.library.journal.running:
            self.library.journal.stop()
        else:
            self.work_on(work, "undoing")

    async def _told_back(self, done: str, nothing: str) -> None:
        journal = self.library.journal
        try:
            outcome = await (journal.undo if done is UNDONE else journal.redo)(self._show_progress)
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        self._tell_outcomes(done, () if outcome is None else (outcome,), nothing)

    def _show_progress(self, number: int, of: int) -> None:
        self.status.say(f"{number:,} of {counted(of, 'article')} · the same key stops", seconds=None)

    def _tell_outcomes(self, done: str, outcomes: "Sequence[Outcome]", nothing: str) -> None:
        if not outcomes:
            self.say(nothing)
            return
        last = outcomes[-1]
        notes = [note for outcome in outcomes for note in outcome.notes]
        said = last.said if len(outcomes) == 1 else counted(len(outcomes), "change")
        if not last.finished:
            self.say(
                f"Stopped: {counted(last.changed, 'article')} of “{last.said}” so far. The same key goes on."
            )
        else:
            self.say(" ".join((f"{done}: {said}.", *notes)), error=bool(notes))

    # -- the history

    async def action_journal_history(self) -> None:
        """What was done, and what can be brought back."""
        try:
            entries = await self.library.journal.history()
            removed = await self.library.feeds.removed()
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        choices = history_choices(entries, removed, self.now())
        if not choices:
            self.say("Nothing was done yet.")
            return
        chooses = "Enter undoes down to the row"
        screen = ChoiceScreen("History", choices, self.marks, self.keymap, chooses=chooses)
        self.app.push_screen(screen, self._chosen_in_history)

    def _chosen_in_history(self, value: str | None) -> None:
        if value:
            self._replay(partial(self._go_to, *read_value(value)))

    async def _go_to(self, what: str, number: int) -> None:
        journal = self.library.journal
        try:
            if what == RESTORE:
                await self._bring_back(FeedId(number))
            elif await self._is_meant(what, number):
                to = journal.undo_to if what == UNDO else journal.redo_to
                outcomes = await to(number, self._show_progress)
                self._tell_outcomes(UNDONE if what == UNDO else REDONE, outcomes, NOTHING_TO_UNDO)
        except ReadNowError as err:
            self.say(str(err), error=True)

    async def _is_meant(self, what: str, number: int) -> bool:
        """Ask where it is more than one entry."""
        entries = await self.library.journal.history()
        if what == UNDO:
            several = [entry for entry in entries if entry.id >= number and not entry.undone]
        else:
            several = [entry for entry in entries if entry.id <= number and entry.undone]
        if len(several) < 2:
            return True
        verb = "Undo" if what == UNDO else "Do again"
        asked = (
            f"{verb} {counted(len(several), 'change')}, up to “{several[-1 if what == UNDO else 0].what}”?"
        )
        return await self.question(asked, {"y": "yes", "n": "no"}) == "y"

    async def _bring_back(self, feed_id: FeedId) -> None:
        back = await self.library.feeds.restore((feed_id,))
        if back:
            self.say(f"“{back[0].title}” is back with {counted(back[0].total, 'article')}.")
        else:
            self.say("It is not back: its address was subscribed to again.", error=True)

    # -- deleting

    def action_article_delete(self) -> None:
        """Delete the articles in hand."""
        heads = self.heads_in_hand()
        if heads:
            self.work_on(partial(self.delete, heads), "deleting")

    async def delete(self, heads: Sequence[ArticleHead]) -> None:
        """Delete articles, with what is the same story in other feeds, and say how they are brought back."""
        ids = tuple(id for head in heads for id in (head.id, *(copy.id for copy in head.copies)))
        try:
            deleted = await self.library.articles.delete(ids)
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        self.article_list.take_out(ids)
        if self.article is not None and self.article.head.id in ids:
            self._close_article()
        self.show_feeds()
        self.show_note()
        if deleted:
            what = heads[0].title or UNTITLED if len(heads) == 1 else counted(len(heads), "article")
            key = self.key_of("journal.undo")
            self.say(f"Deleted: {what}" + (f" · {key} undoes" if key else ""))

    def _close_article(self) -> None:
        self.article = None
        self.reader.show(None)
        self.show_place()
        if self.pane is Pane.READER:
            self.go_left()
