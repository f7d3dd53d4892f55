"""The marks that stand for what a terminal cannot show: pictures, raised digits, link numbers, ornaments.

Used by the layout and the plain text export. Invariant: marks are ours; the text between them is the
document's.
"""

import re
import unicodedata
from typing import NamedTuple

from readnow.text.blocks import Link, Media, Span, Spans, Style

_RAISED = int(Style.SUBSCRIPT | Style.SUPERSCRIPT)
_SUPER = str.maketrans("0123456789+-=()n−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ⁻")
_SUB = str.maketrans("0123456789+-=()−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋")
_RAISABLE = re.compile("[0-9+=()−-]+")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST_ROMAN = 3999


class Ornaments(NamedTuple):
    """The characters we draw ourselves. They are one cell wide."""

    quote: str = "▎"
    bullets: str = "•◦‣"
    rule: str = "─"


PLAIN_ORNAMENTS = Ornaments("|", "*o-", "-")
"""For terminals and files that have only ASCII."""


def linked_spans(spans: Spans, raised: bool = True) -> list[Span]:
    """The spans as they are shown: images by name, raised digits as such, its number behind each link."""
    shown: list[Span] = []
    last = len(spans) - 1
    for index, span in enumerate(spans):
        text, style, link = span
        if style & Style.IMAGE:
            span = Span(image_text(text), style, link)
        elif style & _RAISED and raised and _RAISABLE.fullmatch(text):
            span = Span(text.translate(_SUPER if style & Style.SUPERSCRIPT else _SUB), style, link)
        shown.append(span)
        if link is not None and (index == last or spans[index + 1].link != link):
            shown.append(Span(f"[{link}]", int(Style.LINK_NUMBER), link))
    return shown


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
    """The links worth a list of their own: pictures are not."""
    return tuple(link for link in links if not link.image)


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
