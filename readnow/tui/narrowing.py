"""Which rows of a list have the words that were typed to narrow it. Pure; every such list asks here.

Invariant: case and accents make no difference; all words must be there, in any order.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from readnow.text.words import fold

Row = TypeVar("Row")


def narrowed(rows: Sequence[Row], typed: str, text_of: Callable[[Row], str]) -> Sequence[Row]:
    """The rows whose text has all words that are typed; all of them where nothing is."""
    words = fold(typed).split()
    return [row for row in rows if has_all(fold(text_of(row)), words)] if words else rows


def has_all(folded: str, words: Iterable[str]) -> bool:
    """Whether a text has all words; both are folded."""
    return all(word in folded for word in words)
