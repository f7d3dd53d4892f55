"""The pictures of a document in the order they come, with the words about each. Pure.

The interface goes through them. Invariant: an address is there once, and it passed `safe_url`; places are
counted as `text.places` counts them.
"""

from typing import NamedTuple

from readnow.text.blocks import Block, Document, Figure, Image, Link, Media, Spans, Style
from readnow.text.clean import clean_line
from readnow.text.places import length, runs

_IMAGE = int(Style.IMAGE)
_LONGEST_CAPTION = 2000
_MEDIA = "image"


class Pictured(NamedTuple):
    """A picture: its address, what it shows, what stands below it, and its size as the page says.

    `offset` is the characters of text before it, `link` the number of the link on it, if any.
    """

    url: str
    alt: str
    caption: str
    size: tuple[int, int] | None
    offset: int
    link: int | None

    @property
    def words(self) -> str:
        """All that is said about it, on one line."""
        if self.alt and self.caption and self.alt not in self.caption:
            return f"{self.alt} — {self.caption}"
        return self.caption or self.alt


def pictures(document: Document) -> tuple[Pictured, ...]:
    """All pictures that have an address of the web."""
    links = {link.number: link for link in document.links}
    found: list[Pictured] = []
    offset = 0
    for block, spans in runs(document.blocks):
        found += _of_run(block, spans, links, offset)
        if isinstance(block, Figure) and spans is block.caption:
            count = sum(len(_of_run(*run, links, 0)) for run in runs(block.blocks))
            caption = clean_line("".join([span.text for span in spans]), _LONGEST_CAPTION)
            for index in range(len(found) - count, len(found)):
                found[index] = found[index]._replace(caption=found[index].caption or caption)
        offset += length(spans)
    first: dict[str, Pictured] = {}
    for picture in found:
        first.setdefault(picture.url, picture)
    return tuple(first.values())


def _of_run(block: Block, spans: Spans, links: dict[int, Link], offset: int) -> list[Pictured]:
    """The pictures of one run of text."""
    match block:
        case Image(alt, url, size, link):
            return [Pictured(url, alt, "", size, offset, link)] if _is_fetchable(url) else []
        case Media(kind, url, text, link):
            return (
                [Pictured(url, text, "", None, offset, link)] if kind == _MEDIA and _is_fetchable(url) else []
            )
    found = []
    for text, style, number in spans:
        own = links.get(number) if number is not None and style & _IMAGE else None
        if own is not None and own.image and _is_fetchable(own.url):
            found.append(Pictured(own.url, text, "", None, offset, number))
        offset += len(text)
    return found


def _is_fetchable(url: str) -> bool:
    return url.startswith(("http://", "https://"))
