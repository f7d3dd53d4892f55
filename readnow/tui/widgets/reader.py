"""The pane that shows an article: words found in it, text selected, links clicked.

The screen hands it documents and asks for moves; `linked_text` and `text_pane` below it know the rest.
Invariant: what is marked otherwise costs only the cells that change.
"""

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.selection import Selection

from readnow.keys.actions import Pane as PaneName
from readnow.text.blocks import Document
from readnow.text.sought import Sought
from readnow.text.wrap import Wrapped
from readnow.tui.bindings import bindings_for
from readnow.tui.render.document import Marked, line_text, link_at
from readnow.tui.render.finding import FoldedText, Found, Matches, is_cased
from readnow.tui.render.palette import Marks
from readnow.tui.render.selected import selected_text
from readnow.tui.widgets.linked_text import LinkedText, Way
from readnow.tui.widgets.text_pane import TEXT_WIDTH


class Reader(LinkedText):
    """An article."""

    ALLOW_SELECT: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(PaneName.READER)

    class LinkPicked(Message):
        """A link was clicked."""

        def __init__(self, reader: "Reader", number: int) -> None:
            super().__init__()
            self.reader = reader
            self.number = number

        @property
        def control(self) -> "Reader":
            """The reader it happened in."""
            return self.reader

    def __init__(
        self, *, text_width: int = TEXT_WIDTH, marks: Marks | None = None, id: str | None = None
    ) -> None:
        super().__init__(text_width=text_width, marks=marks, id=id)
        self._matches = Matches()
        self._words = ""
        self._folded: FoldedText | None = None
        self.sought: Sought | None = None
        """Words of a search that are marked in what is shown next, as long as no others are looked for."""
        self._start: Way | None = None
        """Where finding began, while words are typed."""

    def show(self, document: Document | None, key: object = None, offset: int = 0) -> None:
        """Show a document from a place on (characters of text before it); None shows nothing."""
        self._matches, self._words, self._start = Matches(), "", None
        super().show(document, key, offset)

    def rewrapped(self, before: Wrapped | None) -> None:
        """Find the words in the new lines."""
        super().rewrapped(before)
        self._folded = None
        self._start = self._start and self._start._replace(top=None)
        if self._words:
            number = self._matches.number
            self._matches = Matches(self._found())
            self._matches.go_to(number)

    def marks_on(self, line: int) -> list[Marked]:
        """Found words, the focused link, selected text."""
        marks = [*self._matches.marks(line), *self._searched_for(line), *super().marks_on(line)]
        selection = self.text_selection
        span = selection.get_span(line) if selection is not None else None
        if span is not None and self._wrapped is not None:
            start, end = span
            marks.append(Marked(start, len(line_text(self._wrapped.line(line))) if end < 0 else end, True))
        return marks

    def _searched_for(self, line: int) -> list[Marked]:
        if not self.sought or self._words or self._wrapped is None:
            return []
        text = line_text(self._wrapped.line(line))
        return [Marked(start, end, False) for start, end in self.sought.ranges(text)]

    # -- finding

    @property
    def words(self) -> str:
        """What is looked for; empty for nothing."""
        return self._words

    def find(self, words: str) -> int:
        """Mark the words wherever they occur and go to the first place from where finding began on; how many
        places there are. Without any, or without words, everything is as it was there."""
        self._start = self._start or self.here()
        start = self.top_of(self._start)
        with self.remarking():
            self._words = words
            self._matches = Matches(self._found())
            self._matches.start_at(start)
            self._hold(None)
            if len(self._matches):
                self.bring(self._matches.line)
            else:
                self.top = start
        return len(self._matches)

    def end_typing(self) -> None:
        """The words stand: what is found next begins where one is by then, and there is a way back."""
        start, self._start = self._start, None
        if start is not None and self.top_of(start) != self.top:
            self.remember(start)

    def end_finding(self) -> None:
        """Mark nothing any more, and stay."""
        with self.remarking():
            self._start, self._words, self._matches = None, "", Matches()

    @property
    def match(self) -> tuple[int, int]:
        """Which place one is at, counted from 1, and how many there are; zeros for none."""
        return self._matches.number, len(self._matches)

    def _found(self) -> Found:
        if self._wrapped is None or not self._words.strip():
            return ()
        cased = is_cased(self._words)
        if self._folded is None or self._folded.cased is not cased:
            self._folded = FoldedText(self._wrapped, cased)
        return self._folded.find(self._words)

    def step_match(self, delta: int) -> None:
        """To the next (1) or previous (-1) place, round the end."""
        with self.remarking():
            self._matches.step(delta)
            if len(self._matches):
                self.bring(self._matches.line)

    # -- the mouse

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text (called by Textual); one that goes beyond the pane ends with the screen."""
        if self._wrapped is None:
            return None
        first, end = self.top, self._wrapped.upto(self.top + self.page_height)
        last = min(self.top + self.page_height, end) - 1
        start_line, start = (selection.start.y, selection.start.x) if selection.start else (first, 0)
        end_line, behind = (selection.end.y, selection.end.x) if selection.end else (last, None)
        lines = [self._wrapped.line(line) for line in range(start_line, min(end_line + 1, end))]
        return selected_text(lines, start, behind if end_line < end else None), "\n"

    def on_click(self, event: events.Click) -> None:
        """A click on a link asks to open it; one that ends a selection of text does not."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.head_height or self._wrapped is None or self.text_selection:
            return
        line = self.top + offset.y - self.head_height
        if self._wrapped.upto(line + 1) > line:
            number = link_at(self._wrapped.line(line), offset.x - self.indent)
            if number is not None:
                self.post_message(self.LinkPicked(self, number))
