"""Full texts: fetched when asked for or for new articles, kept beside what the feed said."""

from pathlib import Path

import pytest

from readnow.library import fulltexts
from readnow.library.linked import linked_request
from readnow.library.refresh_lock import RefreshLock
from readnow.model.article import ArticleHead
from readnow.model.errors import FullTextError
from readnow.model.feed import ProblemKind
from readnow.model.fetch import FetchFailed
from readnow.model.query import ArticleQuery
from readnow.model.settings import FeedSettings
from readnow.store import feeds as stored_feeds
from tests.library.conftest import House, rss

FEED = "https://a.example/feed"
PAGE = b"<html><body><nav>menu</nav><article>All of it</article></body></html>"


async def heads(house: House, *titles: str) -> tuple[ArticleHead, ...]:
    """A feed with these articles, the first the newest."""
    house.world.answers[FEED] = rss(*titles)
    await house.library.feeds.add(FEED)
    return (await house.library.articles.page(ArticleQuery())).heads


async def test_a_page_is_fetched_once_and_kept(house: House) -> None:
    (head,) = await heads(house, "one")
    assert await house.library.fulltexts.get(head.id) is None
    house.world.answers["https://a.example/one"] = PAGE
    text = await house.library.fulltexts.fetch(head)
    assert (text.html, text.words, text.problem, text.at) == ("All of it", 3, "", int(house.world.now))
    assert await house.library.fulltexts.get(head.id) == text
    assert (await house.library.articles.article(head.id)).html == "About one"


async def test_a_page_without_an_article_says_so_and_stays_known(house: House) -> None:
    (head,) = await heads(house, "one")
    house.world.answers["https://a.example/one"] = b"<p>nothing</p>"
    text = await house.library.fulltexts.fetch(head)
    assert text.problem == "no article was found on this page"
    assert await house.library.fulltexts.get(head.id) == text


async def test_a_page_that_cannot_be_reached_leaves_nothing(house: House) -> None:
    (head,) = await heads(house, "one")
    house.world.answers["https://a.example/one"] = FetchFailed(ProblemKind.HTTP, "server error (500)", 500)
    with pytest.raises(FullTextError, match=r"could not be fetched: server error \(500\)\.$"):
        await house.library.fulltexts.fetch(head)
    assert await house.library.fulltexts.get(head.id) is None


async def test_another_process_that_refreshes_goes_first(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (head,) = await heads(house, "one")
    monkeypatch.setattr(fulltexts, "_PATIENCE", 0.0)
    other = RefreshLock(tmp_path / "readnow.lock")
    assert await other.acquire(0)
    with pytest.raises(FullTextError, match="Another ReadNOW"):
        await house.library.fulltexts.fetch(head)
    other.release()


async def test_what_is_meant_for_the_feeds_origin_goes_nowhere_else(house: House) -> None:
    (head,) = await heads(house, "one")
    (feed,) = house.library.feeds.all()
    settings = FeedSettings(
        auth="basic ann command x",
        headers=(("X-Key", "1"),),
        user_agent="Me",
        insecure=True,
        allow_private=True,
    )
    await house.database.write(stored_feeds.change_settings, feed.id, settings)
    await house.library.feeds.reload()
    here = linked_request(house.library.fulltexts._shelf, feed.id, head.link)
    assert (here.auth, here.headers, here.insecure, here.allow_private) == (
        settings.auth,
        settings.headers,
        True,
        True,
    )
    there = linked_request(house.library.fulltexts._shelf, feed.id, "https://a.example:8443/one")
    assert (there.auth, there.headers, there.insecure, there.allow_private) == ("", (), False, False)
    assert there.user_agent == "Me"


async def test_new_articles_of_a_feed_that_is_to_have_it_get_theirs(house: House) -> None:
    await heads(house, "one")
    (feed,) = house.library.feeds.all()
    await house.database.write(stored_feeds.change_settings, feed.id, FeedSettings(full_text=True))
    await house.library.feeds.reload()
    house.world.answers[FEED] = rss("four", "three", "two", "one")
    for name in ("two", "three", "four"):
        house.world.answers[f"https://a.example/{name}"] = PAGE
    house.world.now += 10_000
    figures = await house.library.refresh(force=True)
    assert figures.new == 3
    found = {
        head.title: await house.library.fulltexts.get(head.id) is not None
        for head in (await house.library.articles.page(ArticleQuery())).heads
    }
    assert sum(found.values()) == 2  # as many as one refresh may
    assert not found["one"]
