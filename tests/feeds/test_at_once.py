"""Documents that are read at once come out as they do with all the preparing: nothing in it was needed."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnow.feeds import parse as parsing
from readnow.feeds.parse import parse
from readnow.model.parsed import ParseOutcome
from tests.feeds.test_differential import ATOM, OWN
from tests.support.mutations import mutated

URL = "https://a.example/feed"
HEADS = (
    b"",
    b"<?xml version='1.0' encoding='utf-8'?>",
    b"<?xml version='1.0' encoding='iso-8859-1'?>\n<?xml-stylesheet href='x.css'?>\n",
    b"\xef\xbb\xbf<?xml version='1.0'?>",
    b" \n<?xml version='1.0'?>",
    b"<!-- a comment --><?odd?>",
    b"<!DOCTYPE rss [<!ENTITY x 'y'>]>",
    b"junk before it",
)
INSIDES = (
    b"",
    b"<!-- <title>hidden</title> -->",
    b"<skipHours><hour>3</hour></skipHours>",
    b"<x><skipDays><day>Monday</day></skipDays></x>",
    b"\x0c",
    b"\x00",
    b"\xef\xbf\xbf",
    b"\xe9",
    b"&nbsp;",
    "caf\u00e9 \u0085 \U0001f600".encode(),
    b"<enclosure " + b" ".join(b"a%d='1'" % n for n in range(300)) + b" url='https://a.example/f.mp3'/>",
    b"<link xmlns:dc='urn:other' dc:x='1'/>",
)


def prepared(body: bytes) -> ParseOutcome:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "_read_at_once", lambda body: None)
        return parse(body, url=URL)


@settings(deadline=None, max_examples=300)
@given(
    st.randoms(use_true_random=False),
    st.sampled_from(OWN),
    st.integers(0, 3),
    st.sampled_from(HEADS),
    st.lists(st.sampled_from(INSIDES), max_size=2),
)
def test_reading_at_once_changes_nothing(
    random: Random, document: bytes, changes: int, head: bytes, insides: list[bytes]
) -> None:
    body = mutated(document, random, changes).encode() if changes else document
    for inside in insides:
        at = body.find(b"<", random.randrange(len(body)))
        body = body[:at] + inside + body[at:] if at > 0 else body
    body = head + body
    assert parse(body, url=URL) == prepared(body)


def test_what_is_plain_is_read_at_once() -> None:
    for head in HEADS[:3]:
        assert parsing._read_at_once(head + ATOM.encode()) is not None
    for head in HEADS[4:]:
        assert parsing._read_at_once(head + ATOM.encode()) is None
    assert parsing._read_at_once(ATOM.encode() + b" " * 1024 * 1024) is None
