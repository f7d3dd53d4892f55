"""Pictures, figures and players: shown by name and as a link, never fetched.

Handlers for `text.builder`. Invariant: nothing here asks the network for anything; addresses are kept only
when they passed `safe_url`; tracking pixels are gone.
"""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from readnow.text.blocks import Block, Figure, Image, Media, Paragraph, Style, inline
from readnow.text.builder import Builder, Handler, Place
from readnow.text.clean import clean_line
from readnow.text.pattern import pattern

_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-url")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_PIXELS = pattern(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$")
_STYLE_SIZE = pattern(r"(?:^|[;\s])(width|height)\s*:\s*(\d{1,5})(?:px)?(?=[;\s!]|$)", re.IGNORECASE)
_FORMULA = pattern(r"(?:^|[\s_-])(?:la)?tex(?:$|[\s_-])|(?:^|\s)(?:mwe-)?math\b", re.IGNORECASE)
"""Classes of pictures of formulas, whose alternative text is the source."""
_CODE = int(Style.CODE)
_TRACKING = 2
_EMOJI = 8
"""A picture whose alternative text is so short and not in letters stands for that text."""

Attributes = Mapping[str, str | None]


def add_image(builder: Builder, node: LexborNode, at: Place) -> None:
    """A picture, as a link to itself unless it stands in another link."""
    attributes = node.attributes
    size = _size(attributes)
    if size is not None and min(size) <= _TRACKING:
        return
    alt = clean_line(attributes.get("alt") or attributes.get("title") or "")
    if alt and len(alt) <= _EMOJI and not any(map(str.isalnum, alt)) and not alt.isascii():
        builder.run.add(alt, at.style, at.link)
        return
    if alt and _FORMULA.search((attributes.get("class") or "")[:500]):
        builder.run.add(alt, at.style | _CODE, at.link)
        return
    url = _source(builder, attributes)
    if not url and not alt:
        return
    number = builder.links.number(url, image=True) if at.link is None else at.link
    whole = (size[0], size[1]) if size is not None and len(size) == 2 else None
    builder.run.add_image(Image(alt, url, whole, number), at.style)


def _source(builder: Builder, attributes: Attributes) -> str:
    """The first address that can be opened: pages that load late hide the true one."""
    candidates = [attributes.get("src") or "", *(attributes.get(name) or "" for name in _LAZY)]
    candidates += [(attributes.get(name) or "").strip().partition(" ")[0].rstrip(",") for name in _SETS]
    for candidate in candidates:
        if candidate.strip() and (url := builder.links.resolve(candidate)):
            return url
    return ""


def _size(attributes: Attributes) -> tuple[int, ...] | None:
    """Width and height in pixels, or the only one that is said; None when neither is."""
    found = {name: int(value) for name, value in _STYLE_SIZE.findall((attributes.get("style") or "")[:1000])}
    for name in ("width", "height"):
        match = _PIXELS.match((attributes.get(name) or "")[:20])
        if match:
            found[name] = int(match[1])
    return tuple(found[name] for name in ("width", "height") if name in found) or None


def add_figure(builder: Builder, node: LexborNode, at: Place) -> None:
    """A figure: what it shows and its captions."""
    around, builder.captions = builder.captions, []
    above, builder.caption_above = builder.caption_above, False
    blocks = builder.collect(node, at)
    captions, builder.captions = builder.captions, around
    above, builder.caption_above = builder.caption_above, above
    if not captions:
        builder.blocks.extend(blocks)
        return
    said = tuple(block for group in captions for block in group)
    caption = inline(said)
    if caption is None:
        builder.blocks.extend((*said, *blocks) if above else (*blocks, *said))
    elif blocks:
        builder.blocks.append(Figure(blocks, caption, above))
    elif caption:
        builder.blocks.append(Paragraph(caption))


def add_caption(builder: Builder, node: LexborNode, at: Place) -> None:
    """The caption of the figure around it."""
    blocks = builder.collect(node, at)
    if builder.captions is None:
        builder.blocks.extend(blocks)
    elif blocks:
        if not builder.captions and not builder.blocks:
            builder.caption_above = True
        builder.captions.append(blocks)


def add_player(builder: Builder, node: LexborNode, at: Place) -> None:
    """A video, sound or embedded page as a labelled link; without an address, what stands in for it."""
    attributes = node.attributes
    size = _size(attributes)
    builder.end_paragraph()
    tag = node.tag or ""
    if tag in {"iframe", "embed"} and size is not None and min(size) <= _TRACKING:
        return
    url = _source(builder, attributes) or builder.links.resolve(attributes.get("data") or "")
    for source in [] if url else node.css("source, embed"):
        url = _source(builder, source.attributes)
        if url:
            break
    if not url:
        if tag not in {"object", "iframe"}:  # whose inside no browser shows
            builder.walk(node, at)
            builder.end_paragraph()
        return
    text = clean_line(attributes.get("title") or attributes.get("aria-label") or "", 200)
    number = builder.links.number(url)
    if number is not None:
        builder.links.name(number, text)
    block: Block = Media(tag if tag in {"video", "audio"} else "embedded page", url, text, number)
    builder.blocks.append(block)


HANDLERS: dict[str, Handler] = {
    "img": add_image,
    "figure": add_figure,
    "figcaption": add_caption,
    **dict.fromkeys(("video", "audio", "iframe", "embed", "object"), add_player),
}
