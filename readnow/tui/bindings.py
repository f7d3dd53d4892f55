"""From the table of actions to Textual's bindings, with the keys that the user has.

Each pane's class takes its `BINDINGS` from here; the handlers are methods of the main screen. Invariant: no
binding is made anywhere else for anything that the table names.

They have priority, not to win over others (they hold only while their pane has the focus) but because Textual
then finishes one key's action before it looks at the next key: what was typed ahead reaches the prompt that
the first key opened, and not the pane behind it.

Textual's own key maps are not used: it goes through all of a map with every key that is pressed, which takes
ten milliseconds for a preset; they know no panes; and they take the keys of a screen's own away.
"""

from collections.abc import Iterable, Iterator

from textual.binding import Binding, BindingsMap, BindingType
from textual.dom import DOMNode

from readnow.keys.actions import ACTIONS, Action, Pane, by_id
from readnow.keys.keymap import Keymap

UNBOUND = "unbound"
"""A key that does not exist: a binding must have one."""


def bindings_for(pane: Pane) -> list[BindingType]:
    """The bindings of one pane with the keys of the table. Their actions are methods of the screen."""
    return [binding for action in ACTIONS if pane in action.panes for binding in _bindings(action, pane)]


def bindings_everywhere() -> list[BindingType]:
    """The bindings of the application, for what must also work where no pane has the focus."""
    actions = {"app.quit": "app.quit", "app.suspend": "app.suspend_process"}
    return [
        Binding(",".join(by_id[id_].keys), action, by_id[id_].title, id=id_, show=False)
        for id_, action in actions.items()
    ]


def rebound(bindings: Iterable[BindingType], keymap: Keymap, pane: Pane | None = None) -> Iterator[Binding]:
    """The bindings with the user's keys: those of a pane, or of a screen without panes. Keys that are a
    screen's own stay its own, whatever the user gave them to."""
    made = [binding for binding in bindings if isinstance(binding, Binding)]
    held = {key for binding in made if not _action_of(binding) for key in binding.key.split(",")}
    for binding in made:
        action_id = _action_of(binding)
        if not action_id:
            yield binding
            continue
        keys = keymap.keys.get(action_id, ()) if pane is None else keymap.of(action_id, pane)
        wanted = [binding.key] if by_id[action_id].fixed else keys
        left = [key for key in wanted if key in keys and key not in held]
        held.update(left)
        yield binding.with_key(",".join(left) or UNBOUND)


def use_keys(node: DOMNode, keymap: Keymap, pane: Pane | None = None) -> None:
    """Have a widget (or the application) listen to the user's keys from now on, where its class has bindings
    of the table. Textual's one name for this is not public; that it works is held by tests."""
    bindings = type(node).BINDINGS
    if any(isinstance(one, Binding) and _action_of(one) for one in bindings):
        node._bindings = BindingsMap(
            binding.with_key(key)
            for binding in rebound(bindings, keymap, pane)
            for key in binding.key.split(",")
        )


def _action_of(binding: Binding) -> str:
    """The action of the table that a binding is for; empty for none."""
    own = binding.id or ""
    if own not in by_id:
        own = own.rpartition(".")[0]  # a fixed action has an id for each of its keys
        return own if own in by_id and by_id[own].fixed else ""
    return own


def _bindings(action: Action, pane: Pane) -> list[BindingType]:
    if action.fixed:
        return [
            Binding(
                key,
                f"screen.{action.handler}('{key}')",
                action.title,
                id=f"{action.id}.{key}",
                tooltip=action.help,
                show=False,
                priority=True,
            )
            for key in action.keys
        ]
    return [
        Binding(
            ",".join(action.keys_in(pane)) or UNBOUND,
            f"screen.{action.handler}",
            action.title,
            id=action.id,
            tooltip=action.help,
            show=False,
            priority=True,
        )
    ]
