"""A text over the panes, to be read and left again: the ground of several screens.

Opened by `piping`, `commenting` and `changing`. Invariant: it stores nothing; Esc leads back to where one
was.
"""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from readnow.keys.keymap import display
from readnow.text.blocks import Document, Link
from readnow.tui.notes import link_note
from readnow.tui.page_keys import page_bindings
from readnow.tui.screens.covering import Covering
from readnow.tui.widgets.linked_text import LinkedText
from readnow.tui.widgets.page_pane import PagePane

if TYPE_CHECKING:
    from readnow.tui.screens.linking import Linking

WHOLE_WIDTH = 400


class PageScreen(Covering):
    """A document with a title, over the main screen, which opens and copies its links."""

    KEYS: ClassVar[list[BindingType]] = page_bindings()

    def __init__(self, main: "Linking", text_width: int | None = None) -> None:
        """`text_width` is that of the reader where it is not given."""
        super().__init__(main.library, main.surroundings)
        self.main = main
        self.text = self.make_pane()
        self.text.set_text_width(text_width or main.reader.text_width)

    def make_pane(self) -> LinkedText:
        """The pane with this screen's keys."""
        return PagePane(marks=self.marks)

    def compose(self) -> ComposeResult:
        """The text, and the line below it."""
        yield self.text
        yield self.status
        yield self.prompt

    def lay_out(self) -> None:
        """All keys go to the text."""
        if not self.prompt.is_open:
            self.set_focus(self.text, scroll_visible=False)
        self.show_hints()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Actions of the table with a word each, the most useful first."""
        return (("pane.escape", "back"), ("help.show", "keys"))

    def show_hints(self) -> None:
        """The most useful keys."""
        keys = self.surroundings.keymap.keys
        bound = [(keys[action], word) for action, word in self.hints() if keys.get(action)]
        self.status.hints([(display(of_action[0]), word) for of_action, word in bound])

    def show(self, title: str, document: Document, right: str = "") -> None:
        """Show a document from its beginning."""
        self.text.set_title(title, right)
        self.text.show(document, key=title)

    # -- moving

    def action_move(self, step: int) -> None:
        """Scroll by a line."""
        self.text.scroll_lines(step)

    def action_page(self, fraction: float) -> None:
        """Scroll by a part of the screen."""
        self.text.page(fraction)

    def action_to_top(self) -> None:
        """To the first line."""
        self.text.to_top()

    def action_to_bottom(self) -> None:
        """To the last line."""
        self.text.to_bottom()

    def action_read_on(self) -> None:
        """A page down; at the end, back."""
        if not self.text.page_down():
            self.action_leave()

    # -- links

    def link_in_hand(self) -> Link | None:
        """The focused link."""
        number = self.text.focused_link
        return self.text.link(number) if number is not None else None

    def action_link(self, step: int) -> None:
        """Focus the next or previous link."""
        if self.text.focus_link(step) is None:
            self.say("There is no link further down." if step > 0 else "There is no link further up.")

    @on(LinkedText.LinkInHand)
    def _link_in_hand(self) -> None:
        link = self.link_in_hand()
        text, warning = link_note(link, self.text.misleading, "") if link is not None else ("", False)
        self.status.note(text, warning=warning)

    def action_follow(self) -> None:
        """Open the focused link."""
        if (link := self.link_in_hand()) is not None:
            self.main.open_address(link.url)
            self.say(self.main.status.message)

    def action_copy_link(self) -> None:
        """Copy its address."""
        if (link := self.link_in_hand()) is not None:
            self.main.copy_address(link.url)
            self.say(self.main.status.message)
