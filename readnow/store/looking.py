"""SQL functions that look at an article itself: for what no index says, and for what is not in it yet.

Given to every connection by `connecting`, which loads them when they are first used. Invariants: what is
found in a text is what the index would find; the time for an article is linear in its size.
"""

import json
from collections.abc import Callable
from functools import lru_cache

from readnow.store.marks import IMAGE, marks_of
from readnow.text.packed import unpack
from readnow.text.patterns import Pattern
from readnow.text.searched import has_picture, said
from readnow.text.tokens import Wording, index_text
from readnow.text.words import count_words


class _Article:
    """An article's texts, each read when it is needed."""

    __slots__ = ("_read", "_texts")

    def __init__(self, title: str, author: str, html: bytes | None, page: bytes | None) -> None:
        self._texts: dict[str, Callable[[], str]] = {
            "title": lambda: index_text(title),
            "author": lambda: index_text(author),
            "text": lambda: index_text(said(html), said(page)),
        }
        self._read: dict[str, Wording] = {}

    def has(self, field: str, phrase: str, begun: bool) -> bool:
        """Whether the phrase is in that field, or, for "anywhere", in one of them."""
        if field == "anywhere":
            return any(self.has(one, phrase, begun) for one in self._texts)
        if field not in self._read:
            self._read[field] = Wording(self._texts[field]())
        return self._read[field].has(phrase, begun)


_Test = Callable[[_Article], bool]


@lru_cache(maxsize=64)
def _test(words: str) -> _Test:
    return _made(json.loads(words))


def _made(words: list[object]) -> _Test:
    """The condition that `conditions.words_of` wrote."""
    name, *rest = words
    if name == "word":
        field, phrase, begun = str(rest[0]), str(rest[1]), bool(rest[2])
        return lambda article: article.has(field, phrase, begun)
    parts = [_made(part) for part in rest if isinstance(part, list)]
    if name == "not":
        return lambda article: not parts[0](article)
    if name == "all":
        return lambda article: all(part(article) for part in parts)
    return lambda article: any(part(article) for part in parts)


def looks(words: str, title: str, author: str, html: bytes | None, page: bytes | None) -> bool:
    """Whether an article is what a condition of words says (`conditions.words_of`)."""
    return _test(words)(_Article(title, author, html, page))


def marked(mark: str, details: str, html: bytes) -> bool:
    """Whether an article has a mark (`marks`)."""
    return mark in marks_of(details, mark == IMAGE and has_picture(unpack(html)))


@lru_cache(maxsize=16)
def _pattern(source: str) -> Pattern:
    return Pattern(source)


def fits(source: str, title: str) -> bool:
    """Whether a title matches a pattern."""
    return _pattern(source).found_in(title)


def counted(html: bytes) -> int:
    """How many words a text has."""
    return count_words(said(html))
