"""What the user does is taken back and done again: by whom and whenever it was done."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from readnow.library import bulk_marks
from readnow.library import library as library_module
from readnow.library.events import ArticlesChanged, ExternalChange, FeedsChanged
from readnow.library.journal import Outcome
from readnow.model.article import ArticleHead, ArticleId, Flag
from readnow.model.condition import Word
from readnow.model.feed import FeedId
from readnow.model.query import ALL, UNREAD, ArticleQuery, Cursor, Scope, Sort
from readnow.model.subscription import Subscription, SubscriptionList
from readnow.store import articles as stored_articles
from readnow.store import checks, flags, journal
from readnow.store import feeds as stored_feeds
from readnow.store.database import Connection
from tests.library.conftest import House, World, build, rss
from tests.store.conftest import dump, new, put_feed

URL = "https://a.example/feed"


async def read_in(house: House, *titles: str) -> tuple[ArticleHead, ...]:
    house.world.answers[URL] = rss(*titles)
    await house.library.feeds.add(URL)
    return (await house.library.articles.page(ArticleQuery())).heads


async def whats(house: House) -> list[str]:
    return [("- " if one.undone else "") + one.what for one in await house.library.journal.history()]


async def undone(house: House) -> Outcome:
    outcome = await house.library.journal.undo()
    assert outcome is not None
    return outcome


async def test_nothing_to_take_back(house: House) -> None:
    assert await house.library.journal.undo() is None
    assert await house.library.journal.redo() is None
    assert await house.library.journal.history() == ()


async def test_marks_go_back_and_forth_and_the_counts_with_them(house: House) -> None:
    heads = await read_in(house, "b", "a")
    house.library.articles.set_flag(heads, Flag.READ, True)
    house.library.articles.set_flag(heads[:1], Flag.STARRED, True)
    outcome = await undone(house)
    assert (outcome.entry.what, outcome.changed) == ("Star “b”", 1)
    assert house.library.feeds.starred() == 0
    await undone(house)
    assert house.library.feeds.unread(ALL) == 2
    assert house.of(ArticlesChanged) == [
        ArticlesChanged((heads[0].id,)),
        ArticlesChanged(tuple(sorted(head.id for head in heads))),
    ]
    await house.library.journal.redo()
    assert house.library.feeds.unread(ALL) == 0
    assert await whats(house) == ["- Star “b”", "Mark 2 articles read", "Subscribe to “a.example”"]


async def test_what_nobody_could_change_is_no_entry(house: House) -> None:
    heads = await read_in(house, "a")
    await house.library.articles.mark(ArticleQuery(starred_only=True, limit=None), Flag.READ, True)
    house.library.articles.set_flag(heads, Flag.READ, False)
    assert await whats(house) == ["Subscribe to “a.example”"]


async def test_deleted_articles_are_out_of_everything_and_come_back(house: House) -> None:
    heads = await read_in(house, "c", "b", "a")
    house.library.articles.set_flag(heads[:1], Flag.STARRED, True)
    assert await house.library.articles.delete([heads[0].id, heads[1].id, ArticleId(5)]) == 2
    assert await house.library.articles.delete([heads[0].id]) == 0
    feeds = house.library.feeds
    assert (feeds.unread(ALL), feeds.total(ALL), feeds.starred()) == (1, 1, 0)
    assert [h.title for h in await house.library.articles.heads([head.id for head in heads])] == ["a"]
    house.world.now += 9_000
    await house.library.refresh(force=True)
    assert feeds.total(ALL) == 1
    assert (await undone(house)).entry.what == "Delete 2 articles"
    assert (feeds.unread(ALL), feeds.total(ALL), feeds.starred()) == (3, 3, 1)
    assert [event for event in house.events if event == ArticlesChanged((heads[1].id, heads[0].id), True)]
    assert await house.database.read(checks.recount) == ()


async def rename(house: House) -> None:
    await house.library.feeds.rename(house.library.feeds.all()[0].id, "Mine")


async def move(house: House) -> None:
    await house.library.feeds.move(house.library.feeds.all()[0].id, ("News", "Deep"))


async def readdress(house: House) -> None:
    await house.library.feeds.change_url(house.library.feeds.all()[0].id, "https://b.example/")


async def pause(house: House) -> None:
    await house.library.feeds.set(house.library.feeds.all()[0].id, "paused", "yes")


async def unsubscribe(house: House) -> None:
    await house.library.feeds.remove([house.library.feeds.all()[0].id])


async def subscribe(house: House) -> None:
    house.world.answers["https://c.example/"] = rss("x", feed="C")
    await house.library.feeds.add("https://c.example/", folder=("New",))


async def take_in(house: House) -> None:
    wanted = (Subscription(f"https://{n}.example/", f"N {n}", "", ("In",)) for n in range(9))
    await house.library.feeds.import_list(SubscriptionList(tuple(wanted)))


CHANGES: dict[str, Callable[[House], Awaitable[None]]] = {
    "Rename “A feed” “Mine”": rename,
    "Move “A feed” into “News/Deep”": move,
    "Change the address of “A feed”": readdress,
    "Set paused of “A feed”": pause,
    "Unsubscribe from “A feed”": unsubscribe,
    "Subscribe to “c.example”": subscribe,
    "Subscribe to 9 feeds": take_in,
}


@pytest.mark.parametrize("what", CHANGES)
async def test_what_is_done_to_feeds_goes_back_and_forth(house: House, what: str) -> None:
    await read_in(house, "a")
    feeds = house.library.feeds

    def state() -> list[tuple[object, ...]]:
        return [(f.url, f.title, feeds.path(f.folder_id), f.settings, f.total) for f in feeds.all()]

    before = state()
    await CHANGES[what](house)
    after = state()
    assert after != before
    house.events.clear()
    outcome = await undone(house)
    assert (outcome.entry.what, outcome.notes) == (what, ())
    assert state() == before
    assert house.of(FeedsChanged)
    await house.library.journal.redo()
    assert state() == after


async def test_after_a_restart_and_from_another_process(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_module, "WATCH_SECONDS", 0.01)
    heads = await read_in(house, "b", "a")
    house.library.articles.set_flag(heads, Flag.READ, True)
    await house.library.articles.settled()
    await unsubscribe(house)
    house.library.start_background()
    other = await build(tmp_path, World())
    seen = len(house.of(ExternalChange))
    assert (await undone(other)).entry.what == "Unsubscribe from “A feed”"
    assert (await undone(other)).changed == 2
    async with asyncio.timeout(20):
        while len(house.of(ExternalChange)) == seen or house.library.feeds.unread(ALL) != 2:
            await asyncio.sleep(0.001)
    await other.library.close()


async def test_down_to_a_chosen_entry(house: House) -> None:
    heads = await read_in(house, "c", "b", "a")
    for head in heads:
        house.library.articles.set_flag([head], Flag.READ, True)
    history = await house.library.journal.history()
    outcomes = await house.library.journal.undo_to(history[1].id)
    assert [outcome.entry.what for outcome in outcomes] == ["Mark “a” read", "Mark “b” read"]
    assert house.library.feeds.unread(ALL) == 2
    assert await house.library.journal.undo_to(history[1].id) == ()


async def many(house: House, number: int) -> None:
    """A feed with so many unread articles."""

    def put(conn: Connection) -> None:
        put_feed(conn, "many", [new(f"{n}", 1_600_000_000 + n) for n in range(number)])

    await house.database.write(put)
    await house.library.feeds.reload()


@pytest.mark.parametrize("aside", [0, 10**9])
async def test_many_come_back_in_pieces_and_other_writes_have_their_turn(
    house: House, aside: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flags, "_MANY", aside)
    monkeypatch.setattr(journal, "PIECE", 10)
    monkeypatch.setattr(journal.undo, "__defaults__", (10,))
    monkeypatch.setattr(journal.redo, "__defaults__", (10,))
    await many(house, 945)
    await house.library.articles.mark(ArticleQuery(UNREAD, limit=None), Flag.READ, True)
    told: list[tuple[int, int]] = []
    running = asyncio.create_task(house.library.journal.undo(lambda *numbers: told.append(numbers)))
    while not told:
        await asyncio.sleep(0.001)
    between = await house.database.read(stored_feeds.all_feeds)
    assert 0 < between[0].unread < 945
    outcome = await running
    assert outcome is not None
    assert (outcome.changed, outcome.finished) == (945, True)
    assert told == [(n, 945) for n in range(10, 945, 10)]
    assert house.library.feeds.unread(ALL) == 945


@pytest.mark.parametrize(
    "query",
    [
        ArticleQuery(where=Word("title"), limit=None),
        ArticleQuery(Scope.feed(FeedId(1)), limit=None, sort=Sort.TITLE, after=Cursor(ArticleId(0), "")),
        ArticleQuery(Scope.feed(FeedId(1)), limit=None),
        ArticleQuery(limit=None, sort=Sort.OLDEST),
    ],
    ids=["found", "by title", "a feed", "oldest first"],
)
async def test_many_are_marked_in_pieces_that_are_one_entry(
    house: House, query: ArticleQuery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flags, "_AT_ONCE", 0)
    monkeypatch.setattr(bulk_marks, "PIECE", 10)
    await many(house, 95)
    told: list[int] = []
    assert await house.library.articles.mark(query, Flag.READ, True, told.append) == 95
    assert told == ([] if query.sort is Sort.TITLE else list(range(10, 95, 10)))
    assert await whats(house) == ["Mark 95 articles read"]
    assert house.library.feeds.unread(ALL) == 0
    assert (await undone(house)).changed == 95
    assert house.library.feeds.unread(ALL) == 95
    assert await house.library.articles.mark(query, Flag.READ, False) == 0


async def test_marks_that_are_taken_back_before_the_end_go_no_further(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flags, "_AT_ONCE", 0)
    monkeypatch.setattr(bulk_marks, "PIECE", 10)
    await many(house, 95)
    running: list[asyncio.Task[Outcome]] = []
    query = ArticleQuery(Scope.feed(FeedId(1)), limit=None)

    def take_back(_number: int) -> None:
        if not running:
            running.append(asyncio.create_task(undone(house)))

    changed = await house.library.articles.mark(query, Flag.READ, True, take_back)
    assert 10 <= changed < 95
    assert (await running[0]).changed == changed
    assert house.library.feeds.unread(ALL) == 95


async def test_stopped_half_way_it_goes_on_another_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal.undo, "__defaults__", (10,))
    await many(house, 95)
    await house.library.articles.mark(ArticleQuery(UNREAD, limit=None), Flag.READ, True)
    outcome = await house.library.journal.undo(lambda *_: house.library.journal.stop())
    assert outcome is not None
    assert not outcome.finished
    assert 0 < house.library.feeds.unread(ALL) == outcome.changed < 95
    assert await whats(house) == ["Mark 95 articles read"]
    again = await undone(house)
    assert outcome.changed + again.changed == 95
    assert house.library.feeds.unread(ALL) == 95
    assert await house.database.read(checks.recount) == ()


async def test_cancelled_half_way_counts_are_shown_as_they_are(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal.undo, "__defaults__", (10,))
    await many(house, 95)
    await house.library.articles.mark(ArticleQuery(UNREAD, limit=None), Flag.READ, True)

    def cancel(*_numbers: int) -> None:
        task.cancel()

    task = asyncio.create_task(house.library.journal.undo(cancel))
    with pytest.raises(asyncio.CancelledError):
        await task
    await house.library.feeds.reload()
    assert 0 < house.library.feeds.unread(ALL) < 95
    assert not house.library.journal.running
    await undone(house)
    assert house.library.feeds.unread(ALL) == 95


async def test_feeds_that_were_removed_are_listed_and_restored(house: House) -> None:
    await read_in(house, "b", "a")
    (feed,) = house.library.feeds.all()
    await unsubscribe(house)
    (removed,) = await house.library.feeds.removed()
    assert (removed.id, removed.title, removed.total) == (feed.id, "A feed", 2)
    assert await house.library.feeds.restore([feed.id]) == (removed,)
    assert await house.library.feeds.restore([feed.id]) == ()
    assert (await whats(house))[0] == "Subscribe again to “A feed”"
    await undone(house)
    assert house.library.feeds.all() == ()


async def test_all_taken_back_it_is_as_it_was(house: House) -> None:
    heads = await read_in(house, "d", "c", "b", "a")
    left_alone = {"fetch", "orphan", "unindexed", "fresh", "meta", "former_address"}

    async def state() -> object:
        stored = await house.database.read(dump)
        return {table: rows for table, rows in stored.items() if table not in left_alone}

    before = await state()
    articles = house.library.articles
    articles.set_flag(heads[:2], Flag.STARRED, True)
    articles.set_flag(heads[1:], Flag.READ, True)
    await articles.mark(ArticleQuery(Scope.feed(heads[0].feed_id), limit=None), Flag.READ, True)
    await articles.delete([head.id for head in heads[::2]])
    for change in (rename, move, pause, unsubscribe):
        await change(house)
    for _ in range(8):
        assert (await undone(house)).notes == ()
    assert await state() == before
    for _ in range(8):
        assert await house.library.journal.redo() is not None
    assert house.library.feeds.all() == ()


async def test_marking_one_tells_its_title(house: House) -> None:
    heads = await read_in(
        house, "A title that is longer than the line it would be in, and goes on and on", "a"
    )
    house.library.articles.set_flag(heads[:1], Flag.READ, True)
    (what, *_) = await whats(house)
    assert what.startswith("Mark “A title that is longer than the line")
    assert what.endswith("…” read")
    assert await house.database.read(stored_articles.count, ArticleQuery(unread_only=True)) == 1
