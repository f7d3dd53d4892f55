"""The list of feeds and the list of articles: opening them, saying their rows, moving in them.

Base of everything that is done by key (`program` has the whole). Invariant: the rows of a list that was said
keep their numbers until it is said anew, whatever happens in the library.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from readnow.config.schema import Config
from readnow.keys.actions import Pane
from readnow.keys.keymap import Keymap, display
from readnow.library.order import may_be_behind
from readnow.library.query import Names
from readnow.library.scopes import own_sort
from readnow.model.article import ArticleHead, ArticleId, Flag
from readnow.model.errors import QueryError, StoreError
from readnow.model.feed import Feed
from readnow.model.query import ALL, ArticleQuery, Cursor, Scope, ScopeKind, Sort
from readnow.plain.article_text import rows_of
from readnow.plain.talk import Talk
from readnow.plain.words import article_line, feed_line
from readnow.text.words import counted
from readnow.views.feed_row import FeedRow
from readnow.views.feed_rows import Listed, exists, feed_rows, title_of
from readnow.views.list_words import empty_text
from readnow.views.selection import PAGE, View
from readnow.views.sorts import ORDERS, Sorts
from readnow.views.start import Start

if TYPE_CHECKING:
    from readnow.library.library import Library

_MANY = 2_000
_LIST_ROWS = 20
"""Rows that are said at once where nobody looks at a screen of some height."""
_AROUND = 3
"""Rows of the screen beside those of a list: its name, how it goes on, and the last key's answer."""


class Setting(Struct, frozen=True):
    """What plain reading is done with, besides the library and who reads."""

    config: Config
    keymap: Keymap
    start: Start
    environment: Mapping[str, str] = field(default_factory=dict)
    now: Callable[[], float] = time.time


class Lists:
    """The two lists."""

    def __init__(self, library: "Library", talk: Talk, setting: Setting) -> None:
        self.library = library
        self.talk = talk
        self.config = setting.config
        self.keymap = setting.keymap
        self.environment = setting.environment
        self.now = setting.now
        self.start = setting.start
        self.pane = Pane.ARTICLES
        self.view: View = self.start.view
        self.sorts = Sorts(Sort(self.config.ui.sort), self.start.sorts)
        self.arrangement = self.start.arrangement.counted(library.feeds)
        self.feed_filter = ""
        self.rows: tuple[FeedRow, ...] = ()
        self.row = 0
        self.query = ArticleQuery()
        self.heads: list[ArticleHead] = []
        self.cursor = 0
        self.newest = ArticleId(0)
        self._said = {Pane.FEEDS: 0, Pane.ARTICLES: 0}
        """How far each list was said: the rows before this one."""
        self._next: Cursor | None = None
        self._problem = ""

    # -- words

    def say(self, *lines: str) -> None:
        """Tell the user."""
        self.talk.say(*lines)

    def key(self, action_id: str) -> str:
        """The key of an action as people write it; its name where it has none."""
        keys = self.keymap.of(action_id, self.pane) or self.keymap.keys.get(action_id, ())
        return display(keys[0]) if keys else action_id

    @property
    def names(self) -> Names:
        """What a query may name."""
        return self.library.names

    # -- feeds

    def read_rows(self) -> None:
        """The rows of the feed list as they are now; what is in hand stays in hand."""
        feeds, before = self.library.feeds, self.rows[self.row].key if self.row < len(self.rows) else None
        self.arrangement = self.arrangement.keeping((self.view.scope,), feeds.all())
        listed = Listed(frozenset(), self.feed_filter, int(self.now()), self.view.scope, self.arrangement)
        self.rows = feed_rows(feeds, listed)
        keys = [row.key for row in self.rows]
        self.row = keys.index(before) if before in keys else min(self.row, max(0, len(keys) - 1))

    def row_of(self, scope: Scope) -> bool:
        """Take the row of a scope in hand; False where there is none."""
        self.read_rows()
        found = next((index for index, row in enumerate(self.rows) if row.scope == scope), None)
        self.row = self.row if found is None else found
        return found is not None

    @property
    def scope(self) -> Scope | None:
        """What the row in hand stands for."""
        return self.rows[self.row].scope if self.row < len(self.rows) else None

    def feed_in_hand(self) -> Feed | None:
        """The feed that an action means: that of the row, the article or the list; None (told) for none."""
        if self.pane is Pane.FEEDS:
            scope = self.scope
        elif (head := self.head_in_hand()) is not None:
            scope = Scope.feed(head.feed_id)
        else:
            scope = self.view.scope
        is_feed = scope is not None and scope.kind is ScopeKind.FEED
        feeds = self.library.feeds.in_scope(scope) if scope is not None and is_feed else ()
        if not feeds:
            self.say("Go to a feed first.")
        return feeds[0] if feeds else None

    def listed_feeds(self) -> Sequence[Feed]:
        """The feeds as the list has them."""
        return self.arrangement.listed(self.library.feeds)

    # -- articles

    async def open_view(self, view: View) -> bool:
        """Open a list anew, and have its first article in hand; False where it cannot be (told)."""
        try:
            names = self.names
            query, problem = view.readable(names)
            query = replace(query, sort=self.sorts.of(view, own_sort(view.scope, names)))
            newest = await self.library.articles.newest()
            page = None if problem else await self.library.articles.page(query)
        except (QueryError, StoreError) as err:
            self.say(str(err))
            return False
        self.view, self.query, self._problem, self.newest = view, query, problem, newest
        self.heads = list(page.heads) if page is not None else []
        self._next = page.next if page is not None else None
        self.cursor = 0
        self._said[Pane.ARTICLES] = 0
        return True

    async def load_more(self, limit: int = PAGE) -> bool:
        """Read the next articles of the list; False where there are none, or they cannot be read (told)."""
        if self._next is None:
            return False
        try:
            page = await self.library.articles.page(replace(self.query, after=self._next, limit=limit))
        except StoreError as err:
            self.say(str(err))
            return False
        self._next = page.next
        self.heads += page.heads
        return True

    async def load_until(self, article_id: ArticleId) -> int | None:
        """The place of an article in the list, read as far as that; None where it is not in it."""
        head = next(iter(await self.library.articles.heads((article_id,))), None)
        while (found := self.index_of(article_id)) is None:
            if head is None or self._next is None or not may_be_behind(head, self._next, self.query.sort):
                return None
            if not await self.load_more(_MANY):
                return None
        return found

    def index_of(self, article_id: ArticleId) -> int | None:
        """The place of an article in what was read of the list."""
        return next((index for index, head in enumerate(self.heads) if head.id == article_id), None)

    @property
    def goes_on(self) -> Cursor | None:
        """Where the list goes on behind what was read of it."""
        return self._next

    def head_in_hand(self) -> ArticleHead | None:
        """The article that an action means."""
        return self.heads[self.cursor] if self.cursor < len(self.heads) else None

    def heads_changed(self, heads: Sequence[ArticleHead]) -> None:
        """Articles are so by now."""
        by_id = {head.id: head for head in heads}
        self.heads = [by_id.get(head.id, head) for head in self.heads]

    async def look_again(self) -> None:
        """Learn what became of the article in hand: another process, or a rule, may have changed it."""
        head = self.head_in_hand()
        if head is not None:
            self.heads_changed(await self.library.articles.heads((head.id,)))

    def set_flag(self, heads: Sequence[ArticleHead], flag: Flag, value: bool) -> None:
        """Set a flag on articles."""
        self.heads_changed(self.library.articles.set_flag(heads, flag, value))

    def take_out(self, ids: Sequence[ArticleId]) -> None:
        """These are in the list no more."""
        gone = set(ids)
        before = sum(head.id in gone for head in self.heads[: self.cursor])
        self.heads = [head for head in self.heads if head.id not in gone]
        self.cursor = max(0, min(self.cursor - before, len(self.heads) - 1))

    # -- saying rows

    def title(self) -> str:
        """What the list in use is."""
        if self.pane is Pane.FEEDS:
            unread = self.library.feeds.unread(ALL)
            filtered = f", those with “{self.feed_filter}”" if self.feed_filter else ""
            return f"Feeds{filtered}. {unread:,} unread."
        name = title_of(self.library.feeds, self.view).replace(" · ", ", ")
        return f"{name}. {ORDERS[self.query.sort].capitalize()}."

    def line(self, index: int) -> str:
        """A row of the list in use."""
        if self.pane is Pane.FEEDS:
            return feed_line(index + 1, self.rows[index])
        several = self.view.scope.kind is not ScopeKind.FEED
        return article_line(index + 1, self.heads[index], self.now(), feed=several)

    @property
    def count(self) -> int:
        """How many rows of the list in use were read."""
        return len(self.rows) if self.pane is Pane.FEEDS else len(self.heads)

    @property
    def place(self) -> int:
        """Which row of the list in use is in hand."""
        return self.row if self.pane is Pane.FEEDS else self.cursor

    @place.setter
    def place(self, index: int) -> None:
        if self.pane is Pane.FEEDS:
            self.row = index
        else:
            self.cursor = index

    def say_row(self) -> None:
        """The row in hand."""
        if self.count:
            self.say(self.line(self.place))
        else:
            self.say(self._nothing())

    def _nothing(self) -> str:
        if self.pane is Pane.FEEDS:
            return f"No feeds yet. {self.key('feed.add')} adds one."
        return f"This smart feed cannot be read. {self._problem}" if self._problem else empty_text(self.view)

    @property
    def rows_at_once(self) -> int:
        """How many rows are said in one go, where each takes one of the screen."""
        return max(1, self.talk.rows - _AROUND) if self.talk.by_key else _LIST_ROWS

    async def say_list(self, start: int = 0) -> None:
        """The name of the list in use, and its rows from one on, as many as the screen has room for."""
        if self.pane is Pane.FEEDS:
            self.read_rows()
        self.say(self.title())
        await self.say_rows(start)

    async def say_rows(self, start: int) -> None:
        """Rows from one on; how it goes on, where it does."""
        room = self.rows_at_once
        index, lines = start, list[str]()
        while room > 0:
            if index >= self.count and not (self.pane is Pane.ARTICLES and await self.load_more()):
                break
            if index >= self.count:
                continue
            line = self.line(index)
            room -= rows_of(line, self.talk.columns)
            if room < 0 and lines:
                break
            lines.append(line)
            index += 1
        self._said[self.pane] = index
        if not lines:
            self.say(self._nothing())
            return
        more = index < self.count or (self.pane is Pane.ARTICLES and self._next is not None)
        goes_on = f"{self.key('cursor.page-down')} goes on." if more else "End of list."
        self.say(*lines, goes_on)

    async def say_next_rows(self, step: int) -> None:
        """A page further on, or back."""
        said = self._said[self.pane]
        if step > 0 and said >= self.count and not (self.pane is Pane.ARTICLES and await self.load_more()):
            self.say("This is the end of the list.")
            return
        start = said if step > 0 else max(0, self.place - self.rows_at_once)
        self.place = min(start, max(0, self.count - 1))
        await self.say_rows(self.place)

    def number_of_articles(self) -> str:
        """How many articles were read of the list, in words."""
        return counted(len(self.heads), "article") + (" or more" if self._next is not None else "")

    def existing(self, view: View) -> View:
        """The view, or the first one where its feed or folder is gone."""
        return view if exists(self.library.feeds, view.scope) else View(ALL)
