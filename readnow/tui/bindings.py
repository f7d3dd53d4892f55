"""From the table of actions to Textual's bindings: one id an action, everywhere, so a key map reaches all.

Each pane's class takes its `BINDINGS` from here; the handlers are methods of the main screen. Invariant: no
binding is made anywhere else for anything that the table names.

They have priority, not to win over others (they hold only while their pane has the focus) but because Textual
then finishes one key's action before it looks at the next key: what was typed ahead reaches the prompt that
the first key opened, and not the pane behind it.
"""

from textual.binding import Binding, BindingType

from readnow.keys.actions import ACTIONS, Action, Pane, by_id
from readnow.keys.keymap import Keymap

UNBOUND = "unbound"
"""A key that does not exist: Textual keeps the default for an empty text."""


def bindings_for(pane: Pane) -> list[BindingType]:
    """The bindings of one pane with their default keys. Their actions are methods of the screen."""
    return [binding for action in ACTIONS if pane in action.panes for binding in _bindings(action)]


def bindings_everywhere() -> list[BindingType]:
    """The bindings of the application, for what must also work where no pane has the focus."""
    actions = {"app.quit": "app.quit", "app.suspend": "app.suspend_process"}
    return [
        Binding(",".join(by_id[id_].keys), action, by_id[id_].title, id=id_, show=False)
        for id_, action in actions.items()
    ]


def keymap_for(keymap: Keymap) -> dict[str, str]:
    """The user's keys in the form of `App.set_keymap`, where they are others than the table's: Textual goes
    through them with every key that is pressed. Fixed keys stay, but for those that were taken; the user's
    own commands have no bindings: see `MainScreen.on_key`."""
    made: dict[str, str] = {}
    for action in ACTIONS:
        keys = keymap.keys[action.id]
        if not action.fixed:
            if keys != action.keys:
                made[action.id] = ",".join(keys) or UNBOUND
        else:
            made |= {f"{action.id}.{key}": UNBOUND for key in action.keys if key not in keys}
    return made


def _bindings(action: Action) -> list[BindingType]:
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
            ",".join(action.keys) or UNBOUND,
            f"screen.{action.handler}",
            action.title,
            id=action.id,
            tooltip=action.help,
            show=False,
            priority=True,
        )
    ]
