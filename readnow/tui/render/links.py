"""The links of an article: on which lines they are, and stepping from one to the next.

Called by the reader. Knows nothing of the screen. The list of links at the end is passed over: it says again
what stands in the text.
"""

from collections.abc import Iterator, Sequence

from readnow.text.wrap import Line, LineKind, Wrapped
from readnow.tui.render.furniture import margin


def link_numbers(line: Line) -> tuple[int, ...]:
    """The numbers of the links on a line of text, from left to right, each once."""
    if line.kind is LineKind.LINKS:
        return ()
    return tuple(dict.fromkeys(span.link for span in line.spans if span.link is not None))


def link_lines(wrapped: Wrapped, line: int, number: int) -> range:
    """The lines that a link is on which begins on `line`: it may go on in the next ones."""
    end = line + 1
    while wrapped.upto(end + 1) > end and _goes_on(wrapped.line(end - 1), wrapped.line(end), number):
        end += 1
    return range(line, end)


def _goes_on(line: Line, after: Line, number: int) -> bool:
    """Whether a link ends one line and, behind the margin, begins the next."""
    rest = after.spans[margin(after) :]
    return bool(line.spans and rest) and line.spans[-1].link == number == rest[0].link


def step_link(
    wrapped: Wrapped, current: tuple[int, int] | None, delta: int, screen: tuple[int, int]
) -> tuple[int, int] | None:
    """The next link (1) or the one before (-1), as its line and number; None if there is none that way.

    From the current one if that is on the `screen` (its first line, and the one behind its last), else from
    the edge of the screen.
    """
    first, behind = screen
    forward = delta > 0
    if current is not None and first <= current[0] < behind:
        line, number = current
        here = _begun(wrapped, line)
        place = here.index(number) + (1 if forward else -1) if number in here else -1
        if 0 <= place < len(here):
            return line, here[place]
        start = line + (1 if forward else -1)
    else:
        start = first if forward else min(behind, wrapped.upto(behind)) - 1
    for line in _lines(wrapped, start, forward):
        if begun := _begun(wrapped, line):
            return line, begun[0 if forward else -1]
    return None


def _begun(wrapped: Wrapped, line: int) -> Sequence[int]:
    """The numbers of the links that begin on a line: one that goes on from the line before does not."""
    numbers = link_numbers(wrapped.line(line))
    if numbers and line and _goes_on(wrapped.line(line - 1), wrapped.line(line), numbers[0]):
        return numbers[1:]
    return numbers


def _lines(wrapped: Wrapped, start: int, forward: bool) -> Iterator[int]:
    line = start
    while line >= 0 and wrapped.upto(line + 1) > line:
        yield line
        line += 1 if forward else -1
