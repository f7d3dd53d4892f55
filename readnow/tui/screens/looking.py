"""How the main screen looks while it runs: theme, layout, rows. The actions `view.theme`, `view.layout`,
`view.density`, `view.hints` and `view.light`.

Settings that are changed elsewhere come in by the `apply_` methods too. Invariant: the user's configuration
is never written: what is chosen here is remembered, and the line for the configuration is said.
"""

from typing import Any

from msgspec.structs import replace

from readnow.config.describe import toml
from readnow.config.schema import Column, UiConfig
from readnow.config.themes import TERMINAL
from readnow.tui.screens.choice import Choice
from readnow.tui.screens.dragging import Dragging
from readnow.tui.theme import chosen_theme

_LAYOUTS = {
    "auto": "As many panes as fit",
    "three": "Three panes",
    "two": "Two panes",
    "one": "One pane at a time",
}
LIGHT = "Light mode"
_DENSITIES = {
    "auto": "Rows of two lines beside the reader, of one elsewhere",
    "comfortable": "Two lines a row",
    "compact": "One line a row",
}


class Looking(Dragging):
    """The looks."""

    # -- what the settings and the configuration ask for

    def apply_looks(self, ui: UiConfig) -> str:
        """Look as these settings say from now on; a sentence where the theme cannot be shown."""
        problem = self.apply_theme(ui.theme) if ui.theme != self.ui.theme else ""
        self.ui = replace(ui, theme=self.ui.theme)
        self.lay_out()
        return problem

    def apply_theme(self, name: str) -> str:
        """Show a theme from now on, in light mode when that ends. A sentence where that cannot be: then
        nothing changes."""
        problem = self.surroundings.show_theme(name)
        if not problem:
            self.ui = replace(self.ui, theme=name)
            if self.surroundings.light.on:
                self.surroundings.show_theme(TERMINAL)
        return problem

    def apply_layout(self, layout: Any) -> None:
        """Show so many panes side by side ("auto", "three", "two", "one")."""
        self.ui = replace(self.ui, layout=layout)
        self.lay_out()

    def apply_density(self, density: Any) -> None:
        """Give each article so many lines ("auto", "comfortable", "compact")."""
        self.ui = replace(self.ui, density=density)
        self.lay_out()

    def apply_columns(self, columns: tuple[Column, ...]) -> None:
        """Say these things in the rows of lists of articles, from left to right."""
        self.ui = replace(self.ui, columns=columns)
        self.lay_out()

    def apply_hints(self, shown: bool) -> None:
        """Show keys in the line at the bottom, or none."""
        self.ui = replace(self.ui, hints=shown)
        self.show_keys()

    # -- keys

    def action_view_theme(self) -> None:
        """Choose a theme."""
        if "NO_COLOR" in self.environment:
            self.say("NO_COLOR is set: no colours are shown.")
            return
        own = self.config.theme.own
        choices = [
            Choice(name, "yours" if name in own else "16 colours" if name == TERMINAL else "", name)
            for name in self.surroundings.themes
        ]
        now = TERMINAL if self.surroundings.light.on else chosen_theme(self.ui.theme)
        from readnow.tui.screens.theme import ThemeScreen

        screen = ThemeScreen(choices, self.marks, self.keymap, self.surroundings.show_theme, now=now)
        self.app.push_screen(screen, self._theme_chosen)

    def _theme_chosen(self, name: str | None) -> None:
        if name is not None:
            self.apply_theme(name)
            when = " when light mode ends" if self.surroundings.light.on else ""
            self.say(f"Theme {name}{when}, also next time. {self._line('theme', name)}")

    def action_view_layout(self) -> None:
        """The next layout."""
        self.apply_layout(_after(self.ui.layout, tuple(_LAYOUTS)))
        self.say(f"{_LAYOUTS[self.ui.layout]}, also next time. {self._line('layout', self.ui.layout)}")

    def action_view_density(self) -> None:
        """The next density."""
        self.apply_density(_after(self.ui.density, tuple(_DENSITIES)))
        self.say(f"{_DENSITIES[self.ui.density]}, also next time. {self._line('density', self.ui.density)}")

    def action_view_hints(self) -> None:
        """Show the keys at the bottom, or hide them."""
        self.apply_hints(not self.ui.hints)
        said = "The keys are shown here" if self.ui.hints else "No keys are shown here"
        self.say(f"{said}, also next time. {self._line('hints', self.ui.hints)}")

    def apply_light(self, light: bool) -> None:
        """Send less from now on, or all again; the number of frames a second was settled at the start."""
        self.surroundings.light.turn(light, self.surroundings.conversation.write)
        self.surroundings.show_theme(TERMINAL if light else self.ui.theme)
        self.status.standing(LIGHT if light else "")

    def action_view_light(self) -> None:
        """From light to full, or back."""
        light = not self.surroundings.light.on
        self.apply_light(light)
        told = f"{LIGHT}: no pictures, mouse or theme" if light else "All is sent again"
        mode = "light" if light else "full"
        self.say(f"{told}; the frame rate follows at the next start. {self._line('mode', mode)}")

    def _line(self, name: str, value: object) -> str:
        """What would make it the setting."""
        return f"In config.toml: [ui] {name} = {toml(value)}"


def _after(value: str, values: tuple[str, ...]) -> str:
    return values[(values.index(value) + 1) % len(values)]
