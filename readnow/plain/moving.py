"""Moving in lists and in the article, and from one to the other. The actions `cursor.*`, `pane.*`,
`list.show-*`, `list.sort` and `find.open`."""

from msgspec.structs import replace

from readnow.keys.actions import Pane
from readnow.library.query_completion import completion
from readnow.model.errors import ReadNowError
from readnow.model.query import ALL, ScopeKind, Sort
from readnow.model.smart import SmartFeedId
from readnow.plain.unread import GoingOn
from readnow.views.selection import Show, View
from readnow.views.sorts import ORDERS, offered

_PANES = tuple(Pane)


class Moving(GoingOn):
    """What moves."""

    # -- by rows, lines and pages

    async def action_cursor_down(self) -> None:
        await self._move(1)

    async def action_cursor_up(self) -> None:
        await self._move(-1)

    async def _move(self, step: int) -> None:
        if self.pane is Pane.READER:
            self.say_lines(step)
            return
        if self.pane is Pane.FEEDS:
            self.read_rows()
        place = self.place + step
        if place >= self.count and self.pane is Pane.ARTICLES:
            await self.load_more()
        if not self.count:
            self.say_row()
        elif not 0 <= place < self.count:
            self.say("This is the end of the list." if step > 0 else "This is the top of the list.")
        else:
            self.place = place
            if self.pane is Pane.ARTICLES:
                await self.look_again()
            self.say_row()

    async def action_cursor_page_down(self) -> None:
        if self.pane is not Pane.READER:
            await self.say_next_rows(1)
        elif not self.say_more():
            self.say("End of article.")

    async def action_cursor_page_up(self) -> None:
        if self.pane is Pane.READER:
            self.say_before()
        else:
            await self.say_next_rows(-1)

    async def action_cursor_half_page_down(self) -> None:
        await self.action_cursor_page_down()

    async def action_cursor_half_page_up(self) -> None:
        await self.action_cursor_page_up()

    async def action_cursor_top(self) -> None:
        if self.pane is Pane.READER:
            self.say_page(0)
            return
        self.place = 0
        await self.say_rows(0)

    async def action_cursor_bottom(self) -> None:
        if self.pane is Pane.READER:
            self.jump(len(self.text.lines) - 1 if self.text is not None else 0)
            return
        while self.pane is Pane.ARTICLES and await self.load_more(2_000):
            pass
        self.place = max(0, self.count - 1)
        self.say_row()

    async def go_to_number(self, number: int) -> bool:
        """Have a row in hand by its number; False (told) where there is none."""
        while self.pane is Pane.ARTICLES and number > self.count and await self.load_more(2_000):
            pass
        if not 0 < number <= self.count:
            self.say(f"There is no number {number} here.")
            return False
        self.place = number - 1
        return True

    # -- from pane to pane

    async def use(self, pane: Pane) -> None:
        """Use a pane from now on, and say it."""
        if self.pane is Pane.READER and pane is not Pane.READER:
            self.leave_article()
        if pane is Pane.READER and self.text is None:
            self.say("No article is open.")
            return
        was, self.pane = self.pane, pane
        if pane is Pane.READER:
            self.say_page(self.top)
        elif pane is Pane.FEEDS:
            if was is not Pane.FEEDS:
                self.row_of(self.view.scope)
            self.say(self.title())
            self.say_row()
        else:
            await self.look_again()
            self.say(self.title())
            self.say_row()

    async def action_pane_next(self) -> None:
        await self._step_pane(1)

    async def action_pane_previous(self) -> None:
        await self._step_pane(-1)

    async def _step_pane(self, step: int) -> None:
        panes = _PANES if self.text is not None else _PANES[:2]
        at = panes.index(self.pane) if self.pane in panes else 0
        await self.use(panes[(at + step) % len(panes)])

    async def action_pane_open(self) -> None:
        """A feed's articles, or the article."""
        if self.pane is Pane.FEEDS:
            scope = self.scope
            if scope is None or scope.is_heading:
                self.say_row()
            elif await self.open_view(View(scope)):
                self.pane = Pane.ARTICLES
                await self.say_list()
        elif (head := self.head_in_hand()) is not None:
            await self.open_article(head)
        else:
            self.say_row()

    async def action_pane_left(self) -> None:
        if self.pane is Pane.FEEDS:
            self.say("This is the list of feeds.")
        else:
            await self.use(Pane.ARTICLES if self.pane is Pane.READER else Pane.FEEDS)

    async def action_pane_escape(self) -> None:
        """End what narrows the list, else step back."""
        if self.pane is Pane.READER and (self.sought or self.focused is not None):
            self.sought, self.focused = "", None
            self.say("No words are looked for any more.")
        elif self.pane is Pane.ARTICLES and self.view.search.strip():
            if await self.open_view(replace(self.view, search="", sort=None)):
                await self.say_list()
        elif self.pane is Pane.FEEDS and self.feed_filter:
            self.feed_filter = ""
            await self.say_list()
        elif self.pane is not Pane.FEEDS:
            await self.action_pane_left()

    # -- other lists

    async def action_list_show_all(self) -> None:
        await self._narrow(Show.ALL)

    async def action_list_show_unread(self) -> None:
        await self._narrow(Show.UNREAD)

    async def action_list_toggle_unread(self) -> None:
        whole = self.view.narrowed(Show.ALL)
        shows_all = (self.view.scope, self.view.show) == (whole.scope, whole.show)
        await self._narrow(Show.UNREAD if shows_all else Show.ALL)

    async def action_list_show_starred(self) -> None:
        await self._narrow(Show.STARRED)

    async def _narrow(self, show: Show) -> None:
        if await self.open_view(self.view.narrowed(show)):
            self.pane = Pane.ARTICLES
            await self.say_list()

    async def action_list_sort(self) -> None:
        """Choose the order of the list."""
        orders = offered(self.view)
        chosen = await self.talk.choose("Order of the list:", [ORDERS[sort] for sort in orders])
        if chosen is None:
            return
        sort, view = orders[chosen], replace(self.view, sort=None)
        if self.view.search.strip():
            view = replace(self.view, sort=sort)
        elif self.view.scope.kind is ScopeKind.SMART:
            try:
                await self.library.smart_feeds.change(SmartFeedId(self.view.scope.id), sort=sort.value)
            except ReadNowError as err:
                self.say(str(err))
                return
        else:
            self.sorts.choose(self.view.scope, Sort(sort))
        if await self.open_view(view):
            self.pane = Pane.ARTICLES
            await self.say_list()

    async def action_find_open(self) -> None:
        """Filter the feeds, search the articles, or find words in the open one."""
        if self.pane is Pane.READER:
            await self.find_in_article()
        elif self.pane is Pane.FEEDS:
            typed = await self.talk.ask("Filter the feeds:", self.feed_filter)
            if typed is not None:
                self.feed_filter, self.row = typed.strip(), 0
                await self.say_list()
        else:
            await self._search()

    async def _search(self) -> None:
        typed = await self.talk.ask("Search:", self.view.search, self._completed_query)
        if typed is None or typed.strip() == self.view.search.strip():
            self.say_row()
        elif await self.open_view(replace(self.view, search=typed.strip(), sort=None)):
            found = self.number_of_articles() if self.heads else "nothing"
            self.say(*[f"Found: {found}."] * bool(self.view.search))
            await self.say_list()

    def _completed_query(self, text: str) -> list[str]:
        found = completion(text, self.names)
        return [text[: found.start] + option for option in found.options]

    async def go_home(self) -> None:
        """The first list there is: the one that is open is gone."""
        if await self.open_view(View(ALL)):
            self.pane = Pane.ARTICLES
