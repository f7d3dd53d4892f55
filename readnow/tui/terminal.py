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
from threading import Event, RLock
from typing import Any, ClassVar, NamedTuple

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from readnow.tui.conversation import Conversation
from readnow.tui.hangup import is_hung_up
from readnow.tui.wire.wire import Wire

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


class Ends(NamedTuple):
    """What a driver works with."""

    is_gone: Callable[[], bool]
    conversation: Conversation
    wire: Wire | None


class TerminalDriver(LinuxDriver):
    """See the module. What it works with is given to a class of its own by `driver_class`."""

    ends: ClassVar[Ends]

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.exit_event = InputEnd(self.fileno)
        self._turn = RLock()
        """The thread that reads keys writes, too: when the terminal has told what it can do."""
        self.ends.conversation.attach(self.write, self.fileno)

    def write(self, data: str) -> None:
        """Send what the terminal does not show yet."""
        # Textual also sends the shape of the mouse pointer, which ours never changes.
        if self.ends.is_gone() or data.startswith(_POINTER):
            return
        with self._turn:
            if self.ends.wire is not None:
                data = self.ends.wire.sent_for(data)
            if data:
                super().write(data)

    def flush(self) -> None:
        """Nothing more comes for now."""
        if not self.ends.is_gone():
            super().flush()

    def close(self) -> None:
        """The end."""
        if not self.ends.is_gone():
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
                    text = self.ends.conversation.sift(decode(os.read(self.fileno, _AT_ONCE)))
                else:
                    text = self.ends.conversation.release()
                for message in parser.feed(text) if text else ():
                    self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)


def driver_class(
    is_gone: Callable[[], bool], conversation: Conversation, wire: Wire | None = None
) -> type[LinuxDriver]:
    """A driver that asks `is_gone` before it writes, and lets the conversation read first.

    `wire`: says what to send in place of what Textual writes; None for all of that.
    """
    return type("AttachedDriver", (TerminalDriver,), {"ends": Ends(is_gone, conversation, wire)})
