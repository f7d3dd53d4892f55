"""What is done once a day, behind everything else: letting go of what is past its time (`retention`), of what
was unsubscribed from or deleted long ago, and of tombstones of no use.

Driven by the open interface, and at the end of `readnow refresh` for a moment. Invariants: everything is done
in pieces, with other writes in between; stopping between any two of them leaves a whole library; what is left
undone is done the next time.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from readnow.library import retention
from readnow.library.backups import Backups
from readnow.library.events import ExternalChange
from readnow.library.journal_words import quoted
from readnow.library.retention import KeepPolicy, checked
from readnow.library.shelf import Shelf
from readnow.library.voice import Voice
from readnow.model.article import ArticleId
from readnow.model.errors import ExchangeError, StoreError
from readnow.model.feed import Feed, FeedId, FolderId, Timestamp
from readnow.model.retention import Going, KeepSettings, Limits
from readnow.store import burying, feeds, hidden, journal
from readnow.store import retention as stored
from readnow.store.database import Connection, Database
from readnow.store.selecting import FIRST

_log = logging.getLogger(__name__)

DAY = 24 * 3600
KEEP_REMOVED = 30 * DAY
"""How long the articles of an unsubscribed feed are kept, so that it can be undone."""
_MANY = 50_000
"""Articles whose marks take longer to copy than a command should."""
_PIECE = 200
"""Rows that are deleted in one transaction, where nothing else says when to stop."""


class _OutOfTime(Exception):
    """There is no more time for it now."""


class Upkeep:
    """The library's part for keeping and letting go."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        voice: Voice,
        policy: KeepPolicy,
        backups: Backups,
        now: Callable[[], float],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._voice = voice
        self.policy = policy
        self._backups = backups
        self._now = now
        self._gone = 0

    async def when_due(self, seconds: float | None = None) -> int:
        """Do all of it if it was not done today, for so many seconds at most; how many articles went.

        Raises `StoreError`.
        """
        if self._database.read_only or not await self._is_due():
            return 0
        return await self.run(seconds)

    async def run(self, seconds: float | None = None) -> int:
        """Do all of it now, for so many seconds at most; how many articles went. Raises `StoreError`."""
        time_left = _TimeLeft(seconds)
        before = self._gone
        try:
            await self._copy(is_short=seconds is not None)
            for feed_id, limits in (await self._all_limits()).items():
                await self._clear(feed_id, limits, time_left)
            await self._in_pieces(feeds.purge_removed, self._at() - KEEP_REMOVED, time_left)
            await self._in_pieces(hidden.bury_deleted, self._at(), time_left)
            await self._forget(time_left)
            await self._database.write(journal.trim, self._at())
            await self._database.write(stored.note_done, self._at())
        except _OutOfTime:
            _log.info("upkeep is to go on another time")
        finally:
            if self._gone > before:
                self._voice.publish(ExternalChange())
        return self._gone - before

    async def preview(
        self,
        *,
        feed_keep: Mapping[FeedId, str] | None = None,
        folder_keep: Mapping[FolderId, str] | None = None,
    ) -> tuple[Going, ...]:
        """What would go, by feed; with other settings than those stored where these are given. With
        `feed_keep` only of those feeds. Raises `StoreError`."""
        found = []
        for feed_id, limits in (await self._all_limits(feed_keep or {}, folder_keep or {})).items():
            if feed_keep is None or feed_id in feed_keep:
                found.append(await self._going(feed_id, limits))
        return tuple(going for going in found if going.number)

    async def folder_keep(self, folder_id: FolderId) -> str:
        """How much is kept of the feeds of a folder, as it was set; empty: as usual."""
        settings, _ = await self._database.read(_settings)
        folder = settings.folders.get(folder_id)
        return folder.keep if folder else ""

    async def keep_folder(self, folder_id: FolderId, text: str) -> None:
        """Set how much is kept of the feeds of a folder; empty text returns to what is usual.

        Raises `SettingError`, `StoreError`.
        """
        what = f"Set keep of the folder {quoted(self._shelf.path(folder_id)[-1])}"
        await self._database.write(
            journal.watched, what, ("folder",), self._at(), _keep_folder, folder_id, checked(text)
        )

    async def _is_due(self) -> bool:
        return not 0 <= self._at() - await self._database.read(stored.done_at) < DAY

    async def _all_limits(
        self, feed_keep: Mapping[FeedId, str] | None = None, folder_keep: Mapping[FolderId, str] | None = None
    ) -> dict[FeedId, Limits]:
        settings, last_success = await self._database.read(_settings)
        checked_folders = {folder: checked(text) for folder, text in (folder_keep or {}).items()}
        settings = _with(settings, feed_keep or {}, checked_folders)
        now = retention.trusted_now(self._at(), last_success)
        found = {}
        for feed_id in settings.feeds:
            keeps = retention.keep_of(settings, feed_id, self.policy.keep)
            limits = retention.limits(keeps, self.policy.keep_unread, now)
            if limits is not None:
                found[feed_id] = limits
        return found

    async def _copy(self, *, is_short: bool) -> None:
        """The copies of the day, before anything goes; where time is short, of a small library only."""
        feeds = self._shelf.feeds()
        if is_short and sum(feed.total for feed in feeds) > _MANY:
            return
        try:
            await self._backups.daily(self._shelf.subscriptions())
        except (ExchangeError, StoreError) as err:  # a full disk is no reason to let nothing go
            _log.warning("the copies of the day could not be made: %s", err)

    async def _clear(self, feed_id: FeedId, limits: Limits, time_left: "_TimeLeft") -> None:
        after: int | None = FIRST
        while after is not None:
            time_left.check()
            looked = await self._database.read(stored.look, feed_id, limits, after)
            left: Sequence[ArticleId] = looked.ids
            while left:
                time_left.check()
                gone, left, feed = await self._database.write(_let_go, feed_id, limits, left, self._at())
                self._gone += gone
                self._shelf.rebase([feed] if feed is not None else [])
            after = looked.last

    async def _going(self, feed_id: FeedId, limits: Limits) -> Going:
        number, oldest, newest = 0, 0, 0
        after: int | None = FIRST
        while after is not None:
            looked = await self._database.read(stored.look, feed_id, limits, after)
            if looked.ids:
                oldest = oldest if number else looked.ids[0]
                newest = looked.ids[-1]
                number += len(looked.ids)
            after = looked.last
        return Going(feed_id, number, oldest, newest)

    async def _forget(self, time_left: "_TimeLeft") -> None:
        """Tombstones of no use."""
        after: burying.Grave | None = burying.FIRST_GRAVE
        while after is not None:
            time_left.check()
            useless, after = await self._database.read(burying.useless_tombstones, self._at(), after)
            for start in range(0, len(useless), _PIECE):
                part = useless[start : start + _PIECE]
                await self._database.write(burying.forget_tombstones, part, self._at())

    async def _in_pieces(
        self, work: Callable[[Connection, Timestamp, int], int], at: Timestamp, time_left: "_TimeLeft"
    ) -> None:
        while await self._database.write(work, at, _PIECE):
            time_left.check()

    def _at(self) -> Timestamp:
        return int(self._now())


class _TimeLeft:
    """For how long a run may go on; None: as long as it takes."""

    def __init__(self, seconds: float | None) -> None:
        self._until = None if seconds is None else time.monotonic() + seconds

    def check(self) -> None:
        """Raises `_OutOfTime` when it is used up."""
        if self._until is not None and time.monotonic() > self._until:
            raise _OutOfTime


def _settings(conn: Connection) -> tuple[KeepSettings, Timestamp | None]:
    return stored.settings(conn), stored.last_success(conn)


def _keep_folder(conn: Connection, folder_id: FolderId, text: str) -> None:
    feeds.keep_folder(conn, folder_id, text)
    stored.note_done(conn, 0)


def _let_go(
    conn: Connection, feed_id: FeedId, limits: Limits, ids: Sequence[ArticleId], at: Timestamp
) -> tuple[int, Sequence[ArticleId], Feed | None]:
    gone, left = stored.let_go(conn, feed_id, limits, ids, at)
    return gone, left, feeds.one_feed(conn, feed_id)


def _with(
    settings: KeepSettings, feeds: Mapping[FeedId, str], folders: Mapping[FolderId, str]
) -> KeepSettings:
    """The settings as they would be with these."""
    return KeepSettings(
        {f: replace(kept, keep=feeds.get(f, kept.keep)) for f, kept in settings.feeds.items()},
        {f: replace(kept, keep=folders.get(f, kept.keep)) for f, kept in settings.folders.items()},
    )
