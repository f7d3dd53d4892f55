"""What stands in an empty list, and what came of a refresh, in words. Pure."""

from readnow.library.events import RefreshFinished
from readnow.model.query import ScopeKind
from readnow.text.words import counted
from readnow.views.selection import Show, View

_EMPTY = {
    ScopeKind.ALL: "No articles yet.",
    ScopeKind.UNREAD: "Nothing unread.",
    ScopeKind.TODAY: "Nothing of today yet.",
    ScopeKind.STARRED: "Nothing starred yet. The key s stars an article.",
    ScopeKind.LATER: "Nothing kept for later.",
    ScopeKind.NEW: "Nothing has come since last time.",
    ScopeKind.CONTINUE: "Nothing is begun and unfinished.",
    ScopeKind.MUTED: "Nothing is muted.",
    ScopeKind.SMART: "Nothing matches this smart feed.",
    ScopeKind.TAG: "Nothing has this tag.",
    ScopeKind.FOLDER: "No articles in this folder yet.",
    ScopeKind.FEED: "No articles in this feed yet.",
}


def empty_text(view: View) -> str:
    """What stands in an empty list."""
    if view.search.strip():
        return "Nothing found."
    return _EMPTY[view.scope.kind] if view.show is Show.ALL else f"Nothing {view.show.value} here."


OFFLINE = "offline: no network could be reached"


def summary_of(finished: RefreshFinished, since: str = "") -> str:
    """What came of a refresh, in one line; empty where there is nothing to say. `since`: the time of the one
    before, if there was one."""
    if finished.detail:
        return finished.detail
    if finished.interrupted or not (finished.fetched or finished.not_modified or finished.failed):
        return ""
    if finished.offline:
        return OFFLINE
    behind = f" since {since}" if since else ""
    feeds = f" in {counted(finished.new_feeds, 'feed')}" if finished.new_feeds else ""
    parts = [f"{finished.new:,} new{feeds}{behind}" if finished.new else f"nothing new{behind}"]
    if finished.failed:
        parts.append(f"{finished.failed} feed{'s' if finished.failed > 1 else ''} in trouble")
    return " · ".join(parts)
