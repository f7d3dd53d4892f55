"""Where the words of a search stand in a line of text, to be marked there. Pure.

Compared is as the search compares (`text.tokens`). Invariants: what is marked was found by the search or
could have been; linear in the size of the line.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from readnow.text.tokens import tokens

_LONGEST = 2_000
"""Characters of a line that are looked at."""


class Phrase(NamedTuple):
    """Tokens that stand in a row; `begun`: the last may go on."""

    tokens: tuple[str, ...]
    begun: bool = False


class Sought:
    """The words of a search."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(dict.fromkeys(phrase for phrase in phrases if phrase.tokens))

    def __bool__(self) -> bool:
        return bool(self.phrases)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sought) and self.phrases == other.phrases

    def __hash__(self) -> int:
        return hash(self.phrases)

    def ranges(self, text: str) -> list[tuple[int, int]]:
        """From and to which character each place goes, in order, none over another."""
        if not self.phrases:
            return []
        placed = _placed(text[:_LONGEST])
        found: list[tuple[int, int]] = []
        for at in range(len(placed)):
            ends = [placed[at + n - 1][2] for phrase in self.phrases if (n := _fits(phrase, placed, at))]
            if ends and (not found or placed[at][1] >= found[-1][1]):
                found.append((placed[at][1], max(ends)))
        return found


def _fits(phrase: Phrase, placed: list[tuple[str, int, int]], at: int) -> int:
    """How many tokens the phrase takes where it begins at a token; 0 where it does not."""
    count = len(phrase.tokens)
    there = [token for token, _, _ in placed[at : at + count]]
    if len(there) < count or there[:-1] != list(phrase.tokens[:-1]):
        return 0
    last = phrase.tokens[-1]
    return count if (there[-1].startswith(last) if phrase.begun else there[-1] == last) else 0


@lru_cache(maxsize=256)
def _placed(text: str) -> list[tuple[str, int, int]]:
    """The tokens of a text, each with where it stands."""
    found: list[tuple[str, int, int]] = []
    for start, end in _runs(text):
        made = tokens(text[start:end])
        if len(made) == end - start > 1:  # a script without spaces: a token for each character
            found += [(token, start + n, start + n + 1) for n, token in enumerate(made)]
        else:
            found += [(token, start, end) for token in made]
    return found


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """From and to where nothing separates."""
    start: int | None = None
    for at, character in enumerate(text):
        if character.isalnum() or _is_kept(character):
            start = at if start is None else start
        elif start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, len(text)


@lru_cache(maxsize=4_096)
def _is_kept(character: str) -> bool:
    """Whether a sign is part of a token, or one."""
    return bool(unicodedata.combining(character) or tokens(character))
