"""Articles of a first, large refresh: there at once, finished behind it, and in the end as any other."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from readnow.library import refresh
from readnow.model.subscription import Subscription, SubscriptionList
from readnow.store import checks, rough
from tests.library.conftest import START, Build, House, World, build

HTML = "<p>Some <b>bold</b> words about it &amp; more, <i>closed late<p>and a second paragraph</p>"
FEEDS = 4


def document(number: int, text: str = HTML) -> bytes:
    """A feed of two entries with bodies that need mending."""
    items = "".join(
        f"<item><title>{name}{number}</title><guid>{name}{number}</guid><link>https://a.example/{name}</link>"
        f"<description><![CDATA[{text}]]></description></item>"
        for name in "ab"
    )
    return f'<rss version="2.0"><channel><title>F{number}</title>{items}</channel></rss>'.encode()


async def subscribed(house: House) -> None:
    """Feeds that were never fetched, as an import leaves them."""
    feeds = tuple(Subscription(url=f"https://f{number}.example/feed") for number in range(FEEDS))
    await house.library.feeds.import_list(SubscriptionList(subscriptions=feeds))
    for number in range(FEEDS):
        house.world.answers[f"https://f{number}.example/feed"] = document(number)


async def content(house: House) -> list[tuple[object, ...]]:
    """What is stored of all articles, without the moments of the import."""
    return await house.database.read(
        lambda conn: conn.execute(
            "SELECT a.title, a.words, a.content_hash, a.letters_hash, b.html, b.summary, a.changes, a.rev"
            " FROM article a JOIN body b USING (id) ORDER BY a.title"
        ).fetchall()
    )


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0)


@pytest.fixture
async def make() -> AsyncIterator[Build]:
    """Builds houses that are closed in the end."""
    built: list[House] = []

    async def one(folder: Path, world: World) -> House:
        built.append(await build(folder, world))
        return built[-1]

    yield one
    for house in built:
        await house.library.close()


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few feeds are many."""
    monkeypatch.setattr(refresh, "MANY_NEW", FEEDS)


async def all_done(house: House) -> None:
    while await house.database.read(rough.any_waits):
        await asyncio.sleep(0)


async def test_finished_behind_is_as_if_read_at_once(
    make: Build, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = await make(tmp_path, World())
    await subscribed(at_once)
    await at_once.library.refresh()
    assert at_once.world.finishing == []

    monkeypatch.setattr(refresh, "MANY_NEW", FEEDS)
    behind = await make(tmp_path_factory.mktemp("behind"), World())
    await subscribed(behind)
    figures = await behind.library.refresh()
    await all_done(behind)
    assert figures.new == 2 * FEEDS
    assert sum(behind.world.finishing) == 2 * FEEDS
    assert behind.world.expected == [FEEDS, 0]
    assert await content(behind) == await content(at_once)
    assert await behind.database.read(checks.integrity) == ()


@pytest.mark.usefixtures("many")
async def test_until_then_an_article_can_be_read(make: Build, tmp_path: Path) -> None:
    house = await make(tmp_path, World(unfinished=True))
    await subscribed(house)
    await house.library.refresh()
    ids = await house.database.read(lambda c: [r[0] for r in c.execute("SELECT id FROM article")])
    assert len(ids) == 2 * FEEDS
    assert (await house.library.articles.article(ids[0])).html == HTML
    assert await house.database.read(rough.any_waits)


@pytest.mark.usefixtures("many")
async def test_the_same_articles_again_are_no_change(make: Build, tmp_path: Path) -> None:
    house = await make(tmp_path, World(unfinished=True))
    await subscribed(house)
    await house.library.refresh()
    for number in range(FEEDS):  # other bytes, the same articles
        house.world.answers[f"https://f{number}.example/feed"] = document(number) + b"\n"
    house.world.now += 10_000
    figures = await house.library.refresh(force=True)
    assert (figures.fetched, figures.new, figures.updated) == (FEEDS, 0, 0)
    assert 2 not in house.world.finishing  # a feed's: that is seen without finishing them


@pytest.mark.usefixtures("many")
async def test_other_mark_up_of_the_same_words_is_no_change(make: Build, tmp_path: Path) -> None:
    house = await make(tmp_path, World(unfinished=True))
    await subscribed(house)
    await house.library.refresh()
    house.world.answers["https://f1.example/feed"] = document(1, HTML.replace("bold", "<em>bold</em>"))
    house.world.now += 10_000
    figures = await house.library.refresh(force=True)
    assert (figures.fetched, figures.new, figures.updated) == (1, 0, 0)
    assert 2 in house.world.finishing  # it took their words to say so


@pytest.mark.usefixtures("many")
async def test_another_title_is_a_change_of_an_article_that_waits(make: Build, tmp_path: Path) -> None:
    house = await make(tmp_path, World(unfinished=True))
    await subscribed(house)
    await house.library.refresh()
    house.world.answers["https://f1.example/feed"] = document(1).replace(b"<title>a1", b"<title>A new name")
    house.world.now += 10_000
    figures = await house.library.refresh(force=True)
    assert (figures.new, figures.updated) == (0, 1)


@pytest.mark.usefixtures("many")
async def test_a_change_is_seen_as_one(make: Build, tmp_path: Path) -> None:
    house = await make(tmp_path, World(unfinished=True))
    await subscribed(house)
    await house.library.refresh()
    house.world.answers["https://f1.example/feed"] = document(1, "<p>Something else</p>")
    house.world.now += 10_000
    figures = await house.library.refresh(force=True)
    assert (figures.new, figures.updated) == (0, 2)


@pytest.mark.usefixtures("many")
async def test_what_one_process_leaves_the_next_one_finishes(make: Build, tmp_path: Path) -> None:
    house = await make(tmp_path, World(unfinished=True))
    await subscribed(house)
    await house.library.refresh()
    await house.library.close()

    later = await make(tmp_path, World(now=START + 60))
    later.library.start_background()
    await all_done(later)
    assert sum(later.world.finishing) == 2 * FEEDS
    assert await later.database.read(checks.integrity) == ()


@pytest.mark.usefixtures("many")
async def test_what_cannot_be_finished_is_not_tried_for_ever(make: Build, tmp_path: Path) -> None:
    house = await make(tmp_path, World(broken=True))
    await subscribed(house)
    await house.library.refresh()
    await until(lambda: bool(house.world.finishing))
    for _ in range(50):
        await asyncio.sleep(0)
    assert 1 <= len(house.world.finishing) <= FEEDS + 1
    assert await house.database.read(rough.any_waits)


@pytest.mark.usefixtures("many")
async def test_a_feed_that_had_articles_before_keeps_them(make: Build, tmp_path: Path) -> None:
    """Its document was forgotten, its articles were not: a rough entry is no change of one that is known."""
    house = await make(tmp_path, World())
    await subscribed(house)
    await house.library.refresh()
    await all_done(house)
    before = await content(house)
    await house.database.write(
        lambda conn: conn.execute("UPDATE fetch SET body_hash = NULL, etag = NULL, next_due = 0")
    )
    house.world.now += 10_000
    figures = await house.library.refresh(force=True)
    assert (figures.fetched, figures.new, figures.updated) == (FEEDS, 0, 0)
    assert await content(house) == before


async def test_finishing_is_no_change_of_the_publishers(
    tmp_path: Path, make: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "MANY_NEW", 1)
    house = await make(tmp_path, World())
    await subscribed(house)
    await house.library.refresh()
    await until(lambda: sum(house.world.finishing) >= 2 * FEEDS)
    await house.library.refresh(force=True)

    async def kept() -> int:
        return await house.database.read(
            lambda conn: conn.execute("SELECT count(*) FROM earlier").fetchone()[0]
        )

    assert await kept() == 0
    for number in range(FEEDS):
        house.world.answers[f"https://f{number}.example/feed"] = document(number, f"{HTML} and more")
    await house.library.refresh(force=True)
    assert await kept() == 2 * FEEDS
