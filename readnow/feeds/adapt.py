"""feedparser's result as a `RawFeed`. The one place that knows feedparser; called by `parse`, in the child,
for the documents that `fast` leaves to it.

feedparser only ever gets UTF-8 bytes in a BytesIO (a str may make it open files or addresses). It neither
sanitizes nor resolves addresses in HTML here: that is a third of the time, and `text.html` does both.
"""

import io

import feedparser.api

from readnow.feeds.nodes import raw_feed
from readnow.feeds.raw import RawFeed

_DRIVER = "readnow.feeds.expat"

if _DRIVER not in feedparser.api.PREFERRED_XML_PARSERS:
    feedparser.api.PREFERRED_XML_PARSERS.insert(0, _DRIVER)


def read_xml(data: bytes) -> RawFeed | None:
    """RSS, RDF, Atom or CDF in UTF-8 as a RawFeed; None if feedparser finds no feed in it."""
    result = feedparser.api.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    version = result.get("version") or ("cdf" if result["entries"] or result["feed"] else "")
    return raw_feed(version, result["feed"], result["entries"]) if version else None
