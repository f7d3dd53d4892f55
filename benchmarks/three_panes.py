"""The least that Textual can open: three panes of a hundred lines each, `python -m benchmarks.three_panes`.

The floor of `startup`: what ReadNOW takes beyond it is its own.
"""

from typing import ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

ROWS = 100
SHOWN = "row 1 of the floor"


class Rows(ScrollView, can_focus=True):
    """Lines that are there already."""

    def on_mount(self) -> None:
        """So many."""
        self.virtual_size = Size(30, ROWS)

    def render_line(self, y: int) -> Strip:
        """One of them."""
        text = f"row {y + self.scroll_offset.y} of the floor"
        return Strip([Segment(text.ljust(self.size.width)[: self.size.width])], self.size.width)


class ThreePanes(App[None]):
    """Side by side."""

    BINDINGS: ClassVar[list[BindingType]] = [("Q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """The panes."""
        yield Horizontal(Rows(), Rows(), Rows())


if __name__ == "__main__":
    ThreePanes().run()
