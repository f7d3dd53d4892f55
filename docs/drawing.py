"""Lines of the screen as an SVG picture: words as text, rules, bars and grounds as shapes.

Called by `docs.gallery`. Invariant: the same lines give the same bytes; every word begins at its own cell,
whatever font the viewer has, and nothing is loaded from anywhere.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from rich.color import Color
from rich.style import Style
from textual.strip import Strip

from readnow.text.cells import cell_width, clusters

CELL, LINE = 8.4, 18
"""Width and height of a cell."""
_FONT_SIZE = 14
_PADDING = 14
_DIM = 0.62
_BASELINE = 13.5
_FONTS = "ui-monospace,'SF Mono',SFMono-Regular,Menlo,'DejaVu Sans Mono',Consolas,'Liberation Mono',monospace"
_WORD = re.compile(r"\S+")
_BARS = "▁▂▃▄▅▆▇█"
_SHAPES = f"│─╌▎{_BARS}"


class Scheme(NamedTuple):
    """What the terminal's own colours are in a picture."""

    foreground: str = "#c9ccd3"
    background: str = "#17191e"
    colours: tuple[str, ...] = (
        *("#2b2e36", "#e07a72", "#9bb872", "#d8a657", "#7aa5d2", "#b18ec2", "#72b5ad", "#c9ccd3"),
        *("#646a76", "#f0938b", "#b3cf8b", "#e8bd78", "#96bde6", "#c9a9d8", "#8fcdc5", "#eef0f3"),
    )


class _Run(NamedTuple):
    """Text of one look, from a cell on."""

    x: int
    text: str
    front: str
    back: str
    style: Style

    @property
    def cells(self) -> int:
        return cell_width(self.text)


def picture(strips: Sequence[Strip], size: tuple[int, int], title: str, scheme: Scheme | None = None) -> str:
    """The lines as a picture of a terminal with that many columns and lines."""
    scheme = scheme or Scheme()
    lines = [tuple(_runs(strip, scheme)) for strip in strips]
    ground = _ground(lines, scheme)
    width, height = round(size[0] * CELL + 2 * _PADDING, 1), size[1] * LINE + 2 * _PADDING
    body = [*_grounds(lines, ground), *_shapes(lines), *_texts(lines)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" role="img">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width:g}" height="{height}" rx="9" fill="{ground}"/>',
            f'<rect x=".5" y=".5" width="{width - 1:g}" height="{height - 1}" rx="8.5" fill="none" '
            'stroke="#808080" stroke-opacity=".35"/>',
            f'<g transform="translate({_PADDING} {_PADDING})" font-family="{_FONTS}" '
            f'font-size="{_FONT_SIZE}">',
            *body,
            "</g>",
            "</svg>",
            "",
        ]
    )


def _runs(strip: Strip, scheme: Scheme) -> Iterator[_Run]:
    x = 0
    for text, style, control in strip:
        if control or not text:
            continue
        style = style or Style()
        front = _hex(style.color, scheme, scheme.foreground)
        back = _hex(style.bgcolor, scheme, scheme.background)
        if style.reverse:
            front, back = back, front
        if style.dim:
            front = _mixed(front, back)
        yield _Run(x, text, front, back, style)
        x += cell_width(text)


def _hex(colour: Color | None, scheme: Scheme, default: str) -> str:
    if colour is None or colour.is_default:
        return default
    if colour.triplet is not None:
        return colour.triplet.hex
    return scheme.colours[colour.number or 0] if (colour.number or 0) < 16 else default


def _mixed(front: str, back: str) -> str:
    parts = (
        round(int(front[at : at + 2], 16) * _DIM + int(back[at : at + 2], 16) * (1 - _DIM))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


def _ground(lines: Iterable[Sequence[_Run]], scheme: Scheme) -> str:
    """The colour that most of the picture has."""
    cells: dict[str, int] = {}
    for run in (run for line in lines for run in line):
        cells[run.back] = cells.get(run.back, 0) + run.cells
    return max(cells, key=lambda back: cells[back], default=scheme.background)


def _grounds(lines: Sequence[Sequence[_Run]], ground: str) -> Iterator[str]:
    """What stands on another ground: neighbours together, and the same in the line below."""
    open_: dict[tuple[int, int, str], int] = {}
    for y, line in enumerate([*lines, ()]):
        here: dict[tuple[int, int, str], int] = {}
        for x, cells, back in _joined(line):
            if back != ground:
                key = (x, cells, back)
                here[key] = open_.pop(key, y)
        for (x, cells, back), top in open_.items():
            yield _rect(x, top * LINE, cells * CELL, (y - top) * LINE, back)
        open_ = here


def _joined(line: Sequence[_Run]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for run in line:
        if found and found[-1][2] == run.back:
            x, cells, back = found[-1]
            found[-1] = (x, cells + run.cells, back)
        else:
            found.append((run.x, run.cells, run.back))
    return found


def _rect(x: float, top: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x * CELL:.4g}" y="{top:g}" width="{width:.5g}" height="{height:g}" fill="{colour}"/>'


def _shapes(lines: Sequence[Sequence[_Run]]) -> Iterator[str]:
    """Rules, bars, and what is underlined."""
    rules: dict[tuple[int, str], list[int]] = {}
    for y, line in enumerate(lines):
        for run in line:
            if run.style.underline:
                yield _line(run.x, y * LINE + LINE - 2.5, run.cells, run.front)
            for match in re.finditer(r"─+|╌+", run.text):
                x = run.x + cell_width(run.text[: match.start()])
                dashes = ' stroke-dasharray="3 3"' if match[0][0] == "╌" else ""
                yield _line(x, y * LINE + LINE / 2 - 1, len(match[0]), run.front, dashes)
            x = run.x
            for cluster, cells in clusters(run.text):
                if cluster == "│":
                    rules.setdefault((x, run.front), []).append(y)
                elif cluster == "▎":
                    yield _rect(x + 0.1, y * LINE, 2, LINE, run.front)
                elif cluster in _BARS:
                    high = (_BARS.index(cluster) + 1) / 8 * (LINE - 4)
                    yield _rect(x, y * LINE + LINE - 2 - high, CELL - 1, round(high, 1), run.front)
                x += cells
    for (x, colour), rows in rules.items():
        for top, behind in _in_a_row(rows):
            yield _rect(x + 0.5, top * LINE, 1, (behind - top) * LINE, colour)


def _line(x: int, y: float, cells: int, colour: str, more: str = "") -> str:
    start, end = x * CELL, (x + cells) * CELL
    return f'<path d="M{start:.5g} {y:g}H{end:.5g}" stroke="{colour}"{more}/>'


def _in_a_row(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = rows[0]
    for before, row in zip(rows, [*rows[1:], -1], strict=True):
        if row != before + 1:
            yield start, before + 1
            start = row


def _texts(lines: Sequence[Sequence[_Run]]) -> Iterator[str]:
    """The words, each at its cell and in as many cells as on a terminal."""
    for y, line in enumerate(lines):
        words = [_word(run, match) for run in line for match in _WORD.finditer(run.text)]
        words = [word for word in words if word]
        if words:
            yield f'<g transform="translate(0 {y * LINE + _BASELINE:g})">{"".join(words)}</g>'


def _word(run: _Run, match: re.Match[str]) -> str:
    text = match[0].strip(_SHAPES)
    if not text:
        return ""
    x = run.x + cell_width(run.text[: match.start()]) + match[0].index(text)
    cells = cell_width(text)
    look = f' fill="{run.front}"'
    if run.style.bold:
        look += ' font-weight="700"'
    if run.style.italic:
        look += ' font-style="italic"'
    if run.style.strike:
        look += ' text-decoration="line-through"'
    length = f' textLength="{cells * CELL:.5g}"' if cells > 1 else ""
    return f'<text x="{x * CELL:.5g}"{length}{look}>{escape(text)}</text>'
