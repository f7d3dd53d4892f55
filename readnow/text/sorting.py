"""Texts as an order compares them.

Used by the store for titles, authors and names of feeds. Invariant: two texts that differ in case, accents or
the signs before their first letter only are equal.
"""

from readnow.text.pattern import pattern
from readnow.text.words import fold

LAST = "\U0010ffff"
"""Stands behind everything that is written: for what has no name."""

_SIGNS = pattern(r"\A[\W_]+")


def sort_key(text: str) -> str:
    """What to compare; of what has no name, something behind all others."""
    folded = fold(text)
    if folded[:1].isalnum():
        return folded
    return _SIGNS.sub("", folded) or LAST


def feed_key(number: int, title: str) -> str:
    """What to compare of feeds: two of one name are not mixed."""
    return f"{sort_key(title)}\n{number:020d}"
