"""The rows of the history: what was done, newest first, and the feeds that can be brought back. Pure.

Shown by `screens.undoing`. Invariant: what a row's value says is what choosing it does.
"""

from collections.abc import Iterable, Iterator, Sequence

from readnow.model.feed import RemovedFeed
from readnow.model.journal import Entry
from readnow.text.words import counted
from readnow.tui.screens.choice import Choice
from readnow.views.age import long_age

UNDO, REDO, RESTORE = "undo", "redo", "restore"
FEEDS_GROUP = "Unsubscribed feeds"


def history_choices(entries: Iterable[Entry], removed: Sequence[RemovedFeed], now: float) -> list[Choice]:
    """The entries, then the feeds."""
    return [*_entries(entries, now), *(_feed(feed, now) for feed in removed)]


def read_value(value: str) -> tuple[str, int]:
    """What a chosen row wants, and of which number."""
    what, _, number = value.partition(":")
    return what, int(number)


def _entries(entries: Iterable[Entry], now: float) -> Iterator[Choice]:
    for entry in entries:
        said = long_age(entry.at, now)
        if entry.undone:
            yield Choice(f"  {entry.what}", f"undone · {said}", f"{REDO}:{entry.id}", "undone")
        else:
            yield Choice(entry.what, said, f"{UNDO}:{entry.id}", "done")


def _feed(feed: RemovedFeed, now: float) -> Choice:
    since = f"unsubscribed {long_age(feed.removed_at, now)}, {counted(feed.total, 'article')}"
    return Choice(f"Bring back “{feed.title}”", since, f"{RESTORE}:{feed.id}", FEEDS_GROUP)
