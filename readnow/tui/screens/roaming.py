"""Going through the open article: headings, outline, links stepped and followed, the ways back. The actions
`heading.*`, `outline.*`, `place.*`, and of `link.*` those for a focused link and the list.

Invariant: before a link is followed by Enter, the line at the bottom has said where it really goes.
"""

from functools import partial

from textual import on

from readnow.text.places import Entry
from readnow.tui.screens.choice import Choice, ChoiceScreen
from readnow.tui.screens.linking import Linking
from readnow.tui.widgets.reader import Reader

_INDENT = "  "


class Roaming(Linking):
    """What moves within the article, besides scrolling."""

    # -- headings

    def action_heading_next(self) -> None:
        """To the next heading."""
        self.reader.when_ready(partial(self._step_heading, 1))

    def action_heading_previous(self) -> None:
        """To the previous heading; before the first one is the start of the article."""
        self.reader.when_ready(partial(self._step_heading, -1))

    def _step_heading(self, step: int) -> None:
        if not self.reader.step_heading(step):
            self.say(
                "There is no further heading below." if step > 0 else "This is the start of the article."
            )

    def action_outline_open(self) -> None:
        """The headings to choose from, with the cursor on the one that is being read."""
        self.reader.when_ready(self._open_outline)

    def _open_outline(self) -> None:
        headings = self.reader.headings
        if len(headings) < 2:
            self.say("This article has no headings.")
            return
        here = sum(entry.offset <= self.reader.place for entry in headings) - 1
        choices = [self._heading_choice(entry) for entry in headings]
        screen = ChoiceScreen("Outline", choices, self.marks, self.keymap, at=max(0, here))
        self.app.push_screen(screen, self._go_to_heading)

    def _heading_choice(self, entry: Entry) -> Choice:
        percent = 100 * entry.offset // max(1, self.reader.length)
        return Choice(_INDENT * (entry.level - 1) + entry.text, f"{percent} %", str(entry.offset))

    def _go_to_heading(self, value: str | None) -> None:
        if value is not None:
            self.reader.jump(int(value))

    def action_place_back(self) -> None:
        """Back to where the last jump began."""
        if not self.reader.go_back():
            self.say("There is no jump to come back from.")

    # -- links

    def action_link_next(self) -> None:
        """Focus the next link."""
        self.reader.when_ready(partial(self._step_link, 1))

    def action_link_previous(self) -> None:
        """Focus the previous one."""
        self.reader.when_ready(partial(self._step_link, -1))

    def _step_link(self, step: int) -> None:
        if self.reader.focus_link(step) is None:
            self.say("There is no link further down." if step > 0 else "There is no link further up.")
        else:
            self.say("")

    def action_link_follow(self) -> None:
        """Open the focused link, or go where it leads."""
        self.reader.when_ready(self._follow)

    def _follow(self) -> None:
        link = self.link_in_hand()
        if link is not None:
            self.open_link(link)
        else:
            key = self.key_of("link.next")
            self.say("No link is focused" + (f": {key} focuses the next one." if key else "."))

    def action_link_list(self) -> None:
        """All links with numbers, to choose from."""
        document = self.reader.document
        links = [link for link in document.links if link.place is None] if document is not None else []
        if not links:
            self.say("This article has no links.")
            return
        from readnow.tui.screens.link_list import LinkScreen

        self.app.push_screen(
            LinkScreen(links, self.reader.misleading, self.marks, self.keymap), self._open_chosen
        )

    def _open_chosen(self, value: str | None) -> None:
        link = self.reader.link(int(value)) if value is not None else None
        if link is not None:
            self.open_link(link)

    @on(Reader.LinkInHand)
    def _link_in_hand(self) -> None:
        self.show_note()
