"""feedparser as the reference for the fast reader, with its known mistakes put right.

Each row of CORRECTIONS is an allowed difference: a place where feedparser is wrong and the fast reader is not.
The corrected reference and the fast reader must agree on everything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import feedparser.api
import pytest
from msgspec.structs import replace

from readnow.feeds.adapt import read_xml
from readnow.feeds.doubts import Doubt, UnsureError
from readnow.feeds.fast import read_sure
from readnow.feeds.fence import fence, short_names
from readnow.feeds.raw import RawFeed
from readnow.feeds.refine import refine
from readnow.feeds.skip_times import skip_times

URL = "https://feeds.example/folder/feed.xml"


@dataclass(frozen=True, slots=True)
class Correction:
    """An allowed difference: what feedparser does, why that is wrong, and its method made right."""

    name: str
    reason: str
    method: str
    right: Any


def _unknown_endtag(self: Any, tag: str) -> None:
    super(feedparser.api.StrictFeedParser, self).unknown_endtag(tag)
    self.baseuri = self.basestack[-1] if self.basestack else ""


CORRECTIONS = (
    Correction(
        "xml:base that has ended",
        "xml:base holds within its element (XML Base 4). feedparser goes on using it for all that follows, "
        "until another one comes, where the document as a whole has none: addresses and pictures of later "
        "entries then lead to the page of an earlier one.",
        "unknown_endtag",
        _unknown_endtag,
    ),
)


@contextmanager
def corrected() -> Iterator[None]:
    """feedparser without the mistakes of the table."""
    with pytest.MonkeyPatch.context() as patch:
        for row in CORRECTIONS:
            patch.setattr(feedparser.api.StrictFeedParser, row.method, row.right, raising=False)
        yield


def compared(text: str) -> tuple[Doubt | None, list[str]]:
    """The fast reader's doubt about a decoded document, or None and what it reads otherwise than feedparser."""
    text = fence(text).text
    data = text.encode("utf-8", "replace")
    try:
        fast = read_sure(text, data)
    except UnsureError as err:
        return err.doubt, []
    with corrected():
        slow = read_xml(short_names(text).encode("utf-8", "replace"))
    if slow is not None:  # `parse` takes these from the text: feedparser does not tell them
        hours, days = skip_times(text)
        slow = replace(slow, skip_hours=hours, skip_days=days)
    return None, differences(fast, slow)


def differences(fast: RawFeed, slow: RawFeed | None) -> list[str]:
    """Fields of the refined feeds that differ, with both values."""
    if slow is None:
        return ["feedparser finds no feed"]
    if fast == slow:
        return []
    one, two = refine(fast, URL), refine(slow, URL)
    found = _differing(replace(one, entries=()), replace(two, entries=()), "feed")
    if len(one.entries) != len(two.entries):
        found.append(f"{len(one.entries)} entries, not {len(two.entries)}")
    for number, (mine, theirs) in enumerate(zip(one.entries, two.entries, strict=False)):
        found += _differing(mine, theirs, f"entry {number}")
    return found


def _differing(mine: Any, theirs: Any, place: str) -> list[str]:
    pairs = [(name, getattr(mine, name), getattr(theirs, name)) for name in mine.__struct_fields__]
    return [f"{place}, {name}: {one!r:.300} is not {two!r:.300}" for name, one, two in pairs if one != two]
