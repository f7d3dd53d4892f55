"""A feed as nodes, the dictionaries that feedparser makes, as a `RawFeed`. Called by both readers of XML.

`adapt` has its nodes from feedparser, `fast` makes the same ones itself; which of several values counts is
decided here, once for both. Keys and values are those of feedparser's documentation.
"""

import sys
import traceback
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from readnow.feeds.raw import RawEnclosure, RawEntry, RawFeed, RawText
from readnow.feeds.titles import holds_markup
from readnow.text.pattern import pattern

Node = dict[str, Any]

HTML_TYPES = ("text/html", "application/xhtml+xml")
_BINARY = "application/octet-stream"
_SAID_TO_BE_HTML = frozenset((*HTML_TYPES, _BINARY, ""))
_UPDATE_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_SCHEME = pattern(r"[a-zA-Z][\w+.-]*:")


def raw_feed(version: str, feed: Node, nodes: list[Node]) -> RawFeed:
    """The document whose head is `feed` and whose entries are `nodes`."""
    atom = version.startswith("atom")
    entries: list[RawEntry] = []
    for node in nodes:
        try:
            entries.append(_entry(node, atom))
        except (TypeError, ValueError, LookupError, AttributeError):
            traceback.print_exc(file=sys.stderr)  # the log: one bad entry must not cost the others
    return RawFeed(
        format=version,
        entries=tuple(entries),
        title=_title(feed, atom),
        description=_rich(feed, "subtitle") or _rich(feed, "summary"),
        site_url=_page_link(feed),
        language=_string(feed, "language"),
        icon=_string(feed, "icon") or _string(feed, "logo") or _string(_node(feed, "image"), "href"),
        hub=next((_string(link, "href") for link in _nodes(feed, "links") if link.get("rel") == "hub"), ""),
        ttl_minutes=_ttl(feed),
        update_base=_string(feed, "sy_updatebase"),
        authors=_people(feed) if atom else (),
        site_first=not atom,
        left_out=len(nodes) - len(entries),
    )


def _entry(node: Node, atom: bool) -> RawEntry:
    contents, media = _nodes(node, "content"), _nodes(node, "media_content")
    enclosed = [link for link in _nodes(node, "links") if link.get("rel") == "enclosure"]
    source = _node(node, "source")
    return RawEntry(
        guid=_string(node, "id"),
        link=_page_link(node),
        title=_title(node, atom),
        summary=_rich(node, "summary")
        if _node(node, "summary_detail")
        else None,  # else a copy of the content
        contents=tuple([_text(_string(part, "value"), part) for part in contents if _is_text(part)]),
        published=_string(node, "published") or _string(node, "created"),
        updated=_string(node, "updated"),
        authors=_people(node) or (_people(source) if source else ()),
        enclosures=tuple(_enclosures(enclosed, media)) if enclosed or media else (),
        categories=tuple([_string(tag, "label") or _string(tag, "term") for tag in _nodes(node, "tags")]),
        comments=_string(node, "comments"),
        comment_feed=_string(node, "wfw_commentrss"),
        source=_string(source, "title") if source else "",
        duration=_string(node, "itunes_duration"),
        episode=_string(node, "itunes_episode"),
        language=_string(contents[0], "language") if contents else "",
        image=_image(node, enclosed, media),
    )


def _string(node: Node, key: str) -> str:
    """A member if it is text. Straight from the dict: feedparser's own look-up invents fallbacks."""
    value = dict.get(node, key)
    return value if isinstance(value, str) else ""


def _node(node: Node, key: str) -> Node:
    value = dict.get(node, key)
    return value if isinstance(value, dict) else {}


def _nodes(node: Node, key: str) -> Sequence[Node]:
    value = dict.get(node, key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else ()


def _rich(node: Node, key: str) -> RawText | None:
    """A text element with the type that it had or that feedparser found it to have."""
    value = _string(node, key)
    if not value:
        return None
    return _text(value, _node(node, key + "_detail"))


def _title(node: Node, atom: bool) -> RawText | None:
    """The title. Only Atom says whether it is markup; elsewhere its looks decide."""
    title = _rich(node, "title")
    if title and title.kind == "plain" and not atom and holds_markup(title.value):
        return replace(title, kind="html")
    return title


def _text(value: str, detail: Node) -> RawText:
    html = _string(detail, "type") in _SAID_TO_BE_HTML
    return RawText(value, "html" if html else "plain", _string(detail, "base"), _string(detail, "language"))


def _is_text(content: Node) -> bool:
    """Whether a content is text: by its type, or, of one that came as base64, by what was in it."""
    kind, value = _string(content, "type"), _string(content, "value")
    if kind == _BINARY:
        return "<" in value
    return bool(value) and (kind in HTML_TYPES or kind.startswith("text/") or not kind)


def _page_link(node: Node) -> str:
    """The page of a feed or entry. A guid that feedparser took for a link counts only if it is an address."""
    link = _string(node, "link").strip()
    if link and not (link == _string(node, "id").strip() and not _SCHEME.match(link)):
        return link
    pages = (_string(other, "href") for other in _nodes(node, "links") if other.get("rel") == "alternate")
    return next((page for page in pages if page), "")


def _people(node: Node) -> tuple[str, ...]:
    """Names of authors, or the mail address of one who gives no name."""
    people = _nodes(node, "authors")
    names = [_string(person, "name") or _string(person, "email") for person in people]
    return tuple([name for name in names if name]) or tuple(filter(None, (_string(node, "author"),)))


def _enclosures(enclosed: Sequence[Node], media: Sequence[Node]) -> Iterable[RawEnclosure]:
    """Enclosures of every format, then media:content that is neither a picture nor among them."""
    seen: set[str] = set()
    for link in enclosed:
        href = _string(link, "href")
        if href not in seen:
            seen.add(href)
            yield RawEnclosure(href, _string(link, "type"), _string(link, "length"), _string(link, "title"))
    for content in media:
        href = _string(content, "url")
        if href not in seen and not _is_picture(content):
            seen.add(href)
            yield RawEnclosure(href, _string(content, "type"), _string(content, "filesize"))


def _is_picture(media: Node) -> bool:
    kind = _string(media, "type")
    return kind.startswith("image/") or (not kind and _string(media, "medium") == "image")


def _image(node: Node, enclosed: Sequence[Node], media: Sequence[Node]) -> str:
    """media:thumbnail, itunes:image, a picture among media:content or enclosures; whichever comes first."""
    thumbnails = [_string(content, "url") for content in _nodes(node, "media_thumbnail")]
    pictures = [_string(content, "url") for content in media if _is_picture(content)]
    files = [_string(link, "href") for link in enclosed if _string(link, "type").startswith("image/")]
    found = (*thumbnails, _string(_node(node, "image"), "href"), *pictures, *files)
    return next(filter(None, found), "")


def _ttl(feed: Node) -> int | None:
    """Minutes between updates: RSS `ttl`, else sy:updatePeriod divided by sy:updateFrequency."""
    ttl = _string(feed, "ttl").strip()
    if ttl.isascii() and ttl.isdigit() and len(ttl) < 8:
        return int(ttl) or None
    minutes = _UPDATE_MINUTES.get(_string(feed, "sy_updateperiod").strip().lower())
    often = _string(feed, "sy_updatefrequency").strip()
    times = int(often) if often.isascii() and often.isdigit() and len(often) < 6 else 1
    return max(1, minutes // max(1, times)) if minutes else None
