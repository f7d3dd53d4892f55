"""Stepping from link to link in a wrapped article.

Called by the reader. Knows nothing of the screen. The list of links at the end is passed over: it says again
what stands in the text.
"""

from collections.abc import Iterator, Sequence

from readnow.text.wrap import Line, LineKind, Wrapped


def link_numbers(line: Line) -> tuple[int, ...]:
    """The numbers of the links on a line of text, from left to right, each once."""
    if line.kind is LineKind.LINKS:
        return ()
    return tuple(dict.fromkeys(span.link for span in line.spans if span.link is not None))


def step_link(
    wrapped: Wrapped, current: tuple[int, int] | None, delta: int, screen: tuple[int, int]
) -> tuple[int, int] | None:
    """The next link (1) or the one before (-1), as its line and number; None if there is none that way.

    From the current one if that is on the `screen` (its first line, and the one behind its last), else from
    the edge of the screen.
    """
    first, behind = screen
    forward = delta > 0
    if current is not None and not first <= current[0] < behind:
        current = None
    if current is not None:
        line, number = current
        here = link_numbers(wrapped.line(line))
        place = here.index(number) + (1 if forward else -1) if number in here else -1
        if 0 <= place < len(here):
            return line, here[place]
        start = line + (1 if forward else -1)
    else:
        start = first if forward else min(behind, wrapped.upto(behind)) - 1
    for line in _lines(wrapped, start, forward):
        numbers = link_numbers(wrapped.line(line))
        # A link that goes on from the line before is the same link.
        fresh = _without(numbers, current[1] if current else None, forward)
        if fresh:
            return line, fresh[0 if forward else -1]
    return None


def _lines(wrapped: Wrapped, start: int, forward: bool) -> Iterator[int]:
    line = start
    while line >= 0 and wrapped.upto(line + 1) > line:
        yield line
        line += 1 if forward else -1


def _without(numbers: Sequence[int], number: int | None, forward: bool) -> Sequence[int]:
    if number is None or not numbers:
        return numbers
    if forward:
        return numbers[1:] if numbers[0] == number else numbers
    return numbers[:-1] if numbers[-1] == number else numbers
