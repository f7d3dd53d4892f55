"""A few keys to begin with, over the lower end of the panes at the first starts.

The screen shows it, and takes it away with the first key or click. Invariant: it takes neither the focus nor
any key; its text is shown as it is, never as markup.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events

from readnow.text.words import counted
from readnow.tui.render.palette import Marks
from readnow.tui.widgets.card import Card, CardLine, Tone

_WORDS: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        ("go.read-on", "read on through all that is unread"),
        ("pane.open", "open"),
        ("app.back", "back"),
    ),
    (
        ("go.next-unread", "next unread"),
        ("article.toggle-read", "read or unread"),
        ("article.toggle-star", "star"),
        ("journal.undo", "undo"),
    ),
    (
        ("find.open", "search"),
        ("palette.open", "everything by its name"),
        ("help.show", "all keys"),
        ("app.quit", "quit"),
    ),
)
ACTIONS = tuple(action_id for line in _WORDS for action_id, _ in line)
"""The actions that it tells of."""
_GAP = "   "


class Greeting(Card, can_focus=False):
    """Five lines with a rule above."""

    DEFAULT_CSS: ClassVar[str] = """
    Greeting {
        display: none;
        layer: above;
        dock: bottom;
        height: 7;
        margin: 0 0 1 0;
        border-top: solid $foreground 25%;
        &.-ascii { border-top: ascii $foreground 25%; }
        &:ansi { border-top: solid ansi_bright_black; }
        &:ansi.-ascii { border-top: ascii ansi_bright_black; }
    }
    """

    def __init__(self, *, marks: Marks | None = None, id: str | None = None) -> None:
        super().__init__(marks=marks, id=id)
        self.set_class(bool(marks and marks.ascii_only), "-ascii")

    def greet(self, keys: Mapping[str, str], left: int) -> None:
        """Show the keys that there are; `left`: at how many further starts."""
        self.show((*_lines(keys), (), ((_ending(left), "muted"),)))
        self.display = True

    def go_away(self) -> None:
        """It has been seen."""
        if self.display:
            self.display = False

    def on_click(self, event: events.Click) -> None:
        """Seen as well."""
        event.stop()
        self.go_away()


def _lines(keys: Mapping[str, str]) -> Sequence[CardLine]:
    lines: list[CardLine] = []
    for words in _WORDS:
        line: list[tuple[str, Tone]] = []
        for action_id, word in words:
            if key := keys.get(action_id):
                line += [(_GAP if line else "", "text"), (key, "accent"), (f" {word}", "text")]
        lines.append(line)
    return lines


def _ending(left: int) -> str:
    goes = "Any key takes this away, and does its work."
    return f"{goes} It comes at {counted(left, 'more start')}." if left else goes
