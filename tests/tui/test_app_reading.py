"""Reading with keys: opening, reading on, going from one to the next; what is marked read and what is not."""

import pytest

from readnow.config.schema import UiConfig
from readnow.keys.actions import Pane
from readnow.model.query import ALL, ArticleQuery
from readnow.store.database import Connection
from tests.support.driving import Driven
from tests.support.shelf import LONG, NOW, entry, put_feed
from tests.tui.conftest import Opener

IN_ORDER = [
    "On reading slowly",
    "A terminal is a place",
    "Footnotes",
    "On quiet",
    "Small rooms",
    "Weekly edition 1,204",
]


def stored_unread(driven: Driven) -> int:
    return driven.library.feeds.unread(ALL)


async def test_the_start_shows_articles_newest_first_and_marks_none(opened: Opener) -> None:
    async with opened() as d:
        assert d.titles == IN_ORDER
        assert d.under_cursor == IN_ORDER[0]
        assert d.open_article == ""
        assert stored_unread(d) == 6


async def test_moving_marks_nothing_read(opened: Opener) -> None:
    async with opened() as d:
        await d.press("j", "j", "k", "G", "g", "n", "p", "J", "K")
        assert d.open_article == ""
        assert stored_unread(d) == 6


async def test_opening_shows_the_article_and_marks_it_read_where_it_stands(opened: Opener) -> None:
    async with opened() as d:
        await d.press("j", "enter")
        assert d.open_article == "A terminal is a place"
        assert "Paragraph 1." in d.text
        assert d.titles == IN_ORDER
        assert "○ A terminal is a place" in d.text
        assert stored_unread(d) == 5
        await d.press("q")
        assert d.titles == IN_ORDER
        await d.press("h", "j", "enter")
        assert "A terminal is a place" not in d.titles
        await d.library.articles.settled()
        assert len((await d.library.articles.page(ArticleQuery(unread_only=True))).heads) == 5


async def test_n_at_the_only_unread_article_says_that_it_is(opened: Opener) -> None:
    async with opened() as d:
        await d.press("enter", "n", "n", "n", "n", "n", "q", "m")
        assert (d.under_cursor, stored_unread(d)) == (IN_ORDER[-1], 1)
        await d.press("n")
        assert d.under_cursor == IN_ORDER[-1]
        assert d.status == "Nothing else is unread; Enter opens this one."


async def test_manual_marking_leaves_it_unread(opened: Opener) -> None:
    async with opened(ui=UiConfig(mark_read="manual")) as d:
        await d.press("enter")
        assert d.open_article == IN_ORDER[0]
        assert stored_unread(d) == 6


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (50, 20)])
async def test_space_alone_reads_everything_and_says_so(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(size=size) as d:
        seen: list[str] = []
        for _ in range(80):
            await d.press("space")
            if d.open_article not in seen:
                seen.append(d.open_article)
            if d.status == "Nothing unread is left.":
                break
        assert seen == IN_ORDER
        assert stored_unread(d) == 0


async def test_space_pages_before_it_goes_on(opened: Opener) -> None:
    async with opened(size=(80, 24)) as d:
        await d.press("j", "space")
        assert d.open_article == "A terminal is a place"
        pages = 0
        while d.open_article == "A terminal is a place":
            pages += 1
            assert pages < 40
            at_end = d.screen.reader.at_end
            await d.press("space")
            assert (d.open_article == "A terminal is a place") is not at_end
        assert pages > 3
        assert d.open_article == "Footnotes"


async def test_space_in_one_feed_crosses_into_the_next(opened: Opener) -> None:
    async with opened() as d:
        await d.go_to_row("Harbour")
        await d.press("space")
        assert (d.screen.view.scope.id, d.open_article) == (1, "A terminal is a place")
        for _ in range(30):
            await d.press("space")
            if d.status == "Nothing unread is left.":
                break
        assert d.status == "Nothing unread is left."
        assert stored_unread(d) == 0


async def test_space_comes_back_for_what_was_skipped_above(opened: Opener) -> None:
    async with opened() as d:
        await d.press("G", "space", "space")
        assert d.open_article == IN_ORDER[0]


async def test_next_unread_crosses_feeds_in_both_directions(opened: Opener) -> None:
    async with opened() as d:
        await d.press("h", "G", "k", "k", "enter")
        assert d.titles == ["Weekly edition 1,204"]
        await d.press("n")
        assert d.screen.view.scope.id == 1
        assert d.under_cursor == "A terminal is a place"
        await d.press("p")
        assert d.titles == ["Weekly edition 1,204"]
        await d.press("enter", "n")
        assert d.screen.pane is Pane.READER
        assert d.open_article == "A terminal is a place"


async def test_articles_of_any_state_in_the_reader(opened: Opener) -> None:
    async with opened() as d:
        await d.press("enter", "J", "K", "K")
        assert d.open_article == IN_ORDER[0]
        assert d.status == "This is the first article."
        await d.press(*["J"] * 8)
        assert d.open_article == IN_ORDER[-1]
        assert d.status == "This is the last article of the list."


async def test_next_and_previous_feed(opened: Opener) -> None:
    async with opened() as d:
        names = []
        for _ in range(6):
            await d.press("right_square_bracket")
            names.append(d.screen.view.scope.id)
        assert names == [1, 2, 3, 4, 5, 1]
        await d.press("left_square_bracket")
        assert d.screen.view.scope.id == 5
        assert "asked to wait (429)" in d.status


async def test_a_long_list_is_read_by_pages_and_next_unread_finds_what_is_far_down(opened: Opener) -> None:
    def fill(conn: Connection) -> None:
        put_feed(conn, "Many", [entry(f"Article {n}") for n in range(1000)], step=60)
        conn.execute("DELETE FROM unread WHERE id <> (SELECT min(id) FROM unread)")
        conn.execute("UPDATE feed SET unread = 1")

    async with opened(fill) as d:
        assert len(d.titles) == 100
        await d.press("n")
        assert d.under_cursor == "Article 999"
        await d.press("enter", "n")
        assert d.status == "Nothing unread is left."


async def test_the_end_of_a_long_list_is_its_real_end(opened: Opener) -> None:
    def fill(conn: Connection) -> None:
        put_feed(conn, "Many", [entry(f"Article {n}") for n in range(350)], step=60)

    async with opened(fill) as d:
        await d.press("G")
        assert d.under_cursor == "Article 349"
        await d.press("g")
        assert d.under_cursor == "Article 0"


async def test_scrolling_down_loads_the_next_page(opened: Opener) -> None:
    def fill(conn: Connection) -> None:
        put_feed(conn, "Many", [entry(f"Article {n}") for n in range(350)], step=60)

    async with opened(fill) as d:
        for _ in range(22):
            await d.press("pagedown")
        await d.until(lambda: d.under_cursor == "Article 349")


async def test_the_next_start_opens_on_what_was_shown_last(opened: Opener) -> None:
    async with opened() as d:
        await d.press("right_square_bracket", "right_square_bracket", "2", "greater_than_sign")
        assert d.screen.view.scope.id == 2
    async with opened(None) as d:
        assert (d.screen.view.scope.id, d.screen.view.show.value) == (2, "unread")
        assert d.titles == ["On reading slowly", "Footnotes"]


async def test_a_read_article_is_gone_from_unread_when_the_list_is_opened_anew(opened: Opener) -> None:
    async with opened() as d:
        await d.press("2", "enter")
        assert d.titles == IN_ORDER
        await d.press("q", "2")
        assert d.titles == IN_ORDER[1:]


async def test_the_place_of_a_long_article_is_kept_in_another_width(opened: Opener) -> None:
    def fill(conn: Connection) -> None:
        put_feed(conn, "Harbour", [entry("Long", LONG)], newest=NOW - 60)

    async with opened(fill) as d:
        await d.press("enter", "space", "space")
        before = next(line for line in d.lines[2:] if "Paragraph" in line)
        number = before.split("Paragraph ")[1].split(".")[0]
        await d.pilot.resize_terminal(70, 30)
        await d.pilot.pause()
        assert d.screen.pane is Pane.READER
        assert f"Paragraph {number}." in "\n".join(d.lines[:12])
        await d.pilot.resize_terminal(120, 40)
        await d.pilot.pause()
        assert before in d.lines
