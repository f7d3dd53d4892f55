"""What was chosen of the looks while the program ran, kept for the next start. Pure.

Read by `start`, written when the interface closes. Invariant: a choice holds only for as long as the
configuration says what it said when it was made: who writes something else there gets that.
"""

from collections.abc import Mapping
from typing import Any, get_type_hints

import msgspec
from msgspec.structs import replace

from readnow.config.schema import Config, UiConfig
from readnow.config.themes import theme_problem

LOOKS = "looks"
"""The key under which they are remembered."""
CHOSEN = ("theme", "layout", "density", "columns", "hints")
"""The settings that the interface changes."""


def with_remembered_looks(value: object, config: Config) -> UiConfig:
    """The settings of the interface with what was chosen instead of some of them."""
    types = get_type_hints(UiConfig, include_extras=True)
    chosen: dict[str, Any] = {}
    for name in CHOSEN:
        kept = value.get(name) if isinstance(value, Mapping) else None
        if not isinstance(kept, list) or len(kept) != 2:
            continue
        try:
            shown, configured = (msgspec.convert(one, types[name]) for one in kept)
        except msgspec.ValidationError:
            continue
        if configured == getattr(config.ui, name) and (
            name != "theme" or theme_problem(shown, config.theme.own) is None
        ):
            chosen[name] = shown
    return replace(config.ui, **chosen)


def looks_to_remember(shown: UiConfig, configured: UiConfig) -> dict[str, list[Any]]:
    """What differs from the configuration, each with what that says."""
    pairs = {name: [getattr(shown, name), getattr(configured, name)] for name in CHOSEN}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
