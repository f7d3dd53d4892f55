"""The main screen as a whole, from opening to leaving. The actions `app.*`.

Its other files hold the rest; every action of the table has its method on this class. Invariant: what the
library does behind it is seen here only through the bridge.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.screen import Screen

from readnow.keys.keymap import display
from readnow.tui.bridge import Bridge
from readnow.tui.screens.announcing import Announcing
from readnow.tui.screens.looking import LIGHT
from readnow.tui.screens.panes import Surroundings
from readnow.views.looks import LOOKS, looks_to_remember
from readnow.views.start import ARRANGED, FOLDED, GREETED, LAYOUT, RECENT, SORTS, VIEW

if TYPE_CHECKING:
    from readnow.library.library import Library


class MainScreen(Announcing, Screen[None]):
    """The screen that the program opens with."""

    DEFAULT_CSS = """
    MainScreen {
        layers: below above;
        overflow: hidden;
        background: $background;
        &:ansi { background: ansi_default; }
    }
    MainScreen > Horizontal { height: 1fr; }
    """

    def __init__(self, library: "Library", surroundings: Surroundings, ready: Callable[[], None]) -> None:
        super().__init__(library, surroundings)
        self.ready = ready
        """Called when all widgets have what they show first."""

    def on_mount(self) -> None:
        """Show the first page that was read before the app began; then let the library work."""
        self.bridge = Bridge(self.take, lambda text: self.say(text, error=True))
        self.show_first_page(self.start.view, self.start.page)
        self.feed_list.move_to(self.view.scope)
        self.lay_out()
        self._tell_problems()
        self.greet()
        self.bridge.start(self.library)
        if self.start.later:
            self.work_on(self.open_late, "ordering", newest_only=True)
        self.library.start_background()
        if self.surroundings.light.is_sure:
            self.status.standing(LIGHT)
        self.ready()
        if self.first_run:
            self.call_after_refresh(self.begin_looking)

    async def on_unmount(self) -> None:
        """Listen no more, and leave nothing lying about."""
        await self.bridge.stop()
        self.close_handed()

    def _tell_problems(self) -> None:
        problems = (*self.start.problems, *self.keymap.problems)
        if problems:
            keys = self.keymap.keys["config.open"]
            shown_by = display(keys[0]) if keys else "readnow config check"
            # How many there are comes first: the line ends where the terminal does.
            more = f"{len(problems)} problems, {shown_by} shows all: " if len(problems) > 1 else ""
            self.status.say(more + problems[0], error=True, seconds=None)

    async def remember(self) -> None:
        """Keep what the next start shows: the list, the widths, the folded folders."""
        widths = self.widths
        self.leave_article()
        await self.library.remember(VIEW, self.view.as_remembered())
        await self.library.remember(
            LAYOUT, {"feeds": widths.feeds, "articles": widths.articles, "text": widths.text}
        )
        await self.library.remember(LOOKS, looks_to_remember(self.ui, self.config.ui))
        await self.library.remember(FOLDED, sorted(self.folded))
        await self.library.remember(ARRANGED, self.arrangement.as_remembered())
        await self.library.tallies.forget_new()
        await self.library.remember(SORTS, self.sorts.as_remembered())
        await self.library.remember(RECENT, list(self.recent))
        await self.library.remember(GREETED, self.greeted)

    def on_key(self, event: events.Key) -> None:
        """The keys of the user's own commands, which have no bindings; and while words are marked in the
        article, N goes back among them, as in other programs."""
        if command := self.command_of_key(event.key):
            event.stop()
            self.run_command(command)
        elif self.finding and event.key == "N":
            event.stop()
            self.step_match(-1)

    def action_app_redraw(self) -> None:
        """Draw everything anew, whatever stands on the terminal."""
        self.surroundings.conversation.clear()
        self.refresh(layout=True)

    def action_app_suspend(self) -> None:
        """Back to the shell until `fg`."""
        self.app.action_suspend_process()

    def action_app_quit(self) -> None:
        """Out, from anywhere."""
        self.app.exit()
