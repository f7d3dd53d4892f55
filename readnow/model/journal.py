"""What the user did, in steps that can be taken back and done again.

Made by the store's functions that change something, recorded by `store.journal`, shown by `library.journal`.
Invariant: a step names just what really changed, so that its opposite changes nothing else.
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from readnow.model.article import ArticleId
from readnow.model.feed import Timestamp


class MarkKind(StrEnum):
    """What articles are marked as."""

    READ = "read"
    STARRED = "starred"
    LATER = "later"
    TAGGED = "tagged"
    DELETED = "deleted"
    MUTED = "muted"


class Marked(Struct, frozen=True):
    """These articles became, or (`value` False) are no longer, marked as that; TAGGED with the tag `tag_id`,
    MUTED by the rule of that number.

    `aside`: so many that their numbers stay where they were, in a table of that name (`store.asides`);
    `aside_size` tells how many.
    """

    kind: MarkKind
    value: bool
    ids: tuple[ArticleId, ...] = ()
    tag_id: int = 0
    aside: str = ""
    aside_size: int = 0

    @property
    def number(self) -> int:
        """How many articles."""
        return self.aside_size if self.aside else len(self.ids)


class RowChanged(Struct, frozen=True):
    """A row of one of the user's tables (`store.journal_rows`) was `before`, and is `after`: the columns that
    changed, or all of them where the row came (None before) or went (None after)."""

    table: str
    key: tuple[int, ...]
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


Step = Marked | RowChanged


class Entry(Struct, frozen=True):
    """Something that was done. `what` says it in words ("Mark 12 articles read"); `undone`: it was taken
    back. Entries are in the order of their numbers."""

    id: int
    at: Timestamp
    what: str
    undone: bool = False


class Reverted(Struct, frozen=True):
    """A piece of taking an entry back, or of doing it again.

    `looked_at` of the entry's `number` marks came to their turn, `ids` are the articles that changed; `rows`:
    so did feeds, folders or what else the user owns. `notes` are sentences on what stayed as it is.
    `finished`: nothing of the entry is left to do.
    """

    entry: Entry
    kinds: frozenset[MarkKind] = frozenset()
    ids: tuple[ArticleId, ...] = ()
    looked_at: int = 0
    number: int = 0
    rows: bool = False
    notes: tuple[str, ...] = field(default=())
    finished: bool = True
