"""A list to choose one thing from, narrowed by typing: feeds that a site offers, commands, keys.

It covers the panes while it is open. As long as nothing is typed, the letters that move the cursor elsewhere
do so here; all others narrow the list at once, as all do behind the key that finds. Where a name is what one
comes with (commands, keys), all letters are text from the start. Invariant: its texts are shown as they are,
never as markup; Esc chooses nothing.
"""

from collections.abc import Hashable, Sequence
from typing import ClassVar

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import Reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Input

from readnow.keys.actions import by_id
from readnow.keys.keymap import Keymap, display
from readnow.text.cells import cell_width
from readnow.tui.bindings import use_keys
from readnow.tui.matching import Matcher
from readnow.tui.render.palette import Marks
from readnow.tui.render.pieces import strip_of, two_sided
from readnow.tui.render.rows import RowState
from readnow.tui.widgets.line_pane import NOTHING_MATCHES, LinePane
from readnow.tui.widgets.typed_line import TypedLine

_UNTYPED = {"cursor.down": "step(1)", "cursor.up": "step(-1)", "find.open": "begin"}
"""What keys of the table do while nothing is typed."""


class Choice(Struct, frozen=True):
    """One thing to choose: its name, what stands at the right, and the value that choosing it gives.

    `group`: what it belongs to, said at the right where there is room; an empty `value` cannot be chosen.
    It is also found by its `words`, and goes before all others where just one of its `keys` is typed.
    """

    label: str
    detail: str
    value: str
    group: str = ""
    words: str = ""
    keys: tuple[str, ...] = ()


class ChoiceList(LinePane, can_focus=False):
    """The choices that match."""

    def __init__(self, *, marks: Marks | None = None, id: str | None = None) -> None:
        super().__init__(marks=marks, id=id, empty_text=NOTHING_MATCHES)
        self.choices: tuple[Choice, ...] = ()
        self.has_focus = True

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.choices)

    def show(self, choices: Sequence[Choice], at: int = 0) -> None:
        """Show these, with the cursor on the first, or on the one with the index `at`."""
        self.choices = tuple(choices)
        self.forget_strips()
        self.to_top()
        self.cursor = at
        self.refresh_all_content()

    def put(self, choice: Choice) -> None:
        """Show a choice as it is known now, in place of the one with its value, if that is here."""
        for index, one in enumerate(self.choices):
            if one.value == choice.value and one != choice:
                self.choices = (*self.choices[:index], choice, *self.choices[index + 1 :])
                self.refresh_row(index)

    def row_key(self, index: int) -> Hashable:
        """The choice itself."""
        return self.choices[index]

    def render_row(self, index: int, state: RowState) -> tuple[Strip, ...]:
        """Name on the left, detail on the right."""
        choice = self.choices[index]
        room = max(0, state.width - 4)
        fits = cell_width(choice.label) + cell_width(choice.detail) + 2 <= room
        right = choice.detail if fits or not choice.group else ""
        label, detail = two_sided(choice.label, right, room, self.marks)
        palette = self.palette
        if state.cursor:
            return (strip_of([(f"  {label}{detail}", palette.cursor)], state.width, palette.cursor),)
        return (
            strip_of(
                [("  ", palette.text), (label, palette.text), (detail, palette.muted)],
                state.width,
                palette.text,
            ),
        )


class ChoiceLine(TypedLine):
    """What is typed to narrow the list."""

    begun = False
    """Whether letters are text although there is none yet."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text here, whatever else it may do (called by Textual)."""
        shown = display(key)  # Textual does not know the characters of all names, such as "slash"
        is_text = len(shown) == 1 or super().check_consume_key(key, character)
        return is_text and (self.begun or bool(self.value))


class ChoiceScreen(Screen[str | None]):
    """Choose by moving and by typing; Enter gives the value, Esc None."""

    focused = Reactive(None, repaint=False)
    AUTO_FOCUS: ClassVar[str | None] = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", show=False, priority=True),
        Binding("enter", "choose", "Choose", show=False, priority=True),
        Binding("down,ctrl+n,tab", "move(1)", "Down", show=False, priority=True),
        Binding("up,ctrl+p,shift+tab", "move(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "page(1)", "Page down", show=False, priority=True),
        Binding("pageup", "page(-1)", "Page up", show=False, priority=True),
        *(
            Binding(",".join(by_id[id_].keys), action, by_id[id_].title, id=id_, show=False, priority=True)
            for id_, action in _UNTYPED.items()
        ),
    ]
    DEFAULT_CSS = """
    ChoiceScreen {
        background: $background;
        &:ansi { background: ansi_default; }
        Input {
            height: 1; border: none; padding: 0 1; dock: bottom; background: $background;
            &:focus { border: none; background-tint: $foreground 0%; }
        }
        &:ansi Input { background: ansi_default; }
        &:ansi Input > .input--cursor {
            background: ansi_default; color: ansi_default; text-style: reverse;
        }
    }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        marks: Marks,
        keymap: Keymap,
        *,
        at: int = 0,
        rows: ChoiceList | None = None,
        chooses: str = "Enter chooses",
        typing: str = "",
    ) -> None:
        """`at`: the choice that has the cursor at first. `rows` shows the choices in another look. `typing`
        says what is to be typed where every letter is text from the start."""
        super().__init__()
        use_keys(self, keymap)
        self._rest = f"{chooses} · Esc closes"
        self._heading = title
        self._at = at
        self._narrowed = ""
        self._all = tuple(choices)
        self._matcher = Matcher(
            [choice.label for choice in choices],
            [f"{choice.detail} {choice.group} {choice.words}" for choice in choices],
            [(choice.value, *choice.keys) for choice in choices],
        )
        self.rows = rows or ChoiceList(marks=marks)
        keys = [display(key) for key in keymap.keys.get("find.open", ())[:1]]
        narrows = f"{' or '.join(['letters', *keys])} to narrow"
        self._input = ChoiceLine(
            placeholder=f"{typing or narrows} · {self._rest}", compact=True, select_on_focus=False
        )
        self._input.begun = bool(typing)
        self._input.cursor_blink = False

    def compose(self) -> ComposeResult:
        """The list, and the line to type in below it."""
        yield self.rows
        yield self._input

    def on_mount(self) -> None:
        """All choices at first."""
        self._narrow("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow(event.value)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All there is to choose from."""
        return self._all

    def put(self, choice: Choice) -> None:
        """Show a choice as it is known now, in place of the one with its value."""
        self._all = tuple(choice if one.value == choice.value else one for one in self._all)
        self.rows.put(choice)

    def _narrow(self, typed: str) -> None:
        self._narrowed = typed
        at = self._at if not typed.strip() else 0
        found = [self._all[index] for index in self._matcher.find(typed)]
        self.rows.set_title(self._heading, f"{len(found):,}")
        self.rows.show(found, at)

    @on(LinePane.Picked)
    def _picked(self, event: LinePane.Picked) -> None:
        event.stop()
        if event.again:
            self.action_choose()

    def action_choose(self) -> None:
        """Give what the cursor is on."""
        if self._input.value != self._narrowed:  # Enter may come before the news of what was typed
            self._narrow(self._input.value)
        if self.rows.choices and (value := self.rows.choices[self.rows.cursor].value):
            self.dismiss(value)

    def action_leave(self) -> None:
        """Choose nothing. What was typed here is only a filter: nothing is lost with it."""
        self.dismiss(None)

    def action_begin(self) -> None:
        """Take every letter as text from now on."""
        self._input.begun = True
        self._input.placeholder = f"type to narrow · {self._rest}"

    def action_step(self, step: int) -> None:
        """Move the cursor by a letter."""
        self.rows.move(step)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.rows.move(step)

    def action_page(self, step: int) -> None:
        """Move it by a page."""
        self.rows.page(step)
