"""A day at the keyboard with a library of that size: its start, every key while a refresh writes, its memory.

A part of `python -m benchmarks.library`, on a copy of the library to which feeds of a server here are added.
The refresh of these writes thousands of articles while keys are pressed on a real terminal. Times are from a
key to the first byte of its answer.
"""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.processes import readnow, run
from benchmarks.served import Served, served
from benchmarks.starting import quiet_options, start
from tests.support.pty import Terminal

FEEDS = 1000
_STARTS = 5
_LATER = 7 * 86_400
_MEGABYTE = 1 << 20
_NO_ANSWER = 1.0
"""Seconds after which a key is taken to have changed nothing: then it is not counted."""
_SAID_OVER_IT = 2.0
"""Seconds for which something else may stand where the refresh is shown."""
_SILENCE = 0.02
_UNTIL_ALONE = 0.15
"""Seconds after which an Escape is one, and not the beginning of the next key."""
_UNTIMED = "\x1b"
"""It waits for what may come behind it, in every program that knows keys which begin so."""
_KEYS = {
    "cursor": ("j",) * 8 + ("k",) * 4,
    "page": ("\x04", "\x04", "\x15", "G", "g"),
    "open": ("\r", " ", "n", "n", "q"),
    "mark": ("m", "m", "s", "s"),
    "pane": ("\t", "\t", "\t", "\t"),
    "scope": ("2", "1"),
    "search": ("/", "h", "a", "r", "b", "\x1b", "\x1b"),
}
"""What is pressed, by what it does."""

Verdict = Callable[[bool], str]


@dataclass
class _Day:
    """What was measured."""

    times: dict[str, list[float]] = field(default_factory=dict)
    mebibytes: float = 0.0

    def worst(self, part: float) -> float:
        """Milliseconds that this part of all keys stays below."""
        ordered = sorted(each for kind in self.times.values() for each in kind)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def day(library: Path, verdict: Verdict) -> None:
    """Print all of it. `library`: the file of the library, which is left as it is."""
    with tempfile.TemporaryDirectory(dir=library.parent) as name:
        folder = Path(name)
        with served(FEEDS, folder) as ours:
            run(readnow("refresh", "--force", *ours.options))
            data, small = folder / "data", folder / "small"
            data.rename(small)
            data.mkdir()
            shutil.copyfile(library, data / "readnow.db")
            _put_off(data / "readnow.db")
            _starts(data, small, folder, verdict)
            run(readnow("import", str(folder / "urls"), *ours.options))
            _print(_keys(ours), verdict)


def _print(found: _Day, verdict: Verdict) -> None:
    for kind, times in found.times.items():
        print(f"     key {kind:<48} {1000 * median(times):9.2f} {1000 * max(times):9.2f} ms  (median, worst)")
    number = sum(map(len, found.times.values()))
    late = found.worst(0.99)
    print(
        f"{verdict(late <= 50)} {number} keys while a refresh writes: p50 {found.worst(0.5):.1f} ms,"
        f" p99 {late:.1f} ms   goal 50"
    )
    print(
        f"{verdict(found.mebibytes <= 130)} memory of the interface, at most {found.mebibytes:.0f} MiB"
        "   goal 130",
        flush=True,
    )


def _put_off(path: Path) -> None:
    """Nothing but what is added is due: other hosts are not there."""
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("INSERT OR IGNORE INTO fetch (feed_id) SELECT id FROM feed")
        conn.execute("UPDATE fetch SET next_due = ?", (int(time.time()) + _LATER,))


def _starts(large: Path, small: Path, folder: Path, verdict: Verdict) -> None:
    """From the start of the program to the first articles: this library against a small one, in turns."""
    taken: dict[Path, list[float]] = {small: [], large: []}
    for _ in range(_STARTS):
        for data in taken:
            taken[data].append(start(quiet_options(folder, data)))
    less, more = (median(each) for each in taken.values())
    print(
        f"{verdict(more <= 1.1 * less)} start to the first articles: {1000 * more:.0f} ms, with few articles"
        f" {1000 * less:.0f} ms: x {more / less:.2f}   goal 1.1",
        flush=True,
    )


def _keys(ours: Served) -> _Day:
    """Keys until the refresh is over."""
    found = _Day()
    with Terminal(ours.options, module="readnow") as terminal:
        terminal.until(lambda: "refreshing" in terminal.text, 60)
        seen, pressed = time.perf_counter(), ""
        for kind, key in _round():
            terminal.quiet(_SILENCE)
            if pressed == _UNTIMED:
                terminal.quiet(_UNTIL_ALONE)
            pressed = key
            began = time.perf_counter()
            if "refreshing" in terminal.text:
                seen = began
            elif began - seen > _SAID_OVER_IT:
                break
            os.write(terminal.master, key.encode())
            data = terminal.take(_NO_ANSWER)
            if data and key != _UNTIMED:
                found.times.setdefault(kind, []).append(time.perf_counter() - began)
            terminal.show(data)
            found.mebibytes = max(found.mebibytes, _resident(terminal.pid))
        for key in ("\x1b", "\x1b", "Q"):
            terminal.press(key)
        terminal.end(60)
    return found


def _round() -> Iterator[tuple[str, str]]:
    while True:
        for kind, keys in _KEYS.items():
            for key in keys:
                yield kind, key


def _resident(pid: int) -> float:
    """MiB of this process alone; 0 where there is no /proc."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, ValueError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE
