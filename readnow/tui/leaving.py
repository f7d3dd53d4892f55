"""How the interface ends when it does not end by itself: signals, a vanished terminal, and a deadline.

`run` opens one `Leaving` around everything else. Invariant: within two seconds of a signal, or of the
moment the terminal is seen to be gone, the process has ended with 128 plus the signal's number and the
terminal is as it was; also where it takes no more output and the event loop is stuck behind it.
"""

import asyncio
import contextlib
import fcntl
import logging
import os
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

from readnow.tui.hangup import is_hung_up
from readnow.tui.title import Title
from readnow.tui.wire.line import OUTPUT_THREAD

_log = logging.getLogger(__name__)

SIGNALS: tuple[signal.Signals, ...] = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
GRACE_SECONDS = 1.5
"""From being told to end until it is ended by force."""
LOOK_SECONDS = 1.0
"""How often to look whether the terminal is still there."""

_RESTORE = b"\x1b[?2026l\x1b[<u\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1004l\x1b[?2004l" + (
    b"\x1b[?2048l\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
)
"""Back to the normal screen with mouse, paste and keyboard reports off and the cursor shown."""


class Leaving:
    """Watches while its `with` lasts. `status` is None until something told us to end."""

    def __init__(self) -> None:
        self.status: int | None = None
        self.gone = False
        """The terminal is no more: nothing may be written to it."""
        self.title = Title()
        """Given back by force as well."""
        self._end: Callable[[int], object] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = threading.Event()
        self._closed = False
        self._deadline: float | None = None
        self._before: dict[int, Any] = {}
        self._attributes: list[Any] | None = None
        self._thread = threading.Thread(target=self._watch, name="readnow-watch", daemon=True)

    def __enter__(self) -> Self:
        with contextlib.suppress(termios.error, ValueError):
            self._attributes = termios.tcgetattr(sys.__stdin__.fileno())  # type: ignore[union-attr]
        for number in SIGNALS:
            self._before[number] = signal.signal(number, self._received)
        self._excepthook, threading.excepthook = threading.excepthook, self._thread_failed
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        self._wake.set()
        threading.excepthook = self._excepthook
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def attach(self, end: Callable[[int], object]) -> None:
        """From now on `end` is called on this event loop with the status to end with."""
        self._loop, self._end = asyncio.get_running_loop(), end
        if self.status is not None:
            end(self.status)

    def leave(self, status: int) -> None:
        """Ask for the end; from any thread. The first reason counts."""
        if self.status is not None:
            return
        self.status = status
        self._deadline = time.monotonic() + GRACE_SECONDS
        self._wake.set()
        if self._loop is not None and self._end is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed already: we are ending
                self._loop.call_soon_threadsafe(self._end, status)

    def _received(self, number: int, _frame: FrameType | None) -> None:
        self.leave(128 + number)

    def _thread_failed(self, failure: "threading.ExceptHookArgs") -> None:
        """The thread that writes to the terminal cannot: then the terminal is gone. Others go to the log."""
        if failure.exc_value is not None and not isinstance(failure.exc_value, OSError):
            _log.error("thread %s failed", failure.thread, exc_info=failure.exc_value)
        if failure.thread is not None and failure.thread.name == OUTPUT_THREAD:
            self._terminal_gone()

    def _terminal_gone(self) -> None:
        self.gone = True
        self.leave(128 + signal.SIGHUP)

    def _watch(self) -> None:
        while not self._closed:
            self._wake.wait(LOOK_SECONDS if self._deadline is None else 0.05)
            if self._closed:
                return
            if self._deadline is None:
                if _hung_up():
                    self._terminal_gone()
            elif time.monotonic() > self._deadline:
                self._end_by_force()

    def _end_by_force(self) -> None:
        """The event loop does not answer. What was acknowledged is stored: the store commits each change."""
        _log.error("ended by force: the interface did not answer within %.1f seconds", GRACE_SECONDS)
        with contextlib.suppress(OSError, ValueError, termios.error):
            restore_terminal(self._attributes, self.title)
        os._exit(self.status or 1)


def restore_terminal(attributes: list[Any] | None, title: Title) -> None:
    """Put the terminal back as far as can be done without waiting for it."""
    output = sys.__stderr__.fileno()  # type: ignore[union-attr]
    if attributes is not None:
        termios.tcsetattr(output, termios.TCSANOW, attributes)
    flags = fcntl.fcntl(output, fcntl.F_GETFL)
    fcntl.fcntl(output, fcntl.F_SETFL, flags | os.O_NONBLOCK)
    try:
        os.write(output, _RESTORE + title.gives_back().encode())
    finally:
        fcntl.fcntl(output, fcntl.F_SETFL, flags)


def _hung_up() -> bool:
    """Whether the terminal on standard input is gone."""
    try:
        number = sys.__stdin__.fileno()  # type: ignore[union-attr]
        if is_hung_up(number):
            return True
        termios.tcgetattr(number)
    except (OSError, ValueError, termios.error):
        return True
    return False
