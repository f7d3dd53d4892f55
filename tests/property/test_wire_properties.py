"""What is sent in place of whole frames: a terminal shows the same screen, whatever was on it before."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pyte
import pyte.screens
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size
from wcwidth import wcwidth

from readnow.tui.wire.clusters import Trust, cells_of, trust_in
from readnow.tui.wire.wire import Wire

BLOCK, BLOCKS, ROWS = 12, 3, 5
COLUMNS = BLOCK * BLOCKS
SURE = (
    "plain words",
    "é ü ß",
    "漢字 かな 한글",
    "e\u0301a\u0308",
    "│─ … · ●",
    "ก่น้ก๊",
    " " * 9,
    "a" + " " * 30,
)
DOUBTFUL = ("👨‍👩‍👧", "☀️", "🇩🇪", "👍🏽", "⚡", "क्षि", "🫨")
LOOKS = ("", "1", "1;38;5;4", "7", "4;31", "38;2;1;2;3;48;2;4;5;6", "48;5;7", "39;49", "2;3", "9")
LINKS = ("", "", "", "id=1;https://e.example/")
APART = (
    "\x07",
    "\x1b]52;c;aGk=\x07",
    "\x1b[2J",
    "\x1b[?1049h",
    "\x1b[3;1Hthe wall\x1b[K",
    "\x1b[1;1H\x1b[5mx",
)


class Piece(NamedTuple):
    """Of a row: text in a look, within a link or not."""

    text: str
    look: str
    link: str

    def written(self) -> str:
        """As Textual writes it."""
        styled = f"\x1b[{self.look}m{self.text}\x1b[0m" if self.look else self.text
        return f"\x1b]8;{self.link}\x1b\\{styled}\x1b]8;;\x1b\\" if self.link else styled


class Strip(NamedTuple):
    """Blocks at a place."""

    row: int
    block: int
    blocks: tuple[tuple[Piece, ...], ...]


Frame = tuple[Strip, ...]


def blocks(words: Sequence[str]) -> st.SearchStrategy[tuple[Piece, ...]]:
    """Pieces that fill a block: nothing that takes two cells is in two blocks."""

    @st.composite
    def made(draw: st.DrawFn) -> tuple[Piece, ...]:
        pieces, room = [], BLOCK
        while room:
            text = draw(st.lists(st.sampled_from(words), min_size=1, max_size=3).map("".join))
            if cell_len(text) > room or draw(st.booleans()):
                text = set_cell_size(text, room)
            pieces.append(Piece(text, draw(st.sampled_from(LOOKS)), draw(st.sampled_from(LINKS))))
            room -= cell_len(text)
        return tuple(pieces)

    return made()


def frames(words: Sequence[str]) -> st.SearchStrategy[Frame]:
    """One frame: strips, most often few."""

    @st.composite
    def strips(draw: st.DrawFn) -> Strip:
        block = draw(st.integers(0, BLOCKS - 1))
        filled = draw(st.lists(blocks(words), min_size=1, max_size=BLOCKS - block))
        return Strip(draw(st.integers(0, ROWS - 1)), block, tuple(filled))

    return st.lists(strips(), min_size=1, max_size=ROWS).map(tuple)


def written(frame: Frame) -> str:
    """The frame as Textual writes it."""
    lines = [
        f"\x1b[{strip.row + 1};{strip.block * BLOCK + 1}H"
        + "".join(piece.written() for block in strip.blocks for piece in block)
        for strip in frame
    ]
    ends = ["\n" if strip.row < ROWS - 1 else "" for strip in frame[:-1]] + [""]
    return "".join(line + end for line, end in zip(lines, ends, strict=True)) + "\x1b[1;1H"


def sent_for(ours: Wire, data: str) -> str:
    """What is sent for what Textual writes, on a line that is free."""
    ours.take_in(data)
    return ours.due()


class Emulator:
    """A terminal, on which something else stood."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self._screen)
        self.feed("\x1b[?7l\x1b[H" + "\r\n".join("#" * COLUMNS for _ in range(ROWS)))

    def feed(self, data: str) -> None:
        """Take what is sent."""
        self._stream.feed(data)

    def cell(self, row: int, column: int) -> tuple[object, ...]:
        """What can be seen of a cell."""
        cell = self._screen.buffer[row][column]
        lines = (cell.bg, cell.underscore, cell.strikethrough, cell.reverse)
        if cell.data in (" ", ""):
            return (" ", *lines, cell.fg if any(lines[1:]) else "")
        return (cell.data, *lines, cell.fg, cell.bold, cell.italics)

    def all(self) -> list[list[tuple[object, ...]]]:
        """All that can be seen."""
        return [[self.cell(row, column) for column in range(COLUMNS)] for row in range(ROWS)]


def wire() -> Wire:
    made = Wire({"TERM": "xterm-256color"})
    made.resized(COLUMNS, ROWS)
    return made


@given(st.lists(st.one_of(frames(SURE), st.sampled_from(APART)), max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_terminal_shows_what_it_would_show_of_everything(sent: list[Frame | str]) -> None:
    whole, less, ours = Emulator(), Emulator(), wire()
    for one in sent:
        data = one if isinstance(one, str) else written(one)
        whole.feed(data)
        less.feed(sent_for(ours, data))
        assert less.all() == whole.all()


@given(st.lists(frames((*SURE, *DOUBTFUL)), min_size=1, max_size=3))
@settings(max_examples=30, deadline=None)
def test_nothing_is_sent_twice(sent: list[Frame]) -> None:
    ours = wire()
    for frame in sent:
        sent_for(ours, written(frame))
        last = {(strip.row, strip.block): strip for strip in frame}
        if len(last) == len({strip.row for strip in frame}) == len(frame):  # nothing covers anything
            assert sent_for(ours, written(frame)) == ""


def narrow(character: str) -> int:
    """The width of a character on a terminal that knows no emoji."""
    return (
        min(1, wcwidth(character)) if ord(character) > 0x1F000 or character in "☀⚡" else wcwidth(character)
    )


@pytest.mark.parametrize("width", [wcwidth, narrow])
@given(st.lists(frames((*SURE, *DOUBTFUL)), min_size=1, max_size=3))
@settings(max_examples=30, deadline=None)
def test_where_terminals_disagree_about_widths_all_else_is_in_its_place(
    width: Callable[[str], int], sent: list[Frame]
) -> None:
    terminal, ours = Emulator(), wire()
    wanted: dict[tuple[int, int], str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyte.screens, "wcwidth", width)
        for frame in sent:
            terminal.feed(sent_for(ours, written(frame)))
            for row, block, filled in frame:
                for at, pieces in enumerate(filled, block):
                    cells = [cell for piece in pieces for cell in cells_of(piece.text)]
                    wanted.update({(row, at * BLOCK + column): cell for column, cell in enumerate(cells)})
    for (row, column), cell in wanted.items():
        marked = any(map(unicodedata.combining, wanted.get((row, column + 1), "")))
        if cell and not marked and trust_in(cell) is not Trust.NOT:
            assert terminal.cell(row, column)[0] == unicodedata.normalize("NFC", cell)
