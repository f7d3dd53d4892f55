"""One key for finding, with three meanings; and the lists to choose from: keys, commands."""

import pytest

from readnow.keys.actions import Pane
from readnow.model.query import UNREAD
from tests.support.driving import Driven
from tests.tui.conftest import Opener


def feed_rows(driven: Driven) -> list[str]:
    return [row.label for row in driven.screen.feed_list.rows]


async def test_feeds_are_filtered_while_typing_and_esc_brings_them_back(opened: Opener) -> None:
    async with opened() as d:
        everything = feed_rows(d)
        await d.press("h", "slash")
        await d.type("marg")
        assert feed_rows(d) == ["Writing", "Margins"]
        await d.press("escape")
        assert feed_rows(d) == everything
        await d.press("slash")
        await d.press("enter")
        assert feed_rows(d) == ["Writing", "Margins"]
        await d.press("j", "enter")
        assert d.titles == ["On reading slowly", "Footnotes"]
        await d.press("h", "escape")
        assert feed_rows(d) == everything


async def test_articles_are_searched_while_typing(opened: Opener) -> None:
    async with opened() as d:
        await d.press("j", "slash")
        await d.type("title:weekly")
        await d.until(lambda: d.titles == ["Weekly edition 1,204"])
        assert "1 found" in d.text
        await d.press("enter")
        await d.press("enter")
        assert d.open_article == "Weekly edition 1,204"
        await d.press("q", "escape")
        assert len(d.titles) == 6
        assert d.screen.pane is Pane.ARTICLES
        assert d.under_cursor == "Weekly edition 1,204"


async def test_esc_in_the_search_gives_the_list_back_with_its_cursor(opened: Opener) -> None:
    async with opened() as d:
        await d.press("j", "j", "slash")
        await d.type("weekly")
        await d.until(lambda: len(d.titles) == 1)
        await d.press("escape")
        await d.until(lambda: len(d.titles) == 6)
        assert d.under_cursor == "Footnotes"
        await d.press("slash")
        assert d.screen.prompt.text == "weekly"


async def test_a_query_that_cannot_be_read_is_told_and_changes_nothing(opened: Opener) -> None:
    async with opened() as d:
        await d.press("slash")
        await d.type("is:blue")
        await d.press("enter")
        await d.until(lambda: "There is no state “blue”" in d.status)
        assert len(d.titles) == 6


async def test_nothing_found_says_so(opened: Opener) -> None:
    async with opened() as d:
        await d.press("slash")
        await d.type("xyzzy")
        await d.press("enter")
        await d.until_shown("Nothing found.")
        await d.press("space")
        assert d.status == "Nothing unread is left in this search."


async def test_words_in_the_open_article(opened: Opener) -> None:
    async with opened() as d:
        await d.press("j", "enter", "slash")
        await d.type("Paragraph 2")
        assert d.lines[-1].endswith("1 of 11")
        await d.press("enter")
        assert d.status == "1 of 11 · n next · p previous · Esc ends"
        await d.press("n", "n")
        assert d.status.startswith("3 of 11")
        assert d.open_article == "A terminal is a place"
        await d.press("N", "p")
        assert d.status.startswith("1 of 11")
        await d.press("escape")
        assert d.screen.pane is Pane.READER
        await d.press("n")
        assert d.open_article == "Footnotes"


async def test_what_was_typed_ahead_reaches_the_prompt(opened: Opener) -> None:
    async with opened() as d:
        await d.pilot.press("slash", *"quiet")
        await d.pilot.pause()
        assert d.screen.prompt.text == "quiet"


async def test_the_keys_of_a_pane_can_be_searched_and_used(opened: Opener) -> None:
    async with opened() as d:
        await d.press("question_mark")
        assert "Star the article" in d.text
        assert "Unsubscribe" not in d.text
        await d.type("star the")
        assert "Move down" not in d.text
        await d.press("enter")
        assert d.app.screen is d.screen
        assert "★ On reading slowly" in d.text
        await d.press("h", "question_mark")
        assert "Unsubscribe from the feed" in d.text
        await d.press("escape")
        assert d.screen.pane is Pane.FEEDS
        assert d.app.is_running


async def test_the_palette_does_commands_and_goes_to_feeds(opened: Opener) -> None:
    async with opened() as d:
        await d.press("colon")
        await d.type("go to marg")
        await d.press("enter")
        assert d.titles == ["On reading slowly", "Footnotes"]
        await d.press("ctrl+p")
        await d.type("zoom")
        await d.press("enter")
        assert "Old Blog" not in d.text
        await d.press("colon")
        await d.type("unread")
        await d.press("down", "down", "up", "escape")
        assert d.screen.view.scope != UNREAD


async def test_a_command_that_asks_for_more_gets_the_keys(opened: Opener) -> None:
    async with opened() as d:
        await d.press("colon")
        await d.type("add a feed")
        await d.press("enter")
        await d.type("abc")
        assert d.screen.prompt.text == "abc"
        await d.press("escape", "j")
        assert d.under_cursor == "A terminal is a place"


async def test_a_place_from_the_palette_is_shown_whatever_was_there(opened: Opener) -> None:
    async with opened(size=(80, 24)) as d:
        await d.press("enter", "colon")
        await d.type("go to kernel")
        await d.press("enter")
        assert d.screen.pane is Pane.ARTICLES
        assert d.titles == ["Weekly edition 1,204"]


@pytest.mark.parametrize("first", ["slash", "question_mark"])
async def test_quitting_works_in_a_prompt_and_in_a_list_to_choose_from(opened: Opener, first: str) -> None:
    async with opened() as d:
        await d.press(first, "Q")
        assert d.app.return_code is None
        await d.press("ctrl+q")
        assert d.app.return_code == 0
