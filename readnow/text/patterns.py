"""Regular expressions that cannot run away: however pattern and text are made, each character is looked at
once.

Called by the query language, which says what is wrong with a pattern, and by the store. Python's own `re`
tries one way after the other and meanwhile lets nothing else run; this goes all ways at once and remembers
where they led. It has what titles are searched with: literals, `.`, classes, groups, `|`, `* + ? {m,n}`, `^ $
\\b`, `\\d \\w \\s`; nothing that refers back or looks around. Letters match in either case. Reading is in
`pattern_parts`. Pure.
"""

from msgspec import Struct, field

from readnow.text.pattern_parts import Part, PatternError, Test, is_word, read_pattern

__all__ = ["Pattern", "PatternError"]

_MOST_STATES = 1_000
_MOST_STEPS = 20_000
"""Steps that are remembered; beyond them it is begun anew."""


class _State(Struct):
    """A place in the pattern, what is needed to go on from it, and where to."""

    test: Test | None = None
    """A character that passes."""
    border: str = ""
    """One of `^ $ b B`, which take no character."""
    following: list[int] = field(default_factory=list)


class _Node(Struct, eq=False):
    """All places where a text may be in the pattern, and where each next character leads."""

    places: frozenset[int]
    before: bool | None
    """Whether a letter, digit or underscore is before; None at the beginning of the text."""
    steps: "dict[str, _Node]" = field(default_factory=dict)


_MATCHED = _Node(frozenset(), None)


class Pattern:
    """A pattern ready for use. Raises `PatternError`."""

    def __init__(self, source: str) -> None:
        self._states: list[_State] = []
        part = read_pattern(source)
        self._end = self._add(_State())
        self._start = self._made(part, self._end)
        self._forget()

    def found_in(self, text: str) -> bool:
        """Whether it matches somewhere in the text."""
        node = self._first
        for character in text.lower():
            node = node.steps.get(character) or self._step(node, character)
            if node is _MATCHED:
                return True
        return (node.steps.get("") or self._step(node, "")) is _MATCHED

    def _step(self, node: _Node, character: str) -> _Node:
        """Where a character leads, or the end of the text (""); remembered."""
        reached = self._reached(node, character)
        if self._end in reached:
            following = _MATCHED
        else:
            places = frozenset(
                place
                for number in reached
                if (test := self._states[number].test) is not None and character and test(character)
                for place in self._states[number].following
            )
            before = is_word(character) if character else None
            following = self._nodes.setdefault((places, before), _Node(places, before))
        self._known += 1
        if self._known > _MOST_STEPS:
            self._forget()
        node.steps[character] = following
        return following

    def _reached(self, node: _Node, character: str) -> set[int]:
        """The places that can be reached before this character without one."""
        reached: set[int] = set()
        waiting = [*node.places, self._start]  # a match may begin anywhere
        while waiting:
            number = waiting.pop()
            if number not in reached:
                reached.add(number)
                state = self._states[number]
                if state.test is None and _is_border(state.border, node.before, character):
                    waiting += state.following
        return reached

    def _forget(self) -> None:
        self._first = _Node(frozenset(), None)
        self._nodes: dict[tuple[frozenset[int], bool | None], _Node] = {}
        self._known = 0

    def _made(self, part: Part, then: int) -> int:
        """Add the states of a part so that `then` follows it; the number of the first."""
        match part.kind:
            case "sequence":
                for inner in reversed(part.parts):
                    then = self._made(inner, then)
                return then
            case "choice":
                return self._add(_State(following=[self._made(inner, then) for inner in part.parts]))
            case "repeated":
                return self._made_repeated(part, then)
        return self._add(_State(part.test, part.border, [then]))

    def _made_repeated(self, part: Part, then: int) -> int:
        (inner,) = part.parts
        if part.most is None:
            loop = self._add(_State(following=[then]))
            self._states[loop].following.append(self._made(inner, loop))
            then = loop
        else:
            end = then
            for _ in range(part.most - part.least):
                then = self._add(_State(following=[end, self._made(inner, then)]))
        for _ in range(part.least):
            then = self._made(inner, then)
        return then

    def _add(self, state: _State) -> int:
        if len(self._states) >= _MOST_STATES:
            raise PatternError("With all its repetitions, the pattern is too long.", 0)
        self._states.append(state)
        return len(self._states) - 1


def _is_border(border: str, before: bool | None, character: str) -> bool:
    match border:
        case "^":
            return before is None
        case "$":
            return not character
        case "b":
            return bool(before) is not (character != "" and is_word(character))
        case "B":
            return bool(before) is (character != "" and is_word(character))
    return True
