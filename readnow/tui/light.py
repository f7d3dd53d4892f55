"""Light mode: what is left out where the line to the terminal is slow.

Made by `run`; the screens ask it, the driver lets it stop the reports of the mouse. Whether it is on is
settled by the setting, or by the environment and then by how long the terminal took to answer.

Invariant: it changes what is sent, never what can be done with the keys.
"""

from collections.abc import Callable, Mapping
from typing import Literal

from readnow.programs.external import is_remote
from readnow.text.pattern import pattern

Mode = Literal["auto", "full", "light"]

FAST_SECONDS = 0.15
"""A terminal that answers within this time is near enough for everything."""
LONGEST_SECONDS = 3.0
"""After which no answer is thought to come."""
_NO_COLOURS = ("vt", "ansi-mono", "cons", "sun", "wy", "xterm-mono")
_MOUSE = pattern(r"\x1b\[\?(?:1000|1003|1015|1016|1006)h\Z")


def light_at_start(mode: Mode, environment: Mapping[str, str]) -> bool:
    """Whether to begin light; over SSH until it is known that the line is fast."""
    return mode == "light" or (mode == "auto" and is_remote(environment))


def frames(mode: Mode, environment: Mapping[str, str]) -> str:
    """Pictures a second at most, for Textual, which reads that when it is loaded.

    What a key does is often two of them, such as the cursor and then the article: at Textual's own 60 the
    second waits for up to 17 ms.
    """
    if mode == "light":
        return "15"
    return "60" if light_at_start(mode, environment) else "240"


def can_report_mouse(environment: Mapping[str, str]) -> bool:
    """Whether the mouse costs no key: while a program asks for reports of it, GNU screen takes a lone Esc for
    the beginning of one, and holds it until another key comes."""
    return not environment.get("STY")


def has_no_colours(environment: Mapping[str, str]) -> bool:
    """Whether such a terminal has none. By its name: Textual would send it sixteen."""
    terminal = environment.get("TERM", "")
    return terminal.startswith(_NO_COLOURS) or terminal.endswith("-m")


class Light:
    """Whether the interface is light now, and the reports of the mouse that this holds back."""

    def __init__(self, mode: Mode, environment: Mapping[str, str]) -> None:
        self.on = light_at_start(mode, environment)
        self.is_open = mode == "auto" and self.on
        """The time of an answer may still say that the line is fast."""
        self._mouse: dict[str, None] = {}
        """What Textual has asked the terminal to report."""

    @property
    def is_sure(self) -> bool:
        """Whether it is light, whatever the terminal may answer."""
        return self.on and not self.is_open

    def lets_pass(self, sequence: str) -> bool:
        """Whether something is to be sent: not what asks for reports of the mouse."""
        if _MOUSE.match(sequence):
            self._mouse[sequence] = None
            return not self.on
        return True

    def turn(self, on: bool, write: Callable[[str], None]) -> None:
        """Be light or full from now on, the mouse with it; for good."""
        self.is_open = False
        if on != self.on:
            self.on = on
            for sequence in self._mouse:
                write(sequence[:-1] + "l" if on else sequence)
