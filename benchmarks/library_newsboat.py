"""newsboat with the same articles, where it is installed: its start and its search beside ours.

A part of `python -m benchmarks.library`. Its cache gets every article that ours shows. Both are measured on a
real terminal: the start until there are articles to see, a search until what was found is there.
"""

import os
import sqlite3
import tempfile
import time
from pathlib import Path

from benchmarks.newsboat import is_there, prepared
from benchmarks.starting import quiet_options, start
from readnow.text.packed import unpack
from tests.support.pty import Terminal

_PATIENCE = 120
_SEARCH = "/"
_SHOWN = " total)"
"""What stands over newsboat's list of feeds."""
_FEEDS = (
    "INSERT INTO rss_feed (rssurl, url, title) SELECT url, url, title FROM ours.feed WHERE removed_at IS NULL"
)
_ITEMS = (
    "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)"
    " SELECT b.key, a.title, a.author, a.link, f.url, a.date, unpacked(b.html),"
    " EXISTS (SELECT 1 FROM ours.unread u WHERE u.id = a.id)"
    " FROM ours.article a JOIN ours.body b ON b.id = a.id JOIN ours.feed f ON f.id = a.feed_id"
    " WHERE f.removed_at IS NULL"
)


def beside_newsboat(library: Path, word: str) -> None:
    """Print start and search of both; `word` is one that few articles have."""
    if not is_there():
        print("     newsboat is not installed", flush=True)
        return
    with tempfile.TemporaryDirectory(dir=library.parent) as name:
        folder = Path(name)
        words = _moved(library, folder)
        theirs = _newsboat_start(words), _newsboat_search(words, word)
        options = quiet_options(folder, library.parent)
        ours = start(options), _search(options, word)
    for what, one, other in zip(
        ("start to the first articles", f"search for {word}"), ours, theirs, strict=True
    ):
        said = f"{1000 * one:.0f} ms, newsboat {1000 * other:.0f} ms: x {one / other:.2f}"
        print(f"     {what}: {said}", flush=True)


def _moved(library: Path, folder: Path) -> list[str]:
    """newsboat's cache with all articles; the command that opens it."""

    def fill(cache: sqlite3.Connection) -> None:
        cache.create_function("unpacked", 1, unpack, deterministic=True)
        cache.execute("ATTACH ? AS ours", (str(library),))
        cache.execute("BEGIN")
        cache.execute(_FEEDS)
        cache.execute(_ITEMS)
        cache.execute("COMMIT")
        urls = [row[0] for row in cache.execute("SELECT rssurl FROM rss_feed")]
        cache.execute("DETACH ours")
        (folder / "urls").write_text("\n".join(urls) + "\n")

    return [*prepared(folder, "confirm-exit no\n", fill), str(folder / "urls")]


def _newsboat_start(words: list[str]) -> float:
    with Terminal([], program=words) as terminal:
        terminal.until(lambda: _SHOWN in terminal.text, _PATIENCE)
        took = time.monotonic() - terminal.began
        terminal.press("q")
        terminal.end(30)
    return took


def _newsboat_search(words: list[str], word: str) -> float:
    with Terminal([], program=words) as terminal:
        terminal.until(lambda: _SHOWN in terminal.text, _PATIENCE)
        terminal.quiet()
        terminal.press(_SEARCH + word)
        began = time.perf_counter()
        os.write(terminal.master, b"\r")
        terminal.until(lambda: "Search" in terminal.text.partition("\n")[0], _PATIENCE)
        took = time.perf_counter() - began
        terminal.press("qq")
        terminal.end(30)
    return took


def _search(options: list[str], word: str) -> float:
    """From the word, pasted, to what was found in the first row of the list; ours searches while typing."""
    with Terminal(options, module="readnow") as terminal:
        terminal.until(lambda: "●" in terminal.text or "○" in terminal.text, _PATIENCE)
        terminal.quiet()
        terminal.press(_SEARCH)
        before = _first_row(terminal)
        began = time.perf_counter()
        os.write(terminal.master, f"\x1b[200~{word}\x1b[201~".encode())
        terminal.until(lambda: _first_row(terminal) != before, _PATIENCE)
        took = time.perf_counter() - began
        for key in ("\x1b", "\x1b", "Q"):
            terminal.press(key)
            terminal.quiet()
        terminal.end(30)
    return took


def _first_row(terminal: Terminal) -> str:
    return terminal.text.splitlines()[2]
