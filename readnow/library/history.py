"""How a feed has fared: its last fetches, former addresses, articles a week, how much of it was read.

Read for the feed doctor; nothing else needs it, so nothing of it is kept in memory.
"""

from msgspec import Struct

from readnow.library.schedule import DAY
from readnow.model.feed import FeedId, Timestamp
from readnow.model.health import Attempt
from readnow.store import feeds as stored_feeds
from readnow.store import fetching
from readnow.store.database import Connection

WEEKS = 52
WEEK = 7 * DAY


class History(Struct, frozen=True):
    """`by_week`: articles a week by their dates, for a year, this week last. `newest`: the last one's."""

    attempts: tuple[Attempt, ...]
    former: tuple[tuple[str, Timestamp], ...]
    by_week: tuple[int, ...]
    newest: Timestamp | None
    added_at: Timestamp

    @property
    def a_week(self) -> float:
        """Articles a week, over the last twelve weeks."""
        return sum(self.by_week[-12:]) / 12


def read_history(conn: Connection, feed_id: FeedId, now: Timestamp) -> History:
    """The history of one feed."""
    weeks = stored_feeds.articles_by_week(conn, feed_id, now - WEEKS * WEEK + 1, WEEK)
    return History(
        attempts=fetching.attempts(conn, feed_id),
        former=stored_feeds.former_addresses(conn, feed_id),
        by_week=tuple(weeks.get(week, 0) for week in range(WEEKS)),
        newest=stored_feeds.newest_article(conn, feed_id),
        added_at=stored_feeds.added_at(conn, feed_id),
    )
