"""Flags by key: at once on the screen, in the counts and in the store; and the bulk change of a visible list."""

import pytest

from readnow.keys.actions import Pane
from readnow.model.article import Flag
from readnow.model.change import StatusChange
from readnow.model.errors import StoreError
from readnow.model.query import ALL, ArticleQuery
from readnow.store.database import Connection, Database
from readnow.tui.screens.marking import ASK_FROM
from tests.support.shelf import entry, put_articles, put_feed
from tests.tui.conftest import Opener


async def test_read_and_unread_again_by_one_key(opened: Opener) -> None:
    async with opened() as d:
        await d.press("m")
        assert "○ On reading slowly" in d.text
        assert d.library.feeds.unread(ALL) == 5
        assert "Unread                5" in d.text
        await d.press("m")
        assert "● On reading slowly" in d.text
        assert d.library.feeds.unread(ALL) == 6
        await d.library.articles.settled()
        assert await d.library.articles.count(ArticleQuery(unread_only=True)) == 6


async def test_unread_again_right_after_opening(opened: Opener) -> None:
    async with opened() as d:
        await d.press("enter", "m")
        assert d.screen.pane is Pane.READER
        assert "● On reading slowly" in d.text
        assert d.library.feeds.unread(ALL) == 6


async def test_star_and_take_it_away(opened: Opener) -> None:
    async with opened() as d:
        await d.press("s")
        assert "★ On reading slowly" in d.text
        assert d.library.feeds.starred() == 1
        await d.press("3")
        assert d.titles == ["On reading slowly"]
        await d.press("enter", "s", "q")
        assert d.titles == ["On reading slowly"]
        await d.press("3")
        assert d.titles == []
        assert "Nothing starred yet" in d.text


async def test_later_and_not_later(opened: Opener) -> None:
    async with opened() as d:
        await d.press("L")
        assert "◷ On reading slowly" in d.text
        assert d.status == "Kept for later."
        await d.until(
            lambda: any("Later" in line and line.split("│")[0].rstrip().endswith("1") for line in d.lines)
        )
        await d.press("s")
        assert "★ On reading slowly" in d.text
        assert "later" in d.text
        await d.press("enter", "L")
        assert d.status == "No longer kept for later."
        assert d.screen.article is not None
        assert not d.screen.article.head.later
    async with opened(None) as d:
        assert [head.later for head in d.screen.article_list.heads[:2]] == [False, False]


async def test_all_of_the_visible_list_and_how_many(opened: Opener) -> None:
    async with opened() as d:
        await d.press("right_square_bracket", "A")
        await d.until(lambda: d.status == "Marked 3 articles read in “Harbour”.")
        await d.until(lambda: all(head.read for head in d.screen.article_list.heads))
        assert d.library.feeds.unread(ALL) == 3
        await d.press("A")
        await d.until(lambda: d.status == "Nothing is unread in “Harbour”.")


async def test_all_of_a_folder_from_the_feed_list(opened: Opener) -> None:
    async with opened() as d:
        await d.go_to_row("Writing")
        await d.press("A")
        await d.until(lambda: d.status == "Marked 5 articles read in “Writing”.")
        assert d.library.feeds.unread(ALL) == 1


async def test_all_means_only_what_the_filter_shows(opened: Opener) -> None:
    async with opened() as d:
        await d.press("slash")
        await d.type("title:quiet")
        await d.press("enter")
        await d.until(lambda: d.titles == ["On quiet"])
        await d.press("A")
        await d.until(lambda: d.status.startswith("Marked 1 article read"))
        assert d.library.feeds.unread(ALL) == 5


async def test_what_arrived_and_is_not_shown_yet_stays_unread(opened: Opener) -> None:
    async with opened() as d:
        feed_id = d.library.feeds.all()[0].id
        other = await Database.open(d.paths.database)
        await other.write(put_articles, feed_id, [entry("Just in")])
        await other.close()
        await d.press("A")
        await d.until(lambda: d.status.startswith("Marked"))
        unread = await d.library.articles.page(ArticleQuery(unread_only=True))
        assert [head.title for head in unread.heads] == ["Just in"]


async def test_many_are_asked_about(opened: Opener) -> None:
    def fill(conn: Connection) -> None:
        put_feed(conn, "Many", [entry(f"Article {n}") for n in range(ASK_FROM)])

    async with opened(fill) as d:
        await d.press("A")
        await d.until_shown(f"Mark {ASK_FROM} articles of “All articles” as read?")
        await d.press("n")
        assert d.library.feeds.unread(ALL) == ASK_FROM
        await d.press("A")
        await d.until_shown("as read?")
        await d.press("y")
        await d.until(lambda: d.library.feeds.unread(ALL) == 0)


async def test_a_change_that_could_not_be_stored_is_told_and_taken_back(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_conn: Connection, _change: StatusChange, _title: str, _folds: bool) -> None:
        raise StoreError("The disk is full: the change was not kept.")

    async with opened() as d:
        monkeypatch.setattr("readnow.library.articles._set_flag", full)
        await d.press("s")
        await d.until(lambda: d.status == "The disk is full: the change was not kept.")
        assert d.library.feeds.starred() == 0
        await d.until_shown("● On reading slowly")
        assert "★" not in d.text


async def test_flags_survive_a_restart(opened: Opener) -> None:
    async with opened() as d:
        await d.press("s", "m", "j", "m")
    async with opened(None) as d:
        heads = d.screen.article_list.heads
        assert [(head.read, head.starred) for head in heads[:3]] == [
            (True, True),
            (True, False),
            (False, False),
        ]
        again = d.library.articles.set_flag(heads[:1], Flag.STARRED, False)
        assert not again[0].starred
