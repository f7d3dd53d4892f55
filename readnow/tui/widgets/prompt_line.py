"""The line over the status line in which the user types or answers.

The screen opens it and gets messages. Invariant: nothing of what is typed is lost by Esc, since the same
prompt opens with it again; the focus goes back to where it was.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from types import MappingProxyType

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester, SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static

from readnow.text.cells import cell_width
from readnow.text.clean import clean_line
from readnow.text.pattern import pattern
from readnow.tui.histories import Past
from readnow.tui.offers import Complete, Offers, in_sight
from readnow.tui.theme import quiet
from readnow.tui.widgets.typed_line import TypedLine

_TYPED_LIMIT = 4_000
_ROOM_TO_TYPE = 20
_SENTENCE = pattern(r"(?<=[.?]) ")

Other = Callable[[str], tuple[str, str]]
"""Makes another label and text of the text that stands in the prompt."""


class PromptLine(Widget):
    """A label with a line to type in, or a question with the keys that answer it. Hidden while closed."""

    DEFAULT_CSS = """
    PromptLine {
        display: none;
        height: 1;
        dock: bottom;
        background: $background;
        &.-open { display: block; }
        & Horizontal { height: 1; background: $background; }
        & Static { width: auto; padding: 0 1; height: 1; background: $background; }
        & .-aside { display: none; width: 17; text-align: right; }
        & .-below { display: none; width: 1fr; }
        & Input {
            width: 1fr; height: 1; border: none; padding: 0; background: $background;
            &:focus { border: none; background-tint: $foreground 0%; }
        }
        &.-question Input { display: none; }
        &.-beside .-aside { display: block; }
        &.-roomy .-aside { width: auto; }
        &.-hinted { height: 2; }
        &.-hinted .-below { display: block; }
        &:ansi, &:ansi Horizontal, &:ansi Static, &:ansi Input { background: ansi_default; }
        &:ansi Input > .input--cursor {
            background: ansi_default; color: ansi_default; text-style: reverse;
        }
    }
    """

    class Told(Message):
        """Something about the prompt with this label."""

        def __init__(self, prompt: "PromptLine") -> None:
            super().__init__()
            self.prompt = prompt
            self.label = prompt.label
            self.opening = prompt.openings

        @property
        def is_late(self) -> bool:
            """Whether the prompt has been opened again meanwhile: then this is about the one before."""
            return self.opening != self.prompt.openings

        @property
        def control(self) -> "PromptLine":
            """The prompt it happened in."""
            return self.prompt

    class Submitted(Told):
        """Enter was pressed; the prompt is closed."""

        def __init__(self, prompt: "PromptLine", text: str) -> None:
            super().__init__(prompt)
            self.text = text

    class Changed(Told):
        """Another text stands in the prompt."""

        def __init__(self, prompt: "PromptLine", text: str) -> None:
            super().__init__(prompt)
            self.text = text

    class Offered(Told):
        """Tab offers several ways to go on; `chosen` is the one that was put in, -1 for none yet."""

        def __init__(self, prompt: "PromptLine", options: Sequence[str], chosen: int) -> None:
            super().__init__(prompt)
            self.options = options
            self.chosen = chosen

    class Answered(Told):
        """One of the keys of the question was pressed; the prompt is closed."""

        def __init__(self, prompt: "PromptLine", key: str) -> None:
            super().__init__(prompt)
            self.key = key

    class Cancelled(Told):
        """Esc was pressed; the prompt is closed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.openings = 0
        """How often it was opened."""
        self.untold: str | None = None
        """What was entered or answered and is on its way as a message: who opens the prompt again first must
        not take it for nothing."""
        self._label = ""
        self._answers: Mapping[str, str] = {}
        self._about: Hashable = None
        self._other: Other | None = None
        self._past = Past()
        self._kept: dict[tuple[str, Hashable], str] = {}
        self._before: Widget | None = None
        self._said = Static()
        self._aside = Static(classes="-aside")
        self._below = Static(classes="-below")
        self._keys: Mapping[str, Callable[[], None]] = {}
        self._offers: Offers | None = None

    def compose(self) -> ComposeResult:
        """The label or question, the line to type in, and room for a word about what is typed; below it a
        line that says more."""
        with Horizontal():
            yield self._said
            yield TypedLine(compact=True, select_on_focus=False, max_length=_TYPED_LIMIT)
            yield self._aside
        yield self._below

    def on_mount(self) -> None:
        """Nothing blinks here."""
        self._input.cursor_blink = False

    @property
    def _input(self) -> Input:
        return self.query_one(Input)

    @property
    def is_open(self) -> bool:
        """Whether the prompt is on the screen."""
        return self.has_class("-open")

    @property
    def label(self) -> str:
        """What the prompt was opened with: a label or a question."""
        return self._label

    @property
    def text(self) -> str:
        """What stands in the prompt."""
        return self._input.value

    def open(
        self,
        label: str,
        value: str = "",
        placeholder: str = "",
        suggestions: Sequence[str] | Suggester = (),
        *,
        about: Hashable = None,
        history: Sequence[str] = (),
        other: Other | None = None,
        keys: Mapping[str, Callable[[], None]] = MappingProxyType({}),
        complete: Complete | None = None,
    ) -> None:
        """Let the user type, beginning with what Esc left when this was last open, else `value`.

        What Esc leaves belongs to the label and to what it is `about`. Up and down go through the `history`,
        whose last is the latest; Tab shows what `other` makes of label and text, or goes through what the end
        of the text may be completed to. `keys` do something of their own while the line stays open.
        """
        self._keep()
        self._about, self._other, self._keys = about, other, keys
        self._offers = Offers(complete) if complete is not None else None
        self._past = Past(history)
        field = self._input
        with self.prevent(Input.Changed):
            field.value = self._kept.get((label, about), "") or value
        field.placeholder = clean_line(placeholder)
        if isinstance(suggestions, Suggester):
            field.suggester = suggestions
        else:
            field.suggester = SuggestFromList(suggestions, case_sensitive=False) if suggestions else None
        field.cursor_position = len(field.value)
        self._show(label, Content.assemble((clean_line(label), "bold")), {})
        self.screen.set_focus(field)  # at once: what was typed ahead belongs here already

    def tell(self, text: str) -> None:
        """Say a word or two about what is typed, beside it, until the prompt is closed."""
        self._aside.update(Content(clean_line(text)), layout=False)
        self.add_class("-beside")

    def hint(self, content: Content, *, below: bool = False) -> None:
        """Say something beside what is typed, if it leaves room for that, or in a line of its own `below`,
        where from then on all is said: what stands above has to be painted anew for it."""
        if below or self.has_class("-hinted"):
            self.remove_class("-beside", "-roomy")
            self.add_class("-hinted")
            self._below.update(content)
            return
        fits = content.cell_length + cell_width(self._label) + _ROOM_TO_TYPE <= self.app.size.width
        self.set_class(fits, "-beside", "-roomy")
        if fits:
            self._aside.update(content)

    def mistake(self, text: str, column: int = 0) -> None:
        """Say what is wrong with what is typed, in the line below: under its place, where that is known (from
        1) and there is room for it."""
        whole = clean_line(text)
        if column and not self._input.region:  # it has just been opened, and has no place yet
            self.call_after_refresh(self._mistake_of, self.openings, text, column)
            return
        if not column:
            self.hint(Content.assemble((whole, "bold")), below=True)
            return
        left = self.column + cell_width(self.text[: column - 1])
        room = self.app.size.width - 5 - left
        fitting = [said for said in (whole, _SENTENCE.split(whole)[0]) if cell_width(said) <= room]
        marked = f"{' ' * left}^ {fitting[0]}" if left >= 0 and fitting else f"column {column}: {whole}"
        self.hint(Content.assemble((marked, "bold")), below=True)

    def _mistake_of(self, opening: int, text: str, column: int) -> None:
        if self.is_open and self.openings == opening and self._input.region:
            self.mistake(text, column)

    def right(self) -> None:
        """Nothing is wrong any more with what is typed; the line below stays, empty."""
        if self.has_class("-hinted"):
            self._below.update("")

    @property
    def is_offering(self) -> bool:
        """Whether what stands here is as Tab left it, with several to choose from in the line below."""
        return self._offers is not None and self._offers.are_of(self.text)

    def offer(self, options: Sequence[str], chosen: int) -> None:
        """Show in the line below what there is to choose from."""
        first = in_sight(options, chosen, self.app.size.width - 2)
        parts: list[str | tuple[str, str]] = []
        for number, option in enumerate(options[first:], first):
            parts += [(clean_line(option), "bold" if number == chosen else quiet(self.app)), "  "]
        self.hint(Content.assemble(*parts), below=True)

    @property
    def column(self) -> int:
        """The cell, from the left of the line below, under the first character that is typed."""
        return self._input.region.x - self.region.x - 1 - int(self._input.scroll_offset.x)

    def remember(self, history: Sequence[str]) -> None:
        """Have this history from now on, where it was not gone through yet."""
        if self.is_open:
            self._past.learn(history)

    def ask(self, question: str, keys: Mapping[str, str]) -> None:
        """Ask a question; one of the keys answers it, each with a word that says how."""
        self._keep()
        parts: list[str | tuple[str, str]] = [clean_line(question)]
        for key, word in keys.items():
            parts += ["   ", (key, "bold"), (f" {clean_line(word)}", quiet(self.app))]
        self._show(question, Content.assemble(*parts), keys)
        self.can_focus = True
        self.screen.set_focus(self)

    def close(self) -> None:
        """Go away, and give the focus back."""
        if not self.is_open:
            return
        before, self._before = self._before, None
        # First the focus, then the disappearance: Textual would look for another place for it.
        self.screen.set_focus(before if before is not None and before.is_attached else None)
        self.can_focus = False
        self.remove_class("-open", "-beside", "-roomy", "-hinted")
        self._aside.update("", layout=False)

    def _keep(self) -> None:
        """Keep what was typed for when this prompt opens again."""
        if self.is_open and not self._answers:
            self._kept[self._label, self._about] = self.text

    def _show(self, label: str, shown: Content, answers: Mapping[str, str]) -> None:
        if not self.is_open:
            self._before = self.screen.focused
        self.openings += 1
        self._label, self._answers = label, answers
        self._said.update(shown)
        self.set_class(bool(answers), "-question")
        self.add_class("-open")

    def on_key(self, event: events.Key) -> None:
        """Take a key that came by the usual way."""
        if self.take(event.key, event.character):
            event.stop()
            event.prevent_default()

    def take(self, key: str, character: str | None) -> bool:
        """Esc cancels, Enter enters, an answer answers, at once; whether the key is used up.

        To a question no other key gets through; what is typed in the line is the line's own.
        """
        if not self.is_open:
            return False
        if key == "escape":
            self._keep()
            self.close()
            self.post_message(self.Cancelled(self))
        elif self._answers:
            answer = next((one for one in (key, character) if one in self._answers), None)
            if answer is not None:
                self.untold = answer
                self.close()
                self.post_message(self.Answered(self, answer))
        elif key == "enter":
            self._submit()
        elif key == "tab":
            self._tab()
        elif key in ("up", "down"):
            self._step_history(-1 if key == "up" else 1)
        elif key == "shift+tab":
            self._go_through(-1)
        elif key in self._keys:
            self._keys[key]()
        else:
            return False
        return True

    def _tab(self) -> None:
        """Another form of what stands here, what it may be completed to, or the rest of what is suggested."""
        if self._offers is not None:
            self._go_through(1)
            return
        if self._other is None:
            self._input.action_cursor_right()
            return
        self._label, text = self._other(self.text)
        self._said.update(Content.assemble((clean_line(self._label), "bold")))
        self._set_text(text)

    def _go_through(self, step: int) -> None:
        """Put in what is sure, else the next of what is offered."""
        put = self._offers.go(self.text, step) if self._offers is not None else None
        if put is not None:
            self._set_text(put.text)
            if put.options:
                self.post_message(self.Offered(self, put.options, put.chosen))

    def _step_history(self, step: int) -> None:
        text = self._past.step(step, self.text)
        if text is not None:
            self._set_text(text)

    def _set_text(self, text: str) -> None:
        if text != self.text:
            self._input.value = text
            self._input.cursor_position = len(text)

    def _submit(self) -> None:
        text = self.text
        self._kept.pop((self._label, self._about), None)
        self.untold = text
        self.close()
        self.post_message(self.Submitted(self, text))

    @on(Input.Changed)
    def _on_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._offers is not None:
            self._offers.changed(event.value)
        if self.is_open and not self._answers:
            self.post_message(self.Changed(self, event.value))

    @on(Input.Submitted)
    def _on_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.is_open:
            self._submit()
