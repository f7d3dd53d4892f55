"""The live key map: the table's keys, a preset's over them, the user's over both, and what is wrong with the
user's, in words.

Called at start by the screen, by `readnow keys` and by `readnow config check`. Each pane is worked out by
itself, so that a key may do one thing in the list and another in the reader. Invariant: in a pane no two
actions share a key, every key has Textual's name, and there is a key to quit.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct, field

from readnow.config.schema import CommandsConfig, KeysConfig
from readnow.keys import names
from readnow.keys.actions import ACTIONS, QUIT, Action, Pane
from readnow.keys.own import own_actions, own_keys
from readnow.keys.presets import DEFAULT, PRESETS
from readnow.keys.wishes import Wish, doubts, read_wishes, unknown_key

_NO_COMMANDS = CommandsConfig()


class Keymap(Struct, frozen=True):
    """The keys of each action, the user's mistakes, and what was displaced.

    `keys` are those that an action has in any of its panes, none where it was unbound: what screens without
    panes go by. `actions` are all that there are, the user's own commands last.
    """

    keys: Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ACTIONS
    panes: Mapping[Pane, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    preset: str = DEFAULT

    def of(self, action_id: str, pane: Pane) -> tuple[str, ...]:
        """The keys of an action in a pane; none where it has none or is no action there."""
        return self.panes[pane].get(action_id, ())


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
    preset = config.preset
    if preset not in PRESETS:
        known = ", ".join(f'"{name}"' for name in PRESETS)
        problems.append(f'keys.preset: there is no preset "{preset}"; known: {known}. The default is used.')
        preset = DEFAULT
    usual = read_wishes({name: (keys, "") for name, keys in PRESETS[preset].items()}, table, [])
    written = {name: (keys, "") for name, keys in config.bindings.items()}
    for action_id, (keys_of_own, where) in own_keys(commands).items():
        written.setdefault(action_id, (keys_of_own, where))
    wishes = read_wishes(written, table, problems)
    panes = {pane: _Resolving(pane, table, wishes, usual) for pane in Pane}
    problems += _problems(wishes, panes)
    problems += _keep_a_way_out(table, panes)
    return Keymap(
        MappingProxyType({action.id: _anywhere(action.id, panes) for action in actions}),
        tuple(problems),
        tuple(_notes(table, panes)),
        actions,
        MappingProxyType({pane: MappingProxyType(one.keys) for pane, one in panes.items()}),
        preset,
    )


def display(key: str) -> str:
    """A key as people read it: `question_mark` → `?`, `ctrl+p` → `^P`."""
    return names.display(key)


class _Resolving:
    """The keys of one pane: the user's wishes first, then those of the preset, then the table's."""

    def __init__(
        self, pane: Pane, table: Mapping[str, Action], wishes: Sequence[Wish], usual: Sequence[Wish]
    ) -> None:
        self._pane = pane
        self._owners: dict[str, str] = {}
        self.asked: set[str] = set()
        """Where the wishes are written that no other one went before."""
        self.lost: dict[tuple[str, str], str] = {}
        """Of which action a key is that was wished for another one, by where it is written and the key."""
        self.displaced: dict[tuple[str, str], str] = {}
        """Which action of the user's took a key, by the action that had it and the key."""
        keys: dict[str, tuple[str, ...]] = {}
        for wish in wishes:
            if pane in wish.panes and wish.action.id not in keys:
                self.asked.add(wish.where)
                usable = self._wished(wish)
                if usable or not (wish.keys or wish.unread):
                    keys[wish.action.id] = usable
        self._users = frozenset(keys)
        here = [action for action in table.values() if pane in action.panes]
        for wish in usual:
            if pane in wish.panes and wish.action.id not in keys:
                keys[wish.action.id] = self._left(wish.action.id, wish.keys)
        for action in here:
            if action.id not in keys:
                keys[action.id] = self._left(action.id, action.keys_in(pane))
        self.keys = {action.id: keys[action.id] for action in here}
        self.no_way_out = not self.keys.get(QUIT, (QUIT,))

    def _wished(self, wish: Wish) -> tuple[str, ...]:
        usable = []
        for key in wish.keys:
            owner = self._owners.setdefault(key, wish.action.id)
            if owner == wish.action.id:
                usable.append(key)
            else:
                self.lost[wish.where, key] = owner
        return tuple(usable)

    def _left(self, action_id: str, keys: Iterable[str]) -> tuple[str, ...]:
        """Those of the keys that nobody who goes before has."""
        left = []
        for key in keys:
            owner = self._owners.setdefault(key, action_id)
            if owner == action_id:
                left.append(key)
            elif owner in self._users:
                self.displaced[action_id, key] = owner
        return tuple(left)

    def let_out(self, back: tuple[str, ...]) -> None:
        """Give these keys to the quit action, whoever has them."""
        for action_id, keys in self.keys.items():
            self.keys[action_id] = tuple(key for key in keys if key not in back)
        self.keys[QUIT] = back


def _anywhere(action_id: str, panes: Mapping[Pane, _Resolving]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for one in panes.values() for key in one.keys.get(action_id, ())))


def _problems(wishes: Sequence[Wish], panes: Mapping[Pane, _Resolving]) -> list[str]:
    """What is wrong with the user's wishes, in their order."""
    told: list[str] = []
    for wish in wishes:
        told += [unknown_key(wish.where, text) for text in wish.unread]
        asked = [pane for pane in Pane if pane in wish.panes and wish.where in panes[pane].asked]
        lost: dict[str, dict[str, list[Pane]]] = {key: defaultdict(list) for key in wish.keys}
        for pane in asked:
            for key in wish.keys:
                if owner := panes[pane].lost.get((wish.where, key)):
                    lost[key][owner].append(pane)
        for key, owners in lost.items():
            told += [_taken(wish, key, owner, where) for owner, where in owners.items()]
        used = [key for key in wish.keys if sum(map(len, lost[key].values())) < len(asked)]
        told += doubts(wish, used)
        if asked and not used and (wish.keys or wish.unread):
            default = " The default is used." if wish.action.keys else ""
            told.append(f"{wish.where}: none of these keys can be used.{default}")
    return told


def _keep_a_way_out(table: Mapping[str, Action], panes: Mapping[Pane, _Resolving]) -> list[str]:
    """Where no key quits, have the usual ones that are free, or the last of them whoever has it."""
    stuck = [one for one in panes.values() if one.no_way_out]
    if not stuck:
        return []
    held = {key for one in stuck for keys in one.keys.values() for key in keys}
    usual = table[QUIT].keys
    back = tuple(key for key in usual if key not in held) or usual[-1:]
    for one in stuck:
        one.let_out(back)
    return [f'keys."{QUIT}": there must be a key to quit: {" and ".join(map(display, back))}.']


def _taken(wish: Wish, key: str, owner: str, where: Sequence[Pane]) -> str:
    there = "" if len(where) == len(wish.panes) else f" in {' and '.join(where)}"
    return f'{wish.where}: the key {display(key)} already belongs to "{owner}"{there} and stays there.'


def _notes(table: Mapping[str, Action], panes: Mapping[Pane, _Resolving]) -> list[str]:
    """What the user's keys took from others."""
    told: list[str] = []
    for action_id, action in table.items():
        takers: dict[tuple[str, str], list[Pane]] = defaultdict(list)
        for pane, one in panes.items():
            for (loser, key), taker in one.displaced.items():
                if loser == action_id:
                    takers[key, taker].append(pane)
        for (key, taker), where in takers.items():
            there = (
                "" if len(where) == len(action.panes & table[taker].panes) else f" in {' and '.join(where)}"
            )
            told.append(f'The key {display(key)} is now "{taker}" and no longer "{action_id}"{there}.')
        bare = [pane for pane, one in panes.items() if not one.keys.get(action_id, (action_id,))]
        robbed = [pane for pane in bare if any(loser == action_id for loser, _ in panes[pane].displaced)]
        if robbed:
            there = "" if len(bare) == len(action.panes) else f" in {' and '.join(robbed)}"
            told.append(f'"{action_id}" has no key{there} now; the command palette still has it.')
    return told
