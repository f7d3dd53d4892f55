"""A program on a real pseudo terminal: its bytes, its screen as pyte draws it, its exit status."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyte

ROOT = Path(__file__).resolve().parents[2]
_NOT_FOR_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*[a-zA-Z$]+[a-z]?|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_STEP = 0.02


class Terminal:
    """Starts `python -m tests.support.interface ARGUMENTS` and is its terminal while the `with` lasts.

    `module` is another one to start so, `program` something else that is to get the arguments.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        size: tuple[int, int] = (120, 40),
        environment: Mapping[str, str] | None = None,
        module: str = "tests.support.interface",
        program: Sequence[str] = (),
    ) -> None:
        self.raw = bytearray()
        self.status: int | None = None
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        environ = {**os.environ, "COLUMNS": str(columns), "LINES": str(rows), **(environment or {})}
        environ.setdefault("TERM", "xterm-256color")
        self.master, slave = pty.openpty()
        self.attributes = termios.tcgetattr(slave)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.began = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.master)
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for number in range(3):
                os.dup2(slave, number)
            os.chdir(ROOT)
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests themselves may be run by nohup
            words = [*(program or (sys.executable, "-m", module)), *arguments]
            os.execvpe(words[0], words, environ)
        self._slave = slave
        """Kept open, so that the terminal's settings can be read after the program's end."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None and not self._ended():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.hang_up()

    # -- what it shows

    @property
    def text(self) -> str:
        """The screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def marked(self) -> str:
        """What of it is in reverse: the row in hand."""
        rows = (self._screen.buffer[row] for row in range(self._screen.lines))
        return "".join(
            row[column].data for row in rows for column in range(self._screen.columns) if row[column].reverse
        )

    @property
    def shown(self) -> str:
        """All that was sent, as text."""
        return self.raw.decode("utf-8", "replace")

    def read(self, seconds: float = _STEP) -> int:
        """Take what has been sent, for at most so long; how many bytes that was."""
        data = self.take(seconds)
        self.show(data)
        return len(data)

    def take(self, seconds: float = _STEP) -> bytes:
        """The same without looking at it, for who looks at a clock: `show` it later."""
        if self.master < 0 or not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self.master, 65536)
        except OSError:
            return b""

    def show(self, data: bytes) -> None:
        """Put on the screen what was taken."""
        self.raw += data
        if b"\x1b[?2026$p" in data:
            os.write(self.master, b"\x1b[?2026;2$y")
        with contextlib.suppress(Exception):
            self._stream.feed(_NOT_FOR_PYTE.sub(b"", data))

    def until(self, holds: Callable[[], object], seconds: float = 20) -> None:
        """Read until something holds."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"this did not come; the screen was:\n{self.text}")
            self.read()

    def until_shown(self, words: str, seconds: float = 20) -> None:
        """Read until words stand on the screen."""
        self.until(lambda: words in self.text, seconds)

    def quiet(self, seconds: float = 0.4) -> int:
        """Read until nothing came for so long; how many bytes came."""
        before, last = len(self.raw), time.monotonic()
        while time.monotonic() - last < seconds:
            if self.read():
                last = time.monotonic()
        return len(self.raw) - before

    # -- what is done to it

    def press(self, keys: str) -> int:
        """Type; how many bytes came in answer."""
        os.write(self.master, keys.encode())
        return self.quiet(0.15)

    def press_quickly(self, keys: str) -> None:
        """Type, and read only until the answer is there."""
        os.write(self.master, keys.encode())
        self.read(0.5)
        while self.read():
            pass

    def press_apart(self, *parts: str) -> None:
        """Type in parts, each when the one before it has been read by the program."""
        for part in parts:
            os.write(self.master, part.encode())
            self.until(lambda: not self._unread())

    def _unread(self) -> int:
        """Bytes that were typed and not read yet."""
        return int(struct.unpack("i", fcntl.ioctl(self._slave, termios.FIONREAD, bytes(4)))[0])

    def press_unheard(self, keys: str, times: int) -> None:
        """Type something again and again without reading what is sent in answer."""
        for _ in range(times):
            os.write(self.master, keys.encode())
            select.select([], [], [], 0.025)  # a frame: what comes faster is painted once

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._screen.resize(rows, columns)
        os.kill(self.pid, signal.SIGWINCH)

    def send(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal."""
        for descriptor in (self.master, self._slave):
            if descriptor >= 0:
                os.close(descriptor)
        self.master = self._slave = -1

    # -- its end

    def _ended(self) -> bool:
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.status = os.waitstatus_to_exitcode(status)
        return pid != 0

    def end(self, seconds: float = 10, *, reading: bool = True) -> tuple[int, float]:
        """Wait for its end: the exit status (negative: killed by a signal), and how long that took."""
        began = time.monotonic()
        while not self._ended():
            if time.monotonic() - began > seconds:
                raise AssertionError(f"it has not ended after {seconds} s; the screen was:\n{self.text}")
            if reading and self.master >= 0:
                self.read()
            else:
                select.select([], [], [], _STEP)
        took = time.monotonic() - began
        if reading:
            self.quiet(0.05)
        assert self.status is not None
        return self.status, took

    def attributes_now(self) -> list[Any]:
        """The terminal's settings."""
        return termios.tcgetattr(self._slave)

    def is_stopped(self) -> bool:
        """Whether it was suspended since this was asked last."""
        pid, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
        return bool(pid) and os.WIFSTOPPED(status)
