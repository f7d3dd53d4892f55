"""What a configuration (or a preset) wants: which keys for which action in which panes. Read and checked
here, met by `keymap`.

A name is an action's id, for all of its panes, or a pane's name before it (`articles.article.toggle-star`,
written as a table `[keys.articles]`), for that pane alone. Invariant: a wish names an action of the table and
keys by Textual's names; what cannot be read is left out and told.
"""

import difflib
from collections.abc import Iterable, Mapping

from msgspec import Struct

from readnow.keys import names
from readnow.keys.action import Action, Pane


class Wish(Struct, frozen=True):
    """Keys for an action in some panes (none: it is to have no key there), and where that is written.

    `unread` are keys that are none. `for_pane`: it was written for one pane, and goes before what is written
    for all.
    """

    action: Action
    keys: tuple[str, ...]
    where: str
    panes: frozenset[Pane]
    unread: tuple[str, ...] = ()
    for_pane: bool = False


def read_wishes(
    bindings: Mapping[str, tuple[tuple[str, ...], str]], table: Mapping[str, Action], problems: list[str]
) -> tuple[Wish, ...]:
    """The wishes of names with their keys and where they are written ("" for where the name says it), those
    for one pane first."""
    wishes = [
        wish
        for name, (written, where) in bindings.items()
        if (wish := _wish(name, written, where, table, problems)) is not None
    ]
    return tuple(sorted(wishes, key=lambda wish: not wish.for_pane))


def _wish(
    name: str, written: Iterable[str], where: str, table: Mapping[str, Action], problems: list[str]
) -> Wish | None:
    pane, action_id = _parted(name, table)
    place = where or (f'keys.{pane}."{action_id}"' if pane else f'keys."{name}"')
    action = table.get(action_id)
    if action is None:
        problems.append(_unknown_action(name, table))
        return None
    if action.fixed:
        problems.append(f"{place}: these keys cannot be changed.")
        return None
    if pane is not None and pane not in action.panes:
        known = ", ".join(other for other in Pane if other in action.panes)
        problems.append(f"{place}: this is no action of that pane; it is one of: {known}.")
        return None
    keys, unread = _read(written)
    panes = action.panes if pane is None else frozenset({pane})
    return Wish(action, keys, place, panes, unread, pane is not None)


def _parted(name: str, table: Mapping[str, Action]) -> tuple[Pane | None, str]:
    before, _, action_id = name.partition(".")
    if name not in table and before in frozenset(Pane) and "." in action_id:
        return Pane(before), action_id
    return None, name


def _read(written: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of keys, and what is none."""
    keys: dict[str, None] = {}
    unread: dict[str, None] = {}
    for text in written:
        key = names.normalise(text)
        if key is None:
            unread[text] = None
        else:
            keys[key] = None
    return tuple(keys), tuple(unread)


def _unknown_action(name: str, table: Mapping[str, Action]) -> str:
    known = [*table, *(f"{pane}.{id_}" for pane in Pane for id_ in table)] if name.count(".") > 1 else table
    # "toggle-read", "read" or "article.read" for "article.toggle-read"
    group, _, last = name.rpartition(".")
    near = [id_ for id_ in table if id_.startswith(group) and id_.endswith((f".{last}", f"-{last}"))]
    near = near or difflib.get_close_matches(name, known, 1, 0.6)
    hint = f', did you mean "{near[0]}"?' if near else ". `readnow keys` lists them."
    return f'keys."{name}": unknown action{hint}'


def unknown_key(where: str, text: str) -> str:
    """What is told of a key that is none, with the one that was perhaps meant."""
    near = difflib.get_close_matches(text.lower(), names.suggestions(), 1, 0.7)
    hint = f', did you mean "{near[0]}"?' if near else ". Write it like x, X, f5, ctrl+x, space or ?."
    return f'{where}: unknown key "{text}"{hint}'


def doubts(wish: Wish, used: Iterable[str]) -> list[str]:
    """What is told of keys that may not arrive: those that many terminals cannot send, and, where there is no
    other, those that something else often takes first."""
    used = tuple(used)
    told = [
        f"{wish.where}: {names.display(key)} may not work, {reason}."
        for key in used
        if (reason := names.unsendable(key))
    ]
    taken = [(key, names.taken(key)) for key in used]
    if used and all(reason for _, reason in taken):
        told += [
            f"{wish.where}: {names.display(key)} may not work, {reason}; have another key beside it."
            for key, reason in taken
        ]
    return told
