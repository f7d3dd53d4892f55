"""Pages without an article say why: scripts, a login, money, no page at all."""

import pytest

from readnow.feeds.extract import MAX_PAGE, extract
from readnow.model.fulltext import Extracted, ExtractFailed, ExtractOutcome, Obstacle
from tests.support.article_pages import paragraph, paragraphs, site

URL = "https://quay.example/ledger"


def outcome_of(page: bytes | str, content_type: str = "text/html; charset=utf-8") -> ExtractOutcome:
    return extract(page if isinstance(page, bytes) else page.encode(), url=URL, content_type=content_type)


def obstacle_of(page: bytes | str, content_type: str = "text/html; charset=utf-8") -> Obstacle:
    outcome = outcome_of(page, content_type)
    assert isinstance(outcome, ExtractFailed), outcome
    assert outcome.detail
    assert outcome.detail[0].islower()
    assert not outcome.detail.endswith(".")
    return outcome.obstacle


@pytest.mark.parametrize(
    "body",
    [
        '<div id="root"></div><script src="/app.js"></script>',
        '<div id="app">Loading, please wait…</div><script src="/app.js"></script>',
        '<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>',
        "<h1>Activez JavaScript</h1><p>Pour lire cet article, il faut activer JavaScript dans votre navigateur.</p>",
        "<p>This site needs JavaScript, and your browser has it turned off. Learn how to turn it on again.</p>",
        "<div>The Quay</div><script>"
        + "var state = 1;" * 2000
        + "</script><p>News, tides, weather, contact us</p>",
    ],
)
def test_a_page_that_needs_scripts_says_so(body: str) -> None:
    page = f"<!doctype html><html><head><title>The Quay</title></head><body>{body}</body></html>"
    assert obstacle_of(page) is Obstacle.NEEDS_SCRIPTS


LOGIN = """<form action="/login"><h1>Sign in</h1><p>Sign in with your mail address to read the ledger, please.</p>
<input name="mail"><input type="password" name="word"><button>Sign in</button>
<p>By signing in you accept the terms of the harbour office, which you can read in the office at any time.</p></form>"""
CLOSED_DATA = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
)


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body>{LOGIN}</body></html>".encode(),
        site(f"<h1>The ledger</h1><p>The clerk was late.</p>{LOGIN}"),
        site("<h1>The ledger of boats</h1><p>This article is only for our subscribers.</p>"),
        site("<p>The clerk was late today.</p>", head=CLOSED_DATA),
        site("<p>Der Pegel steigt.</p><p>Dieser Text ist nur für Abonnenten.</p>"),
    ],
)
def test_a_page_that_wants_a_login_says_so(page: bytes) -> None:
    assert obstacle_of(page) is Obstacle.NEEDS_LOGIN


@pytest.mark.parametrize(
    ("page", "closed"),
    [
        (site(paragraphs(2), head=CLOSED_DATA), True),
        (site(paragraphs(2) + "<p>Subscribe now to continue reading this article.</p>"), True),
        (site(paragraphs(2) + "<p>To keep reading, please sign in or create an account.</p>"), True),
        (site(paragraphs(12), head=CLOSED_DATA), False),
        (site(paragraphs(2) + '<p><a href="/login">Log in</a> to comment on this story.</p>'), False),
        (site(paragraphs(2) + "<p>You are welcome to continue reading tomorrow.</p>"), False),
        (site(paragraphs(2), head=CLOSED_DATA.replace("False", "True")), False),
    ],
)
def test_the_beginning_of_a_closed_article_is_given_with_a_note(page: bytes, closed: bool) -> None:
    outcome = outcome_of(page)
    assert isinstance(outcome, Extracted)
    assert bool(outcome.note) is closed


def test_a_long_text_is_an_article_whatever_else_the_page_asks_for() -> None:
    outcome = outcome_of(
        site(paragraphs(8), around=[LOGIN, "<noscript>Enable JavaScript to comment.</noscript>"])
    )
    assert isinstance(outcome, Extracted)
    assert outcome.note == ""


def test_a_page_of_links_is_no_article() -> None:
    links = "".join(
        f'<li><a href="/{n}">Story number {n}, of the harbour and of boats</a></li>' for n in range(40)
    )
    assert obstacle_of(f"<html><body><nav><ul>{links}</ul></nav></body></html>") is Obstacle.NO_ARTICLE


@pytest.mark.parametrize(
    "page", [site("<h1>A title</h1>"), "<html><body></body></html>", "<p>", "<!-- nothing -->"]
)
def test_next_to_nothing_is_no_article(page: bytes | str) -> None:
    assert obstacle_of(page) in {Obstacle.NO_ARTICLE, Obstacle.NOT_A_PAGE, Obstacle.NEEDS_SCRIPTS}


def test_a_short_article_with_a_picture_is_one() -> None:
    outcome = outcome_of(site('<p>Tide table.</p><img src="tides.png">'))
    assert isinstance(outcome, Extracted)


@pytest.mark.parametrize(
    ("body", "content_type", "named"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "application/pdf", "PDF"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "text/html", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "", "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "text/html", "picture"),
        (b"\0\0\0\x20ftypisom\0\0", "video/mp4", "film"),
        (b"\x93\xf1\x02\x88", "image/x-strange", "picture"),
        (b"PK\x03\x04\x14\0\0\0", "", "packed"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "text/html", "feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "application/json", "JSON"),
        (b'<?xml version="1.0"?><catalogue><boat/></catalogue>', "application/xml", "XML"),
        (b"<opml><body/></opml>", "", "OPML"),
        (b"", "text/html", "empty"),
        (b"\xef\xbb\xbf \n", "text/html", "empty"),
    ],
)
def test_what_is_no_page_is_named(body: bytes, content_type: str, named: str) -> None:
    outcome = outcome_of(body, content_type)
    assert isinstance(outcome, ExtractFailed)
    assert outcome.obstacle is Obstacle.NOT_A_PAGE
    assert named in outcome.detail


def test_an_unknown_element_first_is_still_a_page_where_the_server_says_so() -> None:
    page = f"<quay-page>{paragraphs(4)}</quay-page>"
    assert isinstance(outcome_of(page, "text/html"), Extracted)


def test_a_page_beyond_the_limit_is_too_large() -> None:
    page = site(paragraph()) + b" " * MAX_PAGE
    assert obstacle_of(page) is Obstacle.TOO_LARGE
