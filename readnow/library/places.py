"""Where articles were left unfinished: kept at once in memory, behind it in the store.

`library.articles` owns one and lays it over what it reads. Invariant: nobody waits for a place to be written;
one that cannot be is lost without a word, since a place is no reason to disturb anybody.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress

from msgspec.structs import replace

from readnow.model.article import ArticleHead, ArticleId, Place
from readnow.model.errors import StoreError
from readnow.store import places as stored
from readnow.store.database import Database


class Places:
    """The places that are on their way to the store."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now
        self._writes: dict[asyncio.Task[None], tuple[ArticleId, Place | None]] = {}

    @property
    def on_the_way(self) -> Mapping[ArticleId, Place | None]:
        """What the store does not say yet; None where it is to forget."""
        return dict(self._writes.values())

    def keep(self, head: ArticleHead, place: Place | None) -> ArticleHead:
        """Keep the place in an article, or none any more; its new head."""
        if head.place == place:
            return head
        task = asyncio.get_running_loop().create_task(self._store(head.id, place))
        self._writes[task] = (head.id, place)
        task.add_done_callback(self._writes.pop)
        return replace(head, place=place)

    async def settled(self) -> None:
        """Wait until all are stored."""
        while self._writes:
            await asyncio.gather(*self._writes)

    async def _store(self, article_id: ArticleId, place: Place | None) -> None:
        with suppress(StoreError):
            if place is None:
                await self._database.write(stored.forget, article_id)
            else:
                await self._database.write(stored.put, article_id, place, int(self._now()))
