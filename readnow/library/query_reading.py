"""The query language: text ⇄ condition. Pure.

Called by `query`, `scopes` and `smart_feeds`. Words and "phrases" must all occur; `-` before a term excludes;
`OR` and brackets; `name:value` terms from the table in `query_terms`; `/pattern/` on titles. Invariants: any
text gives a condition or one `QueryError` with its column; what is written is read as the same condition.
"""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from readnow.library.query_names import Names
from readnow.library.query_terms import (
    BY_NAME,
    BadTermError,
    Value,
    unknown,
    word_of,
    written_term,
    written_word,
)
from readnow.model.condition import (
    All,
    Condition,
    Either,
    Field,
    Not,
    TitleMatches,
    Word,
    all_of,
    any_of,
    negated,
)
from readnow.model.errors import QueryError
from readnow.model.smart import SmartFeed
from readnow.text.pattern import pattern
from readnow.text.patterns import Pattern, PatternError

MAX_LENGTH = 2_000
_MOST_PIECES = 100
_MOST_ALTOGETHER = 300
"""Pieces of a query and of all smart feeds that it refers to."""
_MOST_BRACKETS = 20
_PIECE = pattern(
    r"""
    (?P<space>\s+)
    | (?P<bracket>[()])
    | (?P<minus>-(?=[^\s)]))
    | /(?!\s)(?P<pattern>(?:[^/\\]|\\.)+)/(?=[\s)]|\Z)
    | (?P<name>[A-Za-z]+):(?!//)(?P<value>"(?:[^"\\]|\\.)*"?\*?|[^\s()"][^\s()]*|)
    | (?P<word>"(?:[^"\\]|\\.)*"?\*?|[^\s()"][^\s()]*)
    """,
    re.VERBOSE | re.DOTALL,
)
_SURROGATE = pattern("[\ud800-\udfff]")
_QUOTED = pattern(r'"((?:[^"\\]|\\.)*)"?(\*?)', re.DOTALL)
_ESCAPED = pattern(r"\\(.)", re.DOTALL)


def read_condition(text: str, names: Names) -> Condition:
    """The condition that `text` means, which is not blank. Raises `QueryError`."""
    text = _SURROGATE.sub("?", text)  # bytes of a command line that are no characters
    if len(text) > MAX_LENGTH:
        raise QueryError(f"A query has at most {MAX_LENGTH:,} characters.", MAX_LENGTH + 1)
    if names.pieces is None:
        names = replace(names, pieces=[], read=read_condition)
    condition = _Reading(text, names).whole()
    if condition is None:
        raise QueryError(f"“{text.strip()}” has no letters or digits to look for.")
    return condition


def smart_condition(smart: SmartFeed, names: Names) -> Condition:
    """What a smart feed's query means. Raises `QueryError`, with the column in that query."""
    return read_condition(smart.query, replace(names, within=(*names.within, smart.id)))


def write_condition(condition: Condition) -> str:
    """A condition as it is typed."""
    match condition:
        case All():
            return " ".join(_in_brackets(part, Either) for part in condition.parts)
        case Either():
            return " OR ".join(_in_brackets(part) for part in condition.parts)
        case Not():
            return f"-{_in_brackets(condition.part, All, Either)}"
        case Word() if condition.field is Field.ANYWHERE:
            return written_word(condition)
    return written_term(condition)


def _in_brackets(condition: Condition, *kinds: type) -> str:
    text = write_condition(condition)
    return f"({text})" if isinstance(condition, kinds) else text


class _Piece(Struct, frozen=True):
    """A word, sign or term of the text. `kind` is the name of its group in `_PIECE`, "end", or a keyword."""

    kind: str
    text: str
    column: int
    name: str = ""


class _Reading:
    """Where reading is: each method reads on from there."""

    def __init__(self, text: str, names: Names) -> None:
        self._names = names
        self._pieces = list(_pieces(text))
        self._at = 0
        self._brackets = 0
        if len(self._pieces) > _MOST_PIECES:
            raise QueryError("The query has too many parts.", self._pieces[_MOST_PIECES].column)
        if names.pieces is not None:
            names.pieces.append(len(self._pieces))
            if sum(names.pieces) > _MOST_ALTOGETHER:
                raise QueryError("The query has too many parts, with those of the smart feeds in it.")

    def whole(self) -> Condition | None:
        """All of it; None where there is nothing to look for."""
        condition = self._either()
        if self._next.kind != "end":
            raise QueryError("There is no “(” to this “)”.", self._next.column)
        return condition

    @property
    def _next(self) -> _Piece:
        return self._pieces[self._at]

    def _take(self) -> _Piece:
        piece = self._next
        self._at += 1
        return piece

    def _either(self) -> Condition | None:
        parts = [self._all()]
        while self._next.kind == "OR":
            column = self._take().column
            if self._next.kind in ("OR", ")", "end"):
                raise QueryError("Something must stand on both sides of OR.", column)
            parts.append(self._all())
        return any_of(part for part in parts if part is not None)

    def _all(self) -> Condition | None:
        if self._next.kind == "OR":
            raise QueryError("Something must stand on both sides of OR.", self._next.column)
        parts: list[Condition] = []
        while self._next.kind not in ("OR", ")", "end"):
            part = self._one()
            if part is not None:
                parts.append(part)
        return all_of(parts)

    def _one(self) -> Condition | None:
        """A term with what stands before it; None for signs alone, which nothing can be found by."""
        opposite = False
        while self._next.kind == "minus":
            self._take()
            opposite = not opposite
        piece = self._take()
        if piece.kind in ("OR", ")", "end"):
            raise QueryError("Something must follow NOT.", piece.column)
        condition = self._group(piece) if piece.kind == "(" else self._term(piece)
        return negated(condition) if condition is not None and opposite else condition

    def _group(self, opened: _Piece) -> Condition | None:
        self._brackets += 1
        if self._brackets > _MOST_BRACKETS:
            raise QueryError("There are too many brackets inside each other.", opened.column)
        if self._next.kind == ")":
            raise QueryError("There is nothing between the brackets.", opened.column)
        condition = self._either()
        if self._take().kind != ")":
            raise QueryError("There is no “)” to this “(”.", opened.column)
        self._brackets -= 1
        return condition

    def _term(self, piece: _Piece) -> Condition | None:
        if piece.kind == "word":
            return word_of(_value(piece.text), Field.ANYWHERE)
        if piece.kind == "pattern":
            return _pattern(piece)
        term = BY_NAME.get(piece.name)
        if term is None:
            raise QueryError(unknown(piece.name, list(BY_NAME), "There is no term"), piece.column)
        value = _value(piece.text)
        if not value.text.strip():
            raise QueryError(f"Something must follow “{piece.name}:”.", piece.column)
        try:
            return term.read(value, self._names)
        except BadTermError as err:
            raise QueryError(str(err), piece.column) from err


def _pieces(text: str) -> Iterator[_Piece]:
    for found in _PIECE.finditer(text):
        column = found.start() + 1
        match found.lastgroup:
            case "space":
                continue
            case "bracket":
                yield _Piece(found[0], found[0], column)
            case "pattern":
                yield _Piece("pattern", found["pattern"], column + 1)
            case "value":
                yield _Piece("value", found["value"], column, found["name"].lower())
            case "word" if found[0] == "OR":
                yield _Piece("OR", found[0], column)
            case "word" if found[0] == "AND":
                continue  # as it is meant anyway
            case "word" if found[0] == "NOT":
                yield _Piece("minus", found[0], column)
            case kind:
                yield _Piece(str(kind), found[0], column)
    yield _Piece("end", "", len(text) + 1)


def _value(text: str) -> Value:
    found = _QUOTED.fullmatch(text)
    if found is None:
        return Value(text, text.endswith("*"))
    return Value(_ESCAPED.sub(r"\1", found[1]), bool(found[2]))


def _pattern(piece: _Piece) -> Condition:
    # Only the slash needs its backslash taken away: the others belong to the pattern.
    source = _ESCAPED.sub(lambda found: "/" if found[1] == "/" else found[0], piece.text)
    try:
        Pattern(source)
    except PatternError as err:
        raise QueryError(f"The pattern cannot be read. {err}", piece.column + err.place) from err
    return TitleMatches(source)
