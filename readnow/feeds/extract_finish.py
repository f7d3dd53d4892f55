"""The chosen element as HTML for the reader. Called by `extract`.

Only elements and attributes that mean something to a reader stay; a heading that repeats the title goes.
Invariant: the text and its order stay, except for that heading.
"""

from lxml import etree
from lxml.html import HtmlElement

from readnow.feeds.extract_clutter import PLAYER, SHIELDED_NAMES
from readnow.text.clean import clean_line
from readnow.text.pattern import pattern

_KEPT = frozenset(
    (
        *("href", "src", "alt", "title", "width", "height", "colspan", "rowspan", "scope", "start", "value"),
        *("reversed", "type", "id", "name", "dir", "lang", "datetime", "open", "cite", "align"),
    )
)
_CLASS_KEPT = frozenset(("pre", "code", "math", "figure"))
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "figure", "table", "ul", "ol", "dl", "pre", "blockquote", "h1"),
        *("h2", "h3", "h4", "h5", "h6", "hr", "details", "video", "audio"),
    )
)
_WRITTEN_AS_DIV = frozenset(("body", "html", "main", "header", "form", "hgroup"))
_FIRST_ELEMENTS = 40
_TITLE = 300
_SITE = pattern(r"\s+[|–—-]\s+|\s*[|»·]\s*")


def to_html(article: HtmlElement, title: str) -> str:
    """The element and what is in it."""
    _take_out_title(article, title)
    for element in article.iter(etree.Element):
        tag = element.tag
        if tag in _WRITTEN_AS_DIV or (tag == "p" and any(child.tag in _BLOCKS for child in element)):
            element.tag = "div"
        elif tag == PLAYER:
            element.tag = "iframe"
        for name, kept_as in SHIELDED_NAMES.items():
            if kept_as in element.attrib:
                element.set(name, element.attrib.pop(kept_as))
        for name in list(element.attrib):
            if name not in _KEPT and not (name == "class" and tag in _CLASS_KEPT):
                del element.attrib[name]
    html: str = etree.tostring(article, encoding="unicode", method="html", with_tail=False)
    return html


def _take_out_title(article: HtmlElement, title: str) -> None:
    """The reader shows the title above the text: once is enough."""
    wanted = {_plain(title), *(_plain(part) for part in _SITE.split(title))} - {""}
    for number, element in enumerate(article.iter(etree.Element)):
        if number == _FIRST_ELEMENTS:
            return
        if element.tag in {"h1", "h2"} and _plain(element.text_content()) in wanted:
            element.drop_tree()
            return


def _plain(text: str) -> str:
    return clean_line(text[: 4 * _TITLE], _TITLE).casefold()
