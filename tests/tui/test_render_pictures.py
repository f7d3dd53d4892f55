"""Pictures in characters, and as the sequences of terminals that draw them."""

import random
import re
import zlib
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from readnow.model.picture import MAX_DOTS, Form, Picture, Space
from readnow.tui.render.graphics import (
    Graphics,
    Kind,
    kitty_data,
    kitty_forgotten,
    kitty_hidden,
    kitty_shown,
    sixel_shown,
)
from readnow.tui.render.pixels import block_line, shade_line

RED, BLUE, WHITE, BLACK = b"\xff\0\0", b"\0\0\xff", b"\xff\xff\xff", b"\0\0\0"


def picture(*rows: bytes, form: Form = Form.DOTS) -> Picture:
    width = len(rows[0]) // 3
    return Picture(form, width, len(rows), b"".join(rows), (width, len(rows)))


def cells(segments: list[Segment]) -> list[tuple[str, str, str]]:
    """Each cell: character, colour, ground."""

    def name(style: Style | None, part: str) -> str:
        colour = getattr(style, part) if style is not None else None
        return colour.name if colour is not None else ""

    return [(c, name(s.style, "color"), name(s.style, "bgcolor")) for s in segments for c in s.text]


def test_two_rows_of_dots_are_one_of_cells() -> None:
    two = picture(RED + RED + BLUE, RED + BLUE + BLUE)
    strip = block_line(two, 0, 1, 6, Style())
    assert cells(list(strip)) == [
        (" ", "", ""),
        (" ", "", "#ff0000"),
        ("▀", "#ff0000", "#0000ff"),
        (" ", "", "#0000ff"),
        (" ", "", ""),
        (" ", "", ""),
    ]


def test_below_the_last_row_there_is_the_pane() -> None:
    ground = Style(bgcolor="green")
    strip = block_line(picture(RED, RED, BLUE), 1, 0, 1, ground)
    assert cells(list(strip)) == [("▀", "#0000ff", "green")]


def test_neighbours_of_the_same_colours_are_one_segment() -> None:
    assert len(list(block_line(picture(RED * 50, BLUE * 50), 0, 0, 50, Style()))) == 1


def test_shades_go_from_dark_to_light() -> None:
    strip = shade_line(picture(BLACK + RED + WHITE, BLACK + RED + WHITE), 0, 2, 8, Style())
    assert strip.text == "   :@   "
    assert shade_line(picture(WHITE), 0, 0, 1, Style()).text == "@"


@given(width=st.integers(1, 20), height=st.integers(1, 9), indent=st.integers(0, 5), more=st.integers(0, 5))
def test_a_line_is_as_wide_as_asked_for(width: int, height: int, indent: int, more: int) -> None:
    dots = Picture(Form.DOTS, width, height, bytes(range(256))[: 3 * width] * height, (width, height))
    for line in (block_line, shade_line):
        for row in range(-(-height // 2)):
            strip = line(dots, row, indent, indent + width + more, Style())
            assert strip.cell_length == indent + width + more == len(strip.text)


# -- how much room there is


def test_the_room_is_in_dots_of_the_terminal() -> None:
    assert Graphics(Kind.BLOCKS, (10, 20)).space(80, 20) == Space(80, 40, 1.0)
    assert Graphics(Kind.BLOCKS, (8, 20)).space(80, 20) == Space(80, 40, 1.25)
    assert Graphics(Kind.KITTY, (10, 20)).space(80, 20) == Space(800, 400, 1.0, MAX_DOTS)
    assert Graphics(Kind.SIXEL, (10, 20)).space(200, 60).width == 1000
    assert Graphics(Kind.KITTY, (10, 20)).space(80, 20, remote=True).most < MAX_DOTS
    assert Graphics(Kind.SIXEL, (10, 20)).form is Form.SIXELS


@given(
    kind=st.sampled_from(Kind),
    cell=st.tuples(st.integers(4, 30), st.integers(8, 60)),
    room=st.tuples(st.integers(1, 250), st.integers(1, 100)),
    size=st.tuples(st.integers(1, 6000), st.integers(1, 6000)),
)
def test_a_picture_made_for_the_room_is_in_it(
    kind: Kind, cell: tuple[int, int], room: tuple[int, int], size: tuple[int, int]
) -> None:
    graphics = Graphics(kind, cell)
    width, height = graphics.space(*room).fit(*size)
    made = Picture(graphics.form, width, height, b"", size)
    columns, rows = graphics.cells(made, *room)
    assert 1 <= columns <= room[0]
    assert 1 <= rows <= room[1]


def test_a_small_picture_is_made_twice_as_large_by_a_terminal_that_can() -> None:
    small = Picture(Form.DOTS, 100, 100, b"", (100, 100))
    assert Graphics(Kind.KITTY, (10, 20)).cells(small, 80, 40) == (20, 10)
    assert Graphics(Kind.KITTY, (10, 20)).cells(small, 80, 6) == (12, 6)


# -- sequences

ONE_CHUNK = re.compile(r"\x1b_G([^;\x1b]*);([A-Za-z0-9+/=]*)\x1b\\")


def test_kitty_gets_all_dots_in_small_pieces() -> None:
    dots = random.Random(1).randbytes(3 * 90 * 70)
    large = Picture(Form.DOTS, 90, 70, dots, (90, 70))
    sequence = kitty_data(large, 7)
    chunks = ONE_CHUNK.findall(sequence)
    assert "".join(f"\x1b_G{head};{data}\x1b\\" for head, data in chunks) == sequence
    assert all(len(data) <= 4096 for _, data in chunks)
    assert zlib.decompress(b64decode("".join(data for _, data in chunks))) == dots
    assert "s=90,v=70,i=7,q=2,m=1" in chunks[0][0]
    assert [head for head, _ in chunks[1:]] == ["m=1"] * (len(chunks) - 2) + ["m=0"]


def test_kitty_places_it_and_takes_it_away() -> None:
    assert kitty_shown(7, 2, 4, 10, 20) == "\x1b7\x1b[3;5H\x1b_Ga=p,i=7,p=1,c=20,r=10,C=1,q=2\x1b\\\x1b8"
    assert "d=i,i=7," in kitty_hidden(7)
    assert "d=I,i=7," in kitty_forgotten(7)


def test_sixels_stand_in_their_sequence_and_nothing_else_does() -> None:
    body = Picture(Form.SIXELS, 1, 1, b'"1;1;1;1#0;2;0;0;0#0@-', (1, 1))
    assert sixel_shown(body, 2, 4) == '\x1b7\x1b[3;5H\x1bP0;1;0q"1;1;1;1#0;2;0;0;0#0@-\x1b\\\x1b8'


@pytest.mark.parametrize(
    ("picture", "sound"),
    [
        (Picture(Form.DOTS, 2, 1, bytes(6), (9, 9)), True),
        (Picture(Form.DOTS, 2, 1, bytes(5), (9, 9)), False),
        (Picture(Form.DOTS, 2, 1, bytes(7), (9, 9)), False),
        (Picture(Form.DOTS, 5, 1, bytes(15), (9, 9)), False),
        (Picture(Form.DOTS, 0, 0, b"", (9, 9)), False),
        (Picture(Form.DOTS, 2, 1, bytes(6), (0, 9)), False),
        (Picture(Form.SIXELS, 2, 1, b"#0@", (9, 9)), True),
        *(
            (Picture(Form.SIXELS, 2, 1, evil, (9, 9)), False)
            for evil in (b"#0@\x1b\\\x1b]52;c;eA==\x07", b"\x9c", b"a\nb", b"a b", "é".encode(), b"", b"a\n")
        ),
    ],
)
def test_what_comes_out_of_the_parser_process_is_looked_at(picture: Picture, sound: bool) -> None:
    assert picture.is_sound(Space(4, 4)) is sound
