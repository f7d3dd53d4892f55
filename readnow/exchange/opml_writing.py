"""Writing subscription lists in OPML: folders, titles and order kept.

Called by the library for its daily copies and through `export_list`, and by the command line. Apart from
reading, which needs a parser: a list is written while the interface runs, once a day. Invariant: what
`write_opml` writes, `opml.read_opml` reads as the same subscriptions.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from readnow.model.feed import Timestamp
from readnow.model.subscription import Subscription
from readnow.text.pattern import pattern

_NOT_XML = pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = str.maketrans({"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})
"""White space that a parser would change (XML 1.0, sections 2.11 and 3.3.3)."""
_INDENT = "  "
_BODY = 2
"""The depth of the outlines that are in no folder."""


def write_opml(subscriptions: Iterable[Subscription], title: str, now: Timestamp) -> bytes:
    """The subscriptions as OPML 2.0 in UTF-8, in their order; `now` is its date of creation.

    Neighbours in one folder share an outline; a folder that comes back later is written again, so that the
    order is kept. A feed in several folders has an outline in each, the further ones at the end.
    """
    created = format_datetime(datetime.fromtimestamp(now, UTC), usegmt=True)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        "  <head>",
        f"    <title>{_escaped(_xml(title))}</title>",
        f"    <dateCreated>{created}</dateCreated>",
        "  </head>",
        "  <body>",
        *_outlines(subscriptions),
        "  </body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode()


def _outlines(subscriptions: Iterable[Subscription]) -> Iterator[str]:
    """The lines of the body."""
    path: list[str] = []
    for names, subscription in _everywhere(tuple(subscriptions)):
        folder = [_xml(name) for name in names]
        same = _common(path, folder)
        yield from _closing(path, same)
        for depth, name in enumerate(folder[same:], _BODY + same):
            yield f"{_INDENT * depth}<outline {_attributes({'text': name, 'title': name})}>"
        path = folder
        yield f"{_INDENT * (_BODY + len(path))}<outline {_attributes(_of(subscription))}/>"
    yield from _closing(path, 0)


def _everywhere(listed: tuple[Subscription, ...]) -> Iterator[tuple[tuple[str, ...], Subscription]]:
    """Each subscription with each of its folders."""
    for one in listed:
        yield one.folder, one
    for path, place in sorted((path, place) for place, one in enumerate(listed) for path in one.also_in):
        yield path, listed[place]


def _closing(path: list[str], upto: int) -> Iterator[str]:
    """The ends of all folders of a path but the first few."""
    for depth in range(len(path) - 1, upto - 1, -1):
        yield f"{_INDENT * (_BODY + depth)}</outline>"


def _of(subscription: Subscription) -> dict[str, str]:
    title = _xml(subscription.title)
    attributes = {"type": "rss", "text": title or subscription.url}
    if title:
        attributes["title"] = title
    attributes["xmlUrl"] = _xml(subscription.url)
    if subscription.site_url:
        attributes["htmlUrl"] = _xml(subscription.site_url)
    return attributes


def _attributes(values: dict[str, str]) -> str:
    return " ".join(f'{name}="{_escaped(value)}"' for name, value in values.items())


def _escaped(text: str) -> str:
    return escape(text).translate(_BREAKS)


def _common(first: list[str], second: list[str]) -> int:
    """How many names two paths have in common from the top."""
    for depth, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return depth
    return min(len(first), len(second))


def _xml(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
