"""Placeholders and pages of the demo, and what every template must be once it is filled in."""

import io
import json
import re
import struct
import wave
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.demo.catalogue import OFFERED, SUBSCRIBED, DemoFeed, template
from readnow.demo.pages import article_page, front_page, linked_paths, render, site_page
from readnow.demo.pictures import PICTURES, picture
from readnow.demo.sites import FRONT, NAMES, build
from readnow.demo.sounds import BELL_SIZE, bell
from readnow.feeds.extract import extract
from readnow.model.fulltext import Extracted
from readnow.text.words import plain_words

NOW = 1_790_000_000
ADDRESSES = {name: f"http://127.0.0.{number}:{40_000 + number}" for number, name in enumerate(NAMES, start=1)}
SITES = {**ADDRESSES, **{feed.name: ADDRESSES[FRONT] for feed in OFFERED}}
WRITTEN = tuple(feed for feed in (*SUBSCRIBED, *OFFERED) if feed.file)
RFC822 = re.compile(r"<pubDate>([^<]+)</pubDate>")
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

every_feed = pytest.mark.parametrize("feed", WRITTEN, ids=lambda feed: feed.name)


def test_placeholders_are_filled() -> None:
    text = render("{{iso:-2h}} {{rfc822:-3d}} {{iso:-1d2h30m}} {{at:start}}/x", NOW, SITES)
    assert text == (
        f"2026-09-21T12:13:20Z Fri, 18 Sep 2026 14:13:20 GMT 2026-09-20T11:43:20Z {ADDRESSES['start']}/x"
    )


@pytest.mark.parametrize("wrong", ["{{iso:2h}}", "{{iso:-}}", "{{iso:+2h}}", "{{at:nowhere}}", "{{size:3}}"])
def test_a_placeholder_that_means_nothing_is_an_error(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"unknown placeholder|not an age"):
        render(wrong, NOW, SITES)


@given(days=st.integers(0, 20), hours=st.integers(0, 23), minutes=st.integers(1, 59))
def test_both_forms_of_date_say_the_same_moment(days: int, hours: int, minutes: int) -> None:
    age = f"-{days}d{hours}h{minutes}m"
    iso, rfc = render(f"{{{{iso:{age}}}}}|{{{{rfc822:{age}}}}}", NOW, {}).split("|")
    assert datetime.fromisoformat(iso) == parsedate_to_datetime(rfc)
    ago = timedelta(days=days, hours=hours, minutes=minutes)
    assert datetime.fromisoformat(iso) == datetime.fromtimestamp(NOW, UTC) - ago


@every_feed
def test_every_feed_is_well_formed_and_filled(feed: DemoFeed) -> None:
    text = render(template(feed.file), NOW, SITES)
    assert "{{" not in text
    if feed.file.endswith(".json"):
        assert json.loads(text)["title"] == feed.title
    else:
        root = ElementTree.fromstring(text)
        titles = [node.text for node in root.iter() if node.tag.rpartition("}")[2] == "title"]
        assert titles[0] == feed.title


@every_feed
def test_dates_are_of_the_last_three_weeks(feed: DemoFeed) -> None:
    text = render(template(feed.file), NOW, SITES)
    dates = [parsedate_to_datetime(date) for date in RFC822.findall(text)]
    dates += [datetime.fromisoformat(date) for date in ISO.findall(text)]
    assert len(dates) >= 2
    assert all(NOW - 21 * 86_400 < date.timestamp() < NOW for date in dates)


@every_feed
def test_typography(feed: DemoFeed) -> None:
    """Outside code and tags: curly quotes and apostrophes, real dashes, no doubled spaces."""
    text = template(feed.file)
    text = re.sub(r"<(pre|code)\b.*?</\1>", "code", text, flags=re.DOTALL)
    if feed.file.endswith(".json"):
        items = json.loads(text)["items"]
        text = "\n".join(
            str(item.get(key, "")) for item in items for key in ("title", "content_html", "content_text")
        )
    text = re.sub(r"<!\[CDATA\[|\]\]>|<\?[^>]*>", "", text)
    text = re.sub(r"<[^>]*>", "\n", text)
    assert not re.findall(r".*['\"].*|.*\s-\s.*|.*--.*|.*\w  +\w.*|.*\.\.\..*", text)


@every_feed
def test_every_link_to_a_demo_site_leads_somewhere(feed: DemoFeed) -> None:
    sites = build(NOW, ADDRESSES)
    text = render(template(feed.file), NOW, SITES)
    for name, address in ADDRESSES.items():
        for path in linked_paths(text, address):
            assert sites[name][path]().status == 200, path


@pytest.mark.parametrize(
    ("feed", "path", "file"), [(feed, *item) for feed in SUBSCRIBED for item in feed.whole.items()]
)
def test_an_article_that_the_feed_only_begins_is_whole_on_its_page(
    feed: DemoFeed, path: str, file: str
) -> None:
    page = build(NOW, ADDRESSES)[feed.name][path]()
    found = extract(page.body, url=ADDRESSES[feed.name] + path, content_type=page.content_type)
    assert isinstance(found, Extracted)
    words = re.findall(r"\w+", re.sub(r"<[^>]*>", " ", render(template(file), NOW, SITES)))
    assert words[:5] == re.findall(r"\w+", plain_words(found.html))[:5]
    assert found.words > 0.95 * len(plain_words(template(file)).split())
    assert found.words > 100


def test_links_relative_to_an_xml_base_are_found() -> None:
    document = (
        '<feed xml:base="http://a:1/b/"><link href="one"/><link>http://a:1/two</link><a href="http://c/"/>'
    )
    assert linked_paths(document, "http://a:1") == {"/b/one", "/two"}


def test_the_front_page_announces_the_feeds_nobody_has() -> None:
    page = front_page(OFFERED)
    links = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', page)
    assert links == [
        ("application/atom+xml", "/almanac.xml"),
        ("application/feed+json", "/noticeboard.json"),
    ]
    assert not {feed.name for feed in OFFERED} & {feed.name for feed in SUBSCRIBED}


def test_the_page_of_a_feed_announces_it() -> None:
    feed = DemoFeed("a", "Bits & <Bobs>", "About", "a.xml", "application/rss+xml; charset=utf-8")
    for page in (site_page(feed), article_page(feed)):
        assert 'type="application/rss+xml" title="Bits &amp; &lt;Bobs&gt;" href="/a.xml"' in page
        assert "<Bobs>" not in page


def test_there_is_enough_to_read_and_folders_nest_once() -> None:
    assert len({feed.name for feed in (*SUBSCRIBED, *OFFERED)}) == len(SUBSCRIBED) + len(OFFERED)
    assert {len(feed.folder) for feed in SUBSCRIBED} == {0, 1, 2}
    assert sum(feed.trouble is not None for feed in SUBSCRIBED) == 2


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_valid(name: str) -> None:
    body, kind = picture(name)
    assert len(body) < 8192
    if kind == "image/svg+xml":
        assert ElementTree.fromstring(body).tag == "{http://www.w3.org/2000/svg}svg"
        return
    assert body.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, position = {}, 8
    while position < len(body):
        (size,) = struct.unpack_from(">I", body, position)
        kind_and_data = body[position + 4 : position + 8 + size]
        assert struct.unpack_from(">I", body, position + 8 + size)[0] == zlib.crc32(kind_and_data)
        chunks[kind_and_data[:4]] = kind_and_data[4:]
        position += 12 + size
    width, height = struct.unpack_from(">II", chunks[b"IHDR"])
    assert (width, height) == (320, 180)
    assert len(zlib.decompress(chunks[b"IDAT"])) == height * (1 + 3 * width)


def test_the_bell_is_a_sound_that_dies_away_and_has_the_size_the_feed_gives() -> None:
    body = bell()
    with wave.open(io.BytesIO(body)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 1, 8000)
        samples = sound.readframes(sound.getnframes())
    loudness = [max(abs(value - 128) for value in samples[at : at + 8000]) for at in range(0, 32_000, 8000)]
    assert loudness == sorted(loudness, reverse=True)
    assert loudness[0] > 80
    assert f'length="{BELL_SIZE}"' in template("night-ferry.xml")
    assert len(body) == BELL_SIZE
