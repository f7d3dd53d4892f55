"""The list of an article's links: number, text, and where each really goes. Choosing one gives its number.

Invariant: as in all lists to choose from, texts are shown as they are; an address begins with its real host.
"""

from collections.abc import Mapping, Sequence

from textual.strip import Strip

from readnow.keys.keymap import Keymap
from readnow.text.blocks import Link
from readnow.text.cells import cell_width
from readnow.text.clean import clean_line
from readnow.text.marks import address_text
from readnow.tui.render.palette import Marks
from readnow.tui.render.pieces import fitted, strip_of
from readnow.tui.render.rows import RowState
from readnow.tui.screens.choice import Choice, ChoiceList, ChoiceScreen
from readnow.views.hosts import address_shown

_TEXT_SHARE = 2, 5
"""How much of the width the texts have at most."""


class LinkChoice(Choice, frozen=True):
    """A link. `label` is its text, `detail` its address. `misleading`: the text names another host."""

    misleading: bool = False


def link_choices(links: Sequence[Link], misleading: Mapping[int, str]) -> list[LinkChoice]:
    """The links as choices, by their numbers. `misleading`: texts that name another host."""
    return [
        LinkChoice(
            clean_line(": ".join(part for part in ("image" if link.image else "", link.text) if part)),
            address_text(address_shown(link.url)),
            str(link.number),
            group=str(link.number),  # so that its number finds it
            misleading=link.number in misleading,
        )
        for link in links
    ]


class LinkRows(ChoiceList):
    """Links in three columns, which are as wide as what is in all of them."""

    def __init__(self, links: Sequence[LinkChoice], marks: Marks) -> None:
        super().__init__(marks=marks)
        self._digits = max((len(link.value) for link in links), default=1)
        self._widest = max((cell_width(link.label) for link in links), default=0)

    def render_row(self, index: int, state: RowState) -> tuple[Strip, ...]:
        """Number, text, address; that of a misleading text stands out."""
        choice, palette = self.choices[index], self.palette
        assert isinstance(choice, LinkChoice)
        part, whole = _TEXT_SHARE
        cells = min(self._widest, max(0, state.width * part // whole))
        number = f" {choice.value:>{self._digits}}  "
        text = fitted(choice.label, cells, self.marks) + "  " if cells else ""
        room = max(0, state.width - len(number) - cell_width(text) - 1)
        address = fitted(f"! {choice.detail}" if choice.misleading else choice.detail, room, self.marks)
        if state.cursor:
            row = number + text + address
            return (strip_of([(row, palette.cursor)], state.width, palette.cursor),)
        pieces = [
            (number, palette.accent),
            (text, palette.text),
            (address, palette.warning if choice.misleading else palette.muted),
        ]
        return (strip_of(pieces, state.width, palette.text),)


class LinkScreen(ChoiceScreen):
    """Choose a link by typing a part of its number, text or address."""

    def __init__(
        self, links: Sequence[Link], misleading: Mapping[int, str], marks: Marks, keymap: Keymap
    ) -> None:
        choices = link_choices(links, misleading)
        super().__init__("Links", choices, marks, keymap, rows=LinkRows(choices, marks))
