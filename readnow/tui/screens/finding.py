"""Finding: the feed list filtered by name, articles searched, words found in the open article. `find.open`.

Invariant: what is typed shows at once; Esc brings back what was there before; the store works on what was
typed last and on nothing else.
"""

import asyncio
from dataclasses import replace
from functools import partial

from readnow.keys.actions import Pane
from readnow.model.article import ArticleId
from readnow.model.errors import QueryError
from readnow.tui.notes import match_note
from readnow.tui.screens.subscribing import Subscribing
from readnow.tui.selection import View

FILTER_LABEL, SEARCH_LABEL, FIND_LABEL = "Filter feeds:", "Search:", "Find:"
SEARCHING = "searching"
PAUSE_SECONDS = 0.25
"""How long nothing is typed before the store is asked."""


class Finding(Subscribing):
    """One key, three meanings."""

    def action_find_open(self) -> None:
        """Filter, search or find, after the pane in use."""
        if self.pane is Pane.FEEDS:
            answer = self.prompt_for(FILTER_LABEL, self.feed_filter, typed=self._filter_feeds)
            self.work_on(partial(self._filtered, answer), "finding")
        elif self.pane is Pane.ARTICLES:
            head = self.article_list.head
            answer = self.prompt_for(
                SEARCH_LABEL,
                self.view.search,
                placeholder='words, "a phrase", is:unread, feed:name',
                typed=self._search_soon,
            )
            self.work_on(partial(self._searched, answer, self.view, head.id if head else None), "finding")
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

    # -- articles

    def _search_soon(self, text: str) -> None:
        """Search when nothing more is typed. A search that runs for what stood here before is stopped."""
        self.work_on(partial(self._search, text), SEARCHING, newest_only=True)

    async def _search(self, text: str) -> None:
        await asyncio.sleep(PAUSE_SECONDS)
        await self._search_for(text, told=False)

    async def _search_for(self, text: str, *, told: bool) -> bool:
        view = replace(self.view, search=text.strip())
        try:
            view.query(self.names)
        except QueryError as err:
            # Half a query is no mistake yet: it is told beside the list until it is one.
            self.article_list.set_title(f"Search · {text}", "" if told else str(err))
            if told:
                self.say(str(err), error=True)
            return False
        if view == self.view:
            self.show_list_title()
            return True
        return await self.open_view(view)

    async def _searched(
        self, answer: "asyncio.Future[str | None]", before: View, head: ArticleId | None
    ) -> None:
        text = await answer
        self.workers.cancel_group(self, SEARCHING)
        if text is not None and await self._search_for(text, told=True):
            return
        changed = self.view != before or text is not None
        if changed and await self.open_view(before) and head is not None and await self.load_until(head):
            self.article_list.move_to(head)

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
