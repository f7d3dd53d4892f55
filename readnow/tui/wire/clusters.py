"""Text as the cells of a terminal: what stands in each, and how far terminals agree on how wide it is.

Called by `grid` and `pen`. Pure. Invariant: the cells of a text are as many as Textual counts.
"""

import unicodedata
from enum import IntEnum
from functools import lru_cache

from rich.cells import split_graphemes

_MARKS_ALL_KNOW = ((0x0300, 0x036F), (0x0591, 0x05C7), (0x0610, 0x06ED), (0x0E31, 0x0ECD))
"""Marks over and under Latin, Greek, Cyrillic, Hebrew, Arabic, Thai and Lao letters: no terminal gives them a
cell of their own."""
_WIDE_ALL_KNOW = (
    (0x1100, 0x115F),
    (0x2E80, 0x303E),
    (0x3041, 0x33FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA000, 0xA4CF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE6F),
    (0xFF01, 0xFF60),
    (0xFFE0, 0xFFE6),
    (0x20000, 0x3FFFD),
)
_EMOJI = 0x1F000
_UNSETTLED = (0xD7B0, 0xD7FF)
"""Later vowels and finals of Korean syllables: some join them, some do not."""


class Trust(IntEnum):
    """How sure it is where the cursor stands after a cluster."""

    SURE = 0
    NEARLY = 1
    """One cell, but two on terminals that are set up for East Asian widths."""
    NOT = 2
    """Terminals disagree: what follows must be addressed, and drawn again."""


@lru_cache(maxsize=512)
def cells_of(text: str) -> tuple[str, ...]:
    """A cluster for each cell: an empty one for the second of two that belong together.

    Left out are marks at the beginning, which have no letter here to be on: `marks_before`.
    """
    if text.isascii():
        return tuple(text)
    cells: list[str] = []
    for start, end, width in split_graphemes(text)[0]:
        if width:
            cells.append(text[start:end])
            cells.extend([""] * (width - 1))
        elif cells:
            cells[_last_cluster(cells)] += text[start:end]
    return tuple(cells)


def marks_before(text: str) -> str:
    """Marks at the beginning of a text, which belong to the cell before it."""
    return text[: len(text) - sum(map(len, cells_of(text)))]


def _last_cluster(cells: list[str]) -> int:
    at = len(cells) - 1
    while at and not cells[at]:
        at -= 1
    return at


@lru_cache(maxsize=4096)
def trust_in(cluster: str, *, east_asian: bool = False) -> Trust:
    """How far terminals agree about one cluster; `east_asian`: where ambiguous letters may well be wide."""
    first = cluster[0]
    if not all(_within(ord(mark), _MARKS_ALL_KNOW) for mark in cluster[1:]):
        return Trust.NOT
    code = ord(first)
    if code < 0x7F:
        return Trust.SURE
    if unicodedata.category(first)[0] in "MC":  # marks without a letter, letters without a meaning
        return Trust.NOT
    width = unicodedata.east_asian_width(first)
    if width in "WF":
        return Trust.SURE if _within(code, _WIDE_ALL_KNOW) else Trust.NOT
    if code >= _EMOJI or _within(code, (_UNSETTLED,)):
        return Trust.NOT
    if width == "A":
        return Trust.NOT if east_asian else Trust.NEARLY
    return Trust.SURE


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
