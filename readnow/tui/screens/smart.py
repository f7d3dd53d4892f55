"""A smart feed: its name, query, order and folder, changed one at a time; while a query is typed, how many
articles it finds, or what is wrong with it and where.

Opened from the panes. Invariant: what is typed last is what is counted; a count that is not wanted any more
is stopped.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from readnow.library.folder_names import folder_names
from readnow.library.query_completion import completion
from readnow.library.smart_feeds import SORTS
from readnow.model.errors import QueryError
from readnow.model.smart import SmartFeed, SmartFeedId
from readnow.tui.offers import Complete
from readnow.tui.screens.asking import Check
from readnow.tui.screens.panes import Surroundings
from readnow.tui.screens.replaying import Replaying
from readnow.tui.setting_rows import FOLDER, NAME, ORDER, QUERY, SettingRow, smart_setting_rows

if TYPE_CHECKING:
    from readnow.library.library import Library

COUNTED = 1_000
"""Articles that a query is counted up to while it is typed."""
_PAUSE = 0.25


class SmartScreen(Replaying):
    """The settings of a smart feed."""

    def __init__(self, library: "Library", surroundings: Surroundings, smart_id: SmartFeedId) -> None:
        super().__init__(library, surroundings)
        self._smart_id = smart_id

    @property
    def smart(self) -> SmartFeed | None:
        """The smart feed; None once it was removed."""
        return self.library.smart_feeds.get(self._smart_id)

    def heading(self) -> str:
        """The smart feed's name."""
        smart = self.smart
        return f"Smart feed {self.marks.dot} {smart.name}" if smart is not None else ""

    def rows_now(self) -> tuple[SettingRow, ...]:
        """Name, query, order, folder."""
        smart = self.smart
        return smart_setting_rows(smart, self.library.feeds.path(smart.folder_id)) if smart else ()

    def show_about(self) -> None:
        """What a row is for; of a query that cannot be read, why."""
        row, smart = self.rows.row, self.smart
        is_query = row is not None and row.key == QUERY
        if not self.wrong and is_query and smart is not None and not self.prompt.is_open:
            self.wrong = self.library.smart_feeds.problem(smart)
        super().show_about()

    def suggestions(self, row: SettingRow) -> Sequence[str]:
        """The folders or orders there are."""
        if row.key == ORDER:
            return SORTS
        folders = self.library.feeds.folders() if row.key == FOLDER else ()
        return ["/".join(self.library.feeds.path(folder.id)) for folder in folders]

    def check(self, row: SettingRow) -> Check | None:
        """What it may be called, a query, the orders there are, folders."""
        kept = self.library.smart_feeds
        if row.key == QUERY:
            return lambda text: kept.query_of(text, self._smart_id) if text.strip() else None
        if row.key == NAME:
            return partial(kept.check_name, smart_id=self._smart_id)
        if row.key == ORDER:
            return kept.check_order
        return folder_names if row.key == FOLDER else None

    def complete(self, row: SettingRow) -> Complete | None:
        """A query has terms and names."""
        if row.key != QUERY:
            return super().complete(row)
        return partial(completion, names=self.library.smart_feeds.names)

    def typed(self, row: SettingRow) -> Callable[[str], None] | None:
        """A query is counted while it is typed."""
        return self._query_typed if row.key == QUERY else None

    def _query_typed(self, text: str) -> None:
        self.work_on(partial(self._count, text), "counting", newest_only=True)

    async def _count(self, text: str) -> None:
        query = None
        with suppress(QueryError):  # that is said below the line
            query = self.library.smart_feeds.query_of(text, self._smart_id) if text.strip() else None
        if query is None:
            self.prompt.tell("")
            return
        await asyncio.sleep(_PAUSE)
        number = await self.library.articles.count(query, COUNTED)
        if self.prompt.is_open and self.prompt.text == text:
            self.prompt.tell(f"{number:,}{'+' * (number >= COUNTED)} found")

    async def store(self, row: SettingRow, text: str) -> None:
        """Take a value over."""
        self.workers.cancel_group(self, "counting")
        kept, smart = self.library.smart_feeds, self.smart
        if smart is None or text == row.typed:
            return
        if row.key == NAME:
            await self.change(kept.change(smart.id, name=text))
        elif row.key == QUERY:
            await self.change(kept.change(smart.id, query=text))
        elif row.key == ORDER:
            await self.change(kept.change(smart.id, sort=text.lower()))
        else:
            await self.change(kept.change(smart.id, folder=folder_names(text)))
