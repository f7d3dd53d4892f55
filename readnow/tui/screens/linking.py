"""Addresses: opening and copying them. The actions `link.*`.

Invariant: only checked http, https and mailto addresses leave, and each is shown before it does.
"""

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.timer import Timer

from readnow.keys.actions import Pane
from readnow.model.query import ScopeKind
from readnow.programs import external
from readnow.text.blocks import Link
from readnow.text.clean import is_openable, scheme_of
from readnow.text.words import counted
from readnow.tui.screens.full_text import FullTextReading
from readnow.tui.widgets.reader import Reader
from readnow.views.hosts import address_shown
from readnow.views.misleading import link_warning

DIGIT_SECONDS = 0.6
"""How long a second digit is waited for."""


class Linking(FullTextReading):
    """Links of articles, sites of feeds."""

    _digits = ""
    _digit_timer: Timer | None = None

    def address_in_hand(self) -> str:
        """The address that an action means: the feed's site, or the article's; empty (and told) for none."""
        if self.pane is Pane.FEEDS:
            scope = self.feed_list.scope
            if scope is None or scope.kind is not ScopeKind.FEED:
                self.say("Only a feed has an address.")
                return ""
            feed = next(iter(self.library.feeds.in_scope(scope)), None)
            return (feed.site_url or feed.url) if feed else ""
        head = self.head_in_hand()
        if head is not None and not head.link:
            self.say("This article has no address of its own.")
        return head.link if head is not None else ""

    def action_link_open(self) -> None:
        """Open it in the browser, or copy it where there is none."""
        if url := self.address_in_hand():
            self.open_address(url)

    def link_in_hand(self) -> Link | None:
        """The focused link of the article that is being read."""
        number = self.reader.focused_link if self.pane is Pane.READER else None
        return self.reader.link(number) if number is not None else None

    def action_link_copy(self) -> None:
        """Copy it, or that of the focused link; of several articles, a line for each."""
        if several := self.several_in_hand():
            self.copy_lines([head.link for head in several if head.link], "address", "addresses")
            return
        link = self.link_in_hand()
        if url := link.url if link is not None and link.place is None else self._address_to_copy():
            self.copy_address(url)

    def _address_to_copy(self) -> str:
        """The article's address, or the feed's own: that of its site has another key."""
        scope = self.feed_list.scope if self.pane is Pane.FEEDS else None
        if scope is not None and scope.kind is ScopeKind.FEED:
            return next((feed.url for feed in self.library.feeds.in_scope(scope)), "")
        return self.address_in_hand()

    def copy_lines(self, lines: Sequence[str], one: str, several: str) -> None:
        """Copy what there is of several articles."""
        self._copy("\n".join(lines))
        self.say(f"Copied {len(lines):,} {one if len(lines) == 1 else several}.")

    def open_address(self, url: str, warning: str = "") -> None:
        """Hand an address to the browser; where there is none for this terminal, copy it and show it.

        `warning` is what the user should know of it.
        """
        if not is_openable(url):
            self.say(f"Link not opened ({scheme_of(url) or 'no address'}): {url}")
            return
        command = external.browser_command(self.config.open, self.environment, url)
        if command is None:
            self.copy_address(url, warning)
            return
        self._tell("Opening", url, warning)
        self.work_on(partial(self._open_outside, command, url), "outside")

    async def _open_outside(self, command: tuple[str, ...], url: str) -> None:
        problem = await external.open_with(command, self.environment)
        if problem:
            self._copy(url)
            self.say(f"{problem}. The address was copied: {address_shown(url)}", error=True)

    def copy_address(self, url: str, warning: str = "") -> None:
        """Copy it, and show it all the same."""
        self._copy(url)
        self._tell("Copied:", url, warning)

    def _tell(self, word: str, url: str, warning: str) -> None:
        told = f"{word} {address_shown(url)}"
        self.say(f"{told} ({warning})" if warning else told, error=bool(warning))

    def _copy(self, text: str) -> None:
        """Copy through the terminal, which never says whether it did, and by this machine's own tools."""
        self.app.copy_to_clipboard(text)
        self.work_on(partial(self._copy_locally, text), "outside")

    async def _copy_locally(self, text: str) -> None:
        await external.copy_locally(text, self.environment)

    def on_text_selected(self) -> None:
        """The mouse has selected text of the article: that is to be copied. A click selects none."""
        if text := self.get_selected_text():
            self._copy(text)
            self.say(f"Copied {counted(len(text), 'character')}.")

    # -- links by number

    def action_link_open_number(self, digit: str) -> None:
        """Open a numbered link of the article; where more digits may follow, wait a moment for them."""
        self._stop_waiting()
        self._digits += digit
        links = self.reader.document.links if self.reader.document is not None else ()
        count = sum(link.place is None for link in links)
        number = int(self._digits)
        if not number or number * 10 > count:
            self._open_number()
        else:
            self.say(f"Link {self._digits}…")
            self._digit_timer = self.set_timer(DIGIT_SECONDS, self._open_number)

    def _stop_waiting(self) -> None:
        if self._digit_timer is not None:
            self._digit_timer.stop()
            self._digit_timer = None

    def _open_number(self) -> None:
        self._stop_waiting()
        number, self._digits = int(self._digits or "0"), ""
        link = self.reader.link(number)
        if link is None or link.place is not None:
            self.say(f"There is no link {number} here.")
        else:
            self.open_link(link)

    @on(Reader.LinkPicked)
    def _link_picked(self, event: Reader.LinkPicked) -> None:
        if (link := self.reader.link(event.number)) is not None:
            self.open_link(link)

    def open_link(self, link: Link) -> None:
        """Go where a link leads within the article; open any other."""
        if not self.reader.follow(link):
            self.open_address(link.url, link_warning(link, self.reader.misleading))
