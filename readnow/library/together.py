"""Jobs for the writer carried out together: those that come while it is busy become one transaction.

Owned by `storing`. Invariants: every job is answered; one that fails fails alone, since those that came with
it are tried again one by one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

J = TypeVar("J")
R = TypeVar("R")


class Together(Generic[J, R]):
    """Collects jobs and hands up to `most` of them at a time to `work`, which keeps all or none of them."""

    def __init__(self, work: Callable[[Sequence[J]], Awaitable[Sequence[R]]], most: int) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[J, asyncio.Future[R]]] = []
        self._task: asyncio.Task[None] | None = None

    async def do(self, job: J) -> R:
        """What came of the job. Raises whatever it raised; it is carried out also if nobody waits for it."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[R] = loop.create_future()
        self._waiting.append((job, answer))
        if self._task is None:
            self._task = loop.create_task(self._carry_out())
        return await answer

    async def _carry_out(self) -> None:
        await asyncio.sleep(0)  # those that are ready now come along
        while self._waiting:
            part, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            if not await self._tried(part):
                for one in part:
                    await self._tried([one])
        self._task = None

    async def _tried(self, part: Sequence[tuple[J, asyncio.Future[R]]]) -> bool:
        """Whether these jobs were answered: not where several of them failed as one."""
        try:
            results = await self._work([job for job, _ in part])
        except Exception as err:
            if len(part) > 1:
                return False
            if not part[0][1].done():
                part[0][1].set_exception(err)
        else:
            for (_, answer), result in zip(part, results, strict=True):
                if not answer.done():  # somebody waits for it still
                    answer.set_result(result)
        return True
