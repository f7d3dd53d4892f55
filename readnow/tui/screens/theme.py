"""Choosing a theme: the one under the cursor is shown at once, on what was on the screen before.

Opened by `looking`. Invariant: Esc brings back the theme that was there.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.screen import ModalScreen

from readnow.keys.keymap import Keymap
from readnow.tui.render.palette import Marks
from readnow.tui.screens.choice import Choice, ChoiceScreen
from readnow.tui.widgets.line_pane import LinePane


class ThemeScreen(ChoiceScreen, ModalScreen[str | None]):
    """A list of themes beside the panes; Enter gives the name of one."""

    DEFAULT_CSS: ClassVar[str] = """
    ThemeScreen {
        background: transparent;
        &:ansi { background: transparent; }
        & ChoiceList { width: 27; height: 1fr; dock: left; border-right: solid $foreground 25%; }
        &:ansi ChoiceList { border-right: solid ansi_bright_black; }
    }
    """

    def __init__(
        self,
        choices: Sequence[Choice],
        marks: Marks,
        keymap: Keymap,
        show: Callable[[str], object],
        *,
        now: str,
    ) -> None:
        """`show` shows a theme, `now` is the one that is shown."""
        names = [choice.value for choice in choices]
        super().__init__("Themes", choices, marks, keymap, at=names.index(now) if now in names else 0)
        self._show = show
        self._before = self._shown = now

    def _narrow(self, typed: str) -> None:
        super()._narrow(typed)
        if typed:
            self._preview()

    @on(LinePane.CursorMoved)
    def _moved(self, event: LinePane.CursorMoved) -> None:
        event.stop()
        self._preview()

    def _preview(self) -> None:
        choices = self.rows.choices
        if choices and (name := choices[self.rows.cursor].value) != self._shown:
            self._shown = name
            self._show(name)

    def action_leave(self) -> None:
        """Show again what was shown."""
        if self._shown != self._before:
            self._show(self._before)
        super().action_leave()
