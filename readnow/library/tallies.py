"""The numbers beside the rows of the feed list that hold parts of feeds: today, new, kept for later, begun,
muted, smart feeds, tags.

What whole feeds hold is counted by the shelf with every key; these are counted behind, when something has
changed, on the reader's thread in pieces of some hundredths of a second, and kept on the shelf. Invariants:
nobody waits for a number; counting takes a small part of the time, however slow it is; a number that was not
counted to its end says so.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec.structs import replace

from readnow.library.articles import Articles
from readnow.library.events import Event, RefreshProgress, RefreshStarted, TalliesChanged
from readnow.library.query import Names
from readnow.library.scopes import MARKS, scope_query
from readnow.library.shelf import Shelf, Tally
from readnow.library.voice import Voice
from readnow.model.errors import QueryError, StoreError
from readnow.model.query import CONTINUE, LATER, MUTED, NEW, TODAY, ArticleQuery, Cursor, Scope, ScopeKind
from readnow.store import articles as stored_articles
from readnow.store import fresh
from readnow.store.database import Connection, Database
from readnow.store.tags import all_tags

BUILT_IN = (TODAY, LATER, NEW, CONTINUE, MUTED)
MOST = 1_000
"""Nobody reads a larger number beside a smart feed: it is "1,000+" then."""
_PART = 0.02
_GLANCE, _ENOUGH = 0.002, 1.0
"""Seconds for one number: before the first paint, and behind it."""
_CALM, _RESTLESS = 0.5, 3.0
"""Seconds without a change after which things are counted, and with changes all the while: who reads on with
key after key is not held up by it."""
_PAUSE, _SHARE = 0.3, 4
"""Seconds before things are counted again, and so many times as long as counting took."""


class Tallies:
    """Counts from `start` to `close`."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        articles: Articles,
        voice: Voice,
        names: Callable[[], Names],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._articles = articles
        self._voice = voice
        self._names = names
        self._turn = asyncio.Lock()
        """One counting after the other: what was counted last is what was seen last."""
        self._changed = asyncio.Event()
        self._changed.set()
        voice.subscribe(self._heard)

    async def glance(self) -> None:
        """What can be said at once of the rows that every library has: most libraries are small."""
        names = self._names()
        queries = [(scope, scope_query(scope, names)) for scope in BUILT_IN]
        self._shelf.tallies.update(await self._database.read(_glance, queries))

    async def forget_new(self) -> None:
        """The interface is being closed: from now on it is new what comes after this. A failure is no reason
        to disturb anybody: then it stays new."""
        with suppress(StoreError):
            await self._database.write(fresh.forget)

    async def count_on(self) -> None:
        """Count whenever something has changed, and when a day begins; until cancelled."""
        calm = True  # at the start it is
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._until_midnight()):
                    await self._changed.wait()
            if not calm:
                await self._calm()
            calm = False
            self._changed.clear()
            began = time.monotonic()
            with suppress(StoreError):  # the next time comes
                await self.count()
            await asyncio.sleep(max(_PAUSE, _SHARE * (time.monotonic() - began)))

    async def _calm(self) -> None:
        began = time.monotonic()
        while self._changed.is_set() and time.monotonic() - began < _RESTLESS:
            self._changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(_CALM):
                    await self._changed.wait()

    async def count(self) -> None:
        """Count all of them now, and say so where a number is another one."""
        async with self._turn:
            await self._count()

    async def _count(self) -> None:
        await self._articles.settled()
        # Tags come and go with what is done to articles, not with feeds.
        tags = await self._database.read(all_tags)
        scopes = [
            *BUILT_IN,
            *(Scope(ScopeKind.SMART, smart.id) for smart in self._shelf.smart_feeds),
            *(Scope(ScopeKind.TAG, tag.id) for tag in tags),
        ]
        tallies = {scope: await self._tally(scope) for scope in scopes}
        before = self._shelf.tallies, self._shelf.tags
        self._shelf.tallies, self._shelf.tags = tallies, tags
        if (tallies, tags) != before:
            self._voice.publish(TalliesChanged())

    async def _tally(self, scope: Scope) -> Tally:
        try:
            query = scope_query(scope, self._names())
        except QueryError:
            return Tally(broken=True, holds=True)
        if scope.kind in MARKS:
            return await self._counted(query)
        unread = await self._counted(replace(query, unread_only=True))
        if unread.number or (scope.kind is not ScopeKind.TODAY and scope.kind is not ScopeKind.NEW):
            return unread
        return replace(unread, holds=await self._articles.count(query, 1) > 0)

    async def _counted(self, query: ArticleQuery) -> Tally:
        number, left = 0, _ENOUGH
        following: Cursor | None = query.after
        while True:
            began = time.monotonic()
            part = await self._database.read(
                stored_articles.count_part, replace(query, after=following), MOST - number, _PART
            )
            number, following = number + part.number, part.next
            left -= time.monotonic() - began
            if following is None or number >= MOST or left <= 0:
                more = following is not None or number >= MOST
                return Tally(number, more, holds=number > 0 or more)

    def _heard(self, event: Event) -> None:
        if not isinstance(event, TalliesChanged | RefreshStarted | RefreshProgress):
            self._changed.set()

    def _until_midnight(self) -> float:
        names = self._names()
        now = datetime.fromtimestamp(names.now, names.zone)
        tomorrow = (now + timedelta(1)).replace(hour=0, minute=0, second=1, microsecond=0)
        return max(60.0, (tomorrow - now).total_seconds())


def _glance(conn: Connection, queries: Iterable[tuple[Scope, ArticleQuery]]) -> dict[Scope, Tally]:
    found = {}
    for scope, query in queries:
        counted = query if scope.kind in MARKS else replace(query, unread_only=True)
        part = stored_articles.count_part(conn, counted, MOST, _GLANCE)
        more = part.next is not None or part.number >= MOST
        holds = bool(part.number) or more or stored_articles.count_part(conn, query, 1, _GLANCE).number > 0
        found[scope] = Tally(part.number, more, holds=holds)
    return found
