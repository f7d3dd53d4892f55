"""The same story in several feeds on the screen: one row, unfolded by a key, marked together."""

import pytest

from readnow.feeds.refine import finish
from readnow.keys.actions import Pane
from readnow.library.events import StoriesFolded
from readnow.model.article import ArticleId
from readnow.model.query import ALL, STARRED, UNREAD
from readnow.store import rough
from readnow.store.connecting import Connection
from tests.support.driving import Driven
from tests.support.shelf import HOUR, NOW, entry, put_feed
from tests.tui.conftest import Opener

TITLE = "Night ferry across the harbour sails again"
TEXT = (
    "<p>"
    + "The ferry sailed again on Monday evening, four months after cracks were found in its frames. " * 3
)


def compare(conn: Connection) -> None:
    """Deal with what waits, as is done behind everything else."""
    while texts := [finish(text) for text in rough.newest(conn, 100)]:
        rough.store(conn, texts)
        rough.compare(conn, texts)


def told(site: str):  # type: ignore[no-untyped-def]
    """The story as a site has it."""
    return entry(TITLE, TEXT, key=f"{TITLE} {site}", link=f"https://{site}.example/ferry")


def unmatched(conn: Connection) -> None:
    """Two feeds with the story, and one with another."""
    put_feed(conn, "Courier", [told("courier"), entry("Tides")], newest=NOW - 3 * HOUR)
    put_feed(conn, "Gazette", [told("gazette")], newest=NOW - 2 * HOUR, folder=("Papers",))
    put_feed(conn, "Margins", [entry("On reading slowly")], newest=NOW - HOUR)


def stories(conn: Connection) -> None:
    """The same, compared."""
    unmatched(conn)
    compare(conn)


def rows(d: Driven) -> list[str]:
    """Titles and feeds of the list."""
    return [f"{head.title} ({head.feed_title})" for head in d.screen.article_list.heads]


async def test_one_row_that_says_where_else(opened: Opener) -> None:
    async with opened(stories) as d:
        assert rows(d) == ["On reading slowly (Margins)", f"{TITLE} (Courier)", "Tides (Courier)"]
        assert d.library.feeds.unread(ALL) == 3
        assert "also in: Gazette" in d.text


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_unfolded_and_folded_again_in_place(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(stories, size=size) as d:
        await d.press("j", "w")
        assert rows(d)[1:3] == [f"{TITLE} (Courier)", f"{TITLE} (Gazette)"]
        assert f"●   {TITLE[:9]}" in d.text
        await d.press("j", "w")
        assert rows(d)[1:] == [f"{TITLE} (Courier)", "Tides (Courier)"]
        assert d.screen.article_list.head is not None
        assert d.screen.article_list.head.feed_title == "Courier"
        await d.press("k", "w")
        assert d.status == "No other feed has this story."


async def test_marks_are_for_all_of_it(opened: Opener) -> None:
    async with opened(stories) as d:
        await d.press("j", "w", "m")
        assert [head.read for head in d.screen.article_list.heads] == [False, True, True, False]
        assert (d.library.feeds.unread(ALL), d.library.feeds.unread(UNREAD)) == (2, 2)
        await d.press("s")
        assert d.library.feeds.starred() == 1
        await d.library.articles.settled()
        assert (d.library.feeds.unread(ALL), d.library.feeds.starred()) == (2, 1)
        assert d.library.feeds.total(STARRED) == 1
        await d.press("3")
        assert rows(d) == [f"{TITLE} (Courier)"]


async def test_the_reader_names_the_others_and_goes_through_them(opened: Opener) -> None:
    async with opened(stories) as d:
        await d.press("j", "enter")
        assert "Also in: Gazette" in d.text
        await d.press("w")
        await d.until(lambda: d.screen.article is not None and d.screen.article.head.feed_title == "Gazette")
        assert d.screen.pane is Pane.READER
        assert "Also in: Courier" in d.text
        await d.press("w")
        await d.until(lambda: d.screen.article is not None and d.screen.article.head.feed_title == "Courier")


async def test_what_turns_out_to_be_one_while_it_is_shown(opened: Opener) -> None:
    async with opened(unmatched) as d:
        assert len(rows(d)) == 4
        await d.library._database.write(compare)
        await d.library.feeds.reload()
        follower = next(h.id for h in d.screen.article_list.heads if h.feed_title == "Gazette")
        lead = next(h.id for h in d.screen.article_list.heads if h.feed_title == "Courier")
        d.library._voice.publish(StoriesFolded({ArticleId(follower): ArticleId(lead)}))
        await d.until(lambda: len(rows(d)) == 3)
        assert "also in: Gazette" in d.text


async def test_the_row_in_hand_stays(opened: Opener) -> None:
    async with opened(unmatched) as d:
        await d.press("j")
        in_hand = d.screen.article_list.head
        assert in_hand is not None
        assert in_hand.feed_title == "Gazette"
        await d.library._database.write(compare)
        lead = next(h.id for h in d.screen.article_list.heads if h.feed_title == "Courier")
        d.library._voice.publish(StoriesFolded({in_hand.id: lead}))
        await d.until(lambda: "also in: Gazette" in d.text)
        assert d.screen.article_list.head is not None
        assert d.screen.article_list.head.id == in_hand.id


async def test_each_feed_by_itself_where_that_is_wanted(opened: Opener) -> None:
    async with opened(stories) as d:
        d.library.articles._shelf.folds = False
        await d.library.feeds.reload()
        await d.press("1")
        assert len(rows(d)) == 4
        assert d.library.feeds.unread(ALL) == 4
        assert "also in" not in d.text
