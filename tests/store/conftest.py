"""A real database in a folder of its own, and short ways to put feeds and articles into it."""

import asyncio
import hashlib
import stat
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from readnow.model.article import DateSource, Enclosure
from readnow.model.change import Applied, FeedPlan, NewArticle
from readnow.model.feed import FeedId
from readnow.model.parsed import ParsedArticle
from readnow.store import articles, feeds
from readnow.store.connecting import connect
from readnow.store.database import Connection, Database
from readnow.store.opening import prepare

NOW = 1_764_000_000


class Cut(Exception):
    """Something of our own went wrong."""


TABLES = (
    *("folder", "feed", "fetch", "article", "body", "unread", "starred", "tombstone", "ui_state", "meta"),
    *("unindexed", "orphan", "merged_feed", "later", "tag", "tagged", "hidden", "rule", "muted_by"),
    *("smart_feed", "filed", "fingerprint", "folded"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of this test is, or will be."""
    return tmp_path / "data" / "readnow.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    """An empty library."""
    opened = await Database.open(path)
    yield opened
    await opened.close()


@pytest.fixture
def conn(path: Path) -> Iterator[Connection]:
    """A connection to an empty library, in a transaction that is never committed."""
    with writing(path) as made:
        yield made


@contextmanager
def writing(path: Path) -> Iterator[Connection]:
    """A connection of this thread's to a library that is made where it is missing; undone at the end."""
    prepare(path)
    with closing(connect(path, read_only=False, writer=True)) as made:
        made.execute("BEGIN IMMEDIATE")
        yield made
        if made.in_transaction:
            made.execute("ROLLBACK")


@contextmanager
def library() -> Iterator[Connection]:
    """An empty library, for examples that each need one."""
    with TemporaryDirectory() as folder, writing(Path(folder) / "readnow.db") as conn:
        yield conn


def fill(path: Path, work: Callable[[Connection], object]) -> None:
    """Change the library and close it."""
    with writing(path) as conn:
        work(conn)
        conn.execute("COMMIT")


def entry(
    key: str, html: str = "<p>Text.</p>", *, title: str = "", author: str = "", updated: int | None = None
) -> ParsedArticle:
    """An entry as the parser hands it over."""
    return ParsedArticle(
        key=key,
        guid=f"guid {key}",
        link=f"https://e.example/{key}",
        title=title or f"Title {key}",
        author=author,
        published=None,
        updated=updated,
        html=html,
        base_url="https://e.example/",
        summary=f"About {key}",
        words=7,
        content_hash=(key + html).encode(),
        letters_hash=(key + html).encode(),
        enclosures=(Enclosure("https://e.example/a.mp3", "audio/mpeg", 12, "Sound"),),
        categories=("one", "two"),
        comments="https://e.example/comments",
        language="de",
        image="https://e.example/i.png",
    )


def new(key: str, date: int = NOW, *, read: bool = False, html: str = "<p>Text.</p>") -> NewArticle:
    """An entry to insert."""
    return NewArticle(entry(key, html), date, DateSource.PUBLISHED, read)


def put_feed(
    conn: Connection, name: str, arrivals: Iterable[NewArticle] = (), *, folder: tuple[str, ...] = ()
) -> FeedId:
    """A subscription with these articles."""
    folder_id = feeds.ensure_folder(conn, folder)
    feed_id = feeds.insert(conn, feeds.NewFeed(f"https://{name}.example/feed", folder_id=folder_id, at=NOW))
    put(conn, feed_id, *arrivals)
    return feed_id


def put(conn: Connection, feed_id: FeedId, *arrivals: NewArticle) -> Applied:
    """More articles of a feed."""
    return articles.apply(conn, feed_id, FeedPlan(arrivals), NOW)


def dump(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is stored."""
    return {table: sorted(conn.execute(f"SELECT * FROM {table}"), key=repr) for table in TABLES}


async def put_one(database: Database, name: str = "a") -> FeedId:
    """A feed with one article, committed."""
    return await database.write(lambda conn: put_feed(conn, name, [new("x")]))


def small(path: Path) -> None:
    """A library with two feeds, one in a folder, and some hundred pages of articles."""

    def work(conn: Connection) -> None:
        put_feed(conn, "a", [new(f"a{n}", NOW - n, html=f"<p>{n * 7919}</p>" * 300) for n in range(300)])
        put_feed(conn, "b", [new("b", NOW - 900)], folder=("News", "Deep"))
        feeds.rename(conn, FeedId(2), "Mine")
        conn.execute("UPDATE feed SET title = 'Own' WHERE id = 1")

    fill(path, work)


def no_database(path: Path, data: bytes = b"rubbish" * 1_000) -> None:
    """A file in the library's place that is none."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def mode(path: Path) -> int:
    """Who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


def sum_of(path: Path) -> str:
    """What tells whether a file is as it was."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


async def reached(event: threading.Event) -> None:
    """Wait for what a thread says, without holding the loop."""
    async with asyncio.timeout(20):
        while not event.is_set():
            await asyncio.sleep(0.001)
