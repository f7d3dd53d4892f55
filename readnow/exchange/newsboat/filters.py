"""newsboat's filter expressions: read, and said as queries of ours where that can be. Pure.

Called by `library.newsboat` for query feeds and for `ignore-article`. `and` and `or` bind alike and to the
right, as newsboat has it. Invariant: what is said otherwise than it was meant comes with a note; what cannot
be said is one `FilterError`.
"""

import re
import string
from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from readnow.text.pattern import pattern
from readnow.text.patterns import Pattern, PatternError
from readnow.text.tokens import tokens

_MAX_LENGTH, _MAX_QUERY, _MOST_BRACKETS, _MOST_CONDITIONS = 4_000, 2_000, 20, 100
_TOKEN = pattern(
    r"""\s*(?:
    (?P<bracket>[()])
    | (?P<operator>==|!=|=~|!~|!\#|<=|>=|=|<|>|\#|between\b)
    | "(?P<double>(?:[^"\\]|\\.)*)"
    | '(?P<single>(?:[^'\\]|\\.)*)'
    | (?P<range>-?\d+:-?\d+)
    | (?P<word>[A-Za-z_0-9-]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_SPECIAL = pattern(r"[\\.\[\](){}*+?^$|]")
_SLASH = pattern(r"\\.|/", re.DOTALL)
_BARE = pattern(r'[^\s()"*\\/][^\s()"*\\]*')


FLAGS = string.ascii_letters
"""What newsboat can flag an article with."""


class FilterError(ValueError):
    """Why an expression cannot be said; the end of a sentence."""


class Comparison(Struct, frozen=True):
    """An attribute compared with a value; numbers and ranges as they are written."""

    attribute: str
    operator: str
    value: str


class Joined(Struct, frozen=True):
    """Two expressions; `word` is "and" or "or"."""

    word: str
    left: "Expression"
    right: "Expression"


Expression = Comparison | Joined


class Said(Struct, frozen=True):
    """A query, and how it differs from what was meant."""

    query: str
    notes: tuple[str, ...] = ()


def say(text: str) -> Said:
    """An expression as a query. Raises `FilterError`."""
    saying = _Saying()
    query = saying.whole(read(text))
    if len(query) > _MAX_QUERY:
        raise FilterError("it is too long for a query")
    return Said(query, tuple(dict.fromkeys(saying.notes)))


def read(text: str) -> Expression:
    """The expression. Raises `FilterError`."""
    if len(text) > _MAX_LENGTH:
        raise FilterError("it is too long")
    reading = _Reading(text)
    expression = reading.expression()
    if reading.next is not None:
        raise FilterError(f"what stands behind “{text[: reading.before].strip()[-20:]}” is not understood")
    return expression


class _Reading(Struct):
    text: str
    at: int = 0
    before: int = 0
    depth: int = 0
    comparisons: int = 0
    next: re.Match[str] | None = None

    def __post_init__(self) -> None:
        self._advance()

    def _advance(self) -> None:
        self.before = self.at
        self.next = _TOKEN.match(self.text, self.at)
        if self.next is not None:
            self.at = self.next.end()
        elif self.text[self.at :].strip():
            raise FilterError(f"“{self.text[self.at :].strip()[:20]}” is not understood")

    def _take(self, group: str, *wanted: str) -> str:
        found = self.next.group(group) if self.next is not None else None
        if found is None or (wanted and found not in wanted):
            raise FilterError("it is not complete")
        self._advance()
        return found

    def expression(self) -> Expression:
        """Comparisons and brackets, joined; the last first."""
        parts: list[Expression] = [self._part()]
        words: list[str] = []
        while self.next is not None and self.next.group("word") in ("and", "or"):
            words.append(self._take("word"))
            parts.append(self._part())
        whole = parts.pop()
        while parts:
            whole = Joined(words.pop(), parts.pop(), whole)
        return whole

    def _part(self) -> Expression:
        if self.next is not None and self.next.group("bracket") == "(":
            self.depth += 1
            if self.depth > _MOST_BRACKETS:
                raise FilterError("it has too many brackets")
            self._take("bracket")
            inner = self.expression()
            self._take("bracket", ")")
            self.depth -= 1
            return inner
        self.comparisons += 1
        if self.comparisons > _MOST_CONDITIONS:
            raise FilterError("it is too long")
        return Comparison(self._take("word").lower(), self._take("operator"), self._value())

    def _value(self) -> str:
        for group, mark in (("double", '"'), ("single", "'"), ("range", ""), ("word", "")):
            value = self.next.group(group) if self.next is not None else None
            if value is not None:
                self._advance()
                return value.replace("\\" + mark, mark).replace("\\\\", "\\") if mark else value
        raise FilterError("it is not complete")


_OPPOSITE = {"!=": "=", "!~": "=~", "!#": "#"}


class _Saying(Struct):
    notes: list[str] = field(default_factory=list)

    def whole(self, expression: Expression) -> str:
        if isinstance(expression, Comparison):
            return self._comparison(expression)
        left, right = (self._inside(part, expression.word) for part in (expression.left, expression.right))
        return f"{left} OR {right}" if expression.word == "or" else f"{left} {right}"

    def _inside(self, part: Expression, word: str) -> str:
        said = self.whole(part)
        return f"({said})" if isinstance(part, Joined) and part.word != word else said

    def _comparison(self, comparison: Comparison) -> str:
        operator = "=" if comparison.operator == "==" else comparison.operator
        positive = _OPPOSITE.get(operator, operator)
        said = _WAYS.get(comparison.attribute, _unknown)(
            self, Comparison(comparison.attribute, positive, comparison.value)
        )
        if positive is operator:
            return f"({said})" if " OR " in said and not said.startswith("-(") else said
        return f"-({said})" if " " in said else said[1:] if said.startswith("-") else f"-{said}"


def _title(_: _Saying, one: Comparison) -> str:
    if one.operator == "#":
        return f"title:{_word(one.value, one)}"
    if one.operator not in ("=", "=~"):
        raise _cannot(one)
    pattern = one.value if one.operator == "=~" else f"^{_SPECIAL.sub(_escaped, one.value)}$"
    if not pattern or pattern[0].isspace() or "[:" in pattern:
        raise FilterError(f"the pattern “{pattern}” cannot be used")
    try:
        Pattern(pattern)
    except PatternError as err:
        raise FilterError(f"the pattern “{pattern}” cannot be used: {err}") from err
    return f"/{_SLASH.sub(_slash_escaped, pattern)}/"


def _in_words(term: str) -> Callable[[_Saying, Comparison], str]:
    def way(saying: _Saying, one: Comparison) -> str:
        if one.operator not in ("=", "=~", "#"):
            raise _cannot(one)
        saying.notes.append(f"{one.attribute} is looked for by whole words and their beginnings")
        return " OR ".join(f"{term}:{_word(part, one)}" for part in _choices(one))

    return way


def _parts_of(term: str) -> Callable[[_Saying, Comparison], str]:
    def way(saying: _Saying, one: Comparison) -> str:
        if one.operator not in ("=", "=~"):
            raise _cannot(one)
        if one.operator == "=":
            saying.notes.append(f"{one.attribute} is found by a part of it")
        elif re.search(r"(?<!\\)\.(?![*+?])", one.value):
            one = replace(one, value=re.sub(r"(?<!\\)\.(?![*+?])", r"\\.", one.value))
            saying.notes.append(f"a dot in {one.attribute} stands for a dot")
        return " OR ".join(f"{term}:{_quoted(part)}" for part in _choices(one))

    return way


def _unread(_: _Saying, one: Comparison) -> str:
    if one.operator != "=" or one.value not in ("yes", "no"):
        raise _cannot(one)
    return "is:unread" if one.value == "yes" else "is:read"


def _tags(_: _Saying, one: Comparison) -> str:
    if one.operator not in ("=", "=~", "#"):
        raise _cannot(one)
    return " OR ".join(f"folder:{_quoted(part)}" for part in _choices(one))


def _flags(_: _Saying, one: Comparison) -> str:
    if one.operator == "=" and not one.value:
        return "-(is:starred OR is:tagged)"
    letters = _choices(one) if one.operator in ("=~", "#", "=") else ()
    if not letters or not all(
        len(letter) == 1 and letter.isascii() and letter.isalpha() for letter in letters
    ):
        raise _cannot(one)
    return " OR ".join("is:starred" if tag is None else f"tag:{tag}" for tag in map(tag_of_flag, letters))


def _age(saying: _Saying, one: Comparison) -> str:
    saying.notes.append("ages are counted in whole days from midnight")
    low, _, high = one.value.partition(":")
    numbers = [part for part in (low, high) if part]
    if not low or not all(part.isdecimal() and len(part) < 6 for part in numbers):
        raise _cannot(one)
    if one.operator == "between" and high:
        return f"after:{high}d" + (f" before:{int(low) - 1}d" if int(low) > 0 else "")
    if one.operator in ("<", "<="):
        return f"after:{low}d"
    if one.operator in (">", ">="):
        return f"before:{low}d"
    raise _cannot(one)


def _enclosure(saying: _Saying, one: Comparison) -> str:
    if one.operator == "=" and not one.value:
        return "-has:enclosure"
    if one.operator == "=":
        raise _cannot(one)
    if one.value not in (".", ".*", ".+"):
        saying.notes.append("any file counts, not only those that match")
    return "has:enclosure"


def _unknown(_: _Saying, one: Comparison) -> str:
    raise FilterError(f"there is nothing like “{one.attribute}” in a query")


_WAYS: Mapping[str, Callable[[_Saying, Comparison], str]] = {
    "title": _title,
    "content": _in_words("text"),
    "description": _in_words("text"),
    "author": _in_words("author"),
    "link": _parts_of("link"),
    "feedtitle": _parts_of("feed"),
    "rssurl": _parts_of("feed"),
    "unread": _unread,
    "tags": _tags,
    "flags": _flags,
    "age": _age,
    "enclosure_url": _enclosure,
    "enclosure_type": _enclosure,
}


def tag_of_flag(letter: str) -> str | None:
    """The tag that stands for a flag; None for `s`, which is the star. Case counts in newsboat only."""
    return (
        None if letter == "s" else f"flag-{letter}" if letter.islower() else f"flag-capital-{letter.lower()}"
    )


def flag_of_tag(tag: str) -> str:
    """The flag that such a tag stands for; empty for any other tag."""
    return next((letter for letter in FLAGS if tag_of_flag(letter) == tag), "")


def _choices(one: Comparison) -> tuple[str, ...]:
    """The texts that a value means: itself, or those of a pattern that only chooses among texts."""
    if not one.value.strip():
        raise _cannot(one)
    if one.operator != "=~":
        return (one.value,)
    pattern = re.sub(r"^(\.\*)+|(\.\*)+$", "", one.value).removeprefix("^").removesuffix("$")
    bracketed = re.fullmatch(r"\(([^()]*)\)", pattern)
    parts = (bracketed[1] if bracketed else pattern).split("|")
    plain = [re.sub(r"\\([^A-Za-z0-9])", r"\1", part) for part in parts]
    if not all(part.strip() for part in plain) or any(
        _SPECIAL.search(re.sub(r"\\[^A-Za-z0-9]", "", part)) for part in parts
    ):
        raise FilterError(f"patterns work on titles only, not on {one.attribute}")
    return tuple(plain)


def _word(text: str, one: Comparison) -> str:
    found = " ".join(tokens(text))
    if not found:
        raise FilterError(f"“{text}” has no letters or digits to look for")
    begun = "*" if one.operator == "=~" else ""
    return f'"{found}{begun}"' if " " in found else f"{found}{begun}"


def _quoted(text: str) -> str:
    if _BARE.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _slash_escaped(match: re.Match[str]) -> str:
    return "\\/" if match[0] == "/" else match[0]


def _escaped(match: re.Match[str]) -> str:
    return "\\" + match[0]


def _cannot(one: Comparison) -> FilterError:
    return FilterError(f"“{one.attribute} {one.operator} {one.value}” has no counterpart in a query")
