"""Sixels: what a terminal would draw is what was given, and nothing in them ends the sequence."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.feeds.sixels import sixels

_TOKEN = re.compile(rb'"[\d;]+|#\d+(?:;[\d;]+)?|!\d+[?-~]|[?-~]|[$-]')


def drawn(body: bytes) -> tuple[int, int, dict[tuple[int, int], int]]:
    """What a terminal makes of the body: width, height, and the colour of each dot."""
    assert b"".join(_TOKEN.findall(body)) == body
    dots: dict[tuple[int, int], int] = {}
    width = height = x = top = colour = 0
    for token in _TOKEN.findall(body):
        if token[:1] == b'"':
            width, height = map(int, token[1:].split(b";")[2:])
        elif token[:1] == b"#":
            colour = int(token[1:].split(b";")[0])
        elif token == b"$":
            x = 0
        elif token == b"-":
            x, top = 0, top + 6
        else:
            count = int(token[1:-1]) if token[:1] == b"!" else 1
            for place in range(6):
                if (token[-1] - 63) >> place & 1:
                    dots.update({(at, top + place): colour for at in range(x, x + count)})
            x += count
    return width, height, dots


@given(
    width=st.integers(1, 40),
    height=st.integers(1, 20),
    data=st.data(),
)
def test_what_is_drawn_is_what_was_given(width: int, height: int, data: st.DataObject) -> None:
    colours = data.draw(st.sampled_from([1, 2, 255, 256]))
    dots = bytes(
        data.draw(st.lists(st.integers(0, colours - 1), min_size=width * height, max_size=width * height))
    )
    body = sixels(dots, width, [(0, 0, 0)] * colours)
    assert drawn(body) == (
        width,
        height,
        {(at % width, at // width): colour for at, colour in enumerate(dots)},
    )
    assert re.fullmatch(rb"[!-~]+", body)


def test_long_runs_are_short() -> None:
    assert len(sixels(bytes(1000 * 600), 1000, [(1, 2, 3)])) < 1500


@pytest.mark.parametrize(("value", "percent"), [(0, 0), (255, 100), (128, 50), (1, 0), (254, 100)])
def test_colours_are_told_in_hundredths(value: int, percent: int) -> None:
    assert b"#0;2;%d;0;100" % percent in sixels(b"\0", 1, [(value, 0, 255)])
