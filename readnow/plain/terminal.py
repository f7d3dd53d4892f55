"""A terminal on which keys are read one by one and lines are written one below the other.

Invariants: the terminal is as it was before whenever we do not have it: at the end, while we are suspended,
while another program has it; nothing is sent but what `writing` and `line_editor` write.
"""

import asyncio
import contextlib
import os
import signal
import termios
import tty
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from readnow.keys.names import name_of_character
from readnow.plain.keyboard import Keyboard
from readnow.plain.line_editor import Complete, LineEditor
from readnow.plain.talk import Key, Talk, asked
from readnow.plain.writing import Writer

_ESCAPE_SECONDS = 0.1
"""How long more of an escape sequence is waited for."""
INTERRUPT = "ctrl+c"
SAY_AGAIN = ""
"""No key of a keyboard: what is here is to be said once more."""


class TerminalTalk(Talk):
    """Keys in, lines out."""

    def __init__(self, descriptor: int, writer: Writer) -> None:
        self._descriptor = descriptor
        self._writer = writer
        self._keyboard = Keyboard()
        self._keys: deque[str] = deque()
        self._wake = asyncio.Event()
        self._release: asyncio.TimerHandle | None = None
        self._editor: LineEditor | None = None
        self._choosing = False
        self._attributes: list[Any] | None = None
        self.hung_up = False
        self.measure()

    # -- having the terminal

    def take(self) -> None:
        """Read keys from now on."""
        loop = asyncio.get_running_loop()
        with contextlib.suppress(termios.error):
            self._attributes = termios.tcgetattr(self._descriptor)
            tty.setcbreak(self._descriptor, termios.TCSADRAIN)
        loop.add_reader(self._descriptor, self._read)

    def give_back(self) -> None:
        """Leave the terminal as it was."""
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._descriptor)
        self.restore()

    def restore(self) -> None:
        """Its settings as they were, without waiting."""
        if self._attributes is not None:
            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(self._descriptor, termios.TCSANOW, self._attributes)

    @contextlib.contextmanager
    def lent(self) -> Iterator[None]:
        """Another program has the terminal meanwhile."""
        self.give_back()
        try:
            yield
        finally:
            self.take()

    def suspend(self) -> None:
        """Back to the shell until `fg`."""
        with self.lent():
            os.kill(os.getpid(), signal.SIGSTOP)
        self.measure()

    def measure(self) -> None:
        """Learn how large it is by now."""
        with contextlib.suppress(OSError):
            size = os.get_terminal_size(self._descriptor)
            self.columns, self.rows = size.columns or 80, size.lines or 24

    def resized(self) -> None:
        """It has another size."""
        self.measure()
        if self._editor is not None:
            self.write(self._editor.resize(self.columns))

    def press(self, key: str) -> None:
        """A key that came in another way: ^C is a signal."""
        self._keys.append(key)
        self._wake.set()

    @property
    def asking(self) -> bool:
        """Whether a question is open."""
        return self._editor is not None or self._choosing

    # -- talking

    def write(self, text: str) -> None:
        self._writer.write(text)
        self.ended = self.ended or self._writer.gone

    async def next(self) -> Key | None:
        key = await self._key()
        return None if key is None else Key(key)

    async def ask(self, label: str, text: str = "", complete: Complete | None = None) -> str | None:
        self._editor = editor = LineEditor(label, text, self.columns, complete)
        try:
            self.write(editor.begin())
            while not editor.done:
                key = await self._key()
                if key is None:
                    return None
                self.write(editor.take(key))
            return editor.text
        finally:
            self._editor = None

    async def one_of(self, question: str, keys: Mapping[str, str]) -> str | None:
        self.write(f"{asked(question, keys)} ")
        self._choosing = True
        try:
            pressed = await self._key()
        finally:
            self._choosing = False
        chosen = next((key for key in keys if pressed in (key, name_of_character(key))), None)
        self.write(f"{keys[chosen] if chosen is not None else 'nothing'}\n")
        return chosen

    # -- keys

    async def _key(self) -> str | None:
        while not self._keys:
            if self.ended:
                return None
            self._wake.clear()
            await self._wake.wait()
        return self._keys.popleft()

    def _read(self) -> None:
        try:
            data = os.read(self._descriptor, 4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._descriptor)
            self.ended = self.hung_up = True
        if self._release is not None:
            self._release.cancel()
            self._release = None
        self._keys.extend(self._keyboard.feed(data))
        if self._keyboard.waits:
            self._release = asyncio.get_running_loop().call_later(_ESCAPE_SECONDS, self._let_go)
        self._wake.set()

    def _let_go(self) -> None:
        self._release = None
        self._keys.extend(self._keyboard.release())
        self._wake.set()
