"""Whether two articles of different feeds tell the same story.

`prints_of` is called in the parser process for every article, behind everything else; `same_story` by the
store, for the few that an index finds to be alike. Invariants: both are pure and linear in time; the order of
the two articles does not count; what cannot be known is not taken for sameness.
"""

from functools import cached_property

from msgspec import Struct

from readnow.text.canonical import canonical_address, site_of
from readnow.text.headlines import Headline, read_headline
from readnow.text.pattern import pattern
from readnow.text.simhash import distance, hashed, simhash
from readnow.text.tokens import BOUNDARY, indexed_tokens

WINDOW = 7 * 86_400
"""Seconds between the dates of two articles within which they may be the same story."""

_MOST_TOKENS, _OPENING, _LEAST = 400, 24, 12
"""Tokens of a text that its fingerprint is of, of its beginning, and at least; half as many again where each
is a character of a script without spaces."""
_UNSPACED = 2
_READ, _TAIL = 16_000, 600
"""Characters of a text that are looked at, and of its end where what does not belong to it may stand."""
_TAILS: tuple[tuple[str, str], ...] = (
    ("the post ", r".{0,200} (?:appeared first|first appeared) on .*"),
    ("continue reading", r".*"),
    ("read more", r".*"),
    ("read the ", r"(?:full|rest|whole|entire) .*"),
    ("click here to ", r".*"),
    ("originally published ", r".*"),
    ("this article ", r"(?:was )?(?:first |originally )?(?:appeared|published) .*"),
    ("this post ", r"(?:was )?(?:first |originally )?(?:appeared|published) .*"),
    ("weiterlesen", r".*"),
    ("der beitrag ", r".{0,200} erschien .*"),
    ("zum vollstandigen ", r".*"),
    ("lire la suite", r".*"),
    ("leer mas", r".*"),
    ("seguir leyendo", r".*"),
    ("continua a leggere", r".*"),
    ("lees verder", r".*"),
    ("comments", r" *"),
    ("続", r" +き +を.*"),
    ("阅", r" +读 +全 +文.*"),
    ("阅", r" +读 +更 +多.*"),
    ("閱", r" +讀 +全 +文.*"),
    ("더 보기", r".*"),
    ("читать ", r"(?:далее|полностью).*"),
    ("اقر", r". المزيد.*"),
)
"""What feeds and aggregators put behind a text: how it begins, and how it goes on."""
_BEGINNINGS = tuple(dict.fromkeys(beginning for beginning, _ in _TAILS))
_TAIL_PATTERN = pattern(f"(?:^|(?<= ))(?:{'|'.join(begins + goes_on for begins, goes_on in _TAILS)})$")

_NEAR, _NEAR_ENOUGH, _TWIN = 6, 13, 3
"""Bits in which the fingerprints of texts differ: at most, for a title that could be that of many; for one
that says much; and for texts that are practically one."""
_OPENS_NEAR, _OPENS_NEAR_ENOUGH = 8, 16
_AS_LONG = 0.6
"""From this part of the other's length on, a text is compared as a whole; a shorter one by its beginning."""
_SAYS_MUCH, _SAYS_ALL = 4, 6
"""Significant words of a title that could hardly be that of many stories; and of one that says all."""
_SOON, _PROMPT = 43_200, 172_800
_ALIKE, _ABOUT = 0.6, 0.34
_LONG = 40


class Prints(Struct, frozen=True):
    """What an article is known by: hashes of its address and of its title, fingerprints of its text and of
    how that begins. 0: nothing to know it by."""

    address: int
    title: int
    text: int
    opening: int


class Story(Struct, frozen=True, dict=True):
    """An article as it is compared: `words` in its text, `date` in seconds."""

    prints: Prints
    title: str
    link: str
    words: int
    date: int

    @cached_property
    def headline(self) -> Headline:
        """Its title as it is compared."""
        return read_headline(self.title)


def prints_of(title: str, link: str, indexed: str) -> Prints:
    """What an article is known by; `indexed` is what `tokens.index_text` makes of its text first."""
    key = read_headline(title).key
    address = canonical_address(link)
    text, opening = _of_text(indexed)
    return Prints(hashed(address) if address else 0, hashed(key) if key else 0, text, opening)


def same_story(one: Story, two: Story) -> bool:
    """Whether they are the same story. Of two articles within a week this is so where either

    - their addresses are the same, and they do not differ in both title and text; or
    - their titles are the same, and the texts are near to each other: as wholes, or, where one is shortened,
      in how they begin; for a title that says little, nearer or sooner after each other, and of two sites; or
    - their titles are the same and say all, and one has no text to compare; or
    - their texts are practically one, and long, and the titles have to do with each other;

    and never where one answers the other, or where their titles count differently.
    """
    first, second = one.headline, two.headline
    apart = abs(one.date - two.date)
    if apart > WINDOW or first.reply != second.reply or _count_otherwise(first, second):
        return False
    same_title = bool(one.prints.title) and one.prints.title == two.prints.title
    text = _texts(one, two)
    if one.prints.address and one.prints.address == two.prints.address:
        return same_title or text is None or text <= _NEAR_ENOUGH or _overlap(first, second) >= _ALIKE
    if same_title:
        weight = min(first.weight, second.weight)
        if weight < _SAYS_MUCH and site_of(one.link) == site_of(two.link) != "":
            return False
        if text is None:
            return weight >= _SAYS_ALL and apart <= _PROMPT
        if _is_shortened(one, two):
            return _opens_alike(one, two, weight, apart)
        return text <= (_NEAR_ENOUGH if weight >= _SAYS_MUCH else _NEAR)
    long = min(one.words, two.words) >= _LONG
    return long and text is not None and text <= _TWIN and _overlap(first, second) >= _ABOUT


def _opens_alike(one: Story, two: Story, weight: int, apart: int) -> bool:
    differ = distance(one.prints.opening, two.prints.opening)
    if weight >= _SAYS_MUCH:
        return differ <= _OPENS_NEAR_ENOUGH
    return differ <= _OPENS_NEAR and apart <= _SOON


def _texts(one: Story, two: Story) -> int | None:
    """How far their texts are from each other; None where one has none to compare."""
    if not one.prints.opening or not two.prints.opening:
        return None
    if _is_shortened(one, two):
        return distance(one.prints.opening, two.prints.opening)
    return distance(one.prints.text, two.prints.text)


def _is_shortened(one: Story, two: Story) -> bool:
    return min(one.words, two.words) < _AS_LONG * max(one.words, two.words)


def _overlap(one: Headline, two: Headline) -> float:
    """How much of the shorter title's words the other has too."""
    first, second = set(one.words), set(two.words)
    return len(first & second) / max(1, min(len(first), len(second)))


def _count_otherwise(one: Headline, two: Headline) -> bool:
    """Whether both titles count, and not the same."""
    return bool(one.counting and two.counting and one.counting != two.counting)


def _of_text(indexed: str) -> tuple[int, int]:
    """The fingerprints of a text and of its beginning; 0 where there is too little of it."""
    text = indexed[:_READ].partition(BOUNDARY)[0]
    if len(text) < _READ:
        text = text[:-_TAIL] + _without_tail(text[-_TAIL:])
    found = indexed_tokens(text)
    single = sum(len(token) == 1 and not token.isascii() for token in found[: 2 * _OPENING])
    factor, size = (_UNSPACED, 3) if single > _OPENING // 2 else (1, 2)
    if len(found) < _LEAST * factor:
        return 0, 0
    return simhash(found[: _MOST_TOKENS * factor], size), simhash(found[: _OPENING * factor], size)


def _without_tail(end: str) -> str:
    """The end of a text without what is put behind it: most have nothing of it, which is quick to see."""
    if any(beginning in end for beginning in _BEGINNINGS):
        return _TAIL_PATTERN.sub("", end)
    return end
