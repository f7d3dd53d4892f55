"""Requests for what the articles of a feed lead to: their own pages, their pictures.

Used by `fulltexts` and `pictures`. Invariant: what a user set for the feed's own origin (credentials,
headers, leave to use a private network or an unchecked certificate) goes to no other.
"""

from urllib.parse import urlsplit

from readnow.library.shelf import Shelf
from readnow.model.feed import FeedId
from readnow.model.fetch import FetchRequest


def linked_request(shelf: Shelf, feed_id: FeedId, url: str) -> FetchRequest:
    """A request for `url`, which an article of the feed names."""
    if not shelf.knows(feed_id):
        return FetchRequest(url)
    feed = shelf.feed(feed_id)
    settings = feed.settings
    if _origin(url) != _origin(feed.url):
        return FetchRequest(url, user_agent=settings.user_agent, proxy=settings.proxy)
    return FetchRequest(
        url,
        allow_private=settings.allow_private,
        user_agent=settings.user_agent,
        headers=settings.headers,
        auth=settings.auth,
        proxy=settings.proxy,
        insecure=settings.insecure,
    )


def _origin(url: str) -> tuple[str, str]:
    split = urlsplit(url)
    return split.scheme.lower(), split.netloc.rpartition("@")[2].lower()
