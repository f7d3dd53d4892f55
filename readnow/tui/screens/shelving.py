"""The list of feeds of the main screen: its rows, in what order, what is folded, and what the line at the
bottom says of the feed in hand.

Invariant: its order changes only when it is put in order: by the user, or at the end of a refresh.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on

from readnow.keys.actions import Pane
from readnow.model.feed import Feed, FolderId
from readnow.model.query import ALL, Scope, ScopeKind
from readnow.tui.screens.looking import Looking
from readnow.tui.screens.panes import Surroundings
from readnow.tui.widgets.line_pane import LinePane
from readnow.views.feed_order import Arrangement, FeedOrder
from readnow.views.feed_rows import KnownRows, Listed, feed_rows, trouble
from readnow.views.view_rows import FOLDS, fold_number

if TYPE_CHECKING:
    from readnow.library.library import Library


class Shelving(Looking):
    """Feeds and folders as they are shown."""

    def __init__(self, library: "Library", surroundings: Surroundings) -> None:
        super().__init__(library, surroundings)
        self.folded: set[int] = set(self.start.folded)
        self.arrangement: Arrangement = self.start.arrangement.counted(library.feeds)
        self.feed_filter = ""
        self._summary = ""
        self._known_rows: KnownRows = {}

    def show_feeds(self) -> None:
        """The feed list and the counts, as they are now."""
        feeds, shown = self.library.feeds, (self.view.scope, self.feed_list.scope)
        self.arrangement = self.arrangement.keeping(shown, feeds.all())
        listed = Listed(
            frozenset(self.folded), self.feed_filter, int(self.now()), self.view.scope, self.arrangement
        )
        self.feed_list.show(feed_rows(feeds, listed, self._known_rows))
        self.feed_list.opened = self.view.scope
        unread = self.library.feeds.unread(ALL)
        self.feed_list.set_title("Feeds", f"{unread:,}" if unread else "")
        self.show_rest()

    def show_rest(self) -> None:
        """At rest the status line says what is wrong with the feed in hand, else what a refresh brought."""
        scope = self.feed_list.scope if self.pane is Pane.FEEDS else self.view.scope
        feeds = self.library.feeds.in_scope(scope) if scope and scope.kind is ScopeKind.FEED else ()
        if not self.library.refreshing:
            said = trouble(feeds[0], int(self.now())) if feeds else ""
            self.status.progress(said or self._summary)

    @on(LinePane.CursorMoved, "#feeds")
    def _feed_under_cursor(self) -> None:
        self.show_rest()

    def toggle_fold(self, scope: Scope) -> None:
        """Hide what is below a folder or heading, or show it again."""
        number = fold_number(scope)
        if number is not None:
            self.folded ^= {number}
            self.show_feeds()

    def unfold_to(self, scope: Scope) -> None:
        """Unfold what is around a feed, smart feed or folder, so that the cursor can go to it."""
        folder = self.folder_of(scope)
        if folder is None:
            self.folded.discard(FOLDS.get(Scope(scope.kind), 0))
        feeds = self.library.feeds.in_scope(scope) if scope.kind is ScopeKind.FEED else ()
        places = feeds[0].places if feeds else ()
        if any(self.folded.isdisjoint(self._around(place)) for place in places):
            return  # it is seen in one of its folders
        self.folded.difference_update(self._around(folder))

    def _around(self, folder_id: FolderId | None) -> Sequence[FolderId]:
        """A folder and those around it."""
        parents = {folder.id: folder.parent_id for folder in self.library.feeds.folders()}
        found: list[FolderId] = []
        while folder_id is not None and folder_id not in found:
            found.append(folder_id)
            folder_id = parents.get(folder_id)
        return found

    def folder_of(self, scope: Scope) -> FolderId | None:
        """The folder that a feed, smart feed or folder is in."""
        feeds = self.library.feeds
        if scope.kind is ScopeKind.FEED:
            return next((feed.folder_id for feed in feeds.in_scope(scope)), None)
        if scope.kind is ScopeKind.SMART:
            return next((smart.folder_id for smart in feeds.smart_feeds if smart.id == scope.id), None)
        return next((one.parent_id for one in feeds.folders() if Scope.folder(one.id) == scope), None)

    # -- order

    def order_feeds(self, order: FeedOrder) -> None:
        """Put the list in this order, by the numbers as they are now."""
        self.arrangement = replace(self.arrangement, order=order).counted(self.library.feeds)
        self.show_feeds()

    def order_again(self) -> None:
        """Put it in its order by the numbers as they are now."""
        self.arrangement = self.arrangement.counted(self.library.feeds)

    def hide_read(self, hides: bool) -> None:
        """Leave feeds and folders without unread articles out, or show them again."""
        self.arrangement = replace(self.arrangement, hides_read=hides, staying=frozenset())
        self.show_feeds()

    def leave_rows(self) -> None:
        """Another list is opened: what was read in the one before need not stay any more."""
        self.arrangement = replace(self.arrangement, staying=frozenset())

    def listed_feeds(self) -> Sequence[Feed]:
        """The feeds as the list shows them with every folder unfolded."""
        return self.arrangement.listed(self.library.feeds)
