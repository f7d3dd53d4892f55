"""Subscription lists in OPML, in and out: folders, titles and order kept.

Called by the library through `import_list` and `export_list`, and by the command line. Invariant: what
`write_opml` writes, `read_opml` reads as the same subscriptions.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime

from lxml import etree

from readnow.exchange.found import MAX_BYTES, MAX_DEPTH, Found, feed_address
from readnow.exchange.outlines import walk
from readnow.model.errors import ExchangeError
from readnow.model.feed import Timestamp
from readnow.model.subscription import Subscription, SubscriptionList
from readnow.text.clean import clean_line

_FEED_ROOTS = frozenset({"rss", "feed", "rdf"})
_FEED_TYPES = frozenset({"rss", "atom", "feed", "rss1", "rss2", "pie"})
_SCRAPED = frozenset(
    {"html+xpath", "xml+xpath", "html+xpath+json+dotnotation", "json+dotpath", "json+dotnotation", "html+css"}
)
"""Kinds of FreshRSS: what stands as the address is no feed."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_opml(data: bytes, name: str) -> SubscriptionList:
    """The feeds of an OPML file called `name`, in document order, each address once.

    What is damaged or cannot be added is left out, with a sentence. Raises `ExchangeError` where nothing of
    the file can be read as a list (OPML 2.0; names of attributes in any case, any encoding that XML knows).
    """
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"{name} is larger than 5 MB. Divide it into smaller files.")
    if not data.strip():
        raise ExchangeError(f"{name} is empty.")
    reader = _Reader()
    walked = walk(data, reader)
    if walked.root in _FEED_ROOTS:
        raise ExchangeError(f"{name} is a feed, not a list of subscriptions. Add it by its address.")
    if not walked.outlines and (walked.damaged or walked.root != "opml"):
        where = f" It is damaged at line {walked.damaged}." if walked.root and walked.damaged else ""
        raise ExchangeError(f"{name} is no list of subscriptions in OPML.{where}")
    damage = (
        f"The file is damaged at line {walked.damaged}; what could be read was." if walked.damaged else ""
    )
    return reader.found.finish(damage)


class _Reader:
    """Turns outlines into subscriptions. An outline without an address is a folder of those within it."""

    def __init__(self) -> None:
        self.found = Found()
        self._folders: list[str] = []
        self._too_deep = False

    def enter(self, attributes: dict[str, str]) -> None:
        address = attributes.get("xmlurl", "")
        title = clean_line(attributes.get("title", "")) or clean_line(attributes.get("text", ""))
        if address.strip():
            self._feed(address, title, attributes)
        elif attributes.get("type", "").lower() in _FEED_TYPES:
            self._without_address(title or "A feed", attributes.get("htmlurl", ""))
        elif "opmlurl" in attributes:
            self.found.leave_out(f"“{title}”: a list that is kept elsewhere was not fetched.")
        self._folders.append("" if "xmlurl" in attributes else title)

    def _without_address(self, title: str, site: str) -> None:
        url = feed_address(site)
        if url:
            self.found.leave_out(
                f"“{title}”: it has only the address of its site. To add it: readnow add {url}"
            )
        else:
            self.found.add("", title=title)

    def _feed(self, address: str, title: str, attributes: dict[str, str]) -> None:
        folder = tuple(filter(None, self._folders))
        if len(folder) > MAX_DEPTH:
            folder = folder[:MAX_DEPTH]
            if not self._too_deep:
                self._too_deep = True
                self.found.leave_out(
                    f"Folders deeper than {MAX_DEPTH} levels were left out; their feeds are in the one above."
                )
        if attributes.get("type", "").lower() in _SCRAPED:
            self.found.leave_out(
                f"“{title or address}”: a page that another reader makes a feed of; it has none."
            )
            return
        folders = (folder,) if folder else _categories(attributes.get("category", "")) or ((),)
        site = attributes.get("htmlurl", "")
        kept = all(self.found.add(address, title=title, site=site, folder=one) for one in folders)
        if kept and attributes.get("filtercmd", "").strip():
            self.found.leave_out(f"“{title or address}”: its filter command was left out; nothing was run.")

    def leave(self) -> None:
        self._folders.pop()

    def title(self, text: str) -> None:
        self.found.title = self.found.title or clean_line(text)


def _categories(text: str) -> tuple[tuple[str, ...], ...]:
    """Folders as the attribute of that name has them, paths with commas between them (OPML 2.0); at least
    the empty one."""
    paths = (tuple(filter(None, map(clean_line, path.split("/")))) for path in text.split(","))
    first, *others = dict.fromkeys(path[:MAX_DEPTH] for path in paths if path) or ((),)
    return (first, *sorted(others))  # as they are written again


def write_opml(subscriptions: Iterable[Subscription], title: str, now: Timestamp) -> bytes:
    """The subscriptions as OPML 2.0 in UTF-8, in their order; `now` is its date of creation.

    Neighbours in one folder share an outline; a folder that comes back later is written again, so that the
    order is kept. A feed in several folders has an outline in each, the further ones at the end.
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _xml(title)
    created = format_datetime(datetime.fromtimestamp(now, UTC), usegmt=True)
    etree.SubElement(head, "dateCreated").text = created
    branch: list[etree._Element] = [etree.SubElement(root, "body")]
    path: list[str] = []
    listed = tuple(subscriptions)
    further = sorted((path, place) for place, one in enumerate(listed) for path in one.also_in)
    everywhere = [(one.folder, one) for one in listed] + [(path, listed[place]) for path, place in further]
    for names, subscription in everywhere:
        folder = [_xml(name) for name in names]
        same = _common(path, folder)
        del branch[same + 1 :]
        for name in folder[same:]:
            branch.append(etree.SubElement(branch[-1], "outline", text=name, title=name))
        path = folder
        etree.SubElement(branch[-1], "outline", _attributes(subscription))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _attributes(subscription: Subscription) -> dict[str, str]:
    title = _xml(subscription.title)
    attributes = {"type": "rss", "text": title or subscription.url}
    if title:
        attributes["title"] = title
    attributes["xmlUrl"] = _xml(subscription.url)
    if subscription.site_url:
        attributes["htmlUrl"] = _xml(subscription.site_url)
    return attributes


def _common(first: list[str], second: list[str]) -> int:
    """How many names two paths have in common from the top."""
    for depth, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return depth
    return min(len(first), len(second))


def _xml(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
