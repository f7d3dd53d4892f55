"""The text index follows behind whatever comes, and a search finds it before and after."""

import asyncio
from pathlib import Path

import pytest

from readnow.library import articles as library_articles
from readnow.library import library as library_module
from readnow.library.shelf import Shelf
from readnow.library.voice import Voice
from readnow.model.article import ArticleHead
from readnow.model.condition import TitleMatches, Word
from readnow.model.errors import StoreError
from readnow.model.query import ArticleQuery
from readnow.store import indexing, indexing_checks, rough, searching
from readnow.store.database import Database
from tests.library.conftest import House, World, build, rss

URL = "https://a.example/feed"


@pytest.fixture
async def filled(house: House) -> House:
    """A library with a feed of some articles, which nobody has indexed yet."""
    house.world.answers[URL] = rss(*(f"tide{number}" for number in range(30)))
    await house.library.feeds.add(URL)
    return house


async def found(house: House, word: str) -> int:
    return len((await house.library.articles.page(ArticleQuery(where=Word(word)))).heads)


async def state(house: House) -> indexing_checks.IndexState:
    return await house.database.read(indexing_checks.state)


async def indexed(house: House) -> None:
    async with asyncio.timeout(20):
        while await house.database.read(rough.any_waits):
            await asyncio.sleep(0.001)


async def test_what_a_refresh_brings_is_indexed_behind_it(filled: House) -> None:
    assert (await state(filled)).waiting == 30
    assert await found(filled, "tide3") == 1
    filled.world.answers[URL] = rss("new", *(f"tide{number}" for number in range(30)))
    filled.world.now += 10_000
    await filled.library.refresh()
    assert await found(filled, "new") == 1
    await filled.library.catch_up()
    now = await state(filled)
    assert (now.waiting, now.rows, now.is_sound) == (0, 31, True)
    assert await found(filled, "new") == 1
    assert await found(filled, "tide3") == 1


async def test_a_command_does_not_wait_for_many(filled: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_module, "_SOON_DONE", 20)
    filled.world.unfinished = True
    filled.library._finishing.begin()
    async with asyncio.timeout(1):
        await filled.library.catch_up()
    assert (await state(filled)).waiting == 30


async def test_the_interface_finds_what_waits_by_itself(
    filled: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_module, "AUTO_SECONDS", 0.01)
    filled.library.start_background()
    await indexed(filled)
    filled.world.answers["https://b.example/feed"] = rss("more")
    await filled.library.feeds.add("https://b.example/feed")
    await indexed(filled)
    assert (await state(filled)).rows == 31


async def test_an_article_that_cannot_be_read_keeps_nothing_from_the_index(filled: House) -> None:
    filled.world.poison = "tide7"
    for _ in range(40):
        if not await filled.database.read(rough.any_waits):
            break
        await filled.library._finishing.go_on()
        await filled.library.catch_up()
    now = await state(filled)
    assert (now.waiting, now.rows, now.is_sound) == (1, 29, True)
    assert await found(filled, "tide7") == 1
    assert filled.world.finishing == [30, 1, 29, *filled.world.finishing[3:]]


async def test_the_index_is_made_anew_and_says_how_far_it_is(
    filled: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readnow.library.finishing._BETWEEN", 0.0)
    told: list[int] = []
    await filled.library.repair(told.append)
    assert told
    assert set(told) <= {0, 30}
    assert (await state(filled)).is_sound
    assert (await state(filled)).rows == 30


async def test_another_recipe_makes_the_index_anew_at_the_next_start(
    filled: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled.library.repair(lambda _: None)
    await filled.library.close()
    monkeypatch.setattr(indexing, "RECIPE", "another")
    later = await build(tmp_path, World())
    later.library.start_background()
    async with asyncio.timeout(20):
        while not later.world.finishing:
            await asyncio.sleep(0.001)
    await indexed(later)
    assert sum(later.world.finishing) == 30
    assert (await state(later)).is_sound
    await later.library.close()


async def test_what_cannot_be_written_is_left_alone(filled: House, tmp_path: Path) -> None:
    from readnow.library.finishing import Finishing
    from readnow.library.judging import Judging

    await filled.library.close()
    database = await Database.open(tmp_path / "readnow.db", read_only=True)
    world = World()
    judging = Judging(database, Shelf(), Voice(), lambda: world.now)
    await Finishing(database, judging, lambda: world.finish).go_on()
    assert world.finishing == []
    with pytest.raises(StoreError):
        await Finishing(database, judging, lambda: world.finish).index_anew(lambda _: None)
    await database.close()


# -- in parts


@pytest.fixture
def slow(filled: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The same where a part is given after the least that can be looked at."""
    for name in ("_PIECE", "_LEAST", "_MOST"):
        monkeypatch.setattr(searching, name, 4)
    monkeypatch.setattr(library_articles, "_PART", 0.0)
    return filled


async def test_a_page_comes_in_parts_and_is_the_same(slow: House) -> None:
    query = ArticleQuery(where=TitleMatches("[05]$"), limit=5)
    parts = [part async for part in slow.library.articles.parts(query)]
    assert len(parts) > 3
    assert all(part.part for part in parts[:-1])
    heads: list[ArticleHead] = [head for part in parts for head in part.heads]
    page = await slow.library.articles.page(query)
    assert list(page.heads) == heads
    assert [head.title for head in heads] == ["tide0", "tide5", "tide10", "tide15", "tide20"]
    rest = await slow.library.articles.page(ArticleQuery(where=query.where, limit=5, after=page.next))
    assert [head.title for head in rest.heads] == ["tide25"]
    assert rest.next is None


async def test_a_count_comes_in_parts_too_and_ends_where_enough_is_counted(slow: House) -> None:
    query = ArticleQuery(where=TitleMatches("[05]$"))
    assert await slow.library.articles.count(query) == 6
    assert await slow.library.articles.count(query, at_most=2) == 2
    assert await slow.library.articles.count(ArticleQuery(), at_most=7) == 7


async def test_other_reads_have_their_turn_between_two_parts(slow: House) -> None:
    query = ArticleQuery(where=TitleMatches("nothing"))
    searching_on = asyncio.ensure_future(slow.library.articles.page(query))
    turns = 0
    while not searching_on.done():
        await slow.library.articles.page(ArticleQuery(limit=1))
        turns += 1
    assert turns > 3
    assert (await searching_on).heads == ()
