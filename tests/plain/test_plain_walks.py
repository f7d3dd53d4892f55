"""Keys and answers at random in plain reading: nothing goes wrong, and the library is sound. READNOW_MONKEYS sets how
many walks there are, of a thousand keys each; without it a few short ones."""

import os
from pathlib import Path
from random import Random

import pytest

from readnow.keys.actions import ACTIONS, QUIT
from readnow.programs import external, filtering
from readnow.store.database import Connection
from tests.support.monkey import PASTES, PLAIN, WORDS, watched
from tests.support.plain import reading
from tests.support.shelf import LONG, entry, put_feed, small_library

RUNS = int(os.environ.get("READNOW_MONKEYS", "0"))
KEYS = tuple(key for action in ACTIONS if action.id not in (QUIT, "app.suspend") for key in action.keys)
OFTEN = ("j", "k", "enter", "space", "n", "p", "q", "tab", "m", "s", "u", "h", "l", "J", "pagedown", "b")
ANSWERS = (*WORDS, *PASTES, "1", "2", "3", "y", "n", "w", "space", None, None)


def fill(conn: Connection) -> None:
    small_library(conn)
    put_feed(conn, "Many", [entry(f"Article {n}", LONG if n % 9 == 0 else "") for n in range(120)])
    put_feed(conn, "Odd", [entry("[/]"), entry("雨 👩‍👩‍👧‍👦"), entry("x" * 900), entry("הספסל")])


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(1, 1 + max(3, RUNS)))
async def test_any_keys_and_answers(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def said_nothing(*_arguments: object, **_keywords: object) -> filtering.Output:
        return filtering.Output("nothing", 0)

    async def started(*_arguments: object) -> str:
        return ""

    monkeypatch.setattr(filtering.Filter, "run", said_nothing)
    monkeypatch.setattr(external, "start", started)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("readnow.library.saving.save", lambda path, *_arguments: path)
    random, done = Random(seed), list[str]()
    with watched() as mistakes:
        async with reading(
            tmp_path, fill, rows=random.choice((1, 10, 24)), columns=random.choice((5, 40, 90))
        ) as r:
            for _ in range(1000 if RUNS else 150):
                key = random.choice(random.choice((KEYS, OFTEN, PLAIN)))
                answers = [random.choice(ANSWERS) for _ in range(4)]
                done.append(f"{key} {[str(one)[:9] for one in answers]}")
                r.program._quits = False
                if random.random() < 0.05:
                    r.talk.columns, r.talk.rows = random.choice(((1, 1), (20, 5), (80, 24), (200, 50)))
                said = await r.press(key, answers=answers)
                assert "Something went wrong" not in said, (done[-20:], mistakes.found)
                assert not {"\x1b", "\x07", "\x9b"} & set(said), done[-20:]
            checkup = await r.library.check()
            assert checkup.damage == ()
            assert checkup.counts == ()
    assert mistakes.found == []
