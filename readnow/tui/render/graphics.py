"""Pictures as the sequences that some terminals draw them from: kitty's graphics protocol, and sixels.

Called by the widget that shows a picture; `pixels` draws it where a terminal has neither. Pure. Invariant:
what is made of a picture's data cannot hold a control character; the cursor is where it was before.
"""

import zlib
from base64 import b64encode
from enum import StrEnum
from typing import NamedTuple

from readnow.model.picture import Form, Picture, Space

USUAL_CELL = (10, 20)
"""Width and height of a cell in pixels where a terminal does not tell; what matters is the proportion."""

_CHUNK = 4096
_ZLIB_LEVEL = 3
_ENLARGED = 2.0
"""A small picture is shown at most so many times as large as it is."""
_MOST_SIXELS = 1000
"""Wider or higher pictures are cut off by some terminals."""
_REMOTE_DOTS = 250_000


class Kind(StrEnum):
    """How a picture is drawn."""

    BLOCKS = "blocks"
    KITTY = "kitty"
    SIXEL = "sixel"


class Graphics(NamedTuple):
    """What a terminal can do, and the width and height of its cells in pixels."""

    kind: Kind = Kind.BLOCKS
    cell: tuple[int, int] = USUAL_CELL

    @property
    def form(self) -> Form:
        """What it needs a picture as."""
        return Form.SIXELS if self.kind is Kind.SIXEL else Form.DOTS

    def space(self, columns: int, rows: int, *, remote: bool = False) -> Space:
        """The room in so many cells; less is sent to a terminal on another machine."""
        width, height = self.cell
        if self.kind is Kind.BLOCKS:
            return Space(columns, 2 * rows, height / 2 / width)
        room = Space(columns * width, rows * height)
        if self.kind is Kind.SIXEL:
            room = Space(min(room.width, _MOST_SIXELS), min(room.height, _MOST_SIXELS))
        return Space(room.width, room.height, most=_REMOTE_DOTS) if remote else room

    def cells(self, picture: Picture, columns: int, rows: int) -> tuple[int, int]:
        """The columns and rows, of so many, that a picture made for this terminal takes."""
        width, height = self.cell
        if self.kind is Kind.BLOCKS:
            return picture.width, -(-picture.height // 2)
        if self.kind is Kind.SIXEL:
            return -(-picture.width // width), -(-picture.height // height)
        scale = min(_ENLARGED, columns * width / picture.size[0], rows * height / picture.size[1])
        across, down = picture.size[0] * scale / width, picture.size[1] * scale / height
        return max(1, min(columns, round(across))), max(1, min(rows, round(down)))


def kitty_data(picture: Picture, number: int) -> str:
    """Hands the dots to the terminal under a number. Takes a while for a large picture."""
    payload = b64encode(zlib.compress(picture.data, _ZLIB_LEVEL)).decode("ascii")
    pieces = [payload[start : start + _CHUNK] for start in range(0, len(payload), _CHUNK)]
    head = f"a=t,t=d,f=24,o=z,s={picture.width},v={picture.height},i={number},q=2,"
    last = len(pieces) - 1
    return "".join(
        f"\x1b_G{head if not at else ''}m={int(at < last)};{piece}\x1b\\" for at, piece in enumerate(pieces)
    )


def kitty_shown(number: int, row: int, column: int, rows: int, columns: int) -> str:
    """Shows the picture with this number from a cell on (counted from 0), in place of where it was."""
    return _at(row, column, f"\x1b_Ga=p,i={number},p=1,c={columns},r={rows},C=1,q=2\x1b\\")


def kitty_hidden(number: int) -> str:
    """Takes the picture off the screen; the terminal keeps its dots."""
    return f"\x1b_Ga=d,d=i,i={number},q=2\x1b\\"


def kitty_forgotten(number: int) -> str:
    """Takes the picture off the screen and out of the terminal's memory."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


def sixel_shown(picture: Picture, row: int, column: int) -> str:
    """Draws the picture, which is sound, from a cell on (counted from 0)."""
    return _at(row, column, f"\x1bP0;1;0q{picture.data.decode('ascii')}\x1b\\")


def _at(row: int, column: int, drawing: str) -> str:
    return f"\x1b7\x1b[{row + 1};{column + 1}H{drawing}\x1b8"
