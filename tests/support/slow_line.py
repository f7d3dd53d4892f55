"""A terminal at the end of a slow line: 9,600 bits a second, and a while on the way in both directions.

What the program writes is taken from it at once, as a network would, and comes to the screen byte by byte.
"""

import os
import time
from collections import deque
from collections.abc import Mapping, Sequence

from tests.support.pty import Terminal

BYTES_A_SECOND = 960
WAY_SECONDS = 0.15
REMOTE = {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}


class SlowLine(Terminal):
    """The same as `Terminal`, far away. It answers what it is asked when that has arrived."""

    def __init__(self, arguments: Sequence[str], *, environment: Mapping[str, str] | None = None) -> None:
        super().__init__(arguments, environment={**REMOTE, **(environment or {})})
        self._coming: deque[tuple[float, bytes]] = deque()
        self._going: deque[tuple[float, bytes]] = deque()
        self._line_free = time.monotonic()
        self.arrived = 0
        """Bytes that have come to the screen."""

    def take(self, seconds: float = 0.02) -> bytes:
        """What has arrived by now."""
        if data := super().take(seconds):
            for at in range(0, len(data), 16):
                piece = data[at : at + 16]
                self._line_free = max(self._line_free, time.monotonic()) + len(piece) / BYTES_A_SECOND
                self._coming.append((self._line_free + WAY_SECONDS, piece))
        now = time.monotonic()
        while self._going and self._going[0][0] <= now:
            os.write(self.master, self._going.popleft()[1])
        arrived = bytearray()
        while self._coming and self._coming[0][0] <= now:
            arrived += self._coming.popleft()[1]
        self.arrived += len(arrived)
        return bytes(arrived)

    def show(self, data: bytes) -> None:
        """Put it on the screen, and answer."""
        before = len(self.raw)
        super().show(data)
        for _ in range(self.raw.count(b"\x1b[5n", max(0, before - 3))):
            self.type(b"\x1b[0n")

    def type(self, keys: bytes) -> None:
        """Send keys, without waiting for anything."""
        self._going.append((time.monotonic() + WAY_SECONDS, keys))
