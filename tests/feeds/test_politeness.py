"""Turns at hosts, in a loop whose time passes only where all wait: to the second, and in none (H7, H11)."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import pytest

from readnow.feeds import politeness
from readnow.feeds.politeness import HostGate

Play = Callable[[Coroutine[Any, Any, None]], None]


class _Selector(selectors.DefaultSelector):
    """Goes to the next appointment at once. Where there is none, all wait for ever, and that is told."""

    now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        found = super().select(0)
        if not found:
            assert timeout is not None, "nothing will ever happen any more"
            self.now += timeout
        return found


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.clock = _Selector()
        super().__init__(self.clock)

    def time(self) -> float:
        return self.clock.now


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Runs a coroutine in such a loop."""

    def run(coroutine: Coroutine[Any, Any, None]) -> None:
        with asyncio.Runner(loop_factory=_Loop) as runner:
            loop = runner.get_loop()
            monkeypatch.setattr(politeness, "time", SimpleNamespace(monotonic=loop.time))
            runner.run(coroutine)

    return run


class Visits:
    """Requests as the gate lets them through: host, begin, end; and how many there were at once."""

    def __init__(self, gate: HostGate) -> None:
        self.gate = gate
        self.seen: list[tuple[str, float, float]] = []
        self.now = self.most = 0

    async def visit(self, host: str, seconds: float = 0) -> None:
        loop = asyncio.get_running_loop()
        async with self.gate.turn(host):
            self.now += 1
            self.most = max(self.most, self.now)
            began = loop.time()
            try:
                await asyncio.sleep(seconds)
            finally:
                self.now -= 1
                self.seen.append((host, round(began, 3), round(loop.time(), 3)))

    def start(self, host: str, seconds: float = 0) -> "asyncio.Task[None]":
        return asyncio.ensure_future(self.visit(host, seconds))


def test_one_at_a_time_with_a_pause_in_the_order_of_coming(play: Play) -> None:
    async def scene() -> None:
        visits = Visits(HostGate(9, 1.0))
        await asyncio.gather(*(visits.visit("a", seconds) for seconds in (0.5, 2, 0)))
        assert visits.seen == [("a", 0, 0.5), ("a", 1.5, 3.5), ("a", 4.5, 4.5)]

    play(scene())


def test_the_pause_is_over_when_nobody_came(play: Play) -> None:
    async def scene() -> None:
        visits = Visits(HostGate(9, 1.0))
        await visits.visit("a")
        await asyncio.sleep(0.4)
        await visits.visit("a")
        await asyncio.sleep(5)
        await visits.visit("a")
        assert [began for _, began, _ in visits.seen] == [0, 1, 6]

    play(scene())


def test_without_a_pause_there_is_still_one_at_a_time(play: Play) -> None:
    async def scene() -> None:
        visits = Visits(HostGate(9, 0))
        await asyncio.gather(*(visits.visit("a", 1) for _ in range(3)))
        assert visits.most == 1
        assert [began for _, began, _ in visits.seen] == [0, 1, 2]

    play(scene())


def test_other_hosts_do_not_wait(play: Play) -> None:
    async def scene() -> None:
        visits = Visits(HostGate(9, 60))
        await asyncio.gather(*(visits.visit(host, 1) for host in "aaabc"))
        assert [began for host, began, _ in visits.seen if host != "a"] == [0, 0]
        assert [began for host, began, _ in visits.seen if host == "a"] == [0, 61, 122]

    play(scene())


def test_so_many_hosts_at_once(play: Play) -> None:
    async def scene() -> None:
        visits = Visits(HostGate(2, 0))
        await asyncio.gather(*(visits.visit(host, 1) for host in "abcde"))
        assert visits.most == 2
        assert [began for _, began, _ in visits.seen] == [0, 0, 1, 1, 2]

    play(scene())


def test_who_pauses_takes_no_place(play: Play) -> None:
    async def scene() -> None:
        visits = Visits(HostGate(1, 60))
        await visits.visit("a")
        again = visits.start("a")
        await visits.visit("b", 1)
        await visits.visit("c", 1)
        assert asyncio.get_running_loop().time() == pytest.approx(2)
        await again
        assert visits.seen[-1] == ("a", 60, 60)

    play(scene())


def test_the_pause_follows_a_failure_too(play: Play) -> None:
    async def fail(gate: HostGate) -> None:
        async with gate.turn("a"):
            await asyncio.sleep(1)
            raise OSError

    async def scene() -> None:
        visits = Visits(HostGate(1, 5))
        with pytest.raises(OSError):
            await fail(visits.gate)
        await visits.visit("a")
        assert visits.seen == [("a", 6, 6)]

    play(scene())


@pytest.mark.parametrize("wait", [0.5, 1.5, 3.5], ids=["at work", "in the pause", "in the queue"])
def test_cancelling_gives_the_turn_and_the_place_back(play: Play, wait: float) -> None:
    """The first works until 1, then the host rests until 4; the second works until 5."""

    async def scene() -> None:
        visits = Visits(HostGate(1, 3))
        tasks = [visits.start("a", 1) for _ in range(3)]
        await asyncio.sleep(wait)
        gone = tasks[0] if wait < 1 else tasks[1] if wait < 3 else tasks[2]
        gone.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(visits.visit("a", 1), visits.visit("b", 1))
        expected = 5 if wait < 1 else 4
        assert len(visits.seen) == expected
        assert visits.most == 1
        assert visits.gate._slots._value == 1

    play(scene())


def test_cancelling_who_waits_for_a_place(play: Play) -> None:
    async def scene() -> None:
        visits = Visits(HostGate(1, 0))
        works, waits = visits.start("a", 2), visits.start("b", 2)
        await asyncio.sleep(1)
        waits.cancel()
        await visits.visit("b")
        await works
        assert visits.seen == [("a", 0, 2), ("b", 2, 2)]

    play(scene())


def test_a_closed_host_is_open_again_to_the_second() -> None:
    now = 1000.0
    gate = HostGate(1, 1, lambda: now)
    assert gate.closed_until("a") is None
    gate.close("a", 1060)
    gate.close("a", 1030)
    assert (gate.closed_until("a"), gate.closed_until("b")) == (1060, None)
    now = 1059.999
    assert gate.closed_until("a") == 1060
    now = 1060
    assert gate.closed_until("a") is None
    gate.close("a", 1030)
    assert gate.closed_until("a") is None


def test_being_closed_is_told_and_not_waited_for(play: Play) -> None:
    async def scene() -> None:
        visits = Visits(HostGate(1, 0, lambda: 0))
        visits.gate.close("a", 1000)
        await visits.visit("a")
        assert visits.seen == [("a", 0, 0)]

    play(scene())


def test_a_jump_of_the_calendar_shortens_no_pause(play: Play) -> None:
    async def scene() -> None:
        calendar = iter(range(10**9, 0, -(10**8)))
        visits = Visits(HostGate(1, 1, lambda: next(calendar)))
        for _ in range(3):
            await visits.visit("a")
            visits.gate.closed_until("a")
        assert [began for _, began, _ in visits.seen] == [0, 1, 2]

    play(scene())
