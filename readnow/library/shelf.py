"""Feeds and folders in memory, with counts that are right at every moment.

The library's parts change it; screen and command line read it through `Feeds`. What the database last said is
the base; a flag that a key set but that is not stored yet is a pending delta on top. Invariant: what is shown
is base plus pending, and a delta leaves in the same step in which the base that contains it arrives.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from readnow.model.errors import NotFoundError
from readnow.model.feed import Feed, FeedId, FoldedPair, Folder, FolderId
from readnow.model.query import Scope, ScopeKind
from readnow.model.smart import SmartFeed
from readnow.model.subscription import Subscription
from readnow.model.tag import Tag


class Tally(Struct, frozen=True):
    """A number beside a row that `tallies` counts. `more`: there may be more than that. `holds`: the row has
    articles at all. `broken`: its query cannot be read."""

    number: int = 0
    more: bool = False
    holds: bool = False
    broken: bool = False


class CountDelta(Struct, frozen=True):
    """What a change not yet stored does to the counts: unread by feed, starred over all, and, by feed and the
    feed of the lead, of how many that are shown under another both are unread."""

    unread: Mapping[FeedId, int] = field(default_factory=dict)
    starred: int = 0
    led: Mapping[tuple[FeedId, FeedId], int] = field(default_factory=dict)


_NOT_COUNTED = Tally()


class Shelf:
    """The subscriptions as last read, and the pending deltas by token."""

    def __init__(self, *, folds: bool = True) -> None:
        self.folds = folds
        """Whether lists over several feeds show the same story once."""
        self._pairs: dict[FeedId, dict[FeedId, FoldedPair]] = {}
        self._feeds: dict[FeedId, Feed] = {}
        self._folders: dict[FolderId, Folder] = {}
        self._inside: dict[FolderId, tuple[FeedId, ...]] = {}
        """The feeds somewhere inside each folder, each once, in the order of all."""
        self.smart_feeds: tuple[SmartFeed, ...] = ()
        self.tags: tuple[Tag, ...] = ()
        self.tallies: dict[Scope, Tally] = {}
        self._starred = 0
        self._pending: dict[int, CountDelta] = {}
        self._next_token = 0

    def load(
        self,
        feeds: Iterable[Feed],
        folders: Iterable[Folder],
        starred: int,
        smart_feeds: Iterable[SmartFeed] = (),
        tags: Iterable[Tag] = (),
    ) -> None:
        """Replace the base by what the database says now."""
        self._feeds = {feed.id: feed for feed in feeds}
        self._pairs = {}
        for feed in self._feeds.values():
            self._pair(feed)
        self._folders = {folder.id: folder for folder in folders}
        self._inside = self._feeds_inside()
        self._starred = starred
        self.smart_feeds = tuple(smart_feeds)
        self.tags = tuple(tags)

    def expect(self, delta: CountDelta) -> int:
        """Count a change that is on its way to the store; returns the token to settle it by."""
        self._next_token += 1
        self._pending[self._next_token] = delta
        return self._next_token

    def settle(self, token: int, feeds: Iterable[Feed] = (), starred: int | None = None) -> None:
        """The change is stored (`feeds` as they are now) or failed (nothing given): its delta goes."""
        self._pending.pop(token, None)
        self.rebase(feeds, starred)

    def rebase(self, feeds: Iterable[Feed], starred: int | None = None) -> None:
        """These feeds' rows as just stored; rows of feeds that are gone by now are passed over."""
        for feed in feeds:
            if feed.id in self._feeds:
                self._unpair(self._feeds[feed.id])
                self._feeds[feed.id] = feed
                self._pair(feed)
        if starred is not None:
            self._starred = starred

    def feeds(self) -> tuple[Feed, ...]:
        """All feeds in the order of the feed list: by folder, then by position."""
        deltas = self._unread_deltas()
        if not deltas:
            return tuple(self._feeds.values())
        return tuple(_counted(feed, deltas) for feed in self._feeds.values())

    def folders(self) -> tuple[Folder, ...]:
        """All folders, parents before children, siblings by position."""
        return tuple(self._folders.values())

    def feed(self, feed_id: FeedId) -> Feed:
        """One feed; `NotFoundError` where it is not (or no longer) subscribed."""
        feed = self._feeds.get(feed_id)
        if feed is None:
            raise NotFoundError(f"There is no feed with the number {feed_id}.")
        delta = self._unread_deltas().get(feed_id, 0)
        return replace(feed, unread=feed.unread + delta) if delta else feed

    def knows(self, feed_id: FeedId) -> bool:
        """Whether the feed is subscribed to."""
        return feed_id in self._feeds

    def in_scope(self, scope: Scope) -> tuple[Feed, ...]:
        """The feeds whose articles a scope shows."""
        if scope.kind is ScopeKind.FEED:
            return (self.feed(FeedId(scope.id)),) if FeedId(scope.id) in self._feeds else ()
        if scope.kind is ScopeKind.FOLDER:
            deltas = self._unread_deltas()
            found = [self._feeds[feed_id] for feed_id in self._inside.get(FolderId(scope.id), ())]
            return tuple(_counted(feed, deltas) for feed in found) if deltas else tuple(found)
        if scope.kind in (ScopeKind.ALL, ScopeKind.UNREAD):
            return tuple(feed for feed in self.feeds() if feed.settings.in_all)
        return self.feeds()

    def path(self, folder_id: FolderId | None) -> tuple[str, ...]:
        """The names from the top down to a folder; empty for none."""
        names: list[str] = []
        seen: set[FolderId] = set()
        while folder_id is not None and folder_id not in seen and folder_id in self._folders:
            seen.add(folder_id)
            folder = self._folders[folder_id]
            names.append(folder.name)
            folder_id = folder.parent_id
        return tuple(reversed(names))

    def subscriptions(self) -> tuple[Subscription, ...]:
        """All feeds as a list for other programs, in order, titles as shown."""
        return tuple(
            Subscription(
                feed.url,
                feed.title,
                feed.site_url,
                self.path(feed.folder_id),
                tuple(sorted(self.path(place) for place in feed.also_in)),
                in_all=feed.settings.in_all,
            )
            for feed in self.feeds()
        )

    def unread(self, scope: Scope) -> int:
        """How many unread articles a scope holds; 0 for one that does not hold whole feeds."""
        if not scope.is_whole_feeds:
            return 0
        feeds = self.in_scope(scope)
        return sum(feed.unread for feed in feeds) - self._led(feeds, unread=True)

    def total(self, scope: Scope) -> int:
        """How many articles a scope holds; 0 for one of which that is not kept here."""
        if scope.kind is ScopeKind.STARRED:
            return self.starred()
        if scope.kind is ScopeKind.UNREAD:
            return self.unread(scope)
        if not scope.is_whole_feeds:
            return 0
        feeds = self.in_scope(scope)
        return sum(feed.total for feed in feeds) - self._led(feeds, unread=False)

    def starred(self) -> int:
        """How many articles are starred."""
        return self._starred + sum(delta.starred for delta in self._pending.values())

    def tally(self, scope: Scope) -> Tally:
        """What was counted of a scope that does not hold whole feeds."""
        return self.tallies.get(scope, _NOT_COUNTED)

    def _feeds_inside(self) -> dict[FolderId, tuple[FeedId, ...]]:
        found: dict[FolderId, dict[FeedId, None]] = {}
        for feed in self._feeds.values():
            for place in feed.places:
                seen: set[FolderId] = set()
                around: FolderId | None = place
                while around is not None and around not in seen and around in self._folders:
                    seen.add(around)
                    found.setdefault(around, {})[feed.id] = None
                    around = self._folders[around].parent_id
        return {folder_id: tuple(feeds) for folder_id, feeds in found.items()}

    def _pair(self, feed: Feed) -> None:
        if self.folds:
            for pair in feed.pairs:
                self._pairs.setdefault(pair.feed_id, {})[pair.lead_feed_id] = pair

    def _unpair(self, feed: Feed) -> None:
        for pair in feed.pairs:
            self._pairs.get(pair.feed_id, {}).pop(pair.lead_feed_id, None)

    def _led(self, feeds: Iterable[Feed], *, unread: bool) -> int:
        """How many articles of these feeds are not shown, because the leads of their stories are."""
        ids = {feed.id for feed in feeds}
        if not self._pairs or len(ids) < 2:
            return 0
        number = sum(
            pair.unread if unread else pair.total
            for feed_id in ids
            for pair in self._pairs.get(feed_id, {}).values()
            if pair.lead_feed_id in ids
        )
        pending = (
            change
            for delta in self._pending.values()
            for pair_of, change in delta.led.items()
            if unread and ids.issuperset(pair_of)
        )
        return number + sum(pending)

    def _unread_deltas(self) -> dict[FeedId, int]:
        totals: dict[FeedId, int] = {}
        for delta in self._pending.values():
            for feed_id, change in delta.unread.items():
                totals[feed_id] = totals.get(feed_id, 0) + change
        return totals


def _counted(feed: Feed, deltas: Mapping[FeedId, int]) -> Feed:
    """The feed with what is not stored yet counted in."""
    return replace(feed, unread=feed.unread + deltas[feed.id]) if feed.id in deltas else feed
