"""The order of the list: chosen, shown, remembered for each list; nothing else moves by it."""

import pytest
from msgspec.structs import replace

from readnow.config.schema import UiConfig
from readnow.keys.actions import Pane
from readnow.model.article import Flag
from readnow.model.query import ALL, Sort
from readnow.store.database import Connection, Database
from readnow.tui.screens import listing, moving
from tests.support.shelf import NOW, entry, put_articles, put_feed
from tests.tui.conftest import Opener


async def _choose(d, words: str) -> None:  # type: ignore[no-untyped-def]
    await d.press("O")
    await d.type(words)
    await d.press("enter")
    await d.until(lambda: d.app.screen is d.screen)
    await d.pilot.pause()


TITLES = [
    "A terminal is a place",
    "Footnotes",
    "On quiet",
    "On reading slowly",
    "Small rooms",
    "Weekly edition 1,204",
]


async def test_by_title_and_back(opened: Opener) -> None:
    async with opened() as d:
        assert "newest first" in d.lines[0]
        await _choose(d, "title")
        await d.until(lambda: d.titles == TITLES)
        assert "by title" in d.lines[0]
        assert d.under_cursor == "On reading slowly"
        await _choose(d, "newest")
        await d.until(lambda: d.titles[0] == "On reading slowly")
        assert "newest first" in d.lines[0]


async def test_the_order_now_is_said_and_esc_changes_nothing(opened: Opener) -> None:
    async with opened() as d:
        await d.press("O")
        await d.until_shown("Order of the list")
        assert any("Newest first" in line and "now" in line for line in d.lines)
        assert "Best first" not in d.text
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.screen)
        assert d.titles[0] == "On reading slowly"


async def test_each_list_keeps_its_own_over_restarts(opened: Opener) -> None:
    async with opened() as d:
        await _choose(d, "oldest")
        await d.until(lambda: d.titles[0] == "Weekly edition 1,204")
        await d.press("2")
        assert d.titles[0] == "On reading slowly"
        await d.press("1")
        assert d.titles[0] == "Weekly edition 1,204"
    async with opened(None) as d:
        assert d.titles[0] == "Weekly edition 1,204"
        assert "oldest first" in d.lines[0]
        await _choose(d, "newest")
        await d.until(lambda: d.titles[0] == "On reading slowly")
    async with opened(None) as d:
        assert d.titles[0] == "On reading slowly"


async def test_the_usual_order_is_the_configurations(opened: Opener) -> None:
    async with opened(ui=UiConfig(sort="author")) as d:
        assert "by author" in d.lines[0]
    async with opened(None, ui=UiConfig(sort="title")) as d:
        assert d.titles == TITLES
        await _choose(d, "newest")
        await d.until(lambda: d.titles[0] == "On reading slowly")
    async with opened(None, ui=UiConfig(sort="title")) as d:
        assert d.titles[0] == "On reading slowly"


async def test_a_search_has_an_order_of_its_own(opened: Opener) -> None:
    async with opened() as d:
        await _choose(d, "title")
        await d.press("slash")
        await d.type("o*")
        await d.press("enter")
        await d.until(lambda: "found" in d.lines[0])
        assert "newest first" in d.lines[0]
        await _choose(d, "best")
        await d.until(lambda: "best first" in d.lines[0])
        await d.press("escape")
        await d.until(lambda: d.titles == TITLES)
        assert d.screen.sorts.as_remembered() == {"all:0": "title"}


async def test_arrivals_come_to_their_place_and_all_marked_read_are_those_that_were_there(
    opened: Opener,
) -> None:
    async with opened() as d:
        await _choose(d, "title")
        await d.until(lambda: d.titles == TITLES)
        feed_id = d.library.feeds.all()[0].id
        other = await Database.open(d.paths.database)
        await other.write(put_articles, feed_id, [entry("Just in")], newest=NOW + 5)
        await d.until(lambda: "Just in" in d.titles)
        assert d.titles == sorted([*TITLES, "Just in"])
        await other.write(put_articles, feed_id, [entry("And now")], newest=NOW + 9)
        await other.close()
        assert d.screen.pane is Pane.ARTICLES
        await d.press("A")
        await d.until(lambda: d.status.startswith("Marked 7"))
        assert d.library.feeds.unread(ALL) == 1


def _many(conn: Connection) -> None:
    put_feed(conn, "Many", [entry(f"Article {n:03}") for n in range(130)], step=60)


async def test_reading_on_and_pages_go_down_the_list_as_it_is(opened: Opener) -> None:
    async with opened(_many) as d:
        await _choose(d, "title")
        await d.until(lambda: d.titles[:1] == ["Article 000"])
        assert len(d.titles) == 100
        await d.press("g", "space")
        assert d.open_article == "Article 000"
        d.screen.article_list.to_bottom()
        await d.until(lambda: len(d.titles) == 130)
        assert d.titles == sorted(d.titles)
        await d.press("G", "n")
        assert d.under_cursor == "Article 001"


async def test_the_next_unread_may_be_further_down(opened: Opener) -> None:
    async with opened(_many) as d:
        await _choose(d, "longest")
        await d.until(lambda: "longest first" in d.lines[0])
        heads = d.screen.article_list.heads
        d.screen.set_flag(heads, Flag.READ, True)
        await d.library.articles.settled()
        await d.press("n")
        assert d.under_cursor == "Article 100"
        assert len(d.titles) == 130


async def test_what_takes_long_is_shown_later_and_the_keys_go_on(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readnow.store.sorting._PIECE", 10)
    monkeypatch.setattr("readnow.library.sorted_pages._PART", 0.0)
    monkeypatch.setattr(listing, "_PATIENCE", 0.0)
    monkeypatch.setattr("readnow.views.start.MANY_TO_SORT", 10)
    async with opened(_many) as d:
        gone_on = d.screen._fill_later
        held: list[object] = []

        async def hold(*values):  # type: ignore[no-untyped-def]
            held.append(values)

        monkeypatch.setattr(d.screen, "_fill_later", hold)
        await _choose(d, "title")
        await d.until(lambda: held)
        assert "Putting the articles in order" in d.text
        assert d.titles == []
        await gone_on(*held[0])  # type: ignore[misc]
        assert d.titles[0] == "Article 000"
        await _choose(d, "author")
        await d.until(lambda: len(held) == 2)
        await d.press("2")
        await gone_on(*held[1])  # type: ignore[misc]
        assert d.titles[0] == "Article 000"
        assert d.screen.query_shown.sort is Sort.NEWEST
        monkeypatch.setattr(d.screen, "_fill_later", gone_on)
        await d.press("1")
        await d.until(lambda: len(d.titles) == 100)
    monkeypatch.setattr(listing, "_PATIENCE", 9.0)
    async with opened(None, ui=replace(UiConfig(), sort="title")) as d:
        await d.until(lambda: d.titles[:1] == ["Article 000"])


def _very_many(conn: Connection) -> None:
    put_feed(conn, "Many", [entry(f"Article {n:03}") for n in range(530)], step=60)


async def test_the_end_of_a_long_list_comes_in_parts_while_nobody_moves(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_AT_ONCE", 20)
    monkeypatch.setattr(moving, "_TOGETHER", 20)
    monkeypatch.setattr(moving, "_TO_THE_END", 60)
    async with opened(_very_many) as d:
        assert len(d.titles) == 100
        await d.press("G")
        await d.until(lambda: "There is more below. G goes on." in d.status)
        assert 160 <= d.screen.article_list.cursor + 1 < 530
        await d.screen.workers.wait_for_complete()
        while d.screen.goes_on is not None:
            await d.press("G")
            await d.screen.workers.wait_for_complete()
        await d.press("G")
        assert d.under_cursor == "Article 529"
        assert d.titles == [f"Article {n:03}" for n in range(530)]
        await d.press("g")
        assert d.under_cursor == "Article 000"


async def test_who_moves_on_the_way_to_the_end_stays_there(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_TOGETHER", 20)
    async with opened(_very_many) as d:
        d.screen.article_list.to_bottom()
        d.screen.article_list.cursor = 3
        await d.screen._on_to_the_end()
        assert d.under_cursor == "Article 003"
