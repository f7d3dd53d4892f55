"""Real feeds of the web: nothing fails, and the values are those that two other parsers agree on."""

import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote

import pytest
from msgspec.structs import replace

from readnow.feeds.charset import to_text
from readnow.feeds.fence import fence
from readnow.feeds.parse import parse
from readnow.feeds.refine import finish
from readnow.model.article import ArticleId
from readnow.model.parsed import ParsedArticle, ParsedFeed, ParseOutcome
from readnow.model.rough import RoughText
from readnow.text.packed import unpack

pytestmark = [pytest.mark.corpus, pytest.mark.xdist_group("real-feeds")]

FOLDERS = {"real-feeds": "feeds", "netnewswire": "."}
Outcomes = dict[str, dict[str, ParseOutcome]]
ReadAll = Callable[[Mapping[str, tuple[bytes, str, str]], float], dict[str, ParseOutcome]]


def url_of(name: str) -> str:
    return f"https://feeds.example.org/{name}"


def expectations(corpus: Path, folder: str) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((corpus / folder / "expected.json").read_text("utf-8"))
    return expected


@pytest.fixture(scope="session")
def outcomes(corpus: Path, read_all: ReadAll) -> Outcomes:
    """Every feed of both folders, read once."""
    return {
        folder: read_all(
            {
                name: ((corpus / folder / inner / name).read_bytes(), url_of(name), "")
                for name in expectations(corpus, folder)
            },
            10.0,
        )
        for folder, inner in FOLDERS.items()
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_feed_is_read_and_its_entries_are_whole(outcomes: Outcomes, folder: str) -> None:
    feeds = outcomes[folder]
    assert {
        name: type(outcome) for name, outcome in feeds.items() if not isinstance(outcome, ParsedFeed)
    } == {}
    found: Counter[str] = Counter()
    for name, feed in feeds.items():
        assert isinstance(feed, ParsedFeed)
        assert feed.entries, name
        assert feed.title, name
        assert feed.left_out == 0, name
        assert len({entry.key for entry in feed.entries}) == len(feed.entries), name
        for entry in feed.entries:
            found.update(entries=1, title=bool(entry.title), key=bool(entry.key))
    assert found["title"] >= found["entries"] * 0.999
    assert found["key"] == found["entries"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_values_are_those_that_other_parsers_agree_on(corpus: Path, outcomes: Outcomes, folder: str) -> None:
    compared: Counter[str] = Counter()
    wrong: dict[str, list[object]] = {"title": [], "link": [], "id": [], "published": []}
    for name, wanted in expectations(corpus, folder).items():
        feed = outcomes[folder][name]
        assert isinstance(feed, ParsedFeed)
        if "feed_title" in wanted:
            assert comparable(feed.title) == comparable(wanted["feed_title"]), name
        distinct = {json.dumps(item, sort_keys=True) for item in wanted["items"]}
        assert len(distinct) <= len(feed.entries) <= wanted["entries"], name
        for entry, item in aligned(feed.entries, wanted["items"]):
            got = values(entry)
            for field, value in item.items():
                compared[field] += 1
                if got[field] != normal(field, value):
                    wrong[field].append((name, got[field], value))
    for field, total in compared.items():
        assert len(wrong[field]) <= total * 0.001, (field, wrong[field][:5])
    assert all(compared[field] for field in ("title", "link", "published"))


def aligned(
    entries: tuple[ParsedArticle, ...], items: list[dict[str, str]]
) -> list[tuple[ParsedArticle, dict[str, str]]]:
    """Entries beside expected items; of items that are copies of one another only the first counts."""
    if len(entries) == len(items):
        return list(zip(entries, items, strict=True))
    distinct = list({json.dumps(item, sort_keys=True): item for item in items}.values())
    return list(zip(entries, distinct, strict=True))


def values(entry: ParsedArticle) -> dict[str, str]:
    moment = entry.published or entry.updated
    return {
        "title": comparable(entry.title),
        "link": unquote(entry.link),
        "id": entry.guid,
        "published": datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else "",
    }


def normal(field: str, value: str) -> str:
    if field == "title":
        return comparable(value)
    return unquote(value) if field == "link" else " ".join(value.split())


def comparable(title: str) -> str:
    """A title as the corpus' README compares them."""
    before = ""
    while title != before:
        before, title = title, html.unescape(re.sub(r"<[^<>]*>", "", title))
    title = "".join(
        char
        for char in title
        if (unicodedata.category(char) not in ("Cf", "Cs") and char.isprintable()) or char.isspace()
    )
    return " ".join(title.split())[:290]


def test_most_feeds_are_read_fast(outcomes: Outcomes) -> None:
    tiers = Counter(feed.tier for feed in outcomes["real-feeds"].values() if isinstance(feed, ParsedFeed))
    assert tiers["fast"] >= 0.9 * len(outcomes["real-feeds"]), tiers


def test_the_same_document_again_and_one_without_some_entries_say_nothing_new(
    corpus: Path, outcomes: Outcomes
) -> None:
    """Nothing new, nothing changed, when entries go and come back (E1, E2, E4, E5)."""
    random = Random(21)
    checked = 0
    for name, feed in outcomes["real-feeds"].items():
        assert isinstance(feed, ParsedFeed)
        body = (corpus / "real-feeds" / "feeds" / name).read_bytes()
        fewer = without_some(body, random)
        if fewer is None or len(body) > 300_000:
            continue
        same, other = parse(body, url=url_of(name)), parse(fewer, url=url_of(name))
        assert isinstance(same, ParsedFeed), name
        assert isinstance(other, ParsedFeed), name
        assert told(same) == told(feed), name
        assert told(other).items() < told(feed).items(), name
        checked += 1
    assert checked >= 60


def without_some(body: bytes, random: Random) -> bytes | None:
    """The document without five of its entries, or half of them if it has fewer than ten."""
    parts = entries_of(body)
    if parts is None:
        return None
    before, entries, after = parts
    gone = set(random.sample(range(len(entries)), min(5, len(entries) // 2)))
    left = [entry for place, entry in enumerate(entries) if place not in gone]
    return (before + "\n".join(left) + after).encode()


def test_shuffled_entries_keep_their_keys_and_hashes(corpus: Path, outcomes: Outcomes) -> None:
    """Entries in another order are the same entries (E1, E2, E4): no key, no hash may come from a place."""
    random = Random(20)
    checked = 0
    for name, feed in outcomes["real-feeds"].items():
        assert isinstance(feed, ParsedFeed)
        body = (corpus / "real-feeds" / "feeds" / name).read_bytes()
        again = shuffled(body, random)
        if again is None or len(body) > 300_000:
            continue
        other = parse(again, url=url_of(name))
        assert isinstance(other, ParsedFeed), name
        assert told(other) == told(feed), name
        checked += 1
    assert checked >= 60


def told(feed: ParsedFeed) -> dict[str, tuple[bytes, bytes]]:
    return {entry.key: (entry.content_hash, entry.letters_hash) for entry in feed.entries}


def shuffled(body: bytes, random: Random) -> bytes | None:
    """The document with its entries in another order; None where they do not stand side by side."""
    parts = entries_of(body)
    if parts is None:
        return None
    before, entries, after = parts
    random.shuffle(entries)
    return (before + "\n".join(entries) + after).encode()


def entries_of(body: bytes) -> tuple[str, list[str], str] | None:
    """What stands before the entries, the entries, what follows; None where they do not stand side by side."""
    text = fence(to_text(body)).text
    parts = re.split(r"(<(item|entry)[\s>].*?</\2>)", text, flags=re.DOTALL)
    entries, between = parts[1::3], parts[3:-1:3]
    if len(entries) < 2 or any(gap.strip() for gap in between) or "<![CDATA[<item" in text:
        return None
    return parts[0], entries, parts[-1]


def test_read_in_a_hurry_and_finished_they_are_as_if_read_at_once(corpus: Path, outcomes: Outcomes) -> None:
    rough = 0
    for name, whole in outcomes["real-feeds"].items():
        body = (corpus / "real-feeds" / "feeds" / name).read_bytes()
        quick = parse(body, url=url_of(name), quick=True)
        assert isinstance(quick, ParsedFeed)
        assert isinstance(whole, ParsedFeed)
        assert replace(quick, entries=()) == replace(whole, entries=())
        assert tuple(map(finished, quick.entries)) == whole.entries, name
        assert all(entry.content_hash == entry.rough_hash for entry in quick.entries if entry.rough)
        rough += sum(entry.rough for entry in quick.entries)
    assert rough > 2000


def finished(entry: ParsedArticle) -> ParsedArticle:
    """What the store holds of it in the end."""
    if not entry.rough:
        return entry
    files = tuple(enclosure.url for enclosure in entry.enclosures)
    html = unpack(entry.wrapped)
    made = finish(RoughText(ArticleId(1), 0, True, entry.title, entry.link, html, entry.summary, files))
    return replace(
        entry,
        html=unpack(made.html),
        summary=made.summary,
        words=made.words,
        content_hash=made.content_hash,
        letters_hash=made.letters_hash,
        rough=False,
        wrapped=b"",
    )
