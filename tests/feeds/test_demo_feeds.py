"""The demo's feeds through the real parser: everything in them arrives, and every kind of thing is there."""

import re

import pytest

from readnow.demo.catalogue import OFFERED, SUBSCRIBED
from readnow.demo.sites import FRONT, NAMES, build
from readnow.feeds.discover import candidates
from readnow.feeds.parse import parse
from readnow.model.parsed import NotAFeed, ParsedArticle, ParsedFeed

NOW = 1_790_000_000
ADDRESSES = {name: f"http://127.0.0.{number}:{40_000 + number}" for number, name in enumerate(NAMES, start=1)}


@pytest.fixture(scope="module")
def parsed() -> dict[str, ParsedFeed]:
    sites = build(NOW, ADDRESSES)
    feeds: dict[str, ParsedFeed] = {}
    for feed in (*SUBSCRIBED, *OFFERED):
        if feed.trouble:
            continue
        site = feed.name if feed.name in sites else FRONT
        answer = sites[site][feed.path]()
        outcome = parse(answer.body, url=ADDRESSES[site] + feed.path, content_type=answer.content_type)
        assert isinstance(outcome, ParsedFeed)
        feeds[feed.name] = outcome
    return feeds


def articles(parsed: dict[str, ParsedFeed]) -> dict[str, ParsedArticle]:
    return {
        entry.link.rpartition("/")[2] or entry.key: entry
        for name, feed in parsed.items()
        if name in NAMES
        for entry in feed.entries
    }


def test_feeds_are_read_whole_and_without_complaint(parsed: dict[str, ParsedFeed]) -> None:
    titles = {feed.name: feed.title for feed in (*SUBSCRIBED, *OFFERED)}
    for name, feed in parsed.items():
        assert feed.title == titles[name]
        assert (feed.note, feed.left_out) == ("", 0)
        assert feed.site_url == ADDRESSES.get(name, ADDRESSES[FRONT]) + "/"
        assert len({entry.key for entry in feed.entries}) == len(feed.entries)
        for entry in feed.entries:
            assert entry.link.startswith("http://127.0.0.")
            assert entry.words > 10
    assert {feed.format for feed in parsed.values()} == {"rss20", "rss10", "atom10", "json11"}
    assert 35 <= len(articles(parsed)) <= 50


def test_welcome_is_the_newest_article(parsed: dict[str, ParsedFeed]) -> None:
    dates = {link: entry.published or entry.updated for link, entry in articles(parsed).items()}
    assert None not in dates.values()
    assert max(dates, key=lambda link: dates[link] or 0) == "welcome"
    assert all(NOW - 21 * 86_400 < (date or 0) < NOW for date in dates.values())


def test_what_gives_no_date_or_title_stays_without(parsed: dict[str, ParsedFeed]) -> None:
    undated = [entry.title for entry in parsed["noticeboard"].entries if entry.published is None]
    assert undated == ["Found: one oar"]
    kettle = parsed["bench-notes"].entries[0]
    assert kettle.title.startswith("The kettle is back on its feet.")


@pytest.mark.parametrize(
    ("article", "pattern"),
    [
        ("reading-list", r"<pre><code class=\"language-python\">"),
        ("shell-habits", r"<pre><code class=\"language-sh\">"),
        ("formats", r"<thead>"),
        ("what-the-mud-keeps", r"<ul>\s*<li>[^<]*<ul>\s*<li>[^<]*</li>\s*<li>[^<]*<ul>"),
        ("wet-ground", r"<dl>"),
        ("some-few-to-be-chewed", r"<blockquote>(?:(?!</blockquote>).)*<blockquote>"),
        ("half-past-four", r"<img [^>]*alt=\"[^\"]+\""),
        ("reading-with-a-pencil", r"<sup><a href=\"#fn1\""),
        ("0409", r"<details><summary>"),
        ("hebrew", r"lang=\"he\" dir=\"rtl\">\s*<p>[\u0590-\u05ff]"),
        ("arabic", r"lang=\"ar\" dir=\"rtl\">\s*<p>[\u0600-\u06ff]"),
        ("persian", r"\u0645\u06cc\u200c"),  # the joiner that Persian verbs need has to survive
        ("japanese", r"[\u3040-\u309f]"),
        ("chinese", r"[\u4e00-\u9fff]"),
    ],
)
def test_every_kind_of_thing_is_there(parsed: dict[str, ParsedFeed], article: str, pattern: str) -> None:
    assert re.search(pattern, articles(parsed)[article].html, re.DOTALL)


def test_the_long_read_is_long(parsed: dict[str, ParsedFeed]) -> None:
    gauge = articles(parsed)["the-gauge"]
    assert 2400 <= gauge.words <= 2800
    assert gauge.html.count("<h2>") >= 6


def test_the_sound_is_an_enclosure(parsed: dict[str, ParsedFeed]) -> None:
    (enclosure,) = articles(parsed)["31"].enclosures
    assert (enclosure.type, enclosure.length) == ("audio/wav", 32_044)
    assert enclosure.url == ADDRESSES["night-ferry"] + "/sounds/bell.wav"


def test_the_newspaper_looks_like_one(parsed: dict[str, ParsedFeed]) -> None:
    html = articles(parsed)["night-crossing"].html
    paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", html, re.DOTALL)
    assert len(paragraphs) == 1 + 9 + 2
    assert paragraphs[0].startswith("<strong>")
    assert re.fullmatch(r'<strong>READ MORE: <a href="[^"]+">[^<]+</a></strong>', paragraphs[7])
    assert re.fullmatch(r'<a href="[^"]+">Source link</a>', paragraphs[-1])
    assert "\u2011" in html
    assert "“" in html
    assert "’" in html


def test_a_relative_address_is_resolved_against_xml_base(parsed: dict[str, ParsedFeed]) -> None:
    shelf = articles(parsed)["a-shelf-in-order-of-height"]
    base = ADDRESSES["second-reading"] + "/readings/"
    assert shelf.link == base + "a-shelf-in-order-of-height"
    assert shelf.base_url == base


def test_the_front_page_is_a_page_with_two_candidates() -> None:
    answer = build(NOW, ADDRESSES)[FRONT]["/"]()
    url = ADDRESSES[FRONT] + "/"
    assert isinstance(parse(answer.body, url=url, content_type=answer.content_type), NotAFeed)
    found = candidates(answer.body, url, answer.content_type)
    assert [candidate.title for candidate in found] == ["The Quay Almanac", "Noticeboard"]
    assert [candidate.url for candidate in found] == [url + "almanac.xml", url + "noticeboard.json"]
