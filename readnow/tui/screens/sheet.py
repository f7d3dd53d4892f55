"""What is set for one thing, a row each with its value and what it takes; changed one at a time.

The ground of the settings of ReadNOW and, with `Replaying`, of those of feeds, folders and smart feeds.
Invariant: a value that cannot be taken changes nothing, is told with what is wrong about it, and stays in the
line to be corrected.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from readnow.library.name_completion import word_completion
from readnow.model.errors import ReadNowError
from readnow.tui.doctor_keys import settings_bindings
from readnow.tui.narrowing import narrowed
from readnow.tui.offers import Complete
from readnow.tui.render.facts import Fact
from readnow.tui.screens.asking import Check
from readnow.tui.screens.panes import Surroundings
from readnow.tui.screens.rowed import Rowed
from readnow.tui.setting_rows import SettingRow, toggled
from readnow.tui.widgets.facts_pane import FactsPane
from readnow.tui.widgets.line_pane import LinePane
from readnow.tui.widgets.setting_list import SettingList

if TYPE_CHECKING:
    from readnow.library.library import Library

_ROOMY = 20


class Sheet(Rowed):
    """The list, what the row under the cursor is for, and the line to type in. A subclass says what the rows
    are, and what becomes of a value."""

    KEYS: ClassVar[list[BindingType]] = settings_bindings()

    ABOUT: ClassVar[tuple[int, int]] = 5, 4
    """The least lines below the list, with a blank one on a high terminal but not on a low one, that say what
    a setting is for."""

    rows: SettingList

    def __init__(self, library: "Library", surroundings: Surroundings) -> None:
        super().__init__(library, surroundings)
        self.wrong = ""
        """What is wrong with what is typed."""
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
        """What is set is in memory."""
        self.show()

    # -- what a subclass says

    @abstractmethod
    def heading(self) -> str:
        """What it is about; empty once that is gone."""

    @abstractmethod
    def rows_now(self) -> tuple[SettingRow, ...]:
        """The rows as they are now."""

    @abstractmethod
    async def store(self, row: SettingRow, text: str) -> None:
        """Take a value over. Raises `ReadNowError` where it cannot be taken."""

    def suggestions(self, _row: SettingRow) -> Sequence[str]:
        """Values that are known already."""
        return ()

    def complete(self, row: SettingRow) -> Complete | None:
        """What Tab puts in: values that are known already."""
        known = self.suggestions(row)
        return partial(word_completion, words=known) if known else None

    def typed(self, _row: SettingRow) -> Callable[[str], None] | None:
        """Who sees what is typed while it is typed."""
        return None

    def text_of(self, row: SettingRow) -> str:
        """What a row is found by."""
        return f"{row.name} {row.value} {row.help}"

    def check(self, _row: SettingRow) -> Check | None:
        """Who says what is wrong with what is typed."""
        return None

    # -- showing

    def show_narrowed(self) -> None:
        """Show the rows that have the words that are typed."""
        self.show(follow=True)

    async def look_again(self) -> None:
        """Show what holds now; where what it is about is gone, there is nothing to set."""
        if self.heading():
            self.show()
        else:
            self.close()

    def show(self, *, follow: bool = False) -> None:
        """Show the rows as they are now. `follow`: the cursor stays on its setting, wherever that is now."""
        heading = self.heading()
        if not heading:
            return
        rows, before = self.rows_now(), self.rows.count
        shown = narrowed(rows, self.narrowing, self.text_of)
        self.rows.set_title(heading, self.counted(len(shown), len(rows)))
        self.rows.show(shown, follow=follow)
        if self.rows.count != before:
            self.lay_out()
        self.show_about()

    def show_about(self) -> None:
        """What the row under the cursor is for, and what is wrong with what is typed."""
        row = self.rows.row
        if row is None:
            self.about.show("", "", ())
            return
        facts = [Fact(text=f"! {self.wrong}", warning=True)] if self.wrong else []
        facts += [Fact(text=row.help), Fact(text=f"takes {row.takes}", quiet=True)]
        self.about.show(row.name, "", facts, anew=True)
        change = f"set to {toggled(row)}" if row.switch else "change"
        self.status.hints([("Enter", change), *self.ways_out()])

    @on(LinePane.CursorMoved)
    def _moved(self, event: LinePane.CursorMoved) -> None:
        event.stop()
        self.wrong = ""
        self.show_about()

    def lay_out(self) -> None:
        """The list above, the words about one setting below it, with a blank line between where there is
        room."""
        height = self.app.size.height - 1
        is_low = height < _ROOMY
        all_rows = self.rows.count + 3  # with the title, a blank line below it, and one at the end
        rows = max(2, min(all_rows, height - self.ABOUT[is_low]))
        self.rows.styles.height = rows
        self.about.styles.margin = (0 if is_low or rows == all_rows else 1, 0, 0, 0)
        if not self.prompt.is_open:
            self.set_focus(self.rows, scroll_visible=False)

    # -- keys

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
        return self.prompt_for(
            f"{row.name}:",
            typed,
            placeholder=row.takes,
            suggestions=self.suggestions(row),
            complete=self.complete(row),
            typed=partial(self._is_typed, self.typed(row)),
            check=self.check(row),
        )

    def _is_typed(self, told: Callable[[str], None] | None, text: str) -> None:
        """What was wrong with what was entered is no matter any more."""
        if self.wrong:
            self.wrong = ""
            self.show_about()
        if told is not None:
            told(text)

    async def _switch(self, row: SettingRow) -> None:
        await self.store(row, toggled(row))
        self.show()

    async def _edit(self, row: SettingRow, answer: "asyncio.Future[str | None]") -> None:
        while (typed := await answer) is not None:
            try:
                await self.store(row, typed.strip())
            except ReadNowError as err:
                answer = self._ask(row, typed)
                self.wrong = str(err)
                self.show_about()
                continue
            break
        self.wrong = ""
        self.show()
