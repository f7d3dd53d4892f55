"""Feeds and pages as bytes, for servers of tests."""

from html import escape
from urllib.parse import quote


def rss(*titles: str, feed: str = "A feed", items: str = "") -> bytes:
    """An RSS document with a dated entry for each title, the first the newest; `items` as they are."""
    entries = "".join(
        f"<item><title>{escape(title)}</title><guid isPermaLink='false'>{escape(title)}</guid>"
        f"<link>https://a.example/{quote(title)}</link><pubDate>{_date(place)}</pubDate>"
        f"<description>About {escape(title)}</description></item>"
        for place, title in enumerate(titles)
    )
    text = (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        f' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{escape(feed)}</title>'
        f"<link>https://a.example/</link>{entries}{items}</channel></rss>"
    )
    return text.encode()


def page(*feeds: str) -> bytes:
    """A web page that announces feeds at these addresses."""
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="Feed {n}" href="{url}">'
        for n, url in enumerate(feeds, 1)
    )
    return f"<!doctype html><html><head><title>A site</title>{links}</head><body>Hello</body></html>".encode()


def _date(place: int) -> str:
    day, hour = divmod(place, 24)
    return f"{28 - day % 28:02d} Nov 2025 {23 - hour:02d}:00:00 GMT"
