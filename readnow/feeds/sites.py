"""Sites whose feeds follow from an address without asking anybody, by `site_table` and `handles`.

Called by `library.finder`, and by `discover` for the address that a page gives itself. Pure. Invariants: only
https addresses come out; what was typed becomes their host only where a row asks for it; what comes out
stands for nothing further.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import SplitResult, parse_qsl, urlsplit

from msgspec import Struct

from readnow.feeds.handles import HANDLES
from readnow.feeds.site_table import SITES, Offer, Shape, Site
from readnow.model.parsed import Candidate
from readnow.text.clean import safe_url
from readnow.text.pattern import pattern

_ANY = ("*",)
_LABEL = pattern(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_A_FEED = pattern(r"\.(?:rss|atom2?|rdf|xml|json)$", re.IGNORECASE)
_ASKED_FEED = pattern(r"(?:^|&)(?:feed|format|type|alt|output)=(?:rss|atom|feed|json)", re.IGNORECASE)


class Meaning(Struct, frozen=True):
    """What an address stands for.

    `page`: where to look where none of the feeds answers, for what is no address itself. `words`: a sentence
    for the user where the site's pages lead to no feed.
    """

    feeds: tuple[Candidate, ...] = ()
    page: str = ""
    words: str = ""


def meaning_of(text: str) -> Meaning:
    """What a handle such as `@user@host`, or a complete web address, stands for; nothing for most."""
    for handle in HANDLES:
        found = re.fullmatch(handle.form, text)
        page = _address(handle.page, found.groupdict()) if found else ""
        if found and page:
            feed = _address(handle.feed, found.groupdict()) if handle.feed else ""
            feeds = (Candidate(feed),) if feed else _meaning_of_address(page).feeds
            return Meaning(feeds, page)
    return _meaning_of_address(text)


def asks_for_a_feed(query: str) -> bool:
    """Whether the query of an address says that a feed is wanted, as in `?format=atom`."""
    return bool(_ASKED_FEED.search(query))


def _meaning_of_address(url: str) -> Meaning:
    split = _split(url)
    if split is None:
        return Meaning()
    host = split.hostname or ""
    own = next((site for site in SITES if site.hosts != _ANY and _is_of(site.hosts, host)), None)
    if own is not None:
        return Meaning(_feeds(own, host, split), words=own.words)
    for site in SITES:
        if site.hosts == _ANY and (feeds := _feeds(site, host, split)):
            return Meaning(feeds)
    return Meaning()


def _split(url: str) -> SplitResult | None:
    """The parts of a web address that may be a page of a site; None for one that names a feed already."""
    try:
        split = urlsplit(url)
        usual = split.scheme in ("http", "https") and split.port is None and split.username is None
    except ValueError:
        return None
    if not usual or _A_FEED.search(split.path) or asks_for_a_feed(split.query):
        return None
    return split


def _is_of(hosts: Sequence[str], host: str) -> bool:
    bare = host.removeprefix("www.")
    for own in hosts:
        if own in ("*", bare) or (own.endswith(".*") and bare.startswith(own[:-1])):
            return True
        if own.startswith("*.") and host.endswith(own[1:]):
            label = host.removesuffix(own[1:])
            if label != "www" and _LABEL.fullmatch(label):
                return True
    return False


def _feeds(site: Site, host: str, split: SplitResult) -> tuple[Candidate, ...]:
    """What the first shape that fits says."""
    for shape in site.shapes:
        if not shape.host or _is_of((shape.host,), host):
            groups = _groups(shape, split)
            if groups is not None:
                return tuple(_candidates(shape.feeds, {**groups, "host": host}))
    return ()


def _groups(shape: Shape, split: SplitResult) -> dict[str, str] | None:
    """The parts of the address that the shape names; None where the address is not of this shape."""
    found = re.fullmatch(shape.path, split.path.rstrip("/"))
    if found is None:
        return None
    groups = found.groupdict()
    if shape.query:
        name, form = shape.query
        value = next((text for key, text in parse_qsl(split.query) if key == name), "")
        if not re.fullmatch(form, value):
            return None
        groups[name] = value
    return groups


def _candidates(offers: Sequence[Offer], groups: Mapping[str, str]) -> Iterator[Candidate]:
    for title, address in offers:
        if url := _address(address, groups):
            yield Candidate(url, title)


def _address(template: str, groups: Mapping[str, str]) -> str:
    return safe_url("https://" + template.format_map(groups))
