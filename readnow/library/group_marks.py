"""What marking an article does to its group: to all that is the same story, and to the counts. Pure.

Used by `articles`. Invariant: what is counted here is what the store will count when it has done the same.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from readnow.library.shelf import CountDelta
from readnow.model.article import ArticleHead, ArticleId, Copy, Flag
from readnow.model.feed import FeedId

Member = TypeVar("Member", Copy, ArticleHead)


def changing(heads: Iterable[ArticleHead], flag: Flag, value: bool) -> tuple[Copy, ...]:
    """The articles, copies included, for which setting the flag so changes something; each once."""
    found = {
        member.id: member for head in heads for member in _members(head) if _has(member, flag) is not value
    }
    return tuple(found.values())


def delta(heads: Sequence[ArticleHead], flag: Flag, value: bool) -> CountDelta:
    """What setting the flag on these articles and their copies does to the counts."""
    sign = 1 if value else -1
    groups = {_lead(head): _members(head) for head in heads}
    if flag is Flag.STARRED:
        # Of a group, the list of stars shows one; it shows none of those that have no star.
        shown = [group for group in groups.values() if any(member.starred for member in group) is not value]
        return CountDelta(starred=sign * len(shown))
    if flag is Flag.LATER:
        return CountDelta()  # counted behind (`tallies`)
    unread: Counter[FeedId] = Counter()
    for member in changing(heads, flag, value):
        unread[member.feed_id] -= sign
    led: Counter[tuple[FeedId, FeedId]] = Counter()
    for lead_id, group in groups.items():
        lead = next((member for member in group if member.id == lead_id), None)
        for member in group:
            if lead is not None and member.id != lead_id:
                was = not member.read and not lead.read
                led[member.feed_id, lead.feed_id] += int(not value) - int(was)
    return CountDelta(unread=unread, led={pair: number for pair, number in led.items() if number})


def marked(head: ArticleHead, flag: Flag, value: bool) -> ArticleHead:
    """The head with the flag set, on its copies too."""
    copies = tuple(_with(copy, flag, value) for copy in head.copies)
    return replace(_with(head, flag, value), copies=copies)


def _lead(head: ArticleHead) -> ArticleId:
    return head.id if head.lead is None else head.lead


def _members(head: ArticleHead) -> tuple[Copy, ...]:
    return (Copy(head.id, head.feed_id, head.feed_title, head.read, head.starred, head.later), *head.copies)


def _has(member: Copy, flag: Flag) -> bool:
    return bool(getattr(member, flag.value))


def _with(member: Member, flag: Flag, value: bool) -> Member:
    if flag is Flag.READ:
        return replace(member, read=value)
    return replace(member, starred=value) if flag is Flag.STARRED else replace(member, later=value)
