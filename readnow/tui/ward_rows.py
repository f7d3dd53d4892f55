"""The feeds that need a look as rows: in trouble, silent, never read; and what helps each. Pure.

A feed may be in several groups. Invariant: in each group the feeds stand in the order of the feed list.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from readnow.library.doctor import Remedy, Ward, diagnose, next_try
from readnow.model.feed import Feed, FeedId, ProblemKind, Timestamp
from readnow.tui.render.ward import PatientRow
from readnow.views.age import ahead, short_day


class Group(StrEnum):
    """Why a feed is listed, in the order of the list."""

    TROUBLE = "In trouble"
    SILENT = "Silent for half a year"
    UNREAD = "Never read"


_STATES = {Group.SILENT: "no new article for half a year", Group.UNREAD: "none of its articles was read"}


class Patient(Struct, frozen=True):
    """A feed in one of the groups, how its row reads, and what helps."""

    group: Group
    feed: Feed
    row: PatientRow
    remedies: tuple[Remedy, ...]

    @property
    def key(self) -> tuple[Group, FeedId]:
        """What tells it from the others."""
        return self.group, self.feed.id


def patients(ward: Ward, now: Timestamp) -> tuple[Patient, ...]:
    """All rows."""
    groups: tuple[tuple[Group, Iterable[Feed]], ...] = (
        (Group.TROUBLE, (found.feed for found in ward.in_trouble)),
        (Group.SILENT, ward.silent),
        (Group.UNREAD, ward.never_read),
    )
    return tuple(_patient(group, feed, now) for group, feeds in groups for feed in feeds)


def _patient(group: Group, feed: Feed, now: Timestamp) -> Patient:
    problem = feed.health.problem
    found = diagnose(feed, now) if group is Group.TROUBLE else None
    remedies = helps(feed, now, silent=group is Group.SILENT, never_read=group is Group.UNREAD)
    row = PatientRow(
        mark="" if problem is None else "~" if problem.kind is ProblemKind.WAIT else "!",
        title=feed.title,
        state=found.state if found is not None else _STATES.get(group, ""),
        since=short_day(found.since, now) if found is not None and found.since else "",
        next_look=next_look(feed, now),
        helps=remedies,
        paused=feed.settings.paused,
        unchecked=feed.settings.insecure,
    )
    return Patient(group, feed, row, remedies)


def next_look(feed: Feed, now: Timestamp) -> str:
    """When a feed is asked again by itself, briefly."""
    if feed.settings.paused:
        return "paused"
    at = next_try(feed, now)
    return "never" if at is None else ahead(at, now)


def helps(
    feed: Feed, now: Timestamp, *, silent: bool = False, never_read: bool = False
) -> tuple[Remedy, ...]:
    """What helps a feed, the best first: by its trouble, else by why it is listed."""
    found = diagnose(feed, now)
    if found is not None:
        return found.remedies
    if silent:
        return (Remedy.FIND_FEED, Remedy.TRY_NOW, Remedy.UNSUBSCRIBE)
    return (Remedy.UNSUBSCRIBE, Remedy.PAUSE) if never_read else (Remedy.TRY_NOW,)


def ward_title(ward: Ward) -> str:
    """How many there are in each group, in words."""
    counts = (
        (len(ward.in_trouble), "in trouble"),
        (len(ward.silent), "silent"),
        (len(ward.never_read), "never read"),
    )
    parts = [f"{count:,} {words}" for count, words in counts if count]
    return ", ".join(parts) or "all feeds are well"
