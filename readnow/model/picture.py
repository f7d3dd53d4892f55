"""A picture as a terminal can show it: decoded and scaled in the parser process, drawn by the interface.

Invariant: `data` is as long as `width` and `height` say, or text of sixels; every failure carries a sentence
for the user.
"""

import re
from enum import StrEnum
from math import sqrt

from msgspec import Struct

_SIXELS = re.compile(rb"[!-~]+")
"""Printable characters: nothing that could end the sequence they are put into."""
MAX_DOTS = 1_200_000
"""Dots of a picture at most: so many fit into one answer of the parser process."""


class Form(StrEnum):
    """What `Picture.data` is: three bytes a dot, row by row; or the body of a sequence of sixels."""

    DOTS = "dots"
    SIXELS = "sixels"


class Space(Struct, frozen=True):
    """How much room there is for a picture. `shape` is how many times as high as wide a dot on the screen is.

    `most` bounds the dots in all.
    """

    width: int
    height: int
    shape: float = 1.0
    most: int = MAX_DOTS

    def fit(self, width: int, height: int) -> tuple[int, int]:
        """The dots that a picture of this size gets here: its proportions kept, never more than it has."""
        scale = min(
            1.0,
            self.width / width,
            self.height * self.shape / height,
            sqrt(self.most * self.shape / (width * height)),
        )
        return max(1, int(width * scale)), max(1, int(height * scale / self.shape))


class Picture(Struct, frozen=True):
    """A decoded picture, `width` by `height` dots. `size` is how many it has of its own.

    `moving`: it is the first of several that make a film.
    """

    form: Form
    width: int
    height: int
    data: bytes
    size: tuple[int, int]
    moving: bool = False

    def is_sound(self, space: Space) -> bool:
        """Whether it is what it says, and fits: what made it has read a stranger's file."""
        if not (0 < self.width <= space.width and 0 < self.height <= space.height and min(self.size) > 0):
            return False
        if self.form is Form.DOTS:
            return len(self.data) == 3 * self.width * self.height
        return _SIXELS.fullmatch(self.data) is not None


class PictureFailed(Struct, frozen=True):
    """No picture. `detail` is for the user: what is wrong with it, without a full stop."""

    detail: str


PictureOutcome = Picture | PictureFailed
