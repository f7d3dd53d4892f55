"""The only place that builds things: Config and Paths → Database, Fetcher, ParsePool → Library.

Called by the command line and by the screen. Each object gets only its own part of the configuration.
"""

import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from readnow import __version__
from readnow.config.paths import Paths, prepare
from readnow.config.schema import Config, FetchConfig
from readnow.feeds.fetch import Fetcher, FetchLimits
from readnow.feeds.pool import ParsePool
from readnow.library.adding import Adder
from readnow.library.articles import Articles
from readnow.library.feeds import Feeds
from readnow.library.library import Library, LibraryPolicy
from readnow.library.refresh import RefreshRun
from readnow.library.refresh_lock import RefreshLock
from readnow.library.refreshes import Refreshes
from readnow.library.shelf import Shelf
from readnow.library.storing import RefreshPolicy, Storing
from readnow.library.voice import Voice
from readnow.model.parsed import Candidate, ParseOutcome
from readnow.store.database import Database


async def open_library(config: Config, paths: Paths, *, now: Callable[[], float] = time.time) -> Library:
    """Open the library in the data directory, which is made where it is missing. Raises `StoreError`.

    Nothing of the network or the parser is started before it is needed.
    """
    prepare(paths)
    database = await Database.open(paths.database)
    shelf, voice, lock = Shelf(), Voice(), RefreshLock(paths.lock)
    fetcher = Fetcher(fetch_limits(config.fetch), version=__version__)
    pool = ParsePool()

    async def parse(body: bytes, url: str, content_type: str) -> ParseOutcome:
        return await pool.parse(body, url=url, content_type=content_type)

    async def discover(body: bytes, url: str, content_type: str) -> tuple[Candidate, ...]:
        return await pool.discover(body, url=url, content_type=content_type)

    policy = RefreshPolicy(config.refresh.interval * 60, config.feeds.read_older_than_days)
    storing = Storing(database, shelf, policy, now)
    adder = Adder(database, shelf, lock, storing, fetcher.fetch, parse, discover, now)
    library = Library(
        database=database,
        feeds=Feeds(database, shelf, voice, adder, now),
        articles=Articles(database, shelf, voice, now),
        refreshes=Refreshes(
            database, voice, lock, lambda: RefreshRun(storing, voice, fetcher.fetch, parse, now), now
        ),
        voice=voice,
        policy=LibraryPolicy(config.refresh.on_start, config.refresh.auto),
        closing=(fetcher.close, pool.close),
        now=now,
    )
    await library.load()
    return library


def fetch_limits(config: FetchConfig) -> FetchLimits:
    """What the fetcher needs of the configuration."""
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

    at_home = replace(config, fetch=replace(config.fetch, allow_private=True, proxy="", host_delay=0.1))
    with tempfile.TemporaryDirectory(prefix="readnow-demo-", ignore_cleanup_errors=True) as directory:
        folder = Path(directory)
        async with DemoServer(int(now())) as server:
            library = await open_library(at_home, Paths(folder / "config.toml", folder, folder), now=now)
            try:
                await library.feeds.import_list(server.subscriptions)
                yield library
            finally:
                await library.close()
