"""`config.toml` → Config and a list of what is wrong with it.

Read once at start and by `readnow config check`. Invariant: a file that is TOML always gives a whole, valid
Config; each wrong value keeps its default and all problems are reported at once. Nothing here ever writes.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec.structs import replace

from readnow.config.commands import LEFT_OUT, read_commands
from readnow.config.describe import expectation, shown, tables
from readnow.config.lines import line_of, lines_of
from readnow.config.schema import CommandsConfig, Config, KeysConfig, ThemesConfig
from readnow.config.texts import split_command, split_keys
from readnow.config.themes import read_themes, theme_problem
from readnow.model.errors import ConfigError
from readnow.text.pattern import pattern

MAX_BYTES = 1024 * 1024
"""No configuration is larger; more than this is another file, or a device without end."""

_WHERE = pattern(
    r"(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z", re.S
)


class ConfigProblem(msgspec.Struct, frozen=True):
    """One thing wrong in a file: its key with its table, why, the key that was perhaps meant, or "", what
    holds instead, and the line, 0 where it is not known."""

    file: Path
    key: str
    reason: str
    nearest: str = ""
    instead: str = "The default is used."
    line: int = 0

    def __str__(self) -> str:
        return self._placed(str(self.file))

    @property
    def brief(self) -> str:
        """The same with the name of the file alone, for where there is one line for it."""
        return self._placed(self.file.name)

    def _placed(self, file: str) -> str:
        place = f"{file}, line {self.line}" if self.line else file
        return f"{place}: {self.key}: {self.said}"

    @property
    def said(self) -> str:
        """What is wrong and what holds instead, without the place."""
        hint = f", did you mean {self.nearest}?" if self.nearest else "."
        return f"{self.reason}{hint} {self.instead}"


class Loaded(msgspec.Struct, frozen=True):
    """The configuration in force, what was wrong with the file, the file that was read, if any; its text."""

    config: Config
    problems: tuple[ConfigProblem, ...] = ()
    path: Path | None = None
    text: str = ""


def load(path: Path | None, explicit: bool) -> Loaded:
    """Read the configuration. A missing file is none unless the user named it (`explicit`).

    Raises `ConfigError` where the file cannot be read, is not text or not TOML.
    """
    text = _read(path, explicit) if path is not None else None
    if path is None or text is None:
        return Loaded(Config())
    config, problems = checked(_tables(path, text), path)
    if problems:
        lines = lines_of(text)
        problems = tuple(replace(one, line=line_of(lines, one.key)) for one in problems)
    return Loaded(config, problems, path, text)


def checked(data: Mapping[str, Any], path: Path) -> tuple[Config, tuple[ConfigProblem, ...]]:
    """The configuration that the tables of the file `path` come to, and what is wrong with them."""
    reader = _Reader(path)
    return reader.config(data), tuple(reader.problems)


def _read(path: Path, explicit: bool) -> str | None:
    """The file's text; None where there is no file and none was asked for."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as err:
        if not explicit:
            return None
        raise ConfigError(f"{path}: there is no such file.") from err
    except IsADirectoryError as err:
        raise ConfigError(f"{path} is a directory, not a configuration file.") from err
    except PermissionError as err:
        raise ConfigError(f"{path} cannot be read: permission denied.") from err
    except (OSError, ValueError) as err:
        reason = (err.strerror if isinstance(err, OSError) else "") or str(err)
        raise ConfigError(f"{path} cannot be read: {reason}.") from err
    if len(raw) > MAX_BYTES:
        raise ConfigError(f"{path} is larger than 1 MB, so it is no configuration file.")
    if b"\0" in raw:
        raise ConfigError(f"{path} is not a text file.")
    try:
        # An editor on Windows may have put a byte order mark in front.
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        line = raw.count(b"\n", 0, err.start) + 1
        raise ConfigError(f"{path}, line {line}: not UTF-8 text. Save the file as UTF-8.") from err


def _tables(path: Path, text: str) -> dict[str, Any]:
    """The tables of a text. Raises `ConfigError`."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise ConfigError(_not_toml(path, str(err))) from err
    except RecursionError as err:
        raise ConfigError(f"{path}: nested too deeply.") from err
    except ValueError as err:
        # Integers of thousands of digits and dates that do not exist.
        raise ConfigError(f"{path}: not valid TOML: {err}.") from err


def _not_toml(path: Path, message: str) -> str:
    match = _WHERE.match(message)
    if match is None:
        return f"{path}: not valid TOML: {message}."
    what = match["what"][:1].lower() + match["what"][1:]
    place = f"line {match['line']}, column {match['column']}" if match["line"] else "at its end"
    return f"{path}, {place}: not valid TOML: {what}."


class _Reader:
    """Checks the tables of one file and collects what is wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[ConfigProblem] = []

    def config(self, data: Mapping[str, Any]) -> Config:
        kinds = get_type_hints(Config)
        parts: dict[str, Any] = {}
        for name, value in data.items():
            if name not in kinds:
                self._report(name, "unknown table" if isinstance(value, dict) else "unknown key", _near(name))
            elif not isinstance(value, dict):
                self._report(name, f"must be a table, written [{name}]")
            elif kinds[name] is KeysConfig:
                parts[name] = self._keys(value)
            elif kinds[name] is CommandsConfig:
                parts[name] = read_commands(value, self._report_command)
            elif kinds[name] is ThemesConfig:
                parts[name] = read_themes(value, self._report_in_words)
            else:
                parts[name] = kinds[name](**self._settings(name, kinds[name], value))
        return self._with_known_theme(Config(**parts))

    def _with_known_theme(self, config: Config) -> Config:
        problem = theme_problem(config.ui.theme, config.theme.own)
        if problem is None:
            return config
        self._report("ui.theme", *problem)
        return replace(config, ui=replace(config.ui, theme=Config().ui.theme))

    def _settings(self, table: str, of: type, data: Mapping[str, Any]) -> dict[str, Any]:
        """The usable values of one table."""
        types = get_type_hints(of, include_extras=True)
        usable: dict[str, Any] = {}
        for name, value in data.items():
            key = f"{table}.{name}"
            if name not in types:
                self._report(key, "unknown key", _near(name, table))
            elif isinstance(value, str) and _is_words(types[name]):
                self._words(key, name, value, types[name], usable)
            else:
                self._convert(key, name, value, types[name], usable)
        return usable

    def _convert(self, key: str, name: str, value: object, kind: Any, usable: dict[str, Any]) -> None:
        if name == "ca_file" and isinstance(value, str) and value:
            value = self._file(key, value)
            if value is None:
                return
        try:
            usable[name] = msgspec.convert(value, kind)
        except msgspec.ValidationError:
            self._report(key, f"must be {expectation(kind)}, not {shown(value)}")

    def _words(self, key: str, name: str, value: str, kind: Any, usable: dict[str, Any]) -> None:
        """A command written as one text, in the words that a shell would make of it."""
        words = split_command(value)
        if words is None:
            self._report(key, "a quotation mark is not closed")
        else:
            self._convert(key, name, words, kind, usable)

    def _file(self, key: str, value: str) -> str | None:
        try:
            path = Path(value).expanduser()
            if path.is_file():
                return str(path)
        except (OSError, RuntimeError, ValueError):
            pass
        self._report(key, f"there is no file {shown(value)}")
        return None

    def _keys(self, data: Mapping[str, Any]) -> KeysConfig:
        """The table of keys: `preset`, else ids of actions, in quotation marks or as dotted keys."""
        preset: dict[str, Any] = {}
        bindings: dict[str, tuple[str, ...]] = {}
        for name, value in _flat(data):
            if name == "preset":
                kind = get_type_hints(KeysConfig, include_extras=True)["preset"]
                self._convert("keys.preset", "preset", value, kind, preset)
            elif isinstance(value, str):
                bindings[name] = split_keys(value)
            elif isinstance(value, list) and all(isinstance(key, str) for key in value):
                bindings[name] = tuple(value)
            else:
                self._report(f'keys."{name}"', f"must be a key or a list of keys, not {shown(value)}")
        return KeysConfig(**preset, bindings=bindings)

    def _report_command(self, key: str, reason: str, nearest: str) -> None:
        self.problems.append(ConfigProblem(self.path, key, reason, nearest, LEFT_OUT))

    def _report_in_words(self, key: str, reason: str, nearest: str, instead: str) -> None:
        self.problems.append(ConfigProblem(self.path, key, reason, nearest, instead))

    def _report(self, key: str, reason: str, nearest: str = "") -> None:
        self.problems.append(ConfigProblem(self.path, key, reason, nearest))


def _is_words(kind: Any) -> bool:
    """Whether a setting of this type is a list."""
    return get_origin(get_args(kind)[0]) is tuple


def _flat(data: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    """Names and values with the tables that dotted keys make folded into the names."""
    flat: list[tuple[str, Any]] = []
    stack = [(before, data)]
    while stack:
        prefix, table = stack.pop()
        for name, value in table.items():
            if isinstance(value, dict):
                stack.append((f"{prefix}{name}.", value))
            else:
                flat.append((prefix + name, value))
    return flat


def _near(name: str, table: str = "") -> str:
    """The known key that was perhaps meant: of the same table first, else of another, else a table."""
    known: dict[str, tuple[str, ...]] = {of: part.__struct_fields__ for of, part in tables(Config())}
    if table:
        near = difflib.get_close_matches(name, known[table], 1, 0.6)
        if near:
            return near[0]
    elif near := difflib.get_close_matches(name, known, 1, 0.6):
        return f"[{near[0]}]"
    for other, keys in known.items():
        if name in keys and name not in ("bindings", "own"):
            return f"{other}.{name}"
    return ""
