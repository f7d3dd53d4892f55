"""Articles: pages of heads, one whole article, the flags that a user sets, and where reading was left.

Reads go to the reader thread. `set_flag` shows first and stores behind: it answers at once with the new
heads, counts included, and says `StoreFailed` if the change had to be taken back; `leave` does the same for a
place, which is lost without a word. Invariant: no head that is read while such a change is on its way shows
what it changes as it was before.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from readnow.library import bulk_marks, group_marks
from readnow.library.events import ArticlesChanged, PlaceKept, StatusChanged, StoreFailed
from readnow.library.journal_words import mark_words
from readnow.library.places import Places
from readnow.library.shelf import Shelf
from readnow.library.sorted_pages import SortedPages
from readnow.library.voice import Voice
from readnow.model.article import Article, ArticleHead, ArticleId, Flag, Place
from readnow.model.change import StatusChange
from readnow.model.earlier import Earlier
from readnow.model.errors import NotFoundError, StoreError
from readnow.model.feed import Feed, FeedId, Timestamp
from readnow.model.journal import Marked, MarkKind
from readnow.model.query import ArticleQuery, Cursor, Page
from readnow.store import articles as stored_articles
from readnow.store import earlier as stored_earlier
from readnow.store import feeds as stored_feeds
from readnow.store import hidden, journal, stories
from readnow.store.database import Connection, Database
from readnow.store.hidden import hidden_ids

_PART = 0.05
"""Seconds after which the store gives what it has found."""
_PATIENCE = 0.25
"""Seconds that reading a list waits for changes that decide what is in it."""


class _Stored(Struct, frozen=True):
    """What a stored change left: the feeds that it touched as they are now, and the count of stars."""

    changed: int
    feeds: tuple[Feed, ...]
    starred: int


class _OnTheWay(NamedTuple):
    """Changes that the store does not know yet."""

    flags: tuple[StatusChange, ...]
    places: Mapping[ArticleId, Place | None]


class Articles:
    """The library's part for articles. Owns the writes that are on their way (`settled` waits for them)."""

    def __init__(self, database: Database, shelf: Shelf, voice: Voice, now: Callable[[], float]) -> None:
        self._database = database
        self._shelf = shelf
        self._voice = voice
        self._now = now
        self._places = Places(database, now)
        self._sorted = SortedPages(database)
        self._writes: dict[asyncio.Task[None], StatusChange] = {}

    async def page(self, query: ArticleQuery) -> Page:
        """One page of the articles that match, by flags as they are stored a moment from now."""
        heads: list[ArticleHead] = []
        following: Cursor | None = None
        async for part in self.parts(query):
            heads += part.heads
            following = part.next
        return Page(tuple(heads), following)

    async def parts(self, query: ArticleQuery) -> AsyncIterator[Page]:
        """The same page in parts as they are found: what no index serves takes its time, and between two
        parts other reads have their turn. `next` of the last is the page's."""
        if self._writes:
            await asyncio.wait(self._writes, timeout=_PATIENCE)
        query = self._folding(query)
        while True:
            before = self._on_the_way()
            if query.is_by_date:
                part = await self._database.read(stored_articles.page, query, _PART)
            else:
                async for part in self._sorted.parts(query):
                    if not part.heads and part.part:
                        yield part
            yield replace(part, heads=self._as_set(part.heads, before))
            if not part.part:
                return
            left = None if query.limit is None else query.limit - len(part.heads)
            query = replace(query, after=part.next, limit=left)

    async def article(self, article_id: ArticleId) -> Article:
        """A whole article; `NotFoundError` where there is none of that number."""
        before = self._on_the_way()
        found = await self._database.read(stored_articles.article, article_id)
        if found is None:
            raise NotFoundError(f"There is no article with the number {article_id}.")
        return replace(found, head=self._as_set((found.head,), before)[0])

    async def whole(self, ids: Iterable[ArticleId]) -> tuple[Article, ...]:
        """These articles whole, newest first; those that are gone are left out."""
        before = self._on_the_way()
        found = await self._database.read(stored_articles.whole, tuple(ids))
        as_set = self._as_set(tuple(article.head for article in found), before)
        return tuple(replace(article, head=head) for article, head in zip(found, as_set, strict=True))

    async def heads(self, ids: Iterable[ArticleId]) -> tuple[ArticleHead, ...]:
        """The heads of these articles as stored now, newest first; those that are gone are left out."""
        before = self._on_the_way()
        return self._as_set(await self._database.read(stored_articles.heads, tuple(ids)), before)

    async def hidden(self, ids: Iterable[ArticleId]) -> frozenset[ArticleId]:
        """Those of the articles that are muted or deleted."""
        return await self._database.read(hidden_ids, tuple(ids))

    async def among(self, query: ArticleQuery, ids: Iterable[ArticleId]) -> tuple[ArticleHead, ...]:
        """Those of `ids` that match the query, newest first: how a list finds the arrivals it shows."""
        before = self._on_the_way()
        query = self._folding(query)
        return self._as_set(await self._database.read(stored_articles.matching, query, tuple(ids)), before)

    async def newest(self) -> ArticleId:
        """The id that no article is newer than at this moment."""
        return await self._database.read(stored_articles.newest)

    async def count(self, query: ArticleQuery, at_most: int | None = None) -> int:
        """How many articles match, or `at_most`: what is shown need not be counted to its end."""
        query = replace(self._folding(query), limit=None).unsorted
        number, following = 0, query.after
        while True:
            left = None if at_most is None else at_most - number
            part = await self._database.read(
                stored_articles.count_part, replace(query, after=following), left, _PART
            )
            number, following = number + part.number, part.next
            if following is None or number == at_most:
                return number

    def set_flag(self, heads: Sequence[ArticleHead], flag: Flag, value: bool) -> tuple[ArticleHead, ...]:
        """Set a flag on these articles and on whatever is the same story as one of them, at once in memory,
        behind it in the store; returns the new heads."""
        ids = tuple(member.id for member in group_marks.changing(heads, flag, value))
        if ids:
            token = self._shelf.expect(group_marks.delta(heads, flag, value))
            change = StatusChange(ids, flag, value, self._at())
            title = heads[0].title
            task = asyncio.get_running_loop().create_task(self._store(change, title, token))
            self._writes[task] = change
            task.add_done_callback(self._writes.pop)
            self._voice.publish(StatusChanged(ids, flag, value))
        return tuple(group_marks.marked(head, flag, value) for head in heads)

    def leave(self, head: ArticleHead, place: Place | None) -> ArticleHead:
        """Keep where an article was left, None for at its start or end; at once, behind it in the store."""
        kept = self._places.keep(head, place)
        if kept is not head:
            self._voice.publish(PlaceKept(head.id))
        return kept

    async def mark(
        self, query: ArticleQuery, flag: Flag, value: bool, told: bulk_marks.Told | None = None
    ) -> int:
        """Set a flag on all articles that match, many of them in pieces; returns how many really changed.
        Raises `StoreError`."""
        await self.settled()
        folds, change = self._shelf.folds, StatusChange((), flag, value, self._at())
        try:
            changed = await bulk_marks.mark_all(
                self._database, self._folding(query), change, copies=folds, told=told
            )
        finally:
            with suppress(StoreError):  # what was to be done tells of it
                stored = await self._database.write(_standing, folds)
                self._shelf.rebase(stored.feeds, stored.starred)
                self._voice.publish(StatusChanged((), flag, value))
        return changed

    async def earlier(self, article_id: ArticleId) -> tuple[Earlier, ...]:
        """What an article said before its publisher changed it, the newest version first."""
        return await self._database.read(stored_earlier.of_article, article_id)

    @property
    def unsettled(self) -> frozenset[ArticleId]:
        """The articles of which a flag is on its way to the store, which does not have it yet."""
        return frozenset(id_ for change in self._writes.values() for id_ in change.ids)

    async def settled(self) -> None:
        """Wait until every change made so far is stored or taken back."""
        await self._places.settled()
        while self._writes:
            await asyncio.gather(*self._writes, return_exceptions=True)

    def _on_the_way(self) -> _OnTheWay:
        return _OnTheWay(tuple(self._writes.values()), self._places.on_the_way)

    def _as_set(self, heads: tuple[ArticleHead, ...], before: _OnTheWay) -> tuple[ArticleHead, ...]:
        """Heads as just read, and over them the changes on their way when that began (`before`) or now."""
        if not self._shelf.folds:
            heads = tuple(replace(head, lead=None, copies=()) if head.copies else head for head in heads)
        now = self._on_the_way()
        places = {**before.places, **now.places}
        values: dict[tuple[ArticleId, Flag], bool] = {}
        for change in (*before.flags, *now.flags):
            values.update(dict.fromkeys(((id_, change.flag) for id_ in change.ids), change.value))
        if not values and not places:
            return heads
        return tuple(
            replace(
                head,
                read=values.get((head.id, Flag.READ), head.read),
                starred=values.get((head.id, Flag.STARRED), head.starred),
                later=values.get((head.id, Flag.LATER), head.later),
                place=places.get(head.id, head.place),
                copies=tuple(
                    replace(
                        copy,
                        read=values.get((copy.id, Flag.READ), copy.read),
                        starred=values.get((copy.id, Flag.STARRED), copy.starred),
                        later=values.get((copy.id, Flag.LATER), copy.later),
                    )
                    for copy in head.copies
                ),
            )
            for head in heads
        )

    def _folding(self, query: ArticleQuery) -> ArticleQuery:
        return query if self._shelf.folds else replace(query, once=False)

    async def delete(self, ids: Iterable[ArticleId]) -> int:
        """Leave articles out from now on; they are kept for 30 days, so that it can be undone. Returns how
        many that were. Raises `StoreError`."""
        await self.settled()
        wanted = tuple(ids)
        stored = await self._database.write(_delete, wanted, self._at(), self._shelf.folds)
        self._shelf.rebase(stored.feeds, stored.starred)
        if stored.changed:
            self._voice.publish(ArticlesChanged(wanted, come_or_gone=True))
        return stored.changed

    async def _store(self, change: StatusChange, title: str, token: int) -> None:
        try:
            stored = await self._database.write(_set_flag, change, title, self._shelf.folds)
        except StoreError as err:
            self._shelf.settle(token)
            self._voice.publish(StoreFailed(str(err), change.ids))
        else:
            self._shelf.settle(token, stored.feeds, stored.starred)

    def _at(self) -> Timestamp:
        return int(self._now())


def _set_flag(conn: Connection, change: StatusChange, title: str, folds: bool) -> _Stored:
    if folds:
        change = replace(change, ids=stories.with_copies(conn, change.ids))
    changed = stored_articles.set_flag(conn, change)
    touched = {head.feed_id for head in stored_articles.heads(conn, stories.with_copies(conn, changed))}
    _record(conn, Marked(MarkKind(change.flag), change.value, changed), change.at, title)
    return _Stored(len(changed), _feeds(conn, touched), stored_feeds.starred_total(conn, folds))


def _delete(conn: Connection, ids: tuple[ArticleId, ...], at: Timestamp, folds: bool) -> _Stored:
    heads = stored_articles.heads(conn, ids)
    touched = {head.feed_id for head in stored_articles.heads(conn, stories.with_copies(conn, ids))}
    deleted = hidden.hide(conn, [head.id for head in heads], deleted_at=at)
    _record(conn, Marked(MarkKind.DELETED, True, deleted), at, heads[0].title if heads else "")
    return _Stored(len(deleted), _feeds(conn, touched), stored_feeds.starred_total(conn, folds))


def _feeds(conn: Connection, ids: Iterable[FeedId]) -> tuple[Feed, ...]:
    return stored_feeds.some_feeds(conn, tuple(ids))


def _record(conn: Connection, marked: Marked, at: Timestamp, title: str = "") -> None:
    what = mark_words(marked.kind, marked.value, marked.number, title)
    journal.record(conn, what, (marked,), at)


def _standing(conn: Connection, folds: bool) -> _Stored:
    return _Stored(0, stored_feeds.all_feeds(conn), stored_feeds.starred_total(conn, folds))
