"""How the interface answers while a thousand feeds are refreshed: the event loop, and keys on a real terminal."""

import asyncio
import fcntl
import os
import pty
import select
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from benchmarks.served import Served, served
from readnow.config.load import load
from readnow.config.paths import find_paths
from readnow.wiring import open_library

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
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40")
        os.execv(sys.executable, [sys.executable, "-m", "readnow", *ours.options])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    times: list[float] = []
    try:
        _until(terminal, b"refreshing", 60)
        for number in range(KEYS):
            _quiet(terminal)
            began = time.perf_counter()
            os.write(terminal, b"j" if number % 2 == 0 else b"k")
            if select.select([terminal], [], [], 5)[0]:
                times.append(time.perf_counter() - began)
            os.read(terminal, 1 << 16)
        os.write(terminal, b"Q")
        _until(terminal, b"\x1b[?1049l", 20)
    finally:
        os.close(terminal)
        os.waitpid(pid, 0)
    return times


def _until(terminal: int, words: bytes, seconds: float) -> None:
    seen, end = b"", time.monotonic() + seconds
    while words not in seen:
        if time.monotonic() > end:
            raise SystemExit(f"{words!r} did not come")
        if select.select([terminal], [], [], 0.1)[0]:
            data = os.read(terminal, 1 << 16)
            if b"\x1b[?2026$p" in data:
                os.write(terminal, b"\x1b[?2026;2$y")
            seen = seen[-1000:] + data


def _quiet(terminal: int) -> None:
    while select.select([terminal], [], [], 0.02)[0]:
        os.read(terminal, 1 << 16)
