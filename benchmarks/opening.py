"""Opening articles of several lengths on a real terminal: from the key to the last byte, cold and again.

Also what a page down costs in bytes, against the text of a page.
"""

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.documents import article_html
from readnow.model.article import DateSource
from readnow.model.change import FeedPlan, NewArticle
from readnow.model.feed import FeedId
from readnow.model.parsed import ParsedArticle
from readnow.store import articles, feeds
from readnow.store.database import Connection, Database
from tests.support.pty import Terminal
from tests.support.shelf import paths_in

SIZES = ((1_000, 30.0), (10_000, 50.0), (100_000, 120.0))
EACH = 6
_SILENCE = 0.25
"""Seconds without a byte after which the picture is whole."""


def main() -> None:
    """Print a line for each length, cold and again, then the bytes of a page down."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_fill(Path(folder)))
        with Terminal([folder]) as terminal:
            terminal.until_shown("1000 words 0", 30)
            terminal.quiet(0.5)
            terminal.press("l")
            for words, goal in SIZES:
                _print(words, "first time", _open(terminal), goal)
                terminal.press("K" * (EACH - 1))
                terminal.quiet(_SILENCE)
                _print(words, "again", _open(terminal, first="h", then="l"), goal)
                terminal.press("J" * (EACH - 1))
                terminal.quiet(_SILENCE)
            print(f"     a page down: {_page_down(terminal):,.0f} bytes for each 1,000 characters of text")
            terminal.press("Q")
            terminal.end()


def _print(words: int, what: str, seconds: list[float], goal: float) -> None:
    middle = 1000 * statistics.median(seconds)
    verdict = "ok  " if middle <= goal else "over"
    print(f"{verdict} opening {words:,} words, {what}: {middle:.0f} ms   goal {goal:g} ms")


def _open(terminal: Terminal, first: str = "J", then: str = "") -> list[float]:
    """Seconds from each key to the last byte of its picture."""
    times = []
    for _ in range(EACH - 1):
        if then:
            terminal.press(first)
            terminal.quiet(_SILENCE)
        times.append(_timed(terminal, then or first))
    return times


def _timed(terminal: Terminal, key: str) -> float:
    began = last = time.perf_counter()
    os.write(terminal.master, key.encode())
    taken: list[bytes] = []
    while time.perf_counter() - last < _SILENCE:
        if data := terminal.take():
            last = time.perf_counter()
            taken.append(data)
    terminal.show(b"".join(taken))  # a program that takes the place of the terminal takes its time
    return last - began


def _page_down(terminal: Terminal) -> float:
    costs = []
    for _ in range(8):
        sent = terminal.press(" ")
        shown = len("".join(terminal.text.split()))
        costs.append(1000 * sent / max(1, shown))
    return statistics.median(costs)


async def _fill(folder: Path) -> None:
    database = await Database.open(paths_in(folder).database)
    feed_id = await database.write(feeds.insert, feeds.NewFeed("https://e.example/feed", title="Lengths"))
    await database.write(_articles, feed_id)
    await database.close()


def _articles(conn: Connection, feed_id: FeedId) -> None:
    new = []
    for place, (words, _) in enumerate(SIZES):
        for number in range(EACH):
            date = 1_760_000_000 - 1000 * (place * EACH + number)
            new.append(article(f"{words} words {number}", article_html(words, number), words, date))
    articles.apply(conn, feed_id, FeedPlan(tuple(new)), 1_760_000_000)


def article(title: str, html: str, words: int, date: int) -> NewArticle:
    """An article to put into a library, its title as its id."""
    entry = ParsedArticle(
        key=title,
        guid=title,
        link=f"https://e.example/{date}",
        title=title,
        author="",
        published=date,
        updated=None,
        html=html,
        base_url="",
        summary="",
        words=words,
        content_hash=title.encode(),
        letters_hash=title.encode(),
    )
    return NewArticle(entry, date, DateSource.PUBLISHED)
