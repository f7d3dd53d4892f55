"""Finding words in a wrapped article, also where they go on in the next line.

Called by the reader. Knows nothing of the screen. Compared is as everywhere in the program: without regard to
case, accents and white space; but words with a capital letter are found only as they are written. Our own
marks (quotation bars, link numbers) are not part of the text.
"""

from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from readnow.text.pattern import pattern
from readnow.text.words import fold
from readnow.text.wrap import Line, Wrapped
from readnow.tui.render.document import Marked
from readnow.tui.render.furniture import is_furniture

MOST_MATCHES = 10_000
"""A single letter in the longest of articles is there ten times as often: nobody steps through these."""
_UNSPACED = pattern("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that are broken at any place: there the end of a line is no space."""
_SPACES = pattern(r"\s{2,}|[^\S ]")
_MERGING = pattern("[\u0300-\u036f\u1100-\u11ff\u3130-\u318f]")
"""Characters that folding may put together with the one before, or take out."""


class Part(NamedTuple):
    """The part of a match that is on one line: from and to a character of the line's text."""

    line: int
    start: int
    end: int


class _Chunk(NamedTuple):
    """A run of folded text: where it begins in the whole and on which line; `even`: character by character,
    else all of it stands for one character."""

    start: int
    line: int
    position: int
    even: bool


Found: TypeAlias = tuple[tuple[Part, ...], ...]
"""All matches, each as its parts line by line."""


def is_cased(words: str) -> bool:
    """Whether capital letters count when these words are looked for: where they have one."""
    return any(map(str.isupper, words))


def _fold_cased(text: str) -> str:
    """The text folded, but with its capital letters kept: "Éa" is "Ea"."""
    return text if text.isascii() else "".join(map(_fold_one, text))


@lru_cache(maxsize=4096)
def _fold_one(character: str) -> str:
    """A character folded, and large if it was; it must not become longer by that."""
    folded = fold(character)
    capital = folded.upper() if character.isupper() else folded
    return capital if len(capital) == len(folded) else folded


class FoldedText:
    """The text of a wrapped article as search compares it, and where on the lines each piece of it is.

    Making it wraps the whole article; it serves for as long as the article is wrapped that way. `cased`:
    capital letters count.
    """

    def __init__(self, wrapped: Wrapped, cased: bool = False) -> None:
        self.cased = cased
        self._fold = _fold_cased if cased else fold
        self._parts: list[str] = []
        self._chunks: list[_Chunk] = []
        self._length = 0
        self._last = ""
        for index, line in enumerate(wrapped):
            self._add_line(index, line)
        self._text = "".join(self._parts)
        self._starts = [chunk.start for chunk in self._chunks]

    def _add_line(self, index: int, line: Line) -> None:
        position = 0
        first = True
        for text, style, _ in line.spans:
            if not is_furniture(style):
                if first and self._last == " " and _UNSPACED.match(text) and self._ends_unspaced():
                    self._take_back()
                first = False
                self._add(text, index, position)
            position += len(text)
        self._add(" ", index, position)

    def _add(self, text: str, line: int, position: int) -> None:
        """Add a span: at once where that is possible, else character by character."""
        folded = self._fold(text)
        if len(folded) == len(text) and not _SPACES.search(text) and not _MERGING.search(text):
            if self._last == " " and folded.startswith(" "):
                folded, position = folded[1:], position + 1
            self._append(folded, line, position, True)
            return
        for offset, character in enumerate(text):
            folded = " " if character.isspace() else self._fold(character)
            if not (folded == " " == self._last):
                self._append(folded, line, position + offset, False)

    def _append(self, folded: str, line: int, position: int, even: bool) -> None:
        if folded:
            self._parts.append(folded)
            self._chunks.append(_Chunk(self._length, line, position, even))
            self._length += len(folded)
            self._last = folded[-1]

    def _ends_unspaced(self) -> bool:
        return len(self._parts) > 1 and _UNSPACED.match(self._parts[-2][-1]) is not None

    def _take_back(self) -> None:
        """Take the space of the end of a line back."""
        self._parts.pop()
        self._length = self._chunks.pop().start
        self._last = self._parts[-1][-1]

    def find(self, words: str) -> Found:
        """The places where the words occur, the first `MOST_MATCHES` of them."""
        wanted = " ".join(self._fold(words).split())
        matches: list[tuple[Part, ...]] = []
        start = self._text.find(wanted) if wanted else -1
        while start >= 0 and len(matches) < MOST_MATCHES:
            end = start + len(wanted)
            matches.append(self._located(start, end))
            start = self._text.find(wanted, end)
        return tuple(matches)

    def _located(self, start: int, end: int) -> tuple[Part, ...]:
        """The lines and characters that a piece of the folded text stands for."""
        parts: dict[int, Part] = {}
        index = bisect_right(self._starts, start) - 1
        while index < len(self._chunks) and self._chunks[index].start < end:
            begin, line, position, even = self._chunks[index]
            stop = self._starts[index + 1] if index + 1 < len(self._chunks) else self._length
            low = position + (max(start, begin) - begin if even else 0)
            high = position + (min(end, stop) - begin if even else 1)
            known = parts.get(line)
            parts[line] = Part(line, low if known is None else known.start, high)
            index += 1
        return tuple(parts.values())


class Matches:
    """The places where the words were found, and the one that the user is at."""

    def __init__(self, found: Found = ()) -> None:
        self._found = found
        self._current = 0
        self._on_line: dict[int, list[tuple[int, Part]]] = {}
        for number, parts in enumerate(found):
            for part in parts:
                self._on_line.setdefault(part.line, []).append((number, part))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def line(self) -> int:
        """The line on which the current match begins; 0 if there is none."""
        return self._found[self._current][0].line if self._found else 0

    @property
    def number(self) -> int:
        """Which match is the current one, counted from 1; 0 if there is none."""
        return self._current + 1 if self._found else 0

    def start_at(self, line: int) -> None:
        """Be at the first match on or below a line, else at the first of all."""
        below = (number for number, parts in enumerate(self._found) if parts[0].line >= line)
        self._current = next(below, 0)

    def go_to(self, number: int) -> None:
        """Be at a match by its number, at the last one where there are fewer."""
        self._current = max(0, min(number, len(self._found)) - 1)

    def step(self, delta: int) -> None:
        """To another match; behind the last comes the first."""
        if self._found:
            self._current = (self._current + delta) % len(self._found)

    def marks(self, line: int) -> list[Marked]:
        """What to mark on a line."""
        return [
            Marked(part.start, part.end, number == self._current)
            for number, part in self._on_line.get(line, ())
        ]
