"""Small feeds of two parsers' test suites: no exception, at most a second each; what is shared of their values.

Only expressions and fields that this program has are compared; the others are out of scope.
"""

import ast
import html
import json
import re
from calendar import timegm
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from readnow.feeds.dates import to_timestamp
from readnow.feeds.titles import without_markup
from readnow.model.parsed import ParsedArticle, ParsedFeed, ParseFailed, ParseOutcome
from readnow.text.bounds import tame
from readnow.text.clean import scheme_of
from readnow.text.words import plain_words

pytestmark = pytest.mark.corpus

ReadAll = Callable[[Mapping[str, tuple[bytes, str, str]], float], dict[str, ParseOutcome]]
HEADER = re.compile(rb"Header:\s*([\w-]+):\s*([^\r\n]*)")
EXPECT = re.compile(rb"Expect:\s*(.*)")
COMPARISON = re.compile(r"(?:feed|entries\[(\d)\])((?:\['?\w+'?\])+)\s*==\s*(.*)")
KEY = re.compile(r"\['?(\w+)'?\]")
MAIL = re.compile(r" \([\w.]+@[\w.]+\)$")
DEVIATIONS = {
    "entry_category_term.xml": "a category's label is for people, its term for programs: we show the label",
    "entry_category_term_non_ascii.xml": "the same",
    "http_entry_id_base_content_location.xml": "an id is kept as written: where the feed lies must not change it",
    "http_entry_id_base_docuri.xml": "the same",
    "item_description_not_a_doctype.xml": "for a browser, and for us, `<!'` begins a comment",
    "entry_summary_iframe.xml": "what stands within an iframe is shown by no browser",
    "item_content_encoded_script_nested_cdata.xml": "marks of CDATA within text are no text",
}
"""Files whose values we read otherwise on purpose, with the reason."""


def asked(path: Path) -> tuple[bytes, str, str]:
    """The file as its `Header:` lines want it served."""
    body = path.read_bytes()
    headers = {name.decode().lower(): value.decode("latin-1").strip() for name, value in HEADER.findall(body)}
    url = headers.get("content-location") or f"http://127.0.0.1:8097/{path.name}"
    return body, url, headers.get("content-type", "")


def test_feedparsers_files_are_read_with_their_values(corpus: Path, read_all: ReadAll) -> None:
    paths = {str(path): path for path in sorted((corpus / "feedparser-tests").rglob("*.xml"))}
    assert len(paths) > 1000
    outcomes = read_all({name: asked(path) for name, path in paths.items()}, 1.0)
    assert [name for name, outcome in outcomes.items() if isinstance(outcome, ParseFailed)] == []
    compared, wrong = 0, []
    for name, path in paths.items():
        for entry, field, value in comparisons(path.read_bytes()):
            got = values_of(outcomes[name], entry, field)
            if got is not None:
                compared += 1
                if plain(value) not in [plain(one) for one in got]:
                    wrong.append((path.name, field, got, value))
    assert compared > 750
    assert {name for name, *_ in wrong} <= DEVIATIONS.keys(), [
        row for row in wrong if row[0] not in DEVIATIONS
    ]
    assert len(wrong) <= compared * 0.01, (compared, wrong)


def comparisons(body: bytes) -> list[tuple[int | None, str, object]]:
    """The parts of an `Expect:` expression that compare something with a constant: entry, field, value."""
    found = EXPECT.search(body)
    if found is None:
        return []
    result: list[tuple[int | None, str, object]] = []
    for part in re.split(r"\s+and\s+", found[1].decode("utf-8", "replace").strip()):
        match = COMPARISON.fullmatch(part)
        if match is None:
            continue
        try:
            value = ast.literal_eval(match[3])
        except (SyntaxError, ValueError):
            continue
        if isinstance(value, (str, tuple)):
            result.append(
                (None if match[1] is None else int(match[1]), ".".join(KEY.findall(match[2])), value)
            )
    return result


def values_of(outcome: ParseOutcome, entry: int | None, field: str) -> list[object] | None:
    """Where we have what feedparser calls so, one of which must be the value; None if we have no such field."""
    if entry is None:
        of_feed = {
            **dict.fromkeys(("title", "title_detail.value"), "title"),
            **dict.fromkeys(("subtitle", "tagline", "description", "subtitle_detail.value"), "description"),
            **dict.fromkeys(("link", "links.0.href"), "site_url"),
            **dict.fromkeys(("icon", "logo", "image.href"), "icon"),
            "language": "language",
        }
        return [getattr(outcome, of_feed[field], None)] if field in of_feed else None
    of_entry: dict[str, Callable[[ParsedArticle], list[object]]] = {
        **dict.fromkeys(("title", "title_detail.value"), lambda one: [one.title]),
        "link": lambda one: [one.link],
        "links.0.href": lambda one: [one.link, *(file.url for file in one.enclosures)],
        "source.title": lambda one: [one.source],
        **dict.fromkeys(("image.href", "media_thumbnail.0.url"), lambda one: [one.image]),
        "media_content.0.url": lambda one: [one.image, *(file.url for file in one.enclosures)],
        "wfw_commentrss": lambda one: [one.comment_feed],
        **dict.fromkeys(("id", "guid"), lambda one: [one.guid]),
        **dict.fromkeys(("author", "author_detail.name", "authors.0.name"), lambda one: [one.author]),
        "published_parsed": lambda one: [one.published],
        "updated_parsed": lambda one: [one.updated],
        **dict.fromkeys(
            ("summary", "summary_detail.value", "description"), lambda one: [one.html, one.summary]
        ),
        "content.0.value": lambda one: [one.html],
        "comments": lambda one: [one.comments],
        "category": lambda one: list(one.categories),
        **dict.fromkeys(("tags.0.term", "tags.1.term", "tags.0.label"), lambda one: list(one.categories)),
        **dict.fromkeys(
            ("enclosures.0.href", "enclosures.0.url", "enclosures.1.href", "enclosures.1.url"),
            lambda one: [file.url for file in one.enclosures],
        ),
        "enclosures.0.type": lambda one: [file.type for file in one.enclosures],
        "enclosures.0.length": lambda one: [str(file.length) for file in one.enclosures],
    }
    if field not in of_entry:
        return None
    articles = outcome.entries if isinstance(outcome, ParsedFeed) else ()
    return of_entry[field](articles[entry]) if entry < len(articles) else []


def plain(value: object) -> object:
    """Comparable: times as seconds, texts without markup and white space, of people the names."""
    if isinstance(value, tuple):
        return timegm(value)
    if not isinstance(value, str):
        return value
    return " ".join(without_markup(plain_words(tame(MAIL.sub("", value)))).split())


def test_gofeeds_files_are_read_with_their_values(corpus: Path, read_all: ReadAll) -> None:
    folder = corpus / "gofeed"
    inputs = [
        path for path in sorted(folder.rglob("*")) if path.suffix in (".xml", ".json") and is_input(path)
    ]
    assert len(inputs) > 250
    outcomes = read_all({str(path): (path.read_bytes(), "http://127.0.0.1/f", "") for path in inputs}, 1.0)
    assert [name for name, outcome in outcomes.items() if isinstance(outcome, ParseFailed)] == []
    compared, wrong = 0, []
    for path in inputs:
        expected = translation(path)
        outcome = outcomes[str(path)]
        for name, got, value in translated(outcome, expected) if expected else []:
            compared += 1
            if plain(got) != plain(value):
                wrong.append((path.name, name, got, value))
    assert compared > 30
    assert len(wrong) <= compared * 0.05, (compared, wrong)


def test_feedvalidators_files_are_read(corpus: Path, read_all: ReadAll) -> None:
    paths = {str(path): path for path in sorted((corpus / "feedvalidator").rglob("*.xml"))}
    assert len(paths) > 1000
    outcomes = read_all({name: asked(path) for name, path in paths.items()}, 1.0)
    assert [name for name, outcome in outcomes.items() if isinstance(outcome, ParseFailed)] == []
    feeds = {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, ParsedFeed)}
    assert len(feeds) > len(paths) * 0.9
    for name, feed in feeds.items():
        for entry in feed.entries:
            for text in (feed.title, entry.title, entry.author, entry.summary, entry.key, *entry.categories):
                assert not [char for char in text if ord(char) < 32 or 127 <= ord(char) < 160], name
            for url in (entry.link, entry.comments, entry.image, *(file.url for file in entry.enclosures)):
                assert not url or scheme_of(url) in ("http", "https", "mailto", "magnet", "gemini"), name


def is_input(path: Path) -> bool:
    return path.suffix == ".xml" or not (path.with_suffix(".xml").exists() or path.stem.endswith("_expected"))


def translation(path: Path) -> dict[str, Any] | None:
    """What the suite's universal form of a file is, where it has one."""
    beside = (
        path.with_suffix(".json") if path.suffix == ".xml" else path.with_name(path.stem + "_expected.json")
    )
    if "translator" not in path.parts or not beside.exists():
        return None
    found: dict[str, Any] = json.loads(beside.read_text("utf-8"))
    return found


def translated(outcome: ParseOutcome, expected: dict[str, Any]) -> list[tuple[str, object, object]]:
    """Each of our fields that the expected form has: its name, our value, its value."""
    if not isinstance(outcome, ParsedFeed):
        return [("feed", None, "a feed")]
    pairs: list[tuple[str, object, object]] = []
    for name, got in (("title", outcome.title), ("link", outcome.site_url)):
        if expected.get(name):
            pairs.append((name, got, expected[name]))
    items = expected.get("items") or []
    if len(items) != len(outcome.entries):
        return [*pairs, ("items", len(outcome.entries), len(items))]
    for article, item in zip(outcome.entries, items, strict=True):
        pairs += article_pairs(article, item)
    return pairs


def article_pairs(article: ParsedArticle, item: dict[str, Any]) -> list[tuple[str, object, object]]:
    pairs: list[tuple[str, object, object]] = []
    for name, got in (("title", article.title), ("link", article.link), ("guid", article.guid)):
        if item.get(name):
            pairs.append((name, got, item[name]))
    if item.get("published") and to_timestamp(item["published"]) is not None:
        pairs.append(("published", article.published or article.updated, to_timestamp(item["published"])))
    if item.get("content"):
        pairs.append(("content", html.unescape(article.html), html.unescape(item["content"])))
    if item.get("categories"):
        pairs.append(("categories", " ".join(article.categories), " ".join(item["categories"])))
    if item.get("enclosures"):
        urls = " ".join(file["url"] for file in item["enclosures"])
        pairs.append(("enclosures", " ".join(file.url for file in article.enclosures), urls))
    return pairs
