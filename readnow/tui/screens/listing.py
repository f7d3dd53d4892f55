"""The two lists of the main screen: opening a list, its next pages, and what arrives while it is shown.

Invariant: a list that is shown changes only by what was done to its articles; what was read in it stays until
it is opened anew. An answer of the store that comes after another list was opened is thrown away.
"""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on

from readnow.library.events import RefreshFinished, RefreshProgress
from readnow.library.order import may_be_behind
from readnow.library.presentation import local_date
from readnow.library.scopes import own_sort
from readnow.library.sought import IN_TITLES, sought_in
from readnow.model.article import ArticleHead, ArticleId, Flag
from readnow.model.condition import Field
from readnow.model.errors import QueryError, StoreError
from readnow.model.query import ALL, ArticleQuery, Cursor, Page, ScopeKind, Sort
from readnow.text.sought import Sought
from readnow.text.words import counted
from readnow.tui.bridge import Happened
from readnow.tui.screens.panes import Surroundings
from readnow.tui.screens.shelving import Shelving
from readnow.tui.widgets.article_list import ArticleList
from readnow.views.feed_rows import exists, title_of
from readnow.views.list_words import empty_text, summary_of
from readnow.views.muted import shows_muted
from readnow.views.selection import PAGE, View
from readnow.views.sorts import ORDERS, Sorts
from readnow.views.start import MANY_TO_SORT

if TYPE_CHECKING:
    from readnow.library.library import Library

_MANY = 2_000
"""Articles that are read at once on the way to one far down."""
MORE, LOOKING = "more", "Looking…"
_PATIENCE = 0.25
"""Seconds that opening a list may hold the keys; what takes longer is shown when it is done."""


class Listing(Shelving):
    """Feeds and articles as they are shown."""

    def __init__(self, library: "Library", surroundings: Surroundings) -> None:
        super().__init__(library, surroundings)
        self.sorts = Sorts(Sort(self.config.ui.sort), self.start.sorts)
        self.query_shown: ArticleQuery = ArticleQuery()
        self._problem = ""
        self._refreshed = ""
        """When a refresh ended last, as a time of day."""
        self._offline = False
        """Whether the last one found no network."""
        self._next: Cursor | None = None
        self.newest = ArticleId(0)
        """No article of the list is newer, as far as is known: for lists that do not begin with it."""
        self._opened_lists = 0
        """Counts openings: an answer for an earlier one is not shown any more."""
        self._changes = self._marks = 0
        """Count what was seen to change, and what was marked here: what was being read then may be older."""
        self._filling = False
        """Whether the list was empty when it was opened and nobody has moved in it since."""

    # -- articles

    def show_list_title(self) -> None:
        """The line above the articles: what they are, and their order or how many were found."""
        articles = self.article_list
        found = f"{articles.count:,}{'' if articles.complete else '+'} found"
        order = ORDERS[self.query_shown.sort]
        right = f"{found} · {order}" if self.view.search.strip() else order
        articles.set_title(title_of(self.library.feeds, self.view), right)

    def show_feeds(self) -> None:
        """The feed list and the counts, as they are now."""
        super().show_feeds()
        self.show_list_title()

    def show_first_page(self, view: View, page: Page) -> None:
        """The list of the first paint."""
        self._opened_lists += 1
        self.newest = self.start.newest or ArticleId(0)
        self._fill(view, *self.query_of(view), page)

    async def open_late(self) -> None:
        """The list of a start that was not to wait for it."""
        await self.open_view(self.view)

    async def open_view(self, view: View) -> bool:
        """Open a list anew; False where another was opened meanwhile, or it cannot be (told then)."""
        self._opened_lists += 1
        mine, before = self._opened_lists, (self._changes, self._marks)
        self.workers.cancel_group(self, MORE)
        try:
            query, problem = self.query_of(view)
            opening = self.library.articles.parts(query)
            newest = ArticleId(0) if query.sort is Sort.NEWEST else await self.library.articles.newest()
            page = Page(()) if problem else await self._gathered(opening)
        except (QueryError, StoreError) as err:
            self.say(str(err), error=True)
            return False
        if mine != self._opened_lists:
            return False
        self.newest = newest
        late = self.library.articles.unsettled
        self._fill(view, query, problem, page or Page(()))
        if late or before != (self._changes, self._marks):
            self.work_on(partial(self._put_right, late, self._marks, mine), "opening", newest_only=True)
        if page is None:
            self.article_list.empty_text = "Putting the articles in order…"
            self.article_list.refresh_all_content()
            self.work_on(partial(self._fill_later, opening, mine), "ordering", newest_only=True)
        return True

    async def _put_right(self, late: frozenset[ArticleId], marks: int, mine: int) -> None:
        """Show what was changed while the list was being read: it is there as it was before, or is not there.

        Of what was on its way (`late`), what the list would not have had goes, unless anything was marked
        since (`marks`): what is read in a list stays in it.
        """
        try:
            await self.library.articles.settled()
            shown = [id_ for id_ in late if self.article_list.index_of(id_) is not None]
            found = {head.id for head in await self.library.articles.among(self.query_shown, shown)}
            if mine != self._opened_lists:
                return
            if marks == self._marks:
                self.article_list.take_out([id_ for id_ in shown if id_ not in found])
            await self._look_again()
        except StoreError as err:
            self.say(str(err), error=True)
            return
        self.show_feeds()

    def query_of(self, view: View) -> tuple[ArticleQuery, str]:
        """The view's query in the order that was chosen for it, and why it cannot be read (a smart feed's).
        Raises `QueryError`."""
        names = self.names
        query, problem = view.readable(names)
        return replace(query, sort=self.sorts.of(view, own_sort(view.scope, names))), problem

    async def _gathered(self, opening: AsyncIterator[Page]) -> Page | None:
        """The page; None where putting it in order takes so long that the keys had better go on, and as much
        as was found by then where it is looking that does."""
        heads: list[ArticleHead] = []
        following: Cursor | None = None
        began = monotonic()
        async for part in opening:
            if part.looked and part.part and monotonic() - began > _PATIENCE:
                return None
            heads += part.heads
            following = part.next
            if part.part and not part.looked and monotonic() - began > _PATIENCE:
                break  # the rest is read as further pages are
        return Page(tuple(heads), following)

    async def _fill_later(self, opening: AsyncIterator[Page], mine: int) -> None:
        heads: list[ArticleHead] = []
        following: Cursor | None = None
        try:
            async for part in opening:
                if mine != self._opened_lists:
                    return
                heads += part.heads
                following = part.next
                self.status.progress(f"putting in order: {counted(part.looked, 'article')}")
        except StoreError as err:
            self.say(str(err), error=True)
        finally:
            self.status.progress("")
        if mine == self._opened_lists:
            self._fill(self.view, self.query_shown, "", Page(tuple(heads), following))

    def _fill(self, view: View, query: ArticleQuery, problem: str, page: Page) -> None:
        """`problem`: why the list of a smart feed cannot be made."""
        self.leave_rows()
        self.view, self.query_shown, self._next, self._problem = view, query, page.next, problem
        broken = f"This smart feed cannot be read. {problem}"
        self.article_list.empty_text = broken if problem else empty_text(view)
        if page.next is not None and not page.heads:
            self.article_list.empty_text = LOOKING
        self._filling = not page.heads
        self.article_list.sought = self.sought(IN_TITLES)
        several = view.scope.kind is not ScopeKind.FEED
        self.article_list.show(page.heads, complete=page.next is None, show_feed=several, sort=query.sort)
        self.rows_came()
        self.unfold_to(view.scope)
        self.show_feeds()

    def sought(self, fields: frozenset[Field]) -> Sought | None:
        """The words that are searched for in one of these fields; None where nothing is searched."""
        return sought_in(self.query_shown.where, fields) if self.view.search.strip() else None

    def rows_came(self) -> None:
        """Called when the list has other rows: there may be more to say of them."""

    @on(ArticleList.MoreWanted)
    def _more_wanted(self) -> None:
        self.work_on(self._load_more, MORE)

    async def _load_more(self) -> None:
        await self.load_page(PAGE)

    async def load_page(self, limit: int) -> bool:
        """Add the next articles of the list; False where there are none, or they cannot be read (told)."""
        mine, after = self._opened_lists, self._next
        if after is None:
            return False
        try:
            page = await self.library.articles.page(replace(self.query_shown, after=after, limit=limit))
        except StoreError as err:
            self.say(str(err), error=True)
            return False
        if mine == self._opened_lists and after == self._next:
            self._next = page.next
            self.article_list.empty_text = empty_text(self.view)
            self.article_list.extend(page.heads, page.next is None)
            if not self.article_list.heads:
                self.article_list.refresh_all_content()
            self.show_list_title()
            self.rows_came()
        return True

    @property
    def goes_on(self) -> Cursor | None:
        """Where the list goes on behind what is loaded."""
        return self._next

    def newest_listed(self) -> ArticleId:
        """No article of the list is newer."""
        by_date = self.query_shown.sort is Sort.NEWEST
        return self.article_list.heads[0].id if by_date else self.newest

    async def load_until(self, article_id: ArticleId) -> bool:
        """Add pages until an article is in the list; False where it is not in it."""
        if self.article_list.index_of(article_id) is not None:
            return True
        head = next(iter(await self.library.articles.heads((article_id,))), None)
        while self.article_list.index_of(article_id) is None:
            if head is None or self._next is None:
                return False
            # Once the list goes on below it, it is not there.
            if not may_be_behind(head, self._next, self.query_shown.sort) or not await self.load_page(_MANY):
                return False
        return True

    def set_flag(self, heads: Sequence[ArticleHead], flag: Flag, value: bool) -> None:
        """Set a flag and show it, with the counts, in the same moment."""
        self._marks += 1
        changed = self.library.articles.set_flag(heads, flag, value)
        self.article_list.update(changed)
        for head in changed:
            if self.article is not None and self.article.head.id == head.id:
                self.article = replace(self.article, head=head)
        self.show_feeds()

    # -- what happens

    async def take(self, happened: Happened) -> None:
        """Show what happened in the library. Called by the bridge, one delivery after the other."""
        if happened.finished is not None:
            self.order_again()
        self._changes += bool(happened.changed or happened.feeds or happened.everything)
        if happened.everything or happened.feeds:
            await self._look_again()
        else:
            await self._arrived(happened.new, happened.changed)
        self.show_feeds()
        if happened.feeds or happened.everything:
            self.lay_out()  # the first feed takes the place of the card, whoever added it
        self._progress(happened.progress, happened.finished)
        for failure in happened.failures[:1]:
            self.say(failure.detail, error=True)

    async def _arrived(self, new: Sequence[ArticleId], changed: Sequence[ArticleId]) -> None:
        mine = self._opened_lists
        fresh = await self.library.articles.among(self.query_shown, new) if new else ()
        if mine != self._opened_lists:
            return
        self._put_in(fresh)
        shown = [id_ for id_ in changed if self.article_list.index_of(id_) is not None]
        if shown:
            self.article_list.update(await self.library.articles.heads(shown))

    async def _look_again(self) -> None:
        """Everything may be different: heads of shown articles, arrivals, removals, what a query means."""
        if not exists(self.library.feeds, self.view.scope):
            await self.open_view(View(ALL))
            return
        try:
            query, problem = self.query_of(self.view)
        except QueryError:
            query, problem = self.query_shown, ""  # a search for names that are gone stays as it was read
        if problem != self._problem:
            await self.open_view(self.view)
            return
        self.query_shown = replace(query, limit=self.query_shown.limit)
        mine = self._opened_lists
        shown = [head.id for head in self.article_list.heads]
        listed = await self._listed_now()
        if listed is not None:
            found = {head.id for head in listed}
            # What was read here is in the list no more when that shows unread ones, but it stays to be seen.
            left = [id_ for id_ in shown if id_ not in found]
            gone = left if shows_muted(self.query_shown) else await self.library.articles.hidden(left)
            rest = await self.library.articles.heads([id_ for id_ in left if id_ not in gone])
        if mine != self._opened_lists:
            return
        if listed is None:
            await self.open_view(self.view)
            return
        feeds = self.library.feeds
        inside = {feed.id for feed in (feeds.all() if self.view.search else feeds.in_scope(self.view.scope))}
        there = [head for head in (*listed, *rest) if head.feed_id in inside]
        kept = {head.id for head in there}
        self.article_list.take_out([id_ for id_ in shown if id_ not in kept])
        self.article_list.update(there)
        self._put_in(listed)

    def _put_in(self, heads: Sequence[ArticleHead]) -> None:
        """Put arrivals in their places; while a new list fills up, the cursor waits on the newest."""
        self._filling = self._filling and self.article is None and self.article_list.cursor == 0
        self.newest = max((self.newest, *(head.id for head in heads)))
        self.article_list.insert(heads)
        self.rows_came()
        if self._filling:
            self.article_list.to_top()

    async def _listed_now(self) -> list[ArticleHead] | None:
        """The list as it would be opened now, down to its last row, or to its end where it is complete.

        None where that is far more than is shown: then it is better opened anew. What takes long to be put in
        order is only looked at, and gets nothing new until it is opened.
        """
        articles, sort = self.article_list, self.query_shown.sort
        if not self.query_shown.is_by_date and self.library.feeds.total(self.view.scope) > MANY_TO_SORT:
            ids = [head.id for head in articles.heads]
            return [*await self.library.articles.among(self.query_shown, ids)]
        last = articles.heads[-1] if articles.heads and not articles.complete else None
        found: list[ArticleHead] = []
        query = replace(self.query_shown, limit=_MANY)
        while len(found) <= articles.count + _MANY:
            page = await self.library.articles.page(query)
            found += page.heads
            if page.next is None or (last is not None and not may_be_behind(last, page.next, sort)):
                return found
            query = replace(query, after=page.next)
        return None

    def _progress(self, progress: RefreshProgress | None, finished: RefreshFinished | None) -> None:
        if progress is not None:
            if self._offline and not progress.new:
                return  # that there is no network stays to be seen while it is tried again
            new = f" · {progress.new:,} new" if progress.new else ""
            self.status.progress(f"refreshing {progress.done}/{progress.feeds}{new}")
        elif finished is not None:
            self._summary = summary_of(finished, self._refreshed)
            self._offline = finished.offline
            if not (finished.offline or finished.detail or finished.interrupted):
                self._refreshed = local_date(int(self.now()), "%H:%M")
            self.show_rest()
