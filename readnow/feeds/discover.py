"""The feeds that a web page announces. Called by `worker`, for a page that turned out to be no feed.

`<link rel="alternate">` of a feed type, in the order of the page, those of comments last. Only where there is
none, guesses: the address that the page gives itself, and links within the site to what is named like a feed.
Whatever stands in comments, scripts or text is no link. Invariant: of guesses none has a type.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from readnow.feeds.charset import to_text
from readnow.feeds.sites import asks_for_a_feed, meaning_of
from readnow.model.parsed import Candidate
from readnow.text.bounds import tame
from readnow.text.clean import clean_line, safe_url
from readnow.text.pattern import pattern

_MOST = 50
_LOOKED_AT = 500
_ITSELF = 3
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
_FEED_WORD = pattern(r"(?<![a-z])(?:rss|atom|feeds?|rdf)(?![a-z])", re.IGNORECASE)
_FEED_PATH = pattern(
    r"/(?:rss2?|atom|feeds?|index)\.(?:xml|rss|atom|rdf|json|php)$|/(?:rss2?|atom|feed)/?$|\.(?:rss|atom|rdf)$",
    re.IGNORECASE,
)
_PERHAPS = pattern(r"(?!.*(?:sitemap|opensearch)).*\.xml", re.IGNORECASE)
_FEED_HOST = pattern(r"(?:feeds?|rss)\d?\.")
_OF_COMMENTS = pattern(r"\bcomments?\b|/comments/feed/?$", re.IGNORECASE)


def candidates(body: bytes, url: str, content_type: str = "") -> tuple[Candidate, ...]:
    """The page's feeds, each address once, at most 50. `url` is where the page was found."""
    tree = LexborHTMLParser(tame(to_text(body, content_type)))
    base = _base(tree, url)
    found = _once(_announced(tree, base))
    if not found:
        linked = sorted(islice(_linked(tree, base, url), _LOOKED_AT), key=_is_only_perhaps)
        found = _once([*islice(_itself(tree, base, url), _ITSELF), *linked])
    return tuple(sorted(found, key=_is_of_comments)[:_MOST])


def _once(found: Iterable[Candidate]) -> list[Candidate]:
    by_url: dict[str, Candidate] = {}
    for candidate in found:
        by_url.setdefault(candidate.url, candidate)
    by_url.pop("", None)
    return list(by_url.values())


def _is_of_comments(candidate: Candidate) -> bool:
    return bool(_OF_COMMENTS.search(candidate.title) or _OF_COMMENTS.search(urlsplit(candidate.url).path))


def _is_only_perhaps(candidate: Candidate) -> bool:
    return bool(_PERHAPS.fullmatch(urlsplit(candidate.url).path)) and not _is_named_like_a_feed(candidate.url)


def _is_named_like_a_feed(url: str) -> bool:
    split = urlsplit(url)
    return bool(_FEED_PATH.search(split.path)) or asks_for_a_feed(split.query)


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
        if "self" in words and kind in _TYPES:
            yield Candidate(_web(href, base), clean_line(title, _TITLE), kind)
        if ("alternate" not in words and "feed" not in words) or "stylesheet" in words:
            continue
        vague = kind in _VAGUE_TYPES or (not kind and "feed" not in words)
        if vague and not _FEED_WORD.search(f"{title} {href.partition('?')[0]}"):
            continue
        if href and (vague or kind in _TYPES or "feed" in words):
            yield Candidate(_web(href, base), clean_line(title, _TITLE), clean_line(kind, _TITLE))


def _itself(tree: LexborHTMLParser, base: str, url: str) -> Iterator[Candidate]:
    """What the page says its own address is, if it is another; or the feeds that address stands for."""
    for node in tree.css("link[rel][href]"):
        words = _attribute(node, "rel").lower().split()
        if "canonical" not in words and "self" not in words:
            continue
        address = _web(_attribute(node, "href"), base)
        if address and _place(address) != _place(url):
            yield from meaning_of(address).feeds or (Candidate(address),)


def _place(url: str) -> tuple[str, str, str]:
    """What tells two pages apart, whatever the scheme, `www.` and a slash at the end."""
    split = urlsplit(url)
    return (split.hostname or "").removeprefix("www."), split.path.rstrip("/"), split.query


def _linked(tree: LexborHTMLParser, base: str, url: str) -> Iterator[Candidate]:
    for node in tree.css("a[href]"):
        address = _web(_attribute(node, "href"), base)
        if not address or not _belongs_to(address, url):
            continue
        if _is_named_like_a_feed(address) or _PERHAPS.fullmatch(urlsplit(address).path):
            yield Candidate(address, clean_line(node.text(), _TITLE))


def _belongs_to(address: str, page: str) -> bool:
    """Whether a link stays within the page's site, or leads to a host that serves nothing but feeds."""
    there, here = (_place(url)[0] for url in (address, page))
    related = there == here or there.endswith("." + here) or here.endswith("." + there)
    return related or bool(_FEED_HOST.match(there))


def _web(href: str, base: str) -> str:
    """An absolute http(s) address; `feed:` in front of one is dropped."""
    href = href.strip()
    if href[:5].lower() == "feed:":
        href = href[5:] if href[5:9].lower() == "http" else "http:" + href[5:]
    address = safe_url(href, base) if href else ""
    return address if address.startswith(("http://", "https://")) else ""


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
