"""What the class and id names of a page's elements say about them. Called by `extract_clutter`.

Names are read word by word, as people write them: `post-comments`, `shareBar`, `ad_300x250`. Invariant: the
lists hold words of any page's makers, never those of one site.
"""

from enum import Enum, auto
from functools import lru_cache

from lxml.html import HtmlElement

from readnow.text.pattern import pattern

_WORD = pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[^\W\d_a-zA-Z]+")
_LONGEST = 300
_MOST = 20
_REMEMBERED = 4096


class Kind(Enum):
    """What an element with such a name holds."""

    COMMENTS = auto()
    CLUTTER = auto()
    FACTS = auto()
    """Who wrote it, when, where it is filed: nothing of its text."""
    HIDDEN = auto()
    """Text for those who do not see the page."""
    NOTES = auto()
    """Part of the text, whatever the element is called otherwise."""


_COMMENTS = frozenset(("comment", "comments", "commentlist", "disqus", "respond", "livefyre", "replies"))
_CLUTTER = frozenset(
    (
        *("share", "shares", "sharing", "sharebar", "sharedaddy", "sharethis", "social", "socials"),
        *("addthis", "addtoany", "related", "relatedposts", "relatedarticles", "recommended", "recommends"),
        *("recommendation", "recommendations", "recirc", "recirculation", "outbrain", "taboola", "trending"),
        *("popular", "mostread", "mostpopular", "upnext", "readnext", "newsletter", "newsletters", "optin"),
        *("subscribe", "subscription", "signup", "signin", "login", "cookie", "cookies", "consent", "gdpr"),
        *("ccpa", "breadcrumb", "breadcrumbs", "pagination", "pager", "navbar", "nav", "navigation", "menu"),
        *("sitemap", "toolbar", "skip", "skiplink", "ad", "ads", "advert", "adverts", "advertisement"),
        *("advertising", "adsense", "dfp", "sponsor", "sponsored", "sponsors", "promo", "promos"),
        *("promotion", "sidebar", "popup", "modal", "overlay", "tooltip", "masthead", "footer", "bio"),
        *("aboutauthor", "abouttheauthor", "authorbox"),
    )
)
_FACTS = frozenset(
    (
        *("byline", "bylines", "author", "authors", "dateline", "timestamp", "pubdate", "date", "datetime"),
        *("published", "updated", "posted", "meta", "metadata", "postmeta", "entrymeta", "tags", "taglist"),
        *("categories", "category", "kicker", "eyebrow", "readtime", "readingtime", "views", "print"),
        *("follow", "textsize", "fontsize", "copyright"),
    )
)
_HIDDEN = pattern(
    "(?:visually-?hidden|hidden-?visually|off-?screen|screen-?reader(?:-?(?:text|only))?|sr-?only|assistive-?text)$"
)
_NOTES = frozenset(
    (
        *("note", "notes", "tip", "warning", "caution", "important", "callout", "admonition", "footnote"),
        *("footnotes", "endnote", "endnotes", "sidenote", "marginnote", "pullquote"),
    )
)
_BOXES = frozenset(
    (
        *("area", "bar", "block", "box", "button", "buttons", "card", "cards", "col", "column", "container"),
        *("content", "form", "group", "holder", "icon", "icons", "inline", "inner", "item", "items", "left"),
        *("link", "links", "list", "message", "module", "notice", "outer", "panel", "posts", "region"),
        *("right", "row", "section", "slot", "stories", "story", "title", "articles", "tools", "top"),
        *("bottom", "unit", "widget", "wrap", "wrapper", "zone", "count", "thread", "banner", "text"),
    )
)
"""Words that only say that something is a box: the word before them says what is in it."""
_NEGATIONS = frozenset(("has", "with", "no", "without", "open", "closed", "not", "is", "non"))


def kinds(element: HtmlElement) -> set[Kind]:
    """What the names of an element say: the empty set for most."""
    found: set[Kind] = set()
    for attribute in ("class", "id"):
        value = element.get(attribute)
        if value:
            found.update(*(_kinds_of(name) for name in value[:_LONGEST].split()[:_MOST]))
    return found


@lru_cache(_REMEMBERED)
def _kinds_of(name: str) -> frozenset[Kind]:
    words = [word.lower() for word in _WORD.findall(name)]
    if not words or _NEGATIONS.intersection(words):
        return frozenset()
    telling = {words[-1], "".join(words)}
    if all(word in _BOXES or word.isdigit() for word in words[1:]):
        telling.add(words[0])
    lists = ((_COMMENTS, Kind.COMMENTS), (_CLUTTER, Kind.CLUTTER), (_FACTS, Kind.FACTS), (_NOTES, Kind.NOTES))
    found = {kind for listed, kind in lists if telling & listed}
    if _HIDDEN.search("-".join(words)):
        found.add(Kind.HIDDEN)
    return frozenset(found)
