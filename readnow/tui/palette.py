"""What the command palette and the list of keys offer: actions, the user's commands, places, themes,
settings. Pure.

A value is a kind and what of that kind: `action:` and an id, `go:` and a scope, `theme:` and a name, `set:`
with a setting and its value. What was used last comes first. Invariant: every action of the table that needs
no further word is offered, in the panes where it applies.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from readnow.config.describe import settings
from readnow.config.schema import Config
from readnow.config.values import typed_value, value_of
from readnow.keys.actions import Action, Pane
from readnow.keys.keymap import Keymap, display
from readnow.keys.shown import in_words
from readnow.model.feed import Feed
from readnow.model.query import Scope, ScopeKind
from readnow.tui.configured import can_be_tried
from readnow.tui.screens.choice import Choice
from readnow.views.feed_rows import name_of
from readnow.views.selection import walk
from readnow.views.view_rows import VIEWS

if TYPE_CHECKING:
    from readnow.library.feeds import Feeds

ACTION, GO, THEME, SET = "action:", "go:", "theme:", "set:"
_MOST_RECENT, _KEPT = 7, 50
_ON_OFF = {"true": "on", "false": "off"}


class Offer(Struct, frozen=True):
    """What there is to offer: the keys of a pane, the library's feeds, the themes, the configuration as it is
    shown, and what was chosen before, the last first."""

    pane: Pane
    keymap: Keymap
    feeds: "Feeds"
    themes: Sequence[str]
    config: Config
    recent: Sequence[str] = ()


def key_choices(pane: Pane, keymap: Keymap) -> list[Choice]:
    """The keys of one pane, by what they are about; choosing one does what it does."""
    return [
        Choice(
            f"{' '.join(in_words(keymap.of(action.id, pane))):<16} {action.help}",
            action.group.value,
            _value(action),
            action.group.value,
            f"{action.title} {action.id}",
            _shown(action, pane, keymap),
        )
        for action in keymap.actions
        if pane in action.panes and (action.keys_in(pane) or keymap.of(action.id, pane))
    ]


def commands(offer: Offer) -> list[Choice]:
    """What can be done here, and where one can go; first what was chosen before."""
    found = {choice.value: choice for choice in _all(offer)}
    recent = [value for value in offer.recent if value in found][:_MOST_RECENT]
    return [found.pop(value) for value in recent] + list(found.values())


def with_latest(recent: Iterable[str], value: str) -> tuple[str, ...]:
    """The choices made, with one more, the last first."""
    return (value, *(one for one in recent if one != value))[:_KEPT]


def chosen_action(value: str, keymap: Keymap) -> Action | None:
    """The action that a chosen value stands for, if it is one."""
    if not value.startswith(ACTION):
        return None
    return next((action for action in keymap.actions if action.id == value.removeprefix(ACTION)), None)


def chosen_scope(value: str) -> Scope | None:
    """The place that a chosen value stands for, if it is one."""
    kind, _, number = value.removeprefix(GO).partition(":")
    return Scope(ScopeKind(kind), int(number)) if value.startswith(GO) else None


def _all(offer: Offer) -> Iterator[Choice]:
    for action in offer.keymap.actions:
        if offer.pane in action.panes and not action.fixed:
            keys = _shown(action, offer.pane, offer.keymap)
            yield Choice(action.title, " ".join(keys), _value(action), "", f"{action.help} {action.id}", keys)
    yield from _places(offer.feeds)
    for theme in offer.themes:
        now = "now" if theme == offer.config.ui.theme else "theme"
        yield Choice(f"Theme: {theme}", now, f"{THEME}{theme}")
    yield from _settings(offer.config)


def _settings(config: Config) -> Iterator[Choice]:
    """The settings that have only some values and can be tried, with each of these."""
    for setting in settings():
        if can_be_tried(setting) and setting.key != "ui.theme":
            holds = typed_value(value_of(config, setting))
            name = setting.name.replace("_", " ").capitalize()
            for value in setting.choices:
                now = "now" if value == holds else "setting"
                words = f"{setting.key} {setting.help}"
                yield Choice(
                    f"{name}: {_ON_OFF.get(value, value)}", now, f"{SET}{setting.key}:{value}", "", words
                )


def _places(feeds: "Feeds") -> Iterator[Choice]:
    for scope in VIEWS:
        yield _place(name_of(feeds, scope), "", scope)
    for smart in feeds.smart_feeds:
        yield _place(smart.name, "smart feed", Scope(ScopeKind.SMART, smart.id))
    for tag in feeds.tags:
        yield _place(tag.name, "tag", Scope(ScopeKind.TAG, tag.id))
    for entry, _ in walk(feeds.all(), feeds.folders()):
        if isinstance(entry, Feed):
            yield _place(entry.title, "feed", Scope.feed(entry.id))
        else:
            yield _place(entry.name, "folder", Scope(ScopeKind.FOLDER, entry.id))


def _place(name: str, kind: str, scope: Scope) -> Choice:
    return Choice(f"Go to {name}", kind, f"{GO}{scope.kind.value}:{scope.id}")


def _value(action: Action) -> str:
    return "" if action.fixed else f"{ACTION}{action.id}"


def _shown(action: Action, pane: Pane, keymap: Keymap) -> tuple[str, ...]:
    return tuple(display(key) for key in keymap.of(action.id, pane))
