"""What `parse` says about documents of every kind, and what it makes of the fields of a feed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.feeds.parse import parse
from readnow.model.parsed import NotAFeed, ParsedArticle, ParsedFeed, ParseFailed

URL = "https://site.example/feeds/main.xml"


def rss(items: str, channel: str = "<title>T</title>", root: str = 'rss version="2.0"') -> bytes:
    return f"<{root}><channel>{channel}{items}</channel></rss>".encode("utf-8", "replace")


def read(body: bytes, url: str = URL) -> ParsedFeed:
    outcome = parse(body, url=url)
    assert isinstance(outcome, ParsedFeed), outcome
    return outcome


def only(item: str, channel: str = "<title>T</title>") -> ParsedArticle:
    (entry,) = read(rss(f"<item>{item}</item>", channel)).entries
    return entry


@pytest.mark.parametrize(
    ("body", "detail", "html"),
    [
        (b"", "the answer was empty", False),
        (b" \r\n\t", "the answer was empty", False),
        (b"\xef\xbb\xbf", "the answer was empty", False),
        (b"\0" * 100, "the answer was empty", False),
        (b"x", "neither a feed nor a web page", False),
        (b"<", "neither a feed nor a web page", False),
        (b"<!doctype html><title>Log in</title>", "a web page, not a feed", True),
        (b"<!-- x --><HTML><body>feed</body></HTML>", "a web page, not a feed", True),
        (b"<p>No such page</p>", "a web page, not a feed", True),
        (b"<html><body><pre>&lt;rss> <rss></pre>", "a web page, not a feed", True),
        (
            b'<?xml version="1.0"?><opml version="2.0"><body/></opml>',
            "a list of feeds (OPML), not a feed; import it instead",
            False,
        ),
        (b"<urlset><url/></urlset>", "an XML document, not a feed", False),
        (
            b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'></rdf:RDF>",
            "an XML document, not a feed",
            False,
        ),
        (b'{"rss": {"channel": {}}}', "a JSON document, not a feed", False),
        (b"[1, 2]", "a JSON document, not a feed", False),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, detail: str, html: bool) -> None:
    assert parse(body, url=URL) == NotAFeed(detail, html=html)
    assert len(detail) <= 80


def test_a_servers_word_for_a_page_counts_where_the_content_says_nothing() -> None:
    assert parse(b"Please wait", url=URL, content_type="text/html; charset=utf-8") == NotAFeed(
        "a web page, not a feed", html=True
    )
    assert isinstance(parse(rss(""), url=URL, content_type="text/html"), ParsedFeed)


@pytest.mark.parametrize(
    "before", [b"\n\n  ", b"<!-- c --> ", b"<?php x ?>", b"<br />\n<b>Warning</b>: x in y\n"]
)
def test_junk_before_the_feed_is_passed_over(before: bytes) -> None:
    assert read(before + rss("<item><title>One</title></item>")).entries[0].title == "One"


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss("")).entries == ()
    assert read(b"<feed xmlns='http://www.w3.org/2005/Atom'/>").format == "atom10"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("AT&amp;amp;T", "AT&T"),
        ("&lt;b&gt;Bold&lt;/b&gt; &amp;amp;amp; more", "Bold & more"),
        ("Vec&lt;T&gt; and a &lt; b", "Vec<T> and a < b"),
        ("<![CDATA[Vec&lt;T&gt;]]>", "Vec<T>"),
        ("one<![CDATA[<br/>]]>two", "one two"),
        ("<![CDATA[x<wbr>y<img src=a>]]>", "xy"),
        ("The &lt;b&gt; element", "The <b> element"),
        ("  two\n   lines\t", "two lines"),
        ("a&#27;]52;c;eA==&#7;b", "a]52;c;eA==b"),
        ("&amp;#27;[31mred", "[31mred"),
        ("a&#x202e;b&#x200b;c&#xad;d", "abcd"),
        ("x" * 5000, "x" * 1000),
    ],
)
def test_titles_become_one_clean_line(written: str, shown: str) -> None:
    assert only(f"<title>{written}</title>").title == shown
    assert read(rss("", f"<title>{written}</title>")).title == shown


def test_a_missing_title_is_made_from_the_text_or_the_file_or_the_address() -> None:
    words = "word " * 30
    assert only(f"<description>{words}</description>").title == "word " * 15 + "word…"
    assert only(f"<description>{'x' * 200}</description>").title == "x" * 80 + "…"
    assert only('<enclosure url="https://a.example/x/talk.mp3"/>').title == "talk.mp3"
    assert only("<link>https://a.example/2024/06</link>").title == "a.example/2024/06"
    assert only("<category>x</category>").title == ""


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://other.example/1", "https://other.example/1"),
        ("/a/1", "https://home.example/a/1"),
        ("1?x=1&amp;y=2", "https://home.example/blog/1?x=1&y=2"),
        ("//cdn.example/1", "https://cdn.example/1"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("-x", ""),
        ("https://user:secret@a.example/1", "https://a.example/1"),
    ],
)
def test_links_are_absolute_and_checked(link: str, expected: str) -> None:
    channel = "<title>T</title><link>https://home.example/blog/</link>"
    assert only(f"<title>t</title><link>{link}</link>", channel).link == expected


def test_without_a_site_links_are_relative_to_the_document() -> None:
    assert only("<link>1.html</link>").link == "https://site.example/feeds/1.html"


def test_the_body_is_the_content_unless_the_description_is_far_longer() -> None:
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    short, long = "&lt;p&gt;short&lt;/p&gt;", "&lt;p&gt;" + "long " * 50 + "&lt;/p&gt;"
    both = "<item><description>{}</description><content:encoded>{}</content:encoded></item>"
    root = f'rss version="2.0" {space}'
    content_wins = read(rss(both.format(short, long), root=root)).entries[0]
    assert content_wins.html.startswith("<p>long ")
    assert content_wins.summary == "short"
    assert read(rss(both.format(long, short), root=root)).entries[0].html.startswith("<p>long ")


def test_plain_text_declared_as_html_keeps_its_paragraphs() -> None:
    assert only("<description>one\ntwo\n\nthree</description>").html == "<p>one<br>two</p><p>three</p>"
    assert only("<description>one\n two</description>").html == "one\n two"


def test_summaries_are_short_plain_text() -> None:
    summary = only("<description>" + "&lt;b&gt;word&lt;/b&gt; " * 200 + "</description>").summary
    assert len(summary) <= 280
    assert summary.startswith("word word")
    assert summary.endswith("word…")


def test_lists_and_texts_are_bounded() -> None:
    item = (
        "".join(f"<category>{n}{'c' * 300}</category>" for n in range(50))
        + "".join(f"<enclosure url='https://a.example/{n}'/>" for n in range(50))
        + "".join(f"<author>a{n}</author>" for n in range(50))
        + f"<guid isPermaLink='false'>{'g' * 3000}</guid><description>{'&lt;p&gt;x ' * 700_000}</description>"
    )
    entry = only(item)
    assert len(entry.categories) == len(entry.enclosures) == 20
    assert max(map(len, entry.categories)) == 200
    assert entry.author.count(",") == 19
    assert len(entry.guid) == len(entry.key) == 64
    assert len(entry.html) <= 2 * 1024 * 1024


def test_the_first_thousand_entries_are_read_and_the_others_counted() -> None:
    feed = read(rss("".join(f"<item><guid>{n}</guid><title>n</title></item>" for n in range(1234))))
    assert len(feed.entries) == 1000
    assert feed.entries[-1].guid == "999"
    assert (feed.left_out, feed.note) == (234, "showing 1,000 of 1,234 articles")


def test_item_tags_in_cdata_are_no_entries() -> None:
    code = "<![CDATA[" + "<item></item>" * 1500 + "]]>"
    feed = read(
        rss(f"<item><title>a</title><description>{code}</description></item><item><title>b</title></item>")
    )
    assert [entry.title for entry in feed.entries] == ["a", "b"]
    assert feed.left_out == 0


def test_an_entry_that_breaks_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from readnow.feeds import refine

    def fragile(text: str) -> int | None:
        return 1 // len(text) and None

    monkeypatch.setattr(refine, "to_timestamp", fragile)
    dated = "<item><title>{}</title><pubDate>x</pubDate><lastBuildDate>x</lastBuildDate></item>"
    feed = read(rss(dated.format("a") + "<item><title>b</title></item>" + dated.format("c")))
    assert [entry.title for entry in feed.entries] == ["a", "c"]
    assert (feed.left_out, feed.note) == (1, "showing 2 of 3 articles")


def test_comments_within_text_do_not_cut_it() -> None:
    assert only("<title>one <!-- x -->two</title>").title == "one two"
    assert only("<description><![CDATA[<p>a<!-- b</p>]]></description><title>t</title>").html.startswith(
        "<p>a"
    )


HOSTILE = "".join(map(chr, (*range(32), *range(127, 160), 0x202E, 0x2066, 0x200B, 0xFEFF, 0xE0041)))
FIELD = st.text(st.sampled_from(HOSTILE + "ab<&\"';]x") | st.characters(), max_size=30)


@given(st.lists(FIELD, min_size=9, max_size=9))
def test_no_plain_field_carries_a_control_character(texts: list[str]) -> None:
    title, author, category, guid, link, date, summary, kind, language = (
        text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;") for text in texts
    )
    escapes = "".join(f"&#{code};" for code in (0x9B, 0x202E, 0x1B))
    item = (
        f"<item><title>{title}{escapes}</title><author>{author}{escapes}</author><category>{category}</category>"
        f"<guid>{guid}{escapes}</guid><link>{link}</link><pubDate>{date}</pubDate><description>{summary}</description>"
        f'<enclosure url="{link}" type="{kind}"/></item>'
    )
    outcome = parse(
        rss(
            item, f"<title>{title}</title><language>{language}</language><description>{summary}</description>"
        ),
        url=URL,
    )
    assert isinstance(outcome, ParsedFeed)
    plain = [outcome.title, outcome.description, outcome.language, outcome.site_url, outcome.note]
    for entry in outcome.entries:
        plain += [entry.key, entry.guid, entry.title, entry.author, entry.link, entry.summary, entry.language]
        plain += [
            *entry.categories,
            *(part for file in entry.enclosures for part in (file.url, file.type, file.title)),
        ]
    for text in plain:
        assert not [
            char for char in text if unicodedata.category(char) in ("Cc", "Cs") or char in "\u202e\u2066"
        ]


@given(st.binary(max_size=300) | st.text("<>/rsfeditmchanl&;![]CDAT-? =\"'0", max_size=200).map(str.encode))
def test_any_bytes_give_an_outcome(body: bytes) -> None:
    for prefix in (
        b"",
        b"<rss><channel>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
        b'{"items":[',
    ):
        outcome = parse(prefix + body, url=URL)
        assert isinstance(outcome, (ParsedFeed, NotAFeed))
        assert not isinstance(outcome, ParseFailed)
