"""A refresh of many feeds over loopback, against a bare download and, where they are installed, newsboat and
sfeed.

Each feed has a host of its own, as the pause between requests to one host is no part of it. newsboat is
"repaired": without its index on deleted articles, which makes each of its loads scan all of them.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.processes import run
from benchmarks.served import served
from benchmarks.timing import Pair

FEEDS = 1000
SIZES = (100, 1000, 5000)
ROUNDS = 3

_DOWNLOAD = """
import asyncio, sys, aiohttp
async def main():
    limit = asyncio.Semaphore(32)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        async def one(url):
            async with limit, session.get(url) as response:
                return len(await response.read())
        print(sum(await asyncio.gather(*map(one, open(sys.argv[1]).read().split()))))
asyncio.run(main())
"""


def main() -> None:
    """Print time against the floor and against newsboat, then memory by the number of feeds."""
    with tempfile.TemporaryDirectory() as folder:
        _times(Path(folder))
    for feeds in SIZES:
        with tempfile.TemporaryDirectory() as folder, served(feeds, Path(folder)) as ours:
            peak = ours.refresh().mebibytes
            print(f"     {feeds:,} feeds for the first time: {peak:.0f} MiB at most, all processes together")


def _times(folder: Path) -> None:
    with served(FEEDS, folder) as ours:
        floor: list[float] = []
        times: dict[str, list[float]] = {name: [] for name in ("first", "unchanged", "some changed")}
        rivals: dict[str, list[float]] = {name: [] for name in times}
        for _ in range(ROUNDS):
            floor.append(run([sys.executable, "-c", _DOWNLOAD, str(folder / "urls")]).seconds)
            ours.forget()
            times["first"].append(ours.refresh().seconds)
            times["unchanged"].append(ours.refresh().seconds)
            rival = ours.rival()
            if rival:
                rivals["first"].append(rival[0])
                rivals["unchanged"].append(rival[1])
            ours.change(50)
            times["some changed"].append(ours.refresh().seconds)
            if rival:
                rivals["some changed"].append(ours.rival_again())
        print(
            Pair(tuple(floor), tuple(times["first"])).line(f"{FEEDS:,} feeds, first, against a download", 4.0)
        )
        other = ours.other()
        if other is not None:
            print(
                f"     sfeed, first: {other:.2f} s, to which ours is {median(times['first']) / other:.2f} x"
            )
        for name, seconds in times.items():
            if rivals[name]:
                goal = 0.8 if name == "first" else 0.6
                line = Pair(tuple(rivals[name]), tuple(seconds)).line(
                    f"{FEEDS:,} feeds, {name}, to newsboat", goal
                )
                print(line)
            else:
                print(f"     {FEEDS:,} feeds, {name}: {median(seconds):.2f} s")
