"""Smart feeds: kept as typed, read anew each time, refused where they could not be read."""

import pytest

from readnow.library.events import FeedsChanged
from readnow.model.errors import NotFoundError, QueryError, SmartFeedError
from readnow.model.smart import SmartFeedId
from readnow.store import journal
from tests.library.conftest import House, build


async def test_what_is_kept_is_there_at_once_and_at_the_next_start(house: House) -> None:
    kept = house.library.smart_feeds
    added = await kept.add(" Long  reads ", " words:>2000 ", sort="oldest", folder=("Own", "Deep"))
    assert (added.name, added.query, added.sort) == ("Long reads", "words:>2000", "oldest")
    assert kept.all() == (added,)
    assert len(house.of(FeedsChanged)) == 1
    await house.library.close()
    again = await build(house.database.path.parent, house.world)
    assert again.library.smart_feeds.all() == (added,)
    await again.library.close()


async def test_names_are_one_s_own(house: House) -> None:
    kept = house.library.smart_feeds
    café = await kept.add("Café", "is:unread")
    for name in ("cafe", "CAFÉ"):
        with pytest.raises(SmartFeedError, match="already"):
            await kept.add(name, "is:read")
    assert kept.named("cafe") == café
    assert (await kept.change(café.id, name="CAFE")).name == "CAFE"
    for name in ("", " \x1b\n "):
        with pytest.raises(SmartFeedError, match="needs a name"):
            await kept.change(café.id, name=name)
    with pytest.raises(NotFoundError, match="Did you mean “CAFE”"):
        kept.named("caffe")


async def test_a_query_that_cannot_be_read_or_comes_back_to_itself_is_not_kept(house: House) -> None:
    kept = house.library.smart_feeds
    one = await kept.add("One", "a")
    await kept.add("Two", "smart:one")
    with pytest.raises(QueryError) as caught:
        await kept.add("Three", "a is:blue")
    assert caught.value.column == 3
    for query in ("smart:two", "smart:one", "a OR smart:three"):
        with pytest.raises(QueryError):
            await kept.change(one.id, query=query)
    with pytest.raises(SmartFeedError, match="needs a query"):
        await kept.change(one.id, query=" ")
    with pytest.raises(SmartFeedError, match="no order"):
        await kept.change(one.id, sort="sideways")
    assert [smart.query for smart in kept.all()] == ["a", "smart:one"]


async def test_one_whose_names_are_gone_stays_and_says_why(house: House) -> None:
    kept = house.library.smart_feeds
    one = await kept.add("One", "a")
    two = await kept.add("Two", "smart:one")
    await kept.remove(one.id)
    assert kept.all() == (two,)
    assert kept.problem(two) == "No smart feed is called “one”."
    await kept.add("ONE", "b")
    assert kept.problem(two) == ""
    for work in (kept.remove(one.id), kept.change(SmartFeedId(99), name="x")):
        with pytest.raises(NotFoundError):
            await work


async def test_the_order_is_the_user_s_within_a_folder(house: House) -> None:
    kept = house.library.smart_feeds
    a, filed, b = [
        await kept.add(name, "x", folder=("F",) if name == "filed" else ()) for name in ("a", "filed", "b")
    ]
    assert await kept.move(a.id, 1)
    assert [smart.name for smart in kept.all() if smart.folder_id is None] == ["b", "a"]
    assert not await kept.move(a.id, 1)
    assert not await kept.move(filed.id, -1)
    assert await kept.move(a.id, -1)
    assert [smart.name for smart in kept.all() if smart.folder_id is None] == ["a", "b"]
    assert (await kept.change(filed.id, folder=())).folder_id is None
    assert b.position != a.position


async def test_the_folder_may_go(house: House) -> None:
    kept = house.library.smart_feeds
    await kept.add("One", "a", folder=("F",))
    await house.database.write(lambda conn: conn.execute("DELETE FROM folder"))
    await house.library.feeds.reload()
    assert [smart.folder_id for smart in kept.all()] == [None]


async def test_every_change_can_be_taken_back(house: House) -> None:
    kept, database = house.library.smart_feeds, house.database
    one = await kept.add("One", "a", folder=("F",))
    await kept.add("Two", "b")
    await kept.change(one.id, name="Uno", sort="oldest")
    await kept.remove(one.id)
    what = [entry.what for entry in await database.read(journal.entries, 9)]
    assert what[:2] == ["Remove the smart feed “Uno”", "Change the smart feed “One”"]
    states = [("Two",), ("Two", "Uno"), ("One", "Two"), ("One",), ()]
    for names in states:
        assert tuple(sorted(smart.name for smart in kept.all())) == names
        await database.write(journal.undo, 1)
        await house.library.feeds.reload()
    for _ in range(3):
        await database.write(journal.redo, 1)
    await house.library.feeds.reload()
    assert [(smart.name, smart.sort) for smart in kept.all()] == [("Uno", "oldest"), ("Two", "")]
    assert house.library.feeds.path(kept.all()[0].folder_id) == ("F",)
