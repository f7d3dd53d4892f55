"""Lines of newsboat's configuration as lines for `config.toml`, which ReadNOW itself never writes. Pure.

Called by `newsboat`. Invariant: an action keeps the keys that it has by default, so that what is copied takes
no key away.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from readnow.exchange.newsboat.configuration import Line, Verdict
from readnow.keys.actions import ACTIONS
from readnow.keys.names import normalise

_DEFAULTS = {action.id: action.keys for action in ACTIONS}


def with_keys(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines, those answered that bind a key which does the same here already."""
    return tuple(
        replace(line, verdict=Verdict.TAKEN, why="The key does that here, too.", action="", key="", table="")
        if line.action and normalise(line.key) in _DEFAULTS[line.action]
        else line
        for line in lines
    )


def to_copy(lines: Sequence[Line]) -> str:
    """What may be copied into `config.toml`: of settings that are made twice the last; empty for nothing."""
    tables: dict[str, dict[str, str]] = {}
    keys: dict[str, list[str]] = {}
    for line in lines:
        if line.action:
            keys.setdefault(line.action, []).append(line.key)
        elif line.copy:
            tables.setdefault(line.table, {})[line.copy.partition(" = ")[0]] = line.copy
    for action, wanted in keys.items():
        text = json.dumps(list(dict.fromkeys((*wanted, *_DEFAULTS[action]))), ensure_ascii=False)
        tables.setdefault("keys", {})[action] = f'"{action}" = {text}'
    return "\n".join(
        f"[{table}]\n" + "".join(f"{line}\n" for line in made.values()) for table, made in tables.items()
    )
