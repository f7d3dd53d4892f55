"""The thread that writes to the terminal. Made and fed by the driver (`tui.terminal`).

Invariant: who draws never waits for the terminal: while that takes nothing, or has not answered for what is
under way, frames are laid over each other, and what is sent then is the newest.
"""

import os
import select
import threading
from collections.abc import Callable
from time import monotonic

from readnow.tui.wire.pace import QUESTION, Pace
from readnow.tui.wire.wire import Wire

OUTPUT_THREAD = "readnow-output"
"""Its name: where it fails, the terminal is gone (`tui.leaving`)."""
_LAST_ANSWERS = 1.0
"""Seconds that the last answers are waited for: behind us they would be typed into the shell."""


class Line:
    """To the terminal with this descriptor.

    `answered`: where the line may be slow, so that the terminal is asked to answer: told how long the first
    answer took.
    """

    def __init__(
        self, wire: Wire, descriptor: int, *, answered: Callable[[float], object] | None = None
    ) -> None:
        self._wire = wire
        self._descriptor = descriptor
        self._pace = Pace(monotonic, answered) if answered is not None else None
        self._turn = threading.Condition(wire.turn)
        self._ended = False
        self._thread = threading.Thread(target=self._run, name=OUTPUT_THREAD, daemon=True)
        self._thread.start()

    def take_in(self, data: str) -> None:
        """Take in what Textual writes; from any thread."""
        with self._turn:
            self._wire.take_in(data)
            self._turn.notify_all()

    def hear(self, text: str) -> str:
        """What of this was typed, and is no answer to the line's own question."""
        if self._pace is None:
            return text
        with self._turn:
            text = self._pace.hear(text)
            self._turn.notify_all()
        return text

    def release(self) -> str:
        """What was held for an answer, since nothing has followed it."""
        if self._pace is None:
            return ""
        with self._turn:
            return self._pace.release()

    def settle(self) -> None:
        """Wait for answers that are under way, since nobody will hear them behind us."""
        pace = self._pace
        if pace is not None:
            with self._turn:
                self._turn.wait_for(lambda: pace.is_settled and not self._wire.is_due, _LAST_ANSWERS)
                self._pace = None

    def close(self) -> None:
        """Send what is left, and end."""
        with self._turn:
            self._ended = True
            self._turn.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._turn:
                self._wait()
                data, ended = self._wire.due(), self._ended
                if data and self._pace is not None:
                    self._pace.sent(data)
                    data += QUESTION
            self._write(data.encode("utf-8", "replace"))
            if ended:
                return

    def _wait(self) -> None:
        """Until there is something to send, and room for it."""
        while not self._ended:
            if not self._wire.is_due:
                self._turn.wait()
            elif self._pace is not None and (wait := self._pace.waits):
                self._turn.wait(wait)
            else:
                return

    def _write(self, data: bytes) -> None:
        while data:
            try:
                data = data[os.write(self._descriptor, data) :]
            except BlockingIOError:  # another program has left the terminal so
                select.select([], [self._descriptor], [])
