"""What the command palette and the list of keys offer: actions, the user's commands, the feeds. Pure.

Values are `action:` and an action's id, or `go:` and a scope. Invariant: every action of the table that needs
no further word is offered, in the panes where it applies.
"""

from typing import TYPE_CHECKING

from readnow.keys.actions import Action, Pane
from readnow.keys.keymap import Keymap, display
from readnow.model.feed import Feed, Folder
from readnow.model.query import Scope, ScopeKind
from readnow.tui.screens.choice import Choice
from readnow.views.feed_rows import name_of
from readnow.views.selection import walk
from readnow.views.view_rows import VIEWS

if TYPE_CHECKING:
    from readnow.library.feeds import Feeds

_KINDS = {Feed: ScopeKind.FEED, Folder: ScopeKind.FOLDER}
_KIND_NAMES = {
    ScopeKind.FEED: "feed",
    ScopeKind.FOLDER: "folder",
    ScopeKind.SMART: "smart feed",
    ScopeKind.TAG: "tag",
}
_ACTION, _GO = "action:", "go:"


def key_choices(pane: Pane, keymap: Keymap) -> list[Choice]:
    """The keys of one pane, by what they are about; choosing one does what it does."""
    return [
        Choice(
            f"{_keys(action, pane, keymap):<16} {action.help}",
            action.group.value,
            _value(action),
            action.group.value,
        )
        for action in keymap.actions
        if pane in action.panes and (action.keys_in(pane) or keymap.of(action.id, pane))
    ]


def commands(pane: Pane, keymap: Keymap, feeds: "Feeds") -> list[Choice]:
    """What can be done here, and where one can go."""
    here = [
        Choice(action.title, _keys(action, pane, keymap), _value(action))
        for action in keymap.actions
        if pane in action.panes and not action.fixed
    ]
    places = {(type(place), place.id): place for place, _ in walk(feeds.all(), feeds.folders())}.values()
    listed = (
        *(Scope(ScopeKind.SMART, smart.id) for smart in feeds.smart_feeds),
        *(Scope(ScopeKind.TAG, tag.id) for tag in feeds.tags),
        *(Scope(_KINDS[type(place)], place.id) for place in places),
    )
    there = [
        Choice(
            f"Go to {name_of(feeds, scope)}",
            _KIND_NAMES.get(scope.kind, ""),
            f"{_GO}{scope.kind.value}:{scope.id}",
        )
        for scope in (*VIEWS, *listed)
    ]
    return here + there


def chosen_action(value: str, keymap: Keymap) -> Action | None:
    """The action that a chosen value stands for, if it is one."""
    if not value.startswith(_ACTION):
        return None
    return next((action for action in keymap.actions if action.id == value.removeprefix(_ACTION)), None)


def chosen_scope(value: str) -> Scope | None:
    """The place that a chosen value stands for, if it is one."""
    kind, _, number = value.removeprefix(_GO).partition(":")
    return Scope(ScopeKind(kind), int(number)) if value.startswith(_GO) else None


def _value(action: Action) -> str:
    return "" if action.fixed else f"{_ACTION}{action.id}"


def _keys(action: Action, pane: Pane, keymap: Keymap) -> str:
    keys = keymap.of(action.id, pane)
    if action.fixed:
        return f"{display(keys[0])} … {display(keys[-1])}" if keys else ""
    return " ".join(display(key) for key in keys)
