"""The feed list put in order by key: folders, feeds in several of them, the order, what is left out."""

from collections.abc import Sequence

import pytest

from readnow.config.schema import UiConfig
from readnow.keys.actions import Pane
from readnow.store import feeds, filing
from readnow.store.database import Connection
from readnow.tui.screens.settings import SettingsScreen
from tests.support.driving import Driven
from tests.support.shelf import entry, put_feed
from tests.tui.conftest import Opener

SIZES = [(80, 24), (120, 40)]


def several(conn: Connection) -> None:
    """Three feeds in a folder, one of them in another one too, and two beside them; one of these is read."""
    for name, folder, articles in (
        ("Atlas", "News", 1),
        ("Bell", "News", 3),
        ("Coast", "News", 2),
        ("Dune", "", 0),
        ("Elm", "", 4),
    ):
        entries = [entry(f"{name} {number}") for number in range(articles)]
        put_feed(conn, name, entries, folder=(folder,) if folder else ())
    bell = feeds.all_feeds(conn)[1]
    other = feeds.ensure_folder(conn, ("Sea",))
    filing.put_into(conn, bell.id, [place for place in (bell.folder_id, other) if place is not None])


def rows(d: Driven) -> list[str]:
    """The rows below the views, as they are indented, with their numbers."""
    found = [row for row in d.screen.feed_list.rows if row.scope.id]
    return [f"{'  ' * row.depth}{row.label} {row.unread or ''}".rstrip() for row in found]


def labels(d: Driven) -> list[str]:
    """Only what they are called."""
    return [row.label for row in d.screen.feed_list.rows if row.scope.id]


async def until_rows(d: Driven, wanted: Sequence[str]) -> None:
    """Wait for the rows to be these."""
    await d.until(lambda: labels(d) == list(wanted))


@pytest.mark.parametrize("size", SIZES)
async def test_a_folder_is_made_renamed_filled_and_deleted(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(several, size=size) as d:
        await d.go_to_row("Elm")
        await d.press("N")
        await d.type("Trees")
        await d.press("enter")
        await d.until(lambda: d.status == "Made the folder “Trees”.")
        assert rows(d)[-3:] == ["Trees", "Dune", "Elm 4"]
        assert d.screen.feed_list.rows[d.screen.feed_list.cursor].label == "Trees"
        await d.go_to_row("Elm")
        await d.press("F")
        await d.type("Trees/Tall")
        await d.press("enter")
        await d.until(lambda: d.status == "Put into Trees/Tall.")
        assert rows(d)[-4:] == ["Trees 4", "  Tall 4", "    Elm 4", "Dune"]
        assert d.screen.feed_list.rows[d.screen.feed_list.cursor].label == "Elm"
        await d.press("h", "E")
        await d.until_shown("Folder · Tall")
        await d.press("enter", *["backspace"] * 4)
        await d.type("High")
        await d.press("enter")
        await d.until_shown("Folder · High")
        await d.press("escape", "D")
        await d.until_shown("Delete “High”?   f the folder   u its 1 feed too   n no")
        await d.press("f")
        await d.until(lambda: d.status == "Deleted the folder “High”. Its feeds stay.")
        await d.until(lambda: rows(d)[-3:] == ["Trees 4", "  Elm 4", "Dune"])
        await d.press("u")
        await d.until(lambda: "  High 4" in rows(d))


async def test_a_folder_is_put_into_another_and_never_into_itself(opened: Opener) -> None:
    async with opened(several) as d:
        await d.go_to_row("Sea")
        await d.press("F")
        await d.type("News/Wet")
        await d.press("enter")
        await d.until(lambda: d.status == "Put into News/Wet.")
        assert rows(d)[:4] == ["News 6", "  Wet 3", "    Sea 3", "      Bell 3"]
        await d.go_to_row("News")
        await d.press("F")
        await d.type("News/Wet")
        await d.press("enter")
        await d.until(lambda: d.status == "The folder “News” cannot be put into itself.")


@pytest.mark.parametrize("size", SIZES)
async def test_a_feed_stands_in_each_of_its_folders_and_counts_once(
    opened: Opener, size: tuple[int, int]
) -> None:
    async with opened(several, size=size) as d:
        assert rows(d) == [
            "News 6",
            "  Atlas 1",
            "  Bell 3",
            "  Coast 2",
            "Sea 3",
            "  Bell 3",
            "Dune",
            "Elm 4",
        ]
        assert d.library.feeds.unread(d.screen.feed_list.rows[0].scope) == 10
        await d.press("h")
        d.screen.feed_list.cursor = [row.label for row in d.screen.feed_list.rows].index("Sea") + 1
        await d.press("A")
        await d.until(lambda: rows(d)[4:6] == ["Sea", "  Bell"])
        assert rows(d)[:3] == ["News 3", "  Atlas 1", "  Bell"]
        row = d.screen.feed_list.row
        assert row is not None
        assert d.library.feeds.path(row.inside) == ("Sea",)
        await d.press("h")  # to the folder around this row
        assert d.screen.feed_list.rows[d.screen.feed_list.cursor].label == "Sea"
        await d.press("j", "E")
        await d.until_shown("Settings · Bell")
        assert isinstance(d.app.screen, SettingsScreen)
        assert [row.value for row in d.app.screen.rows_now()[1:4]] == ["News", "Sea", "none"]
        await d.press("j", "j", "j", "enter")
        await d.type("Third")
        await d.press("enter")
        await d.until(lambda: "Third" in labels(d))
        await d.press("k", "k", "enter", "ctrl+u", "enter")
        await d.until(lambda: "  Bell" not in rows(d)[:3])
        await d.press("escape")
        assert rows(d)[-6:] == ["Sea", "  Bell", "Third", "  Bell", "Dune", "Elm 4"]


@pytest.mark.parametrize("size", SIZES)
async def test_feeds_and_folders_are_moved_also_by_many_quick_keys(
    opened: Opener, size: tuple[int, int]
) -> None:
    async with opened(several, size=size) as d:
        await d.go_to_row("Atlas")
        await d.press(
            "right_curly_bracket", "right_curly_bracket", "right_curly_bracket", "left_curly_bracket"
        )
        await until_rows(d, ["News", "Bell", "Coast", "Atlas", "Sea", "Bell", "Dune", "Elm"])
        assert d.screen.feed_list.rows[d.screen.feed_list.cursor].label == "Atlas"
        await d.press("ctrl+down")
        await d.until(lambda: d.status == "It is the last there.")
        await d.go_to_row("Sea")
        await d.press("ctrl+up")
        await until_rows(d, ["Sea", "Bell", "News", "Bell", "Coast", "Atlas", "Dune", "Elm"])
        await d.press("u")
        await until_rows(d, ["News", "Bell", "Coast", "Atlas", "Sea", "Bell", "Dune", "Elm"])
        await d.press("g", "right_curly_bracket")
        assert d.status == "Put the cursor on a feed or a folder."


async def test_an_order_by_unread_stays_while_one_reads(opened: Opener) -> None:
    async with opened(several) as d:
        await d.go_to_row("Bell")
        await d.press("V", "down", "down", "enter")
        await until_rows(d, ["News", "Bell", "Coast", "Atlas", "Sea", "Bell", "Elm", "Dune"])
        await d.press("A")
        await d.until(lambda: "  Bell" in rows(d))
        assert labels(d)[:3] == ["News", "Bell", "Coast"]
        await d.press("left_curly_bracket")
        assert d.status == "The feeds are in order most unread first: V changes that."
        await d.press("V", "enter")
        await until_rows(d, ["News", "Coast", "Atlas", "Bell", "Sea", "Bell", "Elm", "Dune"])
    async with opened(None) as d:  # remembered
        assert labels(d) == ["News", "Coast", "Atlas", "Bell", "Sea", "Bell", "Elm", "Dune"]
        await d.press("h", "V", "up", "enter")
        await until_rows(d, ["News", "Atlas", "Bell", "Coast", "Sea", "Bell", "Dune", "Elm"])


async def test_the_order_of_reading_is_that_of_the_list(opened: Opener) -> None:
    async with opened(several, ui=UiConfig(feed_order="unread")) as d:
        await d.go_to_row("News")
        await d.press("j", "enter")
        opened_feeds = [d.screen.view.scope]
        for _ in range(3):
            await d.press("right_square_bracket")
            opened_feeds.append(d.screen.view.scope)
        titles = [d.library.feeds.in_scope(scope)[0].title for scope in opened_feeds]
        assert titles == ["Bell", "Coast", "Atlas", "Elm"]


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_read_is_hidden_once_it_is_left(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(several, size=size) as d:
        await d.go_to_row("Bell")
        await d.press("full_stop")
        assert d.status == "Feeds without unread articles are hidden."
        assert labels(d) == ["News", "Atlas", "Bell", "Coast", "Sea", "Bell", "Elm"]
        await d.press("enter", "A")
        await d.until(lambda: "  Bell" in rows(d))
        await d.go_to_row("Elm")
        await d.press("enter")
        assert labels(d) == ["News", "Atlas", "Coast", "Elm"]
    async with opened(None, size=size) as d:
        assert labels(d) == ["News", "Atlas", "Coast", "Elm"]
        await d.press(*["h"] * (d.screen.pane is not Pane.FEEDS), "full_stop")
        assert labels(d) == ["News", "Atlas", "Bell", "Coast", "Sea", "Bell", "Dune", "Elm"]


async def test_moving_goes_past_what_is_hidden(opened: Opener) -> None:
    async with opened(several) as d:
        await d.go_to_row("Bell")
        await d.press("A")
        await d.until(lambda: "  Bell" in rows(d))
        await d.go_to_row("Coast")
        await d.press("full_stop", "left_curly_bracket")
        await until_rows(d, ["News", "Coast", "Atlas", "Elm"])
        await d.press("full_stop")
        assert labels(d)[:4] == ["News", "Coast", "Atlas", "Bell"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_feed_is_left_out_of_all_and_back_again(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(several, size=size) as d:
        assert len(d.titles) == 10
        await d.go_to_row("Elm")
        await d.press("E")
        await d.until_shown("Settings · Elm")
        assert isinstance(d.app.screen, SettingsScreen)
        keys = [row.key for row in d.app.screen.rows_now()]
        await d.press("g", *["j"] * keys.index("in_all"), "enter")
        await d.until(lambda: len(d.titles) == 6)
        await d.press("escape")
        assert [row.unread for row in d.screen.feed_list.rows[:2]] == [6, 6]
        assert rows(d)[-1] == "Elm 4"
        await d.press("enter")
        assert len(d.titles) == 4
        await d.press("h", "u")
        await d.until(lambda: d.screen.feed_list.rows[0].unread == 10)
