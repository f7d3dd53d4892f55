"""A screen over the panes with a list that words narrow: those of feeds in trouble, rules, settings.

Invariant, the same for every list of the program: what is typed shows at once; Enter keeps it; Esc while it
is typed brings all rows back, and so it does afterwards, before it leaves the screen.
"""

import asyncio
from abc import abstractmethod
from functools import partial

from readnow.keys.keymap import display
from readnow.tui.screens.covering import Covering

FILTER_LABEL = "Filter:"


class Narrowed(Covering):
    """A subclass shows only rows with the words of `narrowing`."""

    narrowing = ""
    """The words that the rows must have."""
    _asked: "asyncio.Future[str | None] | None" = None
    """What is typed to narrow the list, until it is taken."""

    @abstractmethod
    def show_narrowed(self) -> None:
        """Show the rows that have the words now."""

    def action_filter(self) -> None:
        """Type words that the rows must have."""
        self._asked = answer = self.prompt_for(FILTER_LABEL, self.narrowing, typed=self.narrow)
        self.narrow(self.prompt.text)
        self.work_on(partial(self._narrowed, answer), "filter")

    async def _narrowed(self, answer: "asyncio.Future[str | None]") -> None:
        words = (await answer or "").strip()
        if self._asked is answer:
            self._asked = None
            self.narrow(words)

    def narrow(self, words: str) -> None:
        """Show only rows with these words; all of them where there are none."""
        if words != self.narrowing:
            self.narrowing = words
            self.show_narrowed()

    def counted(self, shown: int, of: int) -> str:
        """What the line above the list says at its right while it is narrowed."""
        return f"{shown:,} of {of:,} with “{self.narrowing.strip()}”" if self.narrowing.strip() else ""

    def ways_out(self) -> list[tuple[str, str]]:
        """The last keys that the line at the bottom tells of: what narrows the list, and what leaves it."""
        keys = self.surroundings.keymap.keys.get("find.open", ())[:1]
        out = "all rows" if self.narrowing.strip() else "back"
        return [*((display(key), "filter") for key in keys), ("Esc", out)]

    def action_leave(self) -> None:
        """All rows again; where they are shown, back."""
        if self._asked is not None:
            # The Enter before this key is on its way still: what it brings is not wanted any more.
            self._asked = None
            self._settle(None)
            self.narrow("")
        elif self.narrowing:
            self.narrow("")
        else:
            super().action_leave()
