"""What is wrong with feeds and what helps: the feed doctor. Pure but for what `look_over` reads.

Shown by the screen and by `readnow doctor`. Invariant: every feed in trouble has a sentence and at least one
remedy that its trouble leaves open.
"""

from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import urlsplit

from msgspec import Struct

from readnow.library.schedule import DAY, NEVER
from readnow.model.feed import Feed, FeedId, Problem, ProblemKind, Timestamp
from readnow.store import fetching
from readnow.store.database import Connection

SILENT_AFTER = 183 * DAY
"""Half a year without an article."""
UNREAD_ENOUGH = 10
"""So many articles that came since subscribing, and none of them read: nobody reads this feed."""
FAILING_LONG = 14 * DAY


class Remedy(StrEnum):
    """Something that one key does about a feed's trouble."""

    TRY_NOW = "try now"
    ACCEPT_MOVE = "accept the new address"
    FIND_FEED = "look for a feed on the site"
    OTHER_AGENT = "ask under another name"
    ALLOW_PRIVATE = "allow the private network"
    SETTINGS = "settings"
    RESUME = "resume"
    PAUSE = "pause"
    UNSUBSCRIBE = "unsubscribe"


class Diagnosis(Struct, frozen=True):
    """A feed in trouble: what, since when, and what helps, the best first."""

    feed: Feed
    state: str
    since: Timestamp | None
    remedies: tuple[Remedy, ...]


class Reading(Struct, frozen=True):
    """How a feed is read: the date of its newest article, and of those that came since subscribing, how many
    and how many of them were read."""

    newest: Timestamp | None = None
    arrived: int = 0
    read: int = 0


class Ward(Struct, frozen=True):
    """All feeds that need a look: in trouble, silent for half a year, never read."""

    in_trouble: tuple[Diagnosis, ...]
    silent: tuple[Feed, ...]
    never_read: tuple[Feed, ...]


_BY_STATUS: dict[int, tuple[Remedy, ...]] = {
    401: (Remedy.SETTINGS, Remedy.TRY_NOW, Remedy.UNSUBSCRIBE),
    403: (Remedy.OTHER_AGENT, Remedy.SETTINGS, Remedy.TRY_NOW, Remedy.UNSUBSCRIBE),
    404: (Remedy.FIND_FEED, Remedy.TRY_NOW, Remedy.UNSUBSCRIBE),
}
_BY_KIND: dict[ProblemKind, tuple[Remedy, ...]] = {
    ProblemKind.NETWORK: (Remedy.TRY_NOW, Remedy.FIND_FEED, Remedy.SETTINGS, Remedy.UNSUBSCRIBE),
    ProblemKind.TIMEOUT: (Remedy.TRY_NOW, Remedy.PAUSE, Remedy.UNSUBSCRIBE),
    ProblemKind.HTTP: (Remedy.TRY_NOW, Remedy.OTHER_AGENT, Remedy.FIND_FEED, Remedy.UNSUBSCRIBE),
    ProblemKind.AUTH: (Remedy.SETTINGS, Remedy.OTHER_AGENT, Remedy.TRY_NOW, Remedy.UNSUBSCRIBE),
    ProblemKind.GONE: (Remedy.UNSUBSCRIBE, Remedy.FIND_FEED, Remedy.RESUME),
    ProblemKind.WAIT: (Remedy.SETTINGS, Remedy.PAUSE),
    ProblemKind.TOO_LARGE: (Remedy.SETTINGS, Remedy.PAUSE, Remedy.UNSUBSCRIBE),
    ProblemKind.NOT_A_FEED: (Remedy.FIND_FEED, Remedy.TRY_NOW, Remedy.UNSUBSCRIBE),
    ProblemKind.UNREADABLE: (Remedy.TRY_NOW, Remedy.FIND_FEED, Remedy.UNSUBSCRIBE),
    ProblemKind.PRIVATE: (Remedy.ALLOW_PRIVATE, Remedy.UNSUBSCRIBE),
    ProblemKind.REFUSED: (Remedy.FIND_FEED, Remedy.TRY_NOW, Remedy.UNSUBSCRIBE),
    ProblemKind.INTERNAL: (Remedy.TRY_NOW,),
}


def diagnose(feed: Feed, now: Timestamp) -> Diagnosis | None:
    """What is wrong with a feed; None for one that is well."""
    problem, moved = feed.health.problem, feed.health.moved
    if problem is None and moved is None:
        return None
    remedies: list[Remedy] = [] if moved is None else [Remedy.ACCEPT_MOVE]
    if problem is None:
        assert moved is not None
        state = f"sent on for good to {moved.url.partition('://')[2]}"
        return Diagnosis(feed, state, moved.since, (*remedies, Remedy.TRY_NOW))
    found = _BY_STATUS.get(problem.status or 0) or _BY_KIND[problem.kind]
    remedies += [remedy for remedy in found if remedy is not Remedy.FIND_FEED or place_to_look(feed)]
    return Diagnosis(feed, _state(problem, now), problem.since, tuple(remedies))


def place_to_look(feed: Feed) -> str:
    """Where a feed that is not at its address may be announced; empty where that is not known.

    Its site; where a page stands in its place, that page; else the start of its server, if that answers.
    """
    problem = feed.health.problem
    if feed.site_url:
        return feed.site_url
    if problem is not None and problem.kind is ProblemKind.NOT_A_FEED:
        return feed.url
    if problem is not None and problem.kind is ProblemKind.NETWORK:
        return ""
    split = urlsplit(feed.url)
    return f"{split.scheme}://{split.netloc.rpartition('@')[2]}/"


def _state(problem: Problem, now: Timestamp) -> str:
    """The sentence; of trouble that has lasted, that it is looked at once a day only."""
    days = (now - problem.since) // DAY
    lasting = now - problem.since >= FAILING_LONG and problem.kind is not ProblemKind.GONE
    return f"{problem.detail}, for {days} days now" if lasting else problem.detail


def next_try(feed: Feed, now: Timestamp) -> Timestamp | None:
    """When it is asked again by itself; None for never, `now` or earlier for with the next refresh."""
    if feed.settings.paused or feed.health.next_due == NEVER:
        return None
    return feed.health.next_due if feed.health.next_due is not None else now


def ward(feeds: Iterable[Feed], readings: dict[FeedId, Reading], now: Timestamp) -> Ward:
    """The feeds that need a look, each list in the order of the feed list."""
    feeds = tuple(feeds)
    return Ward(
        in_trouble=tuple(found for feed in feeds if (found := diagnose(feed, now)) is not None),
        silent=tuple(feed for feed in feeds if _is_silent(readings.get(feed.id, Reading()), now)),
        never_read=tuple(feed for feed in feeds if _is_never_read(readings.get(feed.id, Reading()))),
    )


def _is_silent(reading: Reading, now: Timestamp) -> bool:
    return reading.newest is not None and now - reading.newest > SILENT_AFTER


def _is_never_read(reading: Reading) -> bool:
    return reading.arrived >= UNREAD_ENOUGH and reading.read == 0


def read_readings(conn: Connection) -> dict[FeedId, Reading]:
    """How every feed is read."""
    return {
        feed_id: Reading(newest, arrived, arrived - unread)
        for feed_id, newest, arrived, unread in fetching.readings(conn)
    }
