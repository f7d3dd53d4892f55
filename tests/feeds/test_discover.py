"""Feeds that web pages announce: by link elements, else by links that look like feeds."""

import pytest

from readnow.feeds.discover import candidates
from readnow.model.parsed import Candidate

URL = "https://a.example/blog/page.html"


def urls(page: str, url: str = URL) -> list[str]:
    return [found.url for found in candidates(page.encode(), url)]


def test_links_come_in_the_order_of_the_page_each_once() -> None:
    page = """<!doctype html><html><head><title>x</title>
    <link rel="alternate" type="application/atom+xml" title=" The &amp; feed " href="/atom">
    <LINK HREF='rss.xml' TYPE="Application/RSS+XML; charset=utf-8" REL='nofollow Alternate'>
    <link rel=alternate type=application/feed+json href=https://b.example/f.json>
    <link rel="alternate" type="application/rss+xml" href="../atom">
    <link rel="stylesheet alternate" type="application/rss+xml" href="/style">
    <link rel="alternate" type="text/html" hreflang="de" href="/de">
    </head><body></body></html>"""
    assert candidates(page.encode(), URL) == (
        Candidate("https://a.example/atom", "The & feed", "application/atom+xml"),
        Candidate("https://a.example/blog/rss.xml", "", "application/rss+xml"),
        Candidate("https://b.example/f.json", "", "application/feed+json"),
    )


@pytest.mark.parametrize(
    "decoy",
    [
        "<!-- {} -->",
        "<script>var x = '{}';</script>",
        "<textarea>{}</textarea>",
        "<title>{}</title>",
        "<style>{}</style>",
        "<p title='{}'>x</p>",
        "<!-- > {} -->",
    ],
)
def test_decoys_are_no_links(decoy: str) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="{}">'
    page = "<html><head>" + decoy.format(link.format("/decoy")) + link.format("/real") + "</head></html>"
    assert urls(page) == ["https://a.example/real"]


def test_the_first_base_is_honoured() -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="feed.xml">'
    assert urls(f'<base href="https://b.example/x/"><base href="https://c.example/">{link}') == [
        "https://b.example/x/feed.xml"
    ]
    assert urls(f'<base target="_top"><base href="/y/">{link}') == ["https://a.example/y/feed.xml"]
    assert urls(f'<base href="javascript:alert(1)">{link}') == ["https://a.example/blog/feed.xml"]


def test_a_link_in_the_body_counts_too() -> None:
    page = '<html><body><p>x</p><link rel="alternate" type="application/rss+xml" href="/f"></body></html>'
    assert urls(page) == ["https://a.example/f"]


def test_vague_types_count_only_when_the_link_names_a_feed() -> None:
    page = """<link rel="alternate" type="application/json" href="https://a.example/wp-json/wp/v2/posts/1">
    <link rel="alternate" type="application/json+oembed" href="/oembed?url=feed">
    <link rel="alternate" type="application/json" href="/feed.json">
    <link rel="alternate" type="text/xml" title="RSS" href="/index.xml">
    <link rel="feed" href="/other">"""
    assert urls(page) == [
        "https://a.example/feed.json",
        "https://a.example/index.xml",
        "https://a.example/other",
    ]


def test_plain_links_are_looked_at_only_where_nothing_is_announced() -> None:
    anchors = (
        '<a href="/rss">RSS</a> <a href="feed/">f</a> <a href="/about">about</a> <a href="/x.atom#y">x</a>'
    )
    assert urls(anchors) == [
        "https://a.example/rss",
        "https://a.example/blog/feed/",
        "https://a.example/x.atom#y",
    ]
    announced = '<link rel="alternate" type="application/rss+xml" href="/f">'
    assert urls(announced + anchors) == ["https://a.example/f"]


def test_feeds_of_comments_come_last() -> None:
    link = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'
    page = link.format("A » Comments Feed", "/comments/feed/") + link.format("A » Feed", "/feed/")
    assert urls(page) == ["https://a.example/feed/", "https://a.example/comments/feed/"]


def test_guesses_have_no_type_and_stay_within_the_site() -> None:
    page = """<a href="https://www.a.example/news.xml">perhaps</a> <a href="/sitemap.xml">no</a>
    <a href="https://blog.a.example/?format=atom">query</a> <a href="https://other.example/feed">other</a>
    <a href="https://feeds.other.example/blog/feed">a host of feeds</a> <a href="/index.rss">RSS</a>"""
    assert candidates(page.encode(), URL) == (
        Candidate("https://blog.a.example/?format=atom", "query"),
        Candidate("https://feeds.other.example/blog/feed", "a host of feeds"),
        Candidate("https://a.example/index.rss", "RSS"),
        Candidate("https://www.a.example/news.xml", "perhaps"),
    )


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ('rel="self" type="application/atom+xml" href="/own"', [("https://a.example/own", "application/atom+xml")]),
        ('rel="canonical" href="https://a.example/blog.feed"', [("https://a.example/blog.feed", "")]),
        ('rel="self" href="/other"', [("https://a.example/other", "")]),
        ('rel="canonical" href="http://www.a.example/blog/page.html/"', []),
        ('rel="canonical" href="javascript:x"', []),
        ('rel="canonical" href="https://github.com/someone"', [("https://github.com/someone.atom", "")]),
    ],
)  # fmt: skip
def test_the_address_that_a_page_gives_itself(link: str, found: list[tuple[str, str]]) -> None:
    page = f"<html><head><link {link}></head></html>"
    assert [(one.url, one.type) for one in candidates(page.encode(), URL)] == found


def test_only_web_addresses_are_offered() -> None:
    page = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{href}">'
        for href in (
            "javascript:x",
            "file:///etc/passwd",
            "",
            "feed://b.example/f",
            "feed:https://c.example/f",
            "mailto:a@b",
        )
    )
    assert urls(page) == ["http://b.example/f", "https://c.example/f"]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "latin-1"])
def test_the_pages_charset_is_found(codec: str) -> None:
    page = '<!doctype html><link rel="alternate" type="application/rss+xml" title="Één" href="/f">'
    (found,) = candidates(page.encode(codec), URL)
    assert (found.url, found.title) == ("https://a.example/f", "Één")


def test_titles_are_clean_and_hostile_pages_end() -> None:
    page = '<link rel="alternate" type="application/rss+xml" title="a&#27;]52;c;eA==&#7;b&#x202e;" href="/f">'
    assert candidates(page.encode(), URL)[0].title == "ab"
    assert candidates(b"<div>" * 200_000, URL) == ()
    assert candidates(b"", URL) == ()
    many = '<link rel="alternate" type="application/rss+xml" href="/{}">'
    assert len(candidates("".join(many.format(n) for n in range(500)).encode(), URL)) == 50
