"""Commands from cold against the interpreter alone, the interface against the least that Textual can open."""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.opening import article
from benchmarks.starting import quiet_options, start
from benchmarks.three_panes import SHOWN
from benchmarks.timing import Pair, pair
from readnow.model.change import FeedPlan
from readnow.store import articles, feeds
from readnow.store.database import Connection, Database

FEEDS, ARTICLES = 200, 100
STARTS = 7
_NEWEST = "Article 0"
_NOW = 1_760_000_000


def main() -> None:
    """Print what `readnow count` and `readnow --version` cost, and how long the first picture takes."""
    with tempfile.TemporaryDirectory() as folder:
        for words, goal in ((["--version"], 8.0), (["count"], 20.0)):
            found = pair(
                lambda: _run("-c", "pass"),
                lambda words=words: _run("-m", "readnow", "--data-dir", folder, *words),  # type: ignore[misc]
            )
            print(found.line(f"readnow {' '.join(words)}, from cold", goal))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_fill(Path(folder)))
        options = quiet_options(Path(folder), Path(folder))
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(STARTS):
            times[0].append(start([], "benchmarks.three_panes", (SHOWN,)))
            times[1].append(start(options, shown=(_NEWEST,)))
        found = Pair(tuple(times[0]), tuple(times[1]))
        print(found.line(f"first picture, {FEEDS} feeds, {ARTICLES} articles", 1.5))


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, timeout=60)


async def _fill(folder: Path) -> None:
    database = await Database.open(folder / "readnow.db")
    await database.write(_subscribe)
    await database.close()


def _subscribe(conn: Connection) -> None:
    for number in range(FEEDS):
        feed_id = feeds.insert(conn, feeds.NewFeed(f"https://e.example/{number}", title=f"Feed {number}"))
        if number < ARTICLES:
            new = article(f"Article {number}", "<p>Some words.</p>", 2, _NOW - 1000 * number)
            articles.apply(conn, feed_id, FeedPlan((new,)), _NOW)
