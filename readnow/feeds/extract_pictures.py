"""Pictures that a page loads late or in many sizes, made plain: one `img` with one address to open.

Called by `extract` on the tree before anything is taken out. Invariant: nothing is fetched; an `img` has an
address in `src`, or none was to be found and it goes.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from readnow.text.pattern import pattern

_SOURCES = (
    *(
        "data-src",
        "data-original",
        "data-lazy-src",
        "data-orig-file",
        "data-lazy",
        "data-url",
        "data-full-src",
    ),
    *("data-hi-res-src", "data-image", "data-img-src", "data-original-src", "data-actualsrc", "data-srcurl"),
)
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_PLACEHOLDER = pattern(
    r"data:|about:|(?:[^?#]*/)?[^/?#]*(?:blank|spacer|placeholder|transparent|1x1|pixel|loading|grey|lazy)[^/?#]*"
    r"\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|$)",
    re.IGNORECASE,
)
_ADDRESS = pattern(r"(?!data:|javascript:|[{\[])[^\s<>\"]{4,2048}", re.IGNORECASE)
_IN_SET = pattern(r"([^\s,][^\s]*[^\s,])(?:\s+([0-9.]{1,8})([wx]))?\s*(?:,|$)")
_LONGEST_SET = 20_000
_WIDE = 1200
"""Pixels: a picture need not be wider to be looked at."""
_DENSITY_WIDTH = 600
_PIXELS = pattern(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*")
_TRACKING = 2


def make_pictures_plain(body: HtmlElement) -> None:
    """Give every picture its true address; take out those that have none, and tracking pixels."""
    for picture in list(body.iter("picture")):
        _unfold(picture)
    late: set[HtmlElement] = set()
    for image in list(body.iter("img", "amp-img")):
        address = "" if _is_tracking(image) else _address(image)
        if not address:
            image.drop_tree()
            continue
        if address != image.get("src") and next(image.iterancestors("noscript"), None) is None:
            late.add(image)
        image.tag = "img"
        image.set("src", address)
    for hidden in list(body.iter("noscript")):
        _bring_out(hidden, late)


def _bring_out(hidden: HtmlElement, late: set[HtmlElement]) -> None:
    """Pictures for those without scripts stand where scripts would have put them, unless they are there."""
    images = list(hidden.iter("img"))
    if not images or hidden.text_content().strip():
        return
    before = hidden.getprevious()
    if before is not None and any(image in late for image in before.iter("img")):
        return
    for image in images:
        image.tail = None
        hidden.addprevious(image)


def _unfold(picture: HtmlElement) -> None:
    """The one `img` of a `picture` in its place, with an address from its sources where it has none."""
    images = list(picture.iter("img"))
    if not images:
        sets = list(picture.iter("source"))
        image = picture.makeelement("img", {"srcset": _set_of(sets[0])}) if sets else None
    else:
        image = images[0]
        if not _address(image):
            image.set("srcset", next((_set_of(source) for source in picture.iter("source")), ""))
    if image is None:
        picture.drop_tree()
        return
    image.tail = picture.tail
    parent = picture.getparent()
    if parent is not None:
        parent.replace(picture, image)


def _set_of(source: HtmlElement) -> str:
    return next((source.get(name, "") for name in _SETS if source.get(name)), "")


def _address(image: HtmlElement) -> str:
    """The true address: that meant for later, else the one there is, else one of the sizes."""
    for name in _SOURCES:
        later = (image.get(name) or "").strip()
        if _ADDRESS.fullmatch(later) and ("/" in later or "." in later):
            return later
    source = (image.get("src") or "").strip()
    if source and not _PLACEHOLDER.match(source):
        return source
    for name in _SETS:
        address = _best_of(image.get(name) or "")
        if address:
            return address
    return ""


def _best_of(sizes: str) -> str:
    """Of a set of sizes the largest that is not larger than needed, else the smallest."""
    widths = sorted((width, address) for address, width in _members(sizes[:_LONGEST_SET]))
    fitting = [address for width, address in widths if width <= _WIDE]
    return fitting[-1] if fitting else widths[0][1] if widths else ""


def _members(sizes: str) -> Iterator[tuple[str, float]]:
    for address, number, unit in _IN_SET.findall(sizes):
        if _PLACEHOLDER.match(address) or not _ADDRESS.fullmatch(address):
            continue
        try:
            width = float(number or 1)
        except ValueError:
            continue
        yield address, width if unit == "w" else width * _DENSITY_WIDTH


def _is_tracking(image: HtmlElement) -> bool:
    found = (_PIXELS.fullmatch((image.get(name) or "")[:20]) for name in ("width", "height"))
    return any(match is not None and int(match[1]) <= _TRACKING for match in found)
