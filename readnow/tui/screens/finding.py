"""Finding: the feed list filtered by name, articles searched (`searching`), words found in the open article.
The action `find.open`.

Invariant: what is typed shows at once; Esc brings back what was there before.
"""

import asyncio
from functools import partial

from readnow.keys.actions import Pane
from readnow.tui.notes import match_note
from readnow.tui.screens.searching import Searching

FILTER_LABEL, FIND_LABEL = "Filter feeds:", "Find:"


class Finding(Searching):
    """One key, three meanings."""

    def action_find_open(self) -> None:
        """Filter, search or find, after the pane in use."""
        if self.pane is Pane.FEEDS:
            answer = self.prompt_for(FILTER_LABEL, self.feed_filter, typed=self._filter_feeds)
            self.work_on(partial(self._filtered, answer), "finding")
        elif self.pane is Pane.ARTICLES:
            self.open_search()
        elif self.article is not None:
            answer = self.prompt_for(FIND_LABEL, typed=self._find)
            self._find(self.prompt.text)
            self.work_on(partial(self._found, answer), "finding")

    # -- feeds

    def _filter_feeds(self, text: str) -> None:
        self.feed_filter = text
        self.show_feeds()

    async def _filtered(self, answer: "asyncio.Future[str | None]") -> None:
        self._filter_feeds((await answer or "").strip())

    # -- the open article

    def _find(self, text: str) -> None:
        self.finding = self.reader.find(text) > 0
        number, count = self.reader.match
        self.prompt.tell(match_note(number, count) if count else "Not found" if text.strip() else "")

    async def _found(self, answer: "asyncio.Future[str | None]") -> None:
        typed = await answer or ""
        if typed != self.reader.words:
            # Nothing: back to where it began. Or the Enter was faster than what was typed before it.
            self.finding = self.reader.find(typed) > 0
        if self.finding:
            self.reader.end_typing()
        else:
            self.reader.end_finding()
            self.say(f"“{typed.strip()}” was not found." if typed.strip() else "")
        self.show_note()
