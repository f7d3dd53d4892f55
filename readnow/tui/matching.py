"""Which choices are meant by what is typed, the likeliest first. Pure.

Used by the lists to choose from. Every word that is typed must be found: at the beginning of the name, at the
beginning of words, else anywhere; where nothing has them so, what has their letters in this order is offered.
Invariant: the cost of a key is that of looking through the texts once; among equals the given order is kept.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from readnow.text.pattern import pattern
from readnow.text.words import fold

_NOT_WORDS = pattern(r"[^\w]+")


class Matcher:
    """Texts, made ready once to be looked through with every key."""

    def __init__(self, names: Sequence[str], others: Sequence[str], exact: Sequence[Sequence[str]]) -> None:
        """`names` count most, `others` stand beside them; `exact` are texts that are meant where they alone
        are typed, as keys are."""
        self._names = [_words(name) for name in names]
        self._texts = [f"{name}{_words(other)}" for name, other in zip(self._names, others, strict=True)]
        self._exact = {text: index for index, texts in reversed(list(enumerate(exact))) for text in texts}

    def find(self, typed: str) -> list[int]:
        """The indexes of what is meant; all in their order where nothing is typed."""
        words = _words(typed).split()
        bare = typed.strip()
        exactly = self._exact.get(bare.upper() if bare.startswith("^") else bare) if bare else None
        if not words:
            if not bare:
                return list(range(len(self._names)))
            return [] if exactly is None else [exactly]
        found = self._ranked(words) or self._by_letters("".join(words))
        if exactly is None:
            return found
        return [exactly, *(index for index in found if index != exactly)]

    def _ranked(self, words: Sequence[str]) -> list[int]:
        """Where all words are: at the beginning of the name, of its words, of any words, or within them."""
        ranks: tuple[list[int], ...] = ([], [], [], [])
        begun = [f" {word}" for word in words]
        phrase = f" {' '.join(words)}"
        names = self._names
        for index, text in enumerate(self._texts):
            for word in words:
                if word not in text:
                    break
            else:
                name = names[index]
                if name.startswith(phrase):
                    ranks[0].append(index)
                elif all(word in name for word in begun):
                    ranks[1].append(index)
                elif all(word in text for word in begun):
                    ranks[2].append(index)
                else:
                    ranks[3].append(index)
        return [index for rank in ranks for index in rank]

    def _by_letters(self, letters: str) -> list[int]:
        """Those whose name has these letters in this order, those that need the least room first."""
        pattern = re.compile(".*?".join(letters))
        matches = ((pattern.search(name), index) for index, name in enumerate(self._names))
        return [index for _, index in sorted((len(match[0]), index) for match, index in matches if match)]


@lru_cache(maxsize=20_000)
def _words(text: str) -> str:
    """The words of a text as they are compared, each behind a space."""
    return f" {_NOT_WORDS.sub(' ', fold(text)).strip()}"
