"""How much is kept: for a folder, what would go, and a copy of everything. The actions `folder.keep` and
`library.*`.

Invariant: before a setting lets articles go it is said how many, and asked.
"""

from functools import partial

from readnow.library.retention import TAKES, checked
from readnow.model.errors import ReadNowError
from readnow.model.feed import FeedId, FolderId
from readnow.model.query import ScopeKind
from readnow.tui.going_rows import YES_OR_NO, going_choices, question_about
from readnow.tui.screens.choice import ChoiceScreen
from readnow.tui.screens.commenting import Commenting

NOTHING_GOES = "Nothing is past its time."


class Keeping(Commenting):
    """What is kept of a folder, and what is not kept."""

    def action_folder_keep(self) -> None:
        """Ask how much of the folder under the cursor is kept."""
        scope = self.feed_list.scope
        if scope is None or scope.kind is not ScopeKind.FOLDER:
            self.say("This is for a folder in the list of feeds.")
            return
        self.work_on(partial(self._keep, FolderId(scope.id)), "keeping")

    async def _keep(self, folder_id: FolderId) -> None:
        upkeep = self.library.upkeep
        name = "/".join(self.library.feeds.path(folder_id))
        before = await upkeep.folder_keep(folder_id)
        typed = await self.prompt_for(
            f"Keep of {name}:", before, placeholder=f"{TAKES}; empty: as usual", check=checked
        )
        if typed is None:
            return
        try:
            text = checked(typed)
            asked = question_about(await upkeep.preview(folder_keep={folder_id: text}))
            if asked and await self.question(asked, YES_OR_NO) != "y":
                return
            await upkeep.keep_folder(folder_id, text)
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        self.say(f"Kept of {name}: {text or 'as usual'}.")

    def action_library_past(self) -> None:
        """List the feeds of which something is past its time."""
        self.work_on(self._list_past, "keeping")

    async def _list_past(self) -> None:
        try:
            goings = await self.library.upkeep.preview()
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        titles = {feed.id: feed.title for feed in self.library.feeds.all()}
        choices = going_choices(goings, titles)
        if not choices:
            self.say(NOTHING_GOES)
            return
        self.app.push_screen(
            ChoiceScreen("Past its time", choices, self.marks, self.keymap), self._chosen_past
        )

    def _chosen_past(self, value: str | None) -> None:
        if value and self.library.feeds.knows(FeedId(int(value))):
            self.open_settings(FeedId(int(value)))

    def action_library_backup(self) -> None:
        """Make a copy of everything."""
        self.work_on(self._back_up, "backup")

    async def _back_up(self) -> None:
        def told(size: int) -> None:
            self.status.say(f"Copying the library: {size / 1e6:,.0f} MB", seconds=None)

        told(0)
        try:
            path, size = await self.library.backups.make(None, told)
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        self.say(f"{path} ({size / 1e6:,.1f} MB) is complete and checked.")
