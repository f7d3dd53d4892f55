"""A `RawFeed` made into a `ParsedFeed`: every field cleaned, every address absolute, every list bounded.

Called by `parse`, the same for every format (checklist 5.15). An entry that cannot be read is passed over and
counted; it never costs the others.
"""

import re
import sys
import traceback
from collections.abc import Iterable
from urllib.parse import urljoin

from msgspec.structs import astuple

from readnow.feeds.bodies import as_html, body_of
from readnow.feeds.dates import to_timestamp
from readnow.feeds.identity import Traits, base_key, content_hash, keyed, letters_hash, short_id
from readnow.feeds.raw import MAX_ENTRIES, RawEnclosure, RawEntry, RawFeed, RawText
from readnow.feeds.titles import made_title, one_line
from readnow.model.article import Enclosure
from readnow.model.parsed import ParsedArticle, ParsedFeed
from readnow.model.rough import MAX_ROUGH, FinishedText, RoughText
from readnow.text.clean import clean_line, safe_url
from readnow.text.packed import pack, wrap
from readnow.text.pattern import pattern
from readnow.text.reading import tame_and_read
from readnow.text.searched import has_picture
from readnow.text.stories import prints_of
from readnow.text.tokens import index_text
from readnow.text.words import count_words, plain_words

_MAX_NAMES = 20
_MAX_NAME = 200
_MAX_ENCLOSURES = 20
_SUMMARY = 280
_DESCRIPTION = 1000
_MAX_TTL = 60 * 24 * 31
_MAX_DURATION = 7 * 86_400
_DURATION = pattern(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6})(?:\.\d{1,9})?", re.ASCII)


def refine(raw: RawFeed, url: str, *, cut: int = 0, note: str = "", quick: bool = False) -> ParsedFeed:
    """The clean feed. `url` is where the document was found; `cut` entries were left out before parsing.

    `quick` leaves articles rough (`model.rough`) where that makes no difference to their identity.
    """
    site_url = address(raw.site_url, url)
    links_base = site_url if raw.site_first and site_url else url
    read: list[tuple[ParsedArticle, Traits]] = []
    left_out = raw.left_out + cut + max(0, len(raw.entries) - MAX_ENTRIES)
    for entry in raw.entries[:MAX_ENTRIES]:
        try:
            read.append(_article(entry, links_base, raw.authors, quick))
        except Exception:  # whatever it is, it is this entry's; the log has it
            traceback.print_exc(file=sys.stderr)
            left_out += 1
    if quick and len({article.key for article, _ in read}) < len(read):
        return refine(raw, url, cut=cut, note=note)  # what tells them apart is in their text
    return ParsedFeed(
        format=raw.format,
        title=one_line(raw.title),
        site_url=site_url,
        entries=keyed(read),
        description=one_line(raw.description, _DESCRIPTION),
        language=clean_line(raw.language, _MAX_NAME),
        icon=address(raw.icon, links_base),
        hub=address(raw.hub, url),
        ttl_minutes=min(raw.ttl_minutes, _MAX_TTL) if raw.ttl_minutes else None,
        skip_hours=raw.skip_hours,
        skip_days=raw.skip_days,
        update_base=to_timestamp(raw.update_base) if raw.update_base else None,
        left_out=left_out,
        note=f"showing {len(read):,} of {len(read) + left_out:,} articles" if left_out else note,
    )


def address(url: str, base: str) -> str:
    """An absolute, checked address, or ""."""
    url = url.strip()
    return safe_url(url, base) if url else ""


def finish(rough: RoughText) -> FinishedText:
    """What the index needs of an article; of a rough one, also what would have been made of it at once."""
    html, text = tame_and_read(rough.html) if rough.rough else (rough.html, plain_words(rough.html))
    indexed = index_text(text, plain_words(rough.page))
    prints = astuple(prints_of(rough.title, rough.link, indexed))
    if not rough.rough:
        return FinishedText(rough.id, rough.turn, False, indexed, has_picture(html), prints=prints)
    return FinishedText(
        id=rough.id,
        turn=rough.turn,
        rough=True,
        text=indexed,
        pictured=has_picture(html),
        html=pack(html),
        summary=rough.summary or _beginning(text),
        words=count_words(text),
        content_hash=content_hash(rough.title, rough.link, html, rough.enclosures),
        letters_hash=letters_hash(rough.title, rough.link, text, rough.enclosures),
        prints=prints,
    )


def _article(
    entry: RawEntry, links_base: str, inherited: tuple[str, ...], quick: bool
) -> tuple[ParsedArticle, Traits]:
    link = address(entry.link, links_base)
    body = body_of(entry)
    guid = clean_line(short_id(entry.guid), 2048)
    given = one_line(entry.title)
    enclosures = tuple(_enclosures(entry.enclosures, links_base))
    files = tuple([enclosure.url for enclosure in enclosures])
    html = as_html(body) if body else ""
    may_be_rough = bool(given) and bool(guid or link) and 0 < len(html) <= MAX_ROUGH
    rough_hash = content_hash(given, link, html, files) if may_be_rough else None
    rough = quick and may_be_rough
    wrapped = wrap(html) if rough else b""
    html, text = ("", "") if rough else tame_and_read(html)
    published = to_timestamp(entry.published)
    updated = published if entry.updated == entry.published else to_timestamp(entry.updated)
    title = given or made_title(text) or _fallback_title(enclosures, link)
    traits = Traits(guid, link, given, published, text)
    article = ParsedArticle(
        key=base_key(traits),
        guid=guid,
        link=link,
        title=title,
        author=", ".join(_names(entry.authors or inherited)),
        published=published,
        updated=updated,
        html=html,
        base_url=_base(body, link, links_base),
        summary=_summary(entry, body, text),
        words=count_words(text),
        content_hash=rough_hash if rough and rough_hash else content_hash(title, link, html, files),
        letters_hash=b"" if rough else letters_hash(title, link, text, files),
        enclosures=enclosures,
        categories=tuple(_names(entry.categories)),
        comments=address(entry.comments, links_base),
        language=clean_line(entry.language, _MAX_NAME),
        image=address(entry.image, links_base),
        comment_feed=address(entry.comment_feed, links_base),
        source=one_line(RawText(entry.source[: _MAX_NAME * 20]), _MAX_NAME),
        duration=_seconds(entry.duration),
        episode=clean_line(entry.episode, _MAX_NAME),
        rough=rough,
        wrapped=wrapped,
        rough_hash=rough_hash,
    )
    return article, traits


def _base(body: RawText | None, link: str, links_base: str) -> str:
    """What addresses in the HTML are relative to: its xml:base, else the entry's page, else the feed's."""
    if body and body.base:
        try:
            return safe_url(urljoin(links_base, body.base)) or link or links_base
        except ValueError:
            pass
    return link if link.startswith("http") else links_base


def _summary(entry: RawEntry, body: RawText | None, text: str) -> str:
    """The feed's own summary, else the beginning of the text; plain, cut between words."""
    if entry.summary is not None and entry.summary is not body:
        text = tame_and_read(as_html(entry.summary))[1] or text
    return _beginning(text)


def _beginning(text: str) -> str:
    line = clean_line(text[: _SUMMARY * 4], _SUMMARY * 4)
    if len(line) <= _SUMMARY:
        return line
    return line[: _SUMMARY - 1].rpartition(" ")[0].rstrip(" ,;:–—-")[: _SUMMARY - 1] + "…"


def _names(names: Iterable[str]) -> list[str]:
    """Distinct clean names, at most 20 of 200 characters."""
    found: dict[str, None] = {}
    for name in names:
        line = one_line(RawText(name[: _MAX_NAME * 20]), _MAX_NAME)
        if line:
            found.setdefault(line)
        if len(found) == _MAX_NAMES:
            break
    return list(found)


def _enclosures(raw: Iterable[RawEnclosure], base: str) -> Iterable[Enclosure]:
    count = 0
    for enclosure in raw:
        url = address(enclosure.url, base)
        if not url:
            continue
        size = enclosure.length.strip()
        length = int(size) if size.isascii() and size.isdigit() and len(size) < 16 else 0
        yield Enclosure(
            url, clean_line(enclosure.type, _MAX_NAME), length or None, clean_line(enclosure.title, _MAX_NAME)
        )
        count += 1
        if count == _MAX_ENCLOSURES:
            return


def _seconds(duration: str) -> int | None:
    """`1:02:03`, `62:03` or `3723`, as podcasts write it; None for anything else and for more than a week."""
    found = _DURATION.fullmatch(duration.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = hours * 3600 + minutes * 60 + seconds
    return total if 0 < total <= _MAX_DURATION else None


def _fallback_title(enclosures: tuple[Enclosure, ...], link: str) -> str:
    """For an entry without title and text: the name of its first file, else its address without scheme."""
    for enclosure in enclosures:
        name = enclosure.title or enclosure.url.partition("?")[0].rstrip("/").rpartition("/")[2]
        if name:
            return clean_line(name)
    return clean_line(link.partition("//")[2] or link)
