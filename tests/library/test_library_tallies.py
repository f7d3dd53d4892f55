"""The numbers beside rows that hold parts of feeds: right after every change, bounded, and behind everything."""

import asyncio

import pytest
from msgspec.structs import replace

from readnow.library import tallies as module
from readnow.library.events import TalliesChanged
from readnow.library.shelf import Tally
from readnow.model.article import ArticleId, Flag, Place
from readnow.model.query import CONTINUE, LATER, MUTED, NEW, TODAY, UNREAD, ArticleQuery, Scope, ScopeKind
from readnow.store import hidden
from tests.library.conftest import House, rss

URL = "https://a.example/feed"
DAY = 24 * 3600


async def filled(house: House, *titles: str) -> list[ArticleId]:
    """A feed with these articles, all unread and received now; their ids, the newest first."""
    house.world.answers[URL] = rss(*titles)
    await house.library.feeds.add(URL)
    await house.library.articles.mark(ArticleQuery(limit=None), Flag.READ, False)
    return [head.id for head in (await house.library.articles.page(ArticleQuery())).heads]


async def test_all_are_counted(house: House) -> None:
    ids = await filled(house, "c", "b", "a")
    library = house.library
    kept = await library.smart_feeds.add("A or b", "title:a OR title:b")
    (head,) = await library.articles.heads(ids[:1])
    library.articles.leave(head, Place(3, 9))
    await house.database.write(hidden.hide, ids[2:], muted=True)
    await library.feeds.reload()
    await library.tallies.count()
    assert library.feeds.tally(NEW) == Tally(2, holds=True)
    assert library.feeds.tally(TODAY) == Tally(2, holds=True)
    assert library.feeds.tally(CONTINUE) == Tally(1, holds=True)
    assert library.feeds.tally(MUTED) == Tally(1, holds=True)
    assert library.feeds.tally(LATER) == Tally()
    assert library.feeds.tally(Scope(ScopeKind.SMART, kept.id)) == Tally(1, holds=True)
    await library.articles.mark(ArticleQuery(UNREAD, limit=None), Flag.READ, True)
    await library.tallies.count()
    assert library.feeds.tally(NEW) == Tally(0, holds=True)  # there are some, which are read
    assert library.feeds.tally(Scope(ScopeKind.SMART, kept.id)).number == 0


async def test_what_came_is_new_until_the_interface_is_closed(house: House) -> None:
    await filled(house, "a")
    await house.library.tallies.forget_new()
    house.world.now += 2 * DAY
    await house.library.tallies.count()
    assert house.library.feeds.tally(NEW) == house.library.feeds.tally(TODAY) == Tally()
    house.world.answers[URL] = rss("b", "a")
    await house.library.refresh(force=True)
    await house.library.tallies.count()
    assert house.library.feeds.tally(NEW) == house.library.feeds.tally(TODAY) == Tally(1, holds=True)
    page = await house.library.articles.page(ArticleQuery(NEW))
    assert [head.title for head in page.heads] == ["b"]


async def test_a_glance_before_the_first_paint_says_the_same(house: House) -> None:
    await filled(house, "b", "a")
    await house.library.tallies.glance()
    glanced = {scope: house.library.feeds.tally(scope) for scope in module.BUILT_IN}
    await house.library.tallies.count()
    assert glanced == {scope: house.library.feeds.tally(scope) for scope in module.BUILT_IN}
    assert glanced[NEW].number == 2


async def test_a_smart_feed_that_cannot_be_read_is_counted_as_broken(house: House) -> None:
    one = await house.library.smart_feeds.add("One", "a")
    two = await house.library.smart_feeds.add("Two", "smart:one")
    await house.library.smart_feeds.remove(one.id)
    await house.library.tallies.count()
    assert house.library.feeds.tally(Scope(ScopeKind.SMART, two.id)).broken


async def test_large_numbers_and_slow_counts_say_that_there_may_be_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(house, *"edcba")
    kept = await house.library.smart_feeds.add("All", "-xyzzy")
    monkeypatch.setattr(module, "MOST", 2)
    await house.library.tallies.count()
    assert house.library.feeds.tally(Scope(ScopeKind.SMART, kept.id)) == Tally(2, more=True, holds=True)
    monkeypatch.setattr(module, "MOST", 1_000)
    monkeypatch.setattr("readnow.store.searching._PIECE", 1)
    monkeypatch.setattr("readnow.store.searching._MOST", 1)
    monkeypatch.setattr("readnow.store.searching._LEAST", 1)
    monkeypatch.setattr(module, "_PART", 0.0)
    monkeypatch.setattr(module, "_ENOUGH", 0.0)
    await house.library.tallies.count()
    tally = house.library.feeds.tally(Scope(ScopeKind.SMART, kept.id))
    assert tally.more
    assert tally.number < 5


async def test_it_is_counted_when_something_changes_and_only_then(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAUSE", 0.0)
    monkeypatch.setattr(module, "_SHARE", 0)
    counted = 0
    whole = module.Tallies.count

    async def count(self: module.Tallies) -> None:
        nonlocal counted
        counted += 1
        await whole(self)

    monkeypatch.setattr(module.Tallies, "count", count)
    ids = await filled(house, "b", "a")
    task = asyncio.create_task(house.library.tallies.count_on())
    async with asyncio.timeout(10):
        while house.library.feeds.tally(NEW).number != 2:
            await asyncio.sleep(0.001)
        before = counted
        for _ in range(50):
            await asyncio.sleep(0.001)
        assert counted == before
        heads = await house.library.articles.heads(ids)
        house.library.articles.set_flag(heads[:1], Flag.READ, True)
        while house.library.feeds.tally(NEW) != Tally(1, holds=True):
            await asyncio.sleep(0.001)
    assert [type(event) for event in house.of(TalliesChanged)] == [TalliesChanged] * 2
    task.cancel()


async def test_a_day_begins(house: House) -> None:
    ids = await filled(house, "a")
    until = house.library.tallies._until_midnight()
    assert 60 <= until <= DAY + 3_601
    house.world.now += until
    query = replace(ArticleQuery(TODAY), since=int(house.world.now) - 60)
    assert not await house.library.articles.among(query, ids)
