"""The library: what the user owns, and the one door through which screen and command line reach it.

`wiring.open_library` builds it. All methods belong to the event loop. Invariant: everything the library
started (refreshes, writes on their way, the watch for other processes) is ended and awaited by `close`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from readnow.config.schema import Config
from readnow.library.archives import Archives
from readnow.library.articles import Articles
from readnow.library.backups import Backups
from readnow.library.choosing import is_due
from readnow.library.comments import Comments
from readnow.library.downloads import Downloads
from readnow.library.events import ExternalChange, RefreshFinished
from readnow.library.feeds import Feeds
from readnow.library.finishing import Finishing
from readnow.library.folders import Folders
from readnow.library.fulltexts import FullTexts
from readnow.library.journal import Journal
from readnow.library.pictures import Pictures
from readnow.library.query import Names
from readnow.library.refreshes import Refreshes
from readnow.library.smart_feeds import SmartFeeds
from readnow.library.tags import Tags
from readnow.library.tallies import Tallies
from readnow.library.upkeep import Upkeep
from readnow.library.voice import Listener, Voice
from readnow.model.errors import StoreError
from readnow.model.feed import FeedId
from readnow.store import checks, indexing, stories, ui_state
from readnow.store import feeds as stored_feeds
from readnow.store import rules as stored_rules
from readnow.store.checks import CountMismatch
from readnow.store.database import Connection, Database

if TYPE_CHECKING:
    from readnow.library.rules import Rules
    from readnow.store.indexing_checks import IndexState
    from readnow.store.stories_checks import StoriesState

WATCH_SECONDS = 1.0
"""How often to look whether another process wrote: its changes are shown within two seconds."""
AUTO_SECONDS = 60.0
"""How often to look whether a feed has become due, and whether articles wait for the index."""
UPKEEP_SECONDS = 5.0
"""From the start of the interface until the first look whether upkeep is due: it has time."""

_CATCH_UP, _SOON_DONE = 2.0, 2_000
"""Seconds for articles that wait for the index at the end of a command, and how many can be done in them."""
_PATIENCE = 30.0


class LibraryPolicy(Struct, frozen=True):
    """What the configuration says about refreshing without being asked."""

    on_start: bool = True
    auto: bool = True


class Checkup(Struct, frozen=True):
    """What looking the database over found: sentences about damage, feeds with wrong counts, the text index,
    the groups of stories, versions, the bytes of the file and those free in it."""

    damage: tuple[str, ...]
    counts: tuple[CountMismatch, ...]
    index: "IndexState"
    stories: "StoriesState"
    versions: Mapping[str, str]
    size: int
    free: int

    @property
    def is_roomy(self) -> bool:
        """Whether repairing would make the file smaller by a third or more."""
        return checks.is_roomy(self.size, self.free)


class Library:
    """Feeds, articles and refreshing, behind one façade."""

    def __init__(
        self,
        *,
        database: Database,
        feeds: Feeds,
        articles: Articles,
        journal: Journal,
        folders: Folders,
        smart_feeds: SmartFeeds,
        tags: Tags,
        tallies: Tallies,
        rules: "Callable[[], Rules]",
        fulltexts: FullTexts,
        pictures: Pictures,
        downloads: Downloads,
        comments: Comments,
        refreshes: Refreshes,
        voice: Voice,
        policy: LibraryPolicy,
        finishing: Finishing,
        upkeep: Upkeep,
        backups: Backups,
        archives: Archives,
        closing: tuple[Callable[[], Awaitable[None]], ...],
        adopt: Callable[[Config], None],
        now: Callable[[], float],
    ) -> None:
        self.feeds = feeds
        self.articles = articles
        self.journal = journal
        self.folders = folders
        self.smart_feeds = smart_feeds
        self.tags = tags
        self.tallies = tallies
        self.fulltexts = fulltexts
        self.pictures = pictures
        self.downloads = downloads
        self.comments = comments
        self.upkeep = upkeep
        self.backups = backups
        self.archives = archives
        self.data_dir: Path = database.path.parent
        self.notices: tuple[str, ...] = (database.notice,) if database.notice else ()
        self._database = database
        self._make_rules = rules
        self._refreshes = refreshes
        self._voice = voice
        self.policy = policy
        self._finishing = finishing
        self._closing = closing
        self._adopt = adopt
        self._now = now
        self._background: set[asyncio.Task[None]] = set()
        self._seen = 0
        """The version of the database that feeds and counts are of, as far as other processes write to it."""

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear of events (`library.events`); the returned function ends it."""
        return self._voice.subscribe(listener)

    @cached_property
    def rules(self) -> "Rules":
        """The library's part for rules; what it needs is loaded now."""
        return self._make_rules()

    @property
    def names(self) -> Names:
        """What a query may refer to, as it is now."""
        return self.smart_feeds.names

    @property
    def refreshing(self) -> bool:
        """Whether a refresh is running."""
        return self._refreshes.running

    def adopt(self, config: Config) -> None:
        """Go by another configuration from now on; what is under way goes on by the one before."""
        self._adopt(config)

    def refresh(
        self, feed_ids: Iterable[FeedId] | None = None, *, force: bool = False
    ) -> asyncio.Task[RefreshFinished]:
        """Refresh what is due, or these feeds by hand (those checked a moment ago are skipped, H4).

        `force` asks every one of them except where a server asked to wait (H7) or a feed is gone (H9). A
        refresh that is running is joined.
        """
        wanted = None if feed_ids is None else tuple(feed_ids)
        return self._refreshes.request(wanted, force=force, patience=_PATIENCE)

    async def load(self) -> None:
        """Read what is stored. What another process writes from here on is noticed, however late the watch
        for it begins."""
        self._seen = await self._database.data_version()
        await self.feeds.reload()

    def start_background(self) -> None:
        """Begin what an open interface does by itself: refreshing, and watching for other processes."""
        for work in (
            self._refresh_when_due(),
            self._watch_others(),
            self._keep_up(),
            self._go_on_finishing(),
            self.tallies.count_on(),
        ):
            task = asyncio.get_running_loop().create_task(work)
            self._background.add(task)
            task.add_done_callback(self._background.discard)

    async def remembered(self, key: str) -> object | None:
        """What the program remembered under `key` (a JSON value), None for nothing."""
        text = await self._database.read(ui_state.get, key)
        if text is None:
            return None
        value: object = json.loads(text)
        return value

    async def remember(self, key: str, value: object) -> None:
        """Remember a JSON value; what cannot be stored is forgotten without a fuss."""
        try:
            await self._database.write(ui_state.put, key, json.dumps(value))
        except StoreError:
            return

    async def catch_up(self) -> None:
        """Give what was begun behind a refresh a little more time, if that is enough for it: a command that
        ends leaves nothing behind that would go on."""
        if self._finishing.is_at_work and await self._database.read(indexing.waiting) <= _SOON_DONE:
            await self._finishing.settled(_CATCH_UP)
        await self.fulltexts.fetch_wanted()
        await self._tidy_rules()

    async def repair(self, told: Callable[[int], None]) -> None:
        """Count anew, and make the groups of stories and the text index anew, of which `told` hears how many
        articles are left; then make the file smaller where much of it is free."""
        await self._database.write(checks.count_anew)
        await self._database.write(stories.begin_anew)
        await self.feeds.reload()
        await self._finishing.index_anew(told)
        if checks.is_roomy(*await self._database.read(checks.room)):
            await self._database.vacuum()

    async def check(self) -> Checkup:
        """Look the whole database over. On a large one this takes a while."""
        return await self._database.read(_check)

    async def close(self) -> None:
        """End everything the library started; what was changed is stored first."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._refreshes.close()
        await self.articles.settled()
        await self._finishing.close()
        for close in self._closing:
            await close()
        await self._database.close()

    async def _refresh_when_due(self) -> None:
        if self.policy.on_start:
            await self._refreshes.request(None, force=False, patience=0)
        while True:
            await asyncio.sleep(AUTO_SECONDS)
            if self.policy.auto and not self._refreshes.running and await self._anything_due():
                await self._refreshes.request(None, force=False, patience=0)

    async def _anything_due(self) -> bool:
        try:
            states = await self._database.read(stored_feeds.fetch_states, None)
        except StoreError:
            return False
        return any(is_due(state, int(self._now())) for state in states)

    async def _watch_others(self) -> None:
        while True:
            with suppress(StoreError):  # the next look comes soon
                version = await self._database.data_version()
                if version != self._seen:
                    await self.feeds.reload()
                    self._seen = version
                    self._voice.publish(ExternalChange())
            await asyncio.sleep(WATCH_SECONDS)

    async def _keep_up(self) -> None:
        await asyncio.sleep(UPKEEP_SECONDS)
        while True:
            with suppress(StoreError):  # the next time comes
                await self.upkeep.when_due()
            await asyncio.sleep(AUTO_SECONDS)

    async def _go_on_finishing(self) -> None:
        while True:
            with suppress(StoreError):  # the next time comes
                await self._finishing.go_on()
                await self.fulltexts.fetch_wanted()
                await self._tidy_rules()
            await asyncio.sleep(AUTO_SECONDS)

    async def _tidy_rules(self) -> None:
        if await self._database.read(stored_rules.want_tidying, int(self._now())):
            await self.rules.tidy()


def _check(conn: Connection) -> Checkup:
    from readnow.store import indexing_checks, stories_checks  # rarely needed

    return Checkup(
        checks.integrity(conn),
        checks.recount(conn),
        indexing_checks.state(conn),
        stories_checks.state(conn),
        checks.versions(conn),
        *checks.room(conn),
    )
