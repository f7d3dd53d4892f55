"""A web page in, its article out: the door to extraction. Called in the parser process, page by page.

Pure but for the clock that limits it. Invariant: never raises; the time is bounded whatever the page, and so
is the result (`text.bounds`). Importing this module loads the extraction library,
so it is imported when there is a page to extract.
"""

import sys
import time
import traceback
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from lxml.html import HtmlElement

from readnow.feeds.charset import to_text
from readnow.feeds.extract_choice import choose
from readnow.feeds.extract_clutter import take_out_clutter
from readnow.feeds.extract_finish import to_html
from readnow.feeds.extract_kind import Form, form_of
from readnow.feeds.extract_obstacles import Signs
from readnow.feeds.extract_page import Page, read_page, title_of
from readnow.feeds.extract_pictures import make_pictures_plain
from readnow.feeds.extract_tree import sizes
from readnow.model.fulltext import Extracted, ExtractFailed, ExtractOutcome, Obstacle
from readnow.text.bounds import CUT_MARK, measure
from readnow.text.pattern import pattern
from readnow.text.reading import tame_and_read
from readnow.text.words import count_words

MAX_PAGE = 5 << 20
"""Bytes of a page."""
MAX_ARTICLE = 3 << 20
"""Bytes of an article's HTML."""
_PAGE_TOO_LARGE = ExtractFailed(Obstacle.TOO_LARGE, "this page is larger than 5 MB")
_ARTICLE_TOO_LARGE = ExtractFailed(Obstacle.TOO_LARGE, "the article on this page is larger than 3 MB")
_TOO_HEAVY = ExtractFailed(Obstacle.TOO_LARGE, "this page needs too much memory to be read")
_BROKEN = ExtractFailed(Obstacle.NO_ARTICLE, "this page could not be read; the log has the details")
_SHORT = 150
"""Words: an article as short as that may be what was left of one that was taken for clutter."""
_TWICE = 2
_FIRST_TRY = 0.5
"""Seconds: a page that took longer gets no second try."""
_BLANK_LINES = pattern(r"\n[ \t]*\n\s*")


def extract(body: bytes, *, url: str, content_type: str = "") -> ExtractOutcome:
    """The article of a page. `url` is where the page was found; `content_type` is its HTTP header."""
    if len(body) > MAX_PAGE:
        return _PAGE_TOO_LARGE
    try:
        outcome = _outcome(body, url, content_type)
    except MemoryError:
        return _TOO_HEAVY
    except Exception:  # whatever it is, it is this page's; the log has it
        traceback.print_exc(file=sys.stderr)
        return _BROKEN
    if isinstance(outcome, Extracted) and len(outcome.html.encode("utf-8", "replace")) > MAX_ARTICLE:
        return _ARTICLE_TOO_LARGE
    return outcome


def _outcome(body: bytes, url: str, content_type: str) -> ExtractOutcome:
    text = to_text(body, content_type)
    form = form_of(body, text, content_type)
    if isinstance(form, ExtractFailed):
        return form
    if form is Form.TEXT:
        choice = _from_paragraphs(_BLANK_LINES.split(text.strip("\n")))
        return Extracted(html=choice.html, words=choice.words, title="", base_url=url)
    return _article(read_page(text, url))


class _Choice(NamedTuple):
    """An article as HTML, its words, and the share of its text that is in links."""

    html: str
    words: int
    linked: float = 0.0


def _article(page: Page) -> ExtractOutcome:
    began = time.thread_time()
    body = page.tree()
    signs = Signs(page, body)
    title = title_of(page, body)
    choice = _chosen(body, title)
    if choice.words < _SHORT and time.thread_time() - began < _FIRST_TRY:
        more = _chosen(page.tree(), title, gently=True)
        choice = more if more.words > _TWICE * choice.words else choice
    if count_words(page.stated.text.replace("\n", " ")) > _TWICE * choice.words:
        choice = _from_paragraphs(page.stated.text.split("\n"))
    html, words, linked = choice
    if page.cut and measure(html + CUT_MARK).safe:
        html = html.removesuffix(CUT_MARK) + CUT_MARK
    return signs.obstacle(words, linked, has_picture="<img" in html) or Extracted(
        html=html, words=words, title=title, base_url=page.base_url, note=signs.note(words)
    )


def _chosen(body: HtmlElement, title: str, *, gently: bool = False) -> _Choice:
    """The article in a tree, which does not outlive it."""
    make_pictures_plain(body)
    take_out_clutter(body, gently=gently)
    article = choose(body)
    size, linked = sizes(article)
    html, text = tame_and_read(to_html(article, title))
    return _Choice(html, count_words(text), linked[article] / max(1, size[article]))


def _from_paragraphs(paragraphs: Iterable[str]) -> _Choice:
    """Plain text as HTML."""
    escaped = (escape(part, quote=False).replace("\n", "<br>") for part in paragraphs)
    html, text = tame_and_read("".join(f"<p>{part}</p>" for part in escaped))
    return _Choice(html, count_words(text))
