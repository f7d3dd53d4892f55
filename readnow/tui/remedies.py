"""The one-key repairs of the feed doctor: which key, which words, and which are offered for a feed. Pure.

Invariant: each remedy has a key of its own, which none of the keys that move the cursor is; what is offered
for a feed never includes what its trouble closes off.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from readnow import __version__
from readnow.library.doctor import Remedy
from readnow.library.events import RefreshFinished
from readnow.model.feed import Feed, Timestamp
from readnow.views.age import ahead
from readnow.views.list_words import OFFLINE

OTHER_NAME = f"Mozilla/5.0 (compatible; ReadNOW/{__version__}; feed reader)"
"""What servers hear that let in nothing but browsers: in a browser's form, and still who we are."""


class Repair(NamedTuple):
    """How a remedy is named: its key, a word or two for the line at the bottom, and in full."""

    key: str
    brief: str
    words: str


REPAIRS: Mapping[Remedy, Repair] = MappingProxyType(
    {
        Remedy.TRY_NOW: Repair("t", "try now", "try now"),
        Remedy.ACCEPT_MOVE: Repair("a", "accept", "accept the address"),
        Remedy.FIND_FEED: Repair("l", "find feed", "look for a feed on the site"),
        Remedy.OTHER_AGENT: Repair("o", "other name", "ask under another name"),
        Remedy.ALLOW_PRIVATE: Repair("v", "allow", "allow the private network"),
        Remedy.RESUME: Repair("r", "resume", "resume"),
        Remedy.PAUSE: Repair("p", "pause", "pause"),
        Remedy.SETTINGS: Repair("e", "settings", "settings"),
        Remedy.UNSUBSCRIBE: Repair("u", "unsubscribe", "unsubscribe"),
    }
)


def offered(feed: Feed, helps: Iterable[Remedy]) -> tuple[Remedy, ...]:
    """What helps first, then what can be done with any feed. A paused feed is resumed and not paused."""
    found = [remedy for remedy in helps if remedy is not Remedy.PAUSE or not feed.settings.paused]
    if feed.settings.paused:
        found.insert(0, Remedy.RESUME)
    elif Remedy.RESUME not in found:
        found.append(Remedy.PAUSE)
    return tuple(dict.fromkeys([*found, Remedy.SETTINGS, Remedy.UNSUBSCRIBE]))


def in_words(remedies: Iterable[Remedy]) -> tuple[str, ...]:
    """Keys and what they do, in full: "u unsubscribe", "r resume"."""
    return tuple(f"{REPAIRS[remedy].key} {REPAIRS[remedy].words}" for remedy in remedies)


def tried(before: Feed, after: Feed, finished: RefreshFinished, now: Timestamp) -> tuple[str, bool]:
    """What came of asking one feed, and whether that is bad news.

    Where it was asked together with others, `finished` is of all of them: so the feed itself has to say it.
    """
    if finished.detail:
        return finished.detail, True
    if finished.offline:
        return f"{after.title} was not reached: {OFFLINE}.", True
    if after.health.last_attempt == before.health.last_attempt:
        why = finished.reasons.sentence(lambda at: ahead(at, now))
        return f"{after.title} was not asked: {why.removeprefix('1 ')}", False
    problem = after.health.problem
    if problem is not None:
        return f"{after.title}: {problem.detail}", True
    new = max(0, after.total - before.total)
    return f"{after.title} is well: {new or 'no'} new article{'' if new == 1 else 's'}.", False
