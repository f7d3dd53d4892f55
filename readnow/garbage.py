"""How often Python looks for objects that keep each other alive: that takes longer the more there are.

Called where the program begins (`__main__`) and when there is something to read (`tui.run`, `plain.run`).
Invariant: objects in circles are found in the end, whatever a program does and for however long.
"""

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

MANY = 150_000
"""Objects made and not yet gone, more than a start or most commands make. They go by themselves; hardly any
are in circles. Python's own number, 700, costs an eighth of a start and a fifteenth of a refresh."""
_USUAL = gc.get_threshold()
_STARTED = 2.0
"""Seconds."""


def seldom() -> None:
    """Look after many objects only: for a start, and for all that ends soon."""
    gc.set_threshold(MANY, *_USUAL[1:])


def usual_when_started(loop: "AbstractEventLoop") -> None:
    """Look as usual when a start is over, and what it loads behind its first picture is there."""
    loop.call_later(_STARTED, usual)


def usual() -> None:
    """Look as Python does from now on, and never again at what is there by now, which is there to stay: each
    look at all of that would be felt by who presses a key at that moment."""
    gc.freeze()
    gc.set_threshold(*_USUAL)
