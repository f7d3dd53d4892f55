"""What Tab puts in: what is sure of the end of a text, then one after the other of what it may be. Pure.

Used by the prompt line. Invariant: as long as nothing else is typed, Tab goes round through the same offers.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from readnow.text.cells import cell_width

if TYPE_CHECKING:
    from readnow.library.query_completion import Completion

Complete = Callable[[str], "Completion"]
"""Says what the end of a text may be completed to."""


class Put(Struct, frozen=True):
    """A text with an offer put in, what else there is, and which of it this is (-1: none yet)."""

    text: str
    options: Sequence[str] = ()
    chosen: int = -1


class Offers:
    """The offers for one prompt."""

    def __init__(self, complete: Complete) -> None:
        self._complete = complete
        self._offered: Completion | None = None
        self._chosen = -1
        self._completed = ""
        self._several = False

    def are_of(self, text: str) -> bool:
        """Whether Tab left this text so, with several to choose from."""
        return self._several and text == self._completed

    def changed(self, text: str) -> None:
        """Something was typed: what was offered may not fit any more."""
        offered = self._offered
        if offered is not None and text[offered.start :] not in offered.options:
            self._offered = None

    def go(self, text: str, step: int) -> Put | None:
        """What is sure, else the next or previous of what is offered; None where there is nothing."""
        offered = self._offered
        if offered is None:
            offered, self._chosen = self._complete(text), -1 if step > 0 else 0
            sure, alone = offered.common, len(offered.options) == 1
            if alone or len(sure) > len(text) - offered.start:
                end = offered.behind(sure) if alone else ""
                return self._put(text[: offered.start] + sure + end, () if alone else offered.options, -1)
        self._offered = offered
        if not offered.options:
            return None
        self._chosen = (self._chosen + step) % len(offered.options)
        return self._put(text[: offered.start] + offered.options[self._chosen], offered.options, self._chosen)

    def _put(self, text: str, options: Sequence[str], chosen: int) -> Put:
        self._completed, self._several = text, bool(options)
        return Put(text, options, chosen)


def in_sight(options: Sequence[str], chosen: int, width: int) -> int:
    """The first of the options to be shown in a line of so many cells, two between each, so that the chosen
    one is seen."""
    first, room = 0, width - sum(cell_width(option) + 2 for option in options[: chosen + 1])
    while room < 0 and first < chosen:
        room += cell_width(options[first]) + 2
        first += 1
    return first
