"""The themes that can be shown: the terminal's own colours, those made for ReadNOW, the user's, Textual's.

The app registers them; `theme` makes the palette of the one that is shown from the variables that they carry.
Invariant: the colours of ours are among the 256 that every terminal of today has, so that they are the same
where there are no more; text can be read in all of them.
"""

from collections.abc import Mapping
from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

from readnow.config.schema import ThemeConfig
from readnow.config.themes import OTHER_NAMES, OURS, TERMINAL, TEXTUALS, rgb

BEFORE = "readnow-"
"""Begins the names of the variables by which a theme says colours of its own."""
PARTS = ("foreground", "background", "muted", "accent", "warning", "code", "rule")
"""What those are for, as in a table of the configuration."""
DEFAULT = "default"
_MIDDLE = 3 * 128

_DARK = ("#d0d0d0", "#1c1c1c", "#949494", "#87afd7", "#ff8787", "#303030", "#4e4e4e")
_LIGHT = ("#303030", "#ffffff", "#6c6c6c", "#005faf", "#af0000", "#eeeeee", "#bcbcbc")
_HIGH = ("#ffffff", "#000000", "#dadada", "#ffff00", "#ff8787", "#262626", "#dadada")
_HIGH_LIGHT = ("#000000", "#ffffff", "#303030", "#0000af", "#870000", "#eeeeee", "#303030")
_COLOURS = dict(zip(OURS[1:], (_DARK, _LIGHT, _HIGH, _HIGH_LIGHT), strict=True))

_TERMINALS = dict(
    zip(
        ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"),
        ("#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5"),
        strict=True,
    )
)
_BRIGHT = ("#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff")
_TERMINALS |= dict(zip((f"bright-{name}" for name in _TERMINALS), _BRIGHT, strict=True))
"""What xterm makes of them, for themes that paint a ground of their own."""


def themes(own: Mapping[str, ThemeConfig]) -> dict[str, Theme]:
    """All themes by name, in the order in which they are offered."""
    made = {name: _made_of(name, _of_ours(name)) for name in OURS}
    textuals = {name: BUILTIN_THEMES[name] for name in TEXTUALS if name in BUILTIN_THEMES}
    based = {**made, **textuals}
    mine = {name: _own(name, theme, based) for name, theme in own.items()}
    return {**made, **mine, **{name: theme for name, theme in textuals.items() if name not in mine}}


def theme_of(name: str) -> str:
    """The name under which a theme is offered."""
    return TERMINAL if name in OTHER_NAMES else name


def _own(name: str, own: ThemeConfig, known: Mapping[str, Theme]) -> Theme:
    """A theme of the user's: that of its base with what differs."""
    base = known.get(own.base, known[TERMINAL])
    colours = {part: getattr(own, part) for part in PARTS if getattr(own, part)}
    if own.base in OURS or own.base not in known:
        return _made_of(name, {**_of_ours(own.base), **colours})
    textual = {"foreground": base.foreground or "", "background": base.background or ""}
    return _made_of(name, {**textual, **colours}, base)


def _of_ours(name: str) -> dict[str, str]:
    return dict(zip(PARTS, _COLOURS[name], strict=True)) if name in _COLOURS else {}


def _made_of(name: str, colours: Mapping[str, str], base: Theme | None = None) -> Theme:
    """What Textual takes for a theme; one without a ground of its own stands on the terminal's."""
    if base is None and colours.get("background", DEFAULT) == DEFAULT:
        like = BUILTIN_THEMES["ansi-dark"]
        return replace(like, name=name, variables={**like.variables, **_variables(colours)})
    found = {part: _TERMINALS.get(colour, colour) for part, colour in colours.items()}
    said = {part: colour for part, colour in found.items() if colour not in ("", DEFAULT)}
    like = base or Theme(name, primary=said.get("accent", "#808080"))
    ground = said.get("background", like.background)
    return replace(
        like,
        name=name,
        primary=said.get("accent", like.primary),
        accent=said.get("accent", like.accent),
        error=said.get("warning", like.error),
        foreground=said.get("foreground", like.foreground),
        background=ground,
        surface=ground,
        panel=said.get("code", like.panel),
        dark=sum(rgb(ground)) < _MIDDLE if ground else like.dark,
        variables={**like.variables, **_variables(said)},
    )


def _variables(colours: Mapping[str, str]) -> dict[str, str]:
    return {f"{BEFORE}{part}": colours[part] for part in PARTS if colours.get(part)}
