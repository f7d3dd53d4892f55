"""A pane that tells facts about one thing: a title, and lines that scroll.

Invariant: showing the same facts again paints nothing; in another size the top line stays within the text.
"""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from readnow.tui.doctor_keys import doctor_bindings
from readnow.tui.render.facts import Fact, fact_lines
from readnow.tui.render.palette import Marks
from readnow.tui.widgets.pane import Pane


class FactsPane(Pane):
    """Lines of facts below a title."""

    def __init__(self, *, marks: Marks | None = None, id: str | None = None) -> None:
        super().__init__(marks=marks, id=id)
        self._facts: tuple[Fact, ...] = ()
        self._lines: tuple[int, tuple[Strip, ...]] | None = None

    def show(self, title: str, right: str, facts: Sequence[Fact], *, anew: bool = False) -> None:
        """Show these facts, from their beginning where they are of something else (`anew`)."""
        self.set_title(title, right)
        top = 0 if anew else self.top
        if tuple(facts) == self._facts and top == self.top:
            return
        before = self.line_count
        self._facts = tuple(facts)
        self.forget_strips()
        scrolled = self.top > 0
        self.set_reactive(Pane.top, self.validate_top(top))
        if scrolled:
            self.refresh_all_content()
        else:
            self.refresh_content(0, max(before, self.line_count))  # below that it is empty, and stays so

    @property
    def line_count(self) -> int:
        """How many lines there are at this width."""
        return len(self._all())

    def content_line(self, line: int) -> Strip:
        """A line of the facts."""
        lines = self._all()
        return lines[line] if line < len(lines) else self.blank()

    def last_top(self) -> int:
        """So far that the last line ends at the end of the pane."""
        return max(0, len(self._all()) - self.page_height)

    def forget_strips(self) -> None:
        """Another size or style: other lines."""
        self._lines = None

    def on_resize(self) -> None:
        """Stay within the lines of another width. (Textual calls `Pane.on_resize` first.)"""
        self.forget_strips()
        self.top = self.validate_top(self.top)

    def _all(self) -> tuple[Strip, ...]:
        width = self.extent.width
        if self._lines is None or self._lines[0] != width:
            # A pane may be painted in another size before it hears of it.
            self._lines = width, fact_lines(self._facts, width, self.palette, self.marks)
        return self._lines[1]


class DoctorFacts(FactsPane):
    """The facts of one feed, with the doctor's keys."""

    BINDINGS: ClassVar[list[BindingType]] = doctor_bindings()
