"""The full text of articles: fetched from their own pages, taken out of them, kept beside what the feed said.

Asked by the interface for one article, and by `refresh` for new ones of feeds that are to have it always.
Invariants: a page is fetched as politely and within the same limits as a feed, and only while this process
holds the refresh lock; what the feed said is never touched; a page that cannot be reached leaves nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from readnow.library.judging import Judging
from readnow.library.linked import linked_request
from readnow.library.refresh_lock import RefreshLock
from readnow.library.shelf import Shelf
from readnow.model.article import ArticleHead, ArticleId
from readnow.model.errors import FullTextError
from readnow.model.feed import FeedId
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome, FetchRequest
from readnow.model.fulltext import Extracted, ExtractOutcome, FullText
from readnow.store import fulltexts as stored
from readnow.store.database import Database

_PATIENCE = 10.0
_AT_ONCE = 4
BUSY = "Another ReadNOW is refreshing just now; try again in a moment."

FetchFunction = Callable[[FetchRequest, asyncio.Semaphore | None], Awaitable[FetchOutcome]]


class ExtractFunction(Protocol):
    """Takes the article out of a page, away from the event loop."""

    async def __call__(self, body: bytes, *, url: str, content_type: str = "") -> ExtractOutcome: ...


class FullTexts:
    """Full texts, stored and fetched."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        lock: RefreshLock,
        judging: Judging,
        fetch: Callable[[], FetchFunction],
        extract: Callable[[], ExtractFunction],
        limit: int,
        now: Callable[[], float],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._lock = lock
        self._judging = judging
        self._fetch = fetch
        self._extract = extract
        self.limit = limit
        self._now = now

    async def get(self, article_id: ArticleId) -> FullText | None:
        """What is kept of an article's page, None if it was never fetched."""
        return await self._database.read(stored.get, article_id)

    async def fetch(self, head: ArticleHead) -> FullText:
        """Fetch an article's page now and keep what it says. Raises `FullTextError`, `StoreError`."""
        if not head.link:
            raise FullTextError("This article has no address of its own.")
        if not await self._lock.acquire(_PATIENCE):
            raise FullTextError(BUSY)
        try:
            return await self._fetched(head.id, head.feed_id, head.link)
        finally:
            self._lock.release()

    def is_wanted(self, feed_id: FeedId) -> bool:
        """Whether new articles of the feed are to have their full text."""
        return self._shelf.knows(feed_id) and self._shelf.feed(feed_id).settings.full_text

    async def fetch_wanted(self) -> None:
        """Fetch the pages of articles for which rules ask, unless another process is refreshing."""
        if (wanted := self._judging.take_wanted()) and await self._lock.acquire(0):
            try:
                await self.fetch_new(wanted)
            finally:
                self._lock.release()

    async def fetch_new(self, ids: Sequence[ArticleId]) -> int:
        """Fetch the pages of new articles, newest first and only so many; how many texts came of it.

        For who holds the refresh lock. A page that cannot be had is passed over.
        """
        newest = sorted(ids, reverse=True)[: self.limit]
        wanting = await self._database.read(stored.wanting, newest)
        places = asyncio.Semaphore(_AT_ONCE)

        async def one(article_id: ArticleId, feed_id: FeedId, link: str) -> bool:
            async with places:
                try:
                    return not (await self._fetched(article_id, feed_id, link)).problem
                except FullTextError:
                    return False

        return sum(await asyncio.gather(*(one(*article) for article in wanting)))

    async def _fetched(self, article_id: ArticleId, feed_id: FeedId, link: str) -> FullText:
        outcome = await self._fetch()(linked_request(self._shelf, feed_id, link), None)
        if not isinstance(outcome, Fetched):
            detail = outcome.detail if isinstance(outcome, FetchFailed) else "the server sent nothing"
            raise FullTextError(f"The page could not be fetched: {detail}.")
        text = self._made(
            await self._extract()(outcome.body, url=outcome.url, content_type=outcome.content_type)
        )
        await self._judging.put_page(article_id, text)
        return text

    def _made(self, outcome: ExtractOutcome) -> FullText:
        at = int(self._now())
        if isinstance(outcome, Extracted):
            return FullText(
                outcome.html, outcome.words, outcome.base_url, at, title=outcome.title, note=outcome.note
            )
        return FullText("", 0, "", at, problem=outcome.detail)
