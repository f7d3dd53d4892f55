"""The driver: Textual's own, made to bear that the terminal goes away under it, and to hear its answers.

Invariants: once the terminal is gone nothing is written to it any more, since the thread that writes has
ended and its queue would fill up and hold the event loop; and the thread that reads keys ends, since a
terminal that is gone would give it nothing again and again, at the cost of a whole processor. What is typed
goes through the conversation, which takes out what the terminal itself has to say.
"""

import os
import selectors
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from threading import Event
from typing import Any, ClassVar, NamedTuple

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Paste
from textual.message import Message

from readnow.tui.conversation import Conversation
from readnow.tui.hangup import is_hung_up
from readnow.tui.light import Light
from readnow.tui.pasting import Pasted, Pasting
from readnow.tui.title import Title
from readnow.tui.wire.line import Line
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
    """Asked before anything is written."""
    conversation: Conversation
    wire: Wire
    """Says what to send in place of what Textual writes."""
    light: Light
    title: Title
    paced: bool
    """To a terminal far away: it is asked to answer."""
    answered: Callable[[float], object]
    """Told once, in the thread that reads, how many seconds its first answer took."""


class TerminalDriver(LinuxDriver):
    """See the module. What it works with is given to a class of its own by `driver_class`."""

    ends: ClassVar[Ends]

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.exit_event = InputEnd(self.fileno)
        self._line: Line | None = None
        self.ends.conversation.attach(self.write, self.fileno)

    def start_application_mode(self) -> None:
        """Take the terminal, for the first time or again."""
        if self._line is None:
            assert sys.__stderr__ is not None
            self._line = Line(
                self.ends.wire,
                sys.__stderr__.fileno(),
                answered=self.ends.answered if self.ends.paced else None,
            )
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._send(self.ends.title.takes_again())

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        if self._line is not None and not self.ends.is_gone():
            self._line.settle()
        super().stop_application_mode()
        self._send(self.ends.title.gives_back())

    def write(self, data: str) -> None:
        """Hand over what Textual writes; it is sent when the terminal takes it."""
        # Textual also sends the shape of the mouse pointer, which ours never changes.
        if self._is_open and not data.startswith(_POINTER) and self.ends.light.lets_pass(data):
            self.ends.title.notice(data)
            self._send(data)

    @property
    def _is_open(self) -> bool:
        return self._line is not None and not self.ends.is_gone()

    def _send(self, data: str) -> None:
        if data and self._line is not None and self._is_open:
            self._line.take_in(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Send what is left, and let go of the terminal."""
        if self.ends.is_gone():
            return
        if self._line is not None:
            self._line.close()
            self._line = None
        super().close()

    def run_input_thread(self) -> None:
        """Read keys until the end. Without a terminal there are none: whoever watches it ends us."""
        try:
            self._read_keys()
        except OSError:
            return

    def _read_keys(self) -> None:
        """What Textual's own loop does, with what the terminal answers us taken out before the parser."""
        parser, pasting = XTermParser(), Pasting()
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_LOOK_SECONDS):
                    parts = pasting.take(self._typed(decode(os.read(self.fileno, _AT_ONCE))))
                else:
                    parts = [*pasting.take(self._released()), *pasting.release()]
                for message in (one for part in parts for one in messages_of(parser, part)):
                    self.process_message(message)
                for message in parser.tick():
                    pasting.were_keys()
                    self.process_message(message)

    def _typed(self, text: str) -> str:
        return self.ends.conversation.sift(self._line.hear(text) if self._line is not None else text)

    def _released(self) -> str:
        """What was held in case that it was the beginning of an answer."""
        held = self._line.release() if self._line is not None else ""
        return self.ends.conversation.sift(held) + self.ends.conversation.release()


def messages_of(parser: XTermParser, part: str | Pasted) -> Iterable[Message]:
    """What a part of the input says. Pastes of the parser's own are the marks alone (`pasting`)."""
    if isinstance(part, Pasted):
        return (Paste(part.text),)
    return (message for message in parser.feed(part) if not isinstance(message, Paste))


def driver_class(ends: Ends) -> type[LinuxDriver]:
    """The driver for one terminal."""
    return type("AttachedDriver", (TerminalDriver,), {"ends": ends})
