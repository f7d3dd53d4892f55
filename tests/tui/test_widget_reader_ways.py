"""Going through an article in the reader: headings, links within it and the ways back, its place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.geometry import Region
from textual.pilot import Pilot

from readnow.model.article import Place
from readnow.text.html import to_document
from readnow.tui.widgets.reader import Reader
from tests.support.panes import PaneApp, Told
from tests.support.screen import screen_lines, screen_strips

FILLER = "".join(
    f"<p>Line {n} of what stands between, with words enough that it needs two lines here.</p>"
    for n in range(12)
)
PARTS = "".join(f"<h2>Part {n}</h2>{FILLER}" for n in range(1, 5))
NOTES = (
    '<p>A claim<sup><a id="r1" href="#n1">1</a></sup> and another<sup><a id="r2" href="#n2">2</a></sup>, '
    'see <a href="https://out.example/">elsewhere</a> or <a href="#end">the end</a>.</p>'
    f"{FILLER}{FILLER}"
    '<ol><li id="n1">The first note, <a href="https://book.example/">a book</a>. <a href="#r1">back</a></li>'
    '<li id="n2"><p>The second note.</p><p>It goes on. <a href="#r2">back</a></p></li></ol>'
    f'{FILLER}<p id="end">The very end.</p>'
)


@asynccontextmanager
async def _reader(
    html: str, size: tuple[int, int] = (60, 20)
) -> AsyncIterator[tuple[Reader, Pilot[None], Told]]:
    told = Told()
    reader = Reader()
    async with PaneApp(lambda: [reader]).run_test(size=size, message_hook=told) as pilot:
        reader.show(to_document(html), key=1)
        await pilot.pause()
        yield reader, pilot, told


def _first(reader: Reader, pilot: Pilot[None]) -> str:
    return screen_lines(pilot.app)[reader.head_height].strip()


def _marked(pilot: Pilot[None]) -> str:
    return "".join(s.text for strip in screen_strips(pilot.app) for s in strip if s.style and s.style.reverse)


def _follow(reader: Reader) -> bool:
    number = reader.focused_link
    link = reader.link(number) if number is not None else None
    return link is not None and reader.follow(link)


def _focus(reader: Reader, text: str) -> None:
    """Step to the link that says this."""
    for _ in range(20):
        number = reader.focus_link(1)
        link = reader.link(number) if number is not None else None
        if link is not None and link.text == text:
            return
    raise AssertionError(f"no link says {text!r}")


# -- headings


async def test_headings_are_stepped_to_and_become_the_first_line() -> None:
    async with _reader(f"<p>Before</p>{PARTS}") as (reader, pilot, _):
        seen = []
        while reader.step_heading(1):
            await pilot.pause()
            seen.append(_first(reader, pilot))
        assert seen == ["Part 1", "Part 2", "Part 3", "Part 4"]
        reader.scroll_lines(3)
        back = []
        while reader.step_heading(-1):
            await pilot.pause()
            back.append(_first(reader, pilot))
        assert back == ["Part 4", "Part 3", "Part 2", "Part 1", "Before"]
        assert reader.top == 0


async def test_a_step_down_from_the_blank_line_above_a_heading_goes_to_it() -> None:
    async with _reader(PARTS) as (reader, _, _):
        reader.step_heading(1)
        target = reader.top
        for above in (1, 2, 3):
            reader.top = target - above
            reader.step_heading(1)
            assert reader.top == target
            reader.top = target + above
            reader.step_heading(-1)
            assert reader.top == target


async def test_headings_on_the_last_screen_move_nothing() -> None:
    async with _reader(f"{FILLER}<h2>One</h2><p>x</p><h2>Two</h2><p>y</p>") as (reader, _, _):
        assert reader.step_heading(1)
        assert reader.at_end
        assert not reader.step_heading(1)
    async with _reader("<p>No heading</p>") as (reader, _, _):
        assert not reader.step_heading(1)
        assert not reader.step_heading(-1)
        assert reader.headings == ()


# -- within the article and back


async def test_a_footnote_and_back_to_the_very_screen() -> None:
    async with _reader("<p>Before</p>" + NOTES) as (reader, pilot, _):
        reader.scroll_lines(2)
        top = reader.top
        _focus(reader, "2")
        assert _follow(reader)
        await pilot.pause()
        assert _first(reader, pilot) == "2. The second note."
        assert _marked(pilot) == "back"
        assert _follow(reader)
        await pilot.pause()
        assert reader.top == top
        assert _marked(pilot) == "²"
        assert not reader.go_back()


async def test_a_link_back_is_found_behind_a_link_to_elsewhere() -> None:
    async with _reader(NOTES) as (reader, pilot, _):
        _focus(reader, "1")
        _follow(reader)
        await pilot.pause()
        assert _first(reader, pilot).startswith("1. The first note, a book")
        assert _marked(pilot) == "back"


async def test_the_way_back_is_there_without_a_link() -> None:
    async with _reader(NOTES) as (reader, pilot, _):
        assert not reader.go_back()
        _focus(reader, "the end")
        assert _follow(reader)
        assert reader.at_end
        assert reader.focused_link is None
        reader.page(-1)
        assert reader.go_back()
        await pilot.pause()
        assert reader.top == 0
        assert _marked(pilot) == "the end"


async def test_jumps_are_taken_back_one_after_the_other_in_any_width() -> None:
    async with _reader(PARTS) as (reader, pilot, _):
        offsets = [entry.offset for entry in reader.headings]
        for offset in offsets[1:]:
            reader.jump(offset)
        for width in (40, 90, 60):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
        seen = []
        while reader.go_back():
            await pilot.pause()
            seen.append(_first(reader, pilot))
        assert seen == ["Part 3", "Part 2", "Part 1"]


async def test_a_place_on_the_same_screen_does_not_move_it() -> None:
    html = '<p>A<a id="r" href="#n">1</a></p><p>x</p><p id="n">Note <a href="#r">up</a></p>' + FILLER
    async with _reader(html) as (reader, pilot, _):
        reader.focus_link(1)
        assert _follow(reader)
        await pilot.pause()
        assert (reader.top, _marked(pilot)) == (0, "up")
        assert _follow(reader)
        await pilot.pause()
        assert (reader.top, _marked(pilot)) == (0, "1")


async def test_an_outer_link_is_not_followed_here() -> None:
    async with _reader(NOTES) as (reader, _, _):
        _focus(reader, "elsewhere")
        assert not _follow(reader)
        assert reader.top == 0


async def test_what_a_link_leads_to_is_told() -> None:
    async with _reader(NOTES, (60, 60)) as (reader, _, _):
        said = {}
        for _ in range(8):
            number = reader.focus_link(1)
            link = reader.link(number) if number is not None else None
            if link is not None:
                said[link.text] = reader.said_at(link)
        assert said["1"] == "1. The first note, a book. back"
        assert said["2"] == "2. The second note."
        assert said["elsewhere"] == ""
        assert said["the end"] == "The very end."


# -- the link in hand


async def test_a_link_off_the_screen_is_in_nobodys_hand() -> None:
    async with _reader(NOTES) as (reader, pilot, told):
        reader.focus_link(1)
        reader.scroll_lines(1)
        assert reader.focused_link is None
        await pilot.pause()
        assert len(told.of(Reader.LinkInHand)) == 2
        reader.focus_link(-1)
        assert reader.focused_link is not None
        reader.show(to_document(FILLER), key=2)
        assert reader.focused_link is None


async def test_the_same_address_twice_is_two_links() -> None:
    html = "".join(f'<p>{n} <a href="https://a.example/">link</a></p>' for n in range(3))
    async with _reader(html) as (reader, pilot, _):
        rows = []
        while reader.focus_link(1) is not None:
            await pilot.pause()
            assert _marked(pilot) == "link[1]"
            rows.append(
                [
                    i
                    for i, strip in enumerate(screen_strips(pilot.app))
                    if any(s.style and s.style.reverse for s in strip)
                ]
            )
        assert len(rows) == 3
        assert len({tuple(row) for row in rows}) == 3


@pytest.mark.parametrize(
    ("html", "cells"),
    [
        ('<p>first <a href="https://a.example/">link</a> and <a href="https://b.example/">other</a></p>', 22),
        (
            '<p>erster <a href="https://a.example/">Ünk</a> und <a href="https://b.example/">zweiter</a></p>',
            60,
        ),
    ],
)
async def test_a_step_paints_only_the_cells_that_change(
    html: str, cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _reader(html + FILLER) as (reader, _, _):
        painted: list[Region] = []
        monkeypatch.setattr(reader, "refresh", lambda *regions: painted.extend(regions))
        reader.focus_link(1)
        reader.focus_link(1)
        assert painted
        assert all(region.height == 1 and region.width <= cells for region in painted)


# -- where it is left


async def test_where_it_is_left_depends_on_the_text_alone() -> None:
    async with _reader(PARTS) as (reader, pilot, _):
        assert reader.left is None
        reader.page(1)
        place = reader.left
        assert place == Place(reader.place, reader.length)
        percent = reader.percent
        for width in (40, 100):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            assert (reader.left, reader.percent) == (place, percent)
        reader.to_bottom()
        assert (reader.left, reader.percent) == (None, 100)


async def test_a_text_is_read_where_only_links_are_below() -> None:
    links = "".join(f'<p>{n} <a href="https://a.example/{n}">link {n}</a></p>' for n in range(40))
    async with _reader(links) as (reader, _, _):
        while not reader.is_read:
            assert reader.percent < 100
            reader.scroll_lines(1)
        assert not reader.at_end
        assert reader.percent == 100
        assert reader.left is None


async def test_before_there_are_lines_nothing_is_known() -> None:
    reader = Reader()
    reader._document = to_document(PARTS)
    assert not reader.is_laid_out
    assert not reader.is_read
    assert reader.left is None
