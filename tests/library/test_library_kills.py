"""The random walks, with the program killed in the middle: what was acknowledged is there, nothing is counted
wrong, and all of it can be taken back.

A walk goes on in a process of its own, which kills itself with SIGKILL at a write drawn beforehand: before its
transaction ends, right behind that, or between two operations. READNOW_WALKS sets how many there are.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from readnow.model.errors import ReadNowError
from readnow.store.database import Connection, Database
from tests.library.conftest import World, build
from tests.library.test_library_walks import WALKS, WEIGHTS, Walk, arrangement_of, articles_of, check

BEFORE, BEHIND, BETWEEN = "before it is committed", "behind that", "between two operations"
ROOT = Path(__file__).resolve().parents[2]
WRITES = 60
"""A walk is killed within so many writes, or operations."""


def state_of(conn: Connection) -> list[object]:
    """What the user had set and arranged, as JSON can hold it."""
    articles = [[*key, *value] for key, value in sorted(articles_of(conn).items())]
    state: list[object] = json.loads(json.dumps([articles, arrangement_of(conn)]))
    return state


async def _walk(folder: Path, seed: int, when: str, number: int) -> None:
    """In the process that is killed: walk on, and say after each operation how everything is."""
    walk = Walk(folder, seed)
    await walk.begin()
    print(json.dumps([walk.start, await walk.read(state_of)]), flush=True)
    if when != BETWEEN:
        _kill_at_write(number, when)
    while True:
        operation = walk.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        try:
            await operation(walk)
        except ReadNowError as err:
            print(err, file=sys.stderr)
        await walk.house.library.articles.settled()
        print(json.dumps([walk.start, await walk.read(state_of)]), flush=True)
        number -= 1
        if when == BETWEEN and number <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _kill_at_write(number: int, when: str) -> None:
    writing = Database._writing
    left = [number]

    def killing(self: Database, work: Callable[[Connection], Any]) -> Any:
        def last(conn: Connection) -> None:
            work(conn)
            if when == BEFORE:
                os.kill(os.getpid(), signal.SIGKILL)

        left[0] -= 1
        if left[0] > 0:
            return writing(self, work)
        writing(self, last)
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    Database._writing = killing  # type: ignore[method-assign]


@pytest.mark.parametrize("when", [BEFORE, BEHIND, BETWEEN])
@pytest.mark.parametrize("seed", range(WALKS))
async def test_a_killed_walk_loses_nothing_and_can_be_taken_back(
    tmp_path: Path, seed: int, when: str
) -> None:
    number = Random(f"{seed} {when}").randint(1, WRITES)
    words = [
        sys.executable,
        "-m",
        "tests.library.test_library_kills",
        str(tmp_path),
        str(seed),
        when,
        str(number),
    ]
    done = await asyncio.to_thread(subprocess.run, words, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == -signal.SIGKILL, done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines()]

    walk = Walk(tmp_path, seed)
    walk.start = said[0][0]
    walk.house = await build(tmp_path, World())
    if when == BETWEEN:
        assert await walk.read(state_of) == said[-1][1]
    await walk.finish()
    await check(walk)
    outcomes = await walk.house.library.journal.undo_to(walk.start + 1)
    await check(walk)
    articles, arrangement = await walk.read(state_of)
    first_articles, first_arrangement = said[0][1]
    notes = [note for outcome in outcomes for note in outcome.notes]
    assert arrangement == first_arrangement, notes
    now = {tuple(row[:2]): row for row in articles}
    before = {tuple(row[:2]): row for row in first_articles}
    kept = before.keys() & now.keys()
    assert {key: now[key] for key in kept} == {key: before[key] for key in kept}, notes
    await walk.house.library.close()


if __name__ == "__main__":
    asyncio.run(_walk(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
