"""Undo and redo by key, the history, deleting articles, and marks of many that can be taken back."""

import threading

import pytest

from readnow.keys.actions import Pane
from readnow.model.article import Flag
from readnow.model.journal import Reverted
from readnow.model.query import ALL, ArticleQuery
from readnow.store import journal
from readnow.store.database import Connection, Database
from readnow.tui.screens.choice import ChoiceScreen
from tests.support.driving import Driven
from tests.support.shelf import LONG, NOW, entry, put_feed
from tests.tui.conftest import Opener


async def test_undo_right_after_opening_makes_it_unread_again(opened: Opener) -> None:
    async with opened() as d:
        await d.press("enter")
        assert d.library.feeds.unread(ALL) == 5
        await d.press("u")
        await d.until(lambda: d.status == "Undone: mark “On reading slowly” read.")
        await d.until_shown("● On reading slowly")
        assert d.library.feeds.unread(ALL) == 6
        assert d.screen.pane is Pane.READER
        await d.press("U")
        await d.until(lambda: d.status == "Done again: mark “On reading slowly” read.")
        await d.until_shown("○ On reading slowly")
        await d.press("U")
        await d.until(lambda: d.status == "There is nothing to redo.")


async def test_nothing_to_undo(opened: Opener) -> None:
    async with opened() as d:
        await d.press("u")
        await d.until(lambda: d.status == "There is nothing to undo.")


async def test_as_often_as_it_is_pressed_however_fast(opened: Opener) -> None:
    async with opened() as d:
        await d.press("m", "j", "m", "j", "m", "u", "u", "u", "u")
        await d.until(lambda: d.status == "There is nothing to undo.")
        assert d.library.feeds.unread(ALL) == 6


async def test_all_read_and_back_in_the_list_that_it_left(opened: Opener) -> None:
    async with opened() as d:
        await d.press("2", "A")
        await d.until(lambda: d.status.startswith("Marked 6 articles read"))
        await d.press("1", "2")
        await d.until(lambda: d.titles == [])
        await d.press("u")
        await d.until(lambda: len(d.titles) == 6)
        assert d.status == "Undone: mark 6 articles read."
        await d.until_shown("Unread                6")


async def test_deleted_articles_leave_the_list_and_come_back(opened: Opener) -> None:
    async with opened() as d:
        await d.press("D")
        await d.until(lambda: d.status == "Deleted: On reading slowly · u undoes")
        assert "On reading slowly" not in d.titles
        assert d.under_cursor == "A terminal is a place"
        assert (d.library.feeds.unread(ALL), d.library.feeds.total(ALL)) == (5, 5)
        await d.press("enter", "delete")
        await d.until(lambda: d.status == "Deleted: A terminal is a place · u undoes")
        assert d.screen.pane is Pane.ARTICLES
        assert d.open_article == ""
        await d.press("u")
        await d.until(lambda: "A terminal is a place" in d.titles)
        await d.press("u", "u")
        await d.until(lambda: "On reading slowly" in d.titles)
        assert d.library.feeds.unread(ALL) == 6


async def test_a_story_is_deleted_with_its_copies_in_other_feeds(opened: Opener) -> None:
    def fill(conn: Connection) -> None:
        put_feed(conn, "One", [entry("The same", LONG, key="a")], newest=NOW - 5)
        put_feed(conn, "Other", [entry("The same", LONG, key="b"), entry("Else")], newest=NOW - 9)
        conn.execute(
            "INSERT INTO folded (id, lead_id, feed_id, lead_feed_id) VALUES (?, ?, 1, 2)", (NOW - 5, NOW - 9)
        )

    async with opened(fill) as d:
        assert d.titles == ["The same", "Else"]
        await d.press("D")
        await d.until(lambda: d.status == "Deleted: The same · u undoes")
        await d.until(lambda: d.titles == ["Else"])
        assert d.library.feeds.total(ALL) == 1
        await d.press("u")
        await d.until(lambda: d.library.feeds.total(ALL) == 3)


async def test_unsubscribing_is_taken_back_also_by_another_process(opened: Opener) -> None:
    async with opened() as d:
        await d.go_to_row("Kernel Week")
        await d.press("D")
        await d.press("y")
        await d.until(lambda: d.status == "Unsubscribed from “Kernel Week”.")
        other = await Database.open(d.paths.database)
        assert (await other.write(journal.undo, NOW)) is not None
        await other.close()
        await d.until(lambda: d.library.feeds.total(ALL) == 6)
        await d.until(lambda: any(row.label == "Kernel Week" for row in d.screen.feed_list.rows))


@pytest.mark.parametrize(
    ("key", "status", "left"),
    [
        ("left_parenthesis", "Marked 2 articles above read.", ["Footnotes", "On quiet"]),
        (
            "right_parenthesis",
            "Marked 3 articles below read.",
            ["On reading slowly", "A terminal is a place"],
        ),
    ],
)
async def test_above_and_below(opened: Opener, key: str, status: str, left: list[str]) -> None:
    async with opened() as d:
        await d.press("j", "j", key)
        await d.until(lambda: d.status == status)
        await d.until(
            lambda: [head.title for head in d.screen.article_list.heads if not head.read][:2] == left
        )
        here = d.under_cursor
        assert not d.screen.article_list.heads[2].read
        await d.press(key)
        await d.until(lambda: d.status == f"Nothing {status.split()[-2]} is unread.")
        await d.press("u")
        await d.until(lambda: d.library.feeds.unread(ALL) == 6)
        assert d.under_cursor == here


async def test_older_than_some_days_with_the_number_before_it_is_done(opened: Opener) -> None:
    async with opened() as d:
        await d.press("M")
        await d.type("soon")
        await d.press("enter")
        await d.until(lambda: d.status == "“soon” is neither a number of days nor a date.")
        await d.press(*["backspace"] * 4)
        await d.type("1")
        await d.press("enter")
        await d.until_shown("Mark 1 article of “All articles” older than")
        await d.press("n")
        assert d.library.feeds.unread(ALL) == 6
        await d.press("M")
        await d.type("1")
        await d.press("enter")
        await d.until_shown("Mark 1 article")
        await d.press("y")
        await d.until(lambda: d.status.startswith("Marked 1 article older than"))
        assert d.library.feeds.unread(ALL) == 5


async def test_older_ones_of_a_feed_from_the_feed_list(opened: Opener) -> None:
    async with opened() as d:
        await d.go_to_row("Harbour")
        await d.press("M")
        await d.type("1d")
        await d.press("enter")
        await d.until(lambda: d.status.startswith("Nothing older than"))


def rows(d: Driven) -> list[str]:
    screen = d.app.screen
    assert isinstance(screen, ChoiceScreen)
    return [choice.label for choice in screen.rows.choices]


async def test_the_history_goes_back_to_before_a_chosen_entry_and_forth_again(opened: Opener) -> None:
    async with opened() as d:
        await d.press("m", "j", "m", "j", "s", "H")
        await d.until(lambda: isinstance(d.app.screen, ChoiceScreen))
        assert rows(d) == [
            "Star “Footnotes”",
            "Mark “A terminal is a place” read",
            "Mark “On reading slowly” read",
        ]
        await d.press("down", "enter")
        await d.until_shown("Undo 2 changes, up to “Mark “A terminal is a place” read”?")
        await d.press("y")
        await d.until(lambda: d.status == "Undone: 2 changes.")
        assert (d.library.feeds.unread(ALL), d.library.feeds.starred()) == (5, 0)
        await d.press("H")
        await d.until(lambda: isinstance(d.app.screen, ChoiceScreen))
        assert rows(d)[:2] == ["  Star “Footnotes”", "  Mark “A terminal is a place” read"]
        assert "undone" in d.text
        await d.press("enter")
        await d.until_shown("Do again 2 changes, up to “Star")
        await d.press("y")
        await d.until(lambda: d.status == "Done again: 2 changes.")
        assert (d.library.feeds.unread(ALL), d.library.feeds.starred()) == (4, 1)


async def test_feeds_are_brought_back_from_the_history(opened: Opener) -> None:
    async with opened() as d:
        await d.library.feeds.remove([d.library.feeds.all()[0].id])
        await d.press("H")
        await d.until(lambda: isinstance(d.app.screen, ChoiceScreen))
        await d.type("bring back")
        await d.until(lambda: rows(d) == ["Bring back “Harbour”"])
        await d.press("enter")
        await d.until(lambda: d.status == "“Harbour” is back with 3 articles.")
        await d.until_shown("Harbour")


async def test_without_anything_done_there_is_no_history(opened: Opener) -> None:
    async with opened() as d:
        await d.press("H")
        await d.until(lambda: d.status == "Nothing was done yet.")


async def test_a_large_one_is_stopped_by_the_same_key_and_goes_on_by_it(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(conn: Connection) -> None:
        put_feed(conn, "Many", [entry(f"Article {n}") for n in range(300)])

    pieces = iter(range(300))
    go_on = threading.Event()
    real = journal.undo

    def slow(conn: Connection, at: int) -> Reverted | None:
        if next(pieces) == 2:
            go_on.wait(20)
        return real(conn, at, 50)

    monkeypatch.setattr(journal, "undo", slow)
    async with opened(fill) as d:
        await d.library.articles.mark(ArticleQuery(limit=None), Flag.READ, True)
        await d.press("u")
        await d.until_shown("100 of 300 articles · the same key stops")
        await d.press("u")
        go_on.set()
        await d.until(
            lambda: d.status.startswith("Stopped: 150 articles of “mark 300 articles read” so far.")
        )
        assert d.library.feeds.unread(ALL) == 150
        await d.press("u")
        await d.until(lambda: d.library.feeds.unread(ALL) == 300)
