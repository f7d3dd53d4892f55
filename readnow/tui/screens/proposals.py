"""“Mute something like this”: what that may mean, each with how many articles it would hide, to choose from.

Opened by `Muting`. Invariant: counting never holds a key; a number that is not known yet is not guessed.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from readnow.keys.keymap import Keymap
from readnow.library.proposals import Proposal
from readnow.model.errors import ReadNowError
from readnow.model.rule import Deed, RuleAction
from readnow.tui.render.palette import Marks
from readnow.tui.screens.choice import Choice, ChoiceScreen
from readnow.views.muted import OWN_QUERY

if TYPE_CHECKING:
    from readnow.library.library import Library

MUTE = (RuleAction(Deed.MUTE),)
_MOST = 10_000


class ProposalScreen(ChoiceScreen):
    """The proposals; the value is a query, or `OWN_QUERY`."""

    def __init__(
        self, library: "Library", proposals: Sequence[Proposal], marks: Marks, keymap: Keymap
    ) -> None:
        choices = [Choice(one.label, marks.ellipsis, one.query, one.query) for one in proposals]
        choices.append(Choice("something else", "a query", OWN_QUERY))
        super().__init__("Mute", choices, marks, keymap)
        self._library = library

    def on_mount(self) -> None:
        """All proposals at first; then count."""
        super().on_mount()
        self.run_worker(self._count(), group="counting")

    async def _count(self) -> None:
        for choice in self.choices:
            if choice.value != OWN_QUERY:
                self.put(replace(choice, detail=await self._hidden_by(choice.value)))

    async def _hidden_by(self, query: str) -> str:
        try:
            wanted = self._library.rules.preview(query, MUTE)
            number = await self._library.articles.count(wanted, _MOST)
        except ReadNowError as err:
            return str(err)
        return f"{number:,}{'+' * (number == _MOST)}"
