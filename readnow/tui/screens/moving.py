"""Moving: the cursor, the panes, the ways back, and what the view shows. The actions `cursor.*`, `pane.*`,
`app.back`, `list.show-*` and `view.*`.

Invariant: q and Esc walk back the same way; only q, and only from the feed list, ends the program.
"""

from readnow.keys.actions import Pane
from readnow.model.query import Scope, ScopeKind
from readnow.tui.screens.listing import MORE
from readnow.tui.screens.reading import Reading
from readnow.views.selection import Show, View
from readnow.views.view_rows import fold_number

_STEP = 2
_TEXT_STEP = 4
_AT_ONCE, _TOGETHER, _TO_THE_END = 400, 1_000, 20_000
"""Articles that are read before the key for the end is answered, then in one piece on the way there, and by
one press of it."""


class Moving(Reading):
    """What needs no reading of articles."""

    def action_cursor_down(self) -> None:
        """A row or line down."""
        self._move(1)

    def action_cursor_up(self) -> None:
        """A row or line up."""
        self._move(-1)

    def _move(self, step: int) -> None:
        if self.pane is Pane.READER:
            self.reader.scroll_lines(step)
        elif self.pane is Pane.FEEDS:
            self.feed_list.move(step)
        else:
            self.article_list.move(step)

    def action_cursor_page_down(self) -> None:
        """A page down."""
        self.widget_of(self.pane).page(1)

    def action_cursor_page_up(self) -> None:
        """A page up."""
        self.widget_of(self.pane).page(-1)

    def action_cursor_half_page_down(self) -> None:
        """Half a page down."""
        self.widget_of(self.pane).page(0.5)

    def action_cursor_half_page_up(self) -> None:
        """Half a page up."""
        self.widget_of(self.pane).page(-0.5)

    def action_cursor_top(self) -> None:
        """To the start."""
        self.widget_of(self.pane).to_top()

    async def action_cursor_bottom(self) -> None:
        """To the end; of a long list that is the end of further pages, which come while nobody moves."""
        if self.pane is Pane.ARTICLES and await self.load_page(_AT_ONCE) and self.goes_on is not None:
            if self.query_shown.is_by_date:
                self.work_on(self._on_to_the_end, MORE)
            else:
                self._say_there_is_more()
        self.widget_of(self.pane).to_bottom()

    async def _on_to_the_end(self) -> None:
        articles = self.article_list
        most = articles.count + _TO_THE_END
        while self.goes_on is not None and articles.count < most:
            last = articles.count - 1
            if articles.cursor != last or not await self.load_page(_TOGETHER):
                return
            if articles.cursor == last:
                articles.to_bottom()
        if self.goes_on is not None:
            self._say_there_is_more()

    def _say_there_is_more(self) -> None:
        key = self.key_of("cursor.bottom")
        self.say("There is more below." + (f" {key} goes on." if key else ""))

    # -- panes

    def action_pane_next(self) -> None:
        """The pane to the right, round the end."""
        self._step_pane(1)

    def action_pane_previous(self) -> None:
        """The pane to the left, round the end."""
        self._step_pane(-1)

    def _step_pane(self, step: int) -> None:
        panes = self.reachable_panes()
        self.go_to(panes[(panes.index(self.pane) + step) % len(panes)] if self.pane in panes else panes[0])
        self.show_place()

    async def action_pane_open(self) -> None:
        """Unfold a folder, open a feed in the list of articles, or an article in the reader."""
        scope = self.feed_list.scope
        if self.pane is Pane.FEEDS and scope and fold_number(scope) in self.folded:
            self.toggle_fold(scope)
        else:
            await self.open_under_cursor()

    def action_pane_left(self) -> None:
        """One pane left; in the feed list, fold the folder or go to the one around."""
        if self.pane is Pane.FEEDS:
            self._fold()
        else:
            self.go_left()

    def go_left(self) -> None:
        """From the reader to the articles, from there to the feeds."""
        self.go_to(Pane.ARTICLES if self.pane is Pane.READER else Pane.FEEDS)
        self.show_rest()

    def _fold(self) -> None:
        scope = self.feed_list.scope
        if scope is None:
            return
        number = fold_number(scope)
        if number is not None and number not in self.folded:
            self.toggle_fold(scope)
            return
        around = self.feed_list.row.inside if self.feed_list.row is not None else None
        if around is not None:
            self.feed_list.move_to(Scope.folder(around))
        elif scope.kind in (ScopeKind.SMART, ScopeKind.TAG):
            self.feed_list.move_to(Scope(scope.kind))

    async def action_pane_escape(self) -> None:
        """Close what is open, then clear the filter, then go one pane left; never quit."""
        if self.selections:
            self.clear_selection()
        elif self.pane is not Pane.READER and self.end_selection():
            pass
        elif self.pane is Pane.READER and self.reader.focused_link is not None:
            self.reader.unfocus_link()
        elif self.finding:
            self.end_finding()
        elif self.pane is Pane.FEEDS and self.feed_filter:
            self.feed_filter = ""
            self.show_feeds()
        elif self.pane is Pane.ARTICLES and self.view.search:
            await self.leave_search()
        elif self.pane is not Pane.FEEDS:
            self.go_left()

    def end_finding(self) -> None:
        """Take the marks of the words looked for away."""
        self.finding = False
        self.reader.end_finding()
        self.say("")
        self.show_note()

    async def leave_search(self) -> None:
        """Back to the whole list, with the cursor where it was."""
        head = self.article_list.head
        opened = await self.open_view(View(self.view.scope, self.view.show))
        if opened and head is not None and await self.load_until(head.id):
            self.article_list.move_to(head.id)

    def action_app_back(self) -> None:
        """One pane back; from the list of feeds, out."""
        if self.pane is Pane.FEEDS or self.mode == 0 or self.first_run:
            self.app.exit()
        else:
            self.go_left()

    # -- what the view shows

    async def action_list_show_all(self) -> None:
        """All articles of what is opened."""
        await self._narrow(Show.ALL)

    async def action_list_show_unread(self) -> None:
        """Unread articles only."""
        await self._narrow(Show.UNREAD)

    async def action_list_show_starred(self) -> None:
        """Starred articles only."""
        await self._narrow(Show.STARRED)

    async def _narrow(self, show: Show) -> None:
        head = self.article_list.head
        if await self.open_view(self.view.narrowed(show)):
            self.feed_list.move_to(self.view.scope)
            if head is not None:
                self.article_list.move_to(head.id)

    async def action_view_zoom(self) -> None:
        """Give the reader the whole width, or take it back."""
        if self.pane is Pane.ARTICLES:
            head = self.article_list.head
            if head is None:
                return
            self.zoomed = True
            if self.article is not None and self.article.head.id == head.id:
                self.go_to(Pane.READER)
            else:
                await self.open_article(head)
        else:
            self.zoomed = not self.zoomed
            self.lay_out()
        self.show_place()

    def action_view_narrower(self) -> None:
        """A narrower pane, or narrower text."""
        self.change_width(-_TEXT_STEP if self.pane is Pane.READER else -_STEP)

    def action_view_wider(self) -> None:
        """A wider pane, or wider text."""
        self.change_width(_TEXT_STEP if self.pane is Pane.READER else _STEP)
