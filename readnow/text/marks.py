"""The marks that stand for what a terminal cannot show: pictures, raised digits, link numbers, ornaments.

Used by the layout and the exports. Invariant: marks are ours; the text between them is the
document's.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping
from itertools import accumulate, groupby
from typing import NamedTuple, TypeAlias

from readnow.text.blocks import FIRST_PLACE_LINK, Link, Media, Span, Spans, Style
from readnow.text.pattern import pattern

_IMAGE = int(Style.IMAGE)
_STRIKE = int(Style.STRIKE)
_PLACE = int(Style.PLACE)
_LINK_NUMBER = int(Style.LINK_NUMBER)
_RAISED = int(Style.SUBSCRIPT | Style.SUPERSCRIPT)
_MARKED = _IMAGE | _STRIKE | _PLACE | _RAISED
_SUPER = str.maketrans("0123456789+-=()−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁻")
_SUB = str.maketrans("0123456789+-=()−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋")
_RAISABLE = pattern("[0-9+=()−-]+")
_SCRIPTS: Mapping[int, tuple[str, Mapping[int, int]]] = {
    int(Style.SUPERSCRIPT): ("^", _SUPER),
    int(Style.SUBSCRIPT): ("_", _SUB),
}
_CLOSING = (")", "]", "}", "|", "′")
_LONGEST_SCRIPT = 12
_ABBREVIATED = frozenset(
    (
        *("st", "nd", "rd", "th", "er", "ère", "ere", "re", "e", "ème", "eme", "nde", "o", "a", "os", "as"),
        *("me", "mes", "lle", "lles", "gr", "r", "rs", "tm", "sm", "te", "ter", "ste", "de", "ª", "º"),
    )
)
"""What is raised at the end of ordinals and abbreviations: 1st, Mme."""
_RIGHT_TO_LEFT = pattern(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST_ROMAN = 3999


class Ornaments(NamedTuple):
    """The characters we draw ourselves, each one cell wide, and what the output cannot show without them.

    `rules` stand below headings of the first and second level, the first one elsewhere too. `raised` says
    that there are raised and lowered digits, `deleted` what stands around text that is struck out.
    """

    quote: str = "▎"
    bullets: str = "•◦‣"
    rules: str = "─╌"
    raised: bool = True
    deleted: str = ""


SCREEN_ORNAMENTS = Ornaments()
TEXT_ORNAMENTS = Ornaments(deleted="~~")
"""For files and pipes, which have no styles."""
PLAIN_ORNAMENTS = Ornaments("|", "*o-", "=-", raised=False, deleted="~~")
"""For terminals that have only ASCII."""
SPOKEN_ORNAMENTS = Ornaments(">", "-", "=-", raised=False, deleted="~~")
"""For what is read aloud or by touch."""


class Shown(NamedTuple):
    """Spans as they are shown, and the characters of the text that each stands for: None says its own."""

    spans: list[Span]
    sources: list[int] | None = None

    @property
    def length(self) -> int:
        """What the text counts for, without the marks (see `text.places`)."""
        return sum([len(span.text) for span in self.spans] if self.sources is None else self.sources) + 1

    def counter(self) -> Callable[[int], int]:
        """A function that says how many characters of the text stand before a position in what is shown."""
        if self.sources is None:
            return lambda position: position
        ends = list(accumulate([len(span.text) for span in self.spans]))
        before = list(accumulate(self.sources, initial=0))

        def count(position: int) -> int:
            index = bisect_right(ends, position)
            start = ends[index - 1] if index else 0
            return min(before[index] + position - start, before[min(index + 1, len(before) - 1)])

        return count


def shown_spans(spans: Spans, ornaments: Ornaments) -> Shown:
    """The spans with their marks: images by name, raised digits as such, its number behind each link."""
    if not any(link is not None or style & _MARKED for _, style, link in spans):
        return Shown(list(spans), None)
    shown: list[Span] = []
    sources: list[int] = []
    visible = [span for span in spans if not span.style & _PLACE]
    marks = _raising(visible, ornaments)
    last = len(visible) - 1
    for index, (span, (opening, closing, table)) in enumerate(zip(visible, marks, strict=True)):
        text, style, link = span
        after = visible[index + 1] if index < last else None
        if style & _IMAGE:
            marked = image_text(text)
        else:
            marked = opening + (text.translate(table) if table else text) + closing
        if style & _STRIKE and ornaments.deleted:
            before = visible[index - 1].style if index else 0
            marked = ("" if before & _STRIKE else ornaments.deleted) + marked
            marked += "" if after is not None and after.style & _STRIKE else ornaments.deleted
        shown.append(span if marked is text else Span(marked, style, link))
        sources.append(len(text))
        if link is not None and link < FIRST_PLACE_LINK and (after is None or after.link != link):
            shown.append(Span(f"[{link}]", _LINK_NUMBER, link))
            sources.append(0)
    return Shown(shown, sources)


_Raising: TypeAlias = tuple[str, str, Mapping[int, int] | None]
"""What stands before and after a span, and how its characters are written."""


def _raising(spans: list[Span], ornaments: Ornaments) -> list[_Raising]:
    """For each span how its being raised or lowered is shown; neighbours that are alike are one."""
    marks: list[_Raising] = []
    before = ""
    for kind, group in groupby(spans, lambda span: span.style & _RAISED):
        texts: list[str] = []
        linked = False
        for text, _, link in group:
            texts.append(text)
            linked = linked or link is not None
        own: list[_Raising] = [("", "", None)] * len(texts)
        if kind in _SCRIPTS:
            mark, table = _SCRIPTS[kind]
            whole = "".join(texts)
            if ornaments.raised and _RAISABLE.fullmatch(whole):
                own = [("", "", table)] * len(texts)
            elif before[-1:].isalnum() or before[-1:] in _CLOSING:
                opening, closing = _script_marks(whole, mark, linked)
                own[0] = (opening, "", None)
                own[-1] = (own[-1][0], closing, None)
        marks += own
        before = texts[-1]
    return marks


def _script_marks(text: str, mark: str, linked: bool) -> tuple[str, str]:
    """What is written around an exponent or index, as in x^(n+1); nothing around a reference or the end of
    an ordinal."""
    if text.isdigit():
        return mark, ""
    if linked or len(text) > _LONGEST_SCRIPT or not any(map(str.isalnum, text)) or "[" in text:
        return "", ""
    if text.isalnum():
        return ("", "") if text.lower() in _ABBREVIATED else (mark, "")
    is_formula = " " not in text or any(sign in text for sign in "+-−=*/")
    return (f"{mark}(", ")") if is_formula else ("", "")


def image_text(alt: str) -> str:
    """What stands for a picture."""
    return f"[image: {alt}]" if alt else "[image]"


def media_text(media: Media) -> str:
    """What stands for a player."""
    return f"[{media.kind}: {media.text or address_text(media.url)}]"


def address_text(url: str) -> str:
    """A web address as people write it."""
    return re.sub("^https?://", "", url).removesuffix("/")


def shown_links(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """The links worth a list of their own: neither pictures nor places in the document."""
    return tuple(link for link in links if not link.image and link.place is None)


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of the text is one of a script written from right to left."""
    if _RIGHT_TO_LEFT.search(text):
        for character in text:
            direction = unicodedata.bidirectional(character)
            if direction in {"L", "R", "AL"}:
                return direction != "L"
    return False


def item_label(number: int, numbering: str) -> str:
    """The label of an item of an ordered list: "3.", "c.", "iii."; in digits where letters give out."""
    label = ""
    if numbering in "aA":
        rest = number
        while rest > 0:
            rest, letter = divmod(rest - 1, 26)
            label = chr(ord("a") + letter) + label
    elif numbering in "iI" and 0 < number <= _LARGEST_ROMAN:
        rest = number
        for value, letters in _ROMAN:
            label += letters * (rest // value)
            rest %= value
    if not label:
        label = str(number)
    return (label.upper() if numbering in "AI" else label) + "."
