"""Steps and marks that other readers have a key for: to the next feed with news, unread ones alone or all,
everything read, browser and read in one. The actions of `keys.habits`.

Invariant: each does what its parts do, with their words.
"""

from msgspec.structs import replace

from readnow.keys.actions import Pane
from readnow.model.article import Flag
from readnow.model.errors import StoreError
from readnow.model.query import ALL, ArticleQuery, Scope
from readnow.text.words import counted
from readnow.tui.screens.muting import Muting
from readnow.tui.screens.reading import NOTHING_LEFT
from readnow.views.selection import Show, View


class Habits(Muting):
    """What presets give keys to."""

    async def action_go_next_unread_feed(self) -> None:
        """Open the next feed that has something unread."""
        await self._open_unread_feed(1)

    async def action_go_previous_unread_feed(self) -> None:
        """Open the previous one."""
        await self._open_unread_feed(-1)

    async def _open_unread_feed(self, step: int) -> None:
        around = [feed for feed in self.feeds_around(step) if feed.unread]
        others = [feed for feed in around if Scope.feed(feed.id) != self.view.scope]
        show = Show.UNREAD if self.view.show is Show.UNREAD else Show.ALL
        if not others:
            self.say("No other feed has unread articles." if around else NOTHING_LEFT)
        elif await self.open_view(View(Scope.feed(others[0].id), show)):
            self.feed_list.move_to(self.view.scope)
            self.go_to(Pane.FEEDS if self.pane is Pane.FEEDS else Pane.ARTICLES)

    async def action_list_toggle_unread(self) -> None:
        """Unread articles only, or all again."""
        all_of_it = View(self.view.scope, self.view.show).narrowed(Show.ALL)
        shows_all = (self.view.scope, self.view.show) == (all_of_it.scope, all_of_it.show)
        await (self.action_list_show_unread() if shows_all else self.action_list_show_all())

    def action_list_mark_everything(self) -> None:
        """Mark what all feeds have read, those too that are left out of lists over all."""
        self.work_on(self._mark_everything, "marking")

    async def _mark_everything(self) -> None:
        query = ArticleQuery(ALL, limit=None)
        try:
            count = await self.library.articles.count(replace(query, unread_only=True))
            asked = f"Mark {counted(count, 'article')} in all feeds read?"
            if count and await self.question(asked, {"y": "yes", "n": "no"}) != "y":
                return
            await self.library.articles.mark(query, Flag.READ, True, self._show_marked)
        except StoreError as err:
            self.say(str(err), error=True)
            return
        self.say(f"Marked {counted(count, 'article')} in all feeds read." if count else NOTHING_LEFT)

    def action_link_open_read(self) -> None:
        """Open the article in hand in the browser, and mark it read."""
        head = self.head_in_hand()
        self.action_link_open()
        if head is not None and head.link and not head.read:
            self.set_flag((head,), Flag.READ, True)
