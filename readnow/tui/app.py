"""The application: theme, keys, the main screen, and what becomes of a mistake. No feature logic.

Made and run by `run`. Invariant: nothing moves by itself: no animation, no blinking, nothing sent while
nothing happens; a mistake ends the application with its trace in the log, never on the terminal.
"""

import importlib
import locale
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.widgets import Input

from readnow.config.load import Loaded
from readnow.config.schema import Config
from readnow.config.themes import TERMINAL
from readnow.keys.actions import QUIT
from readnow.keys.keymap import display, resolve
from readnow.tui.bindings import bindings_everywhere, use_keys
from readnow.tui.clipboard import passing_through
from readnow.tui.configured import Configured
from readnow.tui.conversation import Conversation
from readnow.tui.light import FAST_SECONDS, LONGEST_SECONDS, Light
from readnow.tui.plain import PlainText
from readnow.tui.screens.asking import Asking
from readnow.tui.screens.main import MainScreen
from readnow.tui.screens.panes import Surroundings
from readnow.tui.theme import chosen_theme, look, marks_for, style_variables, twin_for
from readnow.tui.themes import themes
from readnow.views.start import Start

if TYPE_CHECKING:
    from readnow.library.library import Library

_log = logging.getLogger(__name__)


class ReadNowApp(App[None], inherit_bindings=False):
    """ReadNOW on a terminal."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Pane.-ruled { border-left: solid $rule; }
    ThemeScreen ChoiceList { border-right: solid $rule; }
    Pane.-ruled.-ascii { border-left: ascii $rule; }
    Input > .input--placeholder, Input > .input--suggestion { color: $quiet; }
    Input > .input--cursor { background: $background; color: $foreground; text-style: reverse; }
    Input > .input--selection { background: $background; color: $foreground; text-style: reverse; }
    Input:ansi > .input--placeholder, Input:ansi > .input--suggestion { text-style: dim; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_everywhere(),
        Binding("ctrl+c", "say_how_to_quit", "How to quit", id="app.how-to-quit", show=False),
    ]

    def __init__(
        self,
        library: "Library",
        config: Config,
        start: Start,
        *,
        environment: Mapping[str, str],
        driver_class: type[Driver] | None = None,
        now: Callable[[], float] = time.time,
        encoding: str | None = None,
        conversation: Conversation | None = None,
        resized: Callable[[int, int], None] | None = None,
        configured: Configured | None = None,
        light: Light | None = None,
    ) -> None:
        encoding = encoding or locale.getencoding()  # in Python's UTF-8 mode the locale may still be ASCII's
        twin = twin_for(encoding, config.ui.glyphs)
        self._plain = [PlainText(twin)] if twin is not None else []
        known = themes(config.theme.own)
        self.light = light or Light("full", environment)
        ui = start.ui or config.ui
        chosen = look(replace(ui, theme=TERMINAL) if self.light.is_sure else ui, known, environment)
        super().__init__(driver_class=driver_class, ansi_color=chosen.ansi_color)
        self.animation_level = "none"
        for theme in known.values():
            self.register_theme(theme)
        self.theme = chosen.theme
        self._environment = environment
        self._conversation = conversation or Conversation(environment)
        self._held = ExitStack()
        keymap = resolve(config.keys, commands=config.commands)
        use_keys(self, keymap)
        problems = (*start.problems, chosen.problem) if chosen.problem else start.problems
        self.main = MainScreen(
            library,
            Surroundings(
                config=config,
                start=replace(start, problems=problems),
                keymap=keymap,
                environment=environment,
                marks=marks_for(encoding, config.ui.glyphs),
                now=now,
                conversation=self._conversation,
                themes=tuple(known),
                show_theme=self.apply_theme,
                configured=configured or Configured(Loaded(config), environment=environment),
                light=self.light,
            ),
            ready=self.paint,
        )
        self.crashed = False
        self._told_size = resized

    def get_default_screen(self) -> MainScreen:
        """The only screen that is not opened from another."""
        return self.main

    def apply_theme(self, name: str) -> str:
        """Show a theme from now on, "auto" too. A sentence where that cannot be, and nothing changes."""
        wanted = chosen_theme(name)
        if "NO_COLOR" in self._environment:
            return "NO_COLOR is set: no colours are shown."
        if wanted not in self.available_themes:
            return f'There is no theme "{name}".'
        self.ansi_color = None  # from now on the theme says whether the colours are the terminal's
        self.theme = wanted
        return ""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done with all that is drawn (called by Textual)."""
        return [*super().get_line_filters(), *self._plain]

    def copy_to_clipboard(self, text: str) -> None:
        """Copy through the terminal, also one behind tmux or screen."""
        super().copy_to_clipboard(text)
        self._conversation.write(passing_through(text, self._environment))

    def get_css_variables(self) -> dict[str, str]:
        """Textual's variables and ours (called by Textual)."""
        variables = super().get_css_variables()
        return {**variables, **style_variables(variables, self.native_ansi_color)}

    def on_load(self) -> None:
        """Hold painting back until all is in its place: what is not there yet would be drawn as missing."""
        if not self.is_headless:
            self._held.enter_context(self.batch_update())

    def on_mount(self) -> None:
        """Hear of the return from the shell."""
        self.app_resume_signal.subscribe(self, self._resumed)

    def _resumed(self, _app: App[object]) -> None:
        """Back from the shell: the terminal shows what was done there, though its size is the same."""
        self.screen.refresh(layout=True)

    def paint(self) -> None:
        """The main screen is complete: paint it for the first time."""
        self._held.close()
        self.screen.refresh()
        self.call_after_refresh(_load_reading)
        if self.light.is_open:
            self.set_timer(LONGEST_SECONDS, partial(self.answered_in, LONGEST_SECONDS))

    def answered_in(self, seconds: float) -> None:
        """The terminal took so long to answer: that settles whether the line is slow, if nothing else has."""
        if self.light.is_open:
            self.main.apply_light(seconds > FAST_SECONDS)

    async def on_event(self, event: events.Event) -> None:
        """Give keys to a line in which the user types at once, one after the other.

        Textual would send them round through several queues, and what is typed fast after Enter or Esc would
        still reach the line that these have closed.
        """
        if isinstance(event, events.Resize) and self._told_size is not None:
            self._told_size(*event.size)
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.main.key_pressed()
            if await self._typed(event):
                return
        if isinstance(event, events.MouseEvent) and not event.is_forwarded and self._dragged(event):
            return
        await super().on_event(event)

    def _dragged(self, event: events.MouseEvent) -> bool:
        return self.screen is self.main and self.main.drag(event)

    async def _typed(self, event: events.Key) -> bool:
        line = self.focused
        screen = self.screen
        if isinstance(screen, Asking) and screen.prompt.take(event.key, event.character):
            return True
        if not isinstance(line, Input):
            return False
        if not await self._check_bindings(event.key, priority=True):
            if event.is_printable and event.character:
                line.replace(event.character, *line.selection)
            else:
                await self._check_bindings(event.key)
        return True

    def action_say_how_to_quit(self) -> None:
        """Somebody pressed what ends other programs."""
        keys = " or ".join(display(key) for key in self.main.keymap.keys[QUIT])
        self.main.say(f"{keys} quits.")

    def _handle_exception(self, error: Exception) -> None:
        """End with the terminal restored and the trace in the log, without anybody's data in it.

        Textual would print the values of local variables to the terminal. Its one name for this is not
        public; that it is called is held by a test.
        """
        if self.is_headless:
            super()._handle_exception(error)  # tests want the mistake itself
            return
        if not self.crashed:
            self.crashed = True
            _log.critical("the interface had to stop", exc_info=error)
        self.exit(return_code=1)


def _load_reading() -> None:
    """Load what an article takes to open: the first picture did not wait for it, nor should who reads."""
    importlib.import_module("readnow.text.html")
