"""Subscriptions by key, on real servers on loopback: adding, choosing, importing, ending, refreshing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from readnow.demo.server import DemoServer
from readnow.keys.actions import Pane
from readnow.model.query import ALL
from readnow.store.database import Connection
from tests.support.shelf import NOW, entry, put_feed
from tests.tui.conftest import Opener


@pytest.fixture
async def server() -> AsyncIterator[DemoServer]:
    """The demo's web server: a front page with feeds, and sites."""
    async with DemoServer(NOW) as running:
        yield running


def nothing(conn: object) -> None:
    """No feeds."""


async def test_a_site_with_several_feeds_on_a_private_network(opened: Opener, server: DemoServer) -> None:
    async with opened(nothing) as d:
        await d.press("a")
        await d.paste(server.address)
        await d.press("enter")
        await d.until_shown("is on a private network. Add it all the same?")
        await d.press("y")
        await d.until_shown("This site has several feeds")
        assert "The Quay Almanac" in d.text
        await d.type("notice")
        await d.press("enter")
        await d.until_shown("Enter subscribes · Esc goes back")
        await d.press("enter")
        await d.until(lambda: d.status.startswith("Subscribed to Noticeboard"))
        assert [feed.title for feed in d.library.feeds.all()] == ["Noticeboard"]
        assert d.screen.pane is Pane.ARTICLES
        assert d.titles
        address = d.library.feeds.all()[0].url
        await d.press("a")
        await d.paste(address)
        await d.press("enter")
        await d.until(lambda: d.status == "Already subscribed, as “Noticeboard”.")


async def test_a_private_address_is_not_added_without_a_yes(opened: Opener, server: DemoServer) -> None:
    async with opened(nothing) as d:
        await d.press("a")
        await d.paste(server.address)
        await d.press("enter")
        await d.until_shown("private network")
        await d.press("n")
        await d.until(lambda: d.status == "Nothing was added.")
        assert d.library.feeds.all() == ()


async def test_an_address_that_is_none_and_a_name_nobody_knows(opened: Opener) -> None:
    async with opened() as d:
        await d.press("a")
        await d.type("ftp://a.example/")
        await d.press("enter")
        await d.until(lambda: d.status == "Only http:// and https:// addresses can be added.")
        await d.press("a")
        await d.paste("https://nobody.example/feed")
        await d.press("enter")
        await d.until(lambda: "It could not be fetched yet" in d.status)
        assert "https://nobody.example/feed" in [feed.url for feed in d.library.feeds.all()]


async def test_esc_keeps_what_was_typed_for_the_next_time(opened: Opener) -> None:
    async with opened() as d:
        await d.press("a")
        await d.type("https://half.exam")
        await d.press("escape")
        assert not d.screen.prompt.is_open
        assert d.screen.pane is Pane.ARTICLES
        await d.press("a")
        assert d.screen.prompt.text == "https://half.exam"
        await d.press("escape", "j")
        assert d.under_cursor == "A terminal is a place"


async def test_unsubscribing_asks(opened: Opener) -> None:
    async with opened() as d:
        await d.go_to_row("Harbour")
        await d.press("D")
        await d.until_shown("Unsubscribe from “Harbour”?")
        await d.press("n")
        assert len(d.library.feeds.all()) == 5
        await d.press("D")
        await d.until_shown("Unsubscribe from “Harbour”?")
        await d.press("y")
        await d.until(lambda: d.status == "Unsubscribed from “Harbour”.")
        await d.until(lambda: "A terminal is a place" not in d.titles)
        assert "Harbour" not in "\n".join(line[:26] for line in d.lines)
        assert d.library.feeds.unread(ALL) == 3
        assert d.screen.feed_list.scope is not None


async def test_unsubscribing_from_all_leads_to_the_card(opened: Opener) -> None:
    def fill(conn: Connection) -> None:
        put_feed(conn, "Harbour", [entry("A terminal is a place")])

    async with opened(fill) as d:
        await d.press("h", "G", "D")
        await d.until_shown("Unsubscribe from “Harbour”?")
        await d.press("y")
        await d.until_shown("Nothing here yet.")
        await d.press("question_mark", "escape")
        assert d.app.is_running


async def test_the_first_run_offers_four_things(opened: Opener, tmp_path: Path) -> None:
    listed = tmp_path / "my feeds.opml"
    listed.write_text(
        '<opml version="2.0"><body><outline text="News"><outline type="rss" text="One"'
        ' xmlUrl="https://one.example/feed"/></outline></body></opml>'
    )
    async with opened(nothing) as d:
        assert "Nothing here yet." in d.text
        assert str(tmp_path / "data") in d.text
        await d.press("question_mark")
        assert "Keys · feeds" in d.text
        await d.press("escape", "i")
        await d.until_shown("Import the file:")
        await d.paste(str(tmp_path / "none.opml"))
        await d.press("enter")
        await d.until(lambda: "there is no such file" in d.status)
        await d.press("i")
        await d.until_shown("Import the file:")
        await d.paste(str(listed))
        await d.press("enter")
        await d.until(lambda: d.status == "Subscribed to 1 feed.")
        await d.until_shown("One")
        assert d.screen.pane is Pane.ARTICLES
        assert d.library.feeds.path(d.library.feeds.all()[0].folder_id) == ("News",)


async def test_the_starter_pack(opened: Opener) -> None:
    async with opened(nothing) as d:
        await d.press("s")
        await d.until(lambda: len(d.library.feeds.all()) >= 8)
        await d.until_shown("All articles")
        assert d.status.startswith("Subscribed to ")


async def test_a_feed_in_trouble_says_why_when_the_cursor_is_on_it(opened: Opener) -> None:
    async with opened() as d:
        await d.press("h", "G")
        assert d.status.startswith("Slow Site: asked to wait (429) · since ")
        assert "next try 17:00" in d.status
        await d.press("k")
        assert d.status.endswith("not checked any more")
        await d.press("g")
        assert d.status == ""


async def test_refreshing_by_key(opened: Opener, server: DemoServer) -> None:
    async with opened(nothing, allow_private=True) as d:
        await d.library.feeds.import_list(server.subscriptions)
        await d.press("R")
        await d.until(lambda: "feeds in trouble" in d.status, seconds=30)
        assert "new" in d.status
        await d.until(lambda: "Welcome to ReadNOW" in d.titles)
        assert len(d.titles) == 45
        await d.press("r")
        await d.until(lambda: "looked at a moment ago" in d.status)
