"""The driver: Textual's own, made to bear that the terminal goes away under it.

Invariant: once the terminal is gone nothing is written to it any more, since the thread that writes has ended
and its queue would fill up and hold the event loop.
"""

from collections.abc import Callable

from textual.drivers.linux_driver import LinuxDriver

_POINTER = "\x1b]22;"


def driver_class(is_gone: Callable[[], bool]) -> type[LinuxDriver]:
    """A driver that asks `is_gone` before it writes."""

    class TerminalDriver(LinuxDriver):
        """See the module."""

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
