"""What the doctor says about one feed, fact by fact: how it fares, what helps, how often it writes. Pure.

Invariant: nothing is claimed that is not known yet: without a history its facts are left out.
"""

from collections.abc import Iterator

from msgspec import Struct

from readnow.library.doctor import Remedy, diagnose
from readnow.library.history import History
from readnow.library.settings import SETTINGS, written
from readnow.model.feed import Feed, Timestamp
from readnow.model.health import DueReason
from readnow.text.clean import clean_line
from readnow.text.words import counted
from readnow.tui.remedies import in_words
from readnow.tui.render.bars import attempt_marks, attempt_words
from readnow.tui.render.facts import Fact
from readnow.tui.render.palette import Marks
from readnow.tui.ward_rows import next_look
from readnow.views.age import ahead, day, moment
from readnow.views.feed_rows import UNCHECKED

_FORMER = 5
_SAID_APART = frozenset(("paused", "insecure"))
_WHY = {
    DueReason.INTERVAL: "the usual interval",
    DueReason.SERVER: "its server says how long an answer holds",
    DueReason.FEED: "the feed says how often it changes",
    DueReason.QUIET_HOURS: "the feed names hours or days without news",
    DueReason.NO_VALIDATORS: "every look costs the whole document",
    DueReason.ASKED_TO_WAIT: "its server asked to wait",
    DueReason.BACK_OFF: "it failed, so it is asked less often",
    DueReason.ACCESS: "it wants a name and a password",
    DueReason.GONE: "it is gone for good",
}


class Examined(Struct, frozen=True):
    """A feed with all that is known of it; `history` may come a little later than the rest."""

    feed: Feed
    now: Timestamp
    history: History | None = None
    remedies: tuple[Remedy, ...] = ()
    place: tuple[str, ...] = ()
    """The folders around it."""


def feed_facts(examined: Examined, marks: Marks) -> tuple[Fact, ...]:
    """All facts, the most urgent first."""
    return tuple(
        fact
        for facts in (
            _identity(examined),
            _state(examined),
            _activity(examined, marks),
            _past(examined),
        )
        for fact in facts
    )


def _identity(examined: Examined) -> Iterator[Fact]:
    feed, history = examined.feed, examined.history
    yield Fact(text=feed.url, quiet=True)
    parts = []
    if examined.place:
        parts.append(f"in {'/'.join(examined.place)}")
    if history is not None:
        parts.append(f"subscribed {day(history.added_at, examined.now)}")
    read = f", {percent_read(feed)} % read" if feed.total else ""
    parts.append(f"{counted(feed.total, 'article')} kept{read}")
    yield Fact(parts=tuple(parts), quiet=True)
    yield Fact()


def percent_read(feed: Feed) -> int:
    """How much of what is kept was read; 100 only if nothing is left."""
    return (feed.total - feed.unread) * 100 // feed.total if feed.total else 0


def _state(examined: Examined) -> Iterator[Fact]:
    feed, now = examined.feed, examined.now
    found, health = diagnose(feed, now), feed.health
    if found is not None:
        since = f", since {day(found.since, now)}" if found.since else ""
        yield Fact("state", found.state + since, warning=True)
    elif health.last_success is not None:
        yield Fact("state", f"well, last asked {moment(health.last_attempt or health.last_success, now)}")
    else:
        yield Fact("state", "not asked yet")
    for mark, warning in _marks(feed):
        yield Fact(" ", mark, warning=warning)
    yield Fact("next look", when_next(feed, now))
    yield Fact("what helps" if found is not None else "keys", parts=in_words(examined.remedies))
    yield Fact()


def _marks(feed: Feed) -> Iterator[tuple[str, bool]]:
    """What holds for the feed in whatever state it is, and whether that is a warning."""
    if feed.settings.paused:
        yield "paused: not asked by itself", False
    if feed.settings.insecure:
        yield f"{UNCHECKED}: anybody in between may read and change it", True


def when_next(feed: Feed, now: Timestamp) -> str:
    """When the feed is looked at next, and why then."""
    if feed.settings.paused:
        return "not by itself: it is paused"
    health = feed.health
    if health.next_due is None or health.next_due <= now:
        return "with the next refresh"
    reason = health.due_reason
    why = _WHY.get(reason, "") if reason is not None else ""
    if reason is DueReason.INTERVAL and feed.settings.interval is not None:
        why = f"every {written(feed.settings, 'interval')}, as you set it"
    when = next_look(feed, now)
    if when == "never":
        return f"not by itself: {why or 'something is in the way'}"
    return f"{ahead(health.next_due, now)}: {why}" if why else when


def _activity(examined: Examined, marks: Marks) -> Iterator[Fact]:
    history = examined.history
    if history is None:
        return
    if any(history.by_week):
        said = [f"last year, at most {max(history.by_week):,}"]
        if history.newest is not None:
            said.append(f"newest {day(history.newest, examined.now)}")
        yield Fact("posts a week", parts=tuple(said), values=history.by_week)
    else:
        newest = (
            f"; the newest is of {day(history.newest, examined.now)}" if history.newest is not None else ""
        )
        yield Fact("posts a week", f"none in the last year{newest}")
    if history.attempts:
        last = f"last {moment(history.attempts[-1].at, examined.now)}"
        marked, words = attempt_marks(history.attempts, marks), attempt_words(history.attempts, marks)
        yield Fact("fetches", parts=(f"{marked} {words}", last))
    else:
        yield Fact("fetches", "none yet")


def _past(examined: Examined) -> Iterator[Fact]:
    feed, now = examined.feed, examined.now
    health = feed.health
    if health.size is not None:
        parts = [size_in_words(health.size)]
        if health.parse_ms is not None:
            tier = clean_line(health.tier, 20)
            parts.append(f"read in {health.parse_ms:,} ms" + (f" ({tier})" if tier else ""))
        parts.append("with validators" if health.has_validators else "no validators: always sent whole")
        yield Fact("document", parts=tuple(parts))
    if health.moved is not None:
        seen = counted(health.moved.seen, "time")
        yield Fact("moved to", f"{health.moved.url} (seen {seen} since {day(health.moved.since, now)})")
    former = examined.history.former if examined.history is not None else ()
    for number, (url, until) in enumerate(former[:_FORMER]):
        yield Fact("formerly" if not number else " ", f"{url} until {day(until, now)}")
    own = [f"{key.replace('_', ' ')} {text}" for key in SETTINGS if (text := _own(feed, key))]
    if own:
        yield Fact("settings", parts=tuple(own))


def _own(feed: Feed, key: str) -> str:
    """A setting of the user's for this feed; of headers the names only, since they may be secret."""
    if key in _SAID_APART:
        return ""
    if key == "headers":
        return ", ".join(name for name, _ in feed.settings.headers)
    return written(feed.settings, key)


def size_in_words(size: int) -> str:
    """A number of bytes as people say it."""
    if size < 1000:
        return counted(size, "byte")
    return f"{size / 1e6:.1f} MB" if size >= 999_500 else f"{size / 1000:.0f} kB"
