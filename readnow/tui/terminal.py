"""The driver: Textual's own, made to bear that the terminal goes away under it.

Invariants: once the terminal is gone nothing is written to it any more, since the thread that writes has
ended and its queue would fill up and hold the event loop; and the thread that reads keys ends, since a
terminal that is gone would give it nothing again and again, at the cost of a whole processor.
"""

from collections.abc import Callable
from threading import Event
from typing import Any

from textual.drivers.linux_driver import LinuxDriver

from readnow.tui.hangup import is_hung_up

_POINTER = "\x1b]22;"


class InputEnd(Event):
    """When to read no more keys: once that is set, or there is nothing left to read them from."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def is_set(self) -> bool:
        """Asked by the thread that reads, before each look at the terminal."""
        return super().is_set() or is_hung_up(self._descriptor)


def driver_class(is_gone: Callable[[], bool]) -> type[LinuxDriver]:
    """A driver that asks `is_gone` before it writes."""

    class TerminalDriver(LinuxDriver):
        """See the module."""

        def __init__(self, *arguments: Any, **keywords: Any) -> None:
            super().__init__(*arguments, **keywords)
            self.exit_event = InputEnd(self.fileno)

        def write(self, data: str) -> None:
            # Textual also sends the shape of the mouse pointer, which ours never changes.
            if not is_gone() and not data.startswith(_POINTER):
                super().write(data)

        def flush(self) -> None:
            if not is_gone():
                super().flush()

        def close(self) -> None:
            if not is_gone():
                super().close()

        def run_input_thread(self) -> None:
            """Read keys until the end. Without a terminal there are none: whoever watches it ends us."""
            try:
                super().run_input_thread()
            except OSError:
                return

    return TerminalDriver
