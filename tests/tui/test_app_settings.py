"""The settings of a feed: each can be changed and taken back, and a wrong value is told and not lost."""

import pytest

from readnow.library.settings import SETTINGS, written
from readnow.model.feed import Feed
from readnow.tui.screens.settings import SettingsScreen
from readnow.tui.widgets.prompt_line import PromptLine
from tests.support.driving import Driven
from tests.support.ward import ailing_library, hostile_library
from tests.tui.conftest import Opener
from tests.tui.test_app_layout import compare

EXAMPLES = {
    "interval": "2h",
    "paused": "yes",
    "user_agent": "Somebody/1",
    "headers": "X-Key: abc; X-Other: d",
    "auth": "basic me command pass show feed",
    "proxy": "http://localhost:3128",
    "insecure": "yes",
    "allow_private": "yes",
    "folds": "no",
    "in_all": "no",
    "unread_on_change": "yes",
    "full_text": "yes",
    "keep": "90d",
}


async def settings(d: Driven) -> SettingsScreen:
    """The settings of the last feed, Harbour."""
    await d.press("h", "G", "E")
    screen = d.app.screen
    assert isinstance(screen, SettingsScreen)
    return screen


def the_feed(d: Driven) -> Feed:
    return next(feed for feed in d.library.feeds.all() if feed.url == "https://harbour.example/feed.xml")


async def go_to(d: Driven, key: str) -> None:
    screen = d.app.screen
    assert isinstance(screen, SettingsScreen)
    place = [row.key for row in screen.rows._rows].index(key)
    await d.press("g", *["j"] * place)
    assert screen.rows.row is not None
    assert screen.rows.row.key == key


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 40), (200, 50)], ids=str)
async def test_all_settings(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(ailing_library, size=size) as d:
        await settings(d)
        await d.press("j", "j", "j")
        compare(d, f"settings-{size[0]}x{size[1]}")


async def test_a_setting_is_taken_back_where_it_was_changed(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        screen = await settings(d)
        await go_to(d, "paused")
        await d.press("enter")
        await d.until(lambda: the_feed(d).settings.paused)
        await d.press("u")
        await d.until(lambda: not the_feed(d).settings.paused)
        await d.until(lambda: screen.status.message.startswith("Undone: set paused of “"))
        await d.press("U")
        await d.until(lambda: the_feed(d).settings.paused)
        await d.press("u", "u")
        await d.until(lambda: screen.status.message == "There is nothing to undo.")


def test_there_is_an_example_of_each() -> None:
    assert EXAMPLES.keys() == SETTINGS.keys()


async def test_every_setting_goes_there_and_back(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        await settings(d)
        usual = the_feed(d).settings
        for key, text in EXAMPLES.items():
            await go_to(d, key)
            await d.press("enter")
            if SETTINGS[key].takes != "yes or no":
                await d.type(text)
                await d.press("enter")
            await d.until(lambda key=key, text=text: written(the_feed(d).settings, key) == text)  # type: ignore[misc]
        for key in EXAMPLES:
            await go_to(d, key)
            if SETTINGS[key].takes == "yes or no":
                await d.press("space")
            else:
                await d.press("enter", "ctrl+u", "enter")
            await d.until(lambda key=key: not written(the_feed(d).settings, key))  # type: ignore[misc]
        assert the_feed(d).settings == usual


async def test_a_wrong_value_is_told_and_stays_to_be_corrected(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        screen = await settings(d)
        await go_to(d, "interval")
        await d.press("enter")
        await d.type("often")
        await d.press("enter")
        await d.until_shown("! interval takes a time such as 90m, 2h or 1d.")
        assert screen.prompt.is_open
        assert screen.prompt.text == "often"
        await d.press("escape")
        assert not screen.prompt.is_open
        assert "! interval" not in d.text
        assert the_feed(d).settings.interval is None
        await d.press("enter")
        assert screen.prompt.text == "often"
        await d.press("ctrl+u")
        await d.type("90m")
        await d.press("enter")
        await d.until_shown("90m")
        assert the_feed(d).settings.interval == 90


async def test_title_folder_and_address(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        screen = await settings(d)
        await d.press("enter")
        assert screen.prompt.text == "Harbour"
        await d.type("s")
        await d.press("enter")
        await d.until_shown("Settings · Harbours")
        await d.press("enter", "ctrl+u", "enter")
        await d.until(lambda: d.lines[0] == " Settings · Harbour")
        assert not the_feed(d).renamed
        await d.press("j", "enter")
        await d.type("Out/In")
        await d.press("enter")
        await d.until_shown("Out/In")
        assert d.library.feeds.path(the_feed(d).folder_id) == ("Out", "In")
        await d.press("j", "j", "enter")
        await d.press("ctrl+u")
        await d.type("https://old-blog.example/feed.xml")
        await d.press("enter")
        await d.until_shown("is already subscribed to, as “Old Blog”.")
        assert screen.prompt.text == "https://old-blog.example/feed.xml"
        await d.press("ctrl+u")
        await d.type("https://new.example/feed")
        await d.press("enter")
        await d.until_shown("The next refresh asks there.")
        assert "https://new.example/feed" in [feed.url for feed in d.library.feeds.all()]
        await d.press("escape")
        assert d.app.screen is d.screen
        await d.until_shown("▾ Out")


async def test_that_a_certificate_is_not_checked_is_always_seen(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        await settings(d)
        await go_to(d, "insecure")
        assert "anybody in between may read and change it" in d.text
        await d.press("space")
        await d.until(lambda: the_feed(d).settings.insecure)
        await d.press("escape")
        await d.until(lambda: any("Harbour" in line[:26] and "≠" in line[:26] for line in d.lines))
        assert d.status == "Harbour: certificate not checked"
        await d.press("enter", "enter")
        await d.until_shown("Harbour · certificate not checked")
        await d.press("i", "i")
        await d.until_shown("certificate not checked: anybody in between may read and change it")


async def test_opened_on_no_feed_it_says_so(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        await d.press("h", "g", "E")
        assert d.app.screen is d.screen
        assert d.status == "Put the cursor on a feed to see its settings."


async def test_the_feed_goes_away_meanwhile(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        await settings(d)
        await d.library.feeds.remove([the_feed(d).id])
        await d.until(lambda: d.app.screen is d.screen)


async def test_hostile_texts_and_a_resize(opened: Opener) -> None:
    async with opened(hostile_library) as d:
        screen = await settings(d)
        assert "Settings · [@click=app.quit]Bad[/] " in d.text
        await d.press("j", "j", "j", "j")
        for size in ((80, 24), (40, 10), (30, 5), (120, 40)):
            await d.pilot.resize_terminal(*size)
            await d.pilot.pause()
            assert screen.rows.row is not None
            assert screen.rows.row.key == "paused"
        assert "\x1b" not in d.text


async def test_what_is_entered_and_gone_on_from_at_once_is_kept(opened: Opener) -> None:
    async with opened(ailing_library) as d:
        await settings(d)
        await go_to(d, "title")
        await d.press("enter")
        await d.type(" again")
        await d.press("enter", "j", "enter")  # as fast as a slow line delivers them
        await d.until(lambda: the_feed(d).title == "Harbour again")
        assert d.app.screen.query_one(PromptLine).label == "folder:"
