"""Flags are shown at once and stored behind; a failure is taken back and told; other processes are noticed."""

import asyncio
from pathlib import Path

import pytest

from readnow.library import library as library_module
from readnow.library.events import ExternalChange, StatusChanged, StoreFailed
from readnow.model.article import ArticleHead, ArticleId, Flag
from readnow.model.condition import Word
from readnow.model.errors import FeedAddError, NotFoundError, StoreError
from readnow.model.query import ALL, STARRED, UNREAD, ArticleQuery
from readnow.model.subscription import Subscription, SubscriptionList
from readnow.store import articles as stored_articles
from readnow.store import checks
from tests.library.conftest import House, World, build, rss

URL = "https://a.example/feed"


async def read_in(house: House, *titles: str) -> tuple[ArticleHead, ...]:
    house.world.answers[URL] = rss(*titles)
    await house.library.feeds.add(URL)
    return (await house.library.articles.page(ArticleQuery())).heads


async def test_a_flag_is_shown_before_it_is_stored(house: House) -> None:
    heads = await read_in(house, "b", "a")
    changed = house.library.articles.set_flag(heads[:1], Flag.READ, True)
    assert [head.read for head in changed] == [True]
    assert house.library.feeds.unread(UNREAD) == 1
    assert house.of(StatusChanged) == [StatusChanged((heads[0].id,), Flag.READ, True)]
    await house.library.articles.settled()
    assert house.library.feeds.unread(UNREAD) == 1
    assert [h.read for h in await house.library.articles.heads([head.id for head in heads])] == [True, False]


async def test_setting_what_is_set_changes_nothing(house: House) -> None:
    heads = await read_in(house, "a")
    house.library.articles.set_flag(heads, Flag.STARRED, False)
    assert house.of(StatusChanged) == []


async def test_many_quick_changes_end_in_the_last(house: House) -> None:
    heads = await read_in(house, "b", "a")
    for turn in range(21):
        heads = house.library.articles.set_flag(heads, Flag.READ, turn % 2 == 0)
        assert house.library.feeds.unread(ALL) == (0 if turn % 2 == 0 else 2)
        heads = house.library.articles.set_flag(heads, Flag.STARRED, turn % 2 == 0)
        assert house.library.feeds.starred() == (2 if turn % 2 == 0 else 0)
    await house.library.articles.settled()
    assert house.library.feeds.unread(ALL) == 0
    assert house.library.feeds.total(STARRED) == 2
    assert await house.database.read(checks.recount) == ()


async def test_a_change_that_cannot_be_stored_is_taken_back_and_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = await read_in(house, "a")

    def full(*_arguments: object) -> None:
        raise StoreError("readnow.db cannot grow: the disk is full.")

    monkeypatch.setattr(stored_articles, "set_flag", full)
    house.library.articles.set_flag(heads, Flag.READ, True)
    assert house.library.feeds.unread(ALL) == 0
    await house.library.articles.settled()
    assert house.library.feeds.unread(ALL) == 1
    assert house.of(StoreFailed) == [StoreFailed("readnow.db cannot grow: the disk is full.", (heads[0].id,))]


async def test_marking_a_whole_query(house: House) -> None:
    await read_in(house, "boat two", "boat one", "land")
    query = ArticleQuery(where=Word("boat"), limit=None)
    assert await house.library.articles.mark(query, Flag.READ, True) == 2
    assert await house.library.articles.mark(query, Flag.READ, True) == 0
    assert house.library.feeds.unread(ALL) == 1
    assert await house.library.articles.count(ArticleQuery(unread_only=True)) == 1


async def test_an_article_that_is_not_there(house: House) -> None:
    with pytest.raises(NotFoundError):
        await house.library.articles.article(ArticleId(77))


async def test_another_process_is_noticed(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_module, "WATCH_SECONDS", 0.01)
    await read_in(house, "a")
    other = await build(tmp_path, World())
    # The first change comes before the watch begins, the second while it goes on.
    for number, read in enumerate((True, False), 1):
        await other.library.articles.mark(ArticleQuery(limit=None), Flag.READ, read)
        if number == 1:
            house.library.start_background()
        async with asyncio.timeout(20):
            while len(house.of(ExternalChange)) < number:
                await asyncio.sleep(0.001)
        assert house.library.feeds.unread(ALL) == (0 if read else 1)
    await other.library.close()


async def test_what_is_remembered_survives_a_restart(house: House, tmp_path: Path) -> None:
    await house.library.remember("panes", {"feeds": 26})
    await house.library.close()
    again = await build(tmp_path, World())
    assert await again.library.remembered("panes") == {"feeds": 26}
    assert await again.library.remembered("nothing") is None
    await again.library.close()


async def test_removing_and_restoring(house: House) -> None:
    heads = await read_in(house, "b", "a")
    house.library.articles.set_flag(heads[:1], Flag.READ, True)
    await house.library.articles.settled()
    (feed,) = house.library.feeds.all()
    await house.library.feeds.remove([feed.id])
    assert house.library.feeds.total(ALL) == 0
    assert (await house.library.articles.page(ArticleQuery())).heads == ()
    await house.library.feeds.restore([feed.id])
    assert (house.library.feeds.total(ALL), house.library.feeds.unread(ALL)) == (2, 1)


async def test_subscribing_again_brings_back_what_was_read(house: House) -> None:
    heads = await read_in(house, "b", "a")
    house.library.articles.set_flag(heads, Flag.READ, True)
    await house.library.articles.settled()
    await house.library.feeds.remove([house.library.feeds.all()[0].id])
    await house.library.feeds.add(URL)
    assert (house.library.feeds.total(ALL), house.library.feeds.unread(ALL)) == (2, 0)


async def test_names_folders_and_addresses(house: House) -> None:
    await read_in(house, "a")
    (feed,) = house.library.feeds.all()
    await house.library.feeds.rename(feed.id, "My\x1b name")
    assert house.library.feeds.get(feed.id).title == "My name"
    await house.library.feeds.rename(feed.id, "")
    assert house.library.feeds.get(feed.id).title == "A feed"
    await house.library.feeds.move(feed.id, ("One", "Two"))
    assert [folder.name for folder in house.library.feeds.folders()] == ["One", "Two"]
    await house.library.feeds.move(feed.id, ())
    assert house.library.feeds.folders() == ()
    await house.library.feeds.change_url(feed.id, "https://b.example/feed")
    assert house.library.feeds.get(feed.id).url == "https://b.example/feed"
    with pytest.raises(FeedAddError):
        await house.library.feeds.change_url(feed.id, "file:///etc/passwd")


async def test_a_list_in_and_out(house: House) -> None:
    wanted = (
        Subscription("https://b.example/", "Bee", "https://b.example/", ("Sea", "Deep")),
        Subscription("https://c.example/", "Cee"),
        Subscription("https://b.example/", "Bee again"),
    )
    dry = await house.library.feeds.import_list(SubscriptionList(wanted), dry_run=True)
    assert (len(dry.added), len(dry.already)) == (2, 1)
    assert house.library.feeds.all() == ()
    await house.library.feeds.import_list(SubscriptionList(wanted))
    assert house.library.feeds.export_list() == wanted[:2]
    again = await house.library.feeds.import_list(SubscriptionList(wanted))
    assert (len(again.added), len(again.already)) == (0, 3)
