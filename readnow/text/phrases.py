"""Elements inside a sentence that are more than a style: links, breaks, abbreviations, formulas, readings.

Handlers for `text.builder`. Invariant: no text of an element is lost because its meaning was not
understood.
"""

from selectolax.lexbor import LexborNode

from readnow.text.blocks import Style, inline
from readnow.text.builder import Builder, Handler, Place
from readnow.text.clean import clean_line
from readnow.text.inline import refusal

_LINK = int(Style.LINK)
_CODE = int(Style.CODE)


def add_link(builder: Builder, node: LexborNode, at: Place) -> None:
    """A link, numbered; one whose address is not opened keeps its text and says why."""
    address = node.attributes.get("href") or ""
    if not address:
        builder.walk(node, at)
        return
    links, run = builder.links, builder.run
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
    builder.walk(node, at)
    title = clean_line(node.attributes.get("title") or "", 200)
    if title and title not in builder.explained:
        builder.explained.add(title)
        builder.run.add(f" ({title})", at.style, at.link)


def add_quotation(builder: Builder, node: LexborNode, at: Place) -> None:
    """A quotation in a sentence, in quotation marks."""
    builder.run.add("“", at.style, at.link)
    builder.walk(node, at)
    builder.run.add("”", at.style, at.link)


def add_reading(builder: Builder, node: LexborNode, at: Place) -> None:
    """The reading of ruby text, in parentheses behind its base."""
    builder.run.add("(", at.style, at.link)
    builder.walk(node, at)
    builder.run.add(")", at.style, at.link)


def add_formula(builder: Builder, node: LexborNode, at: Place) -> None:
    """A formula: its alternative text or TeX source if it has one, else the characters it is made of."""
    source = node.attributes.get("alttext") or ""
    if not source:
        for note in node.css("annotation"):
            if "tex" in (note.attributes.get("encoding") or "").lower():
                source = note.text() or ""
                break
    if source.strip():
        builder.run.add(source, at.style | _CODE, at.link)
    else:
        builder.walk(node, at)


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
    "math": add_formula,
    "annotation": _skip,
    "annotation-xml": _skip,
}
