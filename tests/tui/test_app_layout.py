"""What is on the screen at each size, as text to compare, and what a change of size leaves as it was."""

import os
from pathlib import Path

import pytest

from readnow.config.schema import UiConfig
from readnow.keys.actions import Pane
from tests.support.driving import Driven
from tests.tui.conftest import Opener

SNAPSHOTS = Path(__file__).parent / "snapshots"
UPDATE = bool(os.environ.get("UPDATE_SNAPSHOTS"))
SIZES = [(80, 24), (120, 40), (200, 50)]


def compare(driven: Driven, name: str) -> None:
    """The screen is as the file says; UPDATE_SNAPSHOTS=1 writes the file anew, to be looked at."""
    path = SNAPSHOTS / f"{name}.txt"
    shown = driven.text.rstrip("\n") + "\n"
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8"), f"{name}: if this is meant, set UPDATE_SNAPSHOTS=1"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_lists(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(size=size) as d:
        compare(d, f"lists-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_an_open_article(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(size=size) as d:
        await d.press("j", "enter")
        await d.until_shown("Paragraph 1.")
        await d.until_shown(" %")  # how far one has read is known a moment later, and is the last to come
        compare(d, f"article-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_first_run(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(lambda conn: None, size=size, environment={"HOME": str(opened.folder)}) as d:
        compare(d, f"first-run-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_keys(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(size=size) as d:
        await d.press("question_mark")
        compare(d, f"keys-{size[0]}x{size[1]}")


async def test_one_pane_at_a_time_on_a_narrow_terminal(opened: Opener) -> None:
    async with opened(size=(50, 20)) as d:
        assert "On reading slowly" in d.text
        assert "Old Blog" not in d.text
        await d.press("h")
        assert "Old Blog" in d.text
        assert "On reading slowly" not in d.text
        await d.press("l", "enter")
        await d.until_shown("The text of On reading slowly.")
        await d.press("q", "q")
        assert d.screen.pane is Pane.FEEDS


@pytest.mark.parametrize("size", [(39, 20), (100, 9), (26, 5)])
async def test_a_sentence_where_there_is_no_room(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(size=size) as d:
        assert "40 columns and 10 lines" in d.text
        assert "On reading slowly" not in d.text
        await d.pilot.resize_terminal(80, 24)
        await d.pilot.pause()
        assert "On reading slowly" in d.text
        await d.press("j")
        assert d.under_cursor == "A terminal is a place"


async def test_the_opened_article_takes_the_screen_of_a_medium_terminal(opened: Opener) -> None:
    async with opened(size=(100, 30)) as d:
        await d.press("enter")
        assert "Old Blog" not in d.text
        assert "Margins · All articles 1/6" in d.lines[0]
        await d.press("q")
        await d.go_to_row("Margins")
        await d.press("l", "enter")
        await d.until(lambda: "Margins · 1/2" in d.lines[0])
        await d.press("q", "g")
        assert "Old Blog" in d.text
        assert d.screen.pane is Pane.ARTICLES


async def test_resizing_keeps_the_cursor_and_the_pane(opened: Opener) -> None:
    async with opened() as d:
        await d.press("j", "j", "enter", "h")
        for size in ((80, 24), (45, 12), (30, 8), (59, 24), (60, 24), (119, 30), (120, 40), (200, 50)):
            await d.pilot.resize_terminal(*size)
            await d.pilot.pause()
            assert d.under_cursor == "Footnotes"
            assert d.screen.pane is Pane.ARTICLES
            shown = [pane for pane in Pane if d.screen.widget_of(pane).display]
            width = size[0]
            assert len(shown) == (0 if width < 40 else 1 if width < 60 else 2 if width < 120 else 3)


@pytest.mark.parametrize(("layout", "panes"), [("three", 3), ("two", 2), ("one", 1)])
async def test_the_configured_layout(opened: Opener, layout: str, panes: int) -> None:
    async with opened(ui=UiConfig(layout=layout)) as d:  # type: ignore[arg-type]
        assert len(d.screen.shown_panes()) == panes


async def test_zoom_gives_the_reader_the_screen_and_takes_it_back(opened: Opener) -> None:
    async with opened() as d:
        await d.press("z")
        assert d.open_article == "On reading slowly"
        assert "Old Blog" not in d.text
        await d.press("J")
        assert "Old Blog" not in d.text
        await d.press("z")
        assert "Old Blog" in d.text
        assert d.screen.pane is Pane.READER


async def test_widths_change_and_are_remembered(opened: Opener) -> None:
    async with opened() as d:
        before = d.screen.feed_list.outer_size.width
        await d.press("h", "greater_than_sign", "greater_than_sign")
        assert d.screen.feed_list.outer_size.width == before + 4
        await d.press("tab", "less_than_sign")
        articles = d.screen.article_list.outer_size.width
        await d.press("enter", "less_than_sign")
        text = d.screen.reader.text_width
    async with opened(None) as d:
        assert d.screen.feed_list.outer_size.width == before + 4
        assert d.screen.article_list.outer_size.width == articles
        assert d.screen.reader.text_width == text


async def test_tab_goes_round_the_panes(opened: Opener) -> None:
    async with opened() as d:
        seen = []
        for _ in range(3):
            await d.press("tab")
            seen.append(d.screen.pane)
        assert seen == [Pane.READER, Pane.FEEDS, Pane.ARTICLES]
        await d.press("shift+tab")
        assert d.screen.pane is Pane.FEEDS


async def test_escape_steps_back_and_never_quits(opened: Opener) -> None:
    async with opened() as d:
        await d.press("enter", "escape")
        panes = [d.screen.pane]
        await d.press(*["escape"] * 5)
        assert [*panes, d.screen.pane] == [Pane.ARTICLES, Pane.FEEDS]
        assert d.app.is_running
        await d.press("q")
        assert d.app.return_code == 0
        assert not d.app.is_running


async def test_folders_fold_and_stay_folded(opened: Opener) -> None:
    async with opened() as d:
        await d.go_to_row("Writing")
        await d.press("h")
        assert "Margins" not in "\n".join(line[:26] for line in d.lines)
        await d.press("j", "k", "l")
        assert "Margins" in "\n".join(line[:26] for line in d.lines)
        await d.press("j", "h", "h")
    async with opened(None) as d:
        assert "Margins" not in "\n".join(line[:26] for line in d.lines)


async def test_marks_of_ascii_where_the_locale_has_no_more(opened: Opener) -> None:
    async with opened(encoding="ascii") as d:
        ours = d.text.replace("…", "").replace("·", "")
        assert ours.isascii()
        assert "* On reading slowly" in d.text


async def test_problems_are_told_at_the_start(opened: Opener) -> None:
    async with opened(problems=("config.toml: ui.theme: unknown", "another")) as d:
        assert d.status == "2 problems, Z shows all: config.toml: ui.theme: unknown"
