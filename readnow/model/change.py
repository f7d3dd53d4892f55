"""Changes on their way into the store: what a refresh decided, what the user did, and what came of it."""

from msgspec import Struct, field

from readnow.model.article import ArticleId, DateSource, Flag
from readnow.model.feed import FeedId, Problem, Timestamp
from readnow.model.health import DueReason, Moved
from readnow.model.parsed import ParsedArticle
from readnow.model.rule import Ruled


class StoredEntry(Struct, frozen=True):
    """What deciding needs to know of an entry that is stored, or (`id` None) of the tombstone it left."""

    id: ArticleId | None
    content_hash: bytes
    letters_hash: bytes
    updated: Timestamp | None = None
    changes: int = 0
    read: bool = False
    starred: bool = False


class NewArticle(Struct, frozen=True):
    """An entry to insert. `sort_date` becomes its id (plus one until free)."""

    entry: ParsedArticle
    sort_date: Timestamp
    date_source: DateSource
    read: bool = False
    starred: bool = False


class ChangedArticle(Struct, frozen=True):
    """An entry whose stored content is to be replaced; its flags, id and dates of receipt stay (E4), but that
    it becomes `unread` where the user wants that."""

    id: ArticleId
    entry: ParsedArticle
    changes: int
    unread: bool = False


class FeedPlan(Struct, frozen=True):
    """What one document does to one feed. New articles are in the order in which they are to be inserted."""

    new: tuple[NewArticle, ...] = ()
    changed: tuple[ChangedArticle, ...] = ()


class FetchRecord(Struct, frozen=True):
    """What an attempt leaves in the feed's row, in the same transaction as its articles (E9, E10).

    `validators` None leaves ETag and Last-Modified as they are; a pair replaces both. None leaves
    `body_hash`, `size`, `parse_ms` and `tier` as stored. `status` is what the server said at last, 0 where it
    said nothing. `moved` replaces what is known of a move.
    """

    attempted_at: Timestamp
    next_due: Timestamp
    failures: int = 0
    problem: Problem | None = None
    validators: tuple[str | None, str | None] | None = None
    body_hash: bytes | None = None
    feed_title: str | None = None
    site_url: str | None = None
    due_reason: DueReason = DueReason.INTERVAL
    status: int = 0
    full: bool = False
    size: int | None = None
    parse_ms: int | None = None
    tier: str | None = None
    moved: Moved | None = None


class Applied(Struct, frozen=True):
    """What a plan really did. `ruled`: what rules did with what it brought; what they muted is not among the
    new ones."""

    feed_id: FeedId
    new_ids: tuple[ArticleId, ...] = ()
    changed_ids: tuple[ArticleId, ...] = ()
    unread: int = 0
    total: int = 0
    ruled: Ruled = field(default_factory=Ruled)


class StatusChange(Struct, frozen=True):
    """Set `flag` to `value` on these articles; those that have it already, or are gone, are passed over."""

    ids: tuple[ArticleId, ...]
    flag: Flag
    value: bool
    at: Timestamp
