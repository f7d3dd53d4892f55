"""Where sites keep their feeds by custom, for pages that announce none. Called by `library.finder`. Pure.

Invariant: only addresses on the page's own host, few, the most usual first.
"""

from urllib.parse import urljoin, urlsplit

from readnow.text.pattern import pattern

_AT_THE_TOP = ("/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/rss", "/feed.json")
_IN_A_PART = ("/feed", "/index.xml")
_PART = pattern(r"/(?!\d+(?:/|$))[^/.]+(?=/|$)")
"""The first step of a path where it names a part of a site, such as a blog: neither a file nor a year."""
_MOST = 7


def usual_places(page: str) -> tuple[str, ...]:
    """Where to look for the feed of a page: in its part of the site, then at the top."""
    part = _PART.match(urlsplit(page).path)
    in_part = [part[0] + path for path in _IN_A_PART] if part else []
    return tuple(urljoin(page, path) for path in (*in_part, *_AT_THE_TOP)[:_MOST])
