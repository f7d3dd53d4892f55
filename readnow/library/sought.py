"""The words that a search looks for, to be marked where it found them. Pure.

Called by the interface. What is excluded, and what is no word, is left out.
"""

from collections.abc import Iterator

from readnow.model.condition import All, Condition, Either, Field, Word
from readnow.text.sought import Phrase, Sought

IN_TITLES = frozenset((Field.ANYWHERE, Field.TITLE))
IN_TEXTS = frozenset((Field.ANYWHERE, Field.TITLE, Field.TEXT))


def sought_in(condition: Condition | None, fields: frozenset[Field]) -> Sought:
    """The words that a condition looks for in one of these fields."""
    return Sought(
        Phrase(tuple(word.text.split(" ")), word.begun) for word in _words(condition) if word.field in fields
    )


def _words(condition: Condition | None) -> Iterator[Word]:
    match condition:
        case Word():
            yield condition
        case All() | Either():
            for part in condition.parts:
                yield from _words(part)
