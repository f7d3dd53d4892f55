"""The library at its size: `python -m benchmarks.library --fill 100000 --data-dir DIR`.

Fills a library through the store's own door (as a refresh does: articles first, the index behind them through
the parser process), then times what people do: start, lists, search by each kind of query, marking, deleting.
A directory that has a library already is measured as it is. Figures are medians and, behind them, what 95 of
100 stay below; milliseconds, the way to the reader's thread and back included.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from statistics import median

from benchmarks.library_day import day
from benchmarks.library_keeping import keeping
from benchmarks.library_marks import marks
from benchmarks.library_newsboat import beside_newsboat
from benchmarks.library_stories import stories
from benchmarks.library_texts import FEEDS, FOLDERS, START, Vocabulary, Writer, vocabularies
from benchmarks.processes import readnow, run
from readnow.feeds.crew import ParseCrew
from readnow.library.articles import Articles
from readnow.library.finishing import Finishing
from readnow.library.judging import Judging
from readnow.library.query import Names, parse_query
from readnow.library.shelf import Shelf
from readnow.library.voice import Voice
from readnow.model.article import ArticleId
from readnow.model.change import FeedPlan, NewArticle
from readnow.model.feed import FeedId
from readnow.model.query import ALL, STARRED, UNREAD, ArticleQuery, Cursor, Scope, Sort
from readnow.store import articles, feeds, indexing
from readnow.store.database import Connection, Database

_NOW = 1_764_100_000
_CHUNK = 3_000
_DOCUMENTS = 12
_SMALL = 10_000
_BURIED = 200
"""Articles that go together, as in `library.upkeep`."""


def main(arguments: Sequence[str] = ()) -> None:
    """Fill where there is nothing, then measure and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.library", description=__doc__)
    options.add_argument("--fill", type=int, default=_SMALL, metavar="N", help="articles in a new library")
    options.add_argument("--data-dir", type=Path, metavar="DIR", help="where it is, or is to be")
    given = options.parse_args(arguments)
    if given.data_dir is not None:
        asyncio.run(_measure(given.data_dir, given.fill))
        return
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), given.fill))


async def _measure(folder: Path, number: int) -> None:
    path, languages = folder / "readnow.db", vocabularies()
    if not path.exists():
        await _fill(path, number, languages)
    await _start(path, folder)
    database = await Database.open(path)
    names = Names(await database.read(feeds.all_feeds), await database.read(feeds.all_folders), _NOW)
    bench = _Bench(database, languages, names)
    await bench.lists()
    await bench.searches()
    await bench.slow_ones()
    await marks(database, bench.parsed("government"), line)
    await bench.arrivals()
    await bench.deletes()
    await stories(database, languages, line)
    await keeping(database, line)
    await database.close()
    await asyncio.to_thread(beside_newsboat, path, languages["en"].words[35_000])
    await asyncio.to_thread(day, path, verdict)


def verdict(reached: bool) -> str:
    """Whether a goal is reached."""
    return "ok  " if reached else "over"


def line(name: str, seconds: Sequence[float], goal: float | None = None, found: object = "") -> None:
    """One line: milliseconds, the goal for the median, what was found."""
    ordered = sorted(seconds)
    middle, late = 1000 * median(ordered), 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    said = "    " if goal is None else verdict(middle <= goal)
    wanted = "" if goal is None else f"goal {goal:g}"
    print(f"{said} {name:<52} {middle:9.2f} {late:9.2f} ms  {wanted:<10} {found}", flush=True)


# -- filling


def _judging(database: Database) -> Judging:
    return Judging(database, Shelf(), Voice(), time.time)


async def _fill(path: Path, number: int, languages: dict[str, Vocabulary]) -> None:
    database = await Database.open(path)
    ids = await database.write(_subscribe)
    writer = Writer(random.Random(7), languages, number)
    crew = ParseCrew()
    finishing = Finishing(database, _judging(database), lambda: crew.finish)
    stored = indexed = 0.0
    for start in range(0, number, _CHUNK):
        documents = _documents(writer, min(_CHUNK, number - start), ids)
        began = time.perf_counter()
        for place in range(0, len(documents), _DOCUMENTS):
            await database.write(_store, documents[place : place + _DOCUMENTS])
        stored += time.perf_counter() - began
        began = time.perf_counter()
        finishing.begin()
        await finishing.settled()
        indexed += time.perf_counter() - began
        if start % (10 * _CHUNK) == 0:
            print(f"     {start:,} …", flush=True)
    await database.write(_star, number // 200)
    waiting = await database.read(indexing.waiting)
    size = await database.write(_size)
    await finishing.close()
    await crew.close()
    await database.close()
    each = stored + indexed
    rates = [number / seconds for seconds in (stored, indexed, each)]
    said = "{:,.0f} stored a second, {:,.0f} indexed, {:,.0f} both".format(*rates)
    print(f"{verdict(rates[2] >= 2_000)} {number:,} articles: {said} (goal 2,000); {waiting} wait")
    each_size = size / number
    print(f"{verdict(each_size <= 4_500)} {each_size:,.0f} bytes an article on disk (goal 4,500)", flush=True)


def _size(conn: Connection) -> int:
    """Bytes of the file when all changes are in it."""
    pages, each = (conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(each)


def _subscribe(conn: Connection) -> list[FeedId]:
    ids = []
    for number in range(FEEDS):
        folder = (f"Folder {number % FOLDERS}",) if number % 5 else ()
        new = feeds.NewFeed(
            f"https://f{number}.example/feed", f"Feed {number}", folder_id=feeds.ensure_folder(conn, folder)
        )
        ids.append(feeds.insert(conn, new))
    return ids


def _documents(writer: Writer, number: int, ids: Sequence[FeedId]) -> list[tuple[FeedId, FeedPlan]]:
    by_feed: dict[FeedId, list[NewArticle]] = {}
    for feed, article in writer.articles(number):
        by_feed.setdefault(ids[feed], []).append(article)
    return [
        (feed_id, FeedPlan(tuple(sorted(found[start : start + 15], key=lambda new: new.sort_date))))
        for feed_id, found in by_feed.items()
        for start in range(0, len(found), 15)
    ]


def _store(conn: Connection, documents: Sequence[tuple[FeedId, FeedPlan]]) -> None:
    for feed_id, plan in documents:
        articles.apply(conn, feed_id, plan, _NOW)


def _star(conn: Connection, number: int) -> None:
    conn.execute(
        "INSERT OR IGNORE INTO starred SELECT id, ? FROM article WHERE gh % 200 = 0 LIMIT ?", (_NOW, number)
    )


# -- measuring


async def _start(path: Path, folder: Path) -> None:
    async def once() -> float:
        began = time.perf_counter()
        database = await Database.open(path)
        await database.read(feeds.all_feeds)
        await database.read(articles.page, ArticleQuery(UNREAD))
        took = time.perf_counter() - began
        await database.close()
        return took

    line("start: opened, counts, first page of unread", [await once() for _ in range(7)], 50)
    (folder / "config.toml").touch()
    options = ["--config", str(folder / "config.toml"), "--data-dir", str(folder)]
    line("readnow count, from cold", [run(readnow("count", *options)).seconds for _ in range(5)], 300)
    wanted = readnow("count", "harbour", "is:unread", *options)
    line("readnow count harbour is:unread, from cold", [run(wanted).seconds for _ in range(5)])


class _Bench:
    """The open library and what is typed."""

    def __init__(self, database: Database, languages: dict[str, Vocabulary], names: Names) -> None:
        self.database = database
        self.names = names
        self.languages = languages
        self.articles = Articles(database, Shelf(), Voice(), lambda: _NOW)

    async def times(self, work: Callable[[], Awaitable[object]], runs: int = 25) -> list[float]:
        """Seconds of each run but the first."""
        taken = []
        for _ in range(runs + 1):
            began = time.perf_counter()
            await work()
            taken.append(time.perf_counter() - began)
        return taken[1:]

    async def query(self, name: str, query: ArticleQuery, goal: float | None, runs: int = 25) -> None:
        """The first page of a query."""
        page = await self.articles.page(query)
        times = await self.times(lambda: self.articles.page(query), runs)
        line(name, times, goal, f"{len(page.heads)}{'+' if page.next else ''}")

    async def lists(self) -> None:
        """Pages of every scope."""
        folders = await self.database.read(feeds.all_folders)
        some = Scope.folder(folders[3].id)
        middle = ArticleId(START + (_NOW - START) // 2)
        for name, query in (
            ("all", ArticleQuery(ALL)),
            ("all, in the middle", ArticleQuery(ALL, after=Cursor(middle))),
            ("all, oldest first", ArticleQuery(ALL, sort=Sort.OLDEST)),
            ("unread", ArticleQuery(UNREAD)),
            ("unread, in the middle", ArticleQuery(UNREAD, after=Cursor(middle))),
            ("starred", ArticleQuery(STARRED)),
            ("the largest feed", ArticleQuery(Scope.feed(FeedId(1)))),
            ("a small feed", ArticleQuery(Scope.feed(FeedId(400)))),
            ("a folder", ArticleQuery(some)),
            ("a folder's unread, in the middle", ArticleQuery(some, unread_only=True, after=Cursor(middle))),
        ):
            await self.query(f"page: {name}", query, 5)
        line("counts of all feeds", await self.times(lambda: self.database.read(feeds.all_feeds)), 50)

    async def searches(self) -> None:
        """Each kind of query that an index serves."""
        en, zh, ru = (self.languages[name].words for name in ("en", "zh", "ru"))
        for text in (
            *("the", "government", en[3_000], en[35_000], "zzzyx", f"{ru[20]}", f"{zh[30]}{zh[200]}"),
            *(
                "time government",
                f"{en[40]} {en[20_000]}",
                f"{en[300]} OR {en[3_000]}",
                f"government -{en[40]}",
            ),
            f'"{" ".join(self.languages["en"].text[5_000:5_004])}"',
            *(f"title:{en[300]}", f'author:"{en[400]}"', f"{en[25_000][:4]}*", "gove*"),
            *("feed:1 government", "feed:400 government", 'folder:"folder 3" government'),
            *(
                "is:unread government",
                "is:starred government",
                "after:2024 government",
                "before:2020 government",
            ),
            *("has:enclosure", "lang:de", "lang:de has:image neue"),
        ):
            await self.query(f"search: {_shown(text)}", self.parsed(text), 50)
        word = en[25_000]
        for end in range(1, 5):
            await self.query(f"typing: title:{word[:end]}*", self.parsed(f"title:{word[:end]}*"), 20)
        query = self.parsed("the")
        taken = await self.times(lambda: self.articles.count(query, 1_001), 7)
        line("search: counted to 1,001", taken, 50)
        taken = await self.times(lambda: self.articles.count(self.parsed("government")), 5)
        line("search: counted to the end", taken, None, await self.articles.count(self.parsed("government")))

    async def slow_ones(self) -> None:
        """What no index serves: a page, the first part of it, and the answer to the next key."""
        en = self.languages["en"].words
        for text in (
            *(r"/^high.*government$/", "words:>5000", "-the", f"government -{en[0]}", "t*", "link:777777"),
            *(f'"{en[2]} {en[5]} {en[9]} {en[3]}"', f"words:>900 {en[300]}", "is:read -the -der -la -и"),
        ):
            query = self.parsed(text)
            await self.query(f"unserved: {_shown(text)}", query, None, runs=2)
            taken, gaps = await self._stopped(query)
            line("    the next key's answer", taken, 50)
            line("    longest pause of the loop meanwhile", gaps, 20)

    async def _stopped(self, query: ArticleQuery) -> tuple[list[float], list[float]]:
        """How long another read waits when the search is given up; how long the loop was held."""
        taken, gaps = [], []
        for _ in range(5):
            task = asyncio.ensure_future(self.articles.page(query))
            last, longest = time.perf_counter(), 0.0
            end = last + 0.06
            while last < end and not task.done():
                await asyncio.sleep(0)
                now = time.perf_counter()
                last, longest = now, max(longest, now - last)
            began = time.perf_counter()
            task.cancel()
            await self.articles.page(ArticleQuery(limit=10))
            taken.append(time.perf_counter() - began)
            gaps.append(longest)
            await asyncio.gather(task, return_exceptions=True)
        return taken, gaps

    async def arrivals(self) -> None:
        """A document of 15 articles, and the same into the index."""
        first = 10_000_000 + time.time_ns() // 1_000 % 1_000_000_000  # others each time
        writer = Writer(random.Random(8), self.languages, 1, first)
        crew = ParseCrew()
        finishing = Finishing(self.database, _judging(self.database), lambda: crew.finish)
        stored, indexed = [], []
        for _ in range(12):
            plan = FeedPlan(
                tuple(sorted((new for _, new in writer.articles(15)), key=lambda new: new.sort_date))
            )
            began = time.perf_counter()
            await self.database.write(articles.apply, FeedId(2), plan, _NOW)
            stored.append(time.perf_counter() - began)
            began = time.perf_counter()
            finishing.begin()
            await finishing.settled()
            indexed.append(time.perf_counter() - began)
        await finishing.close()
        await crew.close()
        line("15 articles stored", stored)
        line("15 articles indexed, by way of the parser process", indexed[1:])

    async def deletes(self) -> None:
        """An unsubscribed feed's articles, in pieces."""
        rows = await self.database.read(
            lambda conn: conn.execute(
                "SELECT id FROM feed WHERE total > 500 ORDER BY total LIMIT 1"
            ).fetchall()
        )
        if not rows:
            return
        await self.database.write(feeds.remove, [FeedId(rows[0][0])], 1)
        taken = []
        while True:
            began = time.perf_counter()
            gone = await self.database.write(feeds.purge_removed, 2, _BURIED)
            if not gone:
                break
            taken.append(time.perf_counter() - began)
        line(f"{_BURIED} articles of an unsubscribed feed deleted", taken, 100)

    def parsed(self, text: str) -> ArticleQuery:
        """What is typed, as a query."""
        return parse_query(text, self.names, ArticleQuery(limit=100))


def _shown(text: str) -> str:
    return text if len(text) < 38 else f"{text[:37]}…"


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
