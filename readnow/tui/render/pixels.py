"""A picture in characters, for every terminal: half blocks in its colours, or shades where there are none.

Called by the widgets that show pictures. Pure. Invariant: a strip is exactly as wide as asked for; neighbours
of the same colours are one segment.
"""

from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from readnow.model.picture import Picture

_UPPER = "▀"
_SHADES = " .:-=+*#%@"
"""From dark to light."""
_Dot = tuple[int, int, int]


def block_line(picture: Picture, row: int, indent: int, width: int, ground: Style) -> Strip:
    """Two rows of dots as a line of `width` cells: the upper is the character, the lower its ground."""
    upper, lower = _dots(picture, 2 * row), _dots(picture, 2 * row + 1)
    segments = [Segment(" " * indent, ground)] if indent else []
    start = 0
    for at in range(1, len(upper) + 1):
        if at < len(upper) and upper[at] == upper[start] and lower[at : at + 1] == lower[start : start + 1]:
            continue
        under = lower[start] if lower else None
        text = " " if upper[start] == under else _UPPER
        segments.append(Segment(text * (at - start), _style(upper[start], under, ground)))
        start = at
    rest = width - indent - len(upper)
    if rest > 0:
        segments.append(Segment(" " * rest, ground))
    return Strip(segments, width)


def shade_line(picture: Picture, row: int, indent: int, width: int, ground: Style) -> Strip:
    """Two rows of dots as a line of `width` cells, in characters that are more or less light."""
    upper, lower = _dots(picture, 2 * row), _dots(picture, 2 * row + 1)
    text = "".join(
        _SHADES[_light(dot, lower[at] if lower else dot) * len(_SHADES) // 256]
        for at, dot in enumerate(upper)
    )
    return Strip([Segment((" " * indent + text).ljust(width), ground)], width)


def _dots(picture: Picture, y: int) -> list[_Dot]:
    row = picture.data[3 * picture.width * y : 3 * picture.width * (y + 1)]
    return list(zip(row[::3], row[1::3], row[2::3], strict=True))


def _light(one: _Dot, other: _Dot) -> int:
    """How light two dots are together, 0 to 255 (the weights of ITU-R BT.601)."""
    red, green, blue = (a + b for a, b in zip(one, other, strict=True))
    return (299 * red + 587 * green + 114 * blue) // 2000


@lru_cache(maxsize=8192)
def _style(upper: _Dot, lower: _Dot | None, ground: Style) -> Style:
    if lower is None:
        return ground + Style.from_color(Color.from_rgb(*upper))
    if upper == lower:
        return Style.from_color(None, Color.from_rgb(*lower))
    return Style.from_color(Color.from_rgb(*upper), Color.from_rgb(*lower))
