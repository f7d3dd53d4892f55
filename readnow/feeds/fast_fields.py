"""Fields of a feed or an entry, from elements of lxml to feedparser's nodes. Called by `fast` alone.

Each function reads one element into the node of its place, with feedparser's rules for which of several
values stays: the last one, but for titles the first, and never one that lies deeper. Raises UnsureError
where it does not copy the rule.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from readnow.feeds.doubts import Doubt, UnsureError
from readnow.feeds.fast_elements import HOLD_OTHERS, OF_A_SOURCE, SPECIAL
from readnow.feeds.fast_names import FOREIGN, Names, attributes
from readnow.feeds.fast_texts import Scope, join, leaf, mapped_type, mended, rich, text_of
from readnow.feeds.nodes import HTML_TYPES, Node
from readnow.text.pattern import pattern

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Document(Struct):
    """What feedparser remembers across places: depth of the last title, whether an entry's content came."""

    atom: bool
    names: Names = field(default_factory=Names)
    title_depth: int = -1
    has_content: bool = False


class Place(Struct):
    """The feed's head or an entry while its elements are read; `depth` is that of these elements."""

    document: Document
    node: Node
    scope: Scope
    depth: int
    in_entry: bool
    text_author: bool = False
    depths: dict[str, int] = field(default_factory=dict)

    def keep(self, key: str, value: str, detail: Node) -> None:
        """Store a text unless one that lies less deep is there; what is said about it counts in any case."""
        if self.in_entry:
            if self.depth <= self.depths.get(key, self.depth):
                self.depths[key] = self.depth
                self.node[key] = value
        else:
            self.node[key] = value
        self.node[key + "_detail"] = detail

    def rich(self, element: "Element", kind: str) -> tuple[str, Node]:
        """A text of this place that may be HTML."""
        return rich(element, kind, self.scope, atom=self.document.atom)


Reader = Callable[[Place, "Element"], None]

_MAIL = pattern(
    r"(([a-zA-Z0-9\_\-\.\+]+)@((\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.)|(([a-zA-Z0-9\-]+\.)+))"
    r"([a-zA-Z]{2,4}|[0-9]{1,3})(\]?))(\?subject=\S+)?"
)
_ENDED_REFERENCE = pattern("&([A-Za-z0-9_]+);")
_ITUNES = "http://www.itunes.com/"
_LOSING_TEXT = frozenset(("link", "icon", "logo"))
"""Elements whose text feedparser gives to the element round them if they have attributes."""
_MEDIA_SCHEME = "http://search.yahoo.com/mrss/category_schema"
_PERSON_HREF = frozenset(("uri", "url", "homepage"))


def title(place: Place, element: "Element") -> None:
    """A title: the first that is not empty stays."""
    _title(place, element, own=True)


def media_title(place: Place, element: "Element") -> None:
    """The title of a file, which is the entry's until one of its own comes."""
    _title(place, element, own=False)


def _title(place: Place, element: "Element", *, own: bool) -> None:
    document = place.document
    value, detail = place.rich(element, "text/plain")
    if not -1 < document.title_depth <= place.depth:
        place.keep("title", value, detail)
    if value and own:
        document.title_depth = place.depth


def link(place: Place, element: "Element") -> None:
    """An address in `href`, or as text."""
    given = attributes(element)
    given.setdefault("rel", "alternate")
    given.setdefault("type", "text/html" if given["rel"] != "self" else "application/atom+xml")
    _name_href(given)
    base = place.scope.within(given).base
    node = place.node
    links = node.setdefault("links", [])
    text = leaf(element)
    if "href" in given:
        given["href"] = join(base, given["href"])
        if given["rel"] == "alternate" and mapped_type(given["type"]) in HTML_TYPES:
            node["link"] = given["href"]
    else:
        text = mended(join(base, text)) if text else ""
        if place.in_entry:
            text = text.replace("&amp;", "&")
        node["link"] = text = _ENDED_REFERENCE.sub(r"&\g<1>", text)
        if text:
            given["href"] = text
    links.append(given)


def _name_href(given: dict[str, str]) -> None:
    href = given.get("url", given.get("uri", given.get("href")))
    if href:
        given.pop("url", None)
        given.pop("uri", None)
        given["href"] = href


def identifier(place: Place, element: "Element") -> None:
    """A guid or id, which is the link too if it may be and no other is known."""
    given = attributes(element)
    is_link = given.get("ispermalink", "true") == "true"
    text = leaf(element)
    if text and is_link:
        text = join(place.scope.within(given).base, text)
    place.node["id"] = text = mended(text)
    if is_link:
        place.node.setdefault("link", text)


def description(place: Place, element: "Element") -> None:
    """A description, of a feed its subtitle; behind a summary and before any content, content."""
    if "summary" in place.node and not place.document.has_content:
        content(place, element)
    else:
        place.keep("summary" if place.in_entry else "subtitle", *place.rich(element, "text/html"))


def summary(place: Place, element: "Element") -> None:
    """A summary; behind another one and before any content, content."""
    if "summary" in place.node and not place.document.has_content:
        content(place, element)
    else:
        place.keep("summary", *place.rich(element, "text/plain"))


def subtitle(place: Place, element: "Element") -> None:
    """A feed's subtitle."""
    place.keep("subtitle", *place.rich(element, "text/plain"))


def content(place: Place, element: "Element") -> None:
    """A content, plain text unless its type says otherwise; a summary too where there is none."""
    _content(place, element, "text/plain")


def encoded_content(place: Place, element: "Element") -> None:
    """A content that is HTML."""
    _content(place, element, "text/html")


def _content(place: Place, element: "Element", kind: str) -> None:
    place.document.has_content = True
    value, detail = place.rich(element, kind)
    if place.in_entry:
        place.node.setdefault("content", []).append({**detail, "value": value})
    place.node.setdefault("summary", value)


def author(place: Place, element: "Element") -> None:
    """A person: name and address as elements, or both in one text."""
    person: Node = {}
    place.node.setdefault("authors", []).append(person)
    if not len(element):
        place.text_author = True
        _name_and_mail(person, text_of(element))
        return
    if place.text_author:
        raise UnsureError(Doubt.PERSON, "behind a text")  # feedparser puts this name in place of that text
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        raise UnsureError(Doubt.PERSON)
    for child in element:
        key = place.document.names.key(child)
        if key in ("name", "email"):
            person[key] = leaf(child)
        elif key in _PERSON_HREF:
            leaf(child)
        elif key != FOREIGN or leaf(child):
            raise UnsureError(Doubt.PERSON, key)
    if not person.get("name") and len(place.node["authors"]) > 1:
        raise UnsureError(Doubt.PERSON, "no name")  # feedparser names this one after the author before


def _name_and_mail(person: Node, text: str) -> None:
    found = _MAIL.search(text) if "@" in text else None
    if found:
        person["email"] = found[0]
        for part in (found[0], "()", "<>", "&lt;&gt;"):
            text = text.replace(part, "")
        text = text.strip()
        text = text.removeprefix("(").removesuffix(")").strip()
    if text:
        person["name"] = text


def date(key: str) -> Reader:
    """A reader for a date, kept as written; the last one stays."""

    def read(place: Place, element: "Element") -> None:
        place.node[key] = text_of(element)

    return read


def plain(key: str, *, address: bool = False) -> Reader:
    """A reader for an element that feedparser has no rule for: it drops the text of one with attributes."""

    def read(place: Place, element: "Element") -> None:
        if element.attrib:
            raise UnsureError(Doubt.ATTRIBUTE, key)
        text = leaf(element)
        place.node[key] = mended(join(place.scope.base, text) if address and text else text)

    return read


def category(place: Place, element: "Element") -> None:
    """A category, given by attributes, as text or half and half."""
    given = attributes(element)
    _category(place, element, given.get("term"), given.get("scheme", given.get("domain")), given.get("label"))


def media_category(place: Place, element: "Element") -> None:
    """The same with a scheme of its own."""
    given = attributes(element)
    _category(place, element, given.get("term"), given.get("scheme", _MEDIA_SCHEME), given.get("label"))


def itunes_category(place: Place, element: "Element") -> None:
    """A category in the attribute `text`."""
    _category(place, element, attributes(element).get("text"), _ITUNES, None)


def _category(
    place: Place, element: "Element", term: str | None, scheme: str | None, label: str | None
) -> None:
    _tag(place.node, term, scheme, label)
    text = text_of(element)
    tags = place.node["tags"]
    if text and tags and not tags[-1]["term"]:
        tags[-1]["term"] = text
    elif text:
        _tag(place.node, text, None, None)


def _tag(node: Node, term: str | None, scheme: str | None, label: str | None) -> None:
    tags = node.setdefault("tags", [])
    value = {"term": term, "scheme": scheme, "label": label}
    if (term or scheme or label) and value not in tags:
        tags.append(value)


def keywords(scheme: str | None) -> Reader:
    """A reader for several categories in one text."""

    def read(place: Place, element: "Element") -> None:
        if element.attrib:
            raise UnsureError(Doubt.ATTRIBUTE, "keywords")
        for term in text_of(element).split(","):
            if term.strip():
                _tag(place.node, term.strip(), scheme, None)

    return read


def enclosure(place: Place, element: "Element") -> None:
    """A file."""
    given = attributes(element)
    _name_href(given)
    leaf(element)
    place.node.setdefault("links", []).append({**given, "rel": "enclosure"})


def thumbnail(place: Place, element: "Element") -> None:
    """A small picture; its address may be its text."""
    given = attributes(element)
    text = leaf(element)
    if text and "url" not in given:
        given["url"] = mended(join(place.scope.within(given).base, text))
    place.node.setdefault("media_thumbnail", []).append(given)


def itunes_image(place: Place, element: "Element") -> None:
    """A picture, in place of any other of its node."""
    given = attributes(element)
    leaf(element)
    href = given.get("href") or given.get("url")
    if href:
        place.node["image"] = {"href": href}


def entry_image(place: Place, element: "Element") -> None:
    """An element that feedparser drops, and with it what it knows about titles."""
    leaf(element)
    place.document.title_depth = -1


def channel_image(place: Place, element: "Element") -> None:
    """A feed's picture, with a title of its own."""
    _with_own_title(place, element, frozenset(("title", "link", "description", "url", "width", "height")))
    image = place.node.setdefault("image", {})
    for child in element:
        if place.document.names.key(child) == "url":
            text = leaf(child)
            base = place.scope.within(attributes(element)).within(attributes(child)).base
            image["href"] = mended(join(base, text) if text else "")


def text_input(place: Place, element: "Element") -> None:
    """A form that nobody shows."""
    _with_own_title(place, element, frozenset(("title", "link", "description", "name")))


def _with_own_title(place: Place, element: "Element", allowed: frozenset[str]) -> None:
    """Look at the children of an element that is a place of its own for feedparser."""
    document = place.document
    document.title_depth = -1
    for child in element:
        key = document.names.key(child)
        if key not in allowed:
            raise UnsureError(Doubt.ELEMENT, f"{key} in {element.tag!s}"[:200])
        if leaf(child) and key == "title":
            document.title_depth = place.depth + 1


def source(place: Place, element: "Element") -> None:
    """Where an entry was taken from: a feed in little, of which authors and title are read."""
    document = place.document
    document.title_depth = -1
    scope = place.scope.within(attributes(element))
    inner = Place(document, {}, scope, place.depth + 1, in_entry=False)
    if len(element):
        _source_feed(inner, element)
    elif text := text_of(element):
        inner.node["title"] = text
    place.node["source"] = inner.node


def _source_feed(place: Place, element: "Element") -> None:
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        raise UnsureError(Doubt.SOURCE, "text")
    for child in element:
        key = place.document.names.key(child)
        if key == "title":
            title(place, child)
        elif key == "author":
            author(place, child)
        elif key not in OF_A_SOURCE or (leaf(child) and key in _LOSING_TEXT and child.attrib):
            raise UnsureError(Doubt.SOURCE, key)


def walk(place: Place, element: "Element", readers: Mapping[str, Reader], passed: frozenset[str]) -> None:
    """Read an element's children; pass over those without a reader if feedparser keeps nothing of them."""
    key_of = place.document.names.key
    for child in element:
        key = key_of(child)
        reader = readers.get(key)
        if reader is not None:
            reader(place, child)
        else:
            check_passed(place, child, readers, passed)


def check_passed(
    place: Place, element: "Element", readers: Mapping[str, Reader], passed: frozenset[str]
) -> None:
    """Refuse an element that feedparser would read something from, itself or by what is in it."""
    key = place.document.names.key(element)
    if key in SPECIAL and key not in passed:
        raise UnsureError(Doubt.ELEMENT, key)
    if not len(element):
        return
    holds_others = key not in SPECIAL or key in HOLD_OTHERS
    for child in element.iterdescendants():
        inner = place.document.names.key(child)
        if inner in SPECIAL and not (holds_others and inner in passed and inner not in readers):
            raise UnsureError(Doubt.ELEMENT, f"{inner} in {key}")
