"""What a query that is being typed may go on with: terms, states, names of feeds, folders, tags. Pure.

Called by the search line. Invariant: with what is offered put in, the query can be read as far as that goes.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from readnow.library.query import Names
from readnow.library.query_terms import HAS, IS, TERMS, quoted
from readnow.text.pattern import pattern
from readnow.text.words import fold

MOST = 50
_TAIL = pattern(r'(?:^|[\s(-])(?P<word>[A-Za-z]+:(?:"[^"]*|[^\s()"]*)|[A-Za-z]*)$')
_NAMED = ("feed", "folder", "smart", "tag")
"""Of what people name, any part is remembered; of the language's own words the beginning is."""
_DAYS = ("today", "yesterday", "3d", "1w", "1mo", "1y")


class Completion(Struct, frozen=True):
    """What may stand from the character `start` on, instead of what does; `after` it, where it is whole."""

    start: int
    options: tuple[str, ...]
    after: str = " "

    @property
    def common(self) -> str:
        """What all of them begin with."""
        shortest = min(self.options, key=len, default="")
        for size in range(len(shortest), 0, -1):
            if all(option.startswith(shortest[:size]) for option in self.options):
                return shortest[:size]
        return ""

    def behind(self, option: str) -> str:
        """What stands behind an option that is put in, where it is the only one."""
        return "" if option.endswith(":") else self.after


def completion(text: str, names: Names) -> Completion:
    """What the end of `text` may be completed to, the likeliest first."""
    found = _TAIL.search(text)
    if found is None:
        return Completion(len(text), ())
    start, word = found.start("word"), found["word"]
    name, colon, value = word.partition(":")
    if not colon:
        return Completion(
            start, tuple(f"{term.name}:" for term in TERMS if term.name.startswith(name.lower()))
        )
    values = _values(name.lower(), names)
    wanted = fold(value.removeprefix('"'))
    first = [one for one in values if fold(one).startswith(wanted)]
    inside = [one for one in values if wanted in fold(one) and one not in first]
    if not wanted or name.lower() not in _NAMED:
        inside = []
    return Completion(start, tuple(f"{name.lower()}:{quoted(one)}" for one in (*first, *inside)[:MOST]))


def _values(name: str, names: Names) -> Sequence[str]:
    match name:
        case "is":
            return [state.word for state in IS]
        case "has":
            return [state.word for state in HAS]
        case "feed":
            return _each(feed.title for feed in names.feeds)
        case "folder":
            return _each(folder.name for folder in names.folders)
        case "smart":
            return _each(smart.name for smart in names.smart)
        case "tag":
            return _each(tag.name for tag in names.tags)
        case "before" | "after" | "on":
            return _DAYS
    return ()


def _each(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
