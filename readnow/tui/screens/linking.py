"""Addresses: opening and copying them. The actions `link.*`.

Invariant: only checked http, https and mailto addresses leave, and each is shown before it does.
"""

from functools import partial

from textual import on
from textual.timer import Timer

from readnow.keys.actions import Pane
from readnow.model.query import ScopeKind
from readnow.text.blocks import Link
from readnow.text.clean import is_openable, scheme_of
from readnow.tui import external
from readnow.tui.screens.marking import Marking
from readnow.tui.widgets.reader import Reader

DIGIT_SECONDS = 0.6
"""How long a second digit is waited for."""


class Linking(Marking):
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

    def action_link_copy(self) -> None:
        """Copy it."""
        if url := self.address_in_hand():
            self.copy_address(url)

    def open_address(self, url: str) -> None:
        """Hand an address to the browser; where there is none for this terminal, copy it and show it."""
        if not is_openable(url):
            self.say(f"Link not opened ({scheme_of(url) or 'no address'}): {url}")
            return
        command = external.browser_command(self.config.open.browser, self.environment, url)
        if command is None:
            self.copy_address(url)
            return
        self.say(f"Opening {external.shown_address(url)}")
        self.work_on(partial(self._open_outside, command, url), "outside")

    async def _open_outside(self, command: tuple[str, ...], url: str) -> None:
        problem = await external.start(command, self.environment)
        if problem:
            self.app.copy_to_clipboard(url)
            self.say(f"{problem}. The address was copied: {url}", error=True)

    def copy_address(self, url: str) -> None:
        """Copy through the terminal, which never says whether it did, and show the address all the same."""
        self.app.copy_to_clipboard(url)
        self.say(f"Copied: {external.shown_address(url)}")
        self.work_on(partial(self._copy_locally, url), "outside")

    async def _copy_locally(self, url: str) -> None:
        await external.copy_locally(url, self.environment)

    # -- links by number

    def action_link_open_number(self, digit: str) -> None:
        """Open a numbered link of the article; where more digits may follow, wait a moment for them."""
        self._stop_waiting()
        self._digits += digit
        count = len(self.reader.document.links) if self.reader.document is not None else 0
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
        if link is None:
            self.say(f"There is no link {number} here.")
        else:
            self._open_link(link)

    @on(Reader.LinkPicked)
    def _link_picked(self, event: Reader.LinkPicked) -> None:
        if (link := self.reader.link(event.number)) is not None:
            self._open_link(link)

    def _open_link(self, link: Link) -> None:
        self.open_address(link.url)
