"""Templates to documents: placeholders filled in, and the small web pages of the demo's sites. Pure.

Called by `sites`. Placeholders: `{{rfc822:-2h}}` and `{{iso:-1d4h}}` are times before now, `{{at:NAME}}`
is the address of a site. Invariant: no date lies in the future, and nothing in braces is left over.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import formatdate
from html import escape
from urllib.parse import urljoin

from readnow.demo.catalogue import DemoFeed
from readnow.model.feed import Timestamp
from readnow.text.pattern import pattern

_PLACEHOLDER = pattern(r"\{\{(\w+):([^{}]*)\}\}")
_AGE = pattern(r"-(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")
_SECONDS = (86_400, 3600, 60)
_BASE = pattern(r'xml:base="([^"]*)"')
_LINK = pattern(r"""(?:\bhref=["']|<link>|"url":\s*")([^"'<>\s]+)""")

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
{head}
<style>body {{ max-width: 36em; margin: 4em auto; padding: 0 1em; font: 1.1em/1.5 serif; }}</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def render(template: str, now: Timestamp, sites: Mapping[str, str]) -> str:
    """The template as a document of this moment.

    `sites` has the address of each site, without a slash at its end. Raises ValueError for a placeholder
    that means nothing: a mistake in a template of ours.
    """

    def fill(found: re.Match[str]) -> str:
        kind, value = found[1], found[2]
        if kind == "at" and value in sites:
            return sites[value]
        if kind == "rfc822":
            return formatdate(now - _age(value), usegmt=True)
        if kind == "iso":
            return datetime.fromtimestamp(now - _age(value), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        raise ValueError(f"unknown placeholder {found[0]}")

    return _PLACEHOLDER.sub(fill, template)


def _age(text: str) -> int:
    """Seconds of an age such as -3d or -1d4h30m."""
    found = _AGE.fullmatch(text)
    if found is None or not any(found.groups()):
        raise ValueError(f"not an age: {text}")
    return sum(int(number or 0) * unit for number, unit in zip(found.groups(), _SECONDS, strict=True))


def linked_paths(document: str, site: str) -> frozenset[str]:
    """The paths on `site` that a feed links to: those of its articles, which must lead somewhere."""
    base = _BASE.search(document)
    start = base[1] if base else site + "/"
    links = (urljoin(start, link) for link in _LINK.findall(document))
    return frozenset(
        link.removeprefix(site).partition("#")[0] for link in links if link.startswith(site + "/")
    )


def site_page(feed: DemoFeed) -> str:
    """The front page of one feed's site, which announces the feed."""
    body = (
        f"<p>{escape(feed.about)}</p>\n"
        "<p>This page belongs to the ReadNOW demo. Its articles are in "
        f'<a href="{feed.path}">its feed</a>.</p>'
    )
    return _page(feed.title, body, (feed,))


def whole_page(feed: DemoFeed, title: str, text: str) -> str:
    """The page of an article of which the feed tells the beginning only."""
    navigation = f'<nav><a href="/">{escape(feed.title)}</a> · <a href="{feed.path}">Feed</a></nav>'
    return _page(title, f"{navigation}\n<article>\n{text}</article>", (feed,))


def article_page(feed: DemoFeed) -> str:
    """What stands where an article of the feed links to."""
    body = (
        "<p>This page belongs to the ReadNOW demo. The article itself is in the feed, whole, "
        "and ReadNOW has it already.</p>\n"
        f'<p><a href="/">{escape(feed.title)}</a></p>'
    )
    return _page(feed.title, body, (feed,))


def front_page(offered: Sequence[DemoFeed]) -> str:
    """The page at the demo's own address: it announces feeds to subscribe to."""
    items = "\n".join(
        f'<li><a href="{feed.path}">{escape(feed.title)}</a>: {escape(feed.about)}</li>' for feed in offered
    )
    body = (
        "<p>This site is part of ReadNOW and answers on this machine only. It has these feeds, which you can "
        f"subscribe to with the address of this page:</p>\n<ul>\n{items}\n</ul>"
    )
    return _page("The Quay", body, offered)


def _page(title: str, body: str, announced: Sequence[DemoFeed]) -> str:
    head = "\n".join(
        f'<link rel="alternate" type="{feed.content_type.partition(";")[0]}" title="{escape(feed.title)}" '
        f'href="{feed.path}">'
        for feed in announced
    )
    return _PAGE.format(title=escape(title), head=head, body=body)
