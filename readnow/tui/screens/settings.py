"""The settings of one feed: each with its value, what it takes and what it is for; changed one at a time.

Opened from the panes and from the feed doctor.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from readnow.library.folder_names import folder_names
from readnow.library.retention import checked
from readnow.library.settings import SETTINGS, changed
from readnow.model.feed import Feed, FeedId
from readnow.tui.going_rows import YES_OR_NO, question_about
from readnow.tui.screens.asking import Check
from readnow.tui.screens.panes import Surroundings
from readnow.tui.screens.replaying import Replaying
from readnow.tui.setting_rows import ADDRESS, ALSO, FOLDER, KEEP, TITLE, SettingRow, setting_rows

if TYPE_CHECKING:
    from readnow.library.library import Library


class SettingsScreen(Replaying):
    """The settings of a feed."""

    def __init__(self, library: "Library", surroundings: Surroundings, feed_id: FeedId) -> None:
        super().__init__(library, surroundings)
        self._feed_id = feed_id

    @property
    def feed(self) -> Feed | None:
        """The feed; None once it was unsubscribed from."""
        return self.library.feeds.get(self._feed_id) if self.library.feeds.knows(self._feed_id) else None

    def heading(self) -> str:
        """The feed's title."""
        feed = self.feed
        return f"Settings {self.marks.dot} {feed.title}" if feed is not None else ""

    def rows_now(self) -> tuple[SettingRow, ...]:
        """Title, folders, address, then all settings."""
        feed = self.feed
        if feed is None:
            return ()
        return setting_rows(feed, [self.library.feeds.path(place) for place in feed.places])

    def suggestions(self, row: SettingRow) -> Sequence[str]:
        """The folders there are."""
        is_place = row.key == FOLDER or row.key.startswith(ALSO)
        return self.library.folders.paths() if is_place else ()

    def check(self, row: SettingRow) -> Check | None:
        """What the settings of feeds take."""
        feed = self.feed
        if row.key == ALSO:
            return partial(self.library.folders.check_also, self._feed_id)
        if row.key == FOLDER or row.key.startswith(ALSO):
            return folder_names
        return partial(changed, feed.settings, row.key) if feed is not None and row.key in SETTINGS else None

    async def store(self, row: SettingRow, text: str) -> None:
        """Take a value over."""
        feeds, feed = self.library.feeds, self.feed
        if feed is None or (text == row.typed and row.own):
            return
        if row.key == TITLE:
            await self.change(feeds.rename(feed.id, "" if text == row.typed else text))
        elif row.key == FOLDER or row.key.startswith(ALSO):
            path, before = folder_names(text), folder_names(row.typed)
            instead = next((place for place in feed.places if feeds.path(place) == before), None)
            await self.change(self.library.folders.put(feed.id, path, instead))
        elif row.key == ADDRESS:
            await self.change(feeds.change_url(feed.id, text))
            self.say("The next refresh asks there.")
        elif row.key != KEEP or await self._may_go(feed.id, text):
            await self.change(feeds.set(feed.id, row.key, text))

    async def _may_go(self, feed_id: FeedId, text: str) -> bool:
        """Whether what would go may: that is asked before it is set. Raises `SettingError`."""
        goings = await self.library.upkeep.preview(feed_keep={feed_id: checked(text)})
        asked = question_about(goings)
        return not asked or await self.question(asked, YES_OR_NO) == "y"
