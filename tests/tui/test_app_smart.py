"""The rows above folders and feeds: what is of all feeds together, and smart feeds, which are made, changed and
removed here."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from readnow.keys.actions import Pane
from readnow.library import tallies
from readnow.model.article import ArticleId, Place
from readnow.model.query import ALL, CONTINUE, MUTED, NEW, TODAY, ArticleQuery, Cursor, Page, Scope, ScopeKind
from readnow.model.smart import SmartFeed, SmartFeedId
from readnow.store import hidden, places, tags
from readnow.store.database import Connection
from readnow.tui.screens.smart import SmartScreen
from tests.support.driving import Driven
from tests.support.shelf import NOW, small_library
from tests.tui.conftest import Opener
from tests.tui.test_app_layout import compare

SIZES = [(120, 40), (80, 24)]


@pytest.fixture(autouse=True)
def counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine the numbers would be long in coming."""
    for name, seconds in (("_CALM", 0.02), ("_RESTLESS", 0.1), ("_PAUSE", 0.02), ("_SHARE", 1)):
        monkeypatch.setattr(tallies, name, seconds)


def full_library(conn: Connection) -> None:
    """The small library with something of everything."""
    small_library(conn)
    ids = [row[0] for row in conn.execute("SELECT id FROM article ORDER BY id DESC")]
    places.put(conn, ids[2], Place(40, 100), NOW)
    hidden.hide(conn, ids[3:4], muted=True)
    conn.execute("DELETE FROM fresh WHERE id NOT IN (SELECT max(id) FROM article)")


async def with_smart_feeds(d: Driven) -> None:
    """Three smart feeds, one in a folder and one whose query cannot be read any more."""
    kept = d.library.smart_feeds
    await kept.add("Of quiet", "title:quiet OR title:slowly")
    gone = await kept.add("Gone", "a")
    await kept.add("Broken", "smart:gone")
    await kept.add("In Writing", "title:rooms", folder=("Writing",))
    await kept.remove(gone.id)
    await d.library.tallies.count()
    await d.until(lambda: d.library.feeds.tally(Scope(ScopeKind.SMART, 4)).number)
    await d.until(lambda: [row.label for row in d.screen.feed_list.rows if row.mark == "!"][:1] == ["Broken"])


def the_smart(d: Driven) -> SmartFeed:
    """The one that is broken at first."""
    return next(smart for smart in d.library.smart_feeds.all() if smart.name.startswith("Broken"))


def rows(d: Driven) -> list[tuple[str, int]]:
    return [(row.label, row.unread or row.total) for row in d.screen.feed_list.rows]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_all_kinds_of_rows(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(full_library, size=size) as d:
        await with_smart_feeds(d)
        await d.go_to_row("Broken")
        await d.press("enter")
        await d.until_shown("cannot be read")
        compare(d, f"smart-{size[0]}x{size[1]}")


async def test_rows_that_hold_nothing_are_not_there_at_first_and_come_when_they_do(opened: Opener) -> None:
    async with opened() as d:
        labels = [label for label, _ in rows(d)]
        assert labels[:5] == ["All articles", "Unread", "Today", "Starred", "New"]
        await d.press("j", "enter")
        for _ in range(4):
            await d.press("j")
        await d.press("q")
        await d.until(lambda: ("Continue", 1) in rows(d))
        await d.go_to_row("Continue")
        await d.press("enter")
        assert d.titles == ["A terminal is a place"]
        assert d.text.splitlines()[0].count("Continue reading · 1") == 1


async def test_each_row_opens_what_it_counts(opened: Opener) -> None:
    async with opened(full_library) as d:
        for label, scope, titles in (
            ("Today", TODAY, ["On reading slowly", "A terminal is a place", "Footnotes", "Small rooms"]),
            ("New", NEW, ["On reading slowly"]),
            ("Continue", CONTINUE, ["Footnotes"]),
            ("Muted", MUTED, ["On quiet"]),
        ):
            await d.go_to_row(label)
            await d.press("enter")
            assert (d.screen.view.scope, d.titles) == (scope, titles)
            assert (label, len(titles)) in rows(d)
            assert d.screen.pane is Pane.ARTICLES


async def test_what_was_opened_is_opened_again_and_new_is_what_came_since(opened: Opener) -> None:
    async with opened() as d:
        await with_smart_feeds(d)
        await d.go_to_row("Of quiet")
        await d.press("enter")
        assert d.titles == ["On reading slowly", "On quiet"]
    async with opened(None) as d:
        assert d.titles == ["On reading slowly", "On quiet"]
        assert d.screen.feed_list.scope == Scope(ScopeKind.SMART, 1)
        assert "New" not in [label for label, _ in rows(d)]
        await d.go_to_row("Broken")
        await d.press("enter")
    async with opened(None) as d:
        await d.until_shown("This smart feed cannot be read.")


async def test_keys_work_in_a_smart_feed_as_in_a_feed(opened: Opener) -> None:
    async with opened() as d:
        await with_smart_feeds(d)
        await d.library.smart_feeds.add("Of rooms", "title:rooms OR title:place")
        await d.until_shown("Of rooms")
        await d.go_to_row("Of quiet")
        await d.press("enter", "space", "2")
        assert d.open_article == "On reading slowly"
        assert d.titles == ["On quiet"]
        await d.press("1")
        assert d.titles == ["On reading slowly", "On quiet"]
        await d.press("k", "n")
        assert d.under_cursor == "On quiet"
        await d.press("A")
        await d.until(lambda: d.status == "Marked 1 article read in “Of quiet”.")
        await d.until(lambda: ("Of quiet", 0) in rows(d))
        await d.press("right_square_bracket", "right_square_bracket")
        assert d.screen.view.scope == Scope(ScopeKind.SMART, 5)
        await d.press("left_square_bracket")
        await d.until_shown("cannot be read")
        await d.press("A")
        await d.until(lambda: d.status == "Nothing is unread in “Broken”.")
        assert d.library.feeds.unread(ALL) == 4
        await d.press("right_square_bracket", "slash")
        await d.type("place")
        await d.press("enter")
        await d.until(lambda: d.titles == ["A terminal is a place"])
        await d.press("escape")
        await d.until(lambda: len(d.titles) == 2)


async def test_headings_fold_and_stay_folded(opened: Opener) -> None:
    async with opened() as d:
        await with_smart_feeds(d)
        await d.go_to_row("Of quiet")
        await d.press("h")
        assert d.screen.feed_list.scope == Scope(ScopeKind.SMART)
        await d.press("enter")
        assert "Of quiet" not in d.text
        await d.press("l")
        assert "Of quiet" in d.text
        await d.press("space", "A", "D", "E")
        assert "Of quiet" not in d.text
        assert d.app.screen is d.screen
    async with opened(None) as d:
        assert "Smart feeds" in d.text
        assert "Of quiet" not in d.text
        await d.press("h", "slash")
        await d.type("quiet")
        assert [label for label, _ in rows(d)] == ["Smart feeds", "Of quiet"]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_smart_feed_is_changed_in_its_place(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(size=size) as d:
        await with_smart_feeds(d)
        await d.go_to_row("Broken")
        await d.press("E")
        assert isinstance(d.app.screen, SmartScreen)
        await d.press("j")
        await d.until_shown("! No smart feed is called “gone”.")
        await d.press("enter")
        await d.press(*["backspace"] * 20)
        await d.type("is:un")
        await d.until_shown("^ There is no state “un”.")
        await d.press("enter")
        await d.until_shown("^ There is no state “un”.")
        await d.type("read")
        await d.until_shown("6 found")
        assert "!" not in d.text.split("query")[-1]
        compare(d, f"smart-settings-{size[0]}x{size[1]}")
        await d.press("enter")
        await d.until(lambda: the_smart(d).query == "is:unread")
        await d.press("j", "enter")
        await d.type("oldest")
        await d.press("enter")
        await d.until(lambda: the_smart(d).sort == "oldest")
        await d.press("j", "enter")
        await d.type("Writing")
        await d.press("enter")
        await d.until(lambda: the_smart(d).folder_id is not None)
        await d.press("g", "enter")
        await d.type(" no more")
        await d.press("enter")
        await d.until_shown("Smart feed · Broken no more")
        await d.press("escape")
        assert d.library.feeds.path(the_smart(d).folder_id) == ("Writing",)
        await d.until(lambda: ("Broken no more", 6) in rows(d))


async def test_the_order_of_a_smart_feed_is_its_own(opened: Opener) -> None:
    async with opened() as d:
        await with_smart_feeds(d)
        await d.go_to_row("Of quiet")
        await d.press("enter", "O")
        await d.type("oldest")
        await d.press("enter")
        await d.until(lambda: d.titles == ["On quiet", "On reading slowly"])
        assert d.library.smart_feeds.named("of quiet").sort == "oldest"
        await d.press("O")
        await d.type("newest")
        await d.press("enter")
        await d.until(lambda: d.titles == ["On reading slowly", "On quiet"])
        await d.library.smart_feeds.change(SmartFeedId(1), sort="title", name="Zero")
        await d.until_shown("Zero")
    async with opened(None) as d:
        assert d.titles == ["On quiet", "On reading slowly"]
        assert "by title" in d.text


async def test_removing_asks_and_goes_away_from_its_list(opened: Opener) -> None:
    async with opened() as d:
        await with_smart_feeds(d)
        await d.go_to_row("Of quiet")
        await d.press("enter", "h", "D")
        await d.until_shown("Remove the smart feed “Of quiet”?")
        await d.press("n", "D")
        await d.until_shown("Remove the smart feed “Of quiet”?")
        assert len(d.library.smart_feeds.all()) == 3
        await d.press("y")
        await d.until(lambda: d.status == "Removed the smart feed “Of quiet”.")
        await d.until(lambda: d.screen.view.scope == ALL)
        assert "Of quiet" not in [label for label, _ in rows(d)]


async def test_places_of_the_palette(opened: Opener) -> None:
    async with opened() as d:
        await with_smart_feeds(d)
        for typed, scope in (("go to of quiet", Scope(ScopeKind.SMART, 1)), ("go to new since", NEW)):
            await d.press("colon")
            await d.type(typed)
            await d.press("enter")
            assert d.screen.view.scope == scope


def tagged_library(conn: Connection) -> None:
    """The small library with two tags."""
    small_library(conn)
    ids = [ArticleId(row[0]) for row in conn.execute("SELECT id FROM article ORDER BY id DESC")]
    for name, some in (("travel", ids[:2]), ("Code", ids[3:4])):
        tags.put(conn, tags.ensure(conn, name)[0].id, some, NOW)


async def test_tags_are_rows(opened: Opener) -> None:
    async with opened(tagged_library) as d:
        await d.until(lambda: ("travel", 2) in rows(d))
        labels = [label for label, _ in rows(d)]
        assert labels[labels.index("Tags") :][:3] == ["Tags", "Code", "travel"]
        await d.go_to_row("Code")
        await d.press("enter")
        assert d.titles == ["On quiet"]
        await d.press("right_square_bracket")
        assert d.titles == ["On reading slowly", "A terminal is a place"]
        await d.press("A")
        await d.until(lambda: d.status == "Marked 2 articles read in “travel”.")
        await d.until(lambda: ("travel", 0) in rows(d))
        await d.go_to_row("travel")
        await d.press("h", "h")
        assert "Code" not in [label for label, _ in rows(d)]
    async with opened(None) as d:
        # What is opened is unfolded to be seen.
        assert d.screen.feed_list.scope == Scope(ScopeKind.TAG, 1)
        await d.press("colon")
        await d.type("go to code")
        await d.press("enter")
        assert d.titles == ["On quiet"]


async def test_a_smart_feed_that_takes_long_holds_no_key(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as d:
        await d.library.smart_feeds.add("Slow", "words:<5000")
        await d.until(lambda: "Slow" in [label for label, _ in rows(d)])
        monkeypatch.setattr("readnow.tui.screens.listing._PATIENCE", 0.0)
        whole = d.library.articles.parts
        going_on = asyncio.Event()

        async def slowly(query: ArticleQuery) -> AsyncIterator[Page]:
            async for page in whole(query):
                half = len(page.heads) // 2
                yield Page(page.heads[:half], Cursor(page.heads[half].id), part=True)
                await going_on.wait()
                yield Page(page.heads[half:], page.next)

        monkeypatch.setattr(d.library.articles, "parts", slowly)
        await d.go_to_row("Slow")
        await d.press("enter", "j")
        assert len(d.titles) == 3
        assert d.under_cursor == "A terminal is a place"
        monkeypatch.setattr(d.library.articles, "parts", whole)
        going_on.set()
        await d.press("G")
        await d.until(lambda: len(d.titles) == 5)


async def test_what_was_removed_or_changed_comes_back_by_undo(opened: Opener) -> None:
    async with opened() as d:
        await with_smart_feeds(d)
        await d.go_to_row("Of quiet")
        await d.press("D")
        await d.until_shown("Remove the smart feed “Of quiet”?")
        await d.press("y")
        await d.until(lambda: "Of quiet" not in [label for label, _ in rows(d)])
        await d.press("u")
        await d.until(lambda: ("Of quiet", 2) in rows(d))
