"""The keys of the feed doctor and of the settings of a feed, as bindings.

Those that move are the ones of the table of actions with the user's changes; those that mend have a key each
(`remedies`), which is the same for everybody. Invariant: every binding has an id; as in the panes they have
priority, so that one key's action is finished before the next key is looked at.
"""

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from readnow.keys.actions import by_id
from readnow.keys.keymap import Keymap, display
from readnow.tui.bindings import UNBOUND, rebound
from readnow.tui.remedies import REPAIRS
from readnow.tui.screens.choice import Choice

_SCREEN = "screen."
_MOVING = {
    "cursor.down": "move(1)",
    "cursor.up": "move(-1)",
    "cursor.page-down": "page(1)",
    "cursor.page-up": "page(-1)",
    "cursor.half-page-down": "page(0.5)",
    "cursor.half-page-up": "page(-0.5)",
    "cursor.top": "to_top",
    "cursor.bottom": "to_bottom",
    "pane.escape": "leave",
    "app.back": "leave",
    "app.redraw": "redraw",
    "help.show": "help",
}


def moving_bindings() -> list[BindingType]:
    """What moves in a list, and what leaves it."""
    return [of_table(action_id, action) for action_id, action in _MOVING.items()]


def filter_bindings() -> list[BindingType]:
    """What narrows a list."""
    return [of_table("find.open", "filter", "show only rows with some words")]


def doctor_bindings() -> list[BindingType]:
    """The keys of the doctor."""
    return [
        *(
            own(repair.key, f"repair('{remedy.name}')", f"doctor.{remedy.name.lower()}", repair.words)
            for remedy, repair in REPAIRS.items()
        ),
        own("enter,right", "open", "doctor.open", "this feed alone"),
        of_table("feed.doctor", "show_other", "all feeds that need a look, or this one alone"),
        of_table("feed.settings", "repair('SETTINGS')"),
        of_table("feed.unsubscribe", "repair('UNSUBSCRIBE')"),
        *filter_bindings(),
        *moving_bindings(),
    ]


def settings_bindings() -> list[BindingType]:
    """The keys of a feed's settings."""
    return [
        own("enter,space,right", "edit", "settings.edit", "change it"),
        of_table("journal.undo", "replay(False)"),
        of_table("journal.redo", "replay(True)"),
        *filter_bindings(),
        *moving_bindings(),
    ]


def config_bindings() -> list[BindingType]:
    """The keys of the settings of ReadNOW itself."""
    return [
        own("enter,space,right", "edit", "config.try", "try another value"),
        own("y", "copy", "config.copy", "copy the line for the file"),
        own("x", "forget", "config.forget", "what the file says again, instead of what was tried"),
        of_table("config.reload", "reload"),
        *filter_bindings(),
        *moving_bindings(),
    ]


def key_choices(bindings: Iterable[BindingType], keymap: Keymap) -> list[Choice]:
    """The keys of these bindings, as the user has them; choosing one does what it does."""
    choices = []
    for binding in rebound(bindings, keymap):
        shown = " ".join(display(key) for key in binding.key.split(",") if key != UNBOUND)
        words = binding.description
        choices.append(
            Choice(f"{shown:<16} {words[:1].upper()}{words[1:]}", "", binding.action.removeprefix(_SCREEN))
        )
    return choices


def of_table(action_id: str, action: str, words: str = "") -> Binding:
    """A binding of the keys that an action of the table has, and of the user's own."""
    found = by_id[action_id]
    return own(",".join(found.keys), action, action_id, words or found.title)


def own(keys: str, action: str, binding_id: str, words: str) -> Binding:
    """A binding of keys that are the same for everybody."""
    return Binding(keys, _SCREEN + action, words, id=binding_id, show=False, priority=True)
