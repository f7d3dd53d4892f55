"""The feed doctor's screen: what it shows at each size, how one moves in it, whom it opens on."""

import pytest

from readnow.config.schema import KeysConfig
from readnow.keys.actions import Pane
from readnow.model.feed import FeedId
from readnow.tui.screens.doctor import DoctorScreen
from tests.support.driving import Driven
from tests.support.shelf import small_library
from tests.support.ward import ailing_library, hostile_library
from tests.tui.conftest import Opener
from tests.tui.test_app_layout import compare

SIZES = [(40, 10), (80, 24), (120, 40), (200, 50)]


async def all_feeds(d: Driven) -> DoctorScreen:
    """Open the doctor by its name in the list of commands."""
    await d.press("colon")
    await d.type("doctor: all")
    await d.press("enter")
    await d.until_shown("Feed doctor ")
    await d.until_shown("1 silent")
    screen = d.app.screen
    assert isinstance(screen, DoctorScreen)
    return screen


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_all_feeds_that_need_a_look(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(ailing_library, size=size) as d:
        await all_feeds(d)
        if size[1] > 20:
            await d.until_shown("fetches ")
        compare(d, f"doctor-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_one_feed(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(ailing_library, size=size) as d:
        screen = await all_feeds(d)
        await d.press("enter")
        await d.until(lambda: screen.facts.line_count > 8)
        compare(d, f"doctor-one-{size[0]}x{size[1]}")


async def test_on_a_terminal_without_unicode(opened: Opener) -> None:
    async with opened(ailing_library, encoding="ascii", size=(80, 24)) as d:
        await all_feeds(d)
        await d.press("enter")
        await d.until_shown("fetches ")
        compare(d, "doctor-ascii-80x24")
        assert d.text.replace("…", "").isascii()


async def test_a_well_feed_is_shown_alone(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        await d.press("h", "G", "i")
        await d.until_shown("posts a week")
        assert d.lines[0].startswith(" Harbour ")
        assert "what helps" not in d.text
        assert "In trouble" not in d.text
        await d.press("i")
        await d.until_shown("6 in trouble, 1 silent, 1 never read")
        await d.press("q")
        assert d.app.screen is d.screen
        assert d.screen.pane is Pane.FEEDS


async def test_it_opens_on_the_feed_of_what_is_in_hand(opened: Opener) -> None:
    async with opened() as d:
        await d.press("j", "i", "i")
        await d.until(lambda: d.lines[0].startswith(" Harbour "))
        await d.press("escape", "enter", "i", "i")
        await d.until(lambda: d.lines[0].startswith(" Harbour "))
        await d.press("escape")
        await d.press("h", "h", "g", "i")
        await d.until_shown("Feed doctor · 2 in trouble")
        await d.press("escape")
        await d.press("G", "i")
        assert d.lines[0].startswith(" Slow Site ")


async def test_a_list_without_articles_is_of_its_feed(opened: Opener) -> None:
    async with opened() as d:
        await d.press("h", "G", "k", "enter", "i")
        assert d.lines[0].startswith(" Old Blog ")


async def test_where_all_are_well(opened: Opener) -> None:
    def fill(conn: object) -> None:
        from tests.support.shelf import entry, put_feed

        put_feed(conn, "Harbour", [entry("A terminal is a place")])  # type: ignore[arg-type]

    async with opened(fill) as d:
        await d.press("h", "g", "i")
        assert "Feed doctor · all feeds are well" in d.text
        assert "All feeds are well." in d.text
        await d.press("t", "u", "e", "j", "enter", "G", "pagedown")
        await d.press("escape")
        assert d.app.screen is d.screen


async def test_the_cursor_leads_and_resizing_keeps_it(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        screen = await all_feeds(d)
        await d.press("j", "j")
        assert screen.feed is not None
        assert screen.feed.title == "Moved Weekly"
        await d.until_shown("https://weekly.example/rss (seen 2 times since 12 Nov)")
        for size in ((80, 24), (40, 10), (30, 6), (200, 50), (120, 40)):
            await d.pilot.resize_terminal(*size)
            await d.pilot.pause()
            assert screen.feed.title == "Moved Weekly"
            assert any(line.startswith("  Moved Weekly") for line in d.lines) or size[1] < 10
        await d.press("enter", "escape")
        assert screen.feed.title == "Moved Weekly"
        await d.press("G")
        assert screen.feed.title == "Firehose"
        assert "Never read · 1" in d.text
        await d.press("g", "b", "ctrl+d", "k", "escape")
        assert d.app.screen is d.screen


async def test_what_is_long_scrolls(opened: Opener) -> None:
    async with opened(ailing_library, size=(40, 10)) as d:
        screen = await all_feeds(d)
        await d.press("enter")
        await d.until(lambda: screen.facts.line_count > 8)
        await d.press("j", "ctrl+d", "G")
        assert "with validators" in d.text
        await d.press("g")
        assert d.lines[1] == "  https://old-blog.example/feed.xml"


async def test_typed_ahead_all_of_it_arrives(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        await d.press("h", "G", "i", "p")
        await d.until_shown("Harbour is paused")
        await d.press("i", "u", "y")
        await d.until_shown("Unsubscribed from “Old Blog”.")
        assert "5 in trouble" in d.lines[0]


async def test_the_list_of_keys_does_what_is_chosen(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        await d.press("h", "G", "i", "question_mark")
        assert "  p                Pause" in d.text
        await d.type("pause")
        await d.press("enter")
        await d.until_shown("Harbour is paused")


async def test_the_users_keys_hold_here_too(opened: Opener) -> None:
    keys = KeysConfig(bindings={"cursor.down": ("x",), "feed.doctor": ("I",), "app.back": ("w",)})
    async with opened(ailing_library, keys=keys) as d:
        await d.press("h", "G", "I", "I")
        await d.until_shown("never read")
        screen = d.app.screen
        assert isinstance(screen, DoctorScreen)
        await d.press("x")
        assert screen.feed is not None
        assert screen.feed.title == "Slow Site"
        await d.press("w")
        assert d.app.screen is d.screen


async def test_what_happens_in_the_library_is_shown(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        await all_feeds(d)
        await d.library.feeds.resume(FeedId(1))
        await d.until_shown("Feed doctor · 5 in trouble")
        await d.press("enter")
        assert d.lines[0].startswith(" Slow Site ")
        await d.library.feeds.remove([FeedId(2)])
        await d.until_shown("Feed doctor · 4 in trouble")
        assert d.lines[0].startswith(" Feed doctor")


async def test_titles_against_us_are_shown_as_they_are(opened: Opener) -> None:
    async with opened(hostile_library) as d:
        await d.press("h", "G", "i")
        await d.until_shown("fetches ")
        assert d.lines[0].startswith(" [@click=app.quit]Bad[/] ")
        assert "\x1b" not in d.text
        assert "\u202e" not in d.text
        await d.press("i", "u")
        assert "Unsubscribe from “[@click=app.quit]Bad[/]" in d.text
        await d.press("y")
        await d.until_shown("Nothing here yet.")
        assert d.app.is_running


async def test_opening_and_closing_at_once_leaves_nothing_behind(opened: Opener) -> None:
    async with opened(small_library) as d:
        for _ in range(3):
            await d.press("i", "escape", "E", "escape", "i", "i", "escape")
        await d.press("i", "i", "p", "escape", "escape")
        await d.until(lambda: any(feed.settings.paused for feed in d.library.feeds.all()))
        assert d.app.screen is d.screen


async def test_a_screen_that_is_gone_is_not_closed_again(opened: Opener) -> None:
    async with opened() as d:
        await d.go_to_row("Harbour")
        await d.press("i")
        screen = d.app.screen
        assert isinstance(screen, DoctorScreen)
        screen.close()
        await d.until(lambda: d.app.screen is d.screen)
        screen.close()
        assert d.app.screen is d.screen
