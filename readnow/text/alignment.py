"""What two sequences have in common, in order: the ground of every comparison of texts. Pure.

Used by `text.differences` for paragraphs and for words. Invariant: time is bounded by the budget and by the
length of both together; where the budget ends, less is found in common, never anything wrong.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

_MOST_EDITS = 400
"""Of a stretch without a landmark that differs more than this, nothing is compared further."""


class Match(NamedTuple):
    """So many elements are the same from here on in the old and in the new sequence."""

    old: int
    new: int
    length: int


class Budget:
    """How many steps comparing may still take: some five million a second."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> bool:
        """Take so many; False where there are not that many left."""
        self.left -= steps
        return self.left >= 0


class _Part(NamedTuple):
    """A stretch of both sequences that is still to be compared."""

    old: int
    old_end: int
    new: int
    new_end: int


def align(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[Match]:
    """The common parts of two sequences, in order, none touching the next in both.

    First what occurs once in both, as landmarks, in their longest common order; between two landmarks the
    fewest edits that lead from one to the other.
    """
    found: list[Match] = []
    todo = [_Part(0, len(old), 0, len(new))]
    while todo:
        part, ends = _without_ends(old, new, todo.pop())
        found += ends
        size = part.old_end - part.old + part.new_end - part.new
        if part.old == part.old_end or part.new == part.new_end or not budget.spend(size):
            continue
        landmarks = _landmarks(old, new, part)
        if landmarks:
            todo += _between(part, landmarks)
            found += [Match(at, to, 1) for at, to in landmarks]
        else:
            found += _fewest_edits(old, new, part, budget)
    return _joined(found)


def _without_ends(old: Sequence[Hashable], new: Sequence[Hashable], part: _Part) -> tuple[_Part, list[Match]]:
    """The stretch without what is the same at both ends, and that."""
    a, a_end, b, b_end = part
    found: list[Match] = []
    while a < a_end and b < b_end and old[a] == new[b]:
        a, b = a + 1, b + 1
    if a > part.old:
        found.append(Match(part.old, part.new, a - part.old))
    while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
    if a_end < part.old_end:
        found.append(Match(a_end, b_end, part.old_end - a_end))
    return _Part(a, a_end, b, b_end), found


def _landmarks(old: Sequence[Hashable], new: Sequence[Hashable], part: _Part) -> list[tuple[int, int]]:
    """Where elements are that both have once: the most of them that come in the same order."""
    counts = Counter(old[part.old : part.old_end])
    others = Counter(new[part.new : part.new_end])
    places = {old[at]: at for at in range(part.old, part.old_end) if counts[old[at]] == 1}
    pairs = [
        (places[new[to]], to)
        for to in range(part.new, part.new_end)
        if others[new[to]] == 1 and new[to] in places
    ]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, which rise in their second places, that rises in the first too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (at, _) in enumerate(pairs):
        height = bisect_left(ends, at)
        before.append(last[height - 1] if height else -1)
        if height == len(ends):
            ends.append(at)
            last.append(index)
        else:
            ends[height], last[height] = at, index
    chosen: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _between(part: _Part, landmarks: list[tuple[int, int]]) -> list[_Part]:
    """The stretches before, between and after the landmarks."""
    parts: list[_Part] = []
    at, to = part.old, part.new
    for next_at, next_to in landmarks:
        parts.append(_Part(at, next_at, to, next_to))
        at, to = next_at + 1, next_to + 1
    return [*parts, _Part(at, part.old_end, to, part.new_end)]


def _fewest_edits(
    old: Sequence[Hashable], new: Sequence[Hashable], part: _Part, budget: Budget
) -> list[Match]:
    """The common parts by the fewest edits (E. Myers, 1986); none where these are too many."""
    rows, columns = part.old_end - part.old, part.new_end - part.new
    furthest = {1: 0}
    history: list[dict[int, int]] = []
    for edits in range(min(rows + columns, _MOST_EDITS) + 1):
        if not budget.spend(edits + 1):
            return []
        history.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (
                diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1]
            )
            row = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            start = row
            while (
                row < rows
                and 0 <= row - diagonal < columns
                and old[part.old + row] == new[part.new + row - diagonal]
            ):
                row += 1
            budget.left -= row - start
            furthest[diagonal] = row
            if row >= rows and row - diagonal >= columns:
                return _way_back(part, history, rows, columns)
    return []


def _way_back(part: _Part, history: list[dict[int, int]], row: int, column: int) -> list[Match]:
    """The matches on the way that `_fewest_edits` found, from its end."""
    found: list[Match] = []
    for edits in range(len(history) - 1, -1, -1):
        furthest = history[edits]
        diagonal = row - column
        down = diagonal == -edits or (
            diagonal != edits and furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1)
        )
        before = diagonal + 1 if down else diagonal - 1
        start = furthest[before] if edits else 0
        begin = start if down or not edits else start + 1
        if row > begin:
            found.append(Match(part.old + begin, part.new + begin - diagonal, row - begin))
        row, column = start, start - before
    return found


def _joined(found: list[Match]) -> list[Match]:
    """The matches in order, those that touch as one."""
    joined: list[Match] = []
    for match in sorted(found):
        last = joined[-1] if joined else None
        if last is not None and (last.old + last.length, last.new + last.length) == match[:2]:
            joined[-1] = last._replace(length=last.length + match.length)
        else:
            joined.append(match)
    return joined
