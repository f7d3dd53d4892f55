"""The feed list: what it shows, where its cursor stays, what a change paints."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec.structs import replace
from textual.pilot import Pilot

from readnow.model.query import ALL, UNREAD
from readnow.tui.render.palette import ASCII_MARKS, Marks
from readnow.tui.widgets.feed_list import FeedList
from readnow.tui.widgets.line_pane import LinePane
from readnow.views.feed_row import FeedRow
from tests.support.panes import ROWS, PaneApp, Told, feed, folder
from tests.support.screen import screen_lines, screen_strips, screen_text


@asynccontextmanager
async def _list(
    size: tuple[int, int] = (26, 20), marks: Marks | None = None
) -> AsyncIterator[tuple[FeedList, Pilot[None], Told]]:
    told = Told()
    pane = FeedList(marks=marks)
    app = PaneApp(lambda: [pane])
    async with app.run_test(size=size, message_hook=told) as pilot:
        pane.set_title("Feeds", "38")
        pane.show(ROWS)
        await pilot.pause()
        told.clear()
        yield pane, pilot, told


async def test_it_looks_as_designed() -> None:
    async with _list() as (pane, pilot, _):
        pane.opened = UNREAD
        await pilot.pause()
        assert screen_text(pilot.app).rstrip() == (
            " Feeds                 38\n"
            "\n"
            "  All articles        214\n"
            "  Unread               38›\n"
            "  Starred               9\n"
            "\n"
            "▾ Linux                17\n"
            "    Kernel Week         9\n"
            "    Planet Kernel\n"
            "▸ News                  9\n"
            "\n"
            "  Commons\n"
            "! Old Blog            410\n"
            "~ Slow Site         14:20"
        )


async def test_a_low_terminal_saves_the_blank_line() -> None:
    async with _list((18, 8)) as (_, pilot, _):
        assert screen_lines(pilot.app)[:2] == [" Feeds         38", "  All articl… 214"]


async def test_ascii_terminals_get_ascii() -> None:
    async with _list(marks=ASCII_MARKS) as (pane, pilot, _):
        pane.opened = folder(1)
        await pilot.pause()
        text = screen_text(pilot.app)
        assert text.isascii()
        assert "v Linux                17>" in text


async def test_the_cursor_is_reversed_only_where_the_focus_is() -> None:
    async with _list() as (pane, pilot, _):

        def reversed_lines() -> list[int]:
            return [
                y
                for y, strip in enumerate(screen_strips(pilot.app))
                if any(segment.style and segment.style.reverse for segment in strip)
            ]

        assert reversed_lines() == [2]
        pilot.app.screen.set_focus(None)
        await pilot.pause()
        assert not pane.has_focus
        assert reversed_lines() == []
        assert any(s.style and s.style.underline for s in screen_strips(pilot.app)[2])


async def test_moving_stays_within_the_rows_and_skips_blank_lines() -> None:
    async with _list() as (pane, pilot, told):
        for _ in ROWS:
            pane.move(1)
        pane.move(5)
        await pilot.pause()
        assert pane.scope == ROWS[-1].scope
        assert [message.index for message in told.of(LinePane.CursorMoved)] == list(range(1, len(ROWS)))
        pane.to_top()
        assert pane.scope == ALL
        pane.move(-3)
        assert pane.scope == ALL


async def test_the_cursor_stays_on_its_feed_when_rows_come_and_go() -> None:
    async with _list() as (pane, pilot, told):
        assert pane.move_to(feed(2))
        await pilot.pause()
        told.clear()
        more = [*ROWS[:3], FeedRow(folder(9), "Aardvarks", folded=True), *ROWS[3:]]
        pane.show(more)
        assert pane.scope == feed(2)
        pane.show(ROWS)
        assert pane.scope == feed(2)
        await pilot.pause()
        assert told.of(LinePane.CursorMoved) == []


async def test_the_cursor_goes_to_the_nearest_row_when_its_own_is_gone() -> None:
    async with _list() as (pane, pilot, told):
        pane.move_to(feed(2))
        await pilot.pause()
        told.clear()
        pane.show([row for row in ROWS if row.scope != feed(2)])
        assert pane.scope == folder(2)
        await pilot.pause()
        assert told.of(LinePane.CursorMoved)
        pane.move_to(feed(5))
        pane.show(ROWS[:4])
        assert pane.scope == folder(1)
        pane.show([])
        assert pane.scope is None
        assert pane.move_to(ALL) is False
        await pilot.pause()
        assert "No feeds." in screen_text(pilot.app)


async def test_only_rows_that_changed_are_painted() -> None:
    async with _list() as (pane, pilot, _):
        before = screen_strips(pilot.app)
        fewer = [replace(row, unread=37, total=213) if row.scope == ALL else row for row in ROWS]
        pane.show(fewer)
        assert len(pane._repaint_regions) == 1
        await pilot.pause()
        lines = screen_lines(pilot.app)
        assert lines[2] == "  All articles        213"
        pane.update_row(replace(ROWS[4], unread=10))
        assert len(pane._repaint_regions) == 1
        pane.update_row(FeedRow(feed(77), "not here"))
        pane.update_row(replace(ROWS[4], unread=10))
        assert len(pane._repaint_regions) == 1
        await pilot.pause()
        assert screen_lines(pilot.app)[7] == "    Kernel Week        10"
        assert before[8] == screen_strips(pilot.app)[8]


async def test_a_click_moves_and_a_second_one_opens() -> None:
    async with _list() as (pane, pilot, told):
        await pilot.click(FeedList, offset=(5, 7))
        assert pane.scope == feed(1)
        await pilot.click(FeedList, offset=(5, 7))
        await pilot.click(FeedList, offset=(5, 5))  # the blank line between the groups
        await pilot.click(FeedList, offset=(5, 0))
        await pilot.pause()
        assert [(picked.index, picked.again) for picked in told.of(LinePane.Picked)] == [
            (4, False),
            (4, True),
        ]


async def test_a_long_list_jumps_by_half_a_screen_and_keeps_the_cursor_in_sight() -> None:
    async with _list((26, 12)) as (pane, pilot, _):
        pane.show([FeedRow(feed(n), f"Feed {n}") for n in range(100)])
        tops = set()
        for _ in range(99):
            pane.move(1)
            tops.add(pane.top)
            assert pane.top <= pane.row_top(pane.cursor) < pane.top + pane.page_height
        assert len(tops) < 25
        pane.to_top()
        assert pane.top == 0
        pane.page(1)
        assert pane.cursor == pane.page_height - 1
        pane.page(-0.5)
        assert pane.cursor == pane.page_height - 1 - round(pane.page_height / 2)
        pane.to_bottom()
        await pilot.resize_terminal(26, 6)
        await pilot.pause()
        assert "Feed 99" in screen_text(pilot.app)
