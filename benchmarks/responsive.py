"""How the interface answers during a refresh of a thousand feeds: the event loop, keys on a real terminal."""

import asyncio
import os
import tempfile
import time
from pathlib import Path

from benchmarks.served import Served, served
from readnow.config.load import load
from readnow.config.paths import find_paths
from readnow.wiring import open_library
from tests.support.pty import Terminal

FEEDS = 1000
KEYS = 150
_PROBE = 0.005


def main() -> None:
    """Print the lag of the loop and the time from key to picture, at p50 and p99."""
    with tempfile.TemporaryDirectory() as folder, served(FEEDS, Path(folder)) as ours:
        lags = asyncio.run(_loop_lags(Path(folder)))
        print(_line("loop lag during a first refresh", lags, 20))
        ours.forget()
        print(_line("key to picture during a first refresh", _key_times(ours), 50))


def _line(name: str, seconds: list[float], goal: float) -> str:
    ordered = sorted(seconds)
    p50, p99 = (1000 * ordered[min(int(len(ordered) * part), len(ordered) - 1)] for part in (0.5, 0.99))
    verdict = "ok  " if p99 <= goal else "over"
    return f"{verdict} {name:<46} p50 {p50:.1f} ms, p99 {p99:.1f} ms   goal {goal:g} ms"


async def _loop_lags(folder: Path) -> list[float]:
    paths = find_paths(str(folder / "config.toml"), str(folder / "data"), {})
    library = await open_library(load(paths.config_file, True).config, paths)
    task = library.refresh(force=True)
    lags: list[float] = []
    while not task.done():
        before = time.perf_counter()
        await asyncio.sleep(_PROBE)
        lags.append(time.perf_counter() - before - _PROBE)
    await library.close()
    return lags


def _key_times(ours: Served) -> list[float]:
    """Seconds from a key to the first byte of the answer. The interface refreshes what is due as it opens."""
    times: list[float] = []
    with Terminal(ours.options, module="readnow") as terminal:
        terminal.until(lambda: terminal.text.count("Article ") > 5, 60)  # there is something to move in
        while len(times) < KEYS and "refreshing" in terminal.text:
            terminal.quiet(0.02)
            began = time.perf_counter()
            os.write(terminal.master, b"j" if len(times) % 2 == 0 else b"k")
            if not terminal.read(5):
                raise SystemExit("a key was not answered within 5 s")
            times.append(time.perf_counter() - began)
        terminal.press("Q")
        terminal.end(30)
    return times
