"""What the terminal can draw: asked when a picture is to be shown for the first time, never before.

The driver (`terminal`) lets all that is typed go through here, since that is where answers come from.
Invariant: nothing that somebody types is lost, or held for longer than a moment; who asks waits a second at
most, and a terminal that does not answer in that time gets half blocks.
"""

import asyncio
import fcntl
import re
import struct
import termios
from collections.abc import Callable, Mapping
from contextlib import suppress

from readnow.text.pattern import pattern
from readnow.tui.render.graphics import USUAL_CELL, Graphics, Kind

PATIENCE = 1.0
"""Seconds that an answer is waited for."""

_NUMBER = 31
_KITTY = f"\x1b_Gi={_NUMBER},s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
_CELL = "\x1b[16t"
_ATTRIBUTES = "\x1b[c"
"""Comes last: terminals answer in order, and this one they all answer."""
_SIXEL = "4"
_DEAF = ("linux", "dumb", "cons", "sun", "wy")
"""Terminals that can draw nothing, and of which some would print the question."""
_MULTIPLEXERS = ("tmux", "screen")
"""Programs that would take kitty's question for a title, and pass no pictures of that kind on."""

_ANSWER = pattern(
    r"\x1b_G([^\x1b\x07\r\n]{0,200})\x1b\\|\x1b\[\?([\d;]{0,100})c|\x1b\[6;(\d{1,5});(\d{1,5})t"
)
_BEGUN = pattern(r"\x1b(?:_(?:G[^\x1b\x07\r\n]{0,200}\x1b?)?|\[(?:\?[\d;]{0,100}|6(?:;\d{0,5}){0,2})?)?\Z")
"""What may be the first part of an answer whose rest has yet to come."""
_UNMISTAKABLE = 2
"""Characters of it that are keys too."""


class Conversation:
    """With one terminal. Made before the application; the driver says when it begins."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._question = _question(environment)
        self._write: Callable[[str], None] | None = None
        self._descriptor = -1
        self._listening = False
        self._held = ""
        self._kind = Kind.BLOCKS
        self._cell: tuple[int, int] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asked = False
        self._patient = True
        self._answered: asyncio.Event | None = None

    def attach(self, write: Callable[[str], None], descriptor: int) -> None:
        """There is a terminal: what is written to it, and the file that it is."""
        self._write, self._descriptor = write, descriptor

    def write(self, sequence: str) -> None:
        """Send a sequence that draws; to nobody where there is no terminal."""
        if self._write is not None and sequence:
            self._write(sequence)

    def clear(self) -> None:
        """Wipe the screen, whatever stands there: all that is painted next is sent anew (`tui.wire`)."""
        self.write("\x1b[0m\x1b[2J")

    async def graphics(self) -> Graphics:
        """What the terminal can draw. The first call asks, and waits for the answer."""
        if not self._asked and self._write is not None and self._question:
            self._asked = True
            self._loop, self._answered = asyncio.get_running_loop(), asyncio.Event()
            self._listening = True
            self.write(self._question)
        if self._answered is not None:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._answered.wait()
            except TimeoutError:
                # It counts when it comes, but nobody waits for it again, nor does the key Esc.
                self._answered, self._patient = None, False
        cell = self.cell
        kind = Kind.BLOCKS if self._kind is Kind.SIXEL and cell is None else self._kind
        return Graphics(kind, cell or USUAL_CELL)

    @property
    def cell(self) -> tuple[int, int] | None:
        """Width and height of a cell in pixels, as the system or else the terminal said; None for nobody."""
        return self._measured() or self._cell

    def _measured(self) -> tuple[int, int] | None:
        """The size of a cell in pixels as the system knows it."""
        if self._descriptor < 0:
            return None
        try:
            found = fcntl.ioctl(self._descriptor, termios.TIOCGWINSZ, bytes(8))
        except OSError:
            return None
        rows, columns, width, height = struct.unpack("HHHH", found)
        cell = (width // columns, height // rows) if rows and columns else (0, 0)
        return cell if all(cell) else None

    # -- called by the thread that reads what is typed

    def sift(self, text: str) -> str:
        """What of this was typed, and is no answer of the terminal."""
        if not self._listening:
            return text
        text, self._held = self._held + text, ""
        return self._without_rest(_ANSWER.sub(self._take, text))

    def _without_rest(self, text: str) -> str:
        """Hold what may go on."""
        begun = _BEGUN.search(text) if self._listening else None
        if begun is not None and (self._patient or len(begun[0]) > _UNMISTAKABLE):
            self._held = begun[0]
            text = text[: begun.start()]
        return text

    def release(self) -> str:
        """What was held, since nothing has followed it: it was typed."""
        held, self._held = self._held, ""
        return held

    def _take(self, answer: re.Match[str]) -> str:
        graphics, attributes, height, width = answer.groups()
        if graphics is not None:
            if graphics == f"i={_NUMBER};OK":
                self._kind = Kind.KITTY
        elif attributes is not None:
            if self._kind is Kind.BLOCKS and _SIXEL in attributes.split(";")[1:]:
                self._kind = Kind.SIXEL
            self._listening = False
            if self._loop is not None and self._answered is not None:
                with suppress(RuntimeError):  # the program is about to end
                    self._loop.call_soon_threadsafe(self._answered.set)
        elif int(width) and int(height):
            self._cell = int(width), int(height)
        return ""


def _question(environment: Mapping[str, str]) -> str:
    """What to ask such a terminal; nothing where it would not understand."""
    terminal = environment.get("TERM", "")
    if terminal.startswith(_DEAF) or environment.get("TERM_PROGRAM") == "Apple_Terminal":
        return ""
    inside = environment.get("TMUX") or environment.get("STY") or terminal.startswith(_MULTIPLEXERS)
    question = _CELL + _ATTRIBUTES if inside else _KITTY + _CELL + _ATTRIBUTES
    return f"\x1b7\x1b[H{question}\x1b8"  # where whatever is printed of it is painted over
