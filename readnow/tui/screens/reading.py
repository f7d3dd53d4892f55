"""Reading: opening an article, reading on, and going from article to article and from feed to feed.

Invariant: an article is marked read by opening it, after it is shown, and never by moving past it; reading on
leaves no unread article behind, whichever feed it is in, until it says that none is left.
"""

from collections.abc import Iterator

from msgspec.structs import replace
from textual import on

from readnow.keys.actions import Pane
from readnow.library.presentation import article_document
from readnow.library.sought import IN_TEXTS
from readnow.model.article import ArticleHead, Flag
from readnow.model.errors import NotFoundError, StoreError
from readnow.model.feed import Feed
from readnow.model.fulltext import in_full
from readnow.model.query import ALL, Scope, ScopeKind
from readnow.tui.notes import find_note, link_note
from readnow.tui.screens.listing import Listing
from readnow.tui.widgets.article_list import ArticleList
from readnow.tui.widgets.feed_list import FeedList
from readnow.tui.widgets.line_pane import LinePane
from readnow.views.feed_rows import UNCHECKED, name_of
from readnow.views.selection import PAGE, Show, View, feeds_from, next_unread

NOTHING_LEFT = "Nothing unread is left."
ONLY_THIS = "Nothing else is unread; Enter opens this one."


class Reading(Listing):
    """The actions `go.*` and the opening of feeds and articles."""

    async def open_article(self, head: ArticleHead, pane: Pane = Pane.READER) -> bool:
        """Show an article from where it was left, and mark it read.

        Then `pane` is in use, or the reader where that is alone.
        """
        self.leave_article()
        again = self.reader.key == head.id
        try:
            article = await self.library.articles.article(head.id)
            text = await self.library.fulltexts.get(head.id)
        except (NotFoundError, StoreError) as err:
            self.say(str(err), error=True)
            return False
        if text is not None and not text.problem:
            article = in_full(article, text)
        self.article = article
        self.finding = False
        if self.selections:
            self.clear_selection()
        self.article_list.move_to(head.id)
        document = article_document(article, date_format=self.config.ui.date_format)
        place = article.head.place
        self.reader.sought = self.sought(IN_TEXTS)
        self.reader.show(document, key=head.id, offset=place.offset if place is not None else 0)
        if place is not None and not again:
            self.say("Goes on where you left it.")
        self.go_to(pane if self.mode == 3 and not self.zoomed else Pane.READER)
        self.show_place()
        if self.config.ui.mark_read == "open" and not article.head.read:
            self.set_flag((article.head,), Flag.READ, True)
        return True

    def leave_article(self) -> None:
        """Keep where the open article is left; none where that is at its start or its end."""
        article, reader = self.article, self.reader
        if article is None or reader.key != article.head.id or not reader.is_laid_out:
            return
        place = reader.left
        head = self.library.articles.leave(article.head, place)
        if head is not article.head:
            self.article = replace(article, head=head)
            index = self.article_list.index_of(head.id)
            if index is not None:
                # Its flags may be newer than those of the open article.
                self.article_list.update((replace(self.article_list.heads[index], place=place),))

    def go_to(self, pane: Pane) -> None:
        """Use a pane from now on; what was read in the reader is left with it."""
        if self.pane is Pane.READER and pane is not Pane.READER:
            self.leave_article()
        super().go_to(pane)

    def show_place(self) -> None:
        """The line above the article: its feed, and where the reader is alone also its place in the list."""
        if self.article is None:
            self.reader.set_title("")
            return
        head = self.article.head
        place = ""
        index = self.article_list.index_of(head.id)
        if index is not None and self.shown_panes() == (Pane.READER,):
            count = f"{self.article_list.count:,}" + ("" if self.article_list.complete else "+")
            name = name_of(self.library.feeds, self.view.scope)
            listed = f"{name} " if name != head.feed_title else ""
            place = f" · {listed}{index + 1:,}/{count}"
        known = self.library.feeds.knows(head.feed_id)
        insecure = known and self.library.feeds.get(head.feed_id).settings.insecure
        warned = f" · {UNCHECKED}" if insecure else ""
        self.reader.set_title(head.feed_title + place + warned)

    async def open_under_cursor(self) -> None:
        """Open what the cursor of the list in use is on."""
        if self.pane is Pane.FEEDS:
            scope = self.feed_list.scope
            if scope is not None and scope.is_heading:
                self.toggle_fold(scope)
            elif scope is not None and await self.open_view(View(scope)):
                self.go_to(Pane.ARTICLES)
        elif (head := self.article_list.head) is not None:
            await self.open_article(head)

    @on(LinePane.Picked)
    async def _picked(self, event: LinePane.Picked) -> None:
        """A click on a feed opens it; on an article, the second one does."""
        if isinstance(event.pane, FeedList):
            self.go_to(Pane.FEEDS)
            await self.open_under_cursor()
        elif isinstance(event.pane, ArticleList):
            self.go_to(Pane.ARTICLES)
            if event.again:
                await self.open_under_cursor()

    # -- reading on

    async def action_go_read_on(self) -> None:
        """Page through what is open, then open the next unread article."""
        if self.pane is Pane.READER:
            if not self.reader.page_down():
                await self._open_unread(1)
            return
        if self.pane is Pane.FEEDS:
            await self._open_first_unread()
            return
        head = self.article_list.head
        beside = Pane.READER in self.shown_panes()
        if head is not None and beside and self.reader.key == head.id and self.article is not None:
            if not self.reader.page_down():
                await self._open_unread(1, Pane.ARTICLES)
        elif head is not None and not head.read:
            await self.open_article(head, Pane.ARTICLES)
        else:
            await self._open_unread(1, Pane.ARTICLES)

    async def _open_first_unread(self) -> None:
        """From the feed list: the first unread article of the row under the cursor."""
        scope = self.feed_list.scope or ALL
        if scope.is_heading:
            self.toggle_fold(scope)
        elif await self.open_view(View(scope)):
            self.article_list.to_top()
            head = self.article_list.head
            if head is not None and not head.read:
                await self.open_article(head, Pane.ARTICLES)
            else:
                await self._open_unread(1, Pane.ARTICLES)

    async def _open_unread(self, step: int, pane: Pane = Pane.READER) -> None:
        if await self.move_to_unread(step):
            head = self.article_list.head
            if head is not None:
                await self.open_article(head, pane)

    async def move_to_unread(self, step: int) -> bool:
        """Put the cursor on the next (or previous) unread article, in this list or another; say if none."""
        try:
            if await self._unread_here(step) or await self._unread_elsewhere(step):
                return True
        except StoreError as err:
            self.say(str(err), error=True)
            return False
        if self.view.search.strip():
            self.say("Nothing unread is left in this search.")
        else:
            self.say(NOTHING_LEFT)
        return False

    async def _unread_here(self, step: int) -> bool:
        """In the list as it is shown: beyond the cursor, then from its other end.

        Backwards that end is left for last where other feeds come before this one.
        """
        articles = self.article_list
        heads, cursor = articles.heads, articles.cursor
        index = next_unread(heads, cursor + step, step) if 0 <= cursor + step < len(heads) else None
        if index is None and step > 0 and heads and not articles.complete:
            index = await self._unread_further_down()
        if index is None and (step > 0 or self.view.scope.kind not in (ScopeKind.FEED, ScopeKind.FOLDER)):
            index = next_unread(heads, 0 if step > 0 else len(heads) - 1, step)
        if index is None or index == cursor:
            return False
        articles.cursor = index
        return True

    async def _unread_further_down(self) -> int | None:
        """In the part of the list that is not loaded yet."""
        query = replace(self.query_shown, unread_only=True, after=self.goes_on, limit=1)
        page = await self.library.articles.page(query)
        if page.heads and await self.load_until(page.heads[0].id):
            return self.article_list.index_of(page.heads[0].id)
        return None

    async def _unread_elsewhere(self, step: int) -> bool:
        """In the next feed that has unread articles; opens its list."""
        if self.view.search.strip():
            return False
        if self.view.scope.kind in (ScopeKind.ALL, ScopeKind.UNREAD):
            # What is unread but not in this list came in since it was opened, or the list is an old one.
            scopes = iter([self.view.scope] if self.library.feeds.unread(ALL) else [])
        else:
            scopes = (Scope.feed(feed.id) for feed in self.feeds_around(step) if feed.unread)
        for scope in scopes:
            show = Show.UNREAD if self.view.show is Show.UNREAD else Show.ALL
            if not await self.open_view(View(scope, show)):
                return False
            self.feed_list.move_to(scope)
            if await self._first_unread_shown(step):
                return True
        return False

    async def _first_unread_shown(self, step: int) -> bool:
        heads = self.article_list.heads
        index = next_unread(heads, 0 if step > 0 else len(heads) - 1, step)
        if index is None and heads and not self.article_list.complete:
            index = await self._unread_further_down()
        if index is not None:
            self.article_list.cursor = index
        return index is not None

    def feeds_around(self, step: int) -> Iterator[Feed]:
        """The feeds from the opened one on, in the order of the feed list, round its end."""
        feeds = self.library.feeds
        whole = self.view.scope.kind not in (ScopeKind.FEED, ScopeKind.FOLDER)
        inside = () if whole else feeds.in_scope(self.view.scope)
        return feeds_from(self.listed_feeds(), inside, step)

    # -- from one to the next

    async def action_go_next_unread(self) -> None:
        """The next unread article, or from the feed list the next feed that has some."""
        await self._step_unread(1)

    async def action_go_previous_unread(self) -> None:
        """The previous one."""
        await self._step_unread(-1)

    async def _step_unread(self, step: int) -> None:
        if self.pane is Pane.FEEDS:
            self._step_unread_feed(step)
        elif self.pane is Pane.READER and self.finding:
            self.step_match(step)
        elif self.pane is Pane.READER:
            await self._open_unread(step)
        else:
            before = self.article_list.head
            found = await self.move_to_unread(step)
            now = self.article_list.head
            if found and before is not None and now is not None and before.id == now.id:
                self.say(ONLY_THIS)

    def _step_unread_feed(self, step: int) -> None:
        rows, cursor = self.feed_list.rows, self.feed_list.cursor
        for offset in range(1, len(rows)):
            index = (cursor + step * offset) % len(rows)
            if rows[index].scope.kind is ScopeKind.FEED and rows[index].unread:
                self.feed_list.cursor = index
                return
        self.say(
            NOTHING_LEFT if not self.library.feeds.unread(ALL) else "No other feed here has unread articles."
        )

    def step_match(self, step: int) -> None:
        """To the next place of the words that are looked for."""
        self.reader.step_match(step)
        self.say("")
        self.show_note()

    def show_hints(self) -> None:
        """The keys of the pane in use, and what stands beside them."""
        super().show_hints()
        self.show_note()

    def show_note(self) -> None:
        """Where the focused link goes, else which place was found: as long as the reader is in use."""
        number = self.reader.focused_link if self.pane is Pane.READER else None
        link = self.reader.link(number) if number is not None else None
        if link is not None:
            text, warning = link_note(link, self.reader.misleading, self.reader.said_at(link))
            self.status.note(text, warning=warning)
        else:
            finding = self.finding and self.pane is Pane.READER
            self.status.note(find_note(*self.reader.match, self.keymap) if finding else "")

    def end_selection(self) -> bool:
        """Select no articles any more; False where none were selected."""
        if not self.article_list.selected:
            return False
        self.article_list.clear_selected()
        self.show_note()
        return True

    async def action_go_next_article(self) -> None:
        """The next article of the list, read or not."""
        await self._step_article(1)

    async def action_go_previous_article(self) -> None:
        """The previous one."""
        await self._step_article(-1)

    async def _step_article(self, step: int) -> None:
        articles = self.article_list
        if step > 0 and articles.cursor == articles.count - 1 and not articles.complete:
            await self.load_page(PAGE)
        before = articles.cursor
        articles.move(step)
        head = articles.head
        if head is None or articles.cursor == before:
            self.say("This is the last article of the list." if step > 0 else "This is the first article.")
        elif self.pane is Pane.READER:
            await self.open_article(head)

    async def action_go_next_feed(self) -> None:
        """Open the next feed's list."""
        await self._step_feed(1)

    async def action_go_previous_feed(self) -> None:
        """Open the previous feed's list."""
        await self._step_feed(-1)

    async def _step_feed(self, step: int) -> None:
        feed = next(self.feeds_around(step), None)
        scope = self._beside(step) or (Scope.feed(feed.id) if feed is not None else None)
        if scope is not None and await self.open_view(View(scope, self.view.show)):
            self.feed_list.move_to(self.view.scope)
            self.go_to(Pane.FEEDS if self.pane is Pane.FEEDS else Pane.ARTICLES)

    def _beside(self, step: int) -> Scope | None:
        """The smart feed or tag before or behind the opened one; None where that is neither, or the last."""
        kind = self.view.scope.kind
        rows = [row.scope for row in self.feed_list.rows if row.scope.kind is kind and row.scope.id]
        if kind not in (ScopeKind.SMART, ScopeKind.TAG) or self.view.scope not in rows:
            return None
        place = rows.index(self.view.scope) + step
        return rows[place] if 0 <= place < len(rows) else None
