"""From one to the next: unread articles, articles of any state, feeds; and reading on. The actions `go.*`.

Invariant: reading on leaves no unread article behind, whichever feed it is in, until it says that none is
left.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from readnow.keys.actions import Pane
from readnow.model.errors import StoreError
from readnow.model.feed import Feed
from readnow.model.query import ALL, Scope, ScopeKind
from readnow.plain.reader import Reading
from readnow.views.selection import Show, View, feeds_from, next_unread

NOTHING_LEFT = "Nothing unread is left."
_WHOLE = (ScopeKind.FEED, ScopeKind.FOLDER)


class GoingOn(Reading):
    """What goes on."""

    async def action_go_read_on(self) -> None:
        """More of the article, else the next unread one."""
        if self.pane is Pane.READER:
            if not self.say_more():
                await self._open_unread(1)
        elif self.pane is Pane.FEEDS:
            if await self.open_view(View(self.scope or ALL)):
                self.pane = Pane.ARTICLES
                await self._open_first()
        else:
            await self._open_first()

    async def _open_first(self) -> None:
        """The article in hand if it is unread, else the next one that is."""
        head = self.head_in_hand()
        if head is not None and not head.read:
            await self.open_article(head)
        else:
            await self._open_unread(1)

    async def action_go_next_unread(self) -> None:
        await self._step_unread(1)

    async def action_go_previous_unread(self) -> None:
        await self._step_unread(-1)

    async def _step_unread(self, step: int) -> None:
        if self.pane is Pane.FEEDS:
            self._step_unread_feed(step)
        elif self.pane is Pane.READER and self.sought:
            self.step_match(step)
        elif self.pane is Pane.READER:
            await self._open_unread(step)
        elif await self.move_to_unread(step):
            self.say_row()

    def _step_unread_feed(self, step: int) -> None:
        self.read_rows()
        for offset in range(1, len(self.rows)):
            index = (self.row + step * offset) % len(self.rows)
            if self.rows[index].scope.kind is ScopeKind.FEED and self.rows[index].unread:
                self.row = index
                self.say_row()
                return
        nothing = not self.library.feeds.unread(ALL)
        self.say(NOTHING_LEFT if nothing else "No other feed here has unread articles.")

    async def _open_unread(self, step: int) -> None:
        if await self.move_to_unread(step):
            head = self.heads[self.cursor]
            await self.open_article(head)

    async def move_to_unread(self, step: int) -> bool:
        """Have the next (or previous) unread article in hand, of this list or another; say if none."""
        try:
            if await self._unread_here(step) or await self._unread_elsewhere(step):
                return True
        except StoreError as err:
            self.say(str(err))
            return False
        searched = self.view.search.strip()
        self.say("Nothing unread is left in this search." if searched else NOTHING_LEFT)
        return False

    async def _unread_here(self, step: int) -> bool:
        heads, cursor = self.heads, self.cursor
        index = next_unread(heads, cursor + step, step) if 0 <= cursor + step < len(heads) else None
        if index is None and step > 0 and heads:
            index = await self._unread_further_down()
        if index is None and (step > 0 or self.view.scope.kind not in _WHOLE):
            index = next_unread(self.heads, 0 if step > 0 else len(self.heads) - 1, step)
        if index is None or index == cursor:
            return False
        self.cursor = index
        return True

    async def _unread_further_down(self) -> int | None:
        if self.goes_on is None:
            return None
        query = replace(self.query, unread_only=True, after=self.goes_on, limit=1)
        page = await self.library.articles.page(query)
        return await self.load_until(page.heads[0].id) if page.heads else None

    async def _unread_elsewhere(self, step: int) -> bool:
        """In the next feed that has unread articles; opens its list."""
        if self.view.search.strip():
            return False
        if self.view.scope.kind in (ScopeKind.ALL, ScopeKind.UNREAD):
            scopes = iter([self.view.scope] if self.library.feeds.unread(ALL) else [])
        else:
            scopes = (Scope.feed(feed.id) for feed in self.feeds_around(step) if feed.unread)
        for scope in scopes:
            show = Show.UNREAD if self.view.show is Show.UNREAD else Show.ALL
            self.leave_article()
            if not await self.open_view(View(scope, show)):
                return False
            index = next_unread(self.heads, 0 if step > 0 else len(self.heads) - 1, step)
            if index is None and self.heads:
                index = await self._unread_further_down()
            if index is not None:
                self.cursor = index
                return True
        return False

    def feeds_around(self, step: int) -> Iterator[Feed]:
        """The feeds from the opened one on, in the order of the list, round its end."""
        whole = self.view.scope.kind not in _WHOLE
        inside = () if whole else self.library.feeds.in_scope(self.view.scope)
        return feeds_from(self.listed_feeds(), inside, step)

    async def action_go_next_article(self) -> None:
        await self._step_article(1)

    async def action_go_previous_article(self) -> None:
        await self._step_article(-1)

    async def _step_article(self, step: int) -> None:
        reading = self.pane is Pane.READER
        self.leave_article()
        if step > 0 and self.cursor >= len(self.heads) - 1:
            await self.load_more()
        place = self.cursor + step
        if not 0 <= place < len(self.heads):
            self.say("This is the last article of the list." if step > 0 else "This is the first article.")
            return
        self.cursor = place
        if reading:
            await self.open_article(self.heads[place])
        else:
            await self.look_again()
            self.say_row()

    async def action_go_next_feed(self) -> None:
        await self._step_feed(1)

    async def action_go_previous_feed(self) -> None:
        await self._step_feed(-1)

    async def action_go_next_unread_feed(self) -> None:
        await self._open_unread_feed(1)

    async def action_go_previous_unread_feed(self) -> None:
        await self._open_unread_feed(-1)

    async def _open_unread_feed(self, step: int) -> None:
        around = [feed for feed in self.feeds_around(step) if feed.unread]
        others = [feed for feed in around if Scope.feed(feed.id) != self.view.scope]
        if others:
            await self._open_feed(others[0], Show.UNREAD if self.view.show is Show.UNREAD else Show.ALL)
        else:
            self.say("No other feed has unread articles." if around else NOTHING_LEFT)

    async def _step_feed(self, step: int) -> None:
        feed = next(self.feeds_around(step), None)
        if feed is None:
            self.say("There are no feeds yet.")
        else:
            await self._open_feed(feed, self.view.show)

    async def _open_feed(self, feed: Feed, show: Show) -> None:
        self.leave_article()
        if await self.open_view(View(Scope.feed(feed.id), show)):
            self.row_of(self.view.scope)
            self.pane = Pane.FEEDS if self.pane is Pane.FEEDS else Pane.ARTICLES
            if self.pane is Pane.FEEDS:
                self.say_row()
            else:
                await self.say_list()
