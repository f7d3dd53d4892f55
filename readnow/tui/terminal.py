"""The driver: Textual's own, made to bear that the terminal goes away under it, and to hear its answers.

Invariants: once the terminal is gone nothing is written to it any more, since the thread that writes has
ended and its queue would fill up and hold the event loop; and the thread that reads keys ends, since a
terminal that is gone would give it nothing again and again, at the cost of a whole processor. What is typed
goes through the conversation, which takes out what the terminal itself has to say.
"""

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Callable
from threading import Event
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from readnow.tui.conversation import Conversation
from readnow.tui.hangup import is_hung_up

_POINTER = "\x1b]22;"
_LOOK_SECONDS = 0.1
_AT_ONCE = 4096


class InputEnd(Event):
    """When to read no more keys: once that is set, or there is nothing left to read them from."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def is_set(self) -> bool:
        """Asked by the thread that reads, before each look at the terminal."""
        return super().is_set() or is_hung_up(self._descriptor)


def driver_class(is_gone: Callable[[], bool], conversation: Conversation) -> type[LinuxDriver]:
    """A driver that asks `is_gone` before it writes, and lets the conversation read first."""

    class TerminalDriver(LinuxDriver):
        """See the module."""

        def __init__(self, *arguments: Any, **keywords: Any) -> None:
            super().__init__(*arguments, **keywords)
            self.exit_event = InputEnd(self.fileno)
            conversation.attach(self.write, self.fileno)

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
                self._read_keys()
            except OSError:
                return

        def _read_keys(self) -> None:
            """What Textual's own loop does, with the conversation between the terminal and the parser."""
            parser = XTermParser()
            decode = getincrementaldecoder("utf-8")(errors="replace").decode
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    if selector.select(_LOOK_SECONDS):
                        text = conversation.sift(decode(os.read(self.fileno, _AT_ONCE)))
                    else:
                        text = conversation.release()
                    for message in parser.feed(text) if text else ():
                        self.process_message(message)
                    for message in parser.tick():
                        self.process_message(message)

    return TerminalDriver
