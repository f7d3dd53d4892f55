"""Looking at an address, and subscribing to what is there. Called by `Feeds.look` and `Feeds.add`.

An address is asked once: what it answers is what the preview shows and the new subscription starts with.
Invariants: looking stores nothing; no address is subscribed to twice, also where two additions run at once.
"""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from readnow.library.finder import (
    DiscoverFunction,
    Finder,
    Finding,
    Found,
    Target,
    Unreached,
    target_of,
)
from readnow.library.journal_words import quoted
from readnow.library.outcomes import (
    Added,
    AddOutcome,
    AlreadySubscribed,
    LookOutcome,
    NotReached,
)
from readnow.library.preview import preview_of
from readnow.library.refresh import FetchFunction, Parser
from readnow.library.refresh_lock import RefreshLock
from readnow.library.shelf import Shelf
from readnow.library.storing import Storing, failure_record
from readnow.model.feed import Feed, FeedId, FetchState, ProblemKind, Timestamp
from readnow.model.fetch import FetchFailed
from readnow.store import feeds as stored_feeds
from readnow.store import journal
from readnow.store.database import Connection, Database
from readnow.text.clean import clean_line, host_name

LOCK_PATIENCE = 30.0
"""Seconds to wait for another process that is refreshing."""


class _Wish(Struct, frozen=True):
    """What the user asked for besides the address."""

    title: str
    folder: tuple[str, ...]


class Adder:
    """Carries an address from what was typed to a preview, and to a stored feed."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        lock: RefreshLock,
        storing: Storing,
        fetch: FetchFunction,
        parser: Parser,
        discover: DiscoverFunction,
        now: Callable[[], float],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._lock = lock
        self._storing = storing
        self._finder = Finder(fetch, parser, discover, self._known, now)
        self._now = now

    async def look(self, address: str, *, allow_private: bool, instead_of: FeedId | None) -> LookOutcome:
        """See `Feeds.look`. What was read is kept for a while, for `add` to start with."""
        target = target_of(address)
        finding = await self._find(target, allow_private=allow_private, first=False, but=instead_of)
        if isinstance(finding, Found):
            if (known := self._known(finding.lasting_url)) is not None:
                return AlreadySubscribed(known)
            self._finder.keep(finding)
            allowed = finding.allow_private
            return preview_of(finding.url, finding.parsed, self._at(), allow_private=allowed)
        if isinstance(finding, Unreached):
            self._finder.keep(finding)
            return NotReached(finding.url, finding.failed.detail, finding.allow_private)
        return finding

    async def add(
        self, address: str, *, title: str, folder: tuple[str, ...], allow_private: bool, first: bool
    ) -> AddOutcome:
        """See `Feeds.add`."""
        target = target_of(address)
        finding: Finding | None = self._finder.recall(target.pages[0], allow_private)
        if finding is None:
            finding = await self._find(target, allow_private=allow_private, first=first)
        wish = _Wish(clean_line(title), folder)
        if isinstance(finding, Found):
            self._finder.forget()
            return await self._subscribe(finding, wish)
        if isinstance(finding, Unreached):
            return await self._subscribe_unread(finding, wish)
        return finding

    def refreshed(self, outcome: AddOutcome) -> AddOutcome:
        """The outcome with its feed as the shelf shows it after the reload."""
        if isinstance(outcome, Added | AlreadySubscribed) and self._shelf.knows(outcome.feed.id):
            return replace(outcome, feed=self._shelf.feed(outcome.feed.id))
        return outcome

    async def _find(
        self, target: Target, *, allow_private: bool, first: bool, but: FeedId | None = None
    ) -> Finding:
        """Search, with the lock of all that asks servers. The subscription itself needs none.

        `but`: a subscription whose address is asked all the same.
        """
        for url in target.pages:
            if (known := self._known(url)) is not None and known.id != but:
                return AlreadySubscribed(known)
        if not await self._lock.acquire(LOCK_PATIENCE):
            busy = "another ReadNOW is refreshing: fetched with the next refresh"
            return Unreached(target.likeliest, FetchFailed(ProblemKind.WAIT, busy), allow_private)
        try:
            return await self._finder.find(target, allow_private=allow_private, first=first)
        finally:
            self._lock.release()

    async def _subscribe(self, found: Found, wish: _Wish) -> AddOutcome:
        allowed = found.allow_private
        feed, fresh = await self._insert(found.lasting_url, wish, allowed)
        if not fresh:
            return AlreadySubscribed(feed)
        stored = await self._storing.store_parsed(
            FetchState(feed.id, feed.url), found.fetched, found.parsed, first_import=True
        )
        return Added(feed, new=len(stored.applied.new_ids))

    async def _subscribe_unread(self, missed: Unreached, wish: _Wish) -> AddOutcome:
        allowed = missed.allow_private
        feed, fresh = await self._insert(missed.url, wish, allowed)
        if not fresh:
            return AlreadySubscribed(feed)
        record = failure_record(feed.id, missed.failed, failures=1, since=None, now=self._at())
        await self._database.write(stored_feeds.record, feed.id, record)
        return Added(feed, problem=record.problem)

    async def _insert(self, url: str, wish: _Wish, allow_private: bool) -> tuple[Feed, bool]:
        """The feed of that address, and whether it is new."""
        what, at = f"Subscribe to {quoted(wish.title or host_name(url) or url)}", self._at()
        return await self._database.write(
            journal.watched, what, ("folder", "feed"), at, _insert, url, wish, allow_private, at
        )

    def _known(self, url: str) -> Feed | None:
        return next((feed for feed in self._shelf.feeds() if feed.url == url), None)

    def _at(self) -> Timestamp:
        return int(self._now())


def _insert(conn: Connection, url: str, wish: _Wish, allow_private: bool, at: Timestamp) -> tuple[Feed, bool]:
    known = stored_feeds.find_by_url(conn, url)
    if known is not None:
        return known, False
    feed_id = stored_feeds.insert(
        conn,
        stored_feeds.NewFeed(
            url=url,
            title=wish.title,
            folder_id=stored_feeds.ensure_folder(conn, wish.folder),
            allow_private=allow_private,
            at=at,
        ),
    )
    feed = stored_feeds.one_feed(conn, feed_id)
    assert feed is not None
    return feed, True
