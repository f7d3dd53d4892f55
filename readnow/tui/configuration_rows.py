"""The rows of the screen of settings: places, what is wrong, every setting, the keys, commands, themes.

Pure. Invariant: every value of the configuration has a row, with what holds now and where that comes from.
"""

from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path

from msgspec.structs import replace

from readnow.config.describe import Setting, in_a_line, settings, toml
from readnow.config.origins import Kind, Origin
from readnow.config.schema import UiConfig
from readnow.config.values import COMMANDS, THEMES, keys_lines, typed_value, value_lines
from readnow.keys.actions import Action
from readnow.keys.keymap import Keymap, display
from readnow.tui.configured import Configured, keys_key
from readnow.tui.setting_rows import SettingRow
from readnow.views.looks import CHOSEN

_OFF = "none"
_DEFAULT = Origin()
_WORDS_FOR_KEYS = "keys with commas between them, such as m, M or ctrl+x; empty for none"


class Subject(Enum):
    """What a row is about."""

    PLACE = auto()
    PROBLEM = auto()
    SETTING = auto()
    KEYS = auto()
    OWN = auto()


class ConfigRow(SettingRow, frozen=True):
    """A row. `origin`: where the value comes from; `lines`: what sets it in the file; `default` in words;
    `wrong`: what is wrong with what the file says; `awaits`: what holds at the next start."""

    subject: Subject = Subject.SETTING
    origin: Origin = _DEFAULT
    default: str = ""
    lines: str = ""
    wrong: str = ""
    awaits: str = ""
    setting: Setting | None = None
    action: Action | None = None


def config_rows(
    configured: Configured, keymap: Keymap, data_dir: Path, shown: UiConfig
) -> tuple[ConfigRow, ...]:
    """All rows. `shown`: how the interface looks now, which may have been chosen by keys."""
    return (
        *_places(configured, data_dir),
        *(
            ConfigRow(
                key=f"problem {number}",
                name="! problem",
                value=said,
                typed="",
                takes="",
                help="This is mended in the file, which is then read again.",
                subject=Subject.PROBLEM,
                origin=Origin(Kind.FILE, line=line),
                wrong=said,
            )
            for number, (said, line) in enumerate(configured.other_problems, 1)
        ),
        *(_chosen(_setting(configured, setting), shown) for setting in settings()),
        *(_keys(configured, keymap, action) for action in keymap.actions if not _is_fixed(action)),
        *_own(configured),
    )


def text_of(row: ConfigRow) -> str:
    """What a row is found by."""
    return f"{row.name} {row.value} {row.origin.words} {row.help}"


def _is_fixed(action: Action) -> bool:
    return action.fixed or action.id.startswith("command.")


def _places(configured: Configured, data_dir: Path) -> Iterator[ConfigRow]:
    places = configured.places
    path = places.config_file
    there = configured.loaded.path is not None
    yield ConfigRow(
        key="place config",
        name="configuration",
        value=(str(path) if there else f"{path} (not there)") if path is not None else "defaults only",
        typed=str(path or ""),
        takes="",
        help="The file with your settings, which is only ever read; --config or READNOW_CONFIG name another.",
        own=places.explicit,
        subject=Subject.PLACE,
        origin=places.config_by,
    )
    yield ConfigRow(
        key="place data",
        name="data",
        value=str(data_dir),
        typed=str(data_dir),
        takes="",
        help="The folder of everything that is stored; --data-dir or READNOW_DATA_DIR name another.",
        own=places.data_by.kind is not Kind.DEFAULT,
        subject=Subject.PLACE,
        origin=places.data_by,
    )


def _setting(configured: Configured, setting: Setting) -> ConfigRow:
    value, origin = configured.value(setting), configured.origin(setting.key)
    proposed = configured.tried.get(setting.key, value)
    switch = isinstance(setting.default, bool)
    awaits = ""
    if proposed != value:
        awaits = shown_value(proposed)
    elif configured.awaits_start(setting):
        awaits = shown_value(getattr(getattr(configured.loaded.config, setting.table), setting.name))
    return ConfigRow(
        key=setting.key,
        name=setting.key,
        value=origin.value or shown_value(value),
        typed=typed_value(proposed),
        takes=setting.takes,
        help=setting.help,
        own=origin.kind is not Kind.DEFAULT,
        switch=switch,
        origin=origin,
        default=shown_value(setting.default),
        lines=value_lines(setting, proposed),
        wrong=" ".join(configured.problems_of(setting.key)),
        awaits=awaits,
        setting=setting,
    )


def _chosen(row: ConfigRow, shown: UiConfig) -> ConfigRow:
    """The row, with what was chosen by keys instead of what the configuration says."""
    table, _, name = row.key.partition(".")
    if table != "ui" or name not in CHOSEN or row.origin.kind is Kind.ENVIRONMENT:
        return row
    value = shown_value(getattr(shown, name))
    return row if value == row.value else replace(row, value=value, origin=Origin(Kind.CHOSEN), own=True)


def shown_value(value: object) -> str:
    """A value as people read it: an empty one says so."""
    if value in ("", ()):
        return _OFF
    return value if isinstance(value, str) else toml(value)


def _keys(configured: Configured, keymap: Keymap, action: Action) -> ConfigRow:
    keys, key = keymap.keys[action.id], keys_key(action.id)
    origin = configured.origin(key)
    return ConfigRow(
        key=key,
        name=f"keys {action.id}",
        value=_displayed(keys),
        typed=", ".join(one if one == "comma" else display(one) for one in keys),
        takes=_WORDS_FOR_KEYS,
        help=f"{action.help}.",
        own=origin.kind is not Kind.DEFAULT,
        subject=Subject.KEYS,
        origin=origin,
        default=_displayed(action.keys),
        lines=keys_lines(action.id, tuple(display(one) for one in keys)),
        action=action,
    )


def _displayed(keys: tuple[str, ...]) -> str:
    return " ".join(display(key) for key in keys) or _OFF


def _own(configured: Configured) -> Iterator[ConfigRow]:
    """The user's commands and themes."""
    config = configured.in_force
    for name, command in config.commands.own.items():
        said = " ".join(command.run), command.title or "A command of your own."
        yield _own_row(configured, COMMANDS + name, *said, in_a_line(command))
    for name, theme in config.theme.own.items():
        yield _own_row(configured, THEMES + name, in_a_line(theme), "A theme of your own.", in_a_line(theme))


def _own_row(configured: Configured, key: str, value: str, help_text: str, written: str) -> ConfigRow:
    table, _, name = key.partition(".")
    return ConfigRow(
        key=key,
        name=key,
        value=value,
        typed="",
        takes="",
        help=help_text,
        own=True,
        subject=Subject.OWN,
        origin=configured.origin(key),
        lines=f"[{table}]\n{name} = {written}",
    )
