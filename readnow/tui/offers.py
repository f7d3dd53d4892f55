"""What Tab puts in: what is sure of the end of a text, then one after the other of what it may be. Pure.

Used by the prompt line. Invariant: as long as nothing else is typed, Tab goes round through the same offers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readnow.library.query_completion import Completion

Complete = Callable[[str], "Completion"]
"""Says what the end of a text may be completed to."""


@dataclass(frozen=True, slots=True)
class Put:
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
        self.completed = ""
        """The text as Tab left it last."""

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
                self.completed = text[: offered.start] + sure + (offered.behind(sure) if alone else "")
                return Put(self.completed, () if alone else offered.options)
        self._offered = offered
        if not offered.options:
            return None
        self._chosen = (self._chosen + step) % len(offered.options)
        self.completed = text[: offered.start] + offered.options[self._chosen]
        return Put(self.completed, offered.options, self._chosen)
