"""The search line of the list of articles: results while typing, and what else can be done there by key.

Invariants: the store works on what was typed last and on nothing else, and no key waits for it; a query that
cannot be read yet leaves the results as they are; Esc brings back what was there before.
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content

from readnow.model.article import ArticleId
from readnow.model.errors import QueryError, ReadNowError
from readnow.model.query import ALL, Sort
from readnow.text.clean import clean_line
from readnow.tui.histories import SEARCHES
from readnow.tui.screens.arranging import Arranging
from readnow.tui.theme import quiet
from readnow.views.selection import View

if TYPE_CHECKING:
    from readnow.library.query_completion import Completion

SEARCH_LABEL, KEEP_LABEL = "Search:", "Keep as smart feed:"
SEARCHING = "searching"
PAUSE_SECONDS, LIGHT_PAUSE_SECONDS = 0.06, 0.25
"""How long nothing is typed before the store is asked: about the time between two keys of somebody who types
fast; longer in light mode, where every list that is shown has to go through the line."""
_LONGEST_NAME = 40


class _Before(Struct, frozen=True):
    """What is shown when the search line opens, to come back to."""

    view: View
    head: ArticleId | None


class Searching(Arranging):
    """Searching articles."""

    _before: _Before | None = None
    _keeping = False
    """Whether the name of a smart feed is asked for in the line's place."""
    _wanted: View | None = None
    """What is to be searched, and in which order, by what was typed and pressed last."""

    def open_search(self) -> None:
        """Open the search line on the list that is shown."""
        head = self.article_list.head
        self._before = _Before(self.view, head.id if head is not None else None)
        self._wanted = self.view
        answer = self._ask_for_words(self.view.search)
        self.work_on(partial(self._searched, answer), "finding")

    def _ask_for_words(self, value: str) -> "asyncio.Future[str | None]":
        answer = self.prompt_for(
            SEARCH_LABEL,
            value,
            placeholder='words, "a phrase", is:unread, feed:name',
            typed=self._search_soon,
            kind=SEARCHES,
            keys=self._search_keys(),
            complete=self.completed_query,
        )
        self._show_search_hint()
        return answer

    def _search_keys(self) -> Mapping[str, Callable[[], None]]:
        return MappingProxyType(
            {"ctrl+t": self._toggle_scope, "ctrl+o": self._toggle_order, "ctrl+s": self._keep_search}
        )

    def completed_query(self, text: str) -> "Completion":
        """What the end of a query may be completed to."""
        from readnow.library.query_completion import completion  # needed when Tab is pressed

        return completion(text, self.names)

    # -- what the keys of the line do

    def _toggle_scope(self) -> None:
        """Search everywhere, or again in the list that was shown."""
        assert self._before is not None
        assert self._wanted is not None
        before = self._before.view
        here = self._wanted.scope == before.scope and self._wanted.scope != ALL
        there = View(ALL) if here else replace(before, search="")
        self._search_as(replace(there, search=self.prompt.text, sort=self._wanted.sort))

    def _toggle_order(self) -> None:
        """The best first, or the newest again."""
        assert self._wanted is not None
        best = self._wanted.sort is Sort.RANK
        self._search_as(replace(self._wanted, search=self.prompt.text, sort=None if best else Sort.RANK))

    def _search_as(self, view: View) -> None:
        self._wanted = view
        self._search_soon(self.prompt.text)

    def _keep_search(self) -> None:
        """Keep what is typed as a smart feed, under a name that is asked for."""
        text = self.prompt.text.strip()
        try:
            self.library.smart_feeds.query_of(text)
        except QueryError as err:
            self._show_mistake(err)
            return
        self._keeping = True
        self.work_on(partial(self._kept, self._ask_for_name_of(text, _name_for(text)), text), "finding")

    def _ask_for_name_of(self, query: str, name: str) -> "asyncio.Future[str | None]":
        check = self.library.smart_feeds.check_name
        return self.prompt_for(KEEP_LABEL, name, placeholder="a name", about=query, check=check)

    async def _kept(self, answer: "asyncio.Future[str | None]", text: str) -> None:
        while (name := await answer) is not None:
            try:
                kept = await self.library.smart_feeds.add(name, text)
            except ReadNowError as err:
                answer = self._ask_for_name_of(text, name)
                self.prompt.hint(Content.assemble((str(err), "bold")), below=True)
                continue
            self._keeping = False
            await self.histories.add(SEARCHES, text, self.library)
            self.say(f"Kept as the smart feed “{kept.name}”.")
            return
        # Back to the search as it was typed.
        self._keeping = False
        again = self._ask_for_words(text)
        self.work_on(partial(self._searched, again), "finding")

    # -- searching

    def _search_soon(self, text: str) -> None:
        """Search when nothing more is typed. A search that runs for what stood here before is stopped."""
        self._show_search_hint()
        self.work_on(partial(self._search, text), SEARCHING, newest_only=True)

    async def _search(self, text: str) -> None:
        await asyncio.sleep(LIGHT_PAUSE_SECONDS if self.surroundings.light.on else PAUSE_SECONDS)
        await self._search_for(text, told=False)

    async def _search_for(self, text: str, *, told: bool) -> bool:
        view = replace(self._wanted or self.view, search=text.strip())
        try:
            view.query(self.names)
        except QueryError as err:
            # Half a query is no mistake yet: it is told beside the list until it is one.
            if told:
                self.say(str(err), error=True)
            return False
        if view == self.view:
            self.show_list_title()
            return True
        return await self.open_view(view)

    async def _searched(self, answer: "asyncio.Future[str | None]") -> None:
        text = await answer
        if self._keeping:
            return  # `_kept` goes on from here
        self.workers.cancel_group(self, SEARCHING)
        before = self._before
        if text is not None and await self._search_for(text, told=True):
            return
        if before is None:
            return
        changed = self.view != before.view or text is not None
        if changed and await self.open_view(before.view):
            head = before.head
            if head is not None and await self.load_until(head):
                self.article_list.move_to(head)

    # -- what is said beside the line, or below it

    def _show_search_hint(self) -> None:
        """The keys of the line; where what is typed cannot be read, what is wrong, and where."""
        wanted = self._wanted or self.view
        if self.prompt.is_offering:
            return  # what Tab offers stays to be seen
        try:
            replace(wanted, search=self.prompt.text).query(self.names)
        except QueryError as err:
            self._show_mistake(err)
            return
        before = self._before.view if self._before is not None else self.view
        keys = []
        if before.scope != ALL:
            keys.append(("^t", "everywhere" if wanted.scope == before.scope else "only here"))
        keys.append(("^o", "newest first" if wanted.sort is Sort.RANK else "best first"))
        keys += [("^s", "keep"), ("Tab", "complete")]
        parts: list[str | tuple[str, str]] = []
        for key, words in keys:
            parts += [(key, "bold"), (f" {words}  ", quiet(self.app))]
        self.prompt.hint(Content.assemble(*parts))

    def _show_mistake(self, err: QueryError) -> None:
        """A mark below the place where it is, and what it is."""
        self.prompt.mistake(str(err), err.column)


def _name_for(text: str) -> str:
    """A name for a query, of its own letters."""
    words = clean_line(text.replace('"', "").replace(":", " ")).strip()[:_LONGEST_NAME].strip()
    return words[:1].upper() + words[1:]
