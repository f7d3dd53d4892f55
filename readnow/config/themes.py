"""The table `[theme]`: themes of the user's own by name, and the names of those that come with ReadNOW.

`load` reads the table through it, `tui.themes` makes what is painted of it. Invariant: a colour that cannot
be used is left out and reported, the others stay; a theme without any good colour looks like its base.
"""

import difflib
from collections.abc import Callable, Collection, Mapping
from typing import Any, get_type_hints

import msgspec

from readnow.config.describe import expectation, shown
from readnow.config.schema import ThemeConfig, ThemesConfig
from readnow.text.pattern import pattern

AUTO, TERMINAL = "auto", "terminal"
OURS = (TERMINAL, "dark", "light", "high-contrast", "high-contrast-light")
"""The themes that are made for ReadNOW."""
TEXTUALS = (
    *("atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte", "catppuccin-macchiato"),
    *("catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine", "rose-pine-dawn"),
    *("rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark", "textual-light", "tokyo-night"),
)
"""Those that come with Textual and paint colours of their own."""
OTHER_NAMES = ("ansi-dark", "ansi-light")
"""Textual's names for what is "terminal" here."""
MOST = 50
UNUSED = "The colour of its base is used."
ALL_THE_SAME = "It is used all the same."
LEGIBLE = 4.5
"""The least contrast of text (WCAG 2.1, 1.4.3)."""

_NAME = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_NAME = 40
_READ_ON_GROUND = ("foreground", "muted", "accent", "warning")

Report = Callable[[str, str, str, str], None]
"""Takes what is wrong: key, reason, the key that was perhaps meant or "", what holds instead."""


def read_themes(data: Mapping[str, Any], report: Report) -> ThemesConfig:
    """The usable themes of the table."""
    own: dict[str, ThemeConfig] = {}
    for name, value in data.items():
        key = f"theme.{name}" if _NAME.fullmatch(name) else f"theme.{shown(name)}"
        if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
            _leave_out(report, key, "a name has small letters, digits and hyphens only")
        elif name == AUTO or name in OURS or name in OTHER_NAMES:
            _leave_out(report, key, "this is the name of a theme that comes with ReadNOW")
        elif not isinstance(value, dict):
            _leave_out(report, key, f"must be a table, written [theme.{name}]")
        elif len(own) == MOST:
            _leave_out(report, key, f"there are more than {MOST} themes")
        else:
            own[name] = _theme(key, value, report)
    return ThemesConfig(own)


def _leave_out(report: Report, key: str, reason: str) -> None:
    report(key, reason, "", "The theme is left out.")


def _theme(key: str, table: Mapping[str, Any], report: Report) -> ThemeConfig:
    types = get_type_hints(ThemeConfig, include_extras=True)
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name not in types:
            report(f"{key}.{name}", "unknown key", _near(name, types), "It is left out.")
            continue
        try:
            values[name] = msgspec.convert(value, types[name])
        except msgspec.ValidationError:
            report(f"{key}.{name}", f"must be {expectation(types[name])}, not {shown(value)}", "", UNUSED)
    base = values.get("base", TERMINAL)
    if base not in (*OURS, *TEXTUALS):
        near = _near(base, (*OURS, *TEXTUALS))
        report(f"{key}.base", f"there is no theme {shown(base)}", near, f'"{TERMINAL}" is used.')
        del values["base"]
    theme = ThemeConfig(**values)
    _tell_what_is_faint(key, theme, report)
    return theme


def _tell_what_is_faint(key: str, theme: ThemeConfig, report: Report) -> None:
    """Say which colours can hardly be read on the background that the theme names itself."""
    ground = theme.background
    for name in _READ_ON_GROUND:
        colour = getattr(theme, name)
        if colour.startswith("#") and ground.startswith("#"):
            found = contrast(rgb(colour), rgb(ground))
            if found < LEGIBLE:
                reason = (
                    f"can hardly be read on the background: a contrast of {found:.1f}, text needs {LEGIBLE}"
                )
                report(f"{key}.{name}", reason, "", ALL_THE_SAME)


def theme_problem(name: str, own: Collection[str]) -> tuple[str, str] | None:
    """Why there is no theme of this name, and the name that was perhaps meant or ""; None where there is."""
    known = (AUTO, *OURS, *own, *TEXTUALS)
    if name in known or name in OTHER_NAMES:
        return None
    return f"there is no theme {shown(name)}", _near(name, known)


def _near(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.6)
    return near[0] if near else ""


def rgb(colour: str) -> tuple[int, int, int]:
    """The parts of a colour written as #rgb or #rrggbb, 0 to 255."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.1)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.1)."""
    parts = (part / 255 for part in colour)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
