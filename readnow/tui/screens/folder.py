"""The settings of a folder: its name, the folder around it, how much of its feeds is kept; one at a time.

Opened from the panes.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from readnow.library.folder_names import folder_names
from readnow.library.retention import checked
from readnow.model.feed import Folder, FolderId
from readnow.tui.going_rows import YES_OR_NO, question_about
from readnow.tui.screens.asking import Check
from readnow.tui.screens.panes import Surroundings
from readnow.tui.screens.replaying import Replaying
from readnow.tui.setting_rows import FOLDER, KEEP, NAME, SettingRow, folder_setting_rows

if TYPE_CHECKING:
    from readnow.library.library import Library


class FolderScreen(Replaying):
    """The settings of a folder."""

    def __init__(self, library: "Library", surroundings: Surroundings, folder_id: FolderId) -> None:
        super().__init__(library, surroundings)
        self._folder_id = folder_id
        self._keep = ""

    @property
    def folder(self) -> Folder | None:
        """The folder; None once it is gone."""
        return self.library.folders.get(self._folder_id)

    async def on_mount(self) -> None:
        """How much is kept is not in memory."""
        self._keep = await self.library.upkeep.folder_keep(self._folder_id)
        await super().on_mount()

    async def look_again(self) -> None:
        """Show what holds now."""
        self._keep = await self.library.upkeep.folder_keep(self._folder_id)
        await super().look_again()

    def heading(self) -> str:
        """The folder's name."""
        folder = self.folder
        return f"Folder {self.marks.dot} {folder.name}" if folder is not None else ""

    def rows_now(self) -> tuple[SettingRow, ...]:
        """Name, folder, keep."""
        folder = self.folder
        if folder is None:
            return ()
        return folder_setting_rows(folder, self.library.feeds.path(folder.parent_id), self._keep)

    def suggestions(self, row: SettingRow) -> Sequence[str]:
        """The folders there are."""
        return self.library.folders.paths() if row.key == FOLDER else ()

    def check(self, row: SettingRow) -> Check | None:
        """How much may be kept, what it may be called, where it may be."""
        folders = self.library.folders
        if row.key == KEEP:
            return checked
        if row.key == NAME:
            return partial(folders.check_name, self._folder_id)
        return lambda text: text.strip() == row.typed or folders.check_move(self._folder_id, text)

    async def store(self, row: SettingRow, text: str) -> None:
        """Take a value over."""
        folder = self.folder
        if folder is None or text == row.typed:
            return
        if row.key == NAME:
            await self.change(self.library.folders.rename(folder.id, text))
        elif row.key == FOLDER:
            await self.change(self.library.folders.move(folder.id, folder_names(text)))
        elif row.key == KEEP and await self._may_go(folder.id, text):
            await self.change(self.library.upkeep.keep_folder(folder.id, text))
            await self.look_again()

    async def _may_go(self, folder_id: FolderId, text: str) -> bool:
        """Whether what would go may: that is asked before it is set. Raises `SettingError`."""
        asked = question_about(await self.library.upkeep.preview(folder_keep={folder_id: checked(text)}))
        return not asked or await self.question(asked, YES_OR_NO) == "y"
