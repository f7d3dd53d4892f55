"""What a name that is being typed may go on with: tags, folders, or one of a few words. Pure.

Called by prompts, at Tab and for the word that is shown ahead. Invariant: what is put in is read as the name
that was offered.
"""

from collections.abc import Iterable, Sequence

from readnow.library.query_completion import MOST, Completion
from readnow.text.pattern import pattern
from readnow.text.words import fold

_LAST = pattern(r"\s*(?:#\s*)?(?P<name>[^,]*)$")
_LAST_WORD = pattern(r"(?:^|(?<=\s))#?(?P<name>\S*)$")


def tag_completion(text: str, names: Sequence[str]) -> Completion:
    """For the last of several tags: behind a comma, or a space where there is no comma, as they are read."""
    before, comma, last = text.rpartition(",")
    found = _LAST.search(last)
    assert found is not None
    start = len(before) + len(comma) + found.start("name")
    left = _without(names, before.split(","))
    offered = _matching(text[start:], left)
    if offered or comma or " " not in text.lstrip():
        return Completion(start, offered, after=", ")
    # Words with spaces between them are a tag each: one of several words would not be read as one.
    found = _LAST_WORD.search(text)
    assert found is not None
    start = found.start("name")
    words = [name for name in _without(names, text[:start].split()) if " " not in name]
    return Completion(start, _matching(text[start:], words))


def folder_completion(text: str, paths: Iterable[str], *, goes_on: bool = False) -> Completion:
    """For the path of a folder; `goes_on`: a name of its own is to follow."""
    return Completion(0, _matching(text, [path + "/" * goes_on for path in paths]), after="")


def word_completion(text: str, words: Iterable[str]) -> Completion:
    """For one of a few words."""
    return Completion(0, _matching(text, list(words)), after="")


def _matching(begun: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those that begin so; where there are none, those that have it inside."""
    wanted = fold(begun).lstrip()
    first = tuple(name for name in names if fold(name).startswith(wanted))
    return (first or tuple(name for name in names if wanted in fold(name)))[:MOST]


def _without(names: Sequence[str], there: Iterable[str]) -> Sequence[str]:
    known = {fold(name).strip().removeprefix("#") for name in there}
    return [name for name in names if fold(name) not in known]
