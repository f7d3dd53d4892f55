"""A line that is being typed: keys in, what the terminal is to show of it out. Pure.

Used by `terminal`. Invariants: what is sent are printable characters, carriage returns and newlines, so that
it works wherever text can be printed; the text is always what was typed, however it looks by now.
"""

from collections.abc import Callable, Sequence

from readnow.keys.keymap import display
from readnow.text.cells import cell_width

Complete = Callable[[str], Sequence[str]]
"""What a text may be completed to, each whole; the likeliest first."""

_OFFERED = 20
_ENDS = frozenset(("escape", "ctrl+c", "ctrl+g"))


class LineEditor:
    """One prompt. `done` once it was answered; `text` is None then where it was given up."""

    def __init__(self, label: str, text: str, width: int, complete: Complete | None = None) -> None:
        self._label = label
        self._text = text
        self._cursor = len(text)
        self._width = max(1, width)
        self._complete = complete
        self._shown = 0
        self.done = False
        self.given_up = False

    @property
    def text(self) -> str | None:
        """The line."""
        return None if self.given_up else self._text

    def begin(self) -> str:
        """What shows the prompt."""
        return self._whole()

    def resize(self, width: int) -> str:
        """The terminal has so many columns now."""
        self._width = max(1, width)
        return "\n" + self._whole()

    def take(self, key: str) -> str:
        """One key; what is to be sent."""
        if key == "enter":
            self.done = True
            return "\n"
        if key in _ENDS:
            self.done = self.given_up = True
            return "\n"
        if key == "tab":
            return self._completed()
        if key in ("space", "shift+space"):
            return self._insert(" ")
        before = self._text, self._cursor
        self._edit(key)
        if (self._text, self._cursor) != before:
            return self._again()
        shown = display(key)
        return self._insert(shown) if len(shown) == 1 and shown.isprintable() else ""

    def _edit(self, key: str) -> None:
        text, at = self._text, self._cursor
        match key:
            case "backspace":
                self._text, self._cursor = text[: max(0, at - 1)] + text[at:], max(0, at - 1)
            case "delete" | "ctrl+d":
                self._text = text[:at] + text[at + 1 :]
            case "ctrl+u":
                self._text, self._cursor = text[at:], 0
            case "ctrl+k":
                self._text = text[:at]
            case "ctrl+w":
                kept = text[:at].rstrip()
                kept = kept[: len(kept) - len(kept.rpartition(" ")[2])]
                self._text, self._cursor = kept + text[at:], len(kept)
            case "left" | "ctrl+b":
                self._cursor = max(0, at - 1)
            case "right" | "ctrl+f":
                self._cursor = min(len(text), at + 1)
            case "home" | "ctrl+a":
                self._cursor = 0
            case "end" | "ctrl+e":
                self._cursor = len(text)

    def _insert(self, characters: str) -> str:
        at_end = self._cursor == len(self._text)
        self._text = self._text[: self._cursor] + characters + self._text[self._cursor :]
        self._cursor += len(characters)
        if not at_end:
            return self._again()
        self._shown += cell_width(characters)
        return characters

    def _completed(self) -> str:
        options = list(self._complete(self._text[: self._cursor]))[:_OFFERED] if self._complete else []
        rest = self._text[self._cursor :]
        if not options:
            return ""
        common = options[0]
        for option in options[1:]:
            while not option.startswith(common):
                common = common[:-1]
        typed = self._text[: self._cursor]
        if len(options) == 1 or (len(common) > len(typed) and common.startswith(typed)):
            self._text, self._cursor = common + rest, len(common)
            return self._again()
        return "\n" + "".join(f"{option}\n" for option in options) + self._whole()

    def _again(self) -> str:
        """The line as it is now, over what was shown if that was one row of the screen."""
        cells = cell_width(self._label) + 1 + cell_width(self._text)
        if max(cells, self._shown) >= self._width:
            return "\n" + self._whole()
        blank = " " * max(0, self._shown - cells)
        return f"\r{self._label} {self._text}{blank}" + self._to_cursor()

    def _whole(self) -> str:
        self._shown = cell_width(self._label) + 1 + cell_width(self._text)
        return f"{self._label} {self._text}" + (
            self._to_cursor() if self._cursor < len(self._text) and self._shown < self._width else ""
        )

    def _to_cursor(self) -> str:
        self._shown = cell_width(self._label) + 1 + cell_width(self._text)
        return f"\r{self._label} {self._text[: self._cursor]}"
