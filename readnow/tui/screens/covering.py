"""A screen over the panes with a line at the bottom and a prompt: what doctor and settings have in common.

Invariant: it hears of what happens in the library while it is open, and shows it; closing it cuts no change
short that has begun.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import events
from textual.binding import BindingType
from textual.reactive import Reactive
from textual.screen import Screen
from textual.worker import WorkType

from readnow.library.journal_words import NOTHING_TO_REDO, NOTHING_TO_UNDO, REDONE, UNDONE
from readnow.model.errors import ReadNowError
from readnow.tui.bindings import use_keys
from readnow.tui.bridge import Bridge, Happened
from readnow.tui.doctor_keys import key_choices
from readnow.tui.screens.asking import Asking
from readnow.tui.screens.choice import ChoiceScreen
from readnow.tui.screens.panes import Surroundings
from readnow.tui.widgets.prompt_line import PromptLine
from readnow.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from readnow.library.library import Library

T = TypeVar("T")

_changes: set["asyncio.Future[Any]"] = set()
"""Changes that are on their way, also those of screens that are closed already."""


class Covering(Asking, Screen[None]):
    """The ground of such a screen. A subclass says what is shown and what is done."""

    focused = Reactive(None, repaint=False)
    AUTO_FOCUS: ClassVar[str | None] = ""
    KEYS: ClassVar[list[BindingType]] = []
    """The keys that its list of keys tells of."""
    DEFAULT_CSS = """
    Covering {
        overflow: hidden;
        background: $background;
        &:ansi { background: ansi_default; }
    }
    """

    def __init__(self, library: "Library", surroundings: Surroundings) -> None:
        super().__init__()
        self.library = library
        self.surroundings = surroundings
        self.now = surroundings.now
        self.marks = surroundings.marks
        self.status = StatusLine(marks=self.marks)
        self.prompt = PromptLine()
        self.bridge = Bridge(self.take, lambda text: self.say(text, error=True))

    async def on_mount(self) -> None:
        """Show what is known, and listen."""
        self.take_keys()
        self.lay_out()
        self.bridge.start(self.library)

    def take_keys(self) -> None:
        """Listen to the keys that the user has now."""
        for widget in self.walk_children():
            use_keys(widget, self.surroundings.keymap)

    async def on_unmount(self) -> None:
        """Listen no more."""
        await self.bridge.stop()

    def on_resize(self, _event: events.Resize) -> None:
        """Another size."""
        self.lay_out()

    def lay_out(self) -> None:
        """Give everything its place, and the focus to what takes the keys."""

    def after_answer(self) -> None:
        """The focus goes back."""
        self.lay_out()

    def close(self) -> None:
        """Close it, if it is still open: it may be gone by now, or the whole program may be going."""
        if self.is_current and len(self.app.screen_stack) > 1:
            self.dismiss(None)

    async def look_again(self) -> None:
        """Show what the library says now."""

    async def take(self, happened: Happened) -> None:
        """Show what happened in the library."""
        if happened.progress is not None:
            done = happened.progress
            self.status.progress(f"refreshing {done.done}/{done.feeds}")
        elif happened.finished is not None:
            self.status.progress("")
        if happened.finished is not None or happened.feeds or happened.everything:
            await self.look_again()

    def at(self) -> int:
        """The time now."""
        return int(self.now())

    def work_on(
        self, work: Callable[[], Coroutine[Any, Any, None]], group: str, *, newest_only: bool = False
    ) -> None:
        """Run something that may take a while; what goes wrong is told."""

        async def told() -> None:
            try:
                await work()
            except ReadNowError as err:
                self.say(str(err), error=True)

        self.run_worker(cast("WorkType[None]", told), group=group, exclusive=newest_only)

    async def change(self, work: Awaitable[T]) -> T:
        """Change something in the library: it comes to its end also where this screen is closed meanwhile."""
        task = asyncio.ensure_future(work)
        _changes.add(task)
        task.add_done_callback(_changes.discard)
        return await asyncio.shield(task)

    async def replay(self, again: bool) -> None:
        """Take back what was done last, here or elsewhere, or do it again; and say so."""
        journal = self.library.journal
        outcome = await self.change(journal.redo() if again else journal.undo())
        if outcome is None:
            self.say(NOTHING_TO_REDO if again else NOTHING_TO_UNDO)
        else:
            self.say(outcome.sentence(REDONE if again else UNDONE), error=bool(outcome.notes))

    def action_help(self) -> None:
        """The keys of this screen; choosing one does it."""
        keymap = self.surroundings.keymap
        choices = key_choices(self.KEYS, keymap)
        self.app.push_screen(
            ChoiceScreen("Keys", choices, self.marks, keymap, typing="type a key or a word"), self._chosen
        )

    async def _chosen(self, action: str | None) -> None:
        if action:
            await self.run_action(action)

    def action_redraw(self) -> None:
        """Draw everything anew, whatever stands on the terminal."""
        self.surroundings.conversation.clear()
        self.refresh(layout=True)

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)
