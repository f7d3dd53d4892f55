"""The table `[commands]`: programs of the user's own as actions. Called by `load`.

Invariant: a command that cannot be used is left out whole and reported; the others stay.
"""

import difflib
from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

import msgspec

from readnow.config.describe import expectation, shown
from readnow.config.schema import CommandConfig, CommandsConfig
from readnow.config.texts import split_command, split_keys
from readnow.text.pattern import pattern

LEFT_OUT = "The command is left out."
MOST = 100

_NAME = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_NAME = 40
_KEYS = ("run", "key", "title", "terminal")

Report = Callable[[str, str, str], None]
"""Takes what is wrong: key, reason, the key that was perhaps meant or ""."""


def read_commands(data: Mapping[str, Any], report: Report) -> CommandsConfig:
    """The usable commands of the table."""
    own: dict[str, CommandConfig] = {}
    for name, value in data.items():
        if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
            report(f"commands.{shown(name)}", "a name has small letters, digits and hyphens only", "")
        elif len(own) == MOST:
            report(f"commands.{name}", f"there are more than {MOST} commands", "")
        elif (command := _command(f"commands.{name}", value, report)) is not None:
            own[name] = command
    return CommandsConfig(own)


def _command(key: str, value: object, report: Report) -> CommandConfig | None:
    """One command, written as its words alone or as a table; None where it cannot be used."""
    table: Mapping[str, Any] = value if isinstance(value, dict) else {"run": value}
    known = True
    for name in table:
        if name not in _KEYS:
            near = difflib.get_close_matches(name, _KEYS, 1, 0.6)
            report(f"{key}.{name}", "unknown key", near[0] if near else "")
            known = False
    if "run" not in table:
        report(key, 'names no program: write run = ["program", "%u"]', "")
        return None
    values: dict[str, Any] = {}
    types = get_type_hints(CommandConfig, include_extras=True)
    for name in filter(table.__contains__, _KEYS):
        try:
            values[name] = msgspec.convert(_several(name, table[name]), types[name])
        except msgspec.ValidationError:
            takes = expectation(types[name])
            report(f"{key}.{name}", f"must be {takes}, not {shown(table[name])}", "")
            known = False
    if not known:
        return None
    if not values["run"] or not values["run"][0]:
        report(f"{key}.run", "names no program", "")
        return None
    return CommandConfig(**values)


def _several(name: str, value: object) -> object:
    """The parts of a text that stands for several; anything else as it is."""
    if not isinstance(value, str) or name not in ("run", "key"):
        return value
    return split_command(value) if name == "run" else split_keys(value)
