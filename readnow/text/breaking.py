"""Breaking a run of spans into lines of at most so many cells.

Used by `text.layout` for paragraphs and by `text.columns` for table cells. Invariant: no line is wider than
asked for, by the measure of `text.cells`; nothing of the text goes missing but white space at a break and
soft hyphens; words are cut only where there is no other way. Simple text needs no step per character.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from readnow.text.blocks import Span
from readnow.text.cells import SPECIAL, cell_width, clusters

SOFT_HYPHEN = "\u00ad"
_NO_BREAK = frozenset("\u00a0\u202f\u2011\u2060")
_CJK = re.compile(
    "[\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001f200-\U0001f2ff\U00020000-\U0003ffff]"
)
_NOT_AT_START = frozenset(
    "!%),.:;?]}¢°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーゝゞ々〻ヽヾ｡､｣･ｧｨｩｪｫｬｭｮｯｰﾞﾟ"
)
"""Closing punctuation, small kana and marks of repetition: never the first of a line."""
_NOT_AT_END = frozenset("$(£¥[{‘“‹「『【〔〖〈《〝（［｛｢＄￡￥")
"""Opening punctuation: never the last of a line."""


class LineSpan(NamedTuple):
    """A piece of a line in one style; `link` is the number of the link it belongs to."""

    text: str
    style: int = 0
    link: int | None = None


class BrokenLine(NamedTuple):
    """A line and where in the run it begins."""

    spans: tuple[LineSpan, ...]
    start: int


def break_spans(spans: Iterable[Span | LineSpan], width: int) -> list[BrokenLine]:
    """The lines of a run of spans in which "\\n" is a line break. At least one line, maybe empty."""
    pieces = [piece for piece in spans if piece.text]
    text = "".join([piece.text for piece in pieces])
    ends: list[int] = []
    total = 0
    for piece in pieces:
        total += len(piece.text)
        ends.append(total)
    if SPECIAL.search(text) is None or not _is_special(text):
        segments = _break_simple(text, width)
    else:
        segments = _break_any(text, ends, width)
    if len(pieces) == 1 and SOFT_HYPHEN not in text and width > 1:
        _, style, link = pieces[0]
        return [BrokenLine((LineSpan(text[start:end], style, link),), start) for start, end, _ in segments]
    return [_line(text, pieces, ends, segment, width) for segment in segments]


def _is_special(text: str) -> bool:
    """Whether there is more than the line breaks that `SPECIAL` finds."""
    return SPECIAL.search(text.replace("\n", "")) is not None


def _line(
    text: str, pieces: list[Span | LineSpan], ends: list[int], segment: tuple[int, int, bool], width: int
) -> BrokenLine:
    start, end, hyphen = segment
    index = bisect_right(ends, start)
    position = start
    spans: list[LineSpan] = []
    while position < end:
        stop = min(end, ends[index])
        part = text[position:stop]
        if SOFT_HYPHEN in part:
            part = part.replace(SOFT_HYPHEN, "")
        if width < 2 and cell_width(part) > width:
            part = "…"
        if part:
            spans.append(LineSpan(part, pieces[index].style, pieces[index].link))
        position = stop
        index += 1
    if hyphen:
        last = spans.pop() if spans else LineSpan("")
        spans.append(last._replace(text=last.text + "-"))
    return BrokenLine(tuple(spans), start)


def _break_simple(text: str, width: int) -> list[tuple[int, int, bool]]:
    """Lines of a text whose every character is one cell: start, end and whether a hyphen is to be added."""
    lines: list[tuple[int, int, bool]] = []
    position = 0
    length = len(text)
    while True:
        stop = text.find("\n", position)
        if stop < 0:
            stop = length
        while stop - position > width:
            space = text.rfind(" ", position, position + width + 1)
            if space > position:
                inner = _break_in_word(text, space + 1, position + width)
                if inner and not _is_address(text, space + 1, stop):
                    lines.append((position, inner, False))
                    position = inner
                    continue
                lines.append((position, _trimmed(text, position, space), False))
                position = space + 1
            else:
                cut = _break_in_word(text, position + 1, position + width) or position + width
                lines.append((position, cut, False))
                position = cut
            while position < stop and text[position] == " ":
                position += 1
        lines.append((position, stop, False))
        if stop == length:
            return lines
        position = stop + 1


def _is_address(text: str, start: int, stop: int) -> bool:
    """Whether the word that begins at `start` has a slash in it: it is not broken at its hyphens."""
    end = text.find(" ", start, stop)
    return text.find("/", start, end if end >= 0 else stop) >= 0


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _break_in_word(text: str, start: int, limit: int) -> int:
    """The last place up to `limit` where a word may be broken: behind a dash or hyphen; 0 if none."""
    dash = text.rfind("—", start, limit)
    hyphen = text.rfind("-", start, limit)
    if hyphen > dash and not (
        text[hyphen - 1 : hyphen].isalpha() and text[hyphen + 1 : hyphen + 2].isalpha()
    ):
        hyphen = -1
    place = max(dash, hyphen)
    return place + 1 if place >= start else 0


def _break_any(text: str, ends: list[int], width: int) -> list[tuple[int, int, bool]]:
    """Lines of a text of any characters, cluster by cluster. Clusters do not reach over the ends of spans."""
    lines: list[tuple[int, int, bool]] = []
    starts: list[int] = []
    widths: list[int] = []
    position = 0
    for end in ends:
        for cluster, cells in clusters(text[position:end]):
            starts.append(position)
            widths.append(0 if cluster == SOFT_HYPHEN else cells)
            position += len(cluster)
    starts.append(len(text))
    first = 0
    count = len(widths)
    while first <= count:
        last, following, hyphen = _one_line(text, starts, widths, first, width)
        lines.append((starts[first], starts[last], hyphen))
        if following > count:
            break
        first = following
    return lines


def _one_line(
    text: str, starts: list[int], widths: list[int], first: int, width: int
) -> tuple[int, int, bool]:
    """A line of clusters: where it ends, where the next begins (past the end: never), if hyphenated."""
    used = 0
    best: tuple[int, int, bool] | None = None
    count = len(widths)
    index = first
    while index < count:
        character = text[starts[index]]
        if character == "\n":
            return index, index + 1, False
        if character == " ":
            # Spaces at a break are swallowed, however many.
            after = index
            while after < count and text[starts[after]] == " ":
                after += 1
            best = (index, after, False) if index > first else best
        used += widths[index]
        if used > width and (character != " " or best is None):
            break
        if used > width and best is not None:
            return best
        following = index + 1
        if character == SOFT_HYPHEN:
            if used < width:
                best = (following, following, True)
        elif following < count and character != " " and _may_break(text, starts[index], starts[following]):
            best = (following, following, False)
        index = following
    else:
        return count, count + 1, False
    if best is not None and best[0] > first:
        return best
    return max(index, first + 1), max(index, first + 1), False


def _may_break(text: str, position: int, following: int) -> bool:
    """Whether a line may end between two neighbouring clusters that are no spaces."""
    left, right = text[position], text[following]
    if right in " \n" or left in _NO_BREAK or right in _NO_BREAK or right == SOFT_HYPHEN:
        return False
    if left in _NOT_AT_END or right in _NOT_AT_START:
        return False
    if _CJK.match(left) or _CJK.match(right):
        return True
    return left == "—" or (left == "-" and right.isalpha() and position > 0 and text[position - 1].isalpha())
