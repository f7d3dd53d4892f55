"""What is done once a day: articles past their time go, in pieces, and do not come back."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from readnow.library import library as libraries
from readnow.library.events import ExternalChange
from readnow.library.retention import KeepPolicy
from readnow.library.upkeep import KEEP_REMOVED
from readnow.model.article import ArticleId, Flag
from readnow.model.query import ArticleQuery, Page
from readnow.store.database import Connection
from readnow.store.hidden import DELETED_FOR, hide
from tests.library.conftest import START, House, World, build, rss

DAY = 24 * 3600
URL = "https://a.example/feed"
NAMES = [f"n{n}" for n in range(8)]


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[House]:
    """A library that keeps the newest three of each feed, with one feed of eight articles, all read."""
    built = await build(tmp_path, World(keeping=KeepPolicy("3", keep_unread=True)))
    built.world.answers[URL] = rss(*NAMES)
    await built.library.feeds.add(URL)
    await built.library.articles.mark(ArticleQuery(), Flag.READ, True)
    await built.library.articles.settled()
    yield built
    await built.library.close()


async def titles(house: House) -> list[str]:
    page = await house.library.articles.page(ArticleQuery())
    return [head.title for head in page.heads]


async def refresh(house: House) -> None:
    house.world.now += 2 * DAY
    house.world.answers[URL] = rss(*NAMES, feed=f"Named at {house.world.now}")
    await house.library.refresh(None, force=True)


async def test_what_goes_does_not_return_while_the_feed_lists_it(kept: House) -> None:
    assert await kept.library.upkeep.when_due() == 5
    assert len(await titles(kept)) == 3
    assert kept.of(ExternalChange)
    feed = kept.library.feeds.all()[0]
    assert (feed.unread, feed.total) == (0, 3)
    for _ in range(100):  # more than half a year
        await refresh(kept)
        await kept.library.upkeep.when_due()
    assert kept.world.parsed
    feed = kept.library.feeds.all()[0]
    assert (feed.unread, feed.total) == (0, 3)


async def test_it_is_done_once_a_day(kept: House) -> None:
    assert await kept.library.upkeep.when_due() == 5
    await kept.library.feeds.set(kept.library.feeds.all()[0].id, "keep", "1")
    assert await kept.library.upkeep.when_due() == 2  # somebody has just asked for it
    await kept.database.write(_unbury)
    assert await kept.library.upkeep.when_due() == 0
    kept.world.now += DAY + 1
    await kept.library.upkeep.when_due()


def _folder_keeps(conn: Connection, name: str, keep: str) -> None:
    conn.execute("UPDATE folder SET keep = ? WHERE name = ?", (keep, name))


def _unbury(conn: Connection) -> None:
    conn.execute("DELETE FROM tombstone")


async def test_the_feed_says_more_than_its_folder_and_that_more_than_the_configuration(kept: House) -> None:
    feed = kept.library.feeds.all()[0]
    await kept.library.feeds.move(feed.id, ("News", "Deep"))
    await kept.database.write(_folder_keeps, "News", "6")
    assert [going.number for going in await kept.library.upkeep.preview()] == [2]
    await kept.database.write(_folder_keeps, "Deep", "7")
    (going,) = await kept.library.upkeep.preview()
    assert (going.feed_id, going.number) == (feed.id, 1)
    assert [going.number for going in await kept.library.upkeep.preview(feed_keep={feed.id: "2"})] == [6]
    assert await kept.library.upkeep.preview(feed_keep={feed.id: "forever"}) == ()
    assert len(await titles(kept)) == 8


async def test_a_run_ends_when_its_time_is_over_and_goes_on_the_next_time(kept: House) -> None:
    assert await kept.library.upkeep.when_due(-1.0) == 0
    assert await kept.library.upkeep.when_due(60) == 5


async def test_unread_articles_stay_until_they_are_read(kept: House) -> None:
    page = await kept.library.articles.page(ArticleQuery())
    oldest = page.heads[-1]
    kept.library.articles.set_flag([oldest], Flag.READ, False)
    await kept.library.articles.settled()
    assert await kept.library.upkeep.run() == 4
    assert oldest.title in await titles(kept)


async def test_a_clock_that_is_years_ahead_deletes_nothing(tmp_path: Path) -> None:
    house = await build(tmp_path, World(keeping=KeepPolicy("90d", keep_unread=False)))
    house.world.answers[URL] = rss(*NAMES)
    await house.library.feeds.add(URL)
    house.world.now = START + 3000 * DAY
    assert await house.library.upkeep.run() == 0
    await house.library.refresh(None, force=True)
    assert await house.library.upkeep.run() == 8
    await house.library.close()


async def test_what_was_unsubscribed_from_long_ago_goes_too(kept: House) -> None:
    await kept.library.feeds.remove([kept.library.feeds.all()[0].id])
    await kept.library.upkeep.run()
    assert await kept.database.read(_articles) == 8
    kept.world.now += KEEP_REMOVED + 1
    await kept.library.upkeep.run()
    assert await kept.database.read(_articles) == 0


async def test_what_was_deleted_long_ago_goes_for_good(kept: House) -> None:
    page = await kept.library.articles.page(ArticleQuery())
    await kept.database.write(_delete, page.heads[0].id, int(kept.world.now))
    kept.world.now += DELETED_FOR + 1
    kept.world.keeping = KeepPolicy()
    await kept.library.upkeep.run()
    assert page.heads[0].title not in await titles(kept)
    assert await kept.database.read(_hidden) == 0


def _delete(conn: Connection, article_id: ArticleId, at: int) -> None:
    hide(conn, [article_id], deleted_at=at)


def _hidden(conn: Connection) -> int:
    return int(conn.execute("SELECT count(*) FROM hidden").fetchone()[0])


def _articles(conn: Connection) -> int:
    return int(conn.execute("SELECT count(*) FROM article").fetchone()[0])


async def test_the_open_interface_does_it_by_itself(kept: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "UPKEEP_SECONDS", 0)
    kept.library.start_background()
    async with asyncio.timeout(20):
        while len(await titles(kept)) > 3:
            await asyncio.sleep(0)


async def test_closing_in_the_middle_leaves_it_whole(kept: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "UPKEEP_SECONDS", 0)
    kept.library.start_background()
    await asyncio.sleep(0)
    await kept.library.close()
    again = await build(kept.database.path.parent, World())
    assert (await again.library.check()).counts == ()
    await again.library.close()


def copies(house: House) -> list[str]:
    return sorted(file.name for file in (house.library.data_dir / "backups").iterdir())


async def test_each_day_subscriptions_and_marks_are_copied_and_three_copies_stay(kept: House) -> None:
    for _ in range(5):
        await kept.library.upkeep.when_due()
        await kept.library.upkeep.when_due()
        kept.world.now += DAY + 1
    assert [name.partition("-")[0] for name in copies(kept)] == ["states"] * 3 + ["subscriptions"] * 3
    newest = kept.library.data_dir / "backups" / copies(kept)[-1]
    assert b'xmlUrl="https://a.example/feed"' in newest.read_bytes()
    assert newest.stat().st_mode & 0o777 == 0o600


async def test_a_copy_of_the_marks_brings_them_back(kept: House, tmp_path: Path) -> None:
    """The library is lost; what the feeds still list has been fetched anew."""
    page = await kept.library.articles.page(ArticleQuery())
    kept.library.articles.set_flag(page.heads[:1], Flag.STARRED, True)
    kept.library.articles.set_flag(page.heads[1:3], Flag.READ, False)
    await kept.library.articles.settled()
    await kept.library.upkeep.when_due()
    states = str(kept.library.data_dir / "backups" / copies(kept)[0])
    fresh = await build(tmp_path / "fresh", World(now=START))
    restored = await fresh.library.archives.restore(states, lambda _done: None)
    assert (len(restored.added), restored.missing) == (1, 1)
    fresh.world.answers[URL] = rss(*NAMES)
    await fresh.library.refresh(None, force=True)
    restored = await fresh.library.archives.restore(states, lambda _done: None)
    assert (restored.marks, restored.missing) == (7, 0)
    await fresh.library.close()
    heads = (await page_of(fresh.library.data_dir)).heads
    assert [head.title for head in heads if head.starred] == [page.heads[0].title]
    assert {head.title for head in heads if not head.read} == {head.title for head in page.heads[1:3]}


async def page_of(folder: Path) -> Page:
    house = await build(folder, World())
    page = await house.library.articles.page(ArticleQuery())
    await house.library.close()
    return page


async def test_a_full_disk_keeps_nothing_from_being_done(kept: House) -> None:
    (kept.library.data_dir / "backups").write_text("in the way")
    assert await kept.library.upkeep.when_due() == 5
