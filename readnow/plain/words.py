"""What is said of articles and feeds: one line each, in whole words, as a voice would read it. Pure."""

import time

from readnow.library.presentation import UNTITLED, WORDS_A_MINUTE
from readnow.model.article import ArticleHead
from readnow.model.query import Scope, ScopeKind
from readnow.text.words import counted
from readnow.views.age import day
from readnow.views.feed_row import FeedRow

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENDINGS = (".", "!", "?", "…")
_KEPT = frozenset((ScopeKind.STARRED, ScopeKind.LATER, ScopeKind.CONTINUE, ScopeKind.MUTED, ScopeKind.TAG))


def age_words(at: float, now: float) -> str:
    """How long ago: "5 hours ago", "yesterday", "3 Nov"."""
    seconds = now - at
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{counted(int(seconds // _MINUTE), 'minute')} ago"
    if seconds < 12 * _HOUR:
        return f"{counted(int(seconds // _HOUR), 'hour')} ago"
    if seconds < 7 * _DAY:
        said = day(int(at), now)
        return said if said in ("today", "yesterday") else _DAYS[time.localtime(at).tm_wday]
    return day(int(at), now)


def article_line(number: int, head: ArticleHead, now: float, *, feed: bool = True) -> str:
    """ "3. unread. A terminal is a place. Harbour, 5 hours ago, 14 minutes."""
    states = ["read" if head.read else "unread"]
    states += ["starred"] * head.starred + ["kept for later"] * head.later
    if head.place is not None:
        states.append(f"{head.place.percent} percent read")
    minutes = round(head.words / WORDS_A_MINUTE)
    facts = [head.feed_title] * feed + [age_words(head.date, now)]
    facts += [counted(minutes, "minute")] * bool(minutes)
    facts += [f"tagged {', '.join(head.tags)}"] * bool(head.tags)
    facts += [f"also in {', '.join(copy.feed_title for copy in head.copies)}"] * bool(head.copies)
    return f"{number}. {', '.join(states)}. {sentence(head.title or UNTITLED)} {', '.join(facts)}."


def feed_line(number: int, row: FeedRow) -> str:
    """ "7. Harbour, 3 unread of 25."; what stands in a folder says how deep."""
    kind = {ScopeKind.FOLDER: "Folder ", ScopeKind.SMART: "Smart feed ", ScopeKind.TAG: "Tag "}
    name = (kind.get(row.scope.kind, "") if row.scope.id else "") + row.label
    facts = [name]
    if row.depth:
        facts.append(f"level {row.depth + 1}")
    if row.scope.kind in _KEPT:
        facts.append(f"{row.total:,}{' or more' if row.more else ''}")
    elif not row.scope.is_heading:
        unread = f"{row.unread:,}{' or more' if row.more else ''} unread" if row.unread else "nothing unread"
        facts.append(f"{unread} of {row.total:,}" if row.total > row.unread else unread)
    facts += ["waiting"] * (row.mark == "~") + ["in trouble"] * (row.mark == "!")
    facts += [f"status {row.note}"] * bool(row.note and row.mark == "!")
    facts += [f"until {row.note}"] * bool(row.note and row.mark == "~")
    facts += ["certificate not checked"] * row.unchecked
    facts += ["folded"] * bool(row.folded)
    return f"{number}. {', '.join(facts)}."


def sentence(text: str) -> str:
    """A text with a full stop, unless it ends like a sentence."""
    return text if text.endswith(_ENDINGS) else f"{text}."


def kind_of(scope: Scope) -> str:
    """What a row of the feed list is, in a word."""
    return {ScopeKind.FOLDER: "folder", ScopeKind.SMART: "smart feed", ScopeKind.TAG: "tag"}.get(
        scope.kind, "feed"
    )
