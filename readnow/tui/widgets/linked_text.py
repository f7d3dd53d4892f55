"""A document that can be gone through by its links, headings and places, with ways back.

The reader is built on it. Invariant: a link is in hand only while it is on the screen; where a jump began one
can come back to, to the very line as long as the lines are the same.
"""

from collections.abc import Iterator, Mapping
from itertools import islice, takewhile
from typing import NamedTuple

from textual.message import Message

from readnow.text.blocks import Document, Link
from readnow.text.clean import is_openable
from readnow.text.places import Entry, outline, targets
from readnow.text.wrap import LineKind, Wrapped
from readnow.tui.clipboard import terminals_address
from readnow.tui.render.document import Marked, link_marks
from readnow.tui.render.links import link_lines, link_numbers, step_link
from readnow.tui.render.palette import Marks
from readnow.tui.render.selected import selected_text
from readnow.tui.widgets.pictured_text import PicturedText
from readnow.tui.widgets.text_pane import TEXT_WIDTH
from readnow.views.misleading import misleading_links

_WAYS_BACK = 100
"""Jumps that are remembered."""
_SAID = 4
"""Lines that are told of what a link leads to."""


class Way(NamedTuple):
    """Where a jump began: the place, its line as long as the lines are the same, and the link in hand."""

    place: int
    top: int | None
    link: int | None


class LinkedText(PicturedText):
    """A document with one link, or none, in hand."""

    class LinkInHand(Message):
        """Another link is focused now, or none."""

    def __init__(
        self, *, text_width: int = TEXT_WIDTH, marks: Marks | None = None, id: str | None = None
    ) -> None:
        super().__init__(text_width=text_width, marks=marks, id=id)
        self._link: tuple[int, int] | None = None
        """The line on which the focused link begins, and its number."""
        self._linked = range(0)
        """The lines that it is on."""
        self._back: list[Way] = []
        """The ways back, the newest last."""
        self._outline: tuple[Entry, ...] | None = None
        self._misleading: Mapping[int, str] | None = None
        self.terminal_opens = False
        """Whether the terminal is told where links lead, so that it can open them by itself."""
        self._addresses: Mapping[int, str] | None = None

    def show(self, document: Document | None, key: object = None, offset: int = 0) -> None:
        """Show a document from a place on (characters of text before it); None shows nothing."""
        self._outline = self._misleading = self._addresses = None
        self._back.clear()
        self._hold(None)
        super().show(document, key, offset)

    def rewrapped(self, before: Wrapped | None) -> None:
        """Find the link in the new lines."""
        self._back = [way._replace(top=None) for way in self._back]
        if self._link is not None:
            line, number = self._link
            near = None
            if before is not None and self._wrapped is not None:  # a pane without a size has no lines
                near = self._link_near(number, before.line(line).offset)
            self._hold(near)

    def watch_top(self) -> None:
        """A link that is off the screen is in nobody's hand."""
        super().watch_top()
        if self._link is not None and self._link[0] not in self._screen(self.top):
            self._hold(None)

    def marks_on(self, line: int) -> list[Marked]:
        """The link in hand."""
        if self._wrapped is None or self._link is None or line not in self._linked:
            return []
        return link_marks(self._wrapped.line(line), self._link[1])

    # -- links

    def focus_link(self, delta: int) -> int | None:
        """To the next (1) or previous (-1) link from the screen on; its number, None if there is none."""
        if self._wrapped is None:
            return None
        screen = (self.top, self.top + self.page_height)
        step = step_link(self._wrapped, self._link, delta, screen)
        if step is not None:
            self._focus(step)
        return step[1] if step is not None else None

    def unfocus_link(self) -> None:
        """No link is focused any more."""
        self._focus(None)

    def _focus(self, link: tuple[int, int] | None) -> None:
        """Have a link in hand, and on the screen."""
        with self.remarking():
            self._hold(link)
            if link is not None:
                self.bring(link[0])

    def _hold(self, link: tuple[int, int] | None) -> None:
        before, self._link = self.focused_link, link
        if link is not None and self._wrapped is not None:
            self._linked = link_lines(self._wrapped, *link)
        if self.focused_link != before:
            self.post_message(self.LinkInHand())

    @property
    def focused_link(self) -> int | None:
        """The number of the focused link; it is on the screen."""
        return self._link[1] if self._link is not None else None

    def link(self, number: int) -> Link | None:
        """The link with a number."""
        links = self._document.links if self._document is not None else ()
        return next((link for link in links if link.number == number), None)

    @property
    def misleading(self) -> Mapping[int, str]:
        """The links whose text names another host than theirs, by number, and that text."""
        if self._misleading is None:
            self._misleading = misleading_links(self._document) if self._document is not None else {}
        return self._misleading

    def address_of(self, number: int) -> str:
        """Where a link leads outside, unless its text says something else: terminals do not warn of that."""
        if not self.terminal_opens or self._document is None:
            return ""
        if self._addresses is None:
            self._addresses = {
                link.number: terminals_address(link.url)
                for link in self._document.links
                if link.place is None and link.number not in self.misleading and is_openable(link.url)
            }
        return self._addresses.get(number, "")

    def said_at(self, link: Link) -> str:
        """What stands where a link within the document leads."""
        if link.place is None or self._document is None or self._wrapped is None:
            return ""
        leads = targets(self._document)
        lines = map(self._wrapped.line, islice(self._lines_at(leads[link.number], leads), _SAID))
        first = list(takewhile(lambda line: line.kind is not LineKind.BLANK, lines))
        return " ".join(selected_text(first, 0, None).split())

    def _lines_at(self, offset: int, leads: Mapping[int, int]) -> Iterator[int]:
        """The lines of what stands at a place, up to the next place that a link leads to."""
        wrapped = self._wrapped
        assert wrapped is not None
        next_place = min((place for place in leads.values() if place > offset), default=self.length)
        line = wrapped.index_at(offset)
        while wrapped.upto(line + 1) > line and wrapped.line(line).offset < next_place:
            yield line
            line += 1

    def _link_near(self, number: int, offset: int) -> tuple[int, int] | None:
        """Where a link begins that is on the screen, no further up than at a place."""
        assert self._wrapped is not None
        for line in range(max(self.top, self._wrapped.index_at(offset)), self.top + self.page_height):
            if self._wrapped.upto(line + 1) <= line:
                break
            if number in link_numbers(self._wrapped.line(line)):
                return line, number
        return None

    # -- headings, places, ways back

    @property
    def headings(self) -> tuple[Entry, ...]:
        """All headings of the document."""
        if self._outline is None:
            self._outline = outline(self._document) if self._document is not None else ()
        return self._outline

    def step_heading(self, delta: int) -> bool:
        """To the next (1) or previous (-1) heading, or to the first line; False where nothing moved."""
        if self._wrapped is None:
            return False
        index_at, top = self._wrapped.index_at, self.top
        if delta > 0:
            lines = (index_at(entry.offset) for entry in self.headings)
            self.top = next((line for line in lines if line > top), top)
        else:
            above = (entry for entry in reversed(self.headings) if entry.offset <= self._place)
            lines = (index_at(entry.offset) for entry in above)
            self.top = next((line for line in lines if line < top), 0)
        return self.top != top

    def jump(self, offset: int) -> None:
        """To a place in the text: its line becomes the first one."""
        if self._wrapped is not None:
            self.remember(self.here())
            self.unfocus_link()
            self.top = self._wrapped.index_at(offset)

    def remember(self, way: Way) -> None:
        """Let `go_back` come back to it."""
        del self._back[:-_WAYS_BACK]
        self._back.append(way)

    def here(self) -> Way:
        """Where one is, to come back to."""
        return Way(self._place, self.top, self.focused_link)

    def go_back(self) -> bool:
        """Back to where the last jump began, with the link in hand that one had there; False for nowhere."""
        if not self._back or self._wrapped is None:
            return False
        way = self._back.pop()
        with self.remarking():
            self._hold(None)
            self.top = self.top_of(way)
            if way.link is not None:
                self._hold(self._link_near(way.link, way.place))
        return True

    def top_of(self, way: Way) -> int:
        """The first line of the screen where a way began."""
        if way.top is not None or self._wrapped is None:
            return way.top or 0
        return self._wrapped.index_at(way.place) if way.place else 0

    def follow(self, link: Link) -> bool:
        """Go where a link within the document leads; False for one that leads elsewhere.

        Back to the very screen that one came from where the place is on it; else a link on the new screen
        that leads back is in hand.
        """
        wrapped = self._wrapped
        if link.place is None or self._document is None or wrapped is None:
            return False
        leads = targets(self._document)
        offset = leads[link.number]
        line, source = wrapped.index_at(offset), self.top
        if self._back and line in self._screen(self.top_of(self._back[-1])):
            return self.go_back()
        self.remember(self.here())
        with self.remarking():
            self._hold(None)
            back = self._leading_back(leads, offset, source) if line in self._screen(source) else None
            if back is None:
                self.top = line
                back = self._leading_back(leads, offset, source)
            self._hold(back)
        return True

    def _screen(self, top: int) -> range:
        """The lines on the screen that begins with one."""
        return range(top, top + self.page_height)

    def _leading_back(self, leads: dict[int, int], offset: int, source: int) -> tuple[int, int] | None:
        """The first link at a place, seen now, that leads to the screen which begins with line `source`."""
        assert self._wrapped is not None
        for line in takewhile(self._screen(self.top).__contains__, self._lines_at(offset, leads)):
            for number in link_numbers(self._wrapped.line(line)):
                if number in leads and self._wrapped.index_at(leads[number]) in self._screen(source):
                    return line, number
        return None
