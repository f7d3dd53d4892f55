"""Queries as they stand on a command line, where a shell has taken the quotation marks away."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readnow.library.query import Names, parse_query
from readnow.model.query import ArticleQuery

if TYPE_CHECKING:
    from readnow.library.library import Library


def query_of(words: Sequence[str], library: "Library") -> ArticleQuery:
    """The query of words as a shell hands them over. Raises `QueryError`."""
    return parse_query(_joined(words), Names(library.feeds.all(), library.feeds.folders()))


def _joined(words: Sequence[str]) -> str:
    """One text of several words: one that a shell kept together (`feed:"Kernel Week"`) stays together."""
    if len(words) == 1:
        return words[0]
    return " ".join(_requoted(word) for word in words)


def _requoted(word: str) -> str:
    if " " not in word or '"' in word:
        return word
    prefix, colon, rest = word.partition(":")
    return f'{prefix}:"{rest}"' if colon and prefix.isalpha() else f'"{word}"'
