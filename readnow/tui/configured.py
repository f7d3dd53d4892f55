"""The configuration of this run: what the file says, what is tried over it, and reading the file again.

Kept by the main screen, shown by the screen of settings. Invariants: the file is never written; a file
that cannot be read leaves everything as it was; what is tried ends here, or when the file is read again.
"""

import asyncio
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from readnow.config import values
from readnow.config.describe import Setting, settings
from readnow.config.load import Loaded, load
from readnow.config.origins import Kind, Origin, Origins, Places
from readnow.config.texts import split_keys
from readnow.keys.actions import ACTIONS
from readnow.keys.keymap import resolve
from readnow.model.errors import ConfigError

SAME = "The configuration is as it was."
_MOST_NAMED = 3
_LETS_GO = frozenset(("feeds.keep", "feeds.keep_unread"))
"""Settings by which articles go, which nobody wants by way of trial."""


class Reading(Struct, frozen=True):
    """What reading the file again came to: the settings that are others now, those of them that show at the
    next start only, and what is wrong with the file."""

    changed: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """It for the user."""
        said = []
        if self.problems:
            more = len(self.problems) - 1
            said.append(self.problems[0] + (f" ({more} more: see the settings)" if more else ""))
        now = [key for key in self.changed if key not in self.later]
        if now:
            said.append(f"Changed: {_named(now)}.")
        if self.later:
            said.append(f"At the next start: {_named(self.later)}.")
        return " ".join(said) or SAME


class Configured:
    """What was loaded, from where, and what is tried over it."""

    def __init__(
        self,
        loaded: Loaded,
        places: Places | None = None,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.loaded = loaded
        self.places = places or Places()
        self.environment = environment
        self.in_force = loaded.config
        """What holds now."""
        self.tried: dict[str, object] = {}
        """Values that hold until the end, by setting; of some only the line for the file is wanted."""
        self._origins: Origins | None = None

    # -- the file

    async def read_again(self) -> Reading:
        """Read the file again; what is tried ends. Raises `ConfigError`, and then nothing is changed."""
        path = self.places.config_file
        if path is not None and path.exists() and not path.is_file():
            raise ConfigError(f"{path} is no ordinary file: it can be read at the start only.")
        loaded = await asyncio.to_thread(load, path, self.places.explicit)
        self.loaded, self._origins = loaded, None
        self.tried.clear()
        changed = values.changed_keys(self.in_force, loaded.config)
        self.in_force = values.as_before(self.in_force, loaded.config)
        later = tuple(key for key in changed if key in values.taken_later())
        keymap = resolve(loaded.config.keys, commands=loaded.config.commands)
        problems, name = [problem.brief for problem in loaded.problems], path.name if path else ""
        return Reading(changed, later, (*problems, *(f"{name}: {one}" for one in keymap.problems)))

    # -- one setting

    def value(self, setting: Setting) -> object:
        """What holds now."""
        return values.value_of(self.in_force, setting)

    def origin(self, key: str) -> Origin:
        """Where the value of a setting comes from."""
        if key in self.tried:
            return Origin(Kind.TRIED)
        if self._origins is None:
            self._origins = Origins(self.loaded, self.environment)
        return self._origins.of(key)

    def awaits_start(self, setting: Setting) -> bool:
        """Whether the file says something that holds at the next start only."""
        return setting.key not in self.tried and values.value_of(self.loaded.config, setting) != self.value(
            setting
        )

    def problems_of(self, key: str) -> list[str]:
        """What is wrong with what the file says about a setting."""
        return [problem.said for problem in self.loaded.problems if problem.key == key]

    @property
    def other_problems(self) -> list[tuple[str, int]]:
        """What is wrong with the file elsewhere, with its line or 0: names that nobody knows, keys."""
        known = {setting.key for setting in settings()}
        keymap = resolve(self.loaded.config.keys, commands=self.loaded.config.commands)
        return [
            *((f"{one.key}: {one.said}", one.line) for one in self.loaded.problems if one.key not in known),
            *((said, 0) for said in keymap.problems),
        ]

    # -- trying

    def try_value(self, setting: Setting, typed: str) -> None:
        """Let a value hold until the end, where it can be tried. Raises `ConfigError`."""
        value = values.read_value(setting, typed, self.in_force)
        self.tried[setting.key] = value
        if can_be_tried(setting):
            self.in_force = values.with_value(self.in_force, setting, value)

    def try_keys(self, action_id: str, typed: str) -> None:
        """Let an action have these keys until the end. Raises `ConfigError` where one of them cannot be."""
        wanted = values.with_keys(self.in_force, action_id, split_keys(typed))
        before = resolve(self.in_force.keys, commands=self.in_force.commands).problems
        wrong = [one for one in resolve(wanted.keys, commands=wanted.commands).problems if one not in before]
        if wrong:
            raise ConfigError(wrong[0])
        self.in_force = wanted
        self.tried[keys_key(action_id)] = wanted.keys.bindings[action_id]

    def forget(self, key: str) -> None:
        """What the file says holds again."""
        self.tried.pop(key, None)
        config = values.as_before(self.in_force, self.loaded.config)
        for setting in settings():
            if setting.key in self.tried and can_be_tried(setting):
                config = values.with_value(config, setting, self.tried[setting.key])
        for action in ACTIONS:
            keys = self.tried.get(keys_key(action.id))
            if isinstance(keys, tuple):
                config = values.with_keys(config, action.id, keys)
        self.in_force = config


def can_be_tried(setting: Setting) -> bool:
    """Whether a value can hold for a while: not what is taken at a start only, nor what lets articles go."""
    return not setting.later and setting.key not in _LETS_GO


def keys_key(action_id: str) -> str:
    """The keys of an action, as messages name them."""
    return f'{values.KEYS}"{action_id}"'


def _named(keys: Iterable[str]) -> str:
    """The first few of them, and how many there are besides."""
    names = list(keys)
    more = len(names) - _MOST_NAMED
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown
