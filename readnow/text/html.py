"""Untrusted HTML to a document.

The only door by which HTML is read: the reader, `show`, the exports and the parser process come through
here. Invariant: never raises; time and memory are bounded by `text.bounds`, which runs before the tree
builder; text is cleaned after its character references were decoded; none of it is lost or moved (checklist
13, 16).
"""

import re
from collections.abc import Mapping
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from readnow.text import formulas, listings, lists, media, phrases, tables
from readnow.text.blocks import Block, Details, Document, Heading, Paragraph, Quote, Rule, inline
from readnow.text.bounds import CUT_MARK, MAX_TEXT, measure, tame
from readnow.text.builder import Builder, Handler, Place
from readnow.text.clean import clean_text
from readnow.text.pattern import pattern
from readnow.text.tags import LOOKS_LIKE_HTML, mend

_SURROGATE = pattern("[\ud800-\udfff]")
_BLANK_LINES = pattern("\n[ \n]*\n")
_CLEARLY_HTML = pattern(
    r"\s*<(?:(p|div|ul|ol|table|blockquote|h[1-6]|article|section|span|strong|em|b|i|a|figure)\b[^<>]*>"
    r".*</\1\s*>|(?:img|br|hr)\b[^<>]*>).*",
    re.IGNORECASE | re.DOTALL,
)


def to_document(html: str, base_url: str = "") -> Document:
    """The document that an HTML text says, relative addresses resolved against `base_url`.

    A text without tags keeps its paragraphs and line breaks. HTML escaped once too often is recognised.
    `cut` is set when the text was beyond the bounds.
    """
    document = _read(html, base_url)
    match document.blocks:
        case (Paragraph(spans),) if not document.links and not any(span.style for span in spans):
            text = "".join([span.text for span in spans])
            if _CLEARLY_HTML.fullmatch(text):
                return _read(text, base_url)
    return document


def _read(html: str, base_url: str) -> Document:
    html = _SURROGATE.sub("", mend(html))
    if not LOOKS_LIKE_HTML.search(html):
        text = unescape(html)
        if not _CLEARLY_HTML.fullmatch(text):
            return _plain(text, base_url)
        html = mend(text)
    if not measure(html).safe:
        html = tame(html)
    builder = Builder(_HANDLERS, base_url)
    body = LexborHTMLParser("<body>" + html).body
    if body is not None:
        builder.build(body)
    return Document(tuple(builder.blocks), builder.links.all(), html.endswith(CUT_MARK))


def _plain(text: str, base_url: str) -> Document:
    """A text that is no HTML: paragraphs between blank lines, lines as they are, addresses as links."""
    builder = Builder(_HANDLERS, base_url)
    text = clean_text(text)
    for paragraph in _BLANK_LINES.split(text[:MAX_TEXT].strip("\n")):
        for line in paragraph.split("\n"):
            builder.run.add(line, 0, None)
            builder.run.add_break()
        builder.end_paragraph()
    return Document(tuple(builder.blocks), builder.links.all(), len(text) > MAX_TEXT)


def _add_heading(builder: Builder, node: LexborNode, at: Place) -> None:
    blocks = builder.collect(node, at)
    spans = inline(blocks)
    if spans is None:
        builder.blocks.extend(blocks)
    elif spans:
        builder.blocks.append(Heading(int((node.tag or "h6")[1]), spans))


def _add_quote(builder: Builder, node: LexborNode, at: Place) -> None:
    blocks = builder.collect(node, at)
    if blocks:
        builder.blocks.append(Quote(blocks))


def _add_rule(builder: Builder, _node: LexborNode, _at: Place) -> None:
    builder.end_paragraph()
    builder.blocks.append(Rule())


def _add_details(builder: Builder, node: LexborNode, at: Place) -> None:
    builder.end_paragraph()
    summary: tuple[Block, ...] = ()
    blocks: list[Block] = []
    for child in node.iter(include_text=True):
        if child.tag == "summary" and not summary:
            summary = builder.collect(child, at)
        elif child.tag == "-text" and not (child.text_content or "").strip():
            continue
        else:
            blocks.extend(builder.collect_node(child, at))
    spans = inline(summary)
    if spans:
        builder.blocks.append(Details(spans, tuple(blocks)))
    else:
        builder.blocks.extend((*summary, *blocks))


_HANDLERS: Mapping[str, Handler] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _add_heading),
    "blockquote": _add_quote,
    "hr": _add_rule,
    "details": _add_details,
    **listings.HANDLERS,
    **phrases.HANDLERS,
    **formulas.HANDLERS,
    **media.HANDLERS,
    **lists.HANDLERS,
    **tables.HANDLERS,
}
