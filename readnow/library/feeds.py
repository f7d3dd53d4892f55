"""Subscriptions: what there is, and adding, removing, renaming, moving, importing and exporting them.

What there is comes from memory at once. Every change is stored first and then shown, with one `FeedsChanged`.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from readnow.library import importing
from readnow.library.events import FeedsChanged
from readnow.library.journal_words import feed_words, quoted
from readnow.library.loading import load_shelf
from readnow.library.shelf import Shelf, Tally
from readnow.library.voice import Voice
from readnow.model.errors import FeedAddError
from readnow.model.feed import Feed, FeedId, FeedSettings, Folder, FolderId, RemovedFeed, Timestamp
from readnow.model.query import Scope
from readnow.model.smart import SmartFeed
from readnow.model.subscription import Subscription, SubscriptionList
from readnow.model.tag import Tag
from readnow.store import feeds as stored_feeds
from readnow.store import journal, retention
from readnow.store.database import Connection, Database
from readnow.store.filing import put_into
from readnow.store.merging import adopt
from readnow.text.clean import clean_line, safe_url
from readnow.text.words import counted

if TYPE_CHECKING:
    from readnow.library.adding import Adder
    from readnow.library.doctor import Ward
    from readnow.library.history import History
    from readnow.library.outcomes import AddOutcome, LookOutcome

FEED_TABLES = ("folder", "feed", "filed")
"""The tables in which a change of subscriptions is seen."""


class ImportOutcome(Struct, frozen=True):
    """What importing a list did, or (dry run) would do."""

    added: tuple[Subscription, ...]
    already: tuple[Subscription, ...]
    left_out: tuple[str, ...]


class Feeds:
    """The library's part for subscriptions."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        voice: Voice,
        adder: "Callable[[], Adder]",
        now: Callable[[], float],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._voice = voice
        self._adder = adder
        self._now = now

    def all(self) -> tuple[Feed, ...]:
        """All feeds in the order of the feed list; counts are right at every moment."""
        return self._shelf.feeds()

    def folders(self) -> tuple[Folder, ...]:
        """All folders, in order."""
        return self._shelf.folders()

    def get(self, feed_id: FeedId) -> Feed:
        """One feed, or `NotFoundError`."""
        return self._shelf.feed(feed_id)

    def knows(self, feed_id: FeedId) -> bool:
        """Whether the feed is subscribed to."""
        return self._shelf.knows(feed_id)

    def path(self, folder_id: FolderId | None) -> tuple[str, ...]:
        """The names from the top down to a folder; empty for none."""
        return self._shelf.path(folder_id)

    def in_scope(self, scope: Scope) -> tuple[Feed, ...]:
        """The feeds whose articles a scope shows."""
        return self._shelf.in_scope(scope)

    def unread(self, scope: Scope) -> int:
        """How many unread articles a scope holds."""
        return self._shelf.unread(scope)

    def total(self, scope: Scope) -> int:
        """How many articles a scope holds."""
        return self._shelf.total(scope)

    def starred(self) -> int:
        """How many articles are starred."""
        return self._shelf.starred()

    @property
    def smart_feeds(self) -> tuple[SmartFeed, ...]:
        """The smart feeds, which stand in the feed list too."""
        return self._shelf.smart_feeds

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags, by name."""
        return self._shelf.tags

    def tally(self, scope: Scope) -> Tally:
        """The number beside a row that holds parts of feeds, as it was counted last."""
        return self._shelf.tally(scope)

    async def look(
        self, address: str, *, allow_private: bool = False, instead_of: FeedId | None = None
    ) -> "LookOutcome":
        """What is at an address, without subscribing; adding the address of the answer asks no server again.

        `instead_of`: a feed in the place of which another is looked for: its own address is asked, too.
        Raises `FeedAddError` where there is no feed, `StoreError`.
        """
        return await self._adder().look(address, allow_private=allow_private, instead_of=instead_of)

    async def add(
        self,
        address: str,
        *,
        title: str = "",
        folder: tuple[str, ...] = (),
        allow_private: bool = False,
        first: bool = False,
    ) -> "AddOutcome":
        """Subscribe to a feed or to the feed that a web page announces, and fetch it at once.

        `first` takes the first of several announced feeds instead of asking. Raises `FeedAddError` where
        there is no feed, `StoreError`.
        """
        outcome = await self._adder().add(
            address, title=title, folder=folder, allow_private=allow_private, first=first
        )
        await self.reload()
        self._voice.publish(FeedsChanged())
        return self._adder().refreshed(outcome)

    async def remove(self, feed_ids: Iterable[FeedId]) -> None:
        """Unsubscribe; the articles stay stored for 30 days so that it can be undone."""
        ids = tuple(feed_ids)
        what = feed_words("Unsubscribe from", self._titles(ids))
        await self._record(what, stored_feeds.remove, ids, self._at())

    async def removed(self) -> tuple[RemovedFeed, ...]:
        """The feeds that can be restored, those unsubscribed from last first."""
        return await self._database.read(stored_feeds.removed)

    async def restore(self, feed_ids: Iterable[FeedId]) -> tuple[RemovedFeed, ...]:
        """Take an unsubscription back; the feeds that are back. Not those whose address was subscribed to
        again meanwhile."""
        wanted = [feed for feed in await self.removed() if feed.id in set(feed_ids)]
        if wanted:
            what = feed_words("Subscribe again to", [feed.title for feed in wanted])
            await self._record(what, stored_feeds.restore, [feed.id for feed in wanted])
        return tuple(feed for feed in wanted if self._shelf.knows(feed.id))

    async def rename(self, feed_id: FeedId, title: str) -> None:
        """Give a feed a title of the user's; an empty one returns to the feed's own."""
        title = clean_line(title)
        named = quoted(title) if title else "as it calls itself"
        what = f"Rename {quoted(self._shelf.feed(feed_id).title)} {named}"
        await self._record(what, stored_feeds.rename, feed_id, title)

    async def move(self, feed_id: FeedId, folder: tuple[str, ...]) -> None:
        """Put a feed into the folder of that path, which is made where it is missing; empty: into none."""
        path = folder_path(folder)
        where = f"into {quoted('/'.join(path))}" if path else "out of its folder"
        what = f"Move {quoted(self._shelf.feed(feed_id).title)} {where}"
        await self._record(what, _move, feed_id, path)

    async def change_url(self, feed_id: FeedId, url: str) -> None:
        """Fetch a feed from another address from now on; its articles stay. Raises `FeedAddError`."""
        feed = self._shelf.feed(feed_id)
        checked = safe_url(url)
        if not checked.startswith(("http://", "https://")):
            raise FeedAddError("Only http:// and https:// addresses can be used.")
        other = await self._database.read(stored_feeds.find_by_url, checked)
        if other is not None and other.id != feed_id:
            raise FeedAddError(f"{checked} is already subscribed to, as “{other.title}”.")
        what = f"Change the address of {quoted(feed.title)}"
        await self._record(what, stored_feeds.change_url, feed_id, checked, self._at())

    async def set(self, feed_id: FeedId, key: str, text: str) -> None:
        """Change one of a feed's settings, as `library.settings` reads it. Raises `SettingError`."""
        from readnow.library.settings import changed

        feed = self._shelf.feed(feed_id)
        settings = changed(feed.settings, key, text)
        what = f"Set {key} of {quoted(feed.title)}"
        await self._record(what, _set, feed_id, settings, key == "keep")

    async def resume(self, feed_id: FeedId) -> None:
        """Forget the feed's failures, so that it is asked with the next refresh, even one that was gone."""
        self._shelf.feed(feed_id)
        await self._change(stored_feeds.resume, feed_id)

    async def accept_move(self, feed_id: FeedId) -> None:
        """Take over the address to which the feed's server sends us. Raises `FeedAddError` if it does not."""
        feed = self._shelf.feed(feed_id)
        moved = feed.health.moved
        if moved is None:
            raise FeedAddError("This feed has not moved.")
        what = f"Take over the new address of {quoted(feed.title)}"
        await self._record(what, adopt, feed_id, moved.url, self._at())

    async def history(self, feed_id: FeedId) -> "History":
        """How a feed has fared lately. Raises `NotFoundError`."""
        from readnow.library.history import read_history

        self._shelf.feed(feed_id)
        return await self._database.read(read_history, feed_id, self._at())

    async def ward(self) -> "Ward":
        """The feeds that need a look: in trouble, silent, never read."""
        from readnow.library.doctor import read_readings, ward

        return ward(self._shelf.feeds(), await self._database.read(read_readings), self._at())

    async def import_list(self, wanted: SubscriptionList, dry_run: bool = False) -> ImportOutcome:
        """Subscribe to a list in one transaction, without fetching; the next refresh does that."""
        known = {feed.url for feed in self._shelf.feeds()}
        fresh: dict[str, Subscription] = {}
        already: list[Subscription] = []
        for subscription in wanted.subscriptions:
            if subscription.url in known or subscription.url in fresh:
                already.append(subscription)
            else:
                fresh[subscription.url] = subscription
        if fresh and not dry_run:
            what = f"Subscribe to {counted(len(fresh), 'feed')}"
            await self._record(what, _insert_all, tuple(fresh.values()), self._at())
        return ImportOutcome(tuple(fresh.values()), tuple(already), wanted.left_out)

    async def import_file(self, path: str) -> ImportOutcome:
        """Subscribe to the feeds in a file (OPML, or addresses one a line). Raises `ExchangeError`."""
        return await self.import_list(await importing.read_file(path))

    async def import_starter(self) -> ImportOutcome:
        """Subscribe to some well-known feeds, for somebody who has none yet."""
        return await self.import_list(importing.starter_pack())

    def export_list(self, within: Scope | None = None) -> tuple[Subscription, ...]:
        """All subscriptions, or those of a feed or folder, in the order of the feed list, titles as shown."""
        subscriptions = self._shelf.subscriptions()
        if within is None:
            return subscriptions
        inside = {feed.url for feed in self._shelf.in_scope(within)}
        return tuple(one for one in subscriptions if one.url in inside)

    async def reload(self) -> None:
        """Read feeds, folders and counts anew."""
        await load_shelf(self._database, self._shelf)

    def _titles(self, ids: Iterable[FeedId]) -> list[str]:
        return [self._shelf.feed(feed_id).title for feed_id in ids if self._shelf.knows(feed_id)]

    async def _record(self, what: str, write: Callable[..., object], *args: object) -> None:
        """A change that is the user's: it can be taken back."""
        await self._change(journal.watched, what, FEED_TABLES, self._at(), write, *args)

    async def _change(self, write: Callable[..., object], *args: object) -> None:
        await self._database.write(write, *args)
        await self.reload()
        self._voice.publish(FeedsChanged())

    def _at(self) -> Timestamp:
        return int(self._now())


def folder_path(names: Sequence[str]) -> tuple[str, ...]:
    """A folder's path with each name cleaned; empty names vanish."""
    return tuple(name for raw in names if (name := clean_line(raw, 200)))


def _set(conn: Connection, feed_id: FeedId, settings: FeedSettings, keeps: bool) -> None:
    stored_feeds.change_settings(conn, feed_id, settings)
    if keeps:
        retention.note_done(conn, 0)


def _move(conn: Connection, feed_id: FeedId, folder: tuple[str, ...]) -> None:
    stored_feeds.move(conn, feed_id, stored_feeds.ensure_folder(conn, folder))


def _insert_all(conn: Connection, wanted: tuple[Subscription, ...], at: Timestamp) -> None:
    for subscription in wanted:
        paths = filter(None, map(folder_path, (subscription.folder, *subscription.also_in)))
        folders = [folder for path in paths if (folder := stored_feeds.ensure_folder(conn, path)) is not None]
        feed_id = stored_feeds.insert(
            conn,
            stored_feeds.NewFeed(
                url=subscription.url,
                title=subscription.title,
                site_url=subscription.site_url,
                folder_id=folders[0] if folders else None,
                at=at,
            ),
        )
        if len(folders) > 1:
            put_into(conn, feed_id, folders)
