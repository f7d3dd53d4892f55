"""Whether groups of the same story are what they should be: for `doctor`, and for tests."""

from msgspec import Struct

from readnow.store.connecting import Connection

_BOTH_UNREAD = (
    "EXISTS (SELECT 1 FROM unread u WHERE u.feed_id = d.feed_id AND u.id = d.id)"
    " AND EXISTS (SELECT 1 FROM unread u WHERE u.feed_id = d.lead_feed_id AND u.id = d.lead_id)"
)
_WRONG = (
    (
        "{} whose lead is shown under another",
        "SELECT count(*) FROM folded d WHERE EXISTS (SELECT 1 FROM folded l WHERE l.id = d.lead_id)",
    ),
    (
        "{} of the same feed as another of their story",
        "SELECT count(*) FROM folded d JOIN article a ON a.id = d.id JOIN article l ON l.id = d.lead_id"
        " WHERE a.feed_id = l.feed_id OR EXISTS (SELECT 1 FROM folded o JOIN article b ON b.id = o.id"
        " WHERE o.lead_id = d.lead_id AND o.id <> d.id AND b.feed_id = a.feed_id)",
    ),
    (
        "{} that are counted for another feed than theirs",
        "SELECT count(*) FROM folded d"
        " WHERE d.feed_id IS NOT (SELECT feed_id FROM article a WHERE a.id = d.id)"
        " OR d.lead_feed_id IS NOT (SELECT feed_id FROM article a WHERE a.id = d.lead_id)",
    ),
    (
        "{} that lists do not show, or not their lead",
        "SELECT count(*) FROM folded d WHERE EXISTS (SELECT 1 FROM hidden h WHERE h.id IN (d.id, d.lead_id))"
        " OR EXISTS (SELECT 1 FROM feed f WHERE f.id IN (d.feed_id, d.lead_feed_id)"
        " AND (f.removed_at IS NOT NULL OR NOT f.folds))",
    ),
    (
        "{} that are not counted as unread, or are, unlike what they are",
        f"SELECT count(*) FROM folded d WHERE d.open <> ({_BOTH_UNREAD})",
    ),
)


class StoriesState(Struct, frozen=True):
    """How many articles are shown under the same story of another feed, how many are still to be compared,
    and what is wrong with groups, in sentences without a full stop."""

    folded: int
    waiting: int
    wrong: tuple[str, ...] = ()


def state(conn: Connection) -> StoriesState:
    """The groups, looked over."""
    found = [(what, conn.execute(sql).fetchone()[0]) for what, sql in _WRONG]
    return StoriesState(
        conn.execute("SELECT count(*) FROM folded").fetchone()[0],
        conn.execute("SELECT count(*) FROM unmatched").fetchone()[0],
        tuple(what.format(_articles(number)) for what, number in found if number),
    )


def _articles(number: int) -> str:
    return f"{number:,} folded article{'' if number == 1 else 's'}"
