"""The runs of text inside a paragraph, while they are built.

Used by `text.builder` and the handlers. Invariant: every text is cleaned here, after its character
references were decoded and before it is joined with others; nothing is added to a document by another way.
"""

import re
from urllib.parse import urlsplit

from readnow.text.blocks import Block, Image, Paragraph, Span, Spans, Style
from readnow.text.clean import clean_line, clean_text
from readnow.text.linkbook import LinkBook
from readnow.text.pattern import pattern

_IMAGE = int(Style.IMAGE)
_PLACE = int(Style.PLACE)
_SHOWN_EMPTY = _IMAGE | _PLACE
_LINK = int(Style.LINK)
_CODE = int(Style.CODE)
_WARNING = int(Style.WARNING)

_WHITE_SPACE = pattern("[ \n]{2,}|\n")
_UNSPACED = "[\u3000-\u312f\u3190-\ua4cf\uf900-\ufaff\uff00-\uff60]"
_BROKEN_LINE = pattern(f"(?<={_UNSPACED})\n *+(?={_UNSPACED})")
"""The end of a source line between characters of a script that has no spaces."""
_LOOKS_LIKE_ADDRESS = pattern(
    r"(?:https?://((?:[\w-]+\.)+[\w-]+)|((?:[\w-]+\.)+(?:com|org|net|edu|gov|mil|info|biz|app|dev|[a-z]{2})))"
    r"(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_NOT_A_DOMAIN = frozenset(
    ("js", "py", "md", "rs", "sh", "pl", "ts", "cc", "ps", "so", "ml", "vs", "go", "mk")
)
"""Endings of file and product names that are countries' too: no warning for them without a scheme."""
_LONGEST = 2048


class Run:
    """The text of a paragraph, piece by piece, its white space collapsed as HTML says."""

    def __init__(self, links: LinkBook) -> None:
        self._links = links
        self._pieces: list[Span] = []
        self._images: list[Image] = []
        self._places: list[int] = []
        self._spaced = True

    def __len__(self) -> int:
        return len(self._pieces)

    def add(self, text: str, style: int, link: int | None) -> None:
        """Add raw text as it stands between two tags, character references decoded."""
        text = clean_text(text)
        if "\n" in text and not text.isascii():
            text = _BROKEN_LINE.sub("", text)
        if "\n" in text or "  " in text:
            text = _WHITE_SPACE.sub(" ", text)
        if self._spaced and text[:1] == " ":
            text = text[1:]
        if not text:
            return
        if self._places and text != " ":
            self._pieces += [Span("", _PLACE, place) for place in self._places]
            self._places = []
        self._spaced = text[-1] == " "
        if link is None and "://" in text and not style & _CODE:
            for part, number in self._links.split(text):
                self._pieces.append(Span(part, style | _LINK if number else style, number))
        else:
            self._pieces.append(Span(text, style, link))

    def take_places(self) -> list[int]:
        """The places that no text has followed yet, for what comes instead of text."""
        places, self._places = self._places, []
        return places

    def mark_place(self, place: int) -> None:
        """Let a place of this number be where the next text is."""
        self._places.append(place)

    def add_image(self, image: Image, style: int) -> None:
        """Add a picture between words. One that repeats the picture before it is left out (`<noscript>`)."""
        last = self._images[-1] if self._images and self._pieces[-1].style & _IMAGE else None
        if last and image.url and last.url == image.url:
            return
        self._images.append(image)
        self._pieces.append(Span(image.alt, style | _IMAGE | int(Style.ITALIC), image.link))
        self._spaced = False

    def add_break(self) -> bool:
        """Add a line break; False if there was one already, so that this one ends the paragraph."""
        if self._pieces and self._pieces[-1].text == "\n":
            return False
        if self._pieces:
            self._pieces.append(Span("\n"))
        self._spaced = True
        return True

    def mark_target(self, start: int, url: str) -> None:
        """Warn when the text since `start` is itself an address, on another host than the link's
        (checklist 17)."""
        text = self.text_since(start).strip()
        match = _LOOKS_LIKE_ADDRESS.fullmatch(text) if len(text) <= _LONGEST else None
        if not match:
            return
        shown = (match[1] or match[2]).lower()
        if "://" not in text and shown.rpartition(".")[2] in _NOT_A_DOMAIN:
            return
        target = (urlsplit(url).hostname or "").lower()
        if target and not _same_site(shown, target):
            self._pieces.append(Span(f" ⚠ goes to {clean_line(target)}", _WARNING))
            self._spaced = False

    def text_since(self, start: int) -> str:
        """The text of the pieces added since there were `start` of them."""
        return "".join([piece.text for piece in self._pieces[start:]])

    def take(self) -> list[Block]:
        """The run as blocks, and a new run begun: a paragraph, pictures that stand alone, or nothing."""
        pieces, images = self._pieces, self._images
        self._pieces, self._images, self._spaced = [], [], True
        if images and all(piece.style & _IMAGE or not piece.text.strip() for piece in pieces):
            return list(images)
        spans = _joined(pieces)
        return [Paragraph(spans)] if spans else []


def _joined(pieces: list[Span]) -> Spans:
    """Neighbours of one style as one span, no white space at either end or around line breaks."""
    spans: list[Span] = []
    texts: list[str] = []
    style, link = 0, None
    while pieces and not pieces[-1].text.strip(" \n") and not pieces[-1].style & _IMAGE:
        pieces.pop()
    for index, (text, own_style, own_link) in enumerate(pieces):
        if text[-1:] == " " and (index + 1 == len(pieces) or pieces[index + 1].text == "\n"):
            text = text[:-1]
        if own_style == style and own_link == link and not own_style & _IMAGE:
            texts.append(text)
            continue
        if texts:
            spans.append(Span("".join(texts), style, link))
        texts, style, link = [text], own_style, own_link
    if texts:
        spans.append(Span("".join(texts), style, link))
    return tuple([span for span in spans if span.text or span.style & _SHOWN_EMPTY])


def _same_site(shown: str, target: str) -> bool:
    shown, target = shown.removeprefix("www."), target.removeprefix("www.")
    return shown == target or target.endswith("." + shown) or shown.endswith("." + target)
