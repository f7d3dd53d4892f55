"""The few styles and marks that everything on the screen is drawn with.

`theme` makes a palette of the current theme, the widgets hand it to the functions beside this file.
Invariant: what a style means is also said by a mark or by weight, so that all of it survives without colour.
"""

from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace
from rich.style import Style

BOLD = Style(bold=True)
ITALIC = Style(italic=True)
UNDERLINE = Style(underline=True)
REVERSE = Style(reverse=True)


class Marks(NamedTuple):
    """The characters that we draw ourselves. Each is one cell wide."""

    unread: str = "●"
    read: str = "○"
    starred: str = "★"
    later: str = "◷"
    selected: str = "✓"
    folded: str = "▸"
    unfolded: str = "▾"
    opened: str = "›"
    dot: str = "·"
    ellipsis: str = "…"
    failed: str = "×"
    unchecked: str = "≠"
    revised: str = "≈"
    ascii_only: bool = False


ASCII_MARKS = Marks("*", "o", "+", "=", "x", ">", "v", ">", "-", ".", "x", "#", "~", ascii_only=True)
"""For terminals that have no more."""


class Palette(Struct, frozen=True, dict=True):
    """Styles by what they mean. `text` is the ground that all others stand on.

    `title` is the first line of the pane with the focus, `code` the words and blocks of code. The derived
    styles are the same objects for as long as the palette lives: strips keep what they rendered by them.
    """

    text: Style = field(default_factory=Style)
    muted: Style = field(default_factory=lambda: Style(dim=True))
    accent: Style = field(default_factory=lambda: Style(color="magenta"))
    title: Style = field(default_factory=lambda: Style(color="magenta", bold=True))
    warning: Style = field(default_factory=lambda: Style(color="red"))
    code: Style = field(default_factory=lambda: Style(bold=True))
    code_block: Style = field(default_factory=Style)

    @cached_property
    def strong(self) -> Style:
        """What is to be seen first: titles of unread articles, numbers."""
        return self.text + BOLD

    @cached_property
    def cursor(self) -> Style:
        """The row in hand."""
        return self.text + REVERSE

    @cached_property
    def cursor_strong(self) -> Style:
        """What is strong in it."""
        return self.strong + REVERSE

    def on_ground(self, ground: Style) -> "Palette":
        """The same styles, each laid over `ground` (a foreground and a background)."""
        return replace(
            self,
            text=ground + self.text,
            muted=ground + self.muted,
            accent=ground + self.accent,
            title=ground + self.title,
            warning=ground + self.warning,
            code=ground + self.code,
            code_block=ground + self.code_block,
        )
