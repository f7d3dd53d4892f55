"""Downloads and comments: asked for as articles' feeds would be, whole or not at all, nothing else stored."""

import asyncio
from pathlib import Path

import pytest

from readnow.library.refresh_lock import RefreshLock
from readnow.model.article import Article, Enclosure
from readnow.model.errors import DownloadError
from readnow.model.feed import ProblemKind
from readnow.model.fetch import FetchFailed
from readnow.model.query import ArticleQuery
from readnow.text.plain import to_text
from tests.library.conftest import House, rss

FEED = "https://a.example/feed"
FILE = Enclosure("https://files.example/a/The%20bell.mp3?x=1", "audio/mpeg", 12)
COMMENTS = "https://a.example/comments"
MORE = f'<wfw:commentRss xmlns:wfw="http://wellformedweb.org/CommentAPI/">{COMMENTS}</wfw:commentRss>'


async def article(house: House) -> Article:
    """An article with a feed of comments."""
    house.world.answers[FEED] = rss("one", extra=MORE)
    await house.library.feeds.add(FEED)
    (head,) = (await house.library.articles.page(ArticleQuery())).heads
    return await house.library.articles.article(head.id)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_file_is_there_when_all_of_it_came(house: House) -> None:
    one = await article(house)
    house.world.answers[FILE.url] = b"twelve bytes"
    told: list[tuple[int, int | None]] = []
    path = await house.library.downloads.fetch(one.head, FILE, lambda size, of: told.append((size, of)))
    assert path == house.library.downloads.folder / "The bell.mp3"
    assert path.read_bytes() == b"twelve bytes"
    assert told == [(4, 12), (8, 12), (12, 12)]
    again = await house.library.downloads.fetch(one.head, FILE, lambda size, of: None)
    assert again.name == "The bell-2.mp3"
    assert names(path.parent) == ["The bell-2.mp3", "The bell.mp3"]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (Enclosure("https://files.example/", "audio/mpeg"), "one.mp3"),
        (Enclosure("https://files.example/..%2f..%2fetc%2fpasswd", "", title="x"), "passwd"),
        (Enclosure("https://files.example/play?id=1", "video/mp4; codecs=x"), "play.mp4"),
    ],
)
async def test_the_name_is_safe_and_has_an_ending(house: House, file: Enclosure, name: str) -> None:
    one = await article(house)
    house.world.answers[file.url] = b"x"
    path = await house.library.downloads.fetch(one.head, file, lambda size, of: None)
    assert (path.parent, path.name) == (house.library.downloads.folder, name)


async def test_a_file_that_cannot_be_had_leaves_nothing(house: House) -> None:
    one = await article(house)
    house.world.answers[FILE.url] = FetchFailed(ProblemKind.HTTP, "not found (404)", 404)
    with pytest.raises(DownloadError, match=r"The bell\.mp3 could not be downloaded: not found \(404\)\."):
        await house.library.downloads.fetch(one.head, FILE, lambda size, of: None)
    assert names(house.library.downloads.folder) == []


async def test_a_cancelled_download_leaves_nothing_and_the_next_has_its_turn(house: House) -> None:
    one = await article(house)
    waits = asyncio.Event()
    house.world.answers[FILE.url] = waits
    first = asyncio.ensure_future(house.library.downloads.fetch(one.head, FILE, lambda size, of: None))
    other = Enclosure("https://files.example/other.mp3")
    house.world.answers[other.url] = b"x"
    second = asyncio.ensure_future(house.library.downloads.fetch(one.head, other, lambda size, of: None))
    while FILE.url not in [request.url for request in house.world.requests]:
        await asyncio.sleep(0)
    assert not second.done()
    first.cancel()
    assert (await second).name == "other.mp3"
    assert names(house.library.downloads.folder) == ["other.mp3"]


async def test_a_feeds_credentials_go_to_its_own_host_only(house: House) -> None:
    one = await article(house)
    await house.library.feeds.set(one.head.feed_id, "headers", "X-Key: secret")
    own = Enclosure("https://a.example/f.mp3")
    for file in (FILE, own):
        house.world.answers[file.url] = b"x"
        await house.library.downloads.fetch(one.head, file, lambda size, of: None)
    headers = {request.url: request.headers for request in house.world.requests[-2:]}
    assert headers == {FILE.url: (), own.url: (("X-Key", "secret"),)}


async def test_comments_are_read_and_kept_nowhere(house: House) -> None:
    one = await article(house)
    assert one.comment_feed == COMMENTS
    house.world.answers[COMMENTS] = rss("Bob", "Ann", feed="Comments")
    page = await house.library.comments.read(one, "%Y")
    assert page.count == 2
    assert to_text(page.document) == "Ann\n\nAbout Ann\n\nBob\n\nAbout Bob\n"
    assert len((await house.library.articles.page(ArticleQuery())).heads) == 1
    assert len(house.library.feeds.all()) == 1


async def test_no_comments_yet(house: House) -> None:
    one = await article(house)
    house.world.answers[COMMENTS] = rss(feed="Comments")
    page = await house.library.comments.read(one, "%Y")
    assert (page.count, to_text(page.document)) == (0, "There are no comments yet.\n")


async def test_comments_that_cannot_be_had_are_told(house: House) -> None:
    one = await article(house)
    with pytest.raises(DownloadError, match="The comments could not be fetched: no such server"):
        await house.library.comments.read(one, "%Y")
    house.world.answers[COMMENTS] = b"<html><body>log in</body></html>"
    with pytest.raises(DownloadError, match="The comments could not be read: "):
        await house.library.comments.read(one, "%Y")


async def test_comments_wait_for_another_process(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    one = await article(house)
    monkeypatch.setattr("readnow.library.comments._PATIENCE", 0)
    other = RefreshLock(house.library.data_dir / "readnow.lock")
    assert await other.acquire(0)
    with pytest.raises(DownloadError, match="Another ReadNOW is refreshing"):
        await house.library.comments.read(one, "%Y")
    other.release()
