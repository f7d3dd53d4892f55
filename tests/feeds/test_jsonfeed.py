"""JSON Feed 1.0 and 1.1, and the ways in which its publishers err."""

import json
from typing import Any

import pytest

from readnow.feeds.jsonfeed import read_json
from readnow.feeds.parse import parse
from readnow.model.parsed import NotAFeed, ParsedFeed

URL = "https://a.example/feed.json"


def feed(*items: object, **members: object) -> ParsedFeed:
    root: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": list(items)}
    outcome = parse(json.dumps(root | members).encode(), url=URL)
    assert isinstance(outcome, ParsedFeed)
    return outcome


def test_every_member_of_1_1_arrives() -> None:
    item = {
        "id": "1",
        "url": "/1",
        "external_url": "https://b.example/",
        "title": "One & <two>",
        "content_html": "<p>Body <a href='x'>x</a></p>",
        "summary": "In short",
        "image": "pic.png",
        "date_published": "2024-06-10T12:00:00Z",
        "date_modified": "2024-06-11T12:00:00+02:00",
        "authors": [{"name": "Ann"}, {"url": "https://c.example/"}, {"name": "Bob"}],
        "tags": ["a", "b", 3],
        "language": "fr",
        "attachments": [
            {"url": "1.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 123, "title": "Episode"},
            {"url": "javascript:alert(1)"},
        ],
    }
    whole = feed(
        item,
        home_page_url="https://a.example/",
        description="About",
        icon="i.png",
        language="en",
        hubs=[{"type": "WebSub", "url": "https://hub.example/"}],
    )
    assert (whole.format, whole.title, whole.site_url, whole.description) == (
        "json11",
        "T",
        "https://a.example/",
        "About",
    )
    assert (whole.icon, whole.language, whole.hub) == (
        "https://a.example/i.png",
        "en",
        "https://hub.example/",
    )
    (entry,) = whole.entries
    assert (entry.key, entry.guid, entry.link, entry.title) == (
        "1",
        "1",
        "https://a.example/1",
        "One & <two>",
    )
    assert entry.author == "Ann, Bob"
    assert entry.published == 1_718_020_800
    assert entry.updated == 1_718_100_000
    assert "Body" in entry.html
    assert entry.summary == "In short"
    assert entry.image == "https://a.example/pic.png"
    assert entry.categories == ("a", "b")
    assert entry.language == "fr"
    (file,) = entry.enclosures
    assert (file.url, file.type, file.length, file.title) == (
        "https://a.example/1.mp3",
        "audio/mpeg",
        123,
        "Episode",
    )


def test_plain_text_keeps_its_lines_and_its_angle_brackets() -> None:
    (entry,) = feed({"id": "1", "content_text": "a < b\nnext\n\nsecond <b>"}).entries
    assert entry.html == "<p>a &lt; b<br>next</p><p>second &lt;b&gt;</p>"
    assert entry.title == "a < b next second <b>"


def test_1_0_has_one_author_and_the_feeds_author_is_inherited() -> None:
    whole = feed({"id": "1", "author": {"name": "Own"}}, {"id": "2"}, author={"name": "House"})
    assert [entry.author for entry in whole.entries] == ["Own", "House"]
    assert feed(version="https://jsonfeed.org/version/1").format == "json10"


@pytest.mark.parametrize("number", [7, 7.5])
def test_a_number_as_an_id_is_its_text(number: float) -> None:
    assert feed({"id": number}).entries[0].guid == str(number)


def test_members_of_the_wrong_type_count_as_absent() -> None:
    odd = {
        "id": {},
        "url": 3,
        "title": [],
        "tags": "x",
        "authors": "y",
        "attachments": {"url": "z"},
        "image": None,
    }
    whole = feed(odd, "no object", None, {"id": "ok"}, home_page_url=1, hubs=4, author=[])
    assert [entry.guid for entry in whole.entries] == ["", "ok"]
    assert whole.left_out == 2
    assert whole.note == "showing 2 of 4 articles"


def test_without_a_version_what_looks_like_items_will_do() -> None:
    assert feed({"id": "1", "content_html": "x"}, version=None).entries
    body = json.dumps({"items": [{"a": 1}]}).encode()
    assert parse(body, url=URL) == NotAFeed("a JSON document, not a feed")


@pytest.mark.parametrize("body", [b"{", b'{"items": [}', b"[" * 200_000, b'{"a": ' + b"9" * 10_000 + b"}"])
def test_broken_json_is_no_feed(body: bytes) -> None:
    assert parse(body, url=URL) == NotAFeed("broken JSON, so not a feed")


def test_a_control_character_in_a_string_is_forgiven() -> None:
    assert (
        read_json('{"version": "https://jsonfeed.org/version/1", "items": [], "title": "a\tb"}') is not None
    )


def test_the_first_thousand_entries_are_read() -> None:
    whole = feed(*({"id": str(number)} for number in range(1500)))
    assert len(whole.entries) == 1000
    assert whole.left_out == 500
    assert whole.note == "showing 1,000 of 1,500 articles"
