"""Which feeds a refresh asks, and which it leaves alone and why (rules H4, H7, H9, H11). Pure.

Called by `refreshes`. Invariant: no feed on a host that asked us to wait is chosen, in whatever way the
refresh was asked for; every feed that is not chosen is counted with its reason.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum

from msgspec import Struct

from readnow.library.schedule import DAY, HOUR, MINUTE, NEVER
from readnow.model.feed import FetchState, ProblemKind, Timestamp
from readnow.text.clean import host_of

MANUAL_ONE = 60
MANUAL_MANY = 9 * MINUTE
_FAR_AHEAD = 31 * DAY


class Manner(Enum):
    """How a refresh was asked for."""

    DUE = "due"  # by itself
    BY_HAND = "by hand"
    FORCED = "forced"


class Skipped(Struct, frozen=True):
    """How many feeds were left alone, by reason. `until`: when the first of those that wait may be asked."""

    not_due: int = 0
    recent: int = 0
    waiting: int = 0
    gone: int = 0
    no_access: int = 0
    paused: int = 0
    until: Timestamp | None = None

    @property
    def total(self) -> int:
        """All of them."""
        return self.not_due + self.recent + self.waiting + self.gone + self.no_access + self.paused

    def sentence(self, clock: Callable[[Timestamp], str]) -> str:
        """Why feeds were left alone, in words; `clock` writes a time. Those not due are not told of."""
        until = f" until {clock(self.until)}" if self.until is not None else ""
        parts = [
            f"{count} {words}"
            for count, words in (
                (self.recent, "looked at a moment ago"),
                (self.waiting, f"asked to wait{until}"),
                (self.gone, "gone"),
                (self.paused, "paused"),
                (self.no_access, "without access"),
            )
            if count
        ]
        return ", ".join(parts)

    def __add__(self, other: "Skipped") -> "Skipped":
        numbers = {
            name: getattr(self, name) + getattr(other, name)
            for name in self.__struct_fields__
            if name != "until"
        }
        times = [at for at in (self.until, other.until) if at is not None]
        return Skipped(**numbers, until=min(times, default=None))


class Chosen(Struct, frozen=True):
    """The feeds to ask, the longest waiting first."""

    states: tuple[FetchState, ...]
    skipped: Skipped


def choose(
    wanted: Sequence[FetchState], everything: Iterable[FetchState], now: Timestamp, manner: Manner
) -> Chosen:
    """Those of the wanted feeds that may be asked now. `everything`: all feeds, for their hosts' sake."""
    closed = closed_hosts(everything, now)
    alone = len(wanted) == 1 and manner is not Manner.DUE
    chosen: list[FetchState] = []
    reasons: list[str] = []
    times: list[Timestamp] = []
    for state in wanted:
        reason = _reason_to_skip(state, closed, now, manner, alone)
        if not reason:
            chosen.append(state)
            continue
        reasons.append(reason)
        if reason == "waiting":
            times.append(closed[host_of(state.url)])
    chosen.sort(key=lambda state: state.next_due or 0)
    counts = {reason: reasons.count(reason) for reason in set(reasons)}
    return Chosen(tuple(chosen), Skipped(**counts, until=min(times, default=None)))


def is_due(state: FetchState, now: Timestamp) -> bool:
    """Whether a feed is to be asked by itself; a date that only a changed clock explains counts as due."""
    due = state.next_due
    if due is None:
        return True
    if due == NEVER or state.settings.paused:
        return False
    if state.last_attempt is not None and state.last_attempt > now + HOUR:
        return True
    return due <= now or due > now + _FAR_AHEAD


def closed_hosts(states: Iterable[FetchState], now: Timestamp) -> dict[str, Timestamp]:
    """The hosts that asked us to wait (429, 503), and until when; known from feeds, so over restarts."""
    closed: dict[str, Timestamp] = {}
    for state in states:
        due = state.next_due
        if state.problem is ProblemKind.WAIT and due is not None and now < due <= now + _FAR_AHEAD:
            host = host_of(state.url)
            closed[host] = max(due, closed.get(host, 0))
    return closed


def _reason_to_skip(
    state: FetchState, closed: dict[str, Timestamp], now: Timestamp, manner: Manner, alone: bool
) -> str:
    """The name of the count that this feed belongs to; empty for one that is asked.

    A feed that was named alone is asked also while it is paused.
    """
    if state.next_due == NEVER and state.problem is ProblemKind.GONE:
        return "gone"
    if closed and host_of(state.url) in closed:
        return "waiting"
    if state.settings.paused and not alone:
        return "paused"
    if manner is Manner.FORCED:
        return ""
    if manner is Manner.DUE:
        if state.next_due == NEVER:
            return "no_access"
        return "" if is_due(state, now) else "not_due"
    least = MANUAL_ONE if alone else MANUAL_MANY
    recent = state.last_attempt is not None and 0 <= now - state.last_attempt < least
    return "recent" if recent else ""
