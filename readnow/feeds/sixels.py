"""Dots as sixels (DEC STD 070, chapter 9), the pictures that many terminals draw. Pure.

Called in the parser process by `pictures`. Invariant: what comes out is printable ASCII without a control
character, so that it cannot end the sequence that it is put into.
"""

import re
from collections.abc import Sequence

from readnow.text.pattern import pattern

BAND = 6
"""Dots that one character stands for, from top to bottom."""
_FIRST = 63
_TO_CHARACTERS = bytes((value + _FIRST) & 0xFF for value in range(256))
_LONG_RUN = pattern(rb"(.)\1{3,}")
_EMPTY = b"?"


def sixels(dots: bytes, width: int, colours: Sequence[tuple[int, int, int]]) -> bytes:
    """The body of a sequence for rows of `width` indexes into `colours` (red, green, blue, 0 to 255)."""
    height = len(dots) // width
    parts = [b'"1;1;%d;%d' % (width, height)]
    parts += [
        b"#%d;2;%d;%d;%d" % (index, *((part * 100 + 127) // 255 for part in colour))
        for index, colour in enumerate(colours)
    ]
    for top in range(0, height, BAND):
        rows = [dots[y * width : (y + 1) * width] for y in range(top, min(top + BAND, height))]
        used = sorted(set(b"".join(rows)))
        parts.append(b"$".join([b"#%d%b" % (colour, _line(rows, colour)) for colour in used]))
        parts.append(b"-")
    return b"".join(parts)


def _line(rows: Sequence[bytes], colour: int) -> bytes:
    """Where up to six rows have one colour, as a line of characters with their repetitions counted."""
    bits = 0
    for place, row in enumerate(rows):
        if colour in row:
            mark = bytes(colour) + bytes((1 << place,)) + bytes(255 - colour)
            bits |= int.from_bytes(row.translate(mark), "big")
    line = bits.to_bytes(len(rows[0]), "big").translate(_TO_CHARACTERS).rstrip(_EMPTY)
    return _LONG_RUN.sub(_counted, line)


def _counted(run: re.Match[bytes]) -> bytes:
    return b"!%d%b" % (len(run[0]), run[1])
