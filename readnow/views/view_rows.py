"""The rows of the feed list above folders and feeds: what is of all feeds together, smart feeds, tags. Pure.

Called by `feed_rows`. Invariant: all articles, unread and starred are always there; the others of that block
while they hold something, or are opened.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readnow.model.query import (
    ALL,
    CONTINUE,
    LATER,
    MUTED,
    NEW,
    SMART_FEEDS,
    STARRED,
    TAGS,
    TODAY,
    UNREAD,
    Scope,
    ScopeKind,
)
from readnow.model.smart import SmartFeed
from readnow.text.words import fold
from readnow.views.feed_row import FeedRow

if TYPE_CHECKING:
    from readnow.library.feeds import Feeds

NAMES = {
    ScopeKind.ALL: "All articles",
    ScopeKind.UNREAD: "Unread",
    ScopeKind.TODAY: "Today",
    ScopeKind.STARRED: "Starred",
    ScopeKind.LATER: "Later",
    ScopeKind.NEW: "New since last time",
    ScopeKind.CONTINUE: "Continue reading",
    ScopeKind.MUTED: "Muted",
    ScopeKind.SMART: "Smart feeds",
    ScopeKind.TAG: "Tags",
}
_SHORT = {ScopeKind.ALL: "All", ScopeKind.NEW: "New", ScopeKind.CONTINUE: "Continue"}
VIEWS = (ALL, UNREAD, TODAY, STARRED, LATER, NEW, CONTINUE, MUTED)
FOLDS = {SMART_FEEDS: -1, TAGS: -2}
"""The numbers under which it is remembered that headings are folded, beside those of folders."""


def fold_number(scope: Scope) -> int | None:
    """The number under which it is remembered that a row is folded; None for what cannot be."""
    return scope.id if scope.kind is ScopeKind.FOLDER else FOLDS.get(scope)


def view_rows(feeds: "Feeds", opened: Scope | None) -> Iterator[FeedRow]:
    """What is of all feeds together."""
    for scope in VIEWS:
        tally = feeds.tally(scope)
        if scope in (ALL, UNREAD, STARRED):
            unread, total = (0 if scope is STARRED else feeds.unread(ALL)), feeds.total(scope)
        elif tally.holds or scope == opened:
            unread = total = tally.number
        else:
            continue
        label = NAMES[scope.kind] if scope is ALL else _SHORT.get(scope.kind, NAMES[scope.kind])
        yield FeedRow(scope, label, unread=unread, total=total, more=tally.more)


def smart_rows(feeds: "Feeds", folded: bool, wanted: str) -> Iterator[FeedRow]:
    """Smart feeds that are in no folder, below their heading. `wanted`: what their names must have."""
    folders = {folder.id for folder in feeds.folders()}
    loose = [smart for smart in feeds.smart_feeds if smart.folder_id not in folders]
    found = [smart for smart in loose if wanted in fold(smart.name)]
    if not found:
        return
    folded = folded and not wanted
    rows = [smart_row(feeds, smart, 1) for smart in found]
    broken = folded and any(row.mark for row in rows)
    yield FeedRow(SMART_FEEDS, NAMES[ScopeKind.SMART], mark="!" if broken else "", folded=folded)
    if not folded:
        yield from rows


def tag_rows(feeds: "Feeds", folded: bool, wanted: str) -> Iterator[FeedRow]:
    """Tags below their heading. `wanted`: what their names must have."""
    found = [tag for tag in feeds.tags if wanted in fold(tag.name)]
    if not found:
        return
    folded = folded and not wanted
    yield FeedRow(TAGS, NAMES[ScopeKind.TAG], folded=folded)
    for tag in () if folded else found:
        scope = Scope(ScopeKind.TAG, tag.id)
        tally = feeds.tally(scope)
        yield FeedRow(scope, tag.name, 1, unread=tally.number, total=tally.number, more=tally.more)


def smart_row(feeds: "Feeds", smart: SmartFeed, depth: int) -> FeedRow:
    """One smart feed."""
    scope = Scope(ScopeKind.SMART, smart.id)
    tally = feeds.tally(scope)
    return FeedRow(
        scope,
        smart.name,
        depth,
        unread=tally.number,
        total=tally.number,
        mark="!" if tally.broken else "",
        more=tally.more,
        inside=smart.folder_id,
    )
