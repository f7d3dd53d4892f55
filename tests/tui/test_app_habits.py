"""Steps and marks that have keys in presets only."""

import pytest

from readnow.config.schema import KeysConfig
from readnow.keys.actions import Pane
from readnow.model.query import Scope
from readnow.views.selection import Show
from tests.tui.conftest import Opener

NEWSBOAT = KeysConfig("newsboat")


async def test_from_feed_to_feed_with_news(opened: Opener) -> None:
    async with opened(keys=NEWSBOAT) as d:
        await d.press("ctrl+n")
        assert d.titles == ["A terminal is a place", "On quiet", "Small rooms"]
        await d.press("ctrl+n", "ctrl+n")
        assert (d.titles, d.screen.pane) == (["Weekly edition 1,204"], Pane.ARTICLES)
        await d.press("ctrl+p")
        assert d.titles == ["On reading slowly", "Footnotes"]
        await d.press("h", "ctrl+n")
        assert (d.screen.pane, d.screen.feed_list.scope) == (Pane.FEEDS, d.screen.view.scope)
        await d.press("A")
        await d.until(lambda: "Marked" in d.status)
        await d.press("ctrl+n", "A")
        await d.until(lambda: d.library.feeds.unread(Scope.feed(d.library.feeds.all()[0].id)) == 0)
        await d.press("ctrl+n", "ctrl+n")
        assert d.status == "No other feed has unread articles."


async def test_unread_only_and_back(opened: Opener) -> None:
    async with opened(keys=NEWSBOAT) as d:
        await d.press("N", "l")
        assert len(d.titles) == 5
        await d.press("l")
        assert len(d.titles) == 6
        await d.go_to_row("Margins")
        shown = []
        for keys in (("enter", "l"), ("l",)):
            await d.press(*keys)
            shown.append(d.screen.view.show)
        assert shown == [Show.UNREAD, Show.ALL]


async def test_everything_is_marked_read_after_a_question(opened: Opener) -> None:
    async with opened(keys=NEWSBOAT) as d:
        await d.press("C")
        await d.until_shown("Mark 6 articles in all feeds read?")
        await d.press("n")
        assert len([head for head in d.screen.article_list.heads if not head.read]) == 6
        await d.press("C")
        await d.until_shown("Mark 6 articles in all feeds read?")
        await d.press("y")
        await d.until(lambda: d.status == "Marked 6 articles in all feeds read.")
        await d.until(lambda: all(head.read for head in d.screen.article_list.heads))
        await d.press("C")
        await d.until(lambda: d.status == "Nothing unread is left.")
        await d.press("U")
        await d.until(lambda: not any(head.read for head in d.screen.article_list.heads))


async def test_browser_and_read_in_one(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr("readnow.tui.app.ReadNowApp.copy_to_clipboard", lambda _, text: copied.append(text))
    async with opened(keys=NEWSBOAT) as d:
        await d.press("O")
        assert copied == ["https://feeds.example/onreadingslowly"]
        assert d.screen.article_list.heads[0].read
        await d.press("O")
        assert d.screen.article_list.heads[0].read
