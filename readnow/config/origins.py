"""Where the value of each setting comes from: the default, a line of the file, the environment, a try.

Called by the screen of settings and by `readnow config print`. Invariant: what a variable of the environment
says is told only where it really decides; a password in it is not shown.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from readnow.config.lines import line_of, lines_of
from readnow.config.load import Loaded
from readnow.config.schema import Config
from readnow.text.clean import clean_line
from readnow.text.pattern import pattern

_PASSWORD = pattern(r"//[^/@\s]*@")
_PROXIES = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")


class Kind(StrEnum):
    """What a value comes from."""

    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"
    OPTION = "command line"
    TRIED = "tried"
    CHOSEN = "by a key"


class Origin(Struct, frozen=True):
    """Where a value comes from. `name`: the variable or option; `line`: that of the file, 0 for not known;
    `value`: what the variable says."""

    kind: Kind = Kind.DEFAULT
    name: str = ""
    line: int = 0
    value: str = ""

    @property
    def words(self) -> str:
        """It in a word or two: "default", "line 12", "NO_COLOR", "--config"."""
        if self.kind is Kind.FILE:
            return f"line {self.line}" if self.line else "the file"
        return self.name or self.kind.value


class Places(Struct, frozen=True):
    """Which file was read, or would be, whether the user named it, and by what (an option, a variable); the
    same of the data."""

    config_file: Path | None = None
    config_by: Origin = Origin()
    data_by: Origin = Origin()

    @property
    def explicit(self) -> bool:
        """Whether the file must be there."""
        return self.config_by.kind is not Kind.DEFAULT


class Origins:
    """The origins of all values of what was loaded, in this environment."""

    def __init__(self, loaded: Loaded, environment: Mapping[str, str] | None = None) -> None:
        self.loaded = loaded
        self.environment = environment or {}
        self._lines = lines_of(loaded.text)

    def of(self, key: str) -> Origin:
        """The origin of a setting (`ui.theme`, `keys."article.save"`, `commands.send`)."""
        deciding = _deciding(key, self.loaded.config, self.environment)
        if deciding is not None:
            return deciding
        line = line_of(self._lines, key)
        wrong = any(problem.key == key for problem in self.loaded.problems)
        return Origin(Kind.FILE, line=line) if line and not wrong else Origin()


def place_named(option: str, given: str | None, variable: str, environment: Mapping[str, str]) -> Origin:
    """By what a path was named: the option, where it was given, else the variable, where it says anything."""
    if given:
        return Origin(Kind.OPTION, option)
    return Origin(Kind.ENVIRONMENT, variable) if environment.get(variable) else Origin()


def _deciding(key: str, config: Config, environment: Mapping[str, str]) -> Origin | None:
    """The variable of the environment that decides instead of the configuration."""
    if key == "ui.theme" and "NO_COLOR" in environment:
        return Origin(Kind.ENVIRONMENT, "NO_COLOR", value="no colours")
    if key == "fetch.proxy" and not config.fetch.proxy:
        return next((_said(name, environment[name]) for name in _PROXIES if environment.get(name)), None)
    if key == "open.browser" and not config.open.browser and environment.get("BROWSER"):
        return _said("BROWSER", environment["BROWSER"])
    return None


def _said(name: str, value: str) -> Origin:
    return Origin(Kind.ENVIRONMENT, name, value=_PASSWORD.sub("//…@", clean_line(value)))
