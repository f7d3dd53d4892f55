"""The live key map: the table's keys with the user's over them, and what is wrong with the user's, in words.

Called once at start by the screen, by `readnow keys` and by `readnow config check`. Textual takes an unknown
id or key silently and lets one binding steal another's key; so everything is checked here. Invariant: in the
result no two actions of one pane share a key, every key has Textual's name, and there is a key to quit.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from readnow.config.schema import CommandsConfig, KeysConfig
from readnow.keys import names
from readnow.keys.actions import ACTIONS, QUIT, Action
from readnow.keys.own import own_actions, own_keys

_NO_COMMANDS = CommandsConfig()

PRESETS = ("default",)
"""Sets of keys to start from. `default` is the table's own."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of each action id (none where it was unbound), the user's mistakes, and what was displaced.

    `actions` are all that there are, the user's own commands last.
    """

    keys: Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ACTIONS


class _Wanted(NamedTuple):
    """Keys that the user wants, and where in the configuration that is written."""

    keys: tuple[str, ...]
    where: str


def resolve(
    config: KeysConfig,
    actions: Sequence[Action] = ACTIONS,
    commands: CommandsConfig = _NO_COMMANDS,
) -> Keymap:
    """The keys that hold, from the user's configuration. What cannot be used is left out and reported.

    The table `[keys]` goes before the keys of `[commands]`, where both name one of these.
    """
    actions = (*actions, *own_actions(commands))
    table = {action.id: action for action in actions}
    problems: list[str] = []
    notes: list[str] = []
    if config.preset not in PRESETS:
        known = ", ".join(f'"{preset}"' for preset in PRESETS)
        problems.append(
            f'keys.preset: there is no preset "{config.preset}"; known: {known}. The default is used.'
        )
    wanted = {id_: _Wanted(keys, f'keys."{id_}"') for id_, keys in config.bindings.items()}
    for id_, (keys_of_own, where) in own_keys(commands).items():
        wanted.setdefault(id_, _Wanted(keys_of_own, where))
    chosen = _chosen(wanted, table, problems)
    keys = {action.id: chosen.get(action.id, action.keys) for action in actions}
    for action in actions:
        if action.id not in chosen:
            keys[action.id] = _left_over(action, chosen, table, notes)
    if QUIT in table and not keys[QUIT]:
        _keep_a_way_out(keys, table, problems)
    return Keymap(MappingProxyType(keys), tuple(problems), tuple(notes), actions)


def display(key: str) -> str:
    """A key as people read it: `question_mark` → `?`, `ctrl+p` → `^P`."""
    return names.display(key)


def _chosen(
    wanted: Mapping[str, _Wanted], table: Mapping[str, Action], problems: list[str]
) -> dict[str, tuple[str, ...]]:
    """The usable bindings of the user, by action id. Of two that want one key the first has it."""
    chosen: dict[str, tuple[str, ...]] = {}
    for action_id, (written, where) in wanted.items():
        action = table.get(action_id)
        if action is None:
            problems.append(_unknown_action(action_id, table))
        elif action.fixed:
            problems.append(f"{where}: these keys cannot be changed.")
        elif not written:
            chosen[action_id] = ()
        else:
            usable = _usable(action, wanted[action_id], chosen, table, problems)
            if usable:
                chosen[action_id] = usable
            else:
                default = " The default is used." if action.keys else ""
                problems.append(f"{where}: none of these keys can be used.{default}")
    return chosen


def _usable(
    action: Action,
    wanted: _Wanted,
    chosen: Mapping[str, tuple[str, ...]],
    table: Mapping[str, Action],
    problems: list[str],
) -> tuple[str, ...]:
    usable: list[str] = []
    for text in wanted.keys:
        key = names.normalise(text)
        if key is None:
            problems.append(_unknown_key(wanted.where, text))
            continue
        owner = _owner(key, action, chosen, table)
        if owner is not None:
            shown = names.display(key)
            problems.append(f'{wanted.where}: the key {shown} already belongs to "{owner}" and stays there.')
            continue
        if reason := names.unsendable(key):
            problems.append(f"{wanted.where}: {names.display(key)} may not work, {reason}.")
        if key not in usable:
            usable.append(key)
    return tuple(usable)


def _owner(
    key: str, action: Action, chosen: Mapping[str, tuple[str, ...]], table: Mapping[str, Action]
) -> str | None:
    """The other action of a common pane to which the user gave this key."""
    for other_id, keys in chosen.items():
        if key in keys and other_id != action.id and table[other_id].panes & action.panes:
            return other_id
    return None


def _left_over(
    action: Action, chosen: Mapping[str, tuple[str, ...]], table: Mapping[str, Action], notes: list[str]
) -> tuple[str, ...]:
    """The default keys of an action that the user's bindings leave to it."""
    left = []
    for key in action.keys:
        taker = _owner(key, action, chosen, table)
        if taker is None:
            left.append(key)
        else:
            notes.append(f'The key {names.display(key)} is now "{taker}" and no longer "{action.id}".')
    if action.keys and not left:
        notes.append(f'"{action.id}" has no key now; the command palette still has it.')
    return tuple(left)


def _keep_a_way_out(
    keys: dict[str, tuple[str, ...]], table: Mapping[str, Action], problems: list[str]
) -> None:
    """Give the quit action back its default keys that are free, or the last of them whoever has it."""
    held = {key for action_keys in keys.values() for key in action_keys}
    back = tuple(key for key in table[QUIT].keys if key not in held) or table[QUIT].keys[-1:]
    for action_id, action_keys in keys.items():
        keys[action_id] = tuple(key for key in action_keys if key not in back)
    keys[QUIT] = back
    shown = " and ".join(names.display(key) for key in back)
    problems.append(f'keys."{QUIT}": there must be a key to quit: {shown}.')


def _unknown_action(action_id: str, table: Mapping[str, Action]) -> str:
    near = difflib.get_close_matches(action_id, table, 1, 0.6)
    if not near:
        # "toggle-read" for "article.toggle-read"
        near = [known for known in table if known.partition(".")[2] == action_id]
    hint = f', did you mean "{near[0]}"?' if near else ". `readnow keys` lists them."
    return f'keys."{action_id}": unknown action{hint}'


def _unknown_key(where: str, text: str) -> str:
    near = difflib.get_close_matches(text.lower(), names.suggestions(), 1, 0.7)
    hint = f', did you mean "{near[0]}"?' if near else ". Write it like x, X, f5, ctrl+x, space or ?."
    return f'{where}: unknown key "{text}"{hint}'
