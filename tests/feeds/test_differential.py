"""The fast reader against feedparser, the reference: equal in every field, or the fast reader declines.

Over documents of our own and over these changed at random. tests/corpus does the same with feeds of others. The
table of allowed differences is `tests.support.reference.CORRECTIONS`.
"""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnow.feeds.doubts import Doubt
from tests.support import reference
from tests.support.mutations import mutated
from tests.support.reference import CORRECTIONS, compared

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.xml"))
NAMESPACES = " ".join(
    (
        'xmlns:atom="http://www.w3.org/2005/Atom"',
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:dcterms="http://purl.org/dc/terms/"',
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
        'xmlns:media="http://search.yahoo.com/mrss/"',
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"',
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"',
        'xmlns:wfw="http://wellformedweb.org/CommentAPI/"',
    )
)
BLOG = f"""<rss version="2.0" {NAMESPACES}><channel>
<title>Harbour &amp;amp; Tide</title><link>https://harbour.example/</link><description>Of ships</description>
<atom:link href="https://harbour.example/feed" rel="self" type="application/rss+xml"/>
<atom:link href="https://hub.example/" rel="hub"/>
<language>en-GB</language><lastBuildDate>Mon, 10 Jun 2024 12:00:00 GMT</lastBuildDate><ttl>90</ttl>
<generator>by hand</generator><managingEditor>ann@harbour.example (Ann)</managingEditor><category>Sea</category>
<image><url>https://harbour.example/i.png</url><title>Harbour</title><link>https://harbour.example/</link></image>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
<skipHours><hour>1</hour><hour>2</hour></skipHours><textInput><title>Find</title><name>q</name></textInput>
<item><title>One</title><link>https://harbour.example/1?a=1&amp;amp;b=2</link><guid isPermaLink="false">1</guid>
<pubDate>Mon, 10 Jun 2024 12:00:00 +0200</pubDate><dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator>
<category>Ships</category><category domain="https://tags.example/">Ropes</category>
<description>&lt;p&gt;Short&lt;/p&gt;</description><content:encoded><![CDATA[<p>Long <b>text</b></p>]]></content:encoded>
<comments>https://harbour.example/1#c</comments><wfw:commentRss>https://harbour.example/1/c</wfw:commentRss>
<slash:comments>3</slash:comments><media:thumbnail url="https://harbour.example/t.jpg"/></item>
<item><guid>https://harbour.example/2</guid><title>Two &lt;i&gt;x&lt;/i&gt;</title><author>bob@harbour.example (Bob)</author>
<enclosure url="https://harbour.example/2.mp3" type="audio/mpeg" length="9"/><itunes:duration>1:02:03</itunes:duration>
<itunes:image href="https://harbour.example/2.jpg"/><itunes:author>Ann</itunes:author><itunes:episode>7</itunes:episode>
<itunes:summary>About two</itunes:summary><itunes:keywords>a, b</itunes:keywords>
<media:group><media:content url="https://harbour.example/2.mp4" type="video/mp4" fileSize="5"><media:title>Film</media:title>
</media:content><media:description>Of two</media:description></media:group>
<source url="https://other.example/feed">Other</source><dcterms:modified>2024-06-10</dcterms:modified></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://lamp.example/">
<title type="html">Lamp &amp;amp; Keeper</title><subtitle>Light</subtitle><id>urn:x:1</id><updated>2024-06-10T12:00:00Z</updated>
<link href="/"/><link rel="self" href="feed"/><link rel="hub" href="https://hub.example/"/><icon>i.png</icon>
<author><name>Ann</name><email>a@lamp.example</email><uri>https://ann.example/</uri></author><rights>Ann</rights>
<entry><id>urn:x:2</id><title>One</title><link href="one"/><published>2024-06-10T12:00:00Z</published>
<updated>2024-06-11T12:00:00+02:00</updated><category term="sea" label="Sea"/><category term="salt"/>
<content type="xhtml" xml:base="one/"><div xmlns="http://www.w3.org/1999/xhtml"><p class="x">A <a href="b">b</a><br/></p></div></content>
<summary>Short</summary><contributor><name>Cleo</name></contributor></entry>
<entry xml:lang="en_US"><id>urn:x:3</id><title type="text">Two &lt;T&gt;</title><author><name>Bob</name></author>
<link rel="alternate" type="text/html" href="two"/><link rel="enclosure" href="two.mp3" type="Audio/MPEG" length="5"/>
<content type="html">&lt;p&gt;Text caf\u00e9 \u0093x\u0094 na\u00c3\u00afve&lt;/p&gt;</content>
<source><id>urn:y</id><title>Other</title><author><name>Dan</name></author></source></entry>
</feed>"""
OWN = [
    BLOG.encode(),
    ATOM.encode(),
    *(path.read_bytes() for path in GOLDEN if not path.name.startswith("quirk")),
]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_documents_are_read_alike(path: Path) -> None:
    assert compared(path.read_text("utf-8"))[1] == []


@pytest.mark.parametrize("text", [BLOG, ATOM])
def test_the_fast_reader_reads_all_that_a_feed_may_hold(text: str) -> None:
    assert compared(text) == (None, [])


@settings(deadline=None, max_examples=300)
@given(st.randoms(use_true_random=False), st.sampled_from(OWN), st.integers(1, 4))
def test_changed_documents_are_read_alike_or_not_at_all(
    random: Random, document: bytes, changes: int
) -> None:
    text = mutated(document, random, changes)
    _, found = compared(text)
    assert found == [], text


def test_changed_documents_are_often_read_and_for_each_reason_not() -> None:
    """Else the test above would try nothing."""
    random = Random(5)
    doubts = [compared(mutated(random.choice(OWN), random, random.randint(1, 4)))[0] for _ in range(1200)]
    assert doubts.count(None) > len(doubts) * 0.3
    assert len(set(doubts)) > 8


LEAKING = """<feed xmlns="http://www.w3.org/2005/Atom">
<entry><id>1</id><link href="https://a.example/1/"/><content xml:base="https://a.example/1/">one</content></entry>
<entry><id>2</id><link href="two"/><content>two</content></entry></feed>"""
SHOWN = {"xml:base that has ended": LEAKING}


@pytest.mark.parametrize("row", CORRECTIONS, ids=lambda row: row.name)
def test_each_allowed_difference_is_one(row: reference.Correction, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SHOWN[row.name]
    assert row.reason
    assert compared(text) == (None, [])
    monkeypatch.setattr(reference, "CORRECTIONS", tuple(other for other in CORRECTIONS if other is not row))
    doubt, found = compared(text)
    assert doubt is None
    assert found


def test_what_the_comparison_finds_it_tells() -> None:
    from msgspec.structs import replace

    from readnow.feeds.fast import read_sure

    feed = read_sure(BLOG, BLOG.encode())
    first = replace(feed.entries[0], guid="9")
    other = replace(feed, language="fr", entries=(first, *feed.entries[1:]))
    told = reference.differences(other, feed)
    assert any("language" in line for line in told)
    assert any("entry 0, key: '9' is not '1'" in line for line in told)
    assert reference.differences(feed, None)
    assert Doubt.ROOT is compared("<channel/>")[0]
