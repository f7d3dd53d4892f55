"""A real library on a real database, with a network and a parser that are look-ups in dictionaries."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from readnow.feeds.parse import parse as parse_document
from readnow.feeds.refine import finish
from readnow.library.adding import Adder
from readnow.library.archives import Archives
from readnow.library.articles import Articles
from readnow.library.backups import Backups
from readnow.library.comments import Comments
from readnow.library.downloads import Downloads
from readnow.library.events import Event
from readnow.library.feeds import Feeds
from readnow.library.finishing import Finishing
from readnow.library.folders import Folders
from readnow.library.fulltexts import FullTexts
from readnow.library.journal import Journal
from readnow.library.judging import Judging
from readnow.library.library import Library, LibraryPolicy
from readnow.library.pictures import Pictures
from readnow.library.refresh import RefreshRun
from readnow.library.refresh_lock import RefreshLock
from readnow.library.refreshes import Refreshes
from readnow.library.retention import KeepPolicy
from readnow.library.rules import Rules
from readnow.library.shelf import Shelf
from readnow.library.smart_feeds import SmartFeeds
from readnow.library.storing import RefreshPolicy, Storing
from readnow.library.tags import Tags
from readnow.library.tallies import Tallies
from readnow.library.upkeep import Upkeep
from readnow.library.voice import Voice
from readnow.model.feed import ProblemKind
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome, FetchRequest, NotModified
from readnow.model.fulltext import Extracted, ExtractFailed, ExtractOutcome, Obstacle
from readnow.model.parsed import Candidate, ParseOutcome
from readnow.model.picture import Form, Picture, PictureFailed, PictureOutcome, Space
from readnow.model.rough import FinishedText, RoughText
from readnow.store.database import Database

START = 1_760_000_000


def rss(*titles: str, feed: str = "A feed", extra: str = "") -> bytes:
    """An RSS document with an entry for each title, dated by their places, the first the newest."""
    items = "".join(
        f"<item><title>{title}</title><guid>{title}</guid><link>https://a.example/{title}</link>"
        f"<description>About {title}</description>{extra}</item>"
        for title in titles
    )
    text = f'<rss version="2.0"><channel><title>{feed}</title><link>https://a.example/</link>{items}</channel></rss>'
    return text.encode()


@dataclass
class World:
    """What is out there: answers by address, and what was asked. The clock is moved by hand."""

    answers: dict[str, bytes | FetchOutcome | Exception | asyncio.Event] = field(default_factory=dict)
    requests: list[FetchRequest] = field(default_factory=list)
    parsed: list[str] = field(default_factory=list)
    decoded: list[tuple[bytes, Space]] = field(default_factory=list)
    expected: list[int] = field(default_factory=list)
    finishing: list[int] = field(default_factory=list)
    unfinished: bool = False
    """Whether nothing that can wait is ever finished."""
    broken: bool = False
    """Whether nothing can be finished at all."""
    poison: str = ""
    """The title of an article that the parser process cannot read."""
    candidates: tuple[Candidate, ...] = ()
    now: float = START
    keeping: KeepPolicy = field(default_factory=KeepPolicy)
    held: int = 0
    most_held: int = 0

    async def fetch(self, request: FetchRequest, hold: asyncio.Semaphore | None) -> FetchOutcome:
        self.requests.append(request)
        if hold is not None:
            await hold.acquire()
            self.held += 1
            self.most_held = max(self.most_held, self.held)
        outcome = await self._answer(request)
        if hold is not None:
            self.held -= 1
            if not isinstance(outcome, Fetched):
                hold.release()
        return outcome

    async def download(
        self, request: FetchRequest, take: Callable[[bytes, int | None], Awaitable[None]]
    ) -> FetchFailed | None:
        """In pieces of four bytes."""
        self.requests.append(request)
        answer = await self._answer(request)
        if not isinstance(answer, Fetched):
            return answer if isinstance(answer, FetchFailed) else None
        for start in range(0, len(answer.body), 4):
            await take(answer.body[start : start + 4], len(answer.body))
        return None

    async def _answer(self, request: FetchRequest) -> FetchOutcome:
        await asyncio.sleep(0)
        answer = self.answers.get(request.url)
        if isinstance(answer, asyncio.Event):
            await answer.wait()
            return FetchFailed(ProblemKind.TIMEOUT, "no complete answer within 30 s")
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            return FetchFailed(ProblemKind.NETWORK, "no such server: the name is not known")
        if not isinstance(answer, bytes):
            return answer
        etag = f'"{hash(answer)}"'
        if request.etag == etag:
            return NotModified(request.url, etag)
        return Fetched(request.url, answer, "application/rss+xml", etag)

    async def parse(
        self, body: bytes, *, url: str, content_type: str = "", quick: bool = False
    ) -> ParseOutcome:
        self.parsed.append(url)
        return parse_document(body, url=url, content_type=content_type, quick=quick)

    async def expect(self, documents: int) -> None:
        self.expected.append(documents)

    async def finish(self, texts: tuple[RoughText, ...], *, patient: bool) -> tuple[FinishedText, ...]:
        self.finishing.append(len(texts))
        if patient and self.unfinished:
            await asyncio.Event().wait()
        if self.broken or any(text.title == self.poison for text in texts):
            return ()
        return tuple(finish(text) for text in texts)

    async def extract(self, body: bytes, *, url: str, content_type: str = "") -> ExtractOutcome:
        if b"<article>" in body:
            html = body.decode().partition("<article>")[2].partition("</article>")[0]
            return Extracted(html, len(html.split()), "", url)
        return ExtractFailed(Obstacle.NO_ARTICLE, "no article was found on this page")

    async def decode(self, body: bytes, space: Space, form: Form) -> PictureOutcome:
        self.decoded.append((body, space))
        if body.startswith(b"picture"):
            size = space.fit(8, 4)
            return Picture(form, *size, bytes(3 * size[0] * size[1]), (8, 4))
        return PictureFailed("it is something else")

    async def discover(self, body: bytes, url: str, content_type: str) -> tuple[Candidate, ...]:
        return self.candidates


@dataclass
class House:
    """The library in its world, and everything it said."""

    world: World
    library: Library
    database: Database
    events: list[Event]

    def of(self, kind: type[Event]) -> list[Event]:
        """The events of one kind so far."""
        return [event for event in self.events if isinstance(event, kind)]


Build = Callable[[Path, World], Awaitable[House]]


async def build(folder: Path, world: World) -> House:
    """What wiring does, with the world's functions in place of network and parser process."""
    database = await Database.open(folder / "readnow.db")
    shelf, voice, lock = Shelf(), Voice(), RefreshLock(folder / "readnow.lock")

    def clock() -> float:
        return world.now

    judging = Judging(database, shelf, voice, clock)
    finishing = Finishing(database, judging, lambda: world.finish)
    fulltexts = FullTexts(
        database, shelf, lock, judging, lambda: world.fetch, lambda: world.extract, 2, clock
    )
    pictures = Pictures(shelf, lambda: world.fetch, lambda: world.decode)
    storing = Storing(database, shelf, voice, judging, RefreshPolicy(), clock)
    adder = Adder(database, shelf, lock, storing, world.fetch, world, world.discover, clock)

    def run() -> RefreshRun:
        return RefreshRun(storing, voice, world.fetch, world, finishing, fulltexts, lambda: world.now)

    articles = Articles(database, shelf, voice, clock)
    smart_feeds = SmartFeeds(database, shelf, voice, clock)
    library = Library(
        database=database,
        feeds=Feeds(database, shelf, voice, lambda: adder, clock),
        articles=articles,
        folders=Folders(database, shelf, voice, clock),
        smart_feeds=smart_feeds,
        tags=Tags(database, shelf, articles, voice, clock),
        tallies=Tallies(database, shelf, articles, voice, lambda: smart_feeds.names),
        journal=Journal(database, shelf, voice, articles, clock),
        rules=lambda: Rules(
            database, shelf, voice, judging, lambda: library.names, library.articles.settled, clock
        ),
        fulltexts=fulltexts,
        pictures=pictures,
        downloads=Downloads(shelf, lambda: world.download, folder / "files"),
        comments=Comments(shelf, lock, lambda: world.fetch, lambda: world),
        refreshes=Refreshes(database, voice, lock, run, clock),
        voice=voice,
        policy=LibraryPolicy(),
        finishing=finishing,
        upkeep=Upkeep(database, shelf, voice, world.keeping, Backups(database, clock), clock),
        archives=Archives(database, shelf, voice, clock),
        backups=Backups(database, clock),
        adopt=lambda config: None,
        closing=(pictures.close,),
        now=clock,
    )
    await library.load()
    events: list[Event] = []
    library.subscribe(events.append)
    return House(world, library, database, events)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """An empty library in an empty world."""
    built = await build(tmp_path, World())
    yield built
    await built.library.close()
