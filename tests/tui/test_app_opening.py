"""Lists opened in the moment in which something in them changes: they show it as it is then."""

import asyncio

import pytest

from readnow.library import articles as library_articles
from readnow.library.articles import Articles
from readnow.model.query import ScopeKind
from readnow.tui.screens.listing import Listing
from tests.tui.conftest import Opener


@pytest.fixture
def storing(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Until this is set, marks are on their way to the store, longer than lists wait for them."""
    may = asyncio.Event()
    store = Articles._store

    async def held(self: Articles, *arguments: object) -> None:
        await may.wait()
        await store(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Articles, "_store", held)
    monkeypatch.setattr(library_articles, "_PATIENCE", 0.0)
    return may


async def test_what_was_starred_just_before_comes_into_the_list(
    opened: Opener, storing: asyncio.Event
) -> None:
    async with opened() as d:
        title = d.under_cursor
        await d.press("s", "3")
        await d.until(lambda: d.screen.view.scope.kind is ScopeKind.STARRED)
        assert d.titles == []
        storing.set()
        await d.until(lambda: d.titles == [title])


async def test_what_was_read_just_before_is_not_in_the_list_of_the_unread(
    opened: Opener, storing: asyncio.Event
) -> None:
    async with opened() as d:
        title = d.under_cursor
        await d.press("m", "2")
        await d.until(lambda: d.screen.view.scope.kind is ScopeKind.UNREAD)
        storing.set()
        await d.until(lambda: title not in d.titles)
        assert len(d.titles) == 5


async def test_what_is_read_in_the_list_meanwhile_stays_in_it(opened: Opener, storing: asyncio.Event) -> None:
    async with opened() as d:
        await d.press("m", "2")
        await d.until(lambda: d.screen.view.scope.kind is ScopeKind.UNREAD)
        assert len(d.titles) == 6
        await d.press("j", "m")
        storing.set()
        await d.library.articles.settled()
        await d.until(lambda: not any(worker.group == "opening" for worker in d.app.workers))
        assert len(d.titles) == 6


@pytest.mark.parametrize("change", ["delete", "tag"])
async def test_what_changes_while_the_list_is_read_is_shown(
    opened: Opener, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    async with opened() as d:
        head = d.screen.article_list.heads[0]
        gathered = Listing._gathered
        read, told = asyncio.Event(), asyncio.Event()

        async def slowly(self: Listing, opening):  # type: ignore[no-untyped-def]
            page = await gathered(self, opening)
            read.set()
            await told.wait()
            return page

        with monkeypatch.context() as patch:
            patch.setattr(Listing, "_gathered", slowly)
            d.send("2")
            await asyncio.wait_for(read.wait(), 15)
        if change == "delete":
            await d.library.articles.delete([head.id])
            await _until(lambda: head.id not in [one.id for one in d.screen.article_list.heads])
        else:
            await d.library.tags.change([head.id], give=("now",))
            await _until(lambda: d.screen.article_list.heads[0].tags == ("now",))
        told.set()
        await d.until(lambda: d.screen.view.scope.kind is ScopeKind.UNREAD)
        if change == "delete":
            await d.until(lambda: head.title not in d.titles)
        else:
            await d.until(lambda: d.screen.article_list.heads[0].tags == ("now",))


async def _until(holds) -> None:  # type: ignore[no-untyped-def]
    """Wait without a pilot, which waits for the key that is being worked on."""
    for _ in range(300):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("this did not come")
