"""The fast reader: what makes it unsure, each condition with the document that made it necessary.

That it agrees with feedparser where it is sure is what test_differential.py tries.
"""

import subprocess
import sys

import feedparser.api
import pytest

from readnow.feeds import fast
from readnow.feeds.doubts import Doubt, UnsureError
from readnow.feeds.fast import read_fast, read_sure
from readnow.feeds.fast_elements import PASSED, PASSED_IN_ENTRY, PASSED_IN_FEED, SPECIAL
from readnow.feeds.parse import parse
from readnow.model.parsed import ParsedFeed

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
MEDIA = "http://search.yahoo.com/mrss/"
ODD = "http://names.example/odd"


def rss(inner: str, root: str = 'rss version="2.0"', channel: str = "channel") -> str:
    return f"<{root}><{channel}><title>T</title>{inner}</channel></rss>"


def item(inner: str, root: str = 'rss version="2.0"') -> str:
    return rss(f"<item>{inner}</item>", root)


def entry(inner: str) -> str:
    return f'<feed xmlns="{ATOM}"><entry>{inner}</entry></feed>'


UNSURE = {
    Doubt.DOCTYPE: [
        "<!DOCTYPE feed [\n<!ENTITY copy \"&#169;\">\n]>\n<rss><channel/></rss>",
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss><channel/></rss>',
    ],
    Doubt.SYNTAX: [
        "<rss><channel></rss>",
        "<rss><channel>&nbsp;</channel></rss>",
        "<rss><channel><odd:x/></channel></rss>",
        item("<a>" * 300 + "</a>" * 300),
        item(f"<title>{'x' * 10_500_000}</title>"),
        "<rss><channel/></rss> and more",
    ],
    Doubt.ROOT: [
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>",
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'/>",
        "<channel/>",
        "<rss/>",
        "<rss><channel/><item/></rss>",
        "<rss><channel/><channel/></rss>",
    ],
    Doubt.VERSION: [
        rss("", 'rss version="2.0" xmlns="http://purl.org/rss/1.0/"'),
        rss("", 'rss version="2.0" xmlns:r="http://my.netscape.com/rdf/simple/0.9/"'),
    ],
    Doubt.PREFIX: [
        item("<media:title>x</media:title>", f'rss xmlns:media="{ODD}"'),
        item("<dc:title>x</dc:title>", f'rss xmlns:dc="{MEDIA}"'),
        item("<odd:x xmlns:odd='a&#98;'/>"),
    ],
    Doubt.NAMELESS: [item(f'<title xmlns="{ODD}">x</title>'), item(f'<a_b xmlns="{ODD}">x</a_b>')],
    Doubt.NAME: [item("<caf\u00e9>x</caf\u00e9>")],
    Doubt.ELEMENT: [
        item("<title_detail>x</title_detail>"),
        item("<links>x</links>"),
        item("<date>2020-01-01</date>"),
        item("<item/>"),
        item("<tags>a, b</tags>"),
        item("<body>x</body>"),
        item("<odd><title>x</title></odd>"),
        item("<rights>a<width>2</width></rights>"),
        rss("<content>x</content>"),
        rss("<image><url>u</url><title>t</title><odd/></image>"),
        item("<media:group><title>x</title></media:group>", f'rss xmlns:media="{MEDIA}"'),
        item("<itunes:owner><itunes:name>x</itunes:name></itunes:owner>", f'rss xmlns:itunes="{ITUNES}"'),
        f'<feed xmlns="{ATOM}" xmlns:i="{ITUNES}"><i:owner><i:name>x</i:name></i:owner></feed>',
    ],
    Doubt.ATTRIBUTE: [
        item('<comments odd="x">https://a.example/</comments>'),
        rss('<ttl xml:lang="en">60</ttl>'),
        item(f'<link xmlns:odd="{ODD}" odd:href="https://a.example/"/>'),
        item('<enclosure url="a" URL="b"/>'),
        rss("", channel='channel href="https://a.example/"'),
        rss('<item lastmod="2020-01-01"/>'),
    ],
    Doubt.TYPE: [
        entry('<content type="image/png">AAAA</content>'),
        entry('<content type="text/markdown">*x*</content>'),
        entry('<content type="application/xml"><x/></content>'),
        entry('<content mode="base64">AAAA</content>'),
    ],
    Doubt.MARKUP: [
        item("<description>one <b>two</b></description>"),
        item("<title><b>x</b></title>"),
        item("<link><a/></link>"),
        entry('<content type="html"><div xmlns="http://www.w3.org/1999/xhtml">x</div></content>'),
    ],
    Doubt.XHTML: [
        entry('<content type="xhtml"><svg xmlns="http://www.w3.org/2000/svg"/></content>'),
        entry('<content type="xhtml"><p>of Atom</p></content>'),
        entry('<content type="xhtml"><body xmlns="http://www.w3.org/1999/xhtml"/></content>'),
        entry(f'<content type="xhtml"><p xmlns="http://www.w3.org/1999/xhtml" xmlns:o="{ODD}" o:x="1"/></content>'),
        item('<comments xmlns:xlink="http://www.w3.org/1999/xlink">x</comments>'),
    ],
    Doubt.BASE: [
        entry('<content xml:base="javascript:x">y</content>'),
        entry('<content xml:base="folder/">y</content>'),
        entry('<content base="http://a.example/?">y</content>'),
    ],
    Doubt.PERSON: [
        entry("<author>Ann <email>a@a.example</email></author>"),
        entry("<author><name>Ann</name></author><author><email>b@a.example</email></author>"),
        entry("<author>Ann</author><author><name>Bob</name></author>"),
        entry("<author><name>Ann</name><title>Dr</title></author>"),
    ],
    Doubt.LONG: [
        item(f"<author>{'x' * 5000}</author>"),
        item(f"<category>{'x, ' * 2000}</category>"),
    ],
    Doubt.FLOOD: [
        item("<enclosure " + " ".join(f"a{n}='1'" for n in range(300)) + "/>"),
        item(f"<enclosure url='https://a.example/{'x' * 70_000}'/>"),
    ],
    Doubt.SOURCE: [
        entry("<source>x<title>y</title></source>"),
        entry("<source><entry/></source>"),
        entry("<source><link href='https://a.example/'>x</link></source>"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("doubt", "text"),
    [(doubt, text) for doubt, texts in UNSURE.items() for text in texts],
    ids=lambda value: str(value)[:60],
)
def test_it_is_not_sure(doubt: Doubt, text: str) -> None:
    with pytest.raises(UnsureError) as unsure:
        read_sure(text, text.encode())
    assert unsure.value.doubt is doubt
    assert str(unsure.value).startswith(doubt.value)
    assert read_fast(text, text.encode()) is None


def test_every_condition_has_its_documents() -> None:
    assert UNSURE.keys() == set(Doubt)


@pytest.mark.parametrize(
    "text",
    [
        item("<title>a</title>"),
        rss("", "rss"),
        entry("<title>a</title>"),
        entry('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x<br/></div></content>'),
        item(f'<creator xmlns="{DC}">Ann</creator><odd:title xmlns:odd="{ODD}">x</odd:title>'),
        item('<post-id xmlns="com-wordpress:feed-additions:1">1</post-id>'),
        entry('<content xml:base="/folder/">x</content><summary xml:base="http://a.example/">y</summary>'),
        item("<description><![CDATA[<svg xmlns:xlink='http://www.w3.org/1999/xlink'/>]]></description>"),
        rss(
            "<textInput><title>t</title><description>d</description><name>n</name><link>l</link></textInput>"
        ),
        rss("<skipHours><hour>1</hour><hour>2</hour></skipHours>"),
    ],
)
def test_it_is_sure_of_what_publishers_write(text: str) -> None:
    assert read_sure(text, text.encode()).format in ("rss20", "rss", "atom10")


def test_every_element_that_feedparser_has_a_rule_for_is_known() -> None:
    """A new version of feedparser with a new rule is found here."""
    prefixes = set(feedparser.api.StrictFeedParser.namespaces.values()) - {""}
    found = set()
    for method in dir(feedparser.api.StrictFeedParser):
        if method.startswith(("_start_", "_end_")):
            name = method.split("_", 2)[2].lower()
            prefix, _, local = name.partition("_")
            found.add(f"{prefix}:{local}" if local and prefix in {p.lower() for p in prefixes} else name)
    assert found - SPECIAL == set()


def test_no_element_is_read_and_passed_over() -> None:
    assert not fast._ENTRY.keys() & PASSED_IN_ENTRY
    assert not fast._FEED.keys() & PASSED_IN_FEED
    assert PASSED | PASSED_IN_ENTRY | PASSED_IN_FEED <= SPECIAL
    assert (fast._ENTRY.keys() | fast._FEED.keys()) <= SPECIAL


def read(text: str) -> ParsedFeed:
    outcome = parse(text.encode(), url="https://a.example/feed")
    assert isinstance(outcome, ParsedFeed)
    return outcome


def test_a_feed_says_who_read_it() -> None:
    assert read(item("<title>x</title>")).tier == "fast"
    assert read(item("<tags>x</tags>")).tier == "feedparser"
    assert read('{"version": "https://jsonfeed.org/version/1.1", "items": []}').tier == "json"


def test_what_was_repaired_may_be_read_fast() -> None:
    feed = read(item("<title>a & b</title>"))
    assert (feed.tier, feed.entries[0].title) == ("fast", "a & b")
    assert feed.note


def loaded_by(body: str) -> set[str]:
    code = (
        "import sys\nfrom readnow.feeds import worker\nfrom readnow.feeds.parse import parse\n"
        f"parse({body.encode()!r}, url='https://a.example/')\nprint('\\n'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    return set(done.stdout.split())


def test_libraries_are_loaded_when_a_document_needs_them() -> None:
    json_feed = loaded_by('{"version": "https://jsonfeed.org/version/1.1", "items": []}')
    assert not json_feed & {"feedparser", "lxml.etree", "xml.sax"}
    sure = loaded_by(item("<title>x</title>"))
    assert "lxml.etree" in sure
    assert not sure & {"feedparser", "xml.sax"}
    assert "feedparser" in loaded_by(item("<tags>x</tags>"))
