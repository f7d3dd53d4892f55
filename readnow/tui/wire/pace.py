"""How much may be under way to a terminal at the end of a slow line, so that the newest picture comes soon.

Between here and there a great deal fits into buffers, and what a key does would come behind all of it. So
the terminal is asked to answer behind each picture, and a new one is sent when few bytes are unanswered;
meanwhile pictures lie over each other (`wire`). Used by `line`; answers come in through the driver.

Invariant: a terminal that does not answer is sent everything at once; nothing that is typed is lost.
"""

from collections import deque
from collections.abc import Callable, Mapping

from readnow.text.pattern import pattern

QUESTION = "\x1b[5n"
_ANSWER = "\x1b[0n"
_BEGUN = pattern(r"\x1b(?:\[0?)?\Z")
_DEAF = ("dumb", "cons", "sun", "wy")

_LEAST, _MOST = 512, 65_536
"""Bytes that may be under way, on the slowest line and on a fast one."""
_QUEUEING = 0.1
"""Seconds over the shortest answer from which on bytes are thought to wait for each other."""
PATIENCE = 5.0
"""Seconds after which an answer is thought to be lost."""


class Pace:
    """Of one terminal, from its start to its end or to the next program that has it."""

    def __init__(
        self, clock: Callable[[], float], answered: Callable[[float], object] = lambda _seconds: None
    ) -> None:
        self._clock = clock
        self._tell = answered
        self._under_way: deque[tuple[float, int]] = deque()
        self._window = _LEAST
        self._shortest = float("inf")
        self._answers = False
        """It has answered once."""
        self._held = ""

    @property
    def waits(self) -> float:
        """Seconds to wait before sending, for an answer that makes room at once; 0 for none."""
        if not self._answers or sum(size for _, size in self._under_way) < self._window:
            return 0.0
        wait = self._under_way[0][0] + PATIENCE - self._clock()
        if wait <= 0:
            self._under_way.clear()
        return max(0.0, wait)

    @property
    def is_settled(self) -> bool:
        """Whether no answer is to come any more."""
        return not self._under_way

    def sent(self, data: str) -> None:
        """This was sent, with the question behind it."""
        self._under_way.append((self._clock(), len(data.encode())))

    def hear(self, text: str) -> str:
        """Take the answers out of what comes from the terminal; the rest was typed."""
        if not self._under_way and not self._held and _ANSWER not in text:
            return text  # and an answer that comes late is not typed either
        first, *others = (self._held + text).split(_ANSWER)
        for _ in others:
            self._answered()
        text = "".join([first, *others])
        begun = _BEGUN.search(text) if self._under_way else None
        self._held = begun[0] if begun is not None else ""
        return text.removesuffix(self._held)

    def release(self) -> str:
        """What was held, since nothing has followed it: it was typed."""
        held, self._held = self._held, ""
        return held

    def _answered(self) -> None:
        if not self._under_way:
            return
        sent, _ = self._under_way.popleft()
        took = self._clock() - sent
        if not self._answers:
            self._answers = True
            self._tell(took)
        self._shortest = min(self._shortest, took)
        if took - self._shortest <= _QUEUEING:
            self._window = min(_MOST, 2 * self._window)
        else:
            self._window = max(_LEAST, self._window // 2)


def answers(environment: Mapping[str, str]) -> bool:
    """Whether such a terminal may be asked at all: some would print the question."""
    return not environment.get("TERM", "").startswith(_DEAF)
