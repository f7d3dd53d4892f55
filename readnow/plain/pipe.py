"""Lines from a pipe or a file, or from a terminal that hands over whole lines: each is a command.

Invariant: the thread that reads never keeps the program from ending.
"""

import asyncio
import os
import threading
from collections import deque
from collections.abc import Callable, Mapping

from readnow.plain.line_editor import Complete
from readnow.plain.talk import Talk, Words, asked
from readnow.plain.writing import Writer

_LONGEST = 100_000
"""Bytes of a line; the rest of a longer one is passed over."""


class PipeTalk(Talk):
    """Commands as lines, answers as the lines behind them, or behind a key on the same line."""

    by_key = False

    def __init__(self, descriptor: int, writer: Writer) -> None:
        self._descriptor = descriptor
        self._writer = writer
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._answers: deque[str] = deque()
        self._started = False

    def answer(self, text: str) -> None:
        """What stood behind the command, as the answer to what that will ask first."""
        self._answers.append(text)

    def write(self, text: str) -> None:
        self._writer.write(text)
        self.ended = self.ended or self._writer.gone

    def press(self, key: str) -> None:
        """There are no keys here."""

    async def next(self) -> Words | None:
        self._answers.clear()
        line = await self._line()
        return None if line is None else Words(line)

    async def ask(self, label: str, text: str = "", complete: Complete | None = None) -> str | None:
        """`complete` is for who types key by key."""
        del complete
        if self._answers:
            return self._answers.popleft()
        self.say(f"{label} ({text})" if text else label)
        line = await self._line()
        return text if line == "" and text else line

    async def one_of(self, question: str, keys: Mapping[str, str]) -> str | None:
        typed = await self.ask(asked(question, keys))
        wanted = (typed or "").strip().lower()
        return next((key for key, word in keys.items() if wanted and wanted in (key, word)), None)

    async def _line(self) -> str | None:
        if not self._started:
            self._started = True
            put = _putting(self._lines)
            threading.Thread(target=_read, args=(self._descriptor, put), name="lines", daemon=True).start()
        if self.ended:
            return None
        line = await self._lines.get()
        self.ended = line is None
        return line


def _putting(lines: "asyncio.Queue[str | None]") -> Callable[[str | None], None]:
    loop = asyncio.get_running_loop()

    def put(line: str | None) -> None:
        loop.call_soon_threadsafe(lines.put_nowait, line)

    return put


def _read(descriptor: int, put: Callable[[str | None], None]) -> None:
    """Hand on line by line. Ends with the input, or with the program."""
    begun = b""
    try:
        while piece := _piece(descriptor):
            *lines, begun = (begun + piece).split(b"\n")
            for line in lines:
                put(line[:_LONGEST].decode("utf-8", "replace").rstrip("\r"))
            begun = begun[:_LONGEST]
        if begun:
            put(begun.decode("utf-8", "replace"))
        put(None)
    except RuntimeError:  # the loop is closed
        return


def _piece(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65_536)
    except OSError:
        return b""
