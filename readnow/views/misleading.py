"""Links that say one host and go to another, and the words for it. Pure.

Invariant: a link's host is told as it really is, in both alphabets.
"""

from collections.abc import Mapping

from readnow.text.blocks import Document, Link, Style
from readnow.text.places import runs
from readnow.views.hosts import host_shown

_WARNING = int(Style.WARNING)
_PLACE = int(Style.PLACE)


def misleading_links(document: Document) -> Mapping[int, str]:
    """The links whose text is the address of another host, by their numbers, and that text.

    The document says so itself, by a warning behind the link.
    """
    found: dict[int, str] = {}
    for _, spans in runs(document.blocks):
        number, text = None, ""
        for span in spans:
            if span.style & _WARNING and number is not None:
                found.setdefault(number, text.strip())
            if span.style & _PLACE:
                continue
            text = text + span.text if span.link == number else span.text
            number = span.link
    return found


def link_warning(link: Link, misleading: Mapping[int, str]) -> str:
    """What is wrong with the text of a link: "says a.example but goes to b.example", or ""."""
    said = misleading.get(link.number)
    return f"says {said} but goes to {host_shown(link.url)}" if said else ""
