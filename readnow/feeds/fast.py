"""The fast reader: RSS and Atom 1.0 over lxml, for documents that it is sure of. Called by `parse`.

Invariant: what it gives is what feedparser, the reference, gives (`adapt`); where it is not sure, by the list
in `doubts`, it gives nothing and feedparser reads. The one place that knows lxml's parser here. Entities are
never resolved, nothing outside the document is ever opened, libxml2's limits on depth and size stay on.
"""

from typing import TYPE_CHECKING

from lxml import etree
from msgspec.structs import replace

from readnow.feeds import fast_fields as fields
from readnow.feeds.doubts import Doubt, UnsureError
from readnow.feeds.fast_elements import PASSED, PASSED_IN_ENTRY, PASSED_IN_FEED
from readnow.feeds.fast_fields import Document, Place, Reader, check_passed, walk
from readnow.feeds.fast_names import ATOM, RIVALS, XLINK, attributes, check_bindings
from readnow.feeds.fast_texts import Scope
from readnow.feeds.nodes import Node, raw_feed
from readnow.feeds.raw import RawFeed
from readnow.feeds.skip_times import skip_times

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MANY_NAMESPACES = 500
"""Declarations beyond which looking through all elements for one would cost too much."""
_SKIPPING = frozenset(("skiphours", "skipdays"))
_RSS_VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}


def read_fast(text: str, data: bytes) -> RawFeed | None:
    """The feed, or None where feedparser is to read it. `data` is `text` in UTF-8."""
    try:
        return read_sure(text, data)
    except UnsureError:
        return None


def read_sure(text: str, data: bytes) -> RawFeed:
    """The feed. Raises UnsureError with the first reason not to be sure."""
    if text.startswith("<!"):
        raise UnsureError(Doubt.DOCTYPE)
    check_bindings(text)
    root = _tree(data)
    if XLINK in text and _declares_xlink(text, root):
        raise UnsureError(Doubt.XHTML, "xlink")
    document = Document(atom=_is_atom(root))
    given = attributes(root)
    place = Place(document, {}, Scope().within(given), 2, in_entry=False)
    if place.scope.language:
        place.node["language"] = place.scope.language.replace("_", "-")
    entries: list[Node] = []
    if document.atom:
        _walk_feed(place, root, entries)
        return _raw_feed(text, "atom10", place, entries)
    channel = _channel(root, document)
    place.depth = 3
    place.scope = place.scope.within(_without_cdf(attributes(channel)))
    _walk_feed(place, channel, entries)
    version = given.get("version", "")
    kind = _RSS_VERSIONS.get(version) or ("rss20" if version.startswith("2.") else "rss")
    return _raw_feed(text, kind, place, entries)


def _raw_feed(text: str, version: str, place: Place, entries: list[Node]) -> RawFeed:
    raw = raw_feed(version, place.node, entries)
    if not place.document.names.met(_SKIPPING):
        return raw
    hours, days = skip_times(text)
    return replace(raw, skip_hours=hours, skip_days=days)


def _tree(data: bytes) -> "Element":
    parser = etree.XMLParser(
        encoding="utf-8",  # whatever the document says of itself
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as err:
        raise UnsureError(Doubt.SYNTAX, str(err)[:200]) from err


def _declares_xlink(text: str, root: "Element") -> bool:
    """Whether an element within may do so, not only a text: feedparser makes an attribute of it."""
    if XLINK in root.nsmap.values() or text.count("xmlns") > _MANY_NAMESPACES:
        return XLINK not in root.nsmap.values() or text.count(XLINK) > 1
    return bool(root.xpath(f"boolean(//namespace::*[. = '{XLINK}'])"))


def _is_atom(root: "Element") -> bool:
    uris = [str(uri).lower() for uri in root.nsmap.values()]
    if any(rival in uris for rival in RIVALS):
        raise UnsureError(Doubt.VERSION)
    local = str(root.tag).rpartition("}")[2].lower()
    if local == "feed" and str(root.tag)[1:].lower().startswith(ATOM):
        return True
    if str(root.tag).lower() == "rss":
        return False
    raise UnsureError(Doubt.ROOT, str(root.tag)[:200])


def _channel(root: "Element", document: Document) -> "Element":
    if len(root) != 1 or document.names.key(root[0]) != "channel":
        raise UnsureError(Doubt.ROOT, "not one channel")
    return root[0]


def _without_cdf(given: dict[str, str]) -> dict[str, str]:
    """Attributes of a channel or entry, if none of them is one that CDF and RDF use for elements."""
    if not given.keys().isdisjoint(("lastmod", "href", "rdf:about")):
        raise UnsureError(Doubt.ATTRIBUTE, "lastmod, href or about")
    return given


def _walk_feed(place: Place, element: "Element", entries: list[Node]) -> None:
    key_of = place.document.names.key
    passed = (
        PASSED_IN_FEED - {"itunes:owner"} if place.document.atom else PASSED_IN_FEED
    )  # it renames authors
    for child in element:
        key = key_of(child)
        reader = _FEED.get(key)
        if reader is not None:
            reader(place, child)
        elif key in ("item", "entry"):
            entries.append(_entry(place, child))
        else:
            check_passed(place, child, _FEED, passed)


def _entry(feed: Place, element: "Element") -> Node:
    document = feed.document
    document.title_depth = -1
    scope = feed.scope.within(_without_cdf(attributes(element))) if element.attrib else feed.scope
    place = Place(document, {}, scope, feed.depth + 1, in_entry=True)
    walk(place, element, _ENTRY, PASSED_IN_ENTRY)
    document.has_content = False
    return place.node


def _media(place: Place, element: "Element") -> None:
    """The inside of a media:group or media:content, which belongs to the entry."""
    outer = place.scope
    place.depth += 1
    place.scope = outer.within(attributes(element))
    walk(place, element, _IN_MEDIA, PASSED)
    place.depth -= 1
    place.scope = outer


def _media_content(place: Place, element: "Element") -> None:
    place.node.setdefault("media_content", []).append(attributes(element))
    _media(place, element)


_IN_MEDIA: dict[str, Reader] = {
    "media:category": fields.media_category,
    "media:content": _media_content,
    "media:description": fields.description,
    "media:group": _media,
    "media:keywords": fields.keywords(None),
    "media:thumbnail": fields.thumbnail,
    "media:title": fields.media_title,
}
_ANYWHERE: dict[str, Reader] = {
    "author": fields.author,
    "dc:author": fields.author,
    "dc:creator": fields.author,
    "dc:description": fields.description,
    "dc:title": fields.title,
    "description": fields.description,
    "guid": fields.identifier,
    "id": fields.identifier,
    "itunes:author": fields.author,
    "itunes:image": fields.itunes_image,
    "itunes:summary": fields.summary,
    "link": fields.link,
    "managingeditor": fields.author,
    "summary": fields.summary,
    "title": fields.title,
}
_ENTRY: dict[str, Reader] = {
    **_ANYWHERE,
    **_IN_MEDIA,
    **dict.fromkeys(("published", "issued", "pubdate", "dcterms:issued"), fields.date("published")),
    **dict.fromkeys(
        ("updated", "modified", "lastbuilddate", "dc:date", "dcterms:modified"), fields.date("updated")
    ),
    **dict.fromkeys(("created", "dcterms:created"), fields.date("created")),
    **dict.fromkeys(("category", "keywords", "dc:subject"), fields.category),
    "comments": fields.plain("comments", address=True),
    "content": fields.content,
    "content:encoded": fields.encoded_content,
    "enclosure": fields.enclosure,
    "image": fields.entry_image,
    "itunes:category": fields.itunes_category,
    "itunes:duration": fields.plain("itunes_duration"),
    "itunes:episode": fields.plain("itunes_episode"),
    "itunes:keywords": fields.keywords("http://www.itunes.com/"),
    "source": fields.source,
    "wfw:commentrss": fields.plain("wfw_commentrss", address=True),
}
_FEED: dict[str, Reader] = {
    **_ANYWHERE,
    **dict.fromkeys(("subtitle", "tagline", "itunes:subtitle"), fields.subtitle),
    **dict.fromkeys(("language", "dc:language"), fields.date("language")),
    "icon": fields.plain("icon", address=True),
    "image": fields.channel_image,
    "logo": fields.plain("logo", address=True),
    "sy:updatebase": fields.plain("sy_updatebase"),
    "sy:updatefrequency": fields.plain("sy_updatefrequency"),
    "sy:updateperiod": fields.plain("sy_updateperiod"),
    "textinput": fields.text_input,
    "ttl": fields.plain("ttl"),
}
