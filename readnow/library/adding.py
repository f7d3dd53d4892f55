"""Subscribing to one address: a feed, or a web page that announces feeds. Called by `Feeds.add`.

An address is asked once: what it answers is what the new subscription starts with. Invariant: no address is
subscribed to twice, also where two additions run at the same time.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from readnow.library.outcomes import Added, AddOutcome, AlreadySubscribed, ChooseFeed, PrivateAddress
from readnow.library.refresh import FetchFunction
from readnow.library.refresh_lock import RefreshLock
from readnow.library.shelf import Shelf
from readnow.library.storing import Storing, failure_record
from readnow.model.errors import FeedAddError
from readnow.model.feed import Feed, FetchState, ProblemKind, Timestamp
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome, FetchRequest
from readnow.model.parsed import Candidate, NotAFeed, ParsedFeed, ParseFailed, ParseOutcome
from readnow.store import feeds as stored_feeds
from readnow.store.database import Connection, Database
from readnow.text.clean import clean_line, safe_url

__all__ = [
    "AddOutcome",
    "Added",
    "Adder",
    "AlreadySubscribed",
    "ChooseFeed",
    "PrivateAddress",
    "addresses_to_try",
]

LOCK_PATIENCE = 30.0
"""Seconds to wait for another process that is refreshing."""

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST_AND_PORT = re.compile(r"^[^/:?#@]+:\d+(?:[/?#]|$)")

DiscoverFunction = Callable[[bytes, str, str], Awaitable[tuple[Candidate, ...]]]
ParseFunction = Callable[[bytes, str, str], Awaitable[ParseOutcome]]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the user asked for besides the address."""

    title: str
    folder: tuple[str, ...]
    allow_private: bool
    first: bool


def addresses_to_try(typed: str) -> tuple[str, ...]:
    """The addresses that what a user typed may mean, best first; empty where it can be none.

    Without a scheme (then the host needs a dot) https is tried before http; `feed:` stands for either.
    """
    text = clean_line(typed, 2048).strip("<>\"' ")
    text = re.sub(r"^feed:(?://)?(?=https?:)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^feed:(?://)?", "", text, flags=re.IGNORECASE)
    has_scheme = _SCHEME.match(text) and not _HOST_AND_PORT.match(text)
    guesses = (text,) if has_scheme else (f"https://{text}", f"http://{text}")
    checked = (safe_url(guess) for guess in guesses if text)
    return tuple(url for url in checked if url.startswith(("http://", "https://")) and _names_a_host(url))


def _names_a_host(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return "." in host or ":" in host or host == "localhost"


class Adder:
    """Carries an address from what was typed to a stored feed."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        lock: RefreshLock,
        storing: Storing,
        fetch: FetchFunction,
        parse: ParseFunction,
        discover: DiscoverFunction,
        now: Callable[[], float],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._lock = lock
        self._storing = storing
        self._fetch = fetch
        self._parse = parse
        self._discover = discover
        self._now = now

    async def add(
        self, address: str, *, title: str, folder: tuple[str, ...], allow_private: bool, first: bool
    ) -> AddOutcome:
        """See `Feeds.add`."""
        urls = addresses_to_try(address)
        if not urls:
            raise FeedAddError("Only http:// and https:// addresses can be added.")
        for url in urls:
            if (known := self._known(url)) is not None:
                return AlreadySubscribed(known)
        wish = _Wish(clean_line(title), folder, allow_private, first)
        if not await self._lock.acquire(LOCK_PATIENCE):
            busy = FetchFailed(
                ProblemKind.WAIT, "another ReadNOW is refreshing: fetched with the next refresh"
            )
            return await self._subscribe_unread(urls[0], busy, wish)
        try:
            return await self._add_first_that_answers(urls, wish)
        finally:
            self._lock.release()

    def refreshed(self, outcome: AddOutcome) -> AddOutcome:
        """The outcome with its feed as the shelf shows it after the reload."""
        if isinstance(outcome, Added | AlreadySubscribed) and self._shelf.knows(outcome.feed.id):
            return replace(outcome, feed=self._shelf.feed(outcome.feed.id))
        return outcome

    async def _add_first_that_answers(self, urls: tuple[str, ...], wish: _Wish) -> AddOutcome:
        first_failure: tuple[str, FetchFailed] | None = None
        for url in urls:
            outcome = await self._fetch(FetchRequest(url, allow_private=wish.allow_private), None)
            if isinstance(outcome, Fetched):
                return await self._read(url, outcome, wish)
            failed = _as_failure(outcome)
            if failed.kind not in (ProblemKind.NETWORK, ProblemKind.TIMEOUT):
                return await self._failed(url, failed, wish)
            first_failure = first_failure or (url, failed)
        assert first_failure is not None
        return await self._failed(*first_failure, wish)

    async def _read(self, url: str, fetched: Fetched, wish: _Wish) -> AddOutcome:
        parsed = await self._parse(fetched.body, fetched.url, fetched.content_type)
        if isinstance(parsed, ParsedFeed):
            return await self._subscribe(url, fetched, parsed, wish)
        if isinstance(parsed, ParseFailed):
            raise FeedAddError(f"{url} could not be read: {parsed.detail}.")
        return await self._choose(url, fetched, parsed, wish)

    async def _choose(self, url: str, page: Fetched, why: NotAFeed, wish: _Wish) -> AddOutcome:
        found = await self._discover(page.body, page.url, page.content_type) if why.html else ()
        if not found:
            raise FeedAddError(f"No feed was found at {url}: {why.detail}.")
        if len(found) > 1 and not wish.first:
            return ChooseFeed(found)
        chosen = found[0].url
        if (known := self._known(chosen)) is not None:
            return AlreadySubscribed(known)
        outcome = await self._fetch(FetchRequest(chosen, allow_private=wish.allow_private), None)
        if not isinstance(outcome, Fetched):
            return await self._failed(chosen, _as_failure(outcome), wish)
        parsed = await self._parse(outcome.body, outcome.url, outcome.content_type)
        if isinstance(parsed, ParsedFeed):
            return await self._subscribe(chosen, outcome, parsed, wish)
        raise FeedAddError(f"The page announces {chosen}, but that is no feed: {parsed.detail}.")

    async def _subscribe(self, url: str, fetched: Fetched, parsed: ParsedFeed, wish: _Wish) -> AddOutcome:
        target = fetched.permanent_url or url
        feed, fresh = await self._database.write(_insert, target, wish, self._at())
        if not fresh:
            return AlreadySubscribed(feed)
        stored = await self._storing.store_parsed(
            FetchState(feed.id, feed.url), fetched, parsed, first_import=True
        )
        return Added(feed, new=len(stored.applied.new_ids))

    async def _failed(self, url: str, failed: FetchFailed, wish: _Wish) -> AddOutcome:
        """Subscribe all the same where only the network or the server's mood was in the way."""
        if failed.kind is ProblemKind.PRIVATE and not wish.allow_private:
            return PrivateAddress(url, urlsplit(url).hostname or url)
        passing = (ProblemKind.NETWORK, ProblemKind.TIMEOUT, ProblemKind.WAIT)
        if failed.kind in passing or (failed.status or 0) >= 500:
            return await self._subscribe_unread(url, failed, wish)
        raise FeedAddError(f"{url} was not added: {failed.detail}.")

    async def _subscribe_unread(self, url: str, failed: FetchFailed, wish: _Wish) -> AddOutcome:
        feed, fresh = await self._database.write(_insert, url, wish, self._at())
        if not fresh:
            return AlreadySubscribed(feed)
        record = failure_record(feed.id, failed, failures=1, since=None, now=self._at())
        await self._database.write(stored_feeds.record, feed.id, record)
        return Added(feed, problem=record.problem)

    def _known(self, url: str) -> Feed | None:
        return next((feed for feed in self._shelf.feeds() if feed.url == url), None)

    def _at(self) -> Timestamp:
        return int(self._now())


def _as_failure(outcome: FetchOutcome) -> FetchFailed:
    if isinstance(outcome, FetchFailed):
        return outcome
    return FetchFailed(ProblemKind.HTTP, "the server said “not modified” to a first request", 304)


def _insert(conn: Connection, url: str, wish: _Wish, at: Timestamp) -> tuple[Feed, bool]:
    """The feed of that address, and whether it is new."""
    known = stored_feeds.find_by_url(conn, url)
    if known is not None:
        return known, False
    feed_id = stored_feeds.insert(
        conn,
        stored_feeds.NewFeed(
            url=url,
            title=wish.title,
            folder_id=stored_feeds.ensure_folder(conn, wish.folder),
            allow_private=wish.allow_private,
            at=at,
        ),
    )
    feed = stored_feeds.one_feed(conn, feed_id)
    assert feed is not None
    return feed, True
