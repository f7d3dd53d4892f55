"""Facts about one thing as lines: a name at the left, words or a chart beside it. Pure.

Called by the pane of facts. Invariant: every line is exactly `width` cells; no text is cut, what is too long
goes on in the next line; texts are shown as they are, never as markup.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from rich.style import Style
from textual.strip import Strip

from readnow.text.cells import cell_width, fit
from readnow.text.clean import clean_line
from readnow.tui.render.bars import bars
from readnow.tui.render.palette import Marks, Palette
from readnow.tui.render.pieces import strip_of

_MARGIN = 2
_LABEL = 14
_WIDEST = 110
_TEXT = 4_000
_LEAST_BARS = 13


class Fact(Struct, frozen=True):
    """One fact. Without a label its words begin at the margin; without anything it is an empty line.

    `parts` stand behind each other with a dot between them, and a line ends between two of them rather than
    inside. `values`: a chart of these, with the words behind it. `quiet` words step back, `warning` ones
    stand out.
    """

    label: str = ""
    text: str = ""
    parts: tuple[str, ...] = ()
    values: tuple[int, ...] = ()
    quiet: bool = False
    warning: bool = False


def fact_lines(facts: Sequence[Fact], width: int, palette: Palette, marks: Marks) -> tuple[Strip, ...]:
    """The lines of all facts."""
    return tuple(line for fact in facts for line in _lines(fact, width, palette, marks))


def _lines(fact: Fact, width: int, palette: Palette, marks: Marks) -> Iterator[Strip]:
    indent = _MARGIN + (_LABEL if fact.label else 0)
    room = max(1, min(width, _WIDEST) - indent - 1)
    units = _units(fact, marks)
    style = palette.warning if fact.warning else palette.muted if fact.quiet else palette.text
    if fact.values:
        beside = sum(cell_width(unit) + 1 for unit in units)
        units = [bars(fact.values, max(_LEAST_BARS, room - beside), marks), *units]
    label = f"{clean_line(fact.label):<{_LABEL}}" if fact.label else ""
    for number, line in enumerate(wrapped(units, room)):
        before = (" " * _MARGIN + label, palette.muted) if not number else (" " * indent, palette.text)
        yield _line(before, (line, style), width, palette)


def _units(fact: Fact, marks: Marks) -> list[str]:
    """What a line does not end inside of, where it can be helped."""
    if not fact.parts:
        return clean_line(fact.text, _TEXT).split(" ")
    parts = [clean_line(part, _TEXT) for part in fact.parts]
    return [f"{part} {marks.dot}" for part in parts[:-1]] + parts[-1:]


def _line(before: tuple[str, Style], text: tuple[str, Style], width: int, palette: Palette) -> Strip:
    return strip_of([before, text], width, palette.text)


def wrapped(units: Sequence[str], cells: int) -> list[str]:
    """Words or phrases in lines of at most so many cells; one that is longer than a line is broken."""
    lines: list[str] = []
    for word in units:
        if lines and cell_width(lines[-1]) + 1 + cell_width(word) <= cells:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
            continue
        part, rest = _part(word, cells)
        lines.append(part)
        while rest:
            part, rest = _part(rest, cells)
            lines.append(part)
    return lines


def _part(word: str, cells: int) -> tuple[str, str]:
    """The beginning of a word that fits, at least one character, and what is left of it."""
    taken = fit(word, cells)[0] or word[:1]
    return taken, word[len(taken) :]
