"""How many articles are shown under the same story of another feed, by pairs of feeds.

Read by `feeds`, whose rows carry it, and by `counting`. Invariant: counting looks at no article: triggers
keep in `folded` what there is to count (`schema_stories`).
"""

from collections.abc import Iterable, Mapping, Sequence

from readnow.model.feed import FeedId, FoldedPair
from readnow.store.connecting import Connection

_PAIRS = "SELECT d.feed_id, d.lead_feed_id, count(*) FROM folded d {} GROUP BY d.feed_id, d.lead_feed_id"


def pairs(conn: Connection, feeds: Iterable[FeedId] | None = None) -> tuple[FoldedPair, ...]:
    """All pairs of feeds, or those with one of these."""
    which = ""
    if feeds is not None:
        listed = ",".join(str(int(feed_id)) for feed_id in feeds)
        which = f"(d.feed_id IN ({listed}) OR d.lead_feed_id IN ({listed}))"
    total = conn.execute(_PAIRS.format(f"WHERE {which}" if which else "")).fetchall()
    if not total:
        return ()
    found = conn.execute(_PAIRS.format(f"WHERE d.open AND {which}" if which else "WHERE d.open"))
    unread = {(one, two): number for one, two, number in found}
    return tuple(FoldedPair(one, two, number, unread.get((one, two), 0)) for one, two, number in total)


def pairs_by_feed(
    conn: Connection, feeds: Iterable[FeedId] | None = None
) -> Mapping[FeedId, Sequence[FoldedPair]]:
    """The same by feed, each pair with both of its feeds."""
    found: dict[FeedId, list[FoldedPair]] = {}
    for pair in pairs(conn, feeds):
        found.setdefault(pair.feed_id, []).append(pair)
        found.setdefault(pair.lead_feed_id, []).append(pair)
    return found


def led(conn: Connection, feeds: frozenset[FeedId] | None, unread: bool) -> int:
    """How many articles of these feeds (None: of all) are not shown, because their leads are."""
    return sum(
        pair.unread if unread else pair.total
        for pair in pairs(conn)
        if feeds is None or (pair.feed_id in feeds and pair.lead_feed_id in feeds)
    )


def led_stars(conn: Connection) -> int:
    """How many starred articles have a lead that is starred too."""
    return int(
        conn.execute(
            "SELECT count(*) FROM starred s CROSS JOIN folded d ON d.id = s.id"
            " WHERE EXISTS (SELECT 1 FROM starred l WHERE l.id = d.lead_id)"
        ).fetchone()[0]
    )
