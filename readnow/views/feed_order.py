"""The order of the feed list, and what is left out of it: feeds and folders without unread articles. Pure.

Kept by the main screen, remembered from one start to the next. Invariant: an order by unread goes by the
numbers as they were when it was last put in order, so that nothing moves while one reads.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from readnow.model.feed import Feed, Folder
from readnow.model.query import Scope
from readnow.text.words import fold
from readnow.views.selection import in_list_order

if TYPE_CHECKING:
    from readnow.library.feeds import Feeds


class FeedOrder(StrEnum):
    """What comes first among feeds, or among folders, that stand beside each other."""

    OWN = "own"
    NAME = "name"
    UNREAD = "unread"


ORDER_NAMES: Mapping[FeedOrder, str] = {
    FeedOrder.OWN: "your own order",
    FeedOrder.NAME: "by name",
    FeedOrder.UNREAD: "most unread first",
}


class Arrangement(Struct, frozen=True):
    """How the feed list is shown. `numbers`: unread articles of each feed and folder when it was last put in
    order by them; `staying`: what is not left out though it has none now: it had some a moment ago."""

    order: FeedOrder = FeedOrder.OWN
    hides_read: bool = False
    numbers: Mapping[Scope, int] = field(default_factory=dict)
    staying: frozenset[Scope] = frozenset()

    def counted(self, feeds: "Feeds") -> "Arrangement":
        """Put in order by the numbers as they are now."""
        if self.order is not FeedOrder.UNREAD:
            return replace(self, numbers={})
        numbers = {Scope.feed(feed.id): feed.unread for feed in feeds.all()}
        folders = (Scope.folder(folder.id) for folder in feeds.folders())
        return replace(self, numbers=numbers | {scope: feeds.unread(scope) for scope in folders})

    def arranged(
        self, feeds: Sequence[Feed], folders: Sequence[Folder]
    ) -> tuple[Sequence[Feed], Sequence[Folder]]:
        """Both, so that what stands beside each other is in order."""
        if self.order is FeedOrder.NAME:
            return (
                sorted(feeds, key=lambda feed: fold(feed.title)),
                sorted(folders, key=lambda folder: fold(folder.name)),
            )
        if self.order is FeedOrder.UNREAD:
            numbers = self.numbers
            return (
                sorted(feeds, key=lambda feed: -numbers.get(Scope.feed(feed.id), 0)),
                sorted(folders, key=lambda folder: -numbers.get(Scope.folder(folder.id), 0)),
            )
        return feeds, folders

    def listed(self, feeds: "Feeds") -> list[Feed]:
        """The feeds as the list has them, with every folder unfolded."""
        ordered = in_list_order(*self.arranged(feeds.all(), feeds.folders()))
        return [feed for feed in ordered if self.shows(feed)]

    def shows(self, feed: Feed) -> bool:
        """Whether a feed is in the list: one in trouble always is."""
        if not self.hides_read or feed.unread or feed.health.problem is not None:
            return True
        return Scope.feed(feed.id) in self.staying

    def keeping(self, scopes: Iterable[Scope | None], feeds: Iterable[Feed] = ()) -> "Arrangement":
        """The same, with these staying, and those of the feeds that have unread articles."""
        if not self.hides_read:
            return replace(self, staying=frozenset())
        unread = (Scope.feed(feed.id) for feed in feeds if feed.unread)
        return replace(self, staying=self.staying | {scope for scope in scopes if scope} | set(unread))

    def as_remembered(self) -> dict[str, object]:
        """What the next start needs to show the same."""
        return {"order": self.order.value, "hide_read": self.hides_read}


def remembered_arrangement(value: object, usual: FeedOrder, hides_read: bool) -> Arrangement:
    """The arrangement of `as_remembered`; what is missing in it is as usual."""
    kept = value if isinstance(value, Mapping) else {}
    try:
        order = FeedOrder(str(kept.get("order")))
    except ValueError:
        order = usual
    hidden = kept.get("hide_read")
    return Arrangement(order, hidden if isinstance(hidden, bool) else hides_read)
