"""From the panes to the screens about one feed: the doctor and the settings, a smart feed's too. The actions
`feed.doctor*` and `feed.settings`.

Both are loaded when they are first opened. Invariant: they open on the feed that the pane in use is about.
"""

from readnow.keys.actions import Pane
from readnow.model.feed import Feed, FeedId, FolderId
from readnow.model.query import Scope, ScopeKind
from readnow.model.smart import SmartFeedId
from readnow.tui.screens.finding import Finding


class Consulting(Finding):
    """What opens a screen about a feed."""

    def feed_in_hand(self) -> Feed | None:
        """The feed under the cursor, or that of the article in hand, or the one whose articles are listed."""
        scope: Scope | None = self.feed_list.scope if self.pane is Pane.FEEDS else self.view.scope
        head = None if self.pane is Pane.FEEDS else self.head_in_hand()
        if head is not None and self.library.feeds.knows(head.feed_id):
            return self.library.feeds.get(head.feed_id)
        if scope is None or scope.kind is not ScopeKind.FEED:
            return None
        return next(iter(self.library.feeds.in_scope(scope)), None)

    def action_feed_doctor(self) -> None:
        """How the feed in hand fares; where that is none, how all of them do."""
        feed = self.feed_in_hand()
        self.consult(feed.id if feed is not None else None)

    def action_feed_doctor_all(self) -> None:
        """All feeds that need a look."""
        self.consult(None)

    def consult(self, feed_id: FeedId | None) -> None:
        """How a feed fares, or (None) how all of them do."""
        from readnow.tui.screens.doctor import DoctorScreen

        self.app.push_screen(DoctorScreen(self.library, self.surroundings, self.say, feed_id))

    def action_feed_settings(self) -> None:
        """The settings of the feed in hand, of the smart feed, or of the folder."""
        scope = self.feed_list.scope if self.pane is Pane.FEEDS else self.view.scope
        if scope is not None and scope.kind is ScopeKind.SMART and scope.id and self.pane is not Pane.READER:
            self._open_smart(scope.id)
            return
        if scope is not None and scope.kind is ScopeKind.FOLDER and self.pane is Pane.FEEDS:
            self._open_folder(scope.id)
            return
        feed = self.feed_in_hand()
        if feed is None:
            self.say("Put the cursor on a feed to see its settings.")
        else:
            self.open_settings(feed.id)

    def open_settings(self, feed_id: FeedId) -> None:
        """Show the settings of a feed."""
        from readnow.tui.screens.settings import SettingsScreen

        self.app.push_screen(SettingsScreen(self.library, self.surroundings, feed_id))

    def _open_folder(self, folder_id: int) -> None:
        from readnow.tui.screens.folder import FolderScreen

        self.app.push_screen(FolderScreen(self.library, self.surroundings, FolderId(folder_id)))

    def _open_smart(self, smart_id: int) -> None:
        from readnow.tui.screens.smart import SmartScreen

        self.app.push_screen(SmartScreen(self.library, self.surroundings, SmartFeedId(smart_id)))
