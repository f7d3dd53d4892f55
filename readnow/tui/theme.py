"""The look: which theme, which palette of it, which marks the terminal can show.

Asked by the app before it is constructed and by the panes when the style changes. Invariant: without a theme
of the user's choice the terminal's own colours are used, and NO_COLOR in the environment wins.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from rich.style import Style
from textual.app import App
from textual.color import Color, ColorParseError

from readnow.config.schema import UiConfig
from readnow.tui.render.palette import ASCII_MARKS, Marks, Palette

AUTO = "auto"
ANSI_THEME = "ansi-dark"
"""The theme behind "auto": the sixteen colours that the user gave the terminal."""
_MUTED = 0.62
"""How much of the foreground is left in what steps back, where that can still be read."""

_LEGIBLE = 4.5
"""The least contrast of text (WCAG 2.1, 1.4.3)."""


@dataclass(frozen=True, slots=True)
class Look:
    """What to construct the app with: `ansi_color` for `App.__init__`, then the name of the theme.

    `problem` is a sentence for the user where the configured theme does not exist, else empty.
    """

    ansi_color: bool | None
    theme: str
    problem: str = ""


def look(ui: UiConfig, known: Collection[str], env: Mapping[str, str]) -> Look:
    """The look that the configuration asks for, among the themes that there are.

    NO_COLOR must be heeded before the app exists: later the theme's greys would stay.
    """
    if "NO_COLOR" in env or ui.theme == AUTO:
        return Look(True, ANSI_THEME)
    if ui.theme in known:
        return Look(None, ui.theme)
    return Look(True, ANSI_THEME, f'There is no theme "{ui.theme}": the terminal\'s own colours are used.')


def marks_for(encoding: str) -> Marks:
    """The marks for a terminal whose locale has this encoding: without Unicode, those of ASCII."""
    return Marks() if encoding.replace("-", "").lower() in {"utf8", "gb18030"} else ASCII_MARKS


def palette_for(app: App[Any]) -> Palette:
    """The palette of the theme that the app shows now."""
    if app.native_ansi_color:
        return Palette()
    variables = app.get_css_variables()
    foreground = _color(variables.get("foreground", ""), "#e0e0e0")
    background = _color(variables.get("background", ""), "#121212")
    panel = _legible(_color(variables.get("panel", ""), background.hex), background, foreground)
    muted = _legible(background.blend(foreground, _MUTED), foreground, background)
    accent = _legible(_color(variables.get("accent", ""), foreground.hex), foreground, background)
    warning = _legible(_color(variables.get("error", ""), foreground.hex), foreground, background)
    ground = Style.from_color(foreground.rich_color, background.rich_color)
    return Palette(
        text=Style(),
        muted=_foreground(muted),
        accent=_foreground(accent),
        title=_foreground(accent) + Style(bold=True),
        warning=_foreground(warning),
        code=_background(panel),
        code_block=_background(panel),
    ).on_ground(ground)


def _color(text: str, default: str) -> Color:
    try:
        color = Color.parse(text)
    except ColorParseError:
        return Color.parse(default)
    return color if color.ansi is None else Color.parse(default)


def _legible(color: Color, towards: Color, other: Color) -> Color:
    """The colour, drawn towards one until it can be read together with the other."""
    for step in range(10):
        mixed = color.blend(towards, step / 10)
        if contrast(mixed, other) >= _LEGIBLE:
            return mixed
    return towards


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.1)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: Color) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.1)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _foreground(color: Color) -> Style:
    return Style.from_color(color.rich_color, None)


def _background(color: Color) -> Style:
    return Style.from_color(None, color.rich_color)
