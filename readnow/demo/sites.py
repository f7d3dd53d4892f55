"""The sites of the demo as tables from paths to answers. Built once by `server`, with its addresses.

Invariant: a table does not change while the server runs, so a second request for the same path gets a 304.
"""

from collections.abc import Callable, Mapping
from email.utils import formatdate
from functools import partial
from html import unescape
from http import HTTPStatus

from readnow.demo.catalogue import OFFERED, SUBSCRIBED, DemoFeed, Trouble, template
from readnow.demo.http import Answer
from readnow.demo.pages import article_page, front_page, linked_paths, render, site_page, whole_page
from readnow.demo.pictures import PICTURES, picture
from readnow.demo.sounds import BELL_TYPE, bell
from readnow.model.feed import Timestamp

FRONT = "front"
"""The name of the site with the front page and the feeds to try out."""

NAMES: tuple[str, ...] = (FRONT, *(feed.name for feed in SUBSCRIBED))
_HTML = "text/html; charset=utf-8"
_RETRY_AFTER = 2 * 3600

Site = Mapping[str, Callable[[], Answer]]
"""Path → what makes its answer, since a sound takes a moment that no start should wait for."""


def build(now: Timestamp, addresses: Mapping[str, str]) -> dict[str, Site]:
    """All sites by name. `addresses` has one for each of NAMES, without a slash at its end."""
    where = {**addresses, **{feed.name: addresses[FRONT] for feed in OFFERED}}
    modified = formatdate(now, usegmt=True)
    sites: dict[str, Site] = {FRONT: _front(now, where, modified)}
    for feed in SUBSCRIBED:
        sites[feed.name] = _site(feed, now, where, modified)
    return sites


def _front(now: Timestamp, where: Mapping[str, str], modified: str) -> Site:
    pages: dict[str, Callable[[], Answer]] = {"/": _html(front_page(OFFERED), modified)}
    for feed in OFFERED:
        pages |= _feed_pages(feed, now, where, modified)
    return pages


def _site(feed: DemoFeed, now: Timestamp, where: Mapping[str, str], modified: str) -> Site:
    pages: dict[str, Callable[[], Answer]] = {"/": _html(site_page(feed), modified)}
    if feed.trouble:
        return {**pages, feed.path: partial(_trouble, feed.trouble)}
    pages |= _feed_pages(feed, now, where, modified)
    for name in PICTURES:
        pages["/pictures/" + name] = partial(_picture, name, modified)
    pages["/sounds/bell.wav"] = partial(_bell, modified)
    return pages


def _feed_pages(
    feed: DemoFeed, now: Timestamp, where: Mapping[str, str], modified: str
) -> dict[str, Callable[[], Answer]]:
    """The feed itself, and a page for each of its articles."""
    document = render(template(feed.file), now, where)
    article = _html(article_page(feed), modified)
    pages = {path: article for path in linked_paths(document, where[feed.name]) if path != "/"}
    for path, file in feed.whole.items():
        text = render(template(file), now, where)
        pages[path] = _html(whole_page(feed, _title_at(document, where[feed.name] + path), text), modified)
    return {**pages, feed.path: _fixed(document.encode(), feed.content_type, modified)}


def _title_at(document: str, address: str) -> str:
    """The title of the entry with this link, in an RSS feed of ours."""
    before = document[: document.index(f"<link>{address}</link>")]
    return unescape(before.rpartition("<title>")[2].partition("</title>")[0])


def _fixed(body: bytes, content_type: str, modified: str) -> Callable[[], Answer]:
    answer = Answer(body, content_type, last_modified=modified)
    return lambda: answer


def _html(page: str, modified: str) -> Callable[[], Answer]:
    return _fixed(page.encode(), _HTML, modified)


def _picture(name: str, modified: str) -> Answer:
    body, content_type = picture(name)
    return Answer(body, content_type, last_modified=modified)


def _bell(modified: str) -> Answer:
    return Answer(bell(), BELL_TYPE, last_modified=modified)


def _trouble(trouble: Trouble) -> Answer:
    if trouble is Trouble.BUSY:
        body = b"Too many requests. Please come back in two hours.\n"
        headers = {"Retry-After": str(_RETRY_AFTER)}
        return Answer(body, "text/plain; charset=utf-8", HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
    body = b"Something is wrong with this server. It is meant to be: this is a demo.\n"
    return Answer(body, "text/plain; charset=utf-8", HTTPStatus.INTERNAL_SERVER_ERROR)
