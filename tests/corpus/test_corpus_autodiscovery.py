"""Pages that announce a feed: the page must lead to its own feed, and to that only."""

import json
from pathlib import Path

import pytest

from readnow.feeds.discover import candidates
from readnow.feeds.parse import parse
from readnow.model.parsed import NotAFeed, ParsedFeed

pytestmark = pytest.mark.corpus

PLACE = "http://diveintomark.org/tests/client/autodiscovery/"


def test_pages_lead_to_their_feeds(corpus: Path) -> None:
    folder = corpus / "autodiscovery"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    wrong = {}
    for page, wanted in expected.items():
        body = (folder / page).read_bytes()
        outcome = parse(body, url=PLACE + page, content_type="text/html")
        assert isinstance(outcome, NotAFeed)
        assert outcome.html
        found = [candidate.url for candidate in candidates(body, PLACE + page)]
        accepted = {name for name in (wanted["feed"], wanted.get("also")) if name}
        if len(found) != 1 or not leads_to(found[0], accepted):
            wrong[page] = found
    assert len(wrong) <= 2, wrong
    assert len(expected) >= 38


def leads_to(url: str, accepted: set[str]) -> bool:
    """Files of the folder `ragingplatypus` are those of the other host."""
    other_host = "ragingplatypus.com" in url
    name = url.rpartition("/")[2]
    return (f"ragingplatypus/{name}" if other_host else name) in accepted


def test_the_feeds_hold_no_entry_and_are_feeds(corpus: Path) -> None:
    feeds = sorted((corpus / "autodiscovery").rglob("*.xml"))
    assert feeds
    for path in feeds:
        outcome = parse(path.read_bytes(), url=PLACE)
        assert isinstance(outcome, ParsedFeed), path.name
        assert outcome.title
