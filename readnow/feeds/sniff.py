"""What kind of document a text is, told by its content, for servers' labels are often wrong.

Called by `parse`. Looks at the first element only (past declarations, comments and, for feeds, junk).
"""

import re
from enum import Enum

from readnow.text.pattern import pattern


class Kind(Enum):
    """What to do with a document."""

    XML_FEED = "xml feed"
    JSON = "json"
    HTML = "html"
    OPML = "opml"
    XML = "xml"
    EMPTY = "empty"
    OTHER = "other"


_SKIP = pattern(r"\s+|<\?[^>]*>|<!--.*?-->", re.DOTALL)
_NAME = pattern(r"<([A-Za-z_][\w.:-]*)")
_DOCTYPE = pattern(r"<!doctype\s+([\w:.-]+)[^>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
FEED_ROOT = pattern(
    r"<(?:[A-Za-z][\w.-]*:)?(?:rss(?=[\s>/])|rdf(?=[\s>/])|feed(?=[\s>/])|channel(?=[\s>/]))", re.IGNORECASE
)
"""The start of an element that can only be the root of a feed."""
_PAGE = pattern(r"<(?:html|head|body|!doctype\s+html)[\s>]", re.IGNORECASE)
_HTML_NAME = pattern(
    "html|head|body|title|meta|link|script|style|base|div|p|h[1-6]|a|img|table|ul|ol|section|article|main|nav|"
    "header|footer|span|form|br|hr|center|font|b|i|pre|frameset|noscript|iframe"
)
_JUNK = 64 * 1024


def kind_of(text: str) -> Kind:
    """The kind of a decoded document."""
    start = past_prolog(text)
    if start >= len(text):
        return Kind.EMPTY
    if text[start] in "{[":
        return Kind.JSON
    doctype = _DOCTYPE.match(text, start)
    if doctype:
        start = past_prolog(text, doctype.end())
    name = _NAME.match(text, start)
    local = name[1].lower().rpartition(":")[2] if name else ""
    if FEED_ROOT.match(text, start):
        return Kind.XML_FEED
    if (doctype and doctype[1].lower() == "html") or local in ("html", "head", "body"):
        return Kind.HTML
    later = FEED_ROOT.search(text, start, start + _JUNK)
    if later and not _PAGE.search(text, start, later.start()):
        return Kind.XML_FEED
    if _HTML_NAME.fullmatch(local) or _PAGE.search(text, start, start + _JUNK):
        return Kind.HTML
    if local == "opml":
        return Kind.OPML
    return Kind.XML if name else Kind.OTHER


def past_prolog(text: str, start: int = 0) -> int:
    """Where the first thing stands that is neither white space, a declaration nor a comment."""
    while found := _SKIP.match(text, start):
        start = found.end()
    return start
