"""The preview: what a feed is like before it is subscribed to, on a real server on loopback."""

from collections.abc import Iterator
from email.utils import formatdate

import pytest

from readnow.keys.actions import Pane
from tests.support.documents import page, rss
from tests.support.driving import Driven
from tests.support.shelf import HOUR, NOW
from tests.support.web import Answer, Web
from tests.tui.conftest import Opener

QUESTION = "Enter subscribes · Esc goes back"


@pytest.fixture
def web() -> Iterator[Web]:
    """A server for the feeds of a test."""
    with Web() as running:
        yield running


def nothing(conn: object) -> None:
    """No feeds."""


def feed(*titles: str, step: int = 24 * HOUR, language: str = "en") -> bytes:
    """A feed whose entries came one every `step` seconds until an hour ago."""
    items = "".join(
        f"<item><title><![CDATA[{title}]]></title><guid>{place}</guid>"
        f"<pubDate>{formatdate(NOW - HOUR - place * step, usegmt=True)}</pubDate></item>"
        for place, title in enumerate(titles)
    )
    head = f"<title>Harbour</title><link>https://harbour.example/</link><language>{language}</language>"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


async def look_at(d: Driven, address: str) -> None:
    """Type an address after `a`."""
    await d.press("a")
    await d.paste(address)
    await d.press("enter")


async def test_a_feed_is_shown_before_it_is_subscribed_to(opened: Opener, web: Web) -> None:
    web.answers["/feed"] = Answer(feed(*(f"Letter {n}" for n in range(14))))
    async with opened(nothing, allow_private=True) as d:
        await look_at(d, web.url("/feed"))
        await d.until_shown(QUESTION)
        assert d.lines[0].split() == ["Harbour", "not", "subscribed", "yet"]
        assert "14 articles · about 7 a week · en" in d.text
        shown = [line.split("●")[1].split() for line in d.lines if "●" in line]
        ages = ["1 h", "yesterday", "Sat", "Fri", "Thu"]
        assert shown == [["Letter", str(n), *age.split()] for n, age in enumerate(ages)]
        assert d.library.feeds.all() == ()
        await d.press("enter")
        await d.until(lambda: d.status == "Subscribed to Harbour: 14 articles.")
        assert d.screen.pane is Pane.ARTICLES
        assert "Letter 0" in d.titles
        assert len(web.requests) == 1


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 40)], ids=str)
async def test_it_fits_every_terminal(opened: Opener, web: Web, size: tuple[int, int]) -> None:
    title = "A title that is rather longer than what a narrow terminal has room for in one line"
    web.answers["/feed"] = Answer(feed(title, "Two", "Three", "Four", "Five", "Six"))
    async with opened(allow_private=True, size=size) as d:
        await look_at(d, web.url("/feed"))
        await d.until_shown(QUESTION)
        assert "Five" in d.text
        assert "Six" not in d.text
        assert all(age in d.text for age in ("1 h", "yesterday", "Sat", "Fri", "Thu"))
        assert "6 articles · about 7 a week · en" in d.text


async def test_esc_goes_back_to_the_address_as_it_was_typed(opened: Opener, web: Web) -> None:
    web.answers["/feed"] = Answer(feed("One", "Two"))
    async with opened(allow_private=True) as d:
        before = len(d.library.feeds.all())
        await look_at(d, web.url("/feed"))
        await d.until_shown(QUESTION)
        await d.press("escape")
        await d.until(lambda: d.screen.prompt.is_open)
        assert d.screen.prompt.text == web.url("/feed")
        await d.press("enter")
        await d.until_shown(QUESTION)
        await d.press("q")
        await d.until(lambda: d.screen.prompt.is_open)
        await d.press("escape")
        assert not d.screen.prompt.is_open
        assert len(d.library.feeds.all()) == before
        assert len(web.requests) == 1


async def test_of_several_feeds_esc_goes_back_to_the_list_and_then_to_the_address(
    opened: Opener, web: Web
) -> None:
    web.answers |= {
        "/": Answer(page("/a", "/b")),
        "/a": Answer(rss("One", feed="A")),
        "/b": Answer(rss("Two", feed="B")),
    }
    async with opened(nothing, allow_private=True) as d:
        await look_at(d, web.url())
        await d.until_shown("This site has several feeds")
        await d.press("down", "enter")
        await d.until_shown(QUESTION)
        assert d.lines[0].startswith(" B ")
        await d.press("escape")
        await d.until_shown("This site has several feeds")
        await d.press("escape")
        await d.until(lambda: d.screen.prompt.is_open)
        assert d.screen.prompt.text == web.url()
        assert d.library.feeds.all() == ()


async def test_titles_from_outside_are_shown_as_they_are(opened: Opener, web: Web) -> None:
    hostile = ["[@click=app.exit()]News[/]", "a [/] b", "[red]c", "\x9b31md", "e‮f"]
    web.answers["/feed"] = Answer(feed(*hostile, language="[b]en[/b]"))
    async with opened(nothing, allow_private=True) as d:
        await look_at(d, web.url("/feed"))
        await d.until_shown(QUESTION)
        assert "[@click=app.exit()]News[/]" in d.text
        assert "a [/] b" in d.text
        assert "[red]c" in d.text
        assert not set(d.text) & {"\x1b", "\x9b", "\u202e"}
        await d.press("enter")
        await d.until(lambda: d.status.startswith("Subscribed to Harbour"))


async def test_a_feed_without_entries_or_dates(opened: Opener, web: Web) -> None:
    web.answers |= {
        "/none": Answer(feed()),
        "/undated": Answer(
            b"<rss version='2.0'><channel><title/><item><link>https://a.example/</link></item></channel></rss>"
        ),
    }
    async with opened(nothing, allow_private=True) as d:
        await look_at(d, web.url("/none"))
        await d.until_shown(QUESTION)
        assert "There is nothing in it yet." in d.text
        assert "0 articles · en" in d.text
        await d.press("escape")
        await d.until(lambda: d.screen.prompt.is_open)
        await d.press("ctrl+u")
        await d.paste(web.url("/undated"))
        await d.press("enter")
        await d.until_shown("1 article")
        await d.until_shown(QUESTION)
        assert web.url("/undated") in d.lines[0]


async def test_what_cannot_be_reached_is_subscribed_to_and_told(opened: Opener, web: Web) -> None:
    web.answers["/feed"] = Answer(b"busy", 503)
    async with opened(nothing, allow_private=True) as d:
        await look_at(d, web.url("/feed"))
        await d.until(lambda: "It could not be fetched yet" in d.status)
        assert [one.url for one in d.library.feeds.all()] == [web.url("/feed")]
        assert len(web.requests) == 1


async def test_where_nothing_is_found_it_is_told(opened: Opener, web: Web) -> None:
    web.answers["/"] = Answer(page())
    async with opened(nothing, allow_private=True) as d:
        await look_at(d, web.url())
        await d.until(lambda: d.status.startswith("No feed was found at "))
        assert len(web.requests) == 8
