"""The runs of text inside a paragraph and the numbered links of a document, while they are built.

Used by `text.html` and its neighbours. Invariant: every text is cleaned here, after its character
references were decoded and before it is joined with others; nothing is added to a document by another way.
"""

import re
from urllib.parse import urlsplit

from readnow.text.blocks import Block, Image, Link, Paragraph, Span, Spans, Style
from readnow.text.clean import clean_line, clean_text, safe_url, scheme_of

MAX_LINKS = 500

_IMAGE = int(Style.IMAGE)
_LINK = int(Style.LINK)
_CODE = int(Style.CODE)
_WARNING = int(Style.WARNING)

_WHITE_SPACE = re.compile("[ \n]{2,}|\n")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`\u2018-\u201f\u3000-\u303f\uff00-\uff5e]+", re.IGNORECASE)
_LOOKS_LIKE_ADDRESS = re.compile(
    r"(?:https?://((?:[\w-]+\.)+[\w-]+)|((?:[\w-]+\.)+(?:com|org|net|edu|gov|mil|info|biz|app|dev|[a-z]{2})))"
    r"(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_NOT_A_DOMAIN = frozenset(
    ("js", "py", "md", "rs", "sh", "pl", "ts", "cc", "ps", "so", "ml", "vs", "go", "mk")
)
"""Endings of file and product names that are countries' too: no warning for them without a scheme."""
_TRAILING = ".,;:!?*_~"
_OPENING = {")": "(", "]": "[", "}": "{"}
_LONGEST = 2048


class LinkBook:
    """The links of a document: each address has one number, at most 500 of them."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._links: list[Link] = []
        self._numbers: dict[str, int] = {}

    def resolve(self, address: str) -> str:
        """The address as a safe, absolute one, or ""."""
        return safe_url(address, self._base_url) if address else ""

    def number(self, url: str, image: bool = False) -> int | None:
        """The number of a safe address; None when there are too many links or the address is empty."""
        known = self._numbers.get(url)
        if known is not None:
            if not image and self._links[known - 1].image:
                self._links[known - 1] = Link(known, url)
            return known
        if not url or len(self._links) >= MAX_LINKS:
            return None
        number = len(self._links) + 1
        self._numbers[url] = number
        self._links.append(Link(number, url, image=image))
        return number

    def name(self, number: int, text: str) -> None:
        """Remember what a link is called; the first name stays."""
        link = self._links[number - 1]
        if not link.text and text:
            self._links[number - 1] = Link(number, link.url, clean_line(text, 200), link.image)

    def __len__(self) -> int:
        return len(self._links)

    def forget(self, count: int) -> None:
        """Drop the links after the first `count`: they turned out to have no text."""
        for link in self._links[count:]:
            del self._numbers[link.url]
        del self._links[count:]

    def all(self) -> tuple[Link, ...]:
        return tuple(self._links)


class Run:
    """The text of a paragraph, piece by piece, its white space collapsed as HTML says."""

    def __init__(self, links: LinkBook) -> None:
        self._links = links
        self._pieces: list[Span] = []
        self._images: list[Image] = []
        self._spaced = True

    def __len__(self) -> int:
        return len(self._pieces)

    def add(self, text: str, style: int, link: int | None) -> None:
        """Add raw text as it stands between two tags, character references decoded."""
        text = clean_text(text)
        if "\n" in text or "  " in text:
            text = _WHITE_SPACE.sub(" ", text)
        if self._spaced and text[:1] == " ":
            text = text[1:]
        if not text:
            return
        self._spaced = text[-1] == " "
        if link is None and "://" in text and not style & _CODE:
            self._add_addresses(text, style)
        else:
            self._pieces.append(Span(text, style, link))

    def add_line(self, text: str, style: int, link: int | None) -> None:
        """Add raw text of which only the words matter: an attribute, a remark."""
        self.add(clean_line(text), style, link)

    def _add_addresses(self, text: str, style: int) -> None:
        """Add text with bare web addresses in it, which become links."""
        position = 0
        for match in _ADDRESS.finditer(text):
            if len(match[0]) > _LONGEST:
                continue
            address = _without_punctuation(match[0])
            number = self._links.number(safe_url(address))
            if number is None:
                continue
            if match.start() > position:
                self._pieces.append(Span(text[position : match.start()], style))
            self._pieces.append(Span(address, style | _LINK, number))
            self._links.name(number, address)
            position = match.start() + len(address)
        if position < len(text):
            self._pieces.append(Span(text[position:], style))

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
    return tuple([span for span in spans if span.text or span.style & _IMAGE])


def _without_punctuation(address: str) -> str:
    """A bare address without the punctuation of the sentence it stands in."""
    while address:
        last = address[-1]
        opening = _OPENING.get(last)
        if last in _TRAILING or (opening and address.count(last) > address.count(opening)):
            address = address[:-1]
        else:
            break
    return address


def _same_site(shown: str, target: str) -> bool:
    shown, target = shown.removeprefix("www."), target.removeprefix("www.")
    return shown == target or target.endswith("." + shown) or shown.endswith("." + target)


def refusal(address: str, safe: str) -> str:
    """What to say of a link that is not made one: its scheme, for those we do not open."""
    if safe:
        return ""
    scheme = clean_line(scheme_of(address), 20)
    return f" (link not opened: {scheme})" if scheme and scheme not in {"http", "https"} else ""
