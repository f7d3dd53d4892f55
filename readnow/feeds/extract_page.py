"""A web page as `extract` reads it: its tree without code, and what the page says about itself.

Called by `extract`. Invariant: the tree is within `text.bounds` and has at most 25,000 elements, whatever the
bytes; nothing of the page is run and nothing is fetched.
"""

import re
from html import unescape
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from msgspec import Struct

from readnow.feeds.extract_code import Statement, split_code, statement
from readnow.text.bounds import measure, tame
from readnow.text.clean import clean_line, safe_url
from readnow.text.pattern import pattern
from readnow.text.tags import ATTRIBUTE_PATTERN

_HEAD = 256 << 10
"""Characters without code among which titles and the like are looked for."""
_HINT = pattern(r"<(?:(title)\b[^>]{0,500}+>([^<]{0,2000}+)|(meta|base)\b([^>]{1,4000}+)>)", re.IGNORECASE)
_MOST_HINTS = 300
_PROGRAM = pattern(r"<script[^>]{0,500}\ssrc", re.IGNORECASE)
_START = pattern("<[a-zA-Z]")
_MOST_ELEMENTS = 25_000
_MOST_CHARACTERS = 1_200_000
_INLINE_FILE = pattern(r"data:[\w/+.-]{1,60};base64,[\w+/=%-]{500,}+")
_TITLE = 300
_SHORTEST_TITLE = 4
_NO_TEXT = ("template", "svg", "canvas", "select", "datalist", "object")
"""Elements whose text is none of the page's."""
_NOTHING = "<html><body></body></html>"


class Page(Struct, frozen=True):
    """A page's HTML without code, and the page's own words about itself.

    `code` counts the characters of its scripts; `programs`: there are some that must be fetched. `cut`: the
    page is too large, and this is its beginning.
    """

    html: str
    title: str
    headline: str
    base_url: str
    stated: Statement
    code: int
    programs: bool
    cut: bool

    def tree(self) -> HtmlElement:
        """The body as a new tree."""
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
        try:
            root = document_fromstring(self.html.encode("utf-8", "replace"), parser=parser)
        except etree.LxmlError:  # no element and no text
            root = document_fromstring(_NOTHING)
        etree.strip_elements(root, *_NO_TEXT, with_tail=False)
        body = root.find("body")
        return root if body is None else body


def read_page(text: str, url: str) -> Page:
    """The page in a decoded document that was found at `url`."""
    html, scripts = split_code(text)
    title, headline, base = _hints(html[:_HEAD])
    html = _INLINE_FILE.sub("data:", html)
    whole = len(html)
    html = _beginning(html)
    cut = len(html) < whole
    if not measure(html).safe:
        html = tame(html)
    return Page(
        html=html,
        title=title,
        headline=headline,
        base_url=(safe_url(base, url) if base else "") or url,
        stated=statement(scripts),
        code=sum(map(len, scripts)),
        programs=any(map(_PROGRAM.match, scripts)),
        cut=cut,
    )


def title_of(page: Page, body: HtmlElement) -> str:
    """The article's title: its heading, if the document's title contains it, else what is to be quoted."""
    named = f"{page.title} {page.headline}".casefold()
    for heading in islice(body.iter("h1"), _MOST_HINTS):
        line = clean_line(heading.text_content()[: 4 * _TITLE], _TITLE)
        if len(line) >= _SHORTEST_TITLE and line.casefold() in named:
            return line
    return page.headline or page.title


def _beginning(html: str) -> str:
    """As much of the HTML as is looked at."""
    html = html[:_MOST_CHARACTERS]
    beyond = next(islice(_START.finditer(html), _MOST_ELEMENTS, None), None)
    return html[: beyond.start()] if beyond else html


def _hints(head: str) -> tuple[str, str, str]:
    """The document's title, the headline meant for those who quote it, and its base address."""
    title = headline = base = ""
    for found in islice(_HINT.finditer(head), _MOST_HINTS):
        if found[1]:
            title = title or found[2]
            continue
        given = _attributes(found[4])
        if found[3].lower() == "base":
            base = base or given.get("href", "").strip()
        elif (given.get("property") or given.get("name", "")).lower() in {"og:title", "twitter:title"}:
            headline = headline or given.get("content", "")
    return _line(title), _line(headline), base


def _attributes(text: str) -> dict[str, str]:
    pairs = (item[0].partition("=") for item in ATTRIBUTE_PATTERN.finditer(text))
    return {name.strip().lower(): unescape(value.strip().strip("\"'")) for name, _, value in pairs}


def _line(text: str) -> str:
    return clean_line(unescape(text), _TITLE)
