"""Lines of newsboat's configuration as lines for `config.toml`, which ReadNOW itself never writes. Pure.

Called by `newsboat`. Keys start from the preset that newsboat's users know. Invariant: an action keeps the
keys that it has there, so that what is copied takes none away but those that do something else by it.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache

from msgspec.structs import replace

from readnow.config.schema import KeysConfig
from readnow.exchange.newsboat.configuration import Line, Verdict
from readnow.keys.action import Pane
from readnow.keys.keymap import Keymap, resolve
from readnow.keys.names import normalise

PRESET = "newsboat"


def with_keys(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines, those answered that bind a key which does the same in the preset already."""
    return tuple(map(_answered, lines))


def _answered(line: Line) -> Line:
    if not line.action:
        return line
    if line.pane and line.action not in _keymap().panes[Pane(line.pane)]:
        line = replace(line, pane="")
    if normalise(line.key) not in _usual(line):
        return line
    why = f'The key does that with preset = "{PRESET}".'
    return replace(line, verdict=Verdict.TAKEN, why=why, action="", key="", table="keys")


def to_copy(lines: Sequence[Line]) -> str:
    """What may be copied into `config.toml`: of settings that are made twice the last; empty for nothing."""
    tables: dict[str, dict[str, str]] = {}
    keys: dict[str, list[str]] = {}
    for line in lines:
        if line.action:
            name = f"{line.pane}.{line.action}" if line.pane else line.action
            keys.setdefault(name, list(_usual(line))).insert(0, line.key)
        elif line.copy:
            tables.setdefault(line.table, {})[line.copy.partition(" = ")[0]] = line.copy
    if any(line.table == "keys" for line in lines):
        tables["keys"] = {"preset": f'preset = "{PRESET}"'}
    for name, wanted in keys.items():
        text = json.dumps(list(dict.fromkeys(wanted)), ensure_ascii=False)
        tables["keys"][name] = f'"{name}" = {text}'
    return "\n".join(
        f"[{table}]\n" + "".join(f"{line}\n" for line in made.values()) for table, made in tables.items()
    )


@cache
def _keymap() -> Keymap:
    return resolve(KeysConfig(preset=PRESET))


def _usual(line: Line) -> tuple[str, ...]:
    """The keys of the action in the preset, in the pane or anywhere."""
    keymap = _keymap()
    return keymap.of(line.action, Pane(line.pane)) if line.pane else keymap.keys.get(line.action, ())
