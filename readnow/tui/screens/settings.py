"""The settings of one feed: each with its value, what it takes and what it is for; changed one at a time.

Opened from the panes and from the feed doctor. Invariant: a value that cannot be taken changes nothing, is
told with what is wrong about it, and stays in the line to be corrected.
"""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from readnow.library.settings import folder_names
from readnow.model.errors import ReadNowError
from readnow.model.feed import Feed, FeedId
from readnow.tui.doctor_keys import settings_bindings
from readnow.tui.render.facts import Fact
from readnow.tui.screens.covering import Covering
from readnow.tui.screens.panes import Surroundings
from readnow.tui.setting_rows import ADDRESS, FOLDER, TITLE, SettingRow, setting_rows, toggled
from readnow.tui.widgets.facts_pane import FactsPane
from readnow.tui.widgets.line_pane import LinePane
from readnow.tui.widgets.setting_list import SettingList

if TYPE_CHECKING:
    from readnow.library.library import Library

_ROOMY = 20
_ABOUT, _ABOUT_LOW = 5, 4
"""The least lines below the list that say what a setting is for, on a high and on a low terminal."""


class SettingsScreen(Covering):
    """The list, what the row under the cursor is for, and the line to type in."""

    KEYS: ClassVar[list[BindingType]] = settings_bindings()

    def __init__(self, library: "Library", surroundings: Surroundings, feed_id: FeedId) -> None:
        super().__init__(library, surroundings)
        self._feed_id = feed_id
        self._wrong = ""
        self.rows = SettingList(marks=self.marks)
        self.about = FactsPane(marks=self.marks)
        self.about.can_focus = False

    def compose(self) -> ComposeResult:
        """All widgets are there from the start."""
        yield self.rows
        yield self.about
        yield self.status
        yield self.prompt

    async def on_mount(self) -> None:
        """The settings are in memory."""
        self._show()

    @property
    def feed(self) -> Feed | None:
        """The feed; None once it was unsubscribed from."""
        return self.library.feeds.get(self._feed_id) if self.library.feeds.knows(self._feed_id) else None

    async def look_again(self) -> None:
        """Show what holds now; without the feed there is nothing to set."""
        if self.feed is not None:
            self._show()
        elif self.is_current:
            self.dismiss(None)

    def _show(self) -> None:
        feed = self.feed
        if feed is None:
            return
        self.rows.set_title(f"Settings {self.marks.dot} {feed.title}")
        before = self.rows.count
        self.rows.show(setting_rows(feed, self.library.feeds.path(feed.folder_id)))
        if self.rows.count != before:
            self.lay_out()
        self._show_about()

    def _show_about(self) -> None:
        row = self.rows.row
        if row is None:
            return
        facts = [Fact(text=f"! {self._wrong}", warning=True)] if self._wrong else []
        facts += [Fact(text=row.help), Fact(text=f"takes {row.takes}", quiet=True)]
        self.about.show(row.name, "", facts, anew=True)
        self.status.hints(
            [("Enter", "change" if not row.switch else f"set to {toggled(row)}"), ("Esc", "back")]
        )

    @on(LinePane.CursorMoved)
    def _moved(self, event: LinePane.CursorMoved) -> None:
        event.stop()
        self._wrong = ""
        self._show_about()

    def lay_out(self) -> None:
        """The list above, the words about one setting right below it."""
        height = self.app.size.height - 1
        about = _ABOUT if height >= _ROOMY else _ABOUT_LOW
        self.rows.styles.height = max(2, min(self.rows.count + 3, height - about))
        if not self.prompt.is_open:
            self.set_focus(self.rows, scroll_visible=False)

    # -- keys

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.rows.move(step)

    def action_page(self, fraction: float) -> None:
        """Move it by a part of the screen."""
        self.rows.page(fraction)

    def action_to_top(self) -> None:
        """To the first row."""
        self.rows.to_top()

    def action_to_bottom(self) -> None:
        """To the last one."""
        self.rows.to_bottom()

    @on(LinePane.Picked)
    def _picked(self, event: LinePane.Picked) -> None:
        event.stop()
        if event.again:
            self.action_edit()

    def action_edit(self) -> None:
        """Change what the cursor is on: a switch at once, else in the line at the bottom."""
        row = self.rows.row
        if row is None:
            return
        if row.switch:
            self.work_on(partial(self._switch, row), "setting")
        else:
            self.work_on(partial(self._edit, row, self._ask(row, row.typed)), "setting")

    def _ask(self, row: SettingRow, typed: str) -> "asyncio.Future[str | None]":
        folders = self.library.feeds.folders() if row.key == FOLDER else ()
        known = ["/".join(self.library.feeds.path(folder.id)) for folder in folders]
        return self.prompt_for(f"{row.name}:", typed, placeholder=row.takes, suggestions=known)

    async def _switch(self, row: SettingRow) -> None:
        await self._store(row, toggled(row))

    async def _edit(self, row: SettingRow, answer: "asyncio.Future[str | None]") -> None:
        while (typed := await answer) is not None:
            try:
                await self._store(row, typed.strip())
            except ReadNowError as err:
                answer = self._ask(row, typed)
                self._wrong = str(err)
                self._show_about()
                continue
            break
        self._wrong = ""
        self._show_about()

    async def _store(self, row: SettingRow, text: str) -> None:
        feeds, feed = self.library.feeds, self.feed
        if feed is None or (text == row.typed and row.own):
            return
        if row.key == TITLE:
            await self.change(feeds.rename(feed.id, "" if text == row.typed else text))
        elif row.key == FOLDER:
            await self.change(feeds.move(feed.id, folder_names(text)))
        elif row.key == ADDRESS:
            await self.change(feeds.change_url(feed.id, text))
            self.say("The next refresh asks there.")
        else:
            await self.change(feeds.set(feed.id, row.key, text))
        self._show()
