"""What became of a text: two documents compared word by word, as one that shows both.

The reader shows it of an article that its publisher changed. Words that are gone stand in `[-` and `-]`, new
ones in `{+` and `+}`, each in a style of its own, so that nothing depends on colours. Pure. Invariants: time
is bounded, however long the texts are: where it ends, whole paragraphs are shown as gone and new; both texts
can be read off the result, but for what is left out as unchanged.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from readnow.text.alignment import Budget, Match, align
from readnow.text.blocks import Block, Paragraph, Span, Spans, Style
from readnow.text.cells import graphemes
from readnow.text.clean import is_western
from readnow.text.pattern import pattern
from readnow.text.units import Frame, Unit, blocks_of, units_of
from readnow.text.words import count_words, counted

GONE, NEW = ("[-", "-]"), ("{+", "+}")

_STEPS = 1_500_000
"""About half a second, most of which no article needs."""
_COMPARING, _LIKENING = 3, 1
"""Steps for each character of two paragraphs that are compared word by word, or only likened,"""
_EACH = 60
"""and for so many characters more, since short ones have a cost too."""
_CONTEXT = 1
"""Unchanged paragraphs that are shown on both sides of a change."""
_ALIKE = 0.4
"""Of two paragraphs that share this part of their words, one became the other."""
_NEARBY = 8
_OLD_FRAMES = 1 << 32
_NO_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Scripts that write their words without spaces between them: there each character counts as one."""
_WORD = pattern(rf"\s+|[^\W{_NO_SPACES}]+(?:['’][^\W{_NO_SPACES}]+)*|.", re.DOTALL)


Frames: TypeAlias = tuple[Frame, ...]


class Comparison(Struct, frozen=True):
    """The changed parts with a little around them, and how many words were added and removed."""

    blocks: tuple[Block, ...]
    added: int = 0
    removed: int = 0


class _Shown(Struct, frozen=True):
    """A unit of the result."""

    unit: Unit
    changed: bool = False


def compare(old: Iterable[Block], new: Iterable[Block], steps: int = _STEPS) -> Comparison:
    """What became of `old`. No blocks where the words and their order are the same."""
    before, after = units_of(old, _OLD_FRAMES), units_of(new)
    comparing = _Comparing(Budget(steps))
    shown = list(comparing.units(before, after))
    if not any(one.changed for one in shown):
        return Comparison(())
    return Comparison(blocks_of(_shortened(shown)), comparing.added, comparing.removed)


class _Comparing:
    """One comparison; counts as it goes."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._vocabularies: dict[int, Counter[str]] = {}
        self.added = 0
        self.removed = 0

    def units(self, old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[_Shown]:
        """All units of both, in order."""
        matches = align([unit.key for unit in old], [unit.key for unit in new], self._budget)
        at = to = 0
        for match in [*matches, Match(len(old), len(new), 0)]:
            yield from self._changed(old[at : match.old], new[to : match.new], *_frames_near(new, to, match))
            at, to = match.old + match.length, match.new + match.length
            for unit in new[match.new : to]:
                yield _Shown(unit)

    def _changed(
        self, old: Sequence[Unit], new: Sequence[Unit], before: Frames, after: Frames
    ) -> Iterator[_Shown]:
        """Units between two that are the same: some became others, the rest is gone or new."""
        at = to = 0
        for source, target, became in [*self._pairs(old, new), (len(old), len(new), None)]:
            for gone in old[at:source]:
                yield from self._whole(_within(gone, (before, after)), GONE)
            for unit in new[to:target]:
                yield from self._whole(unit, NEW)
                before = unit.frames
            if became is not None:
                yield _Shown(became, changed=True)
                before = became.frames
            at, to = source + 1, target + 1

    def _pairs(self, old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[tuple[int, int, Unit]]:
        """Which unit became which, in order, and both in one."""
        at = 0
        for index, unit in enumerate(new):
            found = self._origin(old[at : at + _NEARBY], unit)
            spans = self._words(old[at + found], unit) if found is not None else None
            if found is not None and spans is not None:
                yield at + found, index, replace(unit, spans=spans)
                at += found + 1

    def _whole(self, unit: Unit, marks: tuple[str, str]) -> Iterator[_Shown]:
        spans = tuple(_marked(unit.spans, marks))
        if spans:
            self._count(unit.text, marks)
            yield _Shown(replace(unit, spans=spans), changed=True)

    def _origin(self, candidates: Sequence[Unit], unit: Unit) -> int | None:
        """Which of them became this unit; None where none is like it."""
        for index, candidate in enumerate(candidates):
            characters = len(candidate.text) + len(unit.text) + _EACH
            if (
                candidate.kind == unit.kind
                and self._budget.spend(_LIKENING * characters)
                and _shared(self._vocabulary(candidate), self._vocabulary(unit)) >= _ALIKE
            ):
                return index
        return None

    def _vocabulary(self, unit: Unit) -> Counter[str]:
        """How often each word is in a unit."""
        found = self._vocabularies.get(id(unit))
        if found is None:
            found = Counter(word for word in _WORD.findall(unit.text) if not word.isspace())
            self._vocabularies[id(unit)] = found
        return found

    def _words(self, old: Unit, new: Unit) -> Spans | None:
        """The words of both; None where comparing them would take too long."""
        if not self._budget.spend(_COMPARING * (len(old.text) + len(new.text) + _EACH)):
            return None
        before, after = words_of(old.text), words_of(new.text)
        matches = align(before, after, self._budget)
        if self._budget.left < 0:
            return None
        source, target = _Cursor(old.spans), _Cursor(new.spans)
        spans: list[Span] = []
        at = to = 0
        for match in [*_substantial(matches, before, after), Match(len(before), len(after), 0)]:
            gone, added = "".join(before[at : match.old]), "".join(after[to : match.new])
            self._count(gone, GONE)
            self._count(added, NEW)
            spans += _marked(source.take(len(gone)), GONE)
            spans += _marked(target.take(len(added)), NEW)
            at, to = match.old + match.length, match.new + match.length
            same = sum(map(len, after[match.new : to]))
            source.take(same)
            spans += target.take(same)
        return tuple(spans)

    def _count(self, text: str, marks: tuple[str, str]) -> None:
        words = [word for word in text.split() if any(map(str.isalnum, word))]
        number = count_words(" ".join(words))
        if marks is NEW:
            self.added += number
        else:
            self.removed += number


def words_of(text: str) -> list[str]:
    """The words and what stands between them; never cut within what a terminal draws as one."""
    words = _WORD.findall(text)
    if is_western(text):
        return words
    ends = set(accumulate(map(len, graphemes(text))))
    whole: list[str] = []
    pending: list[str] = []
    position = 0
    for word in words:
        position += len(word)
        pending.append(word)
        if position in ends:
            whole.append("".join(pending))
            pending = []
    return whole


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """Which part of the words of both is in both; what has none is like nothing."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _substantial(matches: Sequence[Match], old: Sequence[str], new: Sequence[str]) -> Iterator[Match]:
    """The common parts without those that are a blank between two changes: confetti is hard to read."""
    for match in matches:
        end = (match.old + match.length, match.new + match.length)
        inside = match[:2] != (0, 0) and end != (len(old), len(new))
        if not inside or "".join(new[match.new : end[1]]).strip():
            yield match


class _Cursor:
    """Walks through spans by numbers of characters."""

    def __init__(self, spans: Spans) -> None:
        self._spans = spans
        self._index = 0
        self._used = 0

    def take(self, length: int) -> list[Span]:
        """The next so many characters, in their styles."""
        taken: list[Span] = []
        while length > 0 and self._index < len(self._spans):
            text, style, _ = self._spans[self._index]
            part = text[self._used : self._used + length]
            length -= len(part)
            self._used += len(part)
            if self._used >= len(text):
                self._index, self._used = self._index + 1, 0
            if part:
                taken.append(Span(part, style))
        return taken


def _marked(spans: Iterable[Span], marks: tuple[str, str]) -> list[Span]:
    """Spans between their marks; white space at both ends stays outside, and alone it has none."""
    spans = list(spans)
    text = "".join([span.text for span in spans])
    inner = text.strip()
    style = int(Style.INSERTED if marks is NEW else Style.DELETED)
    if not inner:
        return spans if marks is NEW else []
    before, after = text[: text.index(inner)], text[text.index(inner) + len(inner) :]
    cursor = _Cursor(tuple(spans))
    lead = cursor.take(len(before))
    core = [span._replace(style=span.style | style) for span in cursor.take(len(inner))]
    core[0] = core[0]._replace(text=marks[0] + core[0].text)
    core[-1] = core[-1]._replace(text=core[-1].text + marks[1])
    return [*lead, *core, *cursor.take(len(after))]


def _frames_near(new: Sequence[Unit], to: int, match: Match) -> tuple[Frames, Frames]:
    """The frames of the units before and after a change."""
    before = new[to - 1].frames if to else ()
    after = new[match.new].frames if match.new < len(new) else ()
    return before, after


def _within(unit: Unit, around: Sequence[Frames]) -> Unit:
    """A unit that is gone, put into the list or quotation around it, where there is one of the kind."""
    for frames in around:
        shared: list[Frame] = []
        for own, other in zip(unit.frames, frames, strict=False):
            if own.kind == "item" or own._replace(number=0) != other._replace(number=0):
                break
            shared.append(other)
        if shared:
            return replace(unit, frames=(*shared, *unit.frames[len(shared) :]))
    return unit


def _shortened(shown: Sequence[_Shown]) -> list[Unit]:
    """The units without most of what is unchanged."""
    units: list[Unit] = []
    runs = [(changed, list(run)) for changed, run in groupby(shown, lambda one: one.changed)]
    for place, (changed, run) in enumerate(runs):
        head = _CONTEXT if place else 0
        tail = _CONTEXT if place < len(runs) - 1 else 0
        left_out = len(run) - head - tail
        if changed or left_out < 2:
            units += [one.unit for one in run]
        else:
            units += [one.unit for one in run[:head]]
            units.append(_left_out(left_out))
            units += [one.unit for one in run[len(run) - tail :]]
    return units


def _left_out(count: int) -> Unit:
    text = f"… {counted(count, 'paragraph')} as before"
    return Unit("text", (Span(text, int(Style.MUTED)),))


def legend() -> Paragraph:
    """How to read a comparison."""
    gone = _marked([Span("gone")], GONE)
    new = _marked([Span("new")], NEW)
    return Paragraph((*gone, Span(" "), *new))
