"""A damaged file at a start: it is moved aside as it is, and what can be is saved out of it."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from readnow.model.errors import StoreDamagedError, StoreError
from readnow.model.query import ArticleQuery
from readnow.store import articles, checks, feeds, filing, opening
from readnow.store.database import Connection, Database
from readnow.store.migrations import bring_up_to_date
from tests.store.conftest import fill, mode, no_database, put_feed, put_one, small, sum_of

PAGE = 4096


def root_of(path: Path, table: str) -> int:
    """The page that a table begins at, counted from 1."""
    with closing(sqlite3.connect(path)) as conn:
        return int(conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0])


def leaves_of(path: Path, table: str) -> list[int]:
    """The pages that hold the rows of a table, in its order."""
    sql = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path"
    with closing(sqlite3.connect(path)) as conn:
        return [row[0] for row in conn.execute(sql, (table,))]


def overwrite(path: Path, offset: int, data: bytes) -> None:
    """Other bytes at a place in the file."""
    with path.open("rb+") as file:
        file.seek(offset)
        file.write(data)


def put_beside(path: Path, **contents: bytes) -> None:
    """What SQLite keeps beside a database that is open: `wal`, `shm`."""
    for name, data in contents.items():
        path.with_name(f"{path.name}-{name}").write_bytes(data)


def beside(path: Path) -> dict[str, bytes]:
    """What is there beside a file, as `put_beside` puts it."""
    found = path.parent.glob(f"{path.name}-*")
    return {file.name.rpartition("-")[2]: file.read_bytes() for file in found}


DAMAGE: dict[str, Callable[[Path], None]] = {
    "text": lambda path: no_database(path, b"Not a database, whatever its name says.\n" * 300),
    "short text": lambda path: no_database(path, b"no"),
    "header zeroed": lambda path: overwrite(path, 0, bytes(100)),
    "first page zeroed": lambda path: overwrite(path, 0, bytes(PAGE)),
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "cut within a page": lambda path: os.truncate(path, 5 * PAGE + 17),
    "only the first page": lambda path: os.truncate(path, PAGE),
    "noise where feeds are": lambda path: overwrite(
        path, (root_of(path, "feed") - 1) * PAGE, os.urandom(PAGE)
    ),
    "articles' first page zeroed": lambda path: overwrite(
        path, (root_of(path, "article") - 1) * PAGE, bytes(PAGE)
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
async def test_a_damaged_file_is_moved_aside_as_it_is(path: Path, damage: Callable[[Path], None]) -> None:
    small(path)
    damage(path)
    before = sum_of(path)
    database = await Database.open(path)
    (aside,) = path.parent.glob("readnow.db.corrupt-*Z")
    assert sum_of(aside) == before
    assert mode(aside) == mode(path) == 0o600
    assert database.notice.startswith("The library was damaged (")
    assert database.notice.endswith(f"is kept at {aside}.")
    assert not database.read_only
    await put_one(database, "new")
    assert await database.read(checks.integrity) == ()
    await database.close()
    again = await Database.open(path)
    assert again.notice == ""
    await again.close()
    assert {file.name for file in path.parent.iterdir()} >= {"readnow.db", aside.name}
    assert not list(path.parent.glob("*.new*"))


@pytest.mark.parametrize("damage", ["cut in half", "articles' first page zeroed"])
async def test_subscriptions_are_saved_out_of_a_damaged_file(path: Path, damage: str) -> None:
    small(path)
    DAMAGE[damage](path)
    database = await Database.open(path)
    assert "begun with its 2 subscriptions" in database.notice
    mine, own = await database.read(feeds.all_feeds)
    assert (own.title, own.url, own.renamed) == ("Own", "https://a.example/feed", False)
    assert (mine.title, mine.url, mine.renamed) == ("Mine", "https://b.example/feed", True)
    assert [folder.name for folder in await database.read(feeds.all_folders)] == ["News", "Deep"]
    # Nothing vouches for articles that are gone: everything is fetched anew.
    assert {(s.etag, s.body_hash, s.next_due) for s in await database.read(feeds.fetch_states, None)} == {
        (None, None, None)
    }
    assert await database.read(checks.recount) == ()
    await database.close()


async def test_a_feed_saved_out_of_a_damaged_file_is_in_all_its_folders(path: Path) -> None:
    def put(conn: Connection) -> None:
        places = [feeds.ensure_folder(conn, names) for names in (("A",), ("B", "C"))]
        filing.put_into(conn, put_feed(conn, "filed"), [place for place in places if place is not None])

    small(path)
    fill(path, put)
    DAMAGE["articles' first page zeroed"](path)
    database = await Database.open(path)
    names = {folder.id: folder.name for folder in await database.read(feeds.all_folders)}
    found = [{names[place] for place in feed.places} for feed in await database.read(feeds.all_feeds)]
    assert {"A", "C"} in found
    await database.close()


async def test_subscriptions_on_both_sides_of_a_broken_page_are_saved(path: Path) -> None:
    fill(path, lambda conn: [put_feed(conn, f"feed-{n:04d}-{'x' * 200}") for n in range(300)])
    overwrite(path, (leaves_of(path, "feed")[7] - 1) * PAGE, bytes(PAGE))
    database = await Database.open(path)
    saved = [feed.url for feed in await database.read(feeds.all_feeds)]
    assert 200 < len(saved) < 300
    assert "feed-0000-" in saved[0]
    assert "feed-0299-" in saved[-1]
    await database.close()


async def test_damage_in_a_text_loses_only_that_text(path: Path) -> None:
    small(path)
    overwrite(path, (leaves_of(path, "body")[7] - 1) * PAGE, bytes(PAGE))
    database = await Database.open(path)
    assert database.notice == ""
    assert len((await database.read(articles.page, ArticleQuery())).heads) == 100
    told = []
    for head in (await database.read(articles.page, ArticleQuery(limit=None))).heads:
        try:
            assert await database.read(articles.article, head.id)
        except StoreDamagedError as err:
            told.append(str(err))
    assert 0 < len(told) < 30
    assert "Run `readnow doctor`" in told[0]
    assert await database.read(checks.integrity) != ()
    await database.close()


async def test_changes_beside_a_damaged_file_are_kept_with_it(path: Path) -> None:
    no_database(path)
    put_beside(path, wal=b"changes", shm=b"index")
    database = await Database.open(path)
    (aside,) = path.parent.glob("readnow.db.corrupt-*Z")
    assert beside(aside).keys() == {"wal", "shm"}
    assert beside(aside)["wal"] == b"changes"
    await database.close()


async def test_an_emptied_file_does_not_take_its_changes_with_it(path: Path) -> None:
    no_database(path, b"")
    put_beside(path, wal=b"changes of yesterday")
    database = await Database.open(path)
    (aside,) = path.parent.glob("readnow.db.corrupt-*Z")
    assert beside(aside)["wal"] == b"changes of yesterday"
    assert str(aside) in database.notice
    await database.close()


async def test_two_damaged_files_of_one_second_are_both_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readnow.store.opening.time.gmtime", lambda: (2025, 11, 24, 16, 0, 0, 0, 328, 0))
    for text in (b"first", b"second", b"third"):
        no_database(path, text * 1_000)
        await (await Database.open(path)).close()
    kept = sorted(path.parent.glob("readnow.db.corrupt-*"), key=lambda found: len(found.name))
    assert [found.name.removeprefix("readnow.db.corrupt-20251124T160000Z") for found in kept[:1]] == [""]
    assert sorted(found.read_text()[:5] for found in kept) == ["first", "secon", "third"]


async def test_where_no_new_one_can_be_made_the_damaged_one_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(path)
    overwrite(path, 0, bytes(100))
    before = sum_of(path)

    def no_room(file: Path, steps: tuple[str, ...]) -> None:
        if file != path:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        bring_up_to_date(file, steps)

    monkeypatch.setattr(opening, "bring_up_to_date", no_room)
    with pytest.raises(StoreError, match="the disk is full"):
        await Database.open(path)
    assert sum_of(path) == before
    monkeypatch.undo()
    database = await Database.open(path)
    assert "The library was damaged" in database.notice
    await database.close()
