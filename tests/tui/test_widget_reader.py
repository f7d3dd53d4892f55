"""The reader: lazily wrapped, its place kept through every change of width, found words, links, selected text."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.selection import SELECT_ALL, Selection

from readnow.text.blocks import Document, Link
from readnow.text.html import to_document
from readnow.tui.widgets.reader import Reader
from tests.support.panes import PaneApp, Told
from tests.support.screen import screen_lines, screen_strips, screen_text

LONG = "".join(
    f"<p>Paragraph {n} begins here and has so many words that it takes more than one line "
    f'wherever it is shown, with <a href="https://example.org/{n}">link {n}</a> in it.</p>'
    for n in range(1, 61)
)
SHORT = "<h2>What stays</h2><p>Some <b>words</b> of text.</p>"


@asynccontextmanager
async def _reader(
    html: str = LONG, size: tuple[int, int] = (60, 20)
) -> AsyncIterator[tuple[Reader, Pilot[None], Told]]:
    told = Told()
    reader = Reader()
    app = PaneApp(lambda: [reader])
    async with app.run_test(size=size, message_hook=told) as pilot:
        reader.set_title("Harbour")
        reader.show(to_document(html), key=1)
        await pilot.pause()
        yield reader, pilot, told


def _first_word(reader: Reader, pilot: Pilot[None]) -> str:
    return screen_lines(pilot.app)[reader.head_height].strip()


async def test_it_looks_as_designed() -> None:
    async with _reader(SHORT, (30, 14)) as (reader, pilot, _):
        assert screen_text(pilot.app).rstrip() == (
            " Harbour\n\n What stays\n ╌╌╌╌╌╌╌╌╌╌\n\n Some words of text."
        )
        assert reader.at_end
        assert reader.page_down() is False


async def test_the_text_stands_in_the_middle_of_a_wide_pane() -> None:
    async with _reader(size=(140, 20)) as (reader, pilot, _):
        assert reader.text_cells == 72
        line = screen_lines(pilot.app)[2]
        assert line.startswith(" " * 34 + "Paragraph 1 begins")
        assert len(line) <= 34 + 72
        reader.set_text_width(100)
        await pilot.pause()
        assert screen_lines(pilot.app)[2].startswith(" " * 20 + "Paragraph 1 begins")


async def test_a_small_pane_has_small_margins() -> None:
    async with _reader(size=(24, 10)) as (reader, pilot, _):
        assert screen_lines(pilot.app)[1].startswith(" Paragraph 1 begins")
        for width in (3, 1, 2):
            await pilot.resize_terminal(width, 5)
            await pilot.pause()
            assert reader.text_cells >= 1


async def test_paging_goes_through_every_line_and_ends_at_the_end() -> None:
    async with _reader() as (reader, pilot, _):
        seen: list[str] = []
        for _ in range(200):
            await pilot.pause()
            seen += screen_lines(pilot.app)[reader.head_height :]
            if not reader.page_down():
                break
        assert reader.at_end
        text = "\n".join(seen)
        assert all(f"Paragraph {n} begins" in text for n in range(1, 61))
        assert "60  example.org/60" in text
        assert reader.percent == 100


async def test_the_title_says_how_far_one_has_read() -> None:
    async with _reader() as (reader, pilot, _):
        reader.to_bottom()
        await pilot.pause()
        assert screen_lines(pilot.app)[0].endswith("100 %")
        reader.to_top()
        await pilot.pause()
        assert screen_lines(pilot.app)[0].endswith(" 0 %")
        reader.scroll_lines(3)
        await pilot.pause()
        percent = reader.percent
        assert 0 < percent < 15
        assert screen_lines(pilot.app)[0].endswith(f" {percent} %")
        await pilot.resize_terminal(90, 20)
        await pilot.pause()
        assert reader.percent == percent
        reader.set_title("Harbour", "2/38")
        await pilot.pause()
        assert screen_lines(pilot.app)[0].endswith("2/38")


async def test_only_what_is_looked_at_is_wrapped_at_once() -> None:
    async with _reader(LONG * 40) as (reader, _, _):
        wrapped = reader._wrapped
        assert wrapped is not None
        assert wrapped.ready < 2_000
        assert not wrapped.complete
        assert not reader.at_end


async def test_resizing_keeps_the_words_at_the_top_and_comes_back_to_the_same_line() -> None:
    async with _reader() as (reader, pilot, _):
        for _ in range(5):
            reader.page(1)
        await pilot.pause()
        start, place, text = reader.top, reader.place, screen_lines(pilot.app)[1:]
        for width in (30, 90, 200, 25, 41):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            wrapped = reader._wrapped
            assert wrapped is not None
            assert wrapped.line(reader.top).offset <= place
            assert wrapped.line(reader.top + 1).offset > place
            assert reader.place == place
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert (reader.top, screen_lines(pilot.app)[1:]) == (start, text)


async def test_an_article_is_shown_from_where_it_was_left() -> None:
    async with _reader() as (reader, pilot, _):
        reader.page(1)
        reader.page(0.5)
        await pilot.pause()
        place, text = reader.place, screen_lines(pilot.app)[1:]
        reader.show(to_document(SHORT), key=2)
        await pilot.pause()
        assert (reader.top, reader.key) == (0, 2)
        reader.show(to_document(LONG), key=1, offset=place)
        await pilot.pause()
        assert screen_lines(pilot.app)[1:] == text
        reader.show(to_document(SHORT), key=2, offset=10**9)
        assert reader.top == 0


async def test_scrolling_stops_at_both_ends() -> None:
    async with _reader() as (reader, _, _):
        reader.scroll_lines(-5)
        assert reader.top == 0
        reader.scroll_lines(3)
        assert reader.top == 3
        reader.scroll_lines(10**6)
        assert reader.at_end
        last = reader.top
        reader.scroll_lines(1)
        assert reader.top == last
        reader.page(-0.5)
        assert reader.top == last - round(reader.page_height / 2)


async def test_nothing_to_show_is_blank() -> None:
    async with _reader() as (reader, pilot, _):
        for document in (None, Document(())):
            reader.show(document)
            reader.page(1)
            reader.to_bottom()
            await pilot.pause()
            assert screen_text(pilot.app).strip() == "Harbour"
            assert reader.at_end
            assert reader.find("x") == 0
            reader.step_match(1)
            assert reader.match == (0, 0)
            assert reader.focus_link(1) is None


async def test_an_article_that_is_not_laid_out_yet_is_not_at_its_end() -> None:
    """A key may come before the pane has a size: it must not skip the article."""
    reader = Reader()
    reader._document = to_document(SHORT)
    assert not reader.at_end


async def test_found_words_are_marked_and_brought_into_sight() -> None:
    async with _reader() as (reader, pilot, _):
        assert reader.find("paragraph 30 begins") == 1
        await pilot.pause()
        assert "Paragraph 30 begins" in screen_text(pilot.app)
        marked = [s.text for strip in screen_strips(pilot.app) for s in strip if s.style and s.style.reverse]
        assert marked == ["Paragraph 30 begins"]
        assert reader.find("paragraph") == 60
        assert reader.match == (1, 60)
        assert reader.find("paragraph 30 begins") == 1
        reader.end_typing()
        assert reader.find("paragraph") == 60
        here = reader.match[0]
        assert 27 <= here <= 31
        seen = []
        for delta in (1, -1, -1):
            reader.step_match(delta)
            seen.append(reader.match[0])
        assert seen == [here + 1, here, here - 1]
        await pilot.resize_terminal(90, 20)
        await pilot.pause()
        assert reader.match == (here - 1, 60)
        reader.end_finding()
        await pilot.pause()
        assert not [s for strip in screen_strips(pilot.app) for s in strip if s.style and s.style.reverse]


async def test_links_are_stepped_through_and_brought_into_sight() -> None:
    async with _reader() as (reader, pilot, _):
        numbers = [reader.focus_link(1) for _ in range(20)]
        await pilot.pause()
        assert numbers == list(range(1, 21))
        marked = [s.text for strip in screen_strips(pilot.app) for s in strip if s.style and s.style.reverse]
        assert "".join(marked) == "link20[20]"
        assert reader.link(20) == Link(20, "https://example.org/20", "link 20")
        assert reader.link(99) is None
        assert reader.focus_link(-1) == 19
        await pilot.resize_terminal(40, 20)
        await pilot.pause()
        assert reader.focused_link == 19
        reader.unfocus_link()
        assert reader.focused_link is None


@pytest.mark.parametrize("width", [60, 140])
async def test_a_click_on_a_link_tells_its_number(width: int) -> None:
    async with _reader('<p>日本 <a href="https://example.org/">here</a> is more.</p>', (width, 10)) as (
        reader,
        pilot,
        told,
    ):
        indent = (width - reader.text_cells) // 2
        for x in (0, indent, indent + 4, indent + 5, indent + 11, indent + 12, indent + 20):
            await pilot.click(Reader, offset=(x, 1))
        await pilot.click(Reader, offset=(indent + 5, 0))
        await pilot.pause()
        assert [picked.number for picked in told.of(Reader.LinkPicked)] == [1, 1]


async def test_text_can_be_selected_and_copied() -> None:
    async with _reader("<p>one two three</p><p>four five 日本 six</p>", (40, 10)) as (reader, pilot, _):
        await pilot.mouse_down(Reader, offset=(2 + 4, 1))
        await pilot.hover(Reader, offset=(2 + 8, 3))
        await pilot.mouse_up(Reader, offset=(2 + 8, 3))
        await pilot.pause()
        assert pilot.app.screen.get_selected_text() == "two three\n\nfour five"
        marked = [s.text for strip in screen_strips(pilot.app) for s in strip if s.style and s.style.reverse]
        assert "".join(marked) == "two threefour five"
        assert reader.get_selection(Selection(Offset(0, 0), Offset(3, 0))) == ("one", "\n")
        assert reader.get_selection(SELECT_ALL) == ("one two three\n\nfour five 日本 six", "\n")


async def test_selected_text_moves_with_the_page() -> None:
    async with _reader() as (reader, pilot, _):
        reader.scroll_lines(7)
        await pilot.pause()
        line = screen_lines(pilot.app)[4].strip()
        await pilot.mouse_down(Reader, offset=(2, 4))
        await pilot.hover(Reader, offset=(2 + 7, 4))
        await pilot.mouse_up(Reader, offset=(2 + 7, 4))
        await pilot.pause()
        assert pilot.app.screen.get_selected_text() == line[:8]
