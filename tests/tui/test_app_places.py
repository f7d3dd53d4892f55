"""The place in an article: kept when it is left, found again, shown in the list, and in nobody's way."""

import asyncio
import threading

import pytest

from readnow.keys.actions import Pane
from readnow.model.article import Place
from readnow.model.query import ArticleQuery
from readnow.store import places
from readnow.store.database import Connection
from tests.support.driving import Driven
from tests.support.shelf import LONG, NOW, entry, put_feed
from tests.tui.conftest import Opener


def two_articles(conn: Connection) -> None:
    put_feed(conn, "Harbour", [entry("Long", LONG, words=3300), entry("Short")], newest=NOW - 60)


async def stored(d: Driven) -> list[Place | None]:
    """The places of all articles, newest first, as the store has them."""
    await d.library.articles.settled()
    return [head.place for head in (await d.library.articles.page(ArticleQuery())).heads]


def first_line(d: Driven) -> str:
    return d.lines[d.screen.reader.head_height].strip(" │")


@pytest.mark.parametrize("away", ["q", "J", "escape", "h", "tab"])
async def test_an_article_is_left_and_found_again(opened: Opener, away: str) -> None:
    async with opened(two_articles, size=(80, 24)) as d:
        await d.press("enter")
        await d.press("space", "space", "j")
        line, place = first_line(d), d.screen.reader.left
        assert place is not None
        await d.press(away)
        assert await stored(d) == [place, None]
        d.screen.go_to(Pane.ARTICLES)
        await d.press("g", "enter")
        assert first_line(d) == line
        assert d.status == ("Goes on where you left it." if away == "J" else "")


async def test_it_is_kept_over_a_restart_and_for_another_width(opened: Opener) -> None:
    async with opened(two_articles, size=(80, 24)) as d:
        await d.press("enter")
        await d.press("space", "space")
        words = first_line(d)
        await d.press("Q")
    async with opened(None, size=(80, 24)) as d:
        await d.press("enter")
        assert first_line(d) == words
        assert d.status == "Goes on where you left it."
    async with opened(None, size=(60, 20)) as d:
        await d.press("enter")
        assert d.screen.reader.place <= (await stored(d))[0].offset  # type: ignore[union-attr]
        assert words.split()[0] in " ".join(d.lines[1:3])


async def test_quitting_beside_the_lists_keeps_it_too(opened: Opener) -> None:
    async with opened(two_articles) as d:
        await d.press("space")
        await d.press("space")
        assert d.screen.reader.top > 0
    async with opened(None) as d:
        assert (await stored(d))[0] is not None


async def test_what_is_open_beside_the_list_stays_where_it_is_when_it_is_opened(opened: Opener) -> None:
    async with opened(two_articles) as d:
        await d.press("space")
        await d.press("space")
        line, top = first_line(d), d.screen.reader.top
        assert top > 0
        await d.press("enter")
        assert (first_line(d), d.screen.reader.top) == (line, top)
        assert d.status == ""


async def test_what_was_not_begun_or_is_finished_has_no_place(opened: Opener) -> None:
    async with opened(two_articles, size=(80, 24)) as d:
        await d.press("enter")
        await d.press("q", "j", "enter")
        await d.press("q")
        assert await stored(d) == [None, None]
        await d.press("k", "enter")
        await d.press("space")
        await d.press("q")
        assert (await stored(d))[0] is not None
        await d.press("enter")
        await d.press("G")
        await d.press("q")
        assert await stored(d) == [None, None]
        await d.press("enter")
        assert d.screen.reader.top == 0
        await d.press("space")
        await d.press("q", "enter")
        await d.press("g")
        await d.press("q")
        assert await stored(d) == [None, None]


@pytest.mark.parametrize(("size", "shown"), [((80, 24), " %  "), ((120, 40), "Harbour · 1 m · ")])
async def test_the_list_says_how_far(opened: Opener, size: tuple[int, int], shown: str) -> None:
    async with opened(two_articles, size=size) as d:
        assert " %" not in d.text
        await d.press("enter")
        await d.press("space", "space")
        percent = d.screen.reader.percent
        assert f"{percent} %" in d.lines[0]
        await d.press("q", "1")
        row = next(line for line in d.lines if f"{percent} %" in line and shown in line)
        assert "14 min" not in row


async def test_the_flags_of_the_row_stay_as_they_are(opened: Opener) -> None:
    async with opened(two_articles, size=(80, 24)) as d:
        await d.press("enter", "s", "m")
        await d.press("space")
        await d.press("q")
        head = d.screen.article_list.heads[0]
        assert (head.starred, head.read) == (True, False)
        assert head.place is not None
        await d.press("m")
        assert d.screen.article_list.heads[0].place == head.place


async def test_writing_a_place_delays_no_key_and_is_seen_at_once(opened: Opener) -> None:
    held = threading.Event()
    async with opened(two_articles, size=(80, 24)) as d:
        blocked = asyncio.get_running_loop().create_task(
            d.library._database.write(lambda conn: held.wait(20))
        )
        try:
            await d.press("enter")
            await d.press("space")
            place = d.screen.reader.left
            await d.press("q")
            assert d.screen.article_list.heads[0].place == place
            await d.press("j", "enter")
            assert d.open_article == "Short"
            await d.press("q", "k", "enter")
            assert d.screen.reader.left == place
            assert (await d.library.articles.heads([d.screen.article_list.heads[0].id]))[0].place == place
        finally:
            held.set()
            await blocked
        assert (await stored(d))[0] == place


async def test_a_place_that_cannot_be_stored_disturbs_nobody(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(two_articles, size=(80, 24)) as d:
        monkeypatch.setattr(places, "put", lambda conn, *rest: conn.execute("INSERT INTO place VALUES (1)"))
        await d.press("enter")
        await d.press("space")
        await d.press("q")
        await d.library.articles.settled()
        assert d.status == ""
        assert d.app.is_running


async def test_an_article_that_became_shorter_opens_at_its_start(opened: Opener) -> None:
    async with opened(two_articles, size=(80, 24)) as d:
        last = d.screen.article_list.heads[1]
        d.library.articles.leave(last, Place(90_000, 100_000))
        await d.library.articles.settled()
    async with opened(None, size=(80, 24)) as d:
        await d.press("j", "enter")
        assert d.screen.reader.top == 0
        assert first_line(d) == "Short"
