"""The article list: pages, changes, arrivals; nothing moves under the eye."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec.structs import replace
from textual import events
from textual.pilot import Pilot

from readnow.model.article import ArticleId
from readnow.model.query import Sort
from readnow.tui.widgets.article_list import ArticleList
from readnow.tui.widgets.line_pane import LinePane
from tests.support.panes import NOW, PaneApp, Told, head, heads
from tests.support.screen import screen_lines, screen_text


@asynccontextmanager
async def _list(
    count: int = 30, size: tuple[int, int] = (62, 12), *, complete: bool = True, two_lines: bool = False
) -> AsyncIterator[tuple[ArticleList, Pilot[None], Told]]:
    told = Told()
    pane = ArticleList(now=lambda: NOW, empty_text="Nothing unread here.")
    app = PaneApp(lambda: [pane])
    async with app.run_test(size=size, message_hook=told) as pilot:
        pane.two_lines = two_lines
        pane.set_title("Unread · 30", "newest first")
        pane.show(heads(count), complete=complete, show_feed=True)
        await pilot.pause()
        yield pane, pilot, told


async def test_it_looks_as_designed() -> None:
    async with _list(3, (62, 14)) as (_, pilot, _):
        assert screen_text(pilot.app).rstrip() == (
            " Unread · 30                                     newest first\n"
            "\n"
            " ● Article 2                            Harbour           2 h\n"
            " ● Article 1                            Harbour           2 h\n"
            " ● Article 0                            Harbour           2 h"
        )


async def test_two_lines_a_row() -> None:
    async with _list(2, (38, 14), two_lines=True) as (_, pilot, _):
        assert screen_lines(pilot.app)[2:6] == [
            " ● Article 1",
            "   Harbour · 2 h",
            " ● Article 0",
            "   Harbour · 2 h",
        ]


async def test_an_empty_list_says_so() -> None:
    async with _list(0) as (pane, pilot, _):
        assert screen_lines(pilot.app)[1] == "  Nothing unread here."
        pane.move(1)
        pane.page(1)
        pane.to_bottom()
        assert (pane.cursor, pane.head) == (0, None)


async def test_a_flag_changes_its_row_only() -> None:
    async with _list() as (pane, pilot, _):
        pane.move(2)
        await pilot.pause()
        pane.update([replace(pane.heads[2], read=True), head(999)])
        assert len(pane._repaint_regions) == 1
        await pilot.pause()
        assert screen_lines(pilot.app)[3].startswith(" ○ Article 27")
        assert pane.cursor == 2
        pane.update([replace(pane.heads[2])])
        assert not pane._repaint_regions


async def test_new_articles_move_neither_the_cursor_nor_what_is_on_the_screen() -> None:
    async with _list() as (pane, pilot, told):
        pane.move(3)
        await pilot.pause()
        before, told_before = screen_text(pilot.app), len(told.of(LinePane.CursorMoved))
        pane.insert([head(40), head(41)])
        assert not pane._repaint_regions
        await pilot.pause()
        assert screen_text(pilot.app) == before
        assert pane.head == head(26)
        assert [article.id for article in pane.heads[:3]] == [head(41).id, head(40).id, head(29).id]
        assert len(told.of(LinePane.CursorMoved)) == told_before
        pane.to_top()
        await pilot.pause()
        assert "Article 41" in screen_lines(pilot.app)[1]


async def test_new_articles_among_the_rows_on_the_screen_leave_the_first_of_them_where_it_is() -> None:
    async with _list(two_lines=True) as (pane, pilot, _):
        pane.show([head(number) for number in range(60, 0, -2)], complete=True, show_feed=True)
        pane.move(10)
        await pilot.pause()
        first = screen_lines(pilot.app)[1]
        pane.insert([head(51), head(43), head(5)])
        await pilot.pause()
        assert screen_lines(pilot.app)[1] == first
        assert pane.head == head(40)
        assert pane.top <= pane.row_top(pane.cursor) < pane.top + pane.page_height


async def test_an_article_is_never_there_twice() -> None:
    async with _list(5) as (pane, _, _):
        pane.insert([head(3), head(7)])
        pane.insert([head(7)])
        pane.extend([head(0), head(-1)], complete=True)
        assert [article.id for article in pane.heads] == [head(n).id for n in (7, 4, 3, 2, 1, 0, -1)]
        assert [pane.index_of(article.id) for article in pane.heads] == list(range(7))


async def test_what_belongs_behind_an_incomplete_list_waits_for_its_page() -> None:
    async with _list(5, complete=False) as (pane, _, _):
        pane.insert([head(-3), head(9)])
        assert [article.id for article in pane.heads[:2]] == [head(9).id, head(4).id]
        assert pane.index_of(head(-3).id) is None


async def test_the_oldest_first() -> None:
    async with _list() as (pane, _, _):
        pane.show([head(1)], complete=True, show_feed=False, sort=Sort.OLDEST)
        pane.insert([head(3), head(2)])
        assert [article.id for article in pane.heads] == [head(n).id for n in (1, 2, 3)]


async def test_more_is_asked_for_once_and_in_time() -> None:
    async with _list(100, complete=False) as (pane, pilot, told):
        assert told.of(ArticleList.MoreWanted) == []
        while pane.cursor < 60:
            pane.move(1)
        await pilot.pause()
        assert told.of(ArticleList.MoreWanted) == []
        while pane.cursor < 95:
            pane.move(1)
        await pilot.pause()
        assert len(told.of(ArticleList.MoreWanted)) == 1
        pane.extend(heads(100, -100), complete=False)
        pane.to_bottom()
        await pilot.pause()
        assert len(told.of(ArticleList.MoreWanted)) == 2
        pane.extend(heads(3, -103), complete=True)
        pane.to_bottom()
        await pilot.pause()
        assert len(told.of(ArticleList.MoreWanted)) == 2
        assert pane.count == 203


async def test_a_page_that_does_not_fill_the_screen_asks_for_more_at_once() -> None:
    async with _list(3, complete=False) as (_, _, told):
        assert len(told.of(ArticleList.MoreWanted)) == 1


async def test_the_wheel_scrolls_leaves_the_cursor_and_asks_for_more() -> None:
    async with _list(60, complete=False) as (pane, pilot, told):
        for _ in range(30):
            pane.post_message(
                events.MouseScrollDown(pane, 5, 5, 0, 1, 0, False, False, False, screen_x=5, screen_y=5)
            )
        await pilot.pause()
        assert pane.cursor == 0
        assert pane.top == pane.last_top()
        assert len(told.of(ArticleList.MoreWanted)) == 1
        pane.post_message(
            events.MouseScrollUp(pane, 5, 5, 0, -1, 0, False, False, False, screen_x=5, screen_y=5)
        )
        await pilot.pause()
        assert pane.top == pane.last_top() - 3


async def test_leaving_articles_out_keeps_the_cursor_near() -> None:
    async with _list(10) as (pane, pilot, _):
        pane.move_to(head(5).id)
        pane.take_out([head(5).id, head(4).id, ArticleId(1)])
        assert pane.head == head(3)
        pane.to_bottom()
        pane.take_out([head(0).id])
        assert pane.head == head(1)
        pane.take_out([article.id for article in pane.heads])
        await pilot.pause()
        assert pane.head is None
        assert "Nothing unread" in screen_text(pilot.app)


async def test_changing_the_lines_of_a_row_keeps_cursor_and_rows() -> None:
    async with _list(60) as (pane, pilot, _):
        pane.move(30)
        await pilot.pause()
        first = pane.row_at(pane.top)
        pane.two_lines = True
        await pilot.pause()
        assert pane.cursor == 30
        assert pane.top <= pane.row_top(30) < pane.top + pane.page_height
        pane.two_lines = False
        await pilot.pause()
        assert pane.top <= 30 < pane.top + pane.page_height
        assert first is not None


async def test_resizing_keeps_the_cursor_in_sight() -> None:
    async with _list(60, (62, 40)) as (pane, pilot, _):
        pane.move(35)
        for size in ((30, 8), (120, 50), (20, 4)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert pane.cursor == 35
            assert "Article 24" in screen_text(pilot.app)


async def test_a_long_list_costs_no_more_than_its_screen() -> None:
    async with _list(20_000, (62, 40)) as (pane, pilot, _):
        pane.to_bottom()
        await pilot.pause()
        assert len(pane._strips) < 200
        assert "Article 0 " in screen_text(pilot.app)
