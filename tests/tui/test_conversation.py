"""What the terminal can draw: its answers are found among what is typed, of which nothing is lost."""

import asyncio
import fcntl
import os
import pty
import struct
import termios
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.tui import conversation as module
from readnow.tui.conversation import Conversation
from readnow.tui.render.graphics import USUAL_CELL, Graphics, Kind

XTERM = {"TERM": "xterm-256color"}
KITTY_YES = "\x1b_Gi=31;OK\x1b\\"
CELL = "\x1b[6;22;11t"
PLAIN, SIXEL = "\x1b[?62;22c", "\x1b[?62;4;22c"


class Told(Conversation):
    """A conversation with a terminal that answers at once, or never."""

    def __init__(self, answer: str, environment: dict[str, str] | None = None) -> None:
        super().__init__(XTERM if environment is None else environment)
        self.asked: list[str] = []
        self.typed = ""
        self.answer = answer
        self.attach(self._hear, -1)

    def _hear(self, sequence: str) -> None:
        self.asked.append(sequence)
        self.typed += self.sift(self.answer)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)


@pytest.mark.parametrize(
    ("answer", "graphics"),
    [
        (KITTY_YES + CELL + PLAIN, Graphics(Kind.KITTY, (11, 22))),
        (KITTY_YES + CELL + SIXEL, Graphics(Kind.KITTY, (11, 22))),
        (CELL + SIXEL, Graphics(Kind.SIXEL, (11, 22))),
        (SIXEL, Graphics(Kind.BLOCKS, USUAL_CELL)),  # nobody knows how large its cells are
        (KITTY_YES + PLAIN, Graphics(Kind.KITTY, USUAL_CELL)),
        ("\x1b_Gi=31;ENOTSUPPORTED:no\x1b\\" + CELL + PLAIN, Graphics(Kind.BLOCKS, (11, 22))),
        (PLAIN, Graphics()),
        ("\x1b[?4c", Graphics()),
        ("", Graphics()),
        ("\x1b[6;0;0t" + SIXEL, Graphics()),
    ],
)
async def test_a_terminal_is_believed(answer: str, graphics: Graphics) -> None:
    told = Told(answer)
    assert await told.graphics() == graphics
    assert await told.graphics() == graphics
    assert len(told.asked) == 1
    assert told.typed == ""


@pytest.mark.parametrize(
    ("environment", "kitty", "asked"),
    [
        (XTERM, True, True),
        ({"TERM": "xterm-kitty"}, True, True),
        ({"TERM": "tmux-256color"}, False, True),
        ({"TERM": "screen"}, False, True),
        ({**XTERM, "TMUX": "/tmp/x,1,0"}, False, True),
        ({**XTERM, "STY": "1.pts"}, False, True),
        ({"TERM": "linux"}, False, False),
        ({**XTERM, "TERM_PROGRAM": "Apple_Terminal"}, False, False),
    ],
)
async def test_nobody_is_asked_what_he_would_not_understand(
    environment: dict[str, str], kitty: bool, asked: bool
) -> None:
    told = Told(PLAIN, environment)
    await told.graphics()
    assert bool(told.asked) is asked
    assert ("\x1b_G" in "".join(told.asked)) is kitty


async def test_without_a_terminal_there_are_blocks() -> None:
    silent = Conversation(XTERM)
    silent.write("x")
    assert await silent.graphics() == Graphics()


async def test_nothing_is_asked_before_a_picture_is_wanted() -> None:
    told = Told(PLAIN)
    assert told.sift("\x1b[?62c\x1b") == "\x1b[?62c\x1b"
    assert told.asked == []


async def test_an_answer_that_comes_late_counts_the_next_time() -> None:
    told = Told("")
    assert (await told.graphics()).kind is Kind.BLOCKS
    assert told.sift("n" + CELL + SIXEL + "q") == "nq"
    assert await told.graphics() == Graphics(Kind.SIXEL, (11, 22))


async def test_who_waits_is_woken_from_the_thread_that_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 5.0)
    told = Told("")
    waiting = asyncio.create_task(told.graphics())
    while not told.asked:
        await asyncio.sleep(0)
    assert await asyncio.to_thread(told.sift, KITTY_YES + PLAIN) == ""
    assert (await waiting).kind is Kind.KITTY


@given(
    pieces=st.lists(
        st.sampled_from(
            (
                *(KITTY_YES, CELL, "a", "j", "\x1b", "\x1b[A", "\x1b[6~", "\x1b[6;5~", "\x1b[?2026;2$y", "ü"),
                *("\x1bj", "\x1b[200~pasted\x1b[201~", "\x1b[<0;1;1M", "\x1b_", "\x1b[", "\r"),
            )
        ),
        max_size=12,
    ),
    cuts=st.lists(st.integers(0, 200), max_size=8),
    pauses=st.booleans(),
)
async def test_what_is_typed_comes_through_wherever_it_is_cut(
    pieces: list[str], cuts: list[int], pauses: bool
) -> None:
    told = Told("")
    asking = asyncio.create_task(told.graphics())
    await asyncio.sleep(0)
    text = "".join(pieces) + PLAIN
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    got = ""
    for start, end in pairwise(edges):
        got += told.sift(text[start:end])
    got += told.release()
    # Whatever stands between two answers is typed; an escape before one is not part of it.
    assert got == text.replace(PLAIN, "").replace(KITTY_YES, "").replace(CELL, "")
    asking.cancel()


async def test_a_key_is_held_for_a_moment_only() -> None:
    told = Told("")
    asking = asyncio.create_task(told.graphics())
    await asyncio.sleep(0)
    assert told.sift("ab\x1b") == "ab"
    assert told.release() == "\x1b"
    assert told.release() == ""
    await asking  # nobody answered: from now on Esc is Esc at once
    assert told.sift("\x1b") == "\x1b"
    assert told.sift("\x1b[?6") == ""
    assert told.sift("2c") == ""
    assert told.sift("\x1b[?6") == "\x1b[?6"  # it has answered: there is nothing more to come


@pytest.fixture
def terminal() -> Iterator[int]:
    """The program's end of a pseudo terminal."""
    master, slave = pty.openpty()
    yield slave
    os.close(master)
    os.close(slave)


async def test_the_system_knows_the_size_of_a_cell(terminal: int) -> None:
    told = Told(CELL + SIXEL)
    told._descriptor = terminal
    assert await told.graphics() == Graphics(Kind.SIXEL, (11, 22))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 900, 760))
    assert await told.graphics() == Graphics(Kind.SIXEL, (9, 19))
    told._descriptor = 9999
    assert (await told.graphics()).cell == (11, 22)
