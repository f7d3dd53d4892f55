"""Heads that are read while a flag is on its way to the store show it as it was set."""

import asyncio
import threading

from readnow.model.article import Flag
from readnow.model.query import ArticleQuery
from tests.library.conftest import House, rss

URL = "https://a.example/feed"


async def test_a_head_read_before_the_flag_is_stored_shows_the_flag(house: House) -> None:
    house.world.answers[URL] = rss("b", "a")
    await house.library.feeds.add(URL)
    articles = house.library.articles
    heads = (await articles.page(ArticleQuery())).heads
    held = threading.Event()
    busy = asyncio.create_task(house.database.write(lambda conn: held.wait(10)))
    await asyncio.sleep(0)
    articles.set_flag(heads[:1], Flag.READ, True)
    articles.set_flag(heads[:1], Flag.STARRED, True)
    try:
        seen = (await articles.heads([head.id for head in heads]))[0]
        assert (seen.read, seen.starred) == (True, True)
        assert (await articles.article(heads[0].id)).head == seen
        assert (await articles.among(ArticleQuery(), [heads[0].id]))[0] == seen
        assert (await articles.page(ArticleQuery())).heads[0] == seen
    finally:
        held.set()
        await busy
    await articles.settled()
    assert (await articles.heads([heads[0].id]))[0] == seen


async def test_a_list_opened_right_after_a_change_knows_it(house: House) -> None:
    house.world.answers[URL] = rss("b", "a")
    await house.library.feeds.add(URL)
    articles = house.library.articles
    heads = (await articles.page(ArticleQuery(unread_only=True))).heads
    articles.set_flag(heads[:1], Flag.READ, True)
    assert [head.id for head in (await articles.page(ArticleQuery(unread_only=True))).heads] == [heads[1].id]
