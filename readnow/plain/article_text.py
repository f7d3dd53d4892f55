"""An article as lines to be read one after the other: headings numbered, links with their numbers, no rules.

Used by `reader`. Invariant: a place is the same here as on the screen: characters of the text before it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from readnow.text.blocks import Document, Link, Style
from readnow.text.cells import cell_width
from readnow.text.layout import Layout, Line, LineKind
from readnow.text.marks import SPOKEN_ORNAMENTS
from readnow.text.places import Entry, outline, targets
from readnow.text.words import fold
from readnow.text.wrap import Wrapped
from readnow.views.misleading import misleading_links

_MARK = int(Style.RULE | Style.MUTED)
_MUTED = int(Style.MUTED)
_DOT = " · "
"""What stands between facts about an article on the screen."""
LEAST_WIDTH, MOST_WIDTH = 10, 400


class Said(NamedTuple):
    """A line as it is printed, and the characters of text before it."""

    text: str
    offset: int


class ArticleText:
    """One document at one width."""

    def __init__(self, document: Document, width: int) -> None:
        self.document = document
        self.headings: tuple[Entry, ...] = outline(document)
        self.links: tuple[Link, ...] = tuple(link for link in document.links if link.place is None)
        self.misleading = misleading_links(document)
        self._targets = targets(document)
        self._numbers = {entry.offset: number for number, entry in enumerate(self.headings, 1)}
        self._lines: list[Said] = []
        self.resize(width)

    def resize(self, width: int) -> None:
        """Lay the lines out for so many columns."""
        width = max(LEAST_WIDTH, min(width, MOST_WIDTH))
        layout = Layout(width, SPOKEN_ORNAMENTS, align=False, columns=False)
        self._lines = list(self._said(Wrapped(layout.lines(self.document))))

    @property
    def lines(self) -> list[Said]:
        """All lines."""
        return self._lines

    @property
    def length(self) -> int:
        """Characters of the text, as far as the last line tells."""
        return self._lines[-1].offset + len(self._lines[-1].text) if self._lines else 0

    def index_at(self, offset: int) -> int:
        """The line that shows the character at an offset."""
        found = 0
        for index, line in enumerate(self._lines):
            if line.offset > offset:
                break
            if index == 0 or line.offset > self._lines[found].offset:
                found = index
        return self.past_blanks(found)

    def past_blanks(self, index: int) -> int:
        """The line, or the next one that is not empty."""
        while index < len(self._lines) - 1 and not self._lines[index].text:
            index += 1
        return index

    def link(self, number: int) -> Link | None:
        """The link with a number."""
        return next((link for link in self.links if link.number == number), None)

    def target(self, link: Link) -> int | None:
        """Where a link within the article leads."""
        return self._targets.get(link.number)

    def find(self, words: str, start: int, step: int = 1) -> int | None:
        """The next line from `start` on that has the words, on itself or on into the next one."""
        wanted = fold(words).strip()
        last = len(self._lines) - 1
        indexes = range(start, last + 1) if step > 0 else range(min(start, last), -1, -1)
        for index in indexes:
            here = fold(self._lines[index].text)
            after = fold(self._lines[index + 1].text) if index + 1 < len(self._lines) else ""
            at = f"{here} {after.lstrip()}".find(wanted)
            if 0 <= at <= len(here):
                return index
        return None

    def _said(self, wrapped: Wrapped) -> Iterator[Said]:
        before: Line | None = None
        for line in wrapped:
            if line.kind is LineKind.RULE:
                continue
            if line.kind is LineKind.LINKS and (before is None or before.kind is not LineKind.LINKS):
                yield Said("Links:", line.offset)
            text = "".join(
                span.text.replace(_DOT, ", ").removeprefix(_DOT[1:]) if span.style == _MUTED else span.text
                for span in line.spans
                if not (line.kind is LineKind.HEADING and span.style == _MARK)
            ).rstrip()
            if line.kind is LineKind.HEADING and (number := self._numbers.get(line.offset)) is not None:
                text = f"Heading {number}, level {self.headings[number - 1].level}: {text.lstrip()}"
            yield Said(text, line.offset)
            before = line


def rows_of(text: str, width: int) -> int:
    """How many rows of a terminal a printed line takes."""
    return max(1, -(-cell_width(text) // max(1, width)))
