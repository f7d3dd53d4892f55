"""Breaking a run of spans into lines of at most so many cells.

Used by `text.layout` for paragraphs and by `text.columns` for table cells. Invariant: no line is wider than
asked for, by the measure of `text.cells`; nothing of the text goes missing but white space at a break and
soft hyphens; words are cut only where there is no other way. Simple text needs no step per character, and
no more is looked at than the lines that are asked for.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from readnow.text.blocks import Span
from readnow.text.cells import SPECIAL, cell_width, clusters
from readnow.text.pattern import pattern

SOFT_HYPHEN = "\u00ad"
_NO_BREAK = frozenset("\u00a0\u2007\u202f\u2011\u2060")
_OTHER_SPACES = frozenset("\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f")
"""Spaces of a width of their own: a line may end behind them."""
_OTHER_SPACE = pattern(f"[{''.join(sorted(_OTHER_SPACES))}]")
_CJK = pattern(
    "[\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U0001f200-\U0001f2ff\U00020000-\U0003ffff]"
)
_NOT_AT_START = frozenset(
    "!%),.:;?]}¢°·ˇˉ–‐―‖’”»›…‥‰′″›℃℉∶、。〃〉》」』】〕〗〙〞〟︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～〜゠・゛゜"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿーゝゞ々〻ヽヾ｡､｣･ｧｨｩｪｫｬｭｮｯｰﾞﾟ"
)
"""Closing punctuation, small kana and marks of repetition: never the first of a line."""
_NOT_AT_END = frozenset("#$(£¥[{«‘“‹№「『【〔〖〘〈《〝（［｛｢＃＄￡￥")
"""Opening punctuation: never the last of a line."""
_REMEMBERED = 20_000
"""How many characters' kinds are kept: all of a language, not all of Unicode."""
_AT_ONCE = 200
"""Clusters that are looked at together."""
_CUT = pattern(r"[/?&=#,;:_.+|—–-](?=[^/?&=#,;:_.+|—–-])")
"""Behind these a word is cut that must be."""


_UNSPACED, _OPENING, _CLOSING, _GLUE, _HOLDS, _WIDE_SPACE, _DASH, _HYPHEN = (1 << bit for bit in range(8))
"""What a character is where a line might end before or behind it. `_HOLDS`: no line ends before it."""


class _Kinds(dict[str, int]):
    """The kinds of characters, worked out when first met."""

    def __missing__(self, character: str) -> int:
        kind = _UNSPACED if _CJK.match(character) else 0
        for bit, members in (
            (_OPENING, _NOT_AT_END),
            (_CLOSING, _NOT_AT_START),
            (_GLUE | _HOLDS, _NO_BREAK),
            (_HOLDS, " \n" + SOFT_HYPHEN),
            (_WIDE_SPACE, _OTHER_SPACES),
            (_DASH, "—"),
            (_HYPHEN, "-–"),
        ):
            kind |= bit if character in members else 0
        if len(self) >= _REMEMBERED:
            self.clear()
        self[character] = kind
        return kind


_kinds = _Kinds()


class LineSpan(NamedTuple):
    """A piece of a line in one style; `link` is the number of the link it belongs to."""

    text: str
    style: int = 0
    link: int | None = None


class BrokenLine(NamedTuple):
    """A line and where in the run it begins."""

    spans: tuple[LineSpan, ...]
    start: int


class _Segment(NamedTuple):
    """Where a line begins and ends in the text, and whether a hyphen is to be added."""

    start: int
    end: int
    hyphen: bool = False


def break_spans(spans: Iterable[Span | LineSpan], width: int) -> Iterator[BrokenLine]:
    """The lines of a run of spans in which "\\n" is a line break. At least one line, maybe empty."""
    pieces = [piece for piece in spans if piece.text]
    text = "".join([piece.text for piece in pieces])
    ends: list[int] = []
    total = 0
    for piece in pieces:
        total += len(piece.text)
        ends.append(total)
    segments = _break_any(text, ends, width) if _is_special(text) else _break_simple(text, width)
    if len(pieces) == 1 and SOFT_HYPHEN not in text and width > 1:
        _, style, link = pieces[0]
        for start, end, _ in segments:
            yield BrokenLine((LineSpan(text[start:end], style, link),) if end > start else (), start)
    else:
        for segment in segments:
            yield _line(text, pieces, ends, segment, width)


def _is_special(text: str) -> bool:
    """Whether there is more in it than characters of one cell, simple spaces and line breaks."""
    if SPECIAL.search(text) is not None and SPECIAL.search(text.replace("\n", "")) is not None:
        return True
    return not text.isascii() and _OTHER_SPACE.search(text) is not None


def _line(
    text: str, pieces: list[Span | LineSpan], ends: list[int], segment: _Segment, width: int
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


def _break_simple(text: str, width: int) -> Iterator[_Segment]:
    """Lines of a text whose every character is one cell."""
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
                    yield _Segment(position, inner)
                    position = inner
                    continue
                yield _Segment(position, _trimmed(text, position, space))
                position = space + 1
            else:
                end = position + width
                cut = _break_in_word(text, position + 1, end)
                if not cut or _is_address(text, position, stop):
                    cut = _cut_in_word(text, position, end)
                yield _Segment(position, cut)
                position = cut
            while position < stop and text[position] == " ":
                position += 1
        yield _Segment(position, stop)
        if stop == length:
            return
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
    hyphen = max(text.rfind("-", start, limit), text.rfind("–", start, limit))
    if hyphen > dash and not (
        text[hyphen - 1 : hyphen].isalpha() and text[hyphen + 1 : hyphen + 2].isalpha()
    ):
        hyphen = -1
    place = max(dash, hyphen)
    return place + 1 if place >= start else 0


def _cut_in_word(text: str, start: int, limit: int) -> int:
    """Where a word is cut that has no place to be broken: behind a mark that is not too near its start, else
    at the limit."""
    place = limit
    for match in _CUT.finditer(text, start + (limit - start) // 3, limit + 1):
        if match.end() <= limit:
            place = match.end()
    return max(place, start + 1)


class _Clusters:
    """Where the clusters of a text begin and how wide they are, as far as they are looked at.

    Clusters do not reach over the ends of spans.
    """

    def __init__(self, text: str, ends: list[int]) -> None:
        self.starts = [0]
        self.widths: list[int] = []
        self._more = self._all(text, ends)

    def _all(self, text: str, ends: list[int]) -> Iterator[tuple[int, int]]:
        position = 0
        for end in ends:
            for cluster, cells in clusters(text[position:end]):
                position += len(cluster)
                yield position, 0 if cluster == SOFT_HYPHEN else cells

    def has(self, index: int) -> bool:
        """Whether there is a cluster of this number."""
        while len(self.widths) <= index:
            found = list(islice(self._more, _AT_ONCE))
            if not found:
                return False
            self.starts += [position for position, _ in found]
            self.widths += [cells for _, cells in found]
        return True


def _break_any(text: str, ends: list[int], width: int) -> Iterator[_Segment]:
    """Lines of a text of any characters, cluster by cluster."""
    parts = _Clusters(text, ends)
    first: int | None = 0
    while first is not None:
        last, following, hyphen = _one_line(text, parts, first, width)
        yield _Segment(parts.starts[first], parts.starts[last], hyphen)
        first = following


def _one_line(text: str, parts: _Clusters, first: int, width: int) -> tuple[int, int | None, bool]:
    """A line of clusters: where it ends, where the next begins (None: nowhere), if hyphenated."""
    starts, widths = parts.starts, parts.widths
    used = 0
    best: tuple[int, int, bool] | None = None
    index = first
    while index < len(widths) or parts.has(index):
        character = text[starts[index]]
        if character == "\n":
            return index, index + 1, False
        if character == " ":
            # Spaces at a break are swallowed, however many.
            after = index
            while parts.has(after) and text[starts[after]] == " ":
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
        elif character != " " and (following < len(widths) or parts.has(following)):
            left, right = _kinds[character], _kinds[text[starts[following]]]
            if _may_break(left, right, text, starts[index]):
                best = (following, following, False)
        index = following
    else:
        return index, None, False
    if best is not None and best[0] > first:
        return best
    cut = _cut_among(text, parts, first, max(index, first + 1))
    return cut, cut if parts.has(cut) else None, False


def _cut_among(text: str, parts: _Clusters, first: int, last: int) -> int:
    """The cluster before which a word is cut that has no place to be broken."""
    for index in range(last, first + (last - first) // 3, -1):
        if parts.has(index) and _CUT.match(text, parts.starts[index - 1]):
            return index
    return last


def _may_break(left: int, right: int, text: str, position: int) -> bool:
    """Whether a line may end between two neighbouring clusters of these kinds, the left one no space."""
    if right & _HOLDS or left & _GLUE:
        return False
    if left & _WIDE_SPACE:
        return True
    if left & _OPENING or right & _CLOSING:
        return False
    if (left | right) & _UNSPACED:
        return True
    if left & _DASH:
        return not right & _DASH
    # A hyphen between letters.
    following = text[position + 1 : position + 2]
    return bool(left & _HYPHEN) and following.isalpha() and position > 0 and text[position - 1].isalpha()
