"""Single values of a configuration: read from what somebody types, put into a configuration, written for the
file, compared between two configurations. Pure.

Called by the screen of settings and by reading the file again. Invariant: a value that is taken here is taken
from the file too, and means the same there.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from readnow.config.describe import Setting, settings, toml
from readnow.config.load import checked
from readnow.config.schema import Config
from readnow.model.errors import ConfigError

KEYS, COMMANDS, THEMES = "keys.", "commands.", "theme."


def read_value(setting: Setting, typed: str, config: Config | None = None) -> object:
    """The value that a text stands for, written as in the file or, for texts, without quotation marks.

    It may name the themes of `config`. Raises `ConfigError` with what the setting takes.
    """
    problem = ""
    themes: dict[str, object] = {name: {} for name in (config or Config()).theme.own}
    for value in _readings(setting, typed.strip()):
        config, problems = checked({setting.table: {setting.name: value}, "theme": themes}, Path())
        if not problems:
            return value_of(config, setting)
        nearest = problems[0].nearest
        problem = problems[0].reason + (f", did you mean {nearest}?" if nearest else ".")
    raise ConfigError(f"{setting.key} {problem}")


def _readings(setting: Setting, typed: str) -> Iterator[object]:
    """What may be meant, the likeliest last."""
    quoted = typed[:1] in ('"', "'", "[")
    if not isinstance(setting.default, str) or quoted:
        try:
            yield tomllib.loads(f"value = {typed}")["value"]
        except (tomllib.TOMLDecodeError, ValueError, RecursionError):
            yield typed
            return
    if isinstance(setting.default, (str, tuple)) and not quoted:
        yield typed


def value_of(config: Config, setting: Setting) -> object:
    """A setting's value in a configuration."""
    return getattr(getattr(config, setting.table), setting.name)


def typed_value(value: object) -> str:
    """A value as it is typed: a text without quotation marks, all else as in the file."""
    if isinstance(value, str) and value == value.strip() and value[:1] not in ('"', "'", "["):
        return value
    return toml(value)


def with_value(config: Config, setting: Setting, value: object) -> Config:
    """The configuration with another value."""
    part = replace(getattr(config, setting.table), **{setting.name: value})
    return replace(config, **{setting.table: part})


def with_keys(config: Config, action_id: str, keys: tuple[str, ...]) -> Config:
    """The configuration with other keys for an action."""
    bindings = {**config.keys.bindings, action_id: keys}
    return replace(config, keys=replace(config.keys, bindings=bindings))


def value_lines(setting: Setting, value: object) -> str:
    """The lines that set it in the file, with the header of their table."""
    return f"[{setting.table}]\n{setting.name} = {toml(value)}"


def keys_lines(action_id: str, keys: tuple[str, ...]) -> str:
    """The same for the keys of an action."""
    return f"[keys]\n{toml(action_id)} = {toml(keys[0] if len(keys) == 1 else keys or '')}"


def changed_keys(old: Config, new: Config) -> tuple[str, ...]:
    """The settings that are others, as messages name them, in the schema's order; then keys, commands and
    themes."""
    changed = [one.key for one in settings() if value_of(old, one) != value_of(new, one)]
    for before, after, prefix in (
        (old.keys.bindings, new.keys.bindings, KEYS),
        (old.commands.own, new.commands.own, COMMANDS),
        (old.theme.own, new.theme.own, THEMES),
    ):
        names = dict.fromkeys((*before, *after))
        changed += [f"{prefix}{_named(prefix, name)}" for name in names if _differs(before, after, name)]
    return tuple(changed)


def _differs(before: Any, after: Any, name: str) -> bool:
    return bool(before.get(name) != after.get(name))


def _named(prefix: str, name: str) -> str:
    return toml(name) if prefix == KEYS else name


def taken_later() -> frozenset[str]:
    """The settings of which a change shows at the next start only."""
    return frozenset(one.key for one in settings() if one.later)


def as_before(old: Config, new: Config) -> Config:
    """The new configuration, with what is taken at a start only as it was."""
    for one in settings():
        if one.later:
            new = with_value(new, one, value_of(old, one))
    return new
