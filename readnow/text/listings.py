"""Preformatted text: its lines and spaces kept, its links found, its language made out.

Handlers for `text.builder`. Invariant: what is kept was cleaned when its pieces were together; no call goes
deeper than one level, however deep the elements are.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from readnow.text.blocks import Code, Span, Style
from readnow.text.breaking import SOFT_HYPHEN
from readnow.text.builder import SKIPPED, Builder, Handler, Place
from readnow.text.clean import clean_line, clean_text
from readnow.text.highlight import is_language
from readnow.text.pattern import pattern

_LINK = int(Style.LINK)
_PLACE = int(Style.PLACE)
_LINE_BOXES = frozenset(("div", "p", "li", "tr"))
_TAB = 4
_SPACES_AT_END = pattern(" +(?=\n)")
_WRAPPERS = 2
"""How far above the text its language may be named."""
_LANGUAGE = pattern(
    r"(?:^|\s)(?:(?:language|lang|highlight-source|highlight-text|src)[-:]|brush:\s?)([\w+#.-]{1,30})",
    re.IGNORECASE,
)
_LANGUAGE_ATTRIBUTES = ("data-lang", "data-language", "data-enlighter-language", "lang")
_NUMBERS = "linenos?|linenodiv|line-?numbers?|hljs-ln-numbers|gutter|rouge-gutter|lnt|ln|blob-num"
_LINE_NUMBER = pattern(rf"(?:^|\s)(?:{_NUMBERS})(?:\s|$)", re.IGNORECASE)
_LINE_NUMBER_CLASS = pattern(rf"class=[\"'][^\"'<>]{{0,200}}\b(?:{_NUMBERS})\b", re.IGNORECASE)


def add_listing(builder: Builder, node: LexborNode, at: Place) -> None:
    """Preformatted text. Addresses in it are links, unless it is code."""
    builder.end_paragraph()
    language = _language(node)
    spans = [Span("", _PLACE, place) for place in builder.run.take_places()]
    column = 0
    for raw, link in _pieces(builder, node, at.link):
        if not raw:
            spans.append(Span("", _PLACE, link))
            continue
        # Tabs reach to the next multiple of their width, counted from the beginning of the line.
        text = clean_text(" " * column + raw)[column:].replace(SOFT_HYPHEN, "")
        column = (len(text) - text.rfind("\n") - 1 + (0 if "\n" in text else column)) % _TAB
        if link is not None:
            builder.links.name(link, text)
            spans.append(Span(text, _LINK, link))
        elif not language and "://" in text:
            spans += [Span(part, _LINK if n else 0, n) for part, n in builder.links.split(text)]
        else:
            spans.append(Span(text))
    spans = _trimmed(spans)
    if spans:
        builder.blocks.append(Code(tuple(spans), language))


def _pieces(builder: Builder, node: LexborNode, link: int | None) -> Iterator[tuple[str, int | None]]:
    """The raw text in pieces, each with the number of its link; an empty one for a place, with its number."""
    has_numbers = _LINE_NUMBER_CLASS.search(node.html or "") is not None
    parts: list[str] = []
    last = "\n"
    todo: list[tuple[LexborNode, int | None]] = [(node, link)]
    while todo:
        inner, own = todo.pop()
        tag = inner.tag or ""
        text = ""
        if tag == "-text":
            text = inner.text_content or ""
        elif tag in SKIPPED or (has_numbers and is_line_number(inner)):
            continue
        else:
            if place := builder.place_of(inner):
                yield from _taken(parts, link)
                yield "", place
            if tag == "a":
                own = _target(builder, inner) or own
            elif tag == "img":
                text = clean_line(inner.attributes.get("alt") or "")
            elif tag == "br" or (tag in _LINE_BOXES and last != "\n"):
                text = "\n"
            child = inner.last_child
            while child is not None:
                todo.append((child, own))
                child = child.prev
        if text:
            if own != link:
                yield from _taken(parts, link)
                link = own
            parts.append(text)
            last = text[-1]
    yield from _taken(parts, link)


def _taken(parts: list[str], link: int | None) -> Iterator[tuple[str, int | None]]:
    """What was gathered, as one piece; nothing is gathered any more."""
    if parts:
        yield "".join(parts), link
        parts.clear()


def _target(builder: Builder, node: LexborNode) -> int | None:
    """The number of a link."""
    address = node.attributes.get("href") or ""
    return builder.links.number_of_place(address) or builder.links.number(builder.links.resolve(address))


def is_line_number(node: LexborNode) -> bool:
    """Whether an element only numbers the lines of a text beside it."""
    if node.tag not in ("span", "a", "td", "div", "code") or not _LINE_NUMBER.search(
        (node.attributes.get("class") or "")[:500]
    ):
        return False
    text = node.text() or ""
    return not text.strip() or all(word.isdigit() for word in text.split())


def _trimmed(spans: list[Span]) -> list[Span]:
    """Without blank lines at either end and spaces at the ends of lines."""
    spans = [span._replace(text=_SPACES_AT_END.sub("", span.text)) for span in spans]
    while spans and not (spans[-1].text.rstrip(" \n") or spans[-1].style & _PLACE):
        spans.pop()
    if spans:
        spans[-1] = spans[-1]._replace(text=spans[-1].text.rstrip(" \n"))
    first = 0
    while first < len(spans) and not spans[first].text.strip("\n") and not spans[first].style & _PLACE:
        first += 1
    spans = spans[first:]
    if spans:
        spans[0] = spans[0]._replace(text=spans[0].text.lstrip("\n"))
    return spans if any(span.text.strip() for span in spans) else []


def _language(node: LexborNode) -> str:
    """What the page calls the language: on the text itself, in it or around it; "" where it does not say."""
    near = [node, node.css_first("code")]
    above = node.parent
    for _ in range(_WRAPPERS):
        near.append(above)
        above = above.parent if above is not None else None
    for place, element in enumerate(near):
        if element is None:
            continue
        attributes = element.attributes
        words = (attributes.get("class") or "")[:500]
        if match := _LANGUAGE.search(words):
            return clean_line(match[1], 30).lower()
        for name in _LANGUAGE_ATTRIBUTES:
            value = clean_line(attributes.get(name) or "", 30).lower()
            if value and (name != "lang" or (place < 2 and is_language(value))):
                return value
        if place < 2:
            for word in words.lower().split():
                if is_language(word):
                    return word
    return ""


HANDLERS: dict[str, Handler] = dict.fromkeys(("pre", "listing", "xmp"), add_listing)
