"""The fast reader against feedparser over feeds of others, as they are and changed at random.

Equal in every field but for the allowed differences (`tests.support.reference`), or the fast reader declines.
"""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from readnow.feeds import parse as parsing
from readnow.feeds.charset import to_text
from readnow.feeds.fence import fence
from readnow.feeds.sniff import Kind, kind_of
from tests.support.mutations import mutated
from tests.support.reference import compared

pytestmark = pytest.mark.corpus

FOLDERS = {
    "real-feeds": 0.9,
    "feedparser-tests": 0.4,
    "gofeed": 0.5,
    "feedvalidator": 0.8,
    "netnewswire": 0.5,
}
"""Each corpus, and the share of its XML feeds that goes through the fast reader at least."""
LARGEST = 40_000
SEVERAL = 1500


def texts(folder: Path) -> dict[str, str]:
    """Decoded XML feeds by their names."""
    paths = [
        path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in (".json", ".py")
    ]
    decoded = {str(path): to_text(path.read_bytes()) for path in paths}
    return {name: text for name, text in decoded.items() if kind_of(text) is Kind.XML_FEED}


@pytest.mark.parametrize("name", FOLDERS)
def test_feeds_are_read_alike_or_left_to_feedparser(corpus: Path, name: str) -> None:
    doubts: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    for path, text in texts(corpus / name).items():
        doubt, found = compared(text)
        doubts[doubt.name if doubt else ""] += 1
        if found:
            wrong[path] = found
    assert wrong == {}
    assert doubts[""] >= doubts.total() * FOLDERS[name], doubts


@pytest.mark.parametrize("name", FOLDERS)
def test_changed_feeds_are_read_alike_or_left_to_feedparser(corpus: Path, name: str) -> None:
    documents = list(filter(None, map(trimmed, texts(corpus / name).values())))
    assert len(documents) > 10
    random = Random(2024)
    read = 0
    for _ in range(SEVERAL):
        text = mutated(random.choice(documents), random, random.randint(1, 4))
        doubt, found = compared(text)
        assert found == [], text
        read += doubt is None
    assert read > SEVERAL * 0.2


def trimmed(text: str) -> bytes | None:
    """The document with at most three entries, if it is well-formed and then not too large."""
    text = fence(text).text
    try:
        root = etree.fromstring(text.encode(), etree.XMLParser(remove_comments=True, no_network=True))
    except etree.XMLSyntaxError:
        return None
    for element in list(root.iter("{*}item", "{*}entry"))[3:]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    document = etree.tostring(root)
    return document if len(document) < LARGEST else None


def test_feeds_that_are_read_at_once_come_out_as_with_all_the_preparing(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = {
        path: path.read_bytes() for name in FOLDERS for path in (corpus / name).rglob("*") if path.is_file()
    }
    at_once = {path: parsing._read_at_once(body) is not None for path, body in bodies.items()}
    found = {path: parsing.parse(body, url="https://a.example/feed") for path, body in bodies.items()}
    monkeypatch.setattr(parsing, "_read_at_once", lambda body: None)
    wrong = [
        str(path)
        for path, body in bodies.items()
        if at_once[path] and parsing.parse(body, url="https://a.example/feed") != found[path]
    ]
    assert wrong == []
    assert sum(at_once.values()) > 100
