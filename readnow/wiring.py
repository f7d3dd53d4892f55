"""The only place that builds things: Config and Paths → Database, Fetcher, ParsePool → Library.

Called by the command line and by the screen. Each object gets only its own part of the configuration.
"""

import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from readnow import __version__
from readnow.config.paths import Paths, files_folder, prepare
from readnow.config.schema import Config, FetchConfig
from readnow.library.archives import Archives
from readnow.library.articles import Articles
from readnow.library.backups import Backups
from readnow.library.comments import Comments
from readnow.library.downloads import DownloadFunction, Downloads
from readnow.library.feeds import Feeds
from readnow.library.finishing import Finishing
from readnow.library.folders import Folders
from readnow.library.fulltexts import FullTexts
from readnow.library.journal import Journal
from readnow.library.judging import Judging
from readnow.library.library import Library, LibraryPolicy
from readnow.library.pictures import Pictures
from readnow.library.refresh_lock import RefreshLock
from readnow.library.refreshes import Refreshes
from readnow.library.retention import KeepPolicy
from readnow.library.shelf import Shelf
from readnow.library.smart_feeds import SmartFeeds
from readnow.library.tags import Tags
from readnow.library.tallies import Tallies
from readnow.library.upkeep import Upkeep
from readnow.library.voice import Voice
from readnow.model.parsed import Candidate
from readnow.store.database import Database

if TYPE_CHECKING:
    from readnow.feeds.crew import ParseCrew
    from readnow.feeds.download import Downloader, DownloadLimits
    from readnow.feeds.fetch import Fetcher, FetchLimits
    from readnow.library.adding import Adder
    from readnow.library.refresh import FetchFunction, RefreshRun
    from readnow.library.rules import Rules
    from readnow.library.storing import RefreshPolicy, Storing


async def open_library(
    config: Config,
    paths: Paths,
    *,
    now: Callable[[], float] = time.time,
    usage: Callable[[Config], Config] = lambda config: config,
) -> Library:
    """Open the library in the data directory, which is made where it is missing. Raises `StoreError`.

    Nothing of the network or the parser is started before it is needed. `usage`: what holds here whatever a
    configuration says, this one and those that it adopts.
    """
    config = usage(config)
    prepare(paths)
    database = await Database.open(paths.database)
    shelf, voice, lock = Shelf(folds=config.feeds.fold), Voice(), RefreshLock(paths.lock)
    outside = _Outside(config, paths, database, shelf, voice, lock, now)
    articles = Articles(database, shelf, voice, now)
    smart_feeds = SmartFeeds(database, shelf, voice, now)
    backups = Backups(database, now)
    library = Library(
        database=database,
        feeds=Feeds(database, shelf, voice, outside.adder, now),
        articles=articles,
        folders=Folders(database, shelf, voice, now),
        smart_feeds=smart_feeds,
        tags=Tags(database, shelf, articles, voice, now),
        tallies=Tallies(database, shelf, articles, voice, lambda: smart_feeds.names),
        journal=Journal(database, shelf, voice, articles, now),
        rules=lambda: outside.rules(library),
        fulltexts=outside.fulltexts,
        pictures=outside.pictures,
        downloads=outside.downloads(),
        comments=outside.comments(),
        refreshes=Refreshes(database, voice, lock, outside.refresh_run, now),
        voice=voice,
        policy=_policy(config),
        finishing=outside.finishing,
        upkeep=Upkeep(database, shelf, voice, _keeping(config), backups, now),
        archives=Archives(database, shelf, voice, now),
        backups=backups,
        closing=(outside.close,),
        adopt=lambda new: adopt(usage(new)),
        now=now,
    )

    def adopt(new: Config) -> None:
        library.policy, library.upkeep.policy = _policy(new), _keeping(new)
        library.downloads.folder = files_folder(new.open.download_dir)
        outside.adopt(new)

    await library.load()
    return library


def _policy(config: Config) -> LibraryPolicy:
    return LibraryPolicy(config.refresh.on_start, config.refresh.auto)


def _keeping(config: Config) -> KeepPolicy:
    return KeepPolicy(config.feeds.keep, config.feeds.keep_unread)


class _Outside:
    """Network, parser and what drives them: loaded and made when something is fetched for the first time."""

    def __init__(
        self,
        config: Config,
        paths: Paths,
        database: Database,
        shelf: Shelf,
        voice: Voice,
        lock: RefreshLock,
        now: Callable[[], float],
    ) -> None:
        self._config = config
        self._log = paths.log
        self._database = database
        self._shelf = shelf
        self._voice = voice
        self._lock = lock
        self._now = now
        self._closing: list[Callable[[], Awaitable[None]]] = []

    def adopt(self, config: Config) -> None:
        """Go by another configuration, also with what is made already."""
        self._config, made = config, vars(self)
        if "_fetcher" in made:
            self._fetcher.adopt(fetch_limits(config.fetch))
        if "_downloader" in made:
            self._downloader.limits = self._download_limits()
        if "_storing" in made:
            self._storing.policy = self._refresh_policy()
        self.fulltexts.limit = config.fetch.full_texts

    @cached_property
    def _fetcher(self) -> "Fetcher":
        from readnow.feeds.fetch import Fetcher

        fetcher = Fetcher(fetch_limits(self._config.fetch), version=__version__, now=self._now)
        self._closing.append(fetcher.close)
        return fetcher

    @property
    def _fetch(self) -> "FetchFunction":
        return self._fetcher.fetch

    @cached_property
    def _downloader(self) -> "Downloader":
        from readnow.feeds.download import Downloader

        return Downloader(self._fetcher, self._download_limits())

    def _download_limits(self) -> "DownloadLimits":
        from readnow.feeds.download import DownloadLimits

        return DownloadLimits(self._config.open.max_download, answer=self._config.fetch.timeout)

    @property
    def _download(self) -> DownloadFunction:
        return self._downloader.download

    @cached_property
    def _crew(self) -> "ParseCrew":
        from readnow.feeds import crew as crews

        crew = crews.ParseCrew(log=self._log)
        self._closing.append(crew.close)
        return crew

    @cached_property
    def finishing(self) -> Finishing:
        """What deals with articles behind everything else; the parser is loaded with the first."""
        return Finishing(self._database, self.judging, lambda: self._crew.finish)

    @cached_property
    def judging(self) -> Judging:
        """What lets rules look at what comes to articles that are there."""
        return Judging(self._database, self._shelf, self._voice, self._now)

    @cached_property
    def fulltexts(self) -> FullTexts:
        """What fetches and keeps full texts; the network is loaded with the first."""
        return FullTexts(
            self._database,
            self._shelf,
            self._lock,
            self.judging,
            lambda: self._fetch,
            lambda: self._crew.extract,
            self._config.fetch.full_texts,
            self._now,
        )

    @cached_property
    def pictures(self) -> Pictures:
        """What fetches and decodes pictures; network and parser are loaded with the first."""
        made = Pictures(self._shelf, lambda: self._fetch, lambda: self._crew.decode)
        self._closing.append(made.close)
        return made

    def rules(self, library: Library) -> "Rules":
        """What rules need is loaded with the first look at them."""
        from readnow.library.rules import Rules

        parts = self._database, self._shelf, self._voice, self.judging
        return Rules(*parts, lambda: library.names, library.articles.settled, self._now)

    def downloads(self) -> Downloads:
        """What fetches files; the network is loaded with the first."""
        return Downloads(self._shelf, lambda: self._download, files_folder(self._config.open.download_dir))

    def comments(self) -> Comments:
        """What reads comments; network and parser are loaded with the first."""
        return Comments(self._shelf, self._lock, lambda: self._fetch, lambda: self._crew)

    @cached_property
    def _storing(self) -> "Storing":
        from readnow.library import storing

        policy = self._refresh_policy()
        return storing.Storing(self._database, self._shelf, self._voice, self.judging, policy, self._now)

    def _refresh_policy(self) -> "RefreshPolicy":
        from readnow.library.storing import RefreshPolicy

        config = self._config
        return RefreshPolicy(config.refresh.interval * 60, config.feeds.read_older_than_days)

    @cached_property
    def _adder(self) -> "Adder":
        from readnow.library import adding

        return adding.Adder(
            self._database,
            self._shelf,
            self._lock,
            self._storing,
            self._fetch,
            self._crew,
            self._discover,
            self._now,
        )

    def adder(self) -> "Adder":
        """What adds feeds."""
        return self._adder

    def refresh_run(self) -> "RefreshRun":
        """A refresh that is about to begin."""
        from readnow.library import refresh

        return refresh.RefreshRun(
            self._storing,
            self._voice,
            self._fetch,
            self._crew,
            self.finishing,
            self.fulltexts,
            self._now,
        )

    async def close(self) -> None:
        """End what was made, last made first."""
        for close in reversed(self._closing):
            await close()

    async def _discover(self, body: bytes, url: str, content_type: str) -> tuple[Candidate, ...]:
        return await self._crew.discover(body, url=url, content_type=content_type)


def fetch_limits(config: FetchConfig) -> "FetchLimits":
    """What the fetcher needs of the configuration."""
    from readnow.feeds.fetch import FetchLimits

    return FetchLimits(
        concurrency=config.concurrency,
        host_delay=config.host_delay,
        timeout=config.timeout,
        max_bytes=config.max_bytes,
        user_agent=config.user_agent,
        proxy=config.proxy,
        allow_private=config.allow_private,
        ca_file=config.ca_file,
    )


@asynccontextmanager
async def open_demo(config: Config, *, now: Callable[[], float] = time.time) -> AsyncIterator[Library]:
    """A library of the demo's feeds, served by this process on loopback, in a directory that goes afterwards.

    Everything between the feeds and the screen is what other feeds go through. Raises `ReadNowError`.
    """
    from readnow.demo.server import DemoServer  # every command imports this module: it need not know the demo

    with tempfile.TemporaryDirectory(prefix="readnow-demo-", ignore_cleanup_errors=True) as directory:
        folder = Path(directory)
        async with DemoServer(int(now())) as server:
            library = await open_library(
                config, Paths(folder / "config.toml", folder, folder), now=now, usage=_at_home
            )
            try:
                await library.feeds.import_list(server.subscriptions)
                yield library
            finally:
                await library.close()


def _at_home(config: Config) -> Config:
    """What the demo's feeds need: they are served by this machine."""
    return replace(config, fetch=replace(config.fetch, allow_private=True, proxy="", host_delay=0.1))
