"""Reading subscription lists in OPML: folders, titles and order kept.

Called by the library through `import_list`, and by the command line. Invariant: what `opml_writing` writes is
read as the same subscriptions.
"""

from readnow.exchange.found import MAX_BYTES, MAX_DEPTH, Found, feed_address
from readnow.exchange.outlines import walk
from readnow.model.errors import ExchangeError
from readnow.model.subscription import SubscriptionList
from readnow.text.clean import clean_line

_FEED_ROOTS = frozenset({"rss", "feed", "rdf"})
_FEED_TYPES = frozenset({"rss", "atom", "feed", "rss1", "rss2", "pie"})
_SCRAPED = frozenset(
    {"html+xpath", "xml+xpath", "html+xpath+json+dotnotation", "json+dotpath", "json+dotnotation", "html+css"}
)
"""Kinds of FreshRSS: what stands as the address is no feed."""


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
