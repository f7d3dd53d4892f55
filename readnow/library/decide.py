"""What a document does to a feed: stored entries × parsed document → `FeedPlan` (rules E4 to E7). Pure.

Called by `refresh` inside the transaction that will store the plan. Invariant: deciding again on what the
plan left behind gives an empty plan.
"""

from collections.abc import Mapping

from msgspec import Struct

from readnow.model.article import DateSource
from readnow.model.change import ChangedArticle, FeedPlan, NewArticle, StoredEntry
from readnow.model.feed import Timestamp
from readnow.model.parsed import ParsedArticle, ParsedFeed

MAX_UNDATED_CHANGES = 24
"""Changes recorded of an entry that gives no new `updated` date: more is a page with a clock in it (E4)."""

_DAY = 24 * 3600


class ImportPolicy(Struct, frozen=True):
    """`first_import`: the feed has never been read. Then what is older than `read_older_than_days` starts as
    read (E7); 0 days means that nothing does. `unread_on_change`: what changed is unread again (E4)."""

    first_import: bool = False
    read_older_than_days: int = 30
    unread_on_change: bool = False


def decide(
    stored: Mapping[str, StoredEntry], parsed: ParsedFeed, now: Timestamp, policy: ImportPolicy
) -> FeedPlan:
    """The plan for `parsed`, given what is stored (or buried) under the keys of its entries.

    A rough entry brings nothing that tells whether it has changed, so it never has.
    """
    new: list[NewArticle] = []
    changed: list[ChangedArticle] = []
    for entry in parsed.entries:
        known = stored.get(entry.key)
        if known is None:
            new.append(_arrival(entry, now, policy))
        elif known.id is not None and not entry.rough:
            changes = _changes(known, entry)
            if changes is not None:
                unread = policy.unread_on_change and known.read
                changed.append(ChangedArticle(known.id, entry, changes, unread))
    # The document's first entry is its newest: inserted last among equals, it gets the highest id (E6).
    new.reverse()
    new.sort(key=lambda article: article.sort_date)
    return FeedPlan(tuple(new), tuple(changed))


def sort_date(entry: ParsedArticle, now: Timestamp) -> tuple[Timestamp, DateSource]:
    """The date to sort by: published, else updated, else received; one of the future counts as none."""
    if entry.published is not None and entry.published <= now:
        return entry.published, DateSource.PUBLISHED
    if entry.published is None and entry.updated is not None and entry.updated <= now:
        return entry.updated, DateSource.UPDATED
    return now, DateSource.RECEIVED


def _arrival(entry: ParsedArticle, now: Timestamp, policy: ImportPolicy) -> NewArticle:
    date, source = sort_date(entry, now)
    limit = policy.read_older_than_days * _DAY
    old = policy.first_import and limit > 0 and now - date > limit
    return NewArticle(entry, date, source, read=old)


def _changes(known: StoredEntry, entry: ParsedArticle) -> int | None:
    """The count of undated changes to store with a real change; None where nothing is to be recorded."""
    if known.content_hash in (entry.content_hash, entry.rough_hash):
        return None
    if known.letters_hash == entry.letters_hash:
        return None
    if entry.updated is not None and (known.updated is None or entry.updated > known.updated):
        return 0
    return known.changes + 1 if known.changes < MAX_UNDATED_CHANGES else None
