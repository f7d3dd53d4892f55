"""What was done, as the history says it: one sentence without a full stop ("Mark 12 articles read").

Called by whoever records an entry. Invariant: the sentence says how many really changed; of a single one it
has the title.
"""

from readnow.model.journal import Entry, MarkKind
from readnow.text.cells import cut
from readnow.text.words import counted

UNDONE, REDONE = "Undone", "Done again"
NOTHING_TO_UNDO, NOTHING_TO_REDO = "There is nothing to undo.", "There is nothing to redo."

_TITLE = 60
"""Cells that a title has room for."""
_MARKS: dict[tuple[MarkKind, bool], str] = {
    (MarkKind.READ, True): "Mark {} read",
    (MarkKind.READ, False): "Mark {} unread",
    (MarkKind.STARRED, True): "Star {}",
    (MarkKind.STARRED, False): "Unstar {}",
    (MarkKind.LATER, True): "Keep {} for later",
    (MarkKind.LATER, False): "Keep {} for later no more",
    (MarkKind.DELETED, True): "Delete {}",
    (MarkKind.DELETED, False): "Bring {} back",
}


def mark_words(kind: MarkKind, value: bool, number: int, title: str = "") -> str:
    """Marks of so many articles; of a single one, `title`."""
    what = quoted(title) if number == 1 and title else counted(number, "article")
    return _MARKS[kind, value].format(what)


def feed_words(verb: str, titles: list[str]) -> str:
    """What is done to feeds: "Unsubscribe from" or another verb with its preposition."""
    return f"{verb} {quoted(titles[0]) if len(titles) == 1 else counted(len(titles), 'feed')}"


def quoted(name: str) -> str:
    """A name in a sentence, short enough for it."""
    return f"“{cut(name, _TITLE)}”"


def lowered(entry: Entry) -> str:
    """An entry's sentence as it goes on after a colon."""
    return entry.what[:1].lower() + entry.what[1:]
