"""Timing two things against each other, alternately, so that a busy machine is unfair to neither."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Pair:
    """Seconds of each run of a floor and of what is measured against it."""

    floor: tuple[float, ...]
    ours: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Median against median."""
        return median(self.ours) / max(median(self.floor), 1e-9)

    def line(self, name: str, goal: float) -> str:
        """One line for people: ratio, goal, and the absolute times for orientation."""
        verdict = "ok  " if self.ratio <= goal else "over"
        return (
            f"{verdict} {name:<46} {self.ratio:6.2f} x   goal {goal:5.2f}   "
            f"({1000 * median(self.ours):.2f} ms against {1000 * median(self.floor):.2f} ms)"
        )


def pair(floor: Callable[[], object], ours: Callable[[], object], runs: int = 7) -> Pair:
    """Time two functions in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for place, function in enumerate((floor, ours)):
            began = time.perf_counter()
            function()
            times[place].append(time.perf_counter() - began)
    return Pair(tuple(times[0]), tuple(times[1]))


async def pair_async(
    floor: Callable[[], Awaitable[object]], ours: Callable[[], Awaitable[object]], runs: int = 7
) -> Pair:
    """Time two coroutine functions in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for place, function in enumerate((floor, ours)):
            began = time.perf_counter()
            await function()
            times[place].append(time.perf_counter() - began)
    return Pair(tuple(times[0]), tuple(times[1]))
