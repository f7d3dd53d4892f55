"""A pane that shows a document: wrapped as far as it is looked at, scrolled, and its place told.

The reader is built on it. Invariant: when the width changes the same words stay at the top, and back at the
old width the same lines; nothing scrolls by itself. How far one has read depends on the text alone, neither
on the width nor on the list of links below it. What is marked otherwise costs only the cells that change.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from textual.geometry import Region
from textual.reactive import var
from textual.strip import Strip
from textual.timer import Timer

from readnow.model.article import Place
from readnow.text.blocks import Document
from readnow.text.cells import cell_width
from readnow.text.places import length, runs
from readnow.text.wrap import LineKind, Wrapped, wrap
from readnow.tui.render.document import Marked, code_start, document_line, line_text, selectable
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
_REMEMBERED = 500
"""Lines whose strips are kept: far more than any screen has."""
_EMPTY_LINES = 20
"""More empty lines in a row than code has."""


class TextPane(Pane):
    """A document, wrapped to at most `text_width` cells in the middle of the pane."""

    text_width: var[int] = var(TEXT_WIDTH, init=False)
    """The most cells that a line of text may have."""

    def __init__(
        self, *, text_width: int = TEXT_WIDTH, marks: Marks | None = None, id: str | None = None
    ) -> None:
        super().__init__(marks=marks, id=id)
        self.set_reactive(TextPane.text_width, text_width)
        self._document: Document | None = None
        self._key: object = None
        self._wrapped: Wrapped | None = None
        self._place = 0
        self._length: int | None = None
        self._strips: dict[Hashable, Strip] = {}
        self._ahead: Timer | None = None
        self._waiting: list[Callable[[], None]] = []
        """What is to be done as soon as there are lines."""

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
        self._document, self._key, self._length = document, key, None
        self._place = offset if 0 < offset < self.length else 0
        self._waiting.clear()
        self._wrap()

    # -- laying out

    @property
    def text_cells(self) -> int:
        """How many cells a line of text may have here."""
        return max(1, min(self.text_width, self.extent.width - 2 * self._margin))

    @property
    def _margin(self) -> int:
        return _MARGIN if self.extent.width >= _NARROW else 1

    @property
    def indent(self) -> int:
        """How many blank cells stand before the text."""
        return max(self._margin, (self.extent.width - self.text_cells) // 2)

    def _wrap(self) -> None:
        """Lay the document out for the present width, with the same words at the top."""
        before = self._wrapped
        self.forget_strips()
        if self._ahead is not None:
            self._ahead.stop()
            self._ahead = None
        if self._document is None or not self.extent.width:
            self._wrapped = None
            self.set_reactive(Pane.top, 0)
        else:
            self._wrapped = self.wrap_document(self._document)
            top = self._wrapped.index_at(self._place) if self._place else 0
            self.set_reactive(Pane.top, self.validate_top(top))
            if not self._wrapped.complete:
                self._ahead = self.set_interval(_PAUSE, self._wrap_ahead)
        self.rewrapped(before)
        self.refresh()
        if self.is_laid_out:
            waiting, self._waiting = self._waiting, []
            for work in waiting:
                work()

    def wrap_document(self, document: Document) -> Wrapped:
        """The lines for the present width."""
        return wrap(document, self.text_cells, self.marks.ascii_only)

    def rewrapped(self, before: Wrapped | None) -> None:
        """Called when the lines are other ones: what is kept by line must be found anew. `before` has the
        lines up to now."""

    def _wrap_ahead(self) -> None:
        """Wrap some more while the user reads, so that a jump to the end need not wait."""
        wrapped = self._wrapped
        if wrapped is not None:
            wrapped.upto(wrapped.ready + _AT_ONCE)
        if (wrapped is None or wrapped.complete) and self._ahead is not None:
            self._ahead.stop()
            self._ahead = None

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

    @property
    def is_laid_out(self) -> bool:
        """Whether there are lines: the document is here, and the pane has had a size since."""
        return self._wrapped is not None

    def when_ready(self, work: Callable[[], None]) -> None:
        """Do something with the lines: now, or, in a pane that has just been opened, when it has its size.

        Keys that were typed ahead come that early.
        """
        if self.is_laid_out:
            work()
        else:
            self._waiting.append(work)

    # -- where one is

    @property
    def place(self) -> int:
        """How many characters of text stand before the first line on the screen."""
        return self._place

    @property
    def length(self) -> int:
        """How many characters of text the document has."""
        if self._length is None:
            blocks = self._document.blocks if self._document is not None else ()
            self._length = sum(length(spans) for _, spans in runs(blocks))
        return self._length

    @property
    def at_end(self) -> bool:
        """Whether the last line is on the screen."""
        if self._wrapped is None:
            return self._document is None
        end = self.top + self.page_height
        return self._wrapped.upto(end + 1) <= end

    @property
    def is_read(self) -> bool:
        """Whether the end of the text is on the screen: below it may be links."""
        if self._wrapped is None or self.at_end:
            return self.at_end
        return self._wrapped.line(self.top + self.page_height).offset >= self.length

    @property
    def left(self) -> Place | None:
        """Where the text is left now; None where it is not begun, or read to its end."""
        if self._wrapped is None or not self.top or self.is_read:
            return None
        return Place(self._place, self.length)

    @property
    def percent(self) -> int:
        """How much of the text was left behind: none at its start, all where its end is on the screen."""
        left = self.left
        return left.percent if left is not None else 100 * self.is_read

    def title_texts(self) -> tuple[str, str]:
        """The title, and how far one has read where the article is longer than the screen."""
        left, right = super().title_texts()
        if not right and self._wrapped is not None and (self.top or not self.at_end):
            right = f"{self.percent} %"
        return left, right

    # -- scrolling

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

    def bring(self, line: int) -> None:
        """Have a line on the screen, a third below the top where it was not."""
        if not self.top <= line < self.top + self.page_height:
            self.top = line - self.page_height // 3

    # -- painting

    def content_line(self, line: int) -> Strip:
        """A line of the document."""
        wrapped = self._wrapped
        if wrapped is None or wrapped.upto(line + 1) <= line:
            return self.blank()
        marked = tuple(self.marks_on(line))
        strip = self._strips.get((line, marked))
        if strip is None:
            width, indent = self.extent.width, self.indent
            code_from = self._code_from(wrapped, line)
            strip = document_line(
                wrapped.line(line), width, indent, self.palette, marked, code_from, self.address_of
            )
            if len(self._strips) >= _REMEMBERED:
                self._strips.clear()
            self._strips[line, marked] = strip = selectable(strip, indent, line)
        return strip

    def _code_from(self, wrapped: Wrapped, line: int) -> int:
        """Where the code of a line begins: an empty one goes by those above it."""
        for index in range(line, max(-1, line - _EMPTY_LINES), -1):
            if wrapped.line(index).kind is not LineKind.CODE:
                break
            if (start := code_start(wrapped.line(index))) is not None:
                return start
        return 0

    def address_of(self, _number: int) -> str:
        """What the terminal is to open for a link; empty for nothing."""
        return ""

    def marks_on(self, _line: int) -> list[Marked]:
        """The parts of a line that stand out."""
        return []

    def _marks_on_screen(self) -> dict[int, list[Marked]]:
        if self._wrapped is None:
            return {}
        end = min(self.top + self.page_height, self._wrapped.upto(self.top + self.page_height))
        return {line: self.marks_on(line) for line in range(self.top, end)}

    @contextmanager
    def remarking(self) -> Iterator[None]:
        """Paint what is marked otherwise afterwards, and no more than that."""
        before, top = self._marks_on_screen(), self.top
        yield
        if top == self.top:
            for line, marks in self._marks_on_screen().items():
                if marks != before.get(line):
                    self._paint_marks(line, [*marks, *before.get(line, ())])

    def _paint_marks(self, line: int, marks: list[Marked]) -> None:
        """Paint the cells of a line that these marks are on."""
        assert self._wrapped is not None
        text = line_text(self._wrapped.line(line))
        start, end = min(mark.start for mark in marks), max(mark.end for mark in marks)
        # In some scripts the width of a piece is not the sum of its characters': there the whole line.
        first, behind = (start, end) if text.isascii() else (0, cell_width(text))
        y = line - self.top + self.head_height
        self.refresh(Region(self.indent + first, y, max(1, behind - first), 1))

    def forget_strips(self) -> None:
        """No strip may be used again."""
        self._strips.clear()
