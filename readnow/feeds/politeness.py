"""Who may be asked when: one request at a time and a pause for each host, so many hosts at once (H7, H11).

Used by `fetch` only. A host is a name with its port. Invariant: waiting for one host takes nothing from
another; the clock for pauses is the monotonic one, for a server's wish it is the calendar's.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from msgspec import Struct, field

from readnow.model.feed import Timestamp

_FEW = 50
"""Hosts to which connections may be kept open for later: many systems allow a program 256 files."""


class _Host(Struct):
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    closed_until: Timestamp = 0
    wanted: int = 0
    """How many wait for its turn or have it."""


class HostGate:
    """The turns at all hosts. `hosts` may be asked at once, each again after `delay` seconds."""

    def __init__(self, hosts: int, delay: float, now: Callable[[], float] = time.time) -> None:
        self._slots = asyncio.Semaphore(hosts)
        self.delay = delay
        self._now = now
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for this host's turn and keep it while the block runs."""
        state = self._host(host)
        state.wanted += 1
        try:
            async with state.turn:
                pause = state.free_at - time.monotonic()
                if pause > 0:
                    await asyncio.sleep(pause)
                async with self._slots:
                    try:
                        yield
                    finally:
                        state.free_at = time.monotonic() + self.delay
        finally:
            state.wanted -= 1

    def is_worth_keeping(self, host: str) -> bool:
        """Whether a connection to the host may be of use again: somebody waits for it, or hosts are few."""
        return self._host(host).wanted > 1 or len(self._hosts) <= _FEW

    def close(self, host: str, until: Timestamp) -> None:
        """The server asked to be left alone until then: that holds for all of its feeds (H7)."""
        state = self._host(host)
        state.closed_until = max(state.closed_until, until)

    def closed_until(self, host: str) -> Timestamp | None:
        """Until when the host is to be left alone, None if it is not."""
        state = self._hosts.get(host)
        return state.closed_until if state is not None and state.closed_until > self._now() else None

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())
