"""What stands around an article on its page, taken out of the tree. Called by `extract` before the choice.

Comments, share bars, lists of related articles, cookie notices, menus, forms, what is hidden. An element goes
by its kind, its role, its names or its words; never if much of the page's text is in it. Invariant: linear in
time; what goes is marked first and taken out in one pass.
"""

import re

from lxml import etree
from lxml.html import HtmlElement

from readnow.feeds.extract_names import Kind, kinds
from readnow.feeds.extract_phrases import asks_to_act, is_label, is_lead, leads_away
from readnow.feeds.extract_tree import sizes
from readnow.text.pattern import pattern

SHIELDED_NAMES = {"class": "x-class", "id": "x-id"}
PLAYER = "x-player"
_GONE = "x-gone"
_NEVER = frozenset(
    (
        *("script", "style", "template", "noscript", "button", "input", "select", "option", "textarea"),
        *("svg", "canvas", "object", "embed", "applet", "dialog", "link", "meta", "datalist", "progress"),
        *("meter", "label", "map", "frameset", "iframe"),
    )
)
_SELDOM = frozenset(("nav", "aside", "footer", "form"))
_ROLES = frozenset(
    (
        *("navigation", "complementary", "contentinfo", "banner", "search", "menu", "menubar", "toolbar"),
        *("dialog", "alertdialog", "tablist", "tooltip"),
    )
)
_HIDING = pattern(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_PLAYER = pattern(r"/(?:embed|player|video)s?[/.?]|//player\.", re.IGNORECASE)
_ALWAYS_KEPT = frozenset(("img", "br", "hr", "wbr", "source", "math", "video", "audio", PLAYER))
_SHIELDED = frozenset(("blockquote", "pre", "code", "figure", "figcaption", "table"))
"""Parts of an article whatever their names, such as a quoted message of a social network."""
_NAMED_OTHERWISE = _SHIELDED | {"html", "body", "article", "main", "head", "tbody", "thead", "tr", "td", "th"}
"""Elements whose names say little about what is in them."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_RUNNING = frozenset(
    ("p", "li", "td", "th", "dd", "dt", "blockquote", "pre", "code", "figure", "figcaption", *_HEADINGS)
)
_SMALL_BOXES = frozenset(("p", "div", "ul", "section", "strong", *_HEADINGS[1:]))
_SIGNS = frozenset(("", "#", "¶", "§", "🔗", "link", "permalink"))
_MUCH = 0.4
"""Share of the page's text that makes an element more than clutter."""
_NEARLY_ALL = 0.8
"""The same for what is hidden: scripts may show all of it at once."""
_ENOUGH_ELSEWHERE = 500
"""Characters of text outside of what is called comments, for it to be comments."""
_SHORT_FACTS = 200
_SHORT_BOX = 400
_ALL_LINKS = 0.9


def take_out_clutter(body: HtmlElement, *, gently: bool = False) -> None:
    """Take out of the tree what is no part of an article. `gently`: only what nobody would see."""
    for heading in body.iter(*_HEADINGS):
        _free_of_anchors(heading)
    for button in body.iter("button"):
        if button.find(".//img") is not None:  # it is one only so that the picture can be enlarged
            button.tag = "div"
    for frame in body.iter("iframe"):
        if _is_player(frame):
            frame.text = None
            frame.tag = PLAYER  # the library keeps the frames of two hosts only
    _Sweep(body, gently).run()


class _Sweep:
    """One walk over the tree from the top."""

    def __init__(self, body: HtmlElement, gently: bool) -> None:
        self._body = body
        self._gently = gently
        self._size, self._linked = sizes(body)
        self._total = max(1, self._plain(body))

    def run(self) -> None:
        self._walk(self._body, in_text=False)
        etree.strip_elements(self._body, _GONE, with_tail=False)

    def _walk(self, element: HtmlElement, in_text: bool) -> None:
        lead: HtmlElement | None = None
        for child in list(element):
            found = kinds(child)
            if lead is not None and self._is_links(child):
                _mark(lead)
                _mark(child)
            elif self._goes(child, found, in_text):
                _mark(child)
            else:
                if child.tag in _SHIELDED or Kind.NOTES in found:
                    _shield(child)
                if self._size[child]:
                    lead = child if not in_text and self._is_lead(child) else None
                self._walk(child, in_text or child.tag in _RUNNING)

    def _plain(self, element: HtmlElement) -> int:
        """Characters of text outside of links."""
        return self._size[element] - self._linked[element]

    def _goes(self, element: HtmlElement, found: set[Kind], in_text: bool) -> bool:
        tag = element.tag
        if tag in _NEVER:
            return True
        if tag in _ALWAYS_KEPT:
            return False
        if _is_hidden(element) and self._plain(element) <= _NEARLY_ALL * self._total:
            return True
        if self._gently or tag in _SHIELDED or Kind.NOTES in found:
            return False
        if self._plain(element) > _MUCH * self._total:
            return self._is_comments(element, found)
        return (
            (tag in _SELDOM and not in_text)
            or element.get("role") in _ROLES
            or self._goes_by_name(element, found, in_text)
            or self._goes_by_words(element)
        )

    def _is_comments(self, element: HtmlElement, found: set[Kind]) -> bool:
        """Whether it is what readers say: that may be much, but not nearly all of the page."""
        elsewhere = self._total - self._plain(element)
        return (
            Kind.COMMENTS in found and element.tag not in _NAMED_OTHERWISE and elsewhere > _ENOUGH_ELSEWHERE
        )

    def _goes_by_name(self, element: HtmlElement, found: set[Kind], in_text: bool) -> bool:
        if not found or element.tag in _NAMED_OTHERWISE:
            return False
        is_fact = Kind.FACTS in found and not in_text and self._size[element] <= _SHORT_FACTS
        return is_fact or Kind.CLUTTER in found or Kind.HIDDEN in found or self._is_comments(element, found)

    def _goes_by_words(self, element: HtmlElement) -> bool:
        size = self._size[element]
        if element.tag not in _SMALL_BOXES or not 0 < size <= _SHORT_BOX:
            return False
        text = " ".join(element.text_content().split())
        linked = self._linked[element] / size
        return is_label(text) or leads_away(text, linked) or asks_to_act(text, linked)

    def _is_lead(self, element: HtmlElement) -> bool:
        return (
            element.tag in _SMALL_BOXES
            and self._size[element] < _SHORT_FACTS
            and is_lead(" ".join(element.text_content().split()))
        )

    def _is_links(self, element: HtmlElement) -> bool:
        """Whether it is short and next to nothing but links."""
        size = self._size[element]
        return 0 < size <= _SHORT_BOX and self._linked[element] >= _ALL_LINKS * size


def _mark(element: HtmlElement) -> None:
    element.clear(keep_tail=True)
    element.tag = _GONE


def _is_hidden(element: HtmlElement) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDING.search(element.get("style", "")))
    )


def _is_player(frame: HtmlElement) -> bool:
    """Whether a frame shows a film or the like, and no advertisement."""
    return frame.get("allowfullscreen") is not None or bool(_PLAYER.search(frame.get("src", "")[:500]))


def _shield(element: HtmlElement) -> None:
    """Keep the names where later steps do not judge by them."""
    for name, kept_as in SHIELDED_NAMES.items():
        if element.get(name):
            element.set(kept_as, element.attrib.pop(name))


def _free_of_anchors(heading: HtmlElement) -> None:
    """Links by which a heading points at itself are no links, and the signs in them no text."""
    for anchor in list(heading.iter("a")):
        if anchor.get("href", "#").startswith("#"):
            anchor.tag = "span"
            if anchor.text_content().strip().lower() in _SIGNS and anchor.find(".//img") is None:
                anchor.text = None
                for child in list(anchor):
                    anchor.remove(child)
