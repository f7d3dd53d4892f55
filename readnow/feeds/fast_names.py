"""Names of elements and attributes as feedparser sees them: lower case, one prefix for each known namespace.

Called by `fast` and `fast_fields`. A key is "title" for the feed formats' own elements, "dc:creator" for
those of a known namespace, and FOREIGN for all others: of these feedparser keeps nothing that we read.
"""

from functools import cache
from typing import TYPE_CHECKING

from readnow.feeds.doubts import Doubt, UnsureError
from readnow.feeds.fast_elements import SPECIAL, words
from readnow.feeds.fence import MAX_ATTRIBUTES, MAX_VALUE
from readnow.text.pattern import pattern

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ATOM = "http://www.w3.org/2005/atom"
XHTML = "http://www.w3.org/1999/xhtml"
XLINK = "http://www.w3.org/1999/xlink"
FOREIGN = "?"
RIVALS = ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
"""Namespaces that make feedparser take a document for RDF, wherever its root declares them."""

_NAMESPACES = {
    "": (
        *(ATOM, *RIVALS, "http://backend.userland.com/rss", "http://blogs.law.harvard.edu/tech/rss"),
        *("http://example.com/newformat#", "http://example.com/necho", "http://purl.org/echo/"),
        *("uri/of/echo/namespace#", "http://purl.org/pie/", "http://purl.org/atom/ns#"),
        "http://purl.org/rss/1.0/modules/rss091#",
    ),
    "admin": ("http://webns.net/mvcb/",),
    "cc": ("http://creativecommons.org/ns#license", "http://web.resource.org/cc/"),
    "content": ("http://purl.org/rss/1.0/modules/content/",),
    "creativecommons": (
        "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html",
        "http://backend.userland.com/creativecommonsrssmodule",
    ),
    "dc": ("http://purl.org/dc/elements/1.1/",),
    "dcterms": ("http://purl.org/dc/terms/",),
    "feedburner": ("http://rssnamespace.org/feedburner/ext/1.0",),
    "georss": ("http://www.georss.org/georss",),
    "gml": ("http://www.opengis.net/gml",),
    "itunes": ("http://www.itunes.com/dtds/podcast-1.0.dtd", "http://example.com/dtds/podcast-1.0.dtd"),
    "media": ("http://search.yahoo.com/mrss", "http://search.yahoo.com/mrss/"),
    "psc": ("http://podlove.org/simple-chapters",),
    "rdf": ("http://www.w3.org/1999/02/22-rdf-syntax-ns#",),
    "sy": ("http://purl.org/rss/1.0/modules/syndication/",),
    "wfw": ("http://wellformedweb.org/commentapi/",),
    "xhtml": (XHTML,),
    "xml": ("http://www.w3.org/xml/1998/namespace",),
}
_PREFIX_OF = {uri: prefix for prefix, uris in _NAMESPACES.items() for uri in uris}
_OTHER_PREFIXES = words("""
    ag annotate audio blogchannel co cp email ev fm foaf geo icbm image l pingback prism rdfs ref reqv
    search slash soap ss str sub szf taxo thr ti trackback wiki xlink
""")
"""Prefixes under which feedparser files namespaces that it has no rule for."""

READ_ATTRIBUTES = words("""
    about base domain filesize href ispermalink label lang lastmod length medium mode rel scheme src term
    text title type uri url version
""")
_BINDING = pattern(r"""xmlns:([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def prefix_of(uri: str) -> str | None:
    """feedparser's prefix for a namespace; None if it has none, or none that matters."""
    uri = uri.lower()
    return "" if "backend.userland.com/rss" in uri else _PREFIX_OF.get(uri)


def check_bindings(text: str) -> None:
    """Refuse a document that gives a prefix of feedparser's to a namespace of another name.

    Declarations within text count too: that only makes us unsure once too often.
    """
    last = text.rfind("xmlns:")  # one is near the start as a rule; found from the end in half the time
    at = text.find("xmlns:", 0, last + 6)
    while at >= 0:
        found = _BINDING.match(text, at)
        if found:
            _check_binding(found[1], found[2] or found[3] or "")
        at = text.find("xmlns:", at + 6, last + 6)


def _check_binding(given: str, uri: str) -> None:
    prefix = given.lower()
    known = prefix_of(uri)
    matters = prefix in _NAMESPACES or (prefix in _OTHER_PREFIXES and known is not None)
    if (matters and known != prefix) or "&" in uri:
        raise UnsureError(Doubt.PREFIX, f"{given} is {uri}"[:200])


class Names:
    """Keys of the elements of one document; each tag is looked at once."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}

    def key(self, element: "Element") -> str:
        """The element's key. Raises UnsureError for a name that feedparser would misread."""
        tag = str(element.tag)
        found = self._keys.get(tag)
        if found is None:
            found = self._keys[tag] = _key(tag, element.prefix)
        return found

    def met(self, keys: frozenset[str]) -> bool:
        """Whether an element of one of these keys was looked at."""
        return not keys.isdisjoint(self._keys.values())


def _key(tag: str, given_prefix: str | None) -> str:
    uri, _, local = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
    if not local.isascii():
        raise UnsureError(Doubt.NAME, local[:80])
    local = local.lower()
    prefix = prefix_of(uri) if uri else ""
    if prefix is None:
        if given_prefix is None and (local in SPECIAL or "_" in local):
            raise UnsureError(Doubt.NAMELESS, tag[:200])
        return FOREIGN
    if not prefix and "_" in local:  # might read like one of feedparser's own names: summary_detail
        raise UnsureError(Doubt.ELEMENT, local)
    return f"{prefix}:{local}" if prefix else local


def attributes(element: "Element") -> dict[str, str]:
    """The attributes by feedparser's names. Raises UnsureError where two would be one for feedparser, and
    where there is more than `fence` lets through."""
    if not (given := element.attrib):
        return {}
    if len(given) > MAX_ATTRIBUTES:
        raise UnsureError(Doubt.FLOOD)
    found: dict[str, str] = {}
    for name, value in given.items():
        if len(value) > MAX_VALUE:
            raise UnsureError(Doubt.FLOOD)
        key = _attribute(str(name))
        if key in found:
            raise UnsureError(Doubt.ATTRIBUTE, key)
        found[key] = str(value).lower() if key in ("rel", "type") else str(value)
    return found


@cache
def _attribute(name: str) -> str:
    if name[0] != "{":
        return name.lower()
    uri, _, local = name[1:].rpartition("}")
    local = local.lower()
    prefix = prefix_of(uri)
    if prefix:
        return f"{prefix}:{local}"
    if local in READ_ATTRIBUTES:  # feedparser takes a:href for href
        raise UnsureError(Doubt.ATTRIBUTE, name)
    return name
