"""Measuring and cutting text in terminal cells.

Called by the wrapper, the rows of the panes and the command line. Invariant: `cell_width` says what Textual
(Rich) says of the same text, since that is what lays the lines out; `pad` gives exactly the cells asked
for.
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from readnow.text import widths
from readnow.text.pattern import pattern

JOINER = "\u200d"
"""Zero width joiner: glues the next character to the one before it: both take the cells of the first."""
EMOJI_SELECTOR = "\ufe0f"
"""Variation selector 16: asks for the emoji form of the character before it, which may be wider."""
ELLIPSIS = "…"

_SHORT = 160
"""Up to so many characters, a row of a pane, each is looked at: a search for others takes long to prepare."""
_ONE = frozenset((1,))
_REMEMBERED = 20_000
"""How many characters' widths are kept: all of a language, not all of Unicode."""


ASTRAL = "\U00010000-\U0010ffff"
"""All characters above U+FFFF, as part of a regular expression's set."""


def ranges(table: str) -> list[tuple[int, int]]:
    """First and last code points of a table of `text.widths`."""
    pairs = (item.partition("-") for item in table.split())
    return [(int(low, 16), int(high or low, 16)) for low, _, high in pairs]


def _char_class(*tables: str) -> str:
    """The ranges below U+10000 for a regular expression: there a set of any size is one look-up."""
    return "".join(
        f"{chr(low)}-{chr(high)}" for table in tables for low, high in ranges(table) if high < 0x10000
    )


@cache
def _width_table() -> tuple[list[int], list[tuple[int, int]]]:
    """First code points of all ranges in order, and beside them their last code point and width."""
    table = [(0, 0x1F, 0), (0x7F, 0x9F, 0)]
    table += [(low, high, 0) for low, high in ranges(widths.ZERO)]
    table += [(low, high, 2) for low, high in ranges(widths.WIDE)]
    table.sort()
    return [low for low, _, _ in table], [(high, width) for _, high, width in table]


class _Widths(dict[str, int]):
    """Width of single characters, worked out when first met."""

    def __missing__(self, character: str) -> int:
        starts, ends = _width_table()
        code = ord(character)
        high, width = ends[bisect_right(starts, code) - 1]
        if code > high:
            width = 1
        if len(self) >= _REMEMBERED:
            self.clear()
        self[character] = width
        return width


_widths = _Widths()

SPECIAL = pattern(lambda: f"[\\x00-\\x1f\\x7f-\\x9f\\xad{_char_class(widths.ZERO, widths.WIDE)}{ASTRAL}]")
"""Finds a character that may not be one cell wide. Text without one has as many cells as characters.

The soft hyphen is in it although it takes one cell: the wrapper must see it."""

_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of them are a flag."""
_FOLLOWERS = frozenset("\u0e33\u0eb3\uff9e\uff9f")
"""Vowels of Thai and Lao, marks of narrow kana: with cells of their own, but part of what is before."""
_JOINING = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2\u1a60\ua9c0")
"""Signs of the scripts of India and its neighbours that write the next consonant together with this one."""
_WIDEST = 2
"""Cells of the widest cluster: longer chains of consonants may be cut."""
_ORDINARY = "\u0903"
"""Below this there is none of those, which is quick to ask."""

_WIDENED = frozenset(chr(code) for low, high in ranges(widths.WIDENED) for code in range(low, high + 1))


def cell_width(text: str) -> int:
    """Cells that the text takes on the screen, grapheme clusters counted once."""
    if text.isascii():
        return len(text) if text.isprintable() else sum(map(_widths.__getitem__, text))
    if JOINER not in text and EMOJI_SELECTOR not in text:
        if len(text) > _SHORT and not SPECIAL.search(text):
            return len(text)
        return sum(map(_widths.__getitem__, text))
    total = 0
    base = ""
    characters = iter(text)
    for character in characters:
        if character == JOINER:
            next(characters, "")
        elif character == EMOJI_SELECTOR:
            if base in _WIDENED:
                total += 1
            base = ""
        elif width := _widths[character]:
            base = character
            total += width
    return total


def _is_even(text: str) -> bool:
    """Whether each character takes one cell."""
    if len(text) > _SHORT:
        return not SPECIAL.search(text)
    return _ONE.issuperset(map(_widths.__getitem__, text))


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """Grapheme clusters of the text with the cells each takes; together they are the text and its width.

    A line break begins a cluster of its own: who breaks lines must see it.
    """
    start = position = width = 0
    base = ""
    length = len(text)
    while position < length:
        character = text[position]
        if character == JOINER:
            position = min(position + 2, length)
            continue
        if character == EMOJI_SELECTOR:
            width += base in _WIDENED
            base = ""
        elif (own := _widths[character]) or character == "\n":
            if character > _ORDINARY and width + own <= _WIDEST and _belongs(text, start, position):
                width += own
            else:
                if base or position > start:
                    yield text[start:position], width
                start, width, base = position, own, character
        position += 1
    if length > start:
        yield text[start:], width


def _belongs(text: str, start: int, position: int) -> bool:
    """Whether a character with cells of its own is part of the cluster that began at `start`."""
    character = text[position]
    if position == start:
        return False
    if character in _FLAG_LETTERS:
        return position == start + 1 and text[start] in _FLAG_LETTERS
    return character in _FOLLOWERS or (text[position - 1] in _JOINING and character.isalpha())


def graphemes(text: str) -> Iterator[str]:
    """The text in grapheme clusters, as a terminal draws them: never to be cut inside."""
    for cluster, _ in clusters(text):
        yield cluster


def cut(text: str, cells: int) -> str:
    """The text in at most so many cells; when something had to go, it ends in "…"."""
    if cells <= 0:
        return ""
    if len(text) * 2 <= cells or cell_width(text) <= cells:
        return text
    if cells == 1:
        return ELLIPSIS
    return fit(text, cells - 1)[0].rstrip(" " + JOINER) + ELLIPSIS


def pad(text: str, cells: int) -> str:
    """The text in exactly so many cells: cut if too long, followed by spaces if too short."""
    # A joiner at the end would swallow the first space.
    shown = cut(text, cells).rstrip(JOINER)
    return shown + " " * (max(cells, 0) - cell_width(shown))


def fit(text: str, cells: int) -> tuple[str, int]:
    """The longest beginning of whole clusters within so many cells, and its width."""
    if _is_even(text[: cells + 1]):
        return text[:cells], min(cells, len(text))
    taken = used = 0
    for cluster, width in clusters(text):
        if used + width > cells:
            break
        taken += len(cluster)
        used += width
    return text[:taken], used
