"""A regular expression as its parts: read from the left, with a sentence and a place for every mistake.

Called by `patterns`. Invariant: any text gives parts or one `PatternError`; parts are no deeper than
`_MOST_GROUPS` groups.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

MAX_PATTERN = 200
_MOST_GROUPS = 20
_MOST_REPEATED = 1_000

Test = Callable[[str], bool]
"""Whether a character, which is lower case, is one of those meant."""


class PatternError(ValueError):
    """What is wrong with a pattern, as a sentence; `place` counts its characters from 0."""

    def __init__(self, message: str, place: int) -> None:
        super().__init__(message)
        self.place = place


class Part(Struct, frozen=True):
    """A `sequence` or `choice` of parts, one `repeated`, or a character to be tested or a border."""

    kind: str
    parts: tuple["Part", ...] = ()
    test: Test | None = None
    border: str = ""
    least: int = 1
    most: int | None = 1


def read_pattern(source: str) -> Part:
    """The parts of a pattern. Raises `PatternError`."""
    if len(source) > MAX_PATTERN:
        raise PatternError(f"A pattern has at most {MAX_PATTERN} characters.", MAX_PATTERN)
    return _Reading(source).whole()


def is_word(character: str) -> bool:
    """Whether `\\w` means the character."""
    return character.isalnum() or character == "_"


_KINDS: dict[str, Test] = {
    "d": str.isdecimal,
    "w": is_word,
    "s": str.isspace,
    "D": lambda character: not character.isdecimal(),
    "W": lambda character: not is_word(character),
    "S": lambda character: not character.isspace(),
}


class _Reading:
    """Where reading is."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._place = 0
        self._groups = 0

    def whole(self) -> Part:
        """All of it."""
        part = self._choice()
        if self._next:
            raise self._error("There is no “(” to this “)”.")
        return part

    @property
    def _next(self) -> str:
        """The next character, "" at the end."""
        return self._source[self._place : self._place + 1]

    def _take(self) -> str:
        taken = self._next
        self._place += 1
        return taken

    def _error(self, message: str, place: int | None = None) -> PatternError:
        return PatternError(message, min(self._place if place is None else place, len(self._source)))

    def _choice(self) -> Part:
        parts = [self._sequence()]
        while self._next == "|":
            self._place += 1
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Part("choice", tuple(parts))

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self._next not in ("", "|", ")"):
            parts.append(self._repeated(self._single()))
        return Part("sequence", tuple(parts))

    def _single(self) -> Part:
        place = self._place
        character = self._take()
        match character:
            case "(":
                return self._group(place)
            case "[":
                return Part("character", test=self._class(place))
            case ".":
                return Part("character", test=lambda _: True)
            case "^" | "$":
                return Part("border", border=character)
            case "*" | "+" | "?":
                raise self._error(f"There is nothing for “{character}” to repeat.", place)
            case "\\":
                return self._escape()
        return _literal(character)

    def _group(self, place: int) -> Part:
        if self._next == "?":
            self._place += 1
            if self._take() != ":":
                raise self._error("Of groups that begin with “(?” there is only “(?:”.", place)
        self._groups += 1
        if self._groups > _MOST_GROUPS:
            raise self._error("There are too many groups inside each other.", place)
        part = self._choice()
        self._groups -= 1
        if self._take() != ")":
            raise self._error("There is no “)” to this “(”.", place)
        return part

    def _escape(self) -> Part:
        character = self._next
        if character in ("b", "B") and character:
            self._place += 1
            return Part("border", border=character)
        if character in _KINDS:
            self._place += 1
            return Part("character", test=_KINDS[character])
        return _literal(self._escaped())

    def _escaped(self) -> str:
        """The character that stands behind a backslash for itself."""
        place = self._place
        character = self._take()
        if not character:
            raise self._error("Something must follow “\\”.", place)
        if character.isascii() and character.isalnum():
            raise self._error(f"“\\{character}” means nothing here.", place - 1)
        return character

    def _class(self, place: int) -> Test:
        negated = self._next == "^"
        self._place += negated
        tests: list[Test] = []
        ranges: list[tuple[str, str]] = []
        while self._next != "]" or not (tests or ranges):
            if not self._next:
                raise self._error("There is no “]” to this “[”.", place)
            first = self._in_class(tests)
            if (
                first
                and self._next == "-"
                and self._source[self._place + 1 : self._place + 2] not in ("", "]")
            ):
                start = self._place
                self._place += 1
                last = self._in_class(tests)
                if last < first:
                    raise self._error(f"“{first}-{last}” is no range.", start)
                ranges.append((first, last))
            elif first:
                ranges.append((first, first))
        self._place += 1
        return _one_of(tests, ranges, negated)

    def _in_class(self, tests: list[Test]) -> str:
        """The next character of a class; "" where it was a kind of characters, which goes to the tests."""
        character = self._take()
        if character != "\\":
            return character
        if self._next in _KINDS and self._next:
            tests.append(_KINDS[self._take()])
            return ""
        return self._escaped()

    def _repeated(self, part: Part) -> Part:
        place = self._place
        times = self._times()
        if times is None:
            return part
        if part.kind == "border":
            raise self._error("What takes no character cannot be repeated.", place)
        if self._next == "?":
            self._place += 1  # the shortest way or the longest: either matches
        if self._next in ("*", "+", "?") and self._next:
            raise self._error("This is repeated already.")
        return Part("repeated", (part,), least=times[0], most=times[1])

    def _times(self) -> tuple[int, int | None] | None:
        """How often at least and at most, None for any number; None where nothing is repeated."""
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self._next in simple:
            return simple[self._take()]
        if self._next != "{":
            return None
        inside, closed, _ = self._source[self._place + 1 :].partition("}")
        low, comma, high = inside.partition(",")
        numbers = _is_number(low or "0") and _is_number(high or "0")
        if not closed or not numbers or not (low or comma):
            return None  # a brace like any other character
        least = int(low or "0")
        most = int(high) if high else None if comma else least
        if least > _MOST_REPEATED or (most or 0) > _MOST_REPEATED or (most is not None and most < least):
            raise self._error(f"“{{{inside}}}” is no number of times.")
        self._place += len(inside) + 2
        return least, most


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5


def _literal(character: str) -> Part:
    lowered = character.lower()
    parts = tuple(Part("character", test=one.__eq__) for one in lowered)
    return parts[0] if len(parts) == 1 else Part("sequence", parts)


def _one_of(tests: Sequence[Test], ranges: Sequence[tuple[str, str]], negated: bool) -> Test:
    def inside(character: str) -> bool:
        found = any(test(character) for test in tests) or any(
            first <= form <= last for first, last in ranges for form in {character, character.upper()}
        )
        return found is not negated

    return inside
