"""The search line: everywhere or here, best or newest, what was searched before, completion, mistakes, keeping."""

from functools import partial

import pytest

from readnow.keys.actions import Pane
from readnow.model.query import ALL, Scope, ScopeKind, Sort
from readnow.tui.widgets.prompt_line import PromptLine
from tests.support.driving import Driven
from tests.tui.conftest import Opener
from tests.tui.test_app_layout import compare

SIZES = [(120, 40), (80, 24)]


def prompt(d: Driven) -> PromptLine:
    return d.screen.prompt


def is_searched(d: Driven, words: str) -> bool:
    return d.screen.view.search == words


async def in_margins(d: Driven) -> None:
    """The search line over the two articles of Margins."""
    await d.go_to_row("Margins")
    await d.press("enter", "slash")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_here_and_everywhere(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(size=size) as d:
        await in_margins(d)
        await d.type("on")
        await d.until(lambda: d.titles == ["On reading slowly"])
        assert "everywhere" in d.lines[-1]
        await d.press("ctrl+t")
        await d.until(lambda: d.titles == ["On reading slowly", "On quiet"])
        assert "only here" in d.lines[-1]
        compare(d, f"search-{size[0]}x{size[1]}")
        await d.press("ctrl+t")
        await d.until(lambda: d.titles == ["On reading slowly"])
        await d.press("ctrl+t", "enter")
        await d.until(lambda: d.screen.view.scope == ALL)
        await d.until(lambda: d.titles == ["On reading slowly", "On quiet"])
        assert not prompt(d).is_open


async def test_esc_brings_the_list_back_from_everywhere(opened: Opener) -> None:
    async with opened() as d:
        await in_margins(d)
        await d.type("on")
        await d.press("ctrl+t")
        await d.until(lambda: "On quiet" in d.titles)
        await d.press("escape")
        await d.until(lambda: d.titles == ["On reading slowly", "Footnotes"])
        assert d.screen.view.scope.kind is ScopeKind.FEED


async def test_best_first_and_newest_first(opened: Opener) -> None:
    async with opened() as d:
        await d.press("slash")
        await d.type("the")
        await d.until(lambda: d.screen.view.search == "the")
        await d.press("ctrl+o")
        await d.until(lambda: d.screen.query_shown.sort is Sort.RANK)
        await d.until_shown("best first")
        assert "newest first" in d.lines[-1]
        await d.press("ctrl+o")
        await d.until(lambda: d.screen.query_shown.sort is Sort.NEWEST)
        await d.press("ctrl+o", "enter")
        await d.until(lambda: d.screen.query_shown.sort is Sort.RANK)
        await d.press("escape")
        await d.until(lambda: d.screen.query_shown.sort is Sort.NEWEST)


async def test_what_was_searched_is_remembered_over_restarts(opened: Opener) -> None:
    async with opened() as d:
        for words in ("weekly", "quiet", "weekly"):
            await d.press("slash")
            await d.type(words)
            await d.press("enter")
            await d.until(partial(is_searched, d, words))
            await d.press("escape")
            await d.until(lambda: not d.screen.view.search)
    async with opened(None) as d:
        await d.press("slash")
        await d.until(lambda: d.screen.histories.of("searches") == ("quiet", "weekly"))
        await d.type("x")
        await d.press("up")
        assert prompt(d).text == "weekly"
        await d.press("up", "up")
        assert prompt(d).text == "quiet"
        await d.press("down", "down")
        assert prompt(d).text == "x"
        await d.press("up", "enter")
        await d.until(lambda: d.titles == ["Weekly edition 1,204"])


async def test_the_history_has_an_end(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readnow.tui.histories.MOST", 2)
    async with opened() as d:
        for words in ("one", "two", "three"):
            await d.press("slash")
            await d.type(words)
            await d.press("enter")
            await d.until(partial(is_searched, d, words))
            await d.press("escape")
        assert d.screen.histories.of("searches") == ("two", "three")


async def test_tab_completes_terms_states_and_names(opened: Opener) -> None:
    async with opened() as d:
        await d.library.smart_feeds.add("Long reads", "words:>2000")
        await d.press("slash")
        await d.type("fee")
        await d.press("tab")
        assert prompt(d).text == "feed:"
        await d.type("har")
        await d.press("tab")
        assert prompt(d).text == "feed:Harbour "
        await d.type("is:")
        await d.press("tab")
        assert "is:unread  is:read  is:starred" in d.lines[-1]
        assert prompt(d).text == "feed:Harbour is:unread"
        await d.press("tab")
        assert prompt(d).text == "feed:Harbour is:read"
        await d.press("shift+tab")
        assert prompt(d).text == "feed:Harbour is:unread"
        await d.type(" smart:lo")
        await d.press("tab")
        assert prompt(d).text == 'feed:Harbour is:unread smart:"Long reads" '
        await d.press(*["backspace"] * 19)
        await d.press("enter")
        await d.until(lambda: len(d.titles) == 3)
        assert d.screen.pane is Pane.ARTICLES


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_mistake_is_marked_below_its_place_and_hides_nothing(
    opened: Opener, size: tuple[int, int]
) -> None:
    async with opened(size=size) as d:
        await d.press("slash")
        await d.type("on")
        await d.until(lambda: len(d.titles) == 2)
        await d.type(" after:tod")
        below, above = d.lines[-1], d.lines[-2]
        assert "^ “tod” is no day." in below
        assert below.index("^") == above.index("after:tod")
        await d.pilot.pause(0.4)
        assert d.titles == ["On reading slowly", "On quiet"]
        compare(d, f"search-mistake-{size[0]}x{size[1]}")
        await d.type("ay")
        await d.until(lambda: d.screen.view.search == "on after:today")
        assert "^o" in d.lines[-1]
        await d.type(" " + "long " * 20 + "is:x")
        assert "column" in d.lines[-1]


async def test_words_are_marked_in_titles_and_in_the_text(opened: Opener) -> None:
    async with opened() as d:
        await d.press("j", "slash")
        await d.type("paragraph place")
        await d.press("enter")
        await d.until(lambda: d.titles == ["A terminal is a place"])
        await d.press("enter")
        reader = d.screen.reader
        assert d.open_article == "A terminal is a place"
        assert [mark for line in range(12) for mark in reader.marks_on(line)]
        strips = d.screen.article_list.render_line(2)
        assert [s.text for s in strips if s.style and s.style.underline and "place" in s.text]
        await d.press("slash")
        await d.type("Paragraph 2")
        await d.press("enter")
        assert d.status.startswith("1 of 11")
        await d.press("escape", "q", "escape")
        await d.until(lambda: len(d.titles) == 6)
        await d.press("enter")
        assert not [mark for line in range(12) for mark in reader.marks_on(line)]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_search_is_kept_as_a_smart_feed(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(size=size) as d:
        await d.press("slash")
        await d.type("title:quiet OR slowly")
        await d.until(lambda: len(d.titles) == 2)
        await d.press("ctrl+s")
        assert prompt(d).label == "Keep as smart feed:"
        assert prompt(d).text == "Title quiet OR slowly"
        await d.press(*["backspace"] * 40)
        await d.press("enter")
        await d.until_shown("A smart feed needs a name.")
        await d.type("Quiet things")
        await d.press("enter")
        await d.until(lambda: d.status == "Kept as the smart feed “Quiet things”.")
        kept = d.library.smart_feeds.named("quiet things")
        assert kept.query == "title:quiet OR slowly"
        assert d.titles == ["On reading slowly", "On quiet"]
        await d.until(lambda: "Quiet things" in [row.label for row in d.screen.feed_list.rows])
        await d.go_to_row("Quiet things")
        await d.press("enter")
        assert d.screen.view.scope == Scope(ScopeKind.SMART, kept.id)
        assert d.titles == ["On reading slowly", "On quiet"]


async def test_esc_from_the_name_goes_back_to_the_search(opened: Opener) -> None:
    async with opened() as d:
        await d.press("slash")
        await d.type("is:blue")
        await d.press("ctrl+s")
        assert prompt(d).label == "Search:"
        await d.press(*["backspace"] * 7)
        await d.type("title:quiet")
        await d.until(lambda: d.titles == ["On quiet"])
        await d.press("ctrl+s", "escape")
        await d.until(lambda: prompt(d).is_open and prompt(d).label == "Search:")
        assert prompt(d).text == "title:quiet"
        await d.press("escape")
        await d.until(lambda: len(d.titles) == 6)
        assert d.library.smart_feeds.all() == ()
