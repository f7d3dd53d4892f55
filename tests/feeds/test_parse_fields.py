"""Fields beside text and title: when a feed changes, where comments are, what a podcast says, where a thing is from.

Each by both readers of XML: the fast one, and feedparser, to which a `tags` element leads.
"""

from collections.abc import Callable
from time import process_time

import pytest

from readnow.feeds.parse import parse
from readnow.feeds.skip_times import skip_times
from readnow.model.parsed import ParsedArticle, ParsedFeed

NAMESPACES = " ".join(
    (
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
        'xmlns:media="http://search.yahoo.com/mrss/"',
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"',
        'xmlns:wfw="http://wellformedweb.org/CommentAPI/"',
    )
)
Read = Callable[[str, str], ParsedFeed]


@pytest.fixture(params=["fast", "feedparser"])
def read(request: pytest.FixtureRequest) -> Read:
    """Reads a feed of these channel and item elements by one of the two readers."""
    tier: str = request.param

    def of(channel: str, item: str) -> ParsedFeed:
        leading = "" if tier == "fast" else "<tags>x</tags>"
        body = (
            f'<rss version="2.0" {NAMESPACES}><channel><title>T</title>{channel}'
            f"<item><title>t</title>{leading}{item}</item></channel></rss>"
        )
        feed = parse(body.encode(), url="https://a.example/feed")
        assert isinstance(feed, ParsedFeed)
        assert feed.tier == tier
        return feed

    return of


def entry_of(feed: ParsedFeed) -> ParsedArticle:
    (entry,) = feed.entries
    return entry


def test_hours_and_days_to_skip(read: Read) -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in (22, 23, 0, 1, "x", 25))
    days = "<day>Sunday</day><day> saturday </day><day>Someday</day>"
    feed = read(f"<skipHours>{hours}</skipHours><skipDays>{days}</skipDays>", "")
    assert feed.skip_hours == (0, 1, 22, 23)
    assert feed.skip_days == (5, 6)


def test_no_hours_and_days_to_skip(read: Read) -> None:
    feed = read("", "<description><![CDATA[<skipHours><hour>1</hour></skipHours>]]></description>")
    assert (feed.skip_hours, feed.skip_days) == ((), ())


def test_hour_24_is_midnight_and_hostile_lists_are_quick() -> None:
    assert skip_times("<skipHours><hour>24</hour></skipHours>") == ((0,), ())
    began = process_time()
    assert skip_times("<skipHours>" * 100_000 + "<skipDays><" * 100_000) == ((), ())
    assert process_time() - began < 2


def test_how_often_a_feed_changes(read: Read) -> None:
    often = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    feed = read(f"{often}<sy:updateBase>2024-01-01T12:00+00:00</sy:updateBase>", "")
    assert (feed.ttl_minutes, feed.update_base) == (360, 1_704_110_400)
    assert read(f"<ttl>60</ttl>{often}", "").ttl_minutes == 60
    assert read("", "").update_base is None


def test_comments_and_their_feed(read: Read) -> None:
    entry = entry_of(
        read("", "<comments>/1#c</comments><wfw:commentRss>https://a.example/1/c</wfw:commentRss>")
    )
    assert (entry.comments, entry.comment_feed) == ("https://a.example/1#c", "https://a.example/1/c")


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("1:02:03", 3723), ("62:03", 3723), ("3723", 3723), ("45", 45), ("12.5", 12), ("00:00", None), ("x", None), ("9" * 9, None)],
)  # fmt: skip
def test_what_a_podcast_says(read: Read, written: str, seconds: int | None) -> None:
    entry = entry_of(
        read(
            "",
            f"<itunes:duration>{written}</itunes:duration><itunes:episode>7</itunes:episode>"
            '<itunes:image href="https://a.example/i.jpg"/><enclosure url="https://a.example/7.mp3" type="audio/mpeg"/>',
        )
    )
    assert (entry.duration, entry.episode, entry.image) == (seconds, "7", "https://a.example/i.jpg")
    assert [file.url for file in entry.enclosures] == ["https://a.example/7.mp3"]


def test_where_an_entry_was_taken_from(read: Read) -> None:
    assert (
        entry_of(read("", '<source url="https://b.example/f">The &lt;b&gt;other&lt;/b&gt;</source>')).source
        == "The other"
    )
    assert entry_of(read("", "")).source == ""


def test_pictures_of_groups_and_several_files(read: Read) -> None:
    entry = entry_of(
        read(
            "",
            '<media:group><media:content url="https://a.example/1.mp4" type="video/mp4"/>'
            '<media:content url="https://a.example/1.jpg" medium="image"/></media:group>'
            '<media:thumbnail url="https://a.example/t.jpg"/><enclosure url="https://a.example/1.ogg"/>',
        )
    )
    assert [file.url for file in entry.enclosures] == ["https://a.example/1.ogg", "https://a.example/1.mp4"]
    assert entry.image == "https://a.example/t.jpg"


def test_addresses_are_relative_to_each_base(read: Read) -> None:
    entry = entry_of(
        read(
            "",
            '<link xml:base="https://b.example/x/">1</link>'
            '<description xml:base="https://c.example/">&lt;a href="2"&gt;</description>',
        )
    )
    assert (entry.link, entry.base_url) == ("https://b.example/x/1", "https://c.example/")


def test_a_json_feeds_duration_is_that_of_its_first_file() -> None:
    body = (
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "attachments": ['
        '{"url": "https://a.example/1.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": 61.5}]}]}'
    )
    feed = parse(body.encode(), url="https://a.example/")
    assert isinstance(feed, ParsedFeed)
    assert entry_of(feed).duration == 61
