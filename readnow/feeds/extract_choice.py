"""Which part of a page is its article: readability-lxml's choice, within a time limit. Called by `extract`.

The one door to that library. Invariant: ends some tenths of a second after its limit at the latest; where
the library fails or takes too long, what the page itself marks as its article is the answer, or all of it.
"""

import copy
import logging
import time
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree
from lxml.html import HtmlElement
from readability import Document  # type: ignore[import-untyped]

from readnow.feeds.extract_clutter import PLAYER
from readnow.feeds.extract_tree import Sizes, sizes

_SECONDS = 0.7
_MANY = 20_000
"""Elements beyond which the library's first pass, which nothing can interrupt, is left out."""
_MORE = 1.5
"""How much more text a surrounding element must have to be taken in place of the library's choice."""
_NEARLY_ALL = 0.95
_MOSTLY_TEXT = 0.7
"""Share of an element's text that stands in paragraphs, from which it may be an article."""
_FEW_LINKS = 0.2
_SOME_LINKS = 0.4
_SHORT = 250
"""Characters: as much as the library asks for before it is content."""
_PARAGRAPH = 80
"""Characters outside of links that make a paragraph of text, not a label or a teaser."""
_WHOLE = frozenset(("article", "main", "body", "html"))

_Candidate: TypeAlias = dict[str, Any]
_Candidates: TypeAlias = dict[HtmlElement, _Candidate]

logging.getLogger("readability.readability").setLevel(logging.CRITICAL + 1)  # failures are answered here


class _TooLongError(Exception):
    """The time limit is over."""


def choose(body: HtmlElement) -> HtmlElement:
    """The element that holds the article, in a tree of its own. `body` is left as it is."""
    marked = _marked(body)
    engine = _Engine(body)
    try:
        engine.summary(html_partial=True)
    except Exception:  # whatever the library stumbles over, and our own limit
        return copy.deepcopy(body if marked is None else marked)
    article: HtmlElement = engine.html
    is_short = len(engine.get_clean_html()) < _SHORT
    if is_short and marked is not None and _plain_text(marked) > _plain_text(article):
        return copy.deepcopy(marked)  # too short for the library to weigh
    return article


def _marked(body: HtmlElement) -> HtmlElement | None:
    """What the page itself marks as its article, if it marks one."""
    for path in (".//*[@itemprop='articleBody']", ".//article", ".//main", ".//*[@role='main']"):
        found = body.findall(path)
        if len(found) == 1:
            return found[0]
    return None


def _plain_text(element: HtmlElement) -> int:
    """Characters of text outside of links, none where most of it is links."""
    size, linked = sizes(element)
    return size[element] - linked[element] if linked[element] < _SOME_LINKS * size[element] else 0


class _Engine(Document):  # type: ignore[misc]
    """The library's document over a tree that is there already, with an eye on the clock."""

    def __init__(self, body: HtmlElement) -> None:
        super().__init__(body)
        self._many = sum(1 for _ in body.iter(etree.Element)) > _MANY
        self._until = time.thread_time() + _SECONDS

    def _parse(self, tree: HtmlElement) -> HtmlElement:
        return copy.deepcopy(tree)

    def get_clean_html(self) -> str:
        """What the library measures to see whether it found enough: the text, not the markup."""
        return " ".join(self.html.text_content().split())

    def remove_unlikely_candidates(self) -> None:
        """The library's first pass, unless there is too much to go through."""
        if not self._many:
            super().remove_unlikely_candidates()

    def select_best_candidate(self, candidates: _Candidates) -> _Candidate | None:
        """The library's choice, or the element around it that holds much more of the same."""
        best: _Candidate | None = super().select_best_candidate(candidates)
        around = None if best is None else _around(best["elem"], self.html)
        if best is None or around is None:
            return best
        chosen = candidates.setdefault(around, self.score_node(around))
        chosen["content_score"] = max(chosen["content_score"], best["content_score"])
        return chosen

    def get_preserved_elements(self, node: HtmlElement) -> _Candidates:
        """What the library must not take out again: lists of text, and boxes round a picture or code."""
        preserved: _Candidates = super().get_preserved_elements(node)
        size, linked = sizes(node)
        for listing in node.iter("ul", "ol"):
            if size[listing] and linked[listing] <= _FEW_LINKS * size[listing]:
                preserved[listing] = {}
        for shown in node.iter("figure", "pre", "math", "img", "video", "audio", PLAYER):
            for around in shown.iterancestors():
                if around is node or size[around] > size[shown]:
                    break
                preserved[around] = {}
        return preserved

    def tags(self, node: HtmlElement, *tag_names: str) -> Iterator[HtmlElement]:
        """The library's walk over elements, while there is time."""
        for element in super().tags(node, *tag_names):
            self._check()
            yield element

    def reverse_tags(self, node: HtmlElement, *tag_names: str) -> Iterator[HtmlElement]:
        """The same from the end."""
        for element in super().reverse_tags(node, *tag_names):
            self._check()
            yield element

    def get_link_density(self, elem: HtmlElement) -> float:
        """The share of links in an element's text, while there is time."""
        self._check()
        return float(super().get_link_density(elem))

    def _check(self) -> None:
        if time.thread_time() > self._until:
            raise _TooLongError


def _around(chosen: HtmlElement, root: HtmlElement) -> HtmlElement | None:
    """The smallest element around the chosen one with nearly all of the text there is to be had, if that is
    much more. Some pages split an article into boxes, each of which looks like one."""
    if chosen.tag in _WHOLE:
        return None
    size, linked = sizes(root)
    text = _text_in_paragraphs(root, size, linked)
    fitting: list[HtmlElement] = []
    for element in chosen.iterancestors():
        if element.tag in {"body", "html"}:
            break
        plain = size[element] - linked[element]
        if text.get(element, 0) >= _MOSTLY_TEXT * plain and linked[element] < _FEW_LINKS * size[element]:
            fitting.append(element)
        if element.tag in _WHOLE:
            break
    if not fitting or text.get(fitting[-1], 0) < _MORE * max(1, text.get(chosen, 0)):
        return None
    return next(element for element in fitting if text[element] >= _NEARLY_ALL * text[fitting[-1]])


def _text_in_paragraphs(root: HtmlElement, size: Sizes, linked: Sizes) -> Sizes:
    """For each element how many characters of text are in paragraphs within it."""
    text: Sizes = {}
    for paragraph in root.iter("p", "pre", "blockquote", "li", "td"):
        plain = size[paragraph] - linked[paragraph]
        if plain < _PARAGRAPH or linked[paragraph] > _FEW_LINKS * size[paragraph]:
            continue
        if paragraph.tag == "p" or paragraph.find(".//p") is None:
            for element in paragraph.iterancestors():
                text[element] = text.get(element, 0) + plain
    return text
