"""The feeds that a web page announces. Called by `worker`, for a page that turned out to be no feed.

`<link rel="alternate">` of a feed type, in the order of the page; only where there is none, links to what is
named like a feed. Whatever stands in comments, scripts or text is no link.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from readnow.feeds.charset import to_text
from readnow.model.parsed import Candidate
from readnow.text.bounds import tame
from readnow.text.clean import clean_line, safe_url

_MOST = 50
_TITLE = 200
_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/x.atom+xml",
    "application/x-atom+xml",
    "text/rss+xml",
    "text/rss",
    "text/atom+xml",
}
_VAGUE_TYPES = {"application/json", "application/xml", "text/xml"}
_FEED_WORD = re.compile(r"(?<![a-z])(?:rss|atom|feeds?|rdf)(?![a-z])", re.IGNORECASE)
_FEED_PATH = re.compile(
    r"/(?:rss|atom|feeds?|index)(?:\.(?:xml|rss|atom|rdf|json))$|/(?:rss|atom|feed)/?$|\.(?:rss|atom|rdf)$",
    re.IGNORECASE,
)


def candidates(body: bytes, url: str, content_type: str = "") -> tuple[Candidate, ...]:
    """The page's feeds, each address once, at most 50. `url` is where the page was found."""
    tree = LexborHTMLParser(tame(to_text(body, content_type)))
    base = _base(tree, url)
    found: dict[str, Candidate] = {}
    for candidate in _announced(tree, base):
        found.setdefault(candidate.url, candidate)
    if not found:
        for candidate in _linked(tree, base):
            found.setdefault(candidate.url, candidate)
    found.pop("", None)
    return tuple(found.values())[:_MOST]


def _base(tree: LexborHTMLParser, url: str) -> str:
    """The document's base: its first `base` with an address (HTML 4.2.3), wherever it stands."""
    for node in tree.css("base[href]"):
        href = _attribute(node, "href")
        if href:
            return safe_url(href, url) or url
    return url


def _announced(tree: LexborHTMLParser, base: str) -> Iterator[Candidate]:
    for node in tree.css("link[rel][href]"):
        words = _attribute(node, "rel").lower().split()
        kind = _attribute(node, "type").lower().partition(";")[0].strip()
        href = _attribute(node, "href")
        title = _attribute(node, "title")
        if ("alternate" not in words and "feed" not in words) or "stylesheet" in words:
            continue
        vague = kind in _VAGUE_TYPES or (not kind and "feed" not in words)
        if vague and not _FEED_WORD.search(f"{title} {href.partition('?')[0]}"):
            continue
        if href and (vague or kind in _TYPES or "feed" in words):
            yield Candidate(_web(href, base), clean_line(title, _TITLE), clean_line(kind, _TITLE))


def _linked(tree: LexborHTMLParser, base: str) -> Iterator[Candidate]:
    for node in tree.css("a[href]"):
        address = _web(_attribute(node, "href"), base)
        if address and _FEED_PATH.search(address.partition("?")[0].partition("#")[0]):
            yield Candidate(address, clean_line(node.text(), _TITLE))


def _web(href: str, base: str) -> str:
    """An absolute http(s) address; `feed:` in front of one is dropped."""
    href = href.strip()
    if href[:5].lower() == "feed:":
        href = href[5:] if href[5:9].lower() == "http" else "http:" + href[5:]
    address = safe_url(href, base) if href else ""
    return address if address.startswith(("http://", "https://")) else ""


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
