"""The settings of ReadNOW itself: every value, where it comes from, what else it may be; values to try.

Opened by the main screen. Invariant: the user's file is never written: what is tried holds until the end, and
its line is shown, to be copied.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol, get_args, get_type_hints

from textual.binding import BindingType

from readnow.config.origins import Kind
from readnow.config.schema import Config, UiConfig
from readnow.config.themes import AUTO
from readnow.config.values import read_value
from readnow.keys.keymap import Keymap
from readnow.model.errors import ReadNowError
from readnow.programs import external
from readnow.tui.configuration_rows import ConfigRow, Subject, config_rows, text_of
from readnow.tui.configured import Configured, Reading, can_be_tried
from readnow.tui.doctor_keys import config_bindings
from readnow.tui.render.facts import Fact
from readnow.tui.screens.asking import Check
from readnow.tui.screens.panes import Surroundings
from readnow.tui.screens.sheet import Sheet
from readnow.tui.setting_rows import SettingRow
from readnow.tui.widgets.config_list import ConfigList

if TYPE_CHECKING:
    from readnow.library.library import Library

NOT_TRIED = {
    Subject.PLACE: "Where things are is said at the start: see the words below.",
    Subject.PROBLEM: "This is mended in the file.",
    Subject.OWN: "Commands and themes are written in the file.",
}


class Desk(Protocol):
    """The main screen, as far as its configuration goes."""

    keymap: Keymap
    surroundings: Surroundings
    ui: UiConfig

    @property
    def configured(self) -> Configured:
        """The file, and what is tried over it."""

    def adopt(self, config: Config) -> str:
        """Go by another configuration; what is wrong with its look, if anything."""

    async def read_config(self) -> Reading:
        """Read the file again, and go by it. Raises `ConfigError`."""


class ConfigurationScreen(Sheet):
    """All settings in one list."""

    KEYS: ClassVar[list[BindingType]] = config_bindings()
    ABOUT: ClassVar[tuple[int, int]] = 9, 5

    def __init__(self, library: "Library", desk: Desk) -> None:
        super().__init__(library, desk.surroundings)
        self.rows = ConfigList(marks=self.marks)
        self._desk = desk

    @property
    def row(self) -> ConfigRow | None:
        """What the cursor is on."""
        row = self.rows.row
        assert row is None or isinstance(row, ConfigRow)
        return row

    def heading(self) -> str:
        """What it is."""
        return "Settings"

    def rows_now(self) -> tuple[SettingRow, ...]:
        """Places, problems, settings, keys, commands."""
        desk = self._desk
        return config_rows(desk.configured, desk.keymap, self.library.data_dir, desk.ui)

    def text_of(self, row: SettingRow) -> str:
        """Also where a value comes from."""
        assert isinstance(row, ConfigRow)
        return text_of(row)

    # -- what is said of a row

    def show_about(self) -> None:
        """What a setting is for, what holds and why, and the line for the file."""
        row = self.row
        if row is None:
            self.about.show("", "", ())
            self.status.hints(self.ways_out())
            return
        self.about.show(row.name, "", self._facts(row), anew=True)
        hints = [("Enter", "try")] * (row.subject in (Subject.SETTING, Subject.KEYS))
        hints += [("y", "copy the line")] * bool(row.lines)
        hints += [("x", "as in the file")] * (row.origin.kind is Kind.TRIED)
        self.status.hints([*hints, *self.ways_out()])

    def _facts(self, row: ConfigRow) -> list[Fact]:
        facts = [Fact(text=f"! {wrong}", warning=True) for wrong in (self.wrong, row.wrong) if wrong]
        facts.append(Fact(text=row.help))
        standing = [f"{row.value} ({row.origin.words})"]
        if row.default:
            standing.append(f"default: {row.default}")
        if row.awaits:
            standing.append(f"at the next start: {row.awaits}")
        facts.append(Fact(parts=tuple(standing)))
        if row.takes:
            facts.append(Fact(text=f"takes {row.takes}", quiet=True))
        facts += [Fact(text=line, quiet=True) for line in row.lines.splitlines()]
        return facts

    # -- trying

    def action_edit(self) -> None:
        """Try another value, as far as there is one to try."""
        row = self.row
        if row is not None and row.subject in NOT_TRIED:
            self.say(NOT_TRIED[row.subject])
        else:
            super().action_edit()

    def suggestions(self, row: SettingRow) -> Sequence[str]:
        """The values that there are, where there are only some; the themes."""
        assert isinstance(row, ConfigRow)
        if row.key == "ui.theme":
            return (AUTO, *self.surroundings.themes)
        if row.setting is not None and row.setting.table == "ui":
            kind = get_type_hints(UiConfig, include_extras=True)[row.setting.name]
            return tuple(choice for choice in get_args(kind) if isinstance(choice, str))
        return ()

    def check(self, row: SettingRow) -> Check | None:
        """What is wrong is told while it is typed."""
        assert isinstance(row, ConfigRow)
        setting = row.setting
        if setting is None:
            return None
        return lambda text: read_value(setting, text, self._desk.configured.in_force)

    async def store(self, row: SettingRow, text: str) -> None:
        """Let it hold until the end. Raises `ConfigError`."""
        assert isinstance(row, ConfigRow)
        if text == row.typed:
            return
        configured = self._desk.configured
        if row.action is not None:
            configured.try_keys(row.action.id, text)
        elif row.setting is not None:
            configured.try_value(row.setting, text)
        self._adopt()
        tried = row.setting is None or can_be_tried(row.setting)
        held = "Holds until you quit" if tried else "Holds once it is in your file"
        self.say(f"{held}: y copies the line.")

    def action_forget(self) -> None:
        """What the file says holds again."""
        row = self.row
        if row is None or row.origin.kind is not Kind.TRIED:
            self.say("Nothing is tried here.")
            return
        self._desk.configured.forget(row.key)
        self._adopt()

    def _adopt(self) -> None:
        self._desk.adopt(self._desk.configured.in_force)
        self._follow()

    def _follow(self) -> None:
        """Show what holds now."""
        self.surroundings = self._desk.surroundings
        self.take_keys()
        self.show()

    # -- the file

    def action_copy(self) -> None:
        """Copy the lines that set it, with their table."""
        row = self.row
        if row is None or not row.lines:
            self.say("There is no line to copy here.")
            return
        self.app.copy_to_clipboard(row.lines + "\n")
        self.work_on(partial(self._copy_locally, row.lines + "\n"), "outside")
        self.say(f"Copied: {row.lines.replace(chr(10), '  ')}")

    async def _copy_locally(self, text: str) -> None:
        await external.copy_locally(text, self.surroundings.environment)

    def action_reload(self) -> None:
        """Read the file again."""
        self.work_on(self._reload, "configuration")

    async def _reload(self) -> None:
        try:
            reading = await self._desk.read_config()
        except ReadNowError as err:
            self.say(f"{err} What held before still holds.", error=True)
            return
        self._follow()
        self.say(reading.sentence, error=bool(reading.problems))
