"""Feeds on a server of their own, and programs that read them: for the benchmarks that fetch.

The server is nginx where that is installed: it compresses, as servers do, and takes little of the processors.
Else it is one in Python (`feed_server`), which takes as much of them as what is measured.
"""

import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.feed_files import nginx
from benchmarks.feed_server import address
from benchmarks.newsboat import is_there, prepared
from benchmarks.processes import Run, readnow, run


class Served:
    """Feeds on a server, and programs that read them."""

    def __init__(self, folder: Path, port: int, feeds: int, change: Callable[[int], object]) -> None:
        self._folder = folder
        self._newsboat: list[str] = []
        self.change = change
        """Give every so-manieth feed a new article."""
        urls = [f"http://{address(number)}:{port}/{number}" for number in range(feeds)]
        (folder / "urls").write_text("\n".join(urls) + "\n")
        (folder / "config.toml").write_text("[fetch]\nallow_private = true\nhost_delay = 0\n")
        self.options = ["--config", str(folder / "config.toml"), "--data-dir", str(folder / "data")]
        self.forget()

    def forget(self) -> None:
        """Begin anew with subscriptions and nothing read."""
        shutil.rmtree(self._folder / "data", ignore_errors=True)
        run(readnow("import", str(self._folder / "urls"), *self.options))

    def refresh(self) -> Run:
        """One refresh of all."""
        return run(readnow("refresh", "--force", *self.options))

    def rival(self) -> tuple[float, float] | None:
        """newsboat's seconds for the first time and for all unchanged; None where it is not installed."""
        if not is_there():
            return None
        home = self._folder / "newsboat"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        self._newsboat = [*prepared(home, "reload-threads 4\n"), str(self._folder / "urls"), "-x", "reload"]
        first = self.rival_again()
        self.rival_again()  # it asks for all of them a second time before it goes by what servers say
        return first, self.rival_again()

    def rival_again(self) -> float:
        """newsboat's seconds for one more reload."""
        return run(self._newsboat).seconds

    def other(self) -> float | None:
        """sfeed's seconds for all of them, 16 at a time; None where it is not installed."""
        if shutil.which("sfeed_update") is None:
            return None
        urls = (self._folder / "urls").read_text().split()
        feeds = "".join(f'  feed "{number}" "{url}"\n' for number, url in enumerate(urls))
        home = self._folder / "sfeed"
        shutil.rmtree(home, ignore_errors=True)
        (self._folder / "sfeedrc").write_text(f'sfeedpath="{home}"\nmaxjobs=16\nfeeds() {{\n{feeds}}}\n')
        return run(["sfeed_update", str(self._folder / "sfeedrc")]).seconds


@contextmanager
def served(feeds: int, folder: Path) -> Iterator[Served]:
    """So many feeds while the block lasts."""
    if shutil.which("nginx"):
        with nginx(feeds, folder) as files:
            print(f"     {feeds:,} feeds, {files.size / 1e6:.0f} MB, each on a host of its own, from nginx")
            yield Served(folder, files.port, feeds, files.change)
    else:
        with _own_server(feeds, folder) as ours:
            yield ours


@contextmanager
def _own_server(feeds: int, folder: Path) -> Iterator[Served]:
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.feed_server", str(feeds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    assert server.stdin is not None
    try:
        port, size = map(int, server.stdout.readline().split())
        print(f"     {feeds:,} feeds, {size / 1e6:.0f} MB, each on a host of its own")
        yield Served(folder, port, feeds, lambda every: _ask(f"http://{address(0)}:{port}/change/{every}"))
    finally:
        server.stdin.close()
        server.wait(30)
        server.stdout.close()


def _ask(url: str) -> None:
    with urllib.request.urlopen(url, timeout=60):
        pass
