"""What readers wrote below an article: the feed of its comments, read once and kept nowhere.

Asked by the interface. Invariant: it is asked for and read as a feed is, within the same limits, and only
while this process holds the refresh lock.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from readnow.library.linked import linked_request
from readnow.library.refresh_lock import RefreshLock
from readnow.library.shelf import Shelf
from readnow.model.article import Article
from readnow.model.errors import DownloadError
from readnow.model.fetch import Fetched, FetchFailed
from readnow.model.parsed import ParsedArticle, ParsedFeed

if TYPE_CHECKING:
    from readnow.library.comment_page import CommentPage
    from readnow.library.refresh import FetchFunction, Parser

_PATIENCE = 10.0


class Comments:
    """Reads comment feeds."""

    def __init__(
        self,
        shelf: Shelf,
        lock: RefreshLock,
        fetch: "Callable[[], FetchFunction]",
        parser: "Callable[[], Parser]",
    ) -> None:
        self._shelf = shelf
        self._lock = lock
        self._fetch = fetch
        self._parser = parser

    async def read(self, article: Article, date_format: str) -> "CommentPage":
        """Fetch and read the comments on an article. Raises `DownloadError`, `StoreError`."""
        if not await self._lock.acquire(_PATIENCE):
            raise DownloadError("Another ReadNOW is refreshing just now; try again in a moment.")
        try:
            entries = await self._entries(article)
        finally:
            self._lock.release()
        from readnow.library.comment_page import comment_page  # brings the reading of HTML with it

        return await asyncio.to_thread(comment_page, entries, date_format)

    async def _entries(self, article: Article) -> tuple[ParsedArticle, ...]:
        request = linked_request(self._shelf, article.head.feed_id, article.comment_feed)
        outcome = await self._fetch()(request, None)
        if not isinstance(outcome, Fetched):
            detail = outcome.detail if isinstance(outcome, FetchFailed) else "the server sent nothing"
            raise DownloadError(f"The comments could not be fetched: {detail}.")
        parsed = await self._parser().parse(outcome.body, url=outcome.url, content_type=outcome.content_type)
        if not isinstance(parsed, ParsedFeed):
            raise DownloadError(f"The comments could not be read: {parsed.detail}.")
        return parsed.entries
