"""Subscriptions as rows of the feed list, and what is said of a feed in trouble. Pure.

Rows: what is of all feeds together and smart feeds (`view_rows`); then folders with what is in them; then
feeds in no folder. While the list is filtered, folders that hold a match are shown unfolded.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from msgspec import Struct, field

from readnow.library.presentation import local_date
from readnow.library.schedule import NEVER
from readnow.model.feed import Feed, FeedHealth, FeedId, Folder, FolderId, Problem, ProblemKind, Timestamp
from readnow.model.query import SMART_FEEDS, TAGS, Scope, ScopeKind
from readnow.model.smart import SmartFeed
from readnow.text.words import fold
from readnow.views.age import moment
from readnow.views.feed_order import Arrangement
from readnow.views.feed_row import FeedRow
from readnow.views.selection import Show, View, walk
from readnow.views.view_rows import FOLDS, NAMES, smart_row, smart_rows, tag_rows, view_rows

if TYPE_CHECKING:
    from readnow.library.feeds import Feeds

_SHOWS = {Show.ALL: "", Show.UNREAD: "unread only", Show.STARRED: "starred only"}
_DAY = 86_400
UNCHECKED = "certificate not checked"
"""What is said of a feed with the setting `insecure`, wherever it is shown."""


class Listed(Struct, frozen=True):
    """What decides the rows besides the subscriptions: folded folders and headings, the filter's words, the
    time, what is opened, the order and what is left out."""

    folded: AbstractSet[int] = frozenset()
    filter: str = ""
    now: Timestamp = 0
    opened: Scope | None = None
    arrangement: Arrangement = field(default_factory=Arrangement)


KnownRows = dict[tuple[FeedId, FolderId | None], tuple[Feed, int, FeedRow]]
"""Rows that were made of these very feeds at these depths: a feed that has not changed keeps its row."""


def feed_rows(feeds: "Feeds", listed: Listed, known: KnownRows | None = None) -> tuple[FeedRow, ...]:
    """All rows, in order. `known` is kept up for the next time: of a thousand feeds few change at once."""
    wanted = fold(listed.filter).strip()
    rows = [] if wanted else list(view_rows(feeds, listed.opened))
    rows += smart_rows(feeds, FOLDS[SMART_FEEDS] in listed.folded, wanted)
    rows += tag_rows(feeds, FOLDS[TAGS] in listed.folded, wanted)
    known = {} if known is None else known
    parents = {folder.id: folder.parent_id for folder in feeds.folders()}
    matches = {feed.id for feed in feeds.all() if _matches(feed, wanted, listed.arrangement)}
    filed = {s.id: s for s in feeds.smart_feeds if s.folder_id in parents and wanted in fold(s.name)}
    kept = _kept(feeds, matches, filed.values(), parents, listed)
    arranged = listed.arrangement.arranged(feeds.all(), feeds.folders())
    for entry, inside in walk(*arranged, filed.values()):
        if not wanted and _hidden(inside, parents, listed):
            continue
        if isinstance(entry, Folder):
            if kept is None or entry.id in kept:
                rows.append(_folder_row(feeds, entry, parents, listed))
        elif isinstance(entry, SmartFeed):
            rows.append(smart_row(feeds, entry, len(_above(inside, parents))))
        elif entry.id in matches:
            rows.append(_row_of(entry, inside, len(_above(inside, parents)), listed.now, known))
    return tuple(rows)


def _matches(feed: Feed, wanted: str, arrangement: Arrangement) -> bool:
    """Whether a feed is in the list; while that is filtered, only its words count."""
    if not wanted:
        return arrangement.shows(feed)
    return wanted in fold(feed.title) or wanted in feed.url.lower()


def _kept(
    feeds: "Feeds",
    matches: AbstractSet[FeedId],
    smart: Iterable[SmartFeed],
    parents: dict[FolderId, FolderId | None],
    listed: Listed,
) -> AbstractSet[FolderId] | None:
    """The folders that hold something that is in the list; None where all folders are."""
    if not listed.filter.strip() and not listed.arrangement.hides_read:
        return None
    places: list[FolderId | None] = [one.folder_id for one in smart]
    places += [place for feed in feeds.all() if feed.id in matches for place in feed.places]
    if not listed.filter.strip():
        places += [
            folder_id for folder_id in parents if Scope.folder(folder_id) in listed.arrangement.staying
        ]
    return {above for place in places for above in _above(place, parents)}


def _row_of(feed: Feed, inside: FolderId | None, depth: int, now: Timestamp, known: KnownRows) -> FeedRow:
    """The feed's row; that of one in trouble tells of times, so it is made anew."""
    before = known.get((feed.id, inside))
    if before is not None and before[0] is feed and before[1] == depth and feed.health.problem is None:
        return before[2]
    row = _feed_row(feed, inside, depth, now)
    known[feed.id, inside] = (feed, depth, row)
    return row


def _above(folder_id: FolderId | None, parents: dict[FolderId, FolderId | None]) -> tuple[FolderId, ...]:
    """A folder and those around it, from the inside out."""
    found: list[FolderId] = []
    while folder_id is not None and folder_id not in found:
        found.append(folder_id)
        folder_id = parents.get(folder_id)
    return tuple(found)


def _hidden(inside: FolderId | None, parents: dict[FolderId, FolderId | None], listed: Listed) -> bool:
    return any(folder in listed.folded for folder in _above(inside, parents))


def _folder_row(
    feeds: "Feeds", folder: Folder, parents: dict[FolderId, FolderId | None], listed: Listed
) -> FeedRow:
    scope = Scope.folder(folder.id)
    folded = folder.id in listed.folded and not listed.filter.strip()
    inside = feeds.in_scope(scope)
    troubled = folded and any(feed.health.problem for feed in inside)
    return FeedRow(
        scope=scope,
        label=folder.name,
        depth=len(_above(folder.parent_id, parents)),
        unread=feeds.unread(scope),
        total=feeds.total(scope),
        mark="!" if troubled else "",
        note="",
        folded=folded,
        inside=folder.parent_id,
    )


def _feed_row(feed: Feed, inside: FolderId | None, depth: int, now: Timestamp) -> FeedRow:
    problem = feed.health.problem
    return FeedRow(
        scope=Scope.feed(feed.id),
        label=feed.title,
        depth=depth,
        unread=feed.unread,
        total=feed.total,
        mark="" if problem is None else "~" if problem.kind is ProblemKind.WAIT else "!",
        note=_note(problem, feed.health, now) if problem and not feed.unread else "",
        folded=None,
        unchecked=feed.settings.insecure,
        inside=inside,
    )


def _note(problem: Problem, health: FeedHealth, now: Timestamp) -> str:
    """What stands in place of the count: the status of a feed that is gone, the time of one that waits."""
    if problem.kind is ProblemKind.WAIT and health.next_due and 0 <= health.next_due - now < _DAY:
        return local_date(health.next_due, "%H:%M")
    return str(problem.status or "") if problem.kind is ProblemKind.GONE else ""


def name_of(feeds: "Feeds", scope: Scope) -> str:
    """What a scope is called."""
    if scope.kind is ScopeKind.FEED:
        return next((feed.title for feed in feeds.in_scope(scope)), "")
    if scope.kind is ScopeKind.FOLDER:
        return next((folder.name for folder in feeds.folders() if folder.id == scope.id), "")
    if scope.kind is ScopeKind.SMART and scope.id:
        return next((smart.name for smart in feeds.smart_feeds if smart.id == scope.id), "")
    if scope.kind is ScopeKind.TAG and scope.id:
        return next((tag.name for tag in feeds.tags if tag.id == scope.id), "")
    return NAMES[scope.kind]


def exists(feeds: "Feeds", scope: Scope) -> bool:
    """Whether a scope can be shown: its feed, folder, smart feed or tag is still there."""
    return bool(name_of(feeds, scope)) and not scope.is_heading


def title_of(feeds: "Feeds", view: View) -> str:
    """The line above the list of articles: the name, and how many."""
    name = name_of(feeds, view.scope)
    if view.search.strip():
        return f"{name} · {view.search.strip()}"
    if view.show is Show.STARRED:
        return f"{name} · {_SHOWS[view.show]}"
    parts = [name, _SHOWS[view.show], _number(feeds, view.scope)]
    return " · ".join(part for part in parts if part)


def _number(feeds: "Feeds", scope: Scope) -> str:
    """How many there are of what is put aside, how many are unread of all else; empty for none."""
    if scope.kind is ScopeKind.STARRED:
        return f"{feeds.starred():,}"
    if scope.is_whole_feeds:
        unread = feeds.unread(scope)
        return f"{unread:,}" if unread else ""
    tally = feeds.tally(scope)
    return f"{tally.number:,}{'+' * tally.more}" if tally.number else ""


def trouble(feed: Feed, now: Timestamp) -> str:
    """What is wrong with a feed: what happened, since when, when it is tried again; empty for nothing.

    That its certificate is not checked is said in any case.
    """
    problem, health = feed.health.problem, feed.health
    unchecked = [UNCHECKED] if feed.settings.insecure else []
    if problem is None:
        return f"{feed.title}: {UNCHECKED}" if unchecked else ""
    parts = [f"{feed.title}: {problem.detail}", *unchecked]
    if problem.since:
        parts.append(f"since {moment(problem.since, now)}")
    if health.next_due == NEVER:
        parts.append("not checked any more")
    elif health.next_due is not None:
        parts.append(
            f"next try {moment(health.next_due, now)}" if health.next_due > now else "to be tried again"
        )
    return " · ".join(parts)
