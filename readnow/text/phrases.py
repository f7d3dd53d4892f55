"""Elements inside a sentence that are more than a style: links, breaks, abbreviations, quotations, readings.

Handlers for `text.builder`. Invariant: no text of an element is lost because its meaning was not
understood.
"""

from selectolax.lexbor import LexborNode

from readnow.text.blocks import Style, inline
from readnow.text.builder import Builder, Handler, Place
from readnow.text.clean import clean_line
from readnow.text.linkbook import refusal

_LINK = int(Style.LINK)


def add_link(builder: Builder, node: LexborNode, at: Place) -> None:
    """A link, numbered; one whose address is not opened keeps its text and says why."""
    address = node.attributes.get("href") or ""
    if not address:
        builder.walk(node, at)
        return
    links, run = builder.links, builder.run
    place_link = links.number_of_place(address)
    if place_link is not None:
        start = len(run)
        builder.walk(node, Place(at.style | _LINK, place_link, at.depth))
        links.name(place_link, run.text_since(start))
        return
    url = links.resolve(address)
    known = len(links)
    number = links.number(url)
    if number is None:
        builder.walk(node, at)
        if remark := refusal(address, url):
            run.add(remark, at.style, at.link)
        return
    before, start = len(builder.blocks), len(run)
    builder.walk(node, Place(at.style | _LINK, number, at.depth))
    in_one_run = len(builder.blocks) == before and len(run) >= start
    if in_one_run and len(run) == start:
        links.forget(known)
    elif in_one_run:
        links.name(number, run.text_since(start))
        run.mark_target(start, url)
    else:
        links.name(number, "".join([span.text for span in inline(tuple(builder.blocks[before:])) or ()]))


def add_break(builder: Builder, _node: LexborNode, _at: Place) -> None:
    """A line break; the second in a row ends the paragraph."""
    if not builder.run.add_break():
        builder.end_paragraph()


def add_abbreviation(builder: Builder, node: LexborNode, at: Place) -> None:
    """An abbreviation, followed by what it stands for when it comes for the first time."""
    start = len(builder.run)
    builder.walk(node, at)
    title = clean_line(node.attributes.get("title") or "", 200)
    if title and title not in builder.explained:
        builder.explained.add(title)
        if title != builder.run.text_since(start):
            builder.run.add(f" ({title})", at.style, at.link)


def add_quotation(builder: Builder, node: LexborNode, at: Place) -> None:
    """A quotation in a sentence, in quotation marks; one within another in single ones."""
    opening, closing = ("‘", "’") if builder.quotations % 2 else ("“", "”")
    builder.run.add(opening, at.style, at.link)
    builder.quotations += 1
    builder.walk(node, at)
    builder.quotations -= 1
    builder.run.add(closing, at.style, at.link)


def add_reading(builder: Builder, node: LexborNode, at: Place) -> None:
    """The reading of ruby text, in parentheses behind its base."""
    if (node.text() or "").strip():
        builder.run.add("(", at.style, at.link)
        builder.walk(node, at)
        builder.run.add(")", at.style, at.link)


def add_control(builder: Builder, node: LexborNode, at: Place) -> None:
    """Of the controls only boxes to be ticked say something: what is done and what is not."""
    attributes = node.attributes
    if (attributes.get("type") or "").lower() == "checkbox":
        builder.run.add("[x] " if "checked" in attributes else "[ ] ", at.style, at.link)


def _skip(_builder: Builder, _node: LexborNode, _at: Place) -> None:
    """Leave out what another handler has taken care of."""


HANDLERS: dict[str, Handler] = {
    "a": add_link,
    "br": add_break,
    "abbr": add_abbreviation,
    "acronym": add_abbreviation,
    "q": add_quotation,
    "rt": add_reading,
    "rp": _skip,
    "input": add_control,
}
