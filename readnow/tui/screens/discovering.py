"""Finding out what there is: a card at the first starts, keys for what is at hand, the keys of a pane, and
everything by its name. The actions `help.show` and `palette.open`.

Invariants: what is chosen is done as its key would do it, in the pane that was in use; the card takes no key
away.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from readnow.config.describe import settings
from readnow.keys.actions import Pane
from readnow.keys.own import command_name
from readnow.model.errors import ReadNowError
from readnow.tui import palette
from readnow.tui.screens.choice import ChoiceScreen
from readnow.tui.screens.configuring import Configuring
from readnow.tui.screens.panes import Surroundings
from readnow.tui.theme import chosen_theme
from readnow.tui.widgets import greeting
from readnow.views.selection import View

if TYPE_CHECKING:
    from readnow.library.library import Library

GREETINGS = 3
"""Starts at which the card is shown."""
_LINK = (("link.follow", "open"), ("link.copy", "copy"), ("link.next", "next"))
_FOUND = (("go.next-unread", "next"), ("go.previous-unread", "previous"), ("pane.escape", "done"))
_SEVERAL = (("article.toggle-read", "read"), ("article.toggle-star", "star"), ("article.tags", "tags"))


class Discovering(Configuring):
    """What lists what can be done."""

    def __init__(self, library: "Library", surroundings: Surroundings) -> None:
        super().__init__(library, surroundings)
        self.recent: tuple[str, ...] = self.start.recent
        self.greeted = self.start.greeted
        """At how many starts the card was shown, this one included."""

    # -- without being asked

    def greet(self) -> None:
        """Show a few keys at the first starts."""
        if self.start.greeted < GREETINGS and self.ui.hints and self.shown_panes():
            self.greeted = self.start.greeted + 1
            left = GREETINGS - self.greeted
            self.greeting.greet({id_: self.key_of(id_) for id_ in greeting.ACTIONS}, left)

    def key_pressed(self) -> None:
        """A key is about to do its work: the card has been seen."""
        self.greeting.go_away()

    def hinted(self) -> Sequence[tuple[str, str]]:
        """What is of use for a focused link, or for several articles; else for the pane."""
        if self.pane is Pane.READER and self.reader.focused_link is not None:
            return _LINK
        if self.pane is Pane.READER and self.finding:
            return _FOUND
        if self.pane is Pane.ARTICLES and self.article_list.selected:
            return _SEVERAL
        return super().hinted()

    def show_note(self) -> None:
        """The note, and the keys that go with it."""
        super().show_note()
        self.show_keys()

    # -- asked for

    def action_help_show(self) -> None:
        """The keys of this pane; choosing one does it."""
        choices = palette.key_choices(self.pane, self.keymap)
        screen = ChoiceScreen(
            f"Keys · {self.pane.value}", choices, self.marks, self.keymap, typing="type a key or a word"
        )
        self.app.push_screen(screen, self._do)

    def action_palette_open(self) -> None:
        """Commands, places, themes and settings by name."""
        themes = () if "NO_COLOR" in self.environment else self.surroundings.themes
        ui = replace(self.ui, theme=chosen_theme(self.ui.theme))
        shown = replace(self.config, ui=ui)
        offer = palette.Offer(self.pane, self.keymap, self.library.feeds, themes, shown, self.recent)
        screen = ChoiceScreen(
            "Commands", palette.commands(offer), self.marks, self.keymap, typing="type to narrow"
        )
        self.app.push_screen(screen, self._chosen_command)

    async def _chosen_command(self, value: str | None) -> None:
        if value:
            self.recent = palette.with_latest(self.recent, value)
            await self._do(value)

    async def _do(self, value: str | None) -> None:
        action = palette.chosen_action(value or "", self.keymap)
        scope = palette.chosen_scope(value or "")
        if action is not None and (command := command_name(action.id)):
            self.run_command(command)
        elif action is not None:
            await self.run_action(action.handler)
        elif scope is not None and await self.open_view(View(scope)):
            self.feed_list.move_to(scope)
            self.go_to(Pane.ARTICLES)
        elif value is not None and value.startswith(palette.THEME):
            self.say(self.apply_theme(value.removeprefix(palette.THEME)))
        elif value is not None and value.startswith(palette.SET):
            self._set(*value.removeprefix(palette.SET).split(":", 1))

    def _set(self, key: str, value: str) -> None:
        """Let a setting have a value: the looks for good, others until the end."""
        if (looks := key.removeprefix("ui.")) in _LOOKS:
            _LOOKS[looks](self, value)
            return
        setting = next(one for one in settings() if one.key == key)
        try:
            self.configured.try_value(setting, value)
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        problem = self.adopt(self.configured.in_force)
        shown_by = self.key_of("config.open")
        where = f" {shown_by} has the line for your file." if shown_by else ""
        self.say(problem or f"{key} = {value} until you quit.{where}", error=bool(problem))


_LOOKS: Mapping[str, Callable[[Discovering, str], None]] = {
    "layout": lambda screen, value: screen.apply_layout(value),
    "density": lambda screen, value: screen.apply_density(value),
    "hints": lambda screen, value: screen.apply_hints(value == "true"),
}
"""What is remembered beyond the end."""
