"""The pane that shows an article.

The screen hands it a document; it is wrapped as far as it is looked at. Invariant: when the width changes the
same words stay at the top, and back at the old width the same lines; nothing scrolls by itself.
"""

from collections.abc import Hashable
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import var
from textual.selection import Selection
from textual.strip import Strip
from textual.timer import Timer

from readnow.keys.actions import Pane as PaneName
from readnow.text.blocks import Document, Link
from readnow.text.wrap import Wrapped, wrap
from readnow.tui.bindings import bindings_for
from readnow.tui.render.document import Marked, document_line, line_text, link_at, link_marks
from readnow.tui.render.finding import FoldedText, Matches, Part
from readnow.tui.render.links import step_link
from readnow.tui.render.palette import Marks
from readnow.tui.widgets.pane import Pane

TEXT_WIDTH = 72
_MARGIN = 2
_NARROW = 40
"""Below this width the text has a margin of one cell."""
_OVERLAP = 2
"""Lines that a page has in common with the one before."""
_AT_ONCE = 300
"""Lines that are wrapped in advance at a time: a few milliseconds."""
_PAUSE = 0.1


class Reader(Pane):
    """An article, wrapped to at most `text_width` cells in the middle of the pane."""

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

    text_width: var[int] = var(TEXT_WIDTH, init=False)
    """The most cells that a line of text may have."""

    def __init__(
        self, *, text_width: int = TEXT_WIDTH, marks: Marks | None = None, id: str | None = None
    ) -> None:
        super().__init__(marks=marks, id=id)
        self.set_reactive(Reader.text_width, text_width)
        self._document: Document | None = None
        self._key: object = None
        self._wrapped: Wrapped | None = None
        self._place = 0
        self._matches = Matches()
        self._words = ""
        self._folded: FoldedText | None = None
        self._link: tuple[int, int] | None = None
        self._strips: dict[Hashable, Strip] = {}
        self._ahead: Timer | None = None

    @property
    def key(self) -> object:
        """What the screen called the document that is shown."""
        return self._key

    @property
    def document(self) -> Document | None:
        """What is shown."""
        return self._document

    def show(self, document: Document | None, key: object = None, offset: int = 0) -> None:
        """Show a document from a place on (characters of text before it); None shows nothing."""
        self._document, self._key, self._place = document, key, max(0, offset)
        self._matches, self._words, self._link = Matches(), "", None
        self._wrap()

    @property
    def place(self) -> int:
        """How many characters of text stand before the first line on the screen."""
        return self._place

    @property
    def text_cells(self) -> int:
        """How many cells a line of text may have here."""
        return max(1, min(self.text_width, self.size.width - 2 * self._margin))

    @property
    def _margin(self) -> int:
        return _MARGIN if self.size.width >= _NARROW else 1

    @property
    def _indent(self) -> int:
        return max(self._margin, (self.size.width - self.text_cells) // 2)

    def _wrap(self) -> None:
        """Lay the document out for the present width, with the same words at the top."""
        self.forget_strips()
        self._folded = None
        if self._ahead is not None:
            self._ahead.stop()
            self._ahead = None
        if self._document is None or not self.size.width:
            self._wrapped = None
            self.set_reactive(Pane.top, 0)
        else:
            self._wrapped = wrap(self._document, self.text_cells, self.marks.ascii_only)
            top = self._wrapped.index_at(self._place) if self._place else 0
            self.set_reactive(Pane.top, self.validate_top(top))
            if self._words:
                self._matches = Matches(self._found())
                self._matches.start_at(top)
            if self._link is not None:
                lines = self._wrapped.lines_of_link(self._link[1])
                self._link = (lines[0], self._link[1]) if lines else None
            if not self._wrapped.complete:
                self._ahead = self.set_interval(_PAUSE, self._wrap_ahead)
        self.refresh()

    def _wrap_ahead(self) -> None:
        """Wrap some more while the user reads, until it is known how long the article is."""
        wrapped = self._wrapped
        if wrapped is not None:
            wrapped.upto(wrapped.ready + _AT_ONCE)
        if (wrapped is None or wrapped.complete) and self._ahead is not None:
            self._ahead.stop()
            self._ahead = None
            self.refresh_title()

    def set_text_width(self, cells: int) -> None:
        """Let lines have at most so many cells."""
        self.text_width = max(1, cells)

    def watch_text_width(self, old: int, new: int) -> None:
        """Wrap anew."""
        if old != new:
            self._wrap()

    def on_resize(self) -> None:
        """Wrap anew, with the same words at the top."""
        self._wrap()

    def validate_top(self, top: int) -> int:
        """Not further than that the last line is at the end of the screen."""
        if self._wrapped is None:
            return 0
        lines = self._wrapped.upto(top + self.page_height)
        return max(0, min(top, lines - self.page_height))

    def watch_top(self) -> None:
        """Remember which words are at the top."""
        if self._wrapped is not None:
            self._place = self._wrapped.line(self.top).offset if self.top else 0
        self.refresh()

    @property
    def at_end(self) -> bool:
        """Whether the last line is on the screen."""
        if self._wrapped is None:
            return self._document is None
        end = self.top + self.page_height
        return self._wrapped.upto(end + 1) <= end

    @property
    def percent(self) -> int | None:
        """How much of the article is above the end of the screen; None while its length is not known."""
        if self.at_end:
            return 100
        if self._wrapped is None or not self._wrapped.complete:
            return None
        return min(99, 100 * (self.top + self.page_height) // len(self._wrapped))

    def title_texts(self) -> tuple[str, str]:
        """The title, and how far one has read where the article is longer than the screen."""
        left, right = super().title_texts()
        if not right and self._wrapped is not None and (self.top or not self.at_end):
            percent = self.percent
            right = f"{percent} %" if percent is not None else ""
        return left, right

    def scroll_lines(self, count: int) -> None:
        """Scroll by so many lines, down or (negative) up."""
        self.top += count

    def page(self, fraction: float) -> None:
        """Scroll by a part of the screen: 1 is a page down, -0.5 half a page up."""
        lines = round(abs(fraction) * self.page_height)
        if abs(fraction) >= 1:
            lines -= _OVERLAP
        lines = max(1, lines)
        self.top += lines if fraction > 0 else -lines

    def page_down(self) -> bool:
        """Scroll a page down; False when the end was on the screen already."""
        if self.at_end:
            return False
        self.page(1)
        return True

    def to_top(self) -> None:
        """To the first line."""
        self.top = 0

    def to_bottom(self) -> None:
        """To the last line."""
        if self._wrapped is not None:
            self.top = self._wrapped.finish()

    def find(self, words: str) -> int:
        """Mark the words wherever they occur, and go to the first place from here on; how many there are."""
        self._words = words
        found = self._found()
        self._matches = Matches(found)
        self._matches.start_at(self.top)
        self._bring(self._matches.line if found else self.top)
        return len(found)

    def _found(self) -> tuple[tuple[Part, ...], ...]:
        if self._wrapped is None or not self._words.strip():
            return ()
        if self._folded is None:
            self._folded = FoldedText(self._wrapped)
        return self._folded.find(self._words)

    def step_match(self, delta: int) -> int:
        """To the next (1) or previous (-1) place; which one that is, counted from 1, 0 if there is none."""
        self._matches.step(delta)
        self._bring(self._matches.line if len(self._matches) else self.top)
        return self._matches.number

    def focus_link(self, delta: int) -> int | None:
        """To the next (1) or previous (-1) link from the screen on; its number, None if there is none."""
        if self._wrapped is not None:
            screen = (self.top, self.top + self.page_height)
            step = step_link(self._wrapped, self._link, delta, screen)
            if step is not None:
                self._link = step
                self._bring(step[0])
        return self.focused_link

    def unfocus_link(self) -> None:
        """No link is focused any more."""
        self._link = None
        self.refresh()

    @property
    def focused_link(self) -> int | None:
        """The number of the focused link."""
        return self._link[1] if self._link is not None else None

    def link(self, number: int) -> Link | None:
        """The link with a number."""
        links = self._document.links if self._document is not None else ()
        return next((link for link in links if link.number == number), None)

    def _bring(self, line: int) -> None:
        """Have a line on the screen, a third below the top where it was not; paint what is marked now."""
        if not self.top <= line < self.top + self.page_height:
            self.top = line - self.page_height // 3
        self.refresh_all_content()

    def content_line(self, line: int) -> Strip:
        """A line of the article."""
        wrapped = self._wrapped
        if wrapped is None or wrapped.upto(line + 1) <= line:
            return self.blank()
        marked = tuple(self._marked(line))
        strip = self._strips.get((line, marked))
        if strip is None:
            width, indent = self.size.width, self._indent
            strip = document_line(wrapped.line(line), width, indent, self.palette, marked)
            before, text = strip.divide([indent, width])
            # Textual finds selected text by these offsets: characters of the line, its number.
            self._strips[line, marked] = strip = Strip.join([before, text.apply_offsets(0, line)])
        return strip

    def _marked(self, line: int) -> list[Marked]:
        """The parts of a line that stand out: found words, the focused link, selected text."""
        marks = self._matches.marks(line)
        if self._wrapped is not None and self._link is not None:
            marks += link_marks(self._wrapped.line(line), self._link[1])
        selection = self.text_selection
        span = selection.get_span(line) if selection is not None else None
        if span is not None and self._wrapped is not None:
            start, end = span
            marks.append(Marked(start, len(line_text(self._wrapped.line(line))) if end < 0 else end, True))
        return marks

    def forget_strips(self) -> None:
        """No strip may be used again."""
        self._strips.clear()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text (called by Textual)."""
        if self._wrapped is None:
            return None
        lines = [line_text(self._wrapped.line(index)) for index in range(self._wrapped.ready)]
        return selection.extract("\n".join(lines)), "\n"

    def on_click(self, event: events.Click) -> None:
        """A click on a link asks to open it; one that ends a selection of text does not."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.head_height or self._wrapped is None or self.text_selection:
            return
        line = self.top + offset.y - self.head_height
        if self._wrapped.upto(line + 1) > line:
            number = link_at(self._wrapped.line(line), offset.x - self._indent)
            if number is not None:
                self.post_message(self.LinkPicked(self, number))
