"""Queries as they stand on a command line, where a shell has taken the quotation marks away."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readnow.library.query import Names, parse_query
from readnow.model.query import ArticleQuery

if TYPE_CHECKING:
    from readnow.library.library import Library


def query_of(words: Sequence[str], library: "Library") -> ArticleQuery:
    """The query of words as a shell hands them over. Raises `QueryError`."""
    return query_with(words, library.names)


def query_with(words: Sequence[str], names: Names) -> ArticleQuery:
    """The same, with what its words may refer to."""
    return parse_query(text_of(words), names, ArticleQuery(leaves_out=True))


def text_of(words: Sequence[str]) -> str:
    """One text of several words: one that a shell kept together (`feed:"Kernel Week"`) stays together."""
    if len(words) == 1:
        return words[0]
    return " ".join(_requoted(word) for word in words)


def _requoted(word: str) -> str:
    """Quotation marks for what had some; a part of a query that was quoted for the shell's sake stays one."""
    if " " not in word or '"' in word or word.lstrip("-").startswith(("(", "/")) or " OR " in word:
        return word
    negated = "-" if word.startswith("-") else ""
    prefix, colon, rest = word.removeprefix("-").partition(":")
    if colon and prefix.isalpha():
        return f'{negated}{prefix}:"{rest}"'
    return f'{negated}"{word.removeprefix("-")}"'
