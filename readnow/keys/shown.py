"""Keys in words: of one action over all panes, and where a preset differs from the table. Pure.

For `readnow keys` and docs/keys.md. Invariant: what is said holds in every pane that is not named apart.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from readnow.config.schema import KeysConfig
from readnow.keys.action import Action, Pane
from readnow.keys.keymap import Keymap, display, resolve

_IN_A_ROW = 4


class Keyed(Struct, frozen=True):
    """An action with the keys that it has in some of its panes."""

    action: Action
    keys: tuple[str, ...]
    panes: tuple[Pane, ...]


def keyed(keymap: Keymap, action: Action) -> tuple[Keyed, ...]:
    """The action with its keys: once, or once for each set of keys that it has; those with keys first."""
    found: dict[tuple[str, ...], list[Pane]] = {}
    for pane in Pane:
        if pane in action.panes:
            found.setdefault(keymap.of(action.id, pane), []).append(pane)
    several = [Keyed(action, keys, tuple(panes)) for keys, panes in found.items() if keys]
    bare = [Keyed(action, (), tuple(panes)) for keys, panes in found.items() if not keys]
    return tuple(several or bare)


def in_words(keys: Sequence[str]) -> list[str]:
    """Keys as people read them; of many in a row the first and the last."""
    if len(keys) > _IN_A_ROW:
        return [display(keys[0]), "…", display(keys[-1])]
    return [display(key) for key in keys]


def differences(preset: str) -> Iterator[tuple[Keyed, tuple[str, ...]]]:
    """The actions whose keys a preset has otherwise than the table, with those of the table beside them."""
    usual, keymap = resolve(KeysConfig()), resolve(KeysConfig(preset))
    for action in keymap.actions:
        found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Pane]] = {}
        for pane in Pane:
            if pane in action.panes and keymap.of(action.id, pane) != usual.of(action.id, pane):
                pair = keymap.of(action.id, pane), usual.of(action.id, pane)
                found.setdefault(pair, []).append(pane)
        for (keys, before), panes in found.items():
            yield Keyed(action, keys, tuple(panes)), before
