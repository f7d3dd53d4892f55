"""The look: which theme, which palette of it, which marks the terminal can show.

Asked by the app before it is constructed and by the panes when the style changes. Invariant: without a theme
of the user's choice the terminal's own colours are used, and NO_COLOR in the environment wins.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from msgspec import Struct
from rich.style import Style
from textual.app import App
from textual.color import Color, ColorParseError

from readnow.config.schema import UiConfig
from readnow.config.themes import AUTO, LEGIBLE, OTHER_NAMES, TERMINAL, contrast
from readnow.text.ascii import to_ascii, with_twins
from readnow.tui.render.palette import ASCII_MARKS, Marks, Palette
from readnow.tui.themes import BEFORE, DEFAULT

_MUTED = 0.62
"""How much of the foreground is left in what steps back, where that can still be read."""
_RULE = 0.25
_TERMINALS_RULE = "bright-black"


class Look(Struct, frozen=True):
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
    name = chosen_theme(ui.theme)
    if "NO_COLOR" in env or name == TERMINAL:
        return Look(True, TERMINAL)
    if name in known:
        return Look(None, name)
    return Look(True, TERMINAL, f'There is no theme "{ui.theme}": the terminal\'s own colours are used.')


def chosen_theme(name: str) -> str:
    """The theme that a name in the configuration stands for."""
    return TERMINAL if name == AUTO or name in OTHER_NAMES else name


def marks_for(encoding: str, glyphs: str = "auto") -> Marks:
    """The marks for a terminal whose locale has this encoding, unless the setting says which."""
    return Marks() if glyphs == "unicode" or (glyphs == "auto" and _has_unicode(encoding)) else ASCII_MARKS


def twin_for(encoding: str, glyphs: str = "auto") -> Callable[[str], str] | None:
    """What makes ASCII of all that is drawn; None where nothing need be done.

    Where only what we draw is to be in ASCII, letters of articles stay as they are.
    """
    if glyphs == "unicode" or (glyphs == "auto" and _has_unicode(encoding)):
        return None
    return with_twins if _has_unicode(encoding) else to_ascii


def _has_unicode(encoding: str) -> bool:
    return encoding.replace("-", "").lower() in {"utf8", "gb18030"}


def palette_for(app: App[Any]) -> Palette:
    """The palette of the theme that the app shows now."""
    variables = app.get_css_variables()
    return _terminals_palette(variables) if app.native_ansi_color else _palette(_Tones.of(variables))


def quiet(app: App[Any]) -> str:
    """The style of what steps back, for Textual's own way of writing text."""
    return "dim" if app.native_ansi_color else "$quiet"


def style_variables(variables: Mapping[str, str], ansi: bool) -> dict[str, str]:
    """What the style sheet of the app asks for besides Textual's variables: `rule` and `quiet`."""
    if ansi:
        rule = variables.get(f"{BEFORE}rule", _TERMINALS_RULE)
        return {
            "rule": _textuals_name(rule),
            "quiet": _textuals_name(variables.get(f"{BEFORE}muted", DEFAULT)),
        }
    tones = _Tones.of(variables)
    return {"rule": tones.rule.hex, "quiet": tones.muted.hex}


def _textuals_name(colour: str) -> str:
    return colour if colour.startswith("#") else f"ansi_{colour.replace('-', '_')}"


def _terminals_palette(variables: Mapping[str, str]) -> Palette:
    """Styles on the terminal's ground; what steps back is dim, and so fits dark and light alike."""
    own = {
        part: variables.get(f"{BEFORE}{part}", "") for part in ("foreground", "muted", "accent", "warning")
    }
    styles = {part: Style(color=colour.replace("-", "_")) for part, colour in own.items() if colour}
    code = variables.get(f"{BEFORE}code", DEFAULT)
    ground = Style(bgcolor=code.replace("-", "_")) if code != DEFAULT else Style()
    usual = Palette()
    accent = styles.get("accent", usual.accent)
    return Palette(
        text=styles.get("foreground", usual.text),
        muted=styles.get("muted", usual.muted),
        accent=accent,
        title=accent + Style(bold=True),
        warning=styles.get("warning", usual.warning),
        code=usual.code + ground,
        code_block=usual.code_block + ground,
    )


class _Tones(Struct, frozen=True):
    """The colours of a theme that paints a ground of its own. What a theme of ours or of the user says itself
    is used as it is; of others' colours what can be read is made."""

    foreground: Color
    background: Color
    muted: Color
    accent: Color
    warning: Color
    code: Color
    rule: Color

    @classmethod
    def of(cls, variables: Mapping[str, str]) -> "_Tones":
        def said(part: str) -> Color | None:
            value = variables.get(f"{BEFORE}{part}")
            return _color(value, "#808080") if value else None

        background = said("background") or _color(variables.get("background", ""), "#121212")
        foreground = said("foreground") or _legible(
            _color(variables.get("foreground", ""), "#e0e0e0"), background.get_contrast_text(1), background
        )
        accent = _color(variables.get("accent", ""), foreground.hex)
        warning = _color(variables.get("error", ""), foreground.hex)
        panel = _color(variables.get("panel", ""), background.hex)
        return cls(
            foreground,
            background,
            said("muted") or _legible(background.blend(foreground, _MUTED), foreground, background),
            said("accent") or _legible(accent, foreground, background),
            said("warning") or _legible(warning, foreground, background),
            said("code") or _legible(panel, background, foreground),
            said("rule") or background.blend(foreground, _RULE),
        )


def _palette(tones: _Tones) -> Palette:
    return Palette(
        text=Style(),
        muted=_foreground(tones.muted),
        accent=_foreground(tones.accent),
        title=_foreground(tones.accent) + Style(bold=True),
        warning=_foreground(tones.warning),
        code=_background(tones.code),
        code_block=_background(tones.code),
    ).on_ground(Style.from_color(tones.foreground.rich_color, tones.background.rich_color))


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
        if contrast(mixed.rgb, other.rgb) >= LEGIBLE:
            return mixed
    return towards


def _foreground(color: Color) -> Style:
    return Style.from_color(color.rich_color, None)


def _background(color: Color) -> Style:
    return Style.from_color(None, color.rich_color)
