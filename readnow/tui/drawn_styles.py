"""Textual's memory of how styles are drawn, kept small. `tui.run` calls `limit` before the app starts.

Every place in a text that can be selected has a style of its own, and so has every link: the 16,384 styles
that Textual remembers would be reached by a day of reading, and hold some 15 MB. Invariant: what is drawn
stays the same.
"""

from functools import lru_cache
from typing import Any

from textual.strip import Strip

MOST = 1024
"""Styles that are remembered: some screens full."""


def limit() -> None:
    """Remember fewer of them from now on; a Textual that remembers in another way is left alone."""
    textuals: Any = Strip
    plain = getattr(Strip.render_ansi, "__wrapped__", None)
    if plain is not None:
        remembering: Any = lru_cache(maxsize=MOST)(plain)
        textuals.render_ansi = classmethod(remembering)
