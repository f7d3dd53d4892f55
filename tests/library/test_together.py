"""Jobs for the writer that are carried out together."""

import asyncio
from collections.abc import Sequence

import pytest

from readnow.library.together import Together


class Writer:
    """Doubles numbers; refuses what is over nine, and everything that comes with it."""

    def __init__(self) -> None:
        self.parts: list[list[int]] = []

    async def __call__(self, jobs: Sequence[int]) -> Sequence[int]:
        self.parts.append(list(jobs))
        await asyncio.sleep(0)
        if max(jobs) > 9:
            raise ValueError(f"{max(jobs)} is too much")
        return [2 * job for job in jobs]


async def test_those_that_come_while_it_is_busy_go_together() -> None:
    writer = Writer()
    together = Together(writer, 3)
    assert await asyncio.gather(*(together.do(number) for number in range(7))) == [0, 2, 4, 6, 8, 10, 12]
    assert writer.parts == [[0, 1, 2], [3, 4, 5], [6]]
    assert await together.do(9) == 18


async def test_one_that_fails_fails_alone() -> None:
    together = Together(Writer(), 5)
    answers = await asyncio.gather(*(together.do(n) for n in (1, 10, 2)), return_exceptions=True)
    assert answers[0] == 2
    assert isinstance(answers[1], ValueError)
    assert answers[2] == 4
    with pytest.raises(ValueError, match="11 is too much"):
        await together.do(11)


async def test_one_that_nobody_waits_for_is_carried_out() -> None:
    writer = Writer()
    together = Together(writer, 5)
    given_up, other = asyncio.create_task(together.do(3)), asyncio.create_task(together.do(4))
    await asyncio.sleep(0)
    given_up.cancel()
    assert await other == 8
    assert writer.parts == [[3, 4]]
