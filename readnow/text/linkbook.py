"""The numbered links of a document while it is built, and where links within it lead.

Used by `text.builder` and the handlers. Invariant: an address has one number and one only; addresses passed
`safe_url`; at most 500 links of either kind.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from readnow.text.blocks import FIRST_PLACE_LINK, Link
from readnow.text.clean import clean_line, safe_url, scheme_of
from readnow.text.pattern import pattern

MAX_LINKS = 500

_ADDRESS = pattern(r"\bhttps?://[^\s<>\"'`\u2018-\u201f\u3000-\u303f\uff00-\uff5e]+", re.IGNORECASE)
_TRAILING = ".,;:!?*_~"
_OPENING = {")": "(", "]": "[", "}": "{"}
_LONGEST = 2048


class LinkBook:
    """The links of a document: each address has one number, and so has each place in the document."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._links: list[Link] = []
        self._place_links: list[Link] = []
        self._numbers: dict[str, int] = {}
        self._places: dict[str, int] = {}

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
        links, index = self._links, number - 1
        if number >= FIRST_PLACE_LINK:
            links, index = self._place_links, number - FIRST_PLACE_LINK
        link = links[index]
        if not link.text and text:
            links[index] = Link(number, link.url, clean_line(text, 200), link.image, link.place)

    def split(self, text: str) -> Iterator[tuple[str, int | None]]:
        """The text, divided where bare web addresses are in it, which become links."""
        position = 0
        for match in _ADDRESS.finditer(text):
            if len(match[0]) > _LONGEST:
                continue
            address = _without_punctuation(match[0])
            number = self.number(safe_url(address))
            if number is None:
                continue
            if match.start() > position:
                yield text[position : match.start()], None
            yield address, number
            self.name(number, address)
            position = match.start() + len(address)
        if position < len(text):
            yield text[position:], None

    def __len__(self) -> int:
        return len(self._links)

    def forget(self, count: int) -> None:
        """Drop the links to addresses after the first `count`: they turned out to have no text."""
        for link in self._links[count:]:
            del self._numbers[link.url]
        del self._links[count:]

    def all(self) -> tuple[Link, ...]:
        """All links: those to addresses, then those to places."""
        return (*self._links, *self._place_links)

    # -- places in the document

    def number_of_place(self, address: str) -> int | None:
        """The number of a link whose address is a place in this document; None if it is not."""
        return self._places.get(self._fragment(address)) if self._places else None

    def find_places(self, body: LexborNode) -> dict[int, int]:
        """Number the places that links in the tree lead to: the identity of each element there, and its
        place's number."""
        wanted = {self._fragment(node.attributes.get("href") or "") for node in body.css('a[href*="#"]')}
        wanted.discard("")
        places: dict[int, int] = {}
        for node in body.css("[id], a[name]") if wanted else ():
            attributes = node.attributes
            for name in (attributes.get("id"), attributes.get("name") if node.tag == "a" else None):
                if name and name in wanted and name not in self._places and len(places) < MAX_LINKS:
                    place = places.setdefault(node.mem_id, len(places) + 1)
                    number = FIRST_PLACE_LINK + len(self._place_links)
                    self._places[name] = number
                    url = safe_url(f"#{name}", self._base_url) or f"#place-{place}"
                    self._place_links.append(Link(number, url, place=place))
        return places

    def _fragment(self, address: str) -> str:
        """The name of the place that an address means, if it means one on the document's own page."""
        page, mark, fragment = address.strip().partition("#")
        if not mark or not fragment:
            return ""
        own = self._base_url.partition("#")[0]
        if page and (not own or self.resolve(page) != own):
            return ""
        return unquote(fragment)


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


def refusal(address: str, safe: str) -> str:
    """What to say of a link that is not made one: its scheme, for those we do not open."""
    if safe:
        return ""
    scheme = clean_line(scheme_of(address), 20)
    return f" (link not opened: {scheme})" if scheme and scheme not in {"http", "https"} else ""
