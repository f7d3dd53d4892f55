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

pytestmark = pytest.mark.corpus

ReadAll = Callable[[Mapping[str, tuple[bytes, str, str]], float], dict[str, ParseOutcome]]
HEADER = re.compile(rb"Header:\s*([\w-]+):\s*([^\r\n]*)")
EXPECT = re.compile(rb"Expect:\s*(.*)")
COMPARISON = re.compile(
    r"(?:feed|entries\[(\d)\])\['(title|link|id|author|published_parsed|updated_parsed)'\]\s*==\s*(.*)"
)


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
            outcome = outcomes[name]
            got = field_of(outcome, entry, field) if isinstance(outcome, ParsedFeed) else None
            compared += 1
            if plain(got) != plain(value):
                wrong.append((path.name, field, got, value))
    assert compared > 250
    assert len(wrong) <= compared * 0.02, (compared, wrong)


def comparisons(body: bytes) -> list[tuple[int | None, str, object]]:
    """The parts of an `Expect:` expression that compare one of our fields with a constant."""
    found = EXPECT.search(body)
    if found is None:
        return []
    result: list[tuple[int | None, str, object]] = []
    for part in re.split(r"\s+and\s+", found[1].decode("utf-8", "replace").strip()):
        match = COMPARISON.fullmatch(part)
        if match is None or (match[1] is None and match[2] not in ("title", "link")):
            continue
        try:
            value = ast.literal_eval(match[3])
        except (SyntaxError, ValueError):
            continue
        if isinstance(value, (str, tuple)):
            result.append((None if match[1] is None else int(match[1]), match[2], value))
    return result


def field_of(feed: ParsedFeed, entry: int | None, field: str) -> object:
    if entry is None:
        return feed.title if field == "title" else feed.site_url
    if entry >= len(feed.entries):
        return None
    article = feed.entries[entry]
    names = {"id": "guid", "published_parsed": "published", "updated_parsed": "updated"}
    return getattr(article, names.get(field, field))


def plain(value: object) -> object:
    """Comparable: times as seconds, texts without markup and white space."""
    if isinstance(value, tuple):
        return timegm(value)
    return " ".join(without_markup(value).split()) if isinstance(value, str) else value


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
