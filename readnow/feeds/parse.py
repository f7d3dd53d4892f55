"""One document to a `ParseOutcome`: sniff, fence, repair, read, refine. Called by `worker`, and by tests.

Most documents need none of the first three: those are read at once, by the same reader that would get them in
the end, which refuses whatever the preparing would have changed.

XML is read by `fast` if it is sure of the document, else by feedparser (`adapt`). Both libraries are imported
when a document needs them: feedparser alone takes longer to import than most feeds to read.

Pure and total: any bytes give a feed, "not a feed" or "failed", never an exception other than MemoryError,
which the worker answers. What takes too long is ended from outside (`pool`).
"""

import sys
import traceback

from msgspec.structs import replace

from readnow.feeds.charset import to_text
from readnow.feeds.fence import fence, short_names
from readnow.feeds.raw import RawFeed
from readnow.feeds.refine import refine
from readnow.feeds.skip_times import skip_times
from readnow.feeds.sniff import Kind, kind_of
from readnow.model.parsed import NotAFeed, ParsedFeed, ParseFailed, ParseOutcome
from readnow.text.pattern import pattern

_REFUSALS = {
    Kind.EMPTY: NotAFeed("the answer was empty"),
    Kind.HTML: NotAFeed("a web page, not a feed", html=True),
    Kind.OPML: NotAFeed("a list of feeds (OPML), not a feed; import it instead"),
    Kind.XML: NotAFeed("an XML document, not a feed"),
    Kind.OTHER: NotAFeed("neither a feed nor a web page"),
}
_BROKEN = "the feed has mistakes in its XML; read as well as possible"
_READY = pattern(rb"(?:\s+|<\?[^>]{0,500}>){0,20}<(?:rss|feed)[\s>]")
"""How a document begins that has nothing before its root but declarations."""
_AT_ONCE = 1024 * 1024
"""Bytes up to which no document costs much, whatever is in it."""


def parse(body: bytes, *, url: str, content_type: str = "", quick: bool = False) -> ParseOutcome:
    """The feed in `body`, which was found at `url`. `content_type` is the HTTP header, charset included.

    `quick` may leave its articles rough (`model.rough`).
    """
    try:
        return _parse(body, url, content_type, quick)
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        ArithmeticError,
        AssertionError,
    ):
        traceback.print_exc(file=sys.stderr)  # the worker's stderr is the log
        return ParseFailed("this feed could not be read; the log has the details")


def _parse(body: bytes, url: str, content_type: str, quick: bool) -> ParseOutcome:
    raw = _read_at_once(body)
    if raw is not None:
        return replace(refine(raw, url, quick=quick), tier="fast")
    text = to_text(body, content_type)
    kind = kind_of(text)
    if kind is Kind.JSON:
        return _json(text, url)
    if kind is not Kind.XML_FEED:
        html = kind is Kind.OTHER and content_type.lower().startswith("text/html")
        return _REFUSALS[Kind.HTML if html else kind]
    return _xml(text, url, quick)


def _read_at_once(body: bytes) -> RawFeed | None:
    """What the fast reader makes of the bytes as they are; None where they are to be prepared.

    Characters that XML does not allow, which preparing takes out, are a mistake to it.
    """
    if len(body) > _AT_ONCE or not _READY.match(body):
        return None
    from readnow.feeds.fast import read_fast

    try:
        return read_fast(body.decode("utf-8"), body)
    except UnicodeDecodeError:
        return None


def _json(text: str, url: str) -> ParseOutcome:
    from readnow.feeds.jsonfeed import read_json

    try:
        raw = read_json(text)
    except ValueError:
        return NotAFeed("broken JSON, so not a feed")
    return replace(refine(raw, url), tier="json") if raw else NotAFeed("a JSON document, not a feed")


def _xml(text: str, url: str, quick: bool) -> ParsedFeed | NotAFeed:
    fenced = fence(text)
    raw, tier, note = _read(fenced.text)
    if raw is None:
        return _REFUSALS[Kind.XML]
    if tier != "fast":
        hours, days = skip_times(fenced.text)
        raw = replace(raw, skip_hours=hours, skip_days=days)
    outcome = replace(refine(raw, url, cut=fenced.entries_cut, note=note, quick=quick), tier=tier)
    if fenced.entries_cut and not outcome.entries:
        return replace(outcome, note="none of its articles could be read")
    return outcome


def _read(text: str) -> tuple[RawFeed | None, str, str]:
    """What the document holds, if it is a feed, who read it, and what there is to say about it.

    What `fast` reads is well-formed; only of the rest need we ask.
    """
    from readnow.feeds.fast import read_fast

    note = ""
    data = text.encode("utf-8", "replace")
    raw = read_fast(text, data)
    if raw is None and not _is_well_formed(data):
        from readnow.feeds.quirks import repair

        note = _BROKEN
        text = repair(text)
        data = text.encode("utf-8", "replace")
        raw = read_fast(text, data)
    if raw is not None:
        return raw, "fast", note
    from readnow.feeds.adapt import read_xml

    return read_xml(short_names(text).encode("utf-8", "replace")), "feedparser", note


def _is_well_formed(data: bytes) -> bool:
    from readnow.feeds.expat import is_well_formed

    return is_well_formed(data)
