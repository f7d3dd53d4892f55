"""A library of feeds that need a look: every kind of trouble, silent ones, one that nobody reads."""

from readnow.library.schedule import DAY, HOUR, NEVER
from readnow.model.change import FetchRecord
from readnow.model.feed import FeedId, FeedSettings, Problem, ProblemKind
from readnow.model.health import DueReason, Moved
from readnow.store import feeds
from readnow.store.database import Connection
from tests.support.shelf import NOW, entry, put_feed

HOSTILE = "[@click=app.quit]Bad[/] \x1b]0;pwned\x07\u202eName [red"
"""A title that markup, a terminal or the direction of writing would act on."""


def problem(kind: ProblemKind, detail: str, days: int, status: int | None = None) -> Problem:
    """One that began so many days ago."""
    return Problem(kind, detail, NOW - days * DAY, status)


def fetched(conn: Connection, feed_id: FeedId, times: int, **fields: object) -> None:
    """So many more attempts, an hour apart, the last a quarter of an hour ago."""
    values: dict[str, object] = {"next_due": NOW + HOUR, "due_reason": DueReason.INTERVAL, **fields}
    for number in range(times, 0, -1):
        at = NOW - 900 - number * HOUR
        feeds.record(conn, feed_id, FetchRecord(attempted_at=at, **values))  # type: ignore[arg-type]


def ailing_library(conn: Connection) -> None:
    """Six in trouble, one silent, one never read, one with nothing to say about."""
    gone = put_feed(
        conn, "Old Blog", [entry(f"Post {n}") for n in range(30)], step=9 * DAY, folder=("Writing",)
    )
    fetched(
        conn, gone, 8, status=200, size=84_000, parse_ms=2, tier="fast", validators=('"a"', None), full=True
    )
    fetched(
        conn, gone, 5, status=410, failures=5, next_due=NEVER, due_reason=DueReason.GONE,
        problem=problem(ProblemKind.GONE, "gone for good (410)", 205, 410),
    )  # fmt: skip
    waits = put_feed(conn, "Slow Site", [entry("Slow news")])
    fetched(
        conn, waits, 1, status=429, failures=1, next_due=NOW + 2 * HOUR, due_reason=DueReason.ASKED_TO_WAIT,
        problem=problem(ProblemKind.WAIT, "asked us to wait (429)", 0, 429),
    )  # fmt: skip
    moves = put_feed(conn, "Moved Weekly", [entry("Moving on")])
    fetched(conn, moves, 2, status=200, moved=Moved("https://weekly.example/rss", 2, NOW - 12 * DAY))
    for title, days, kind, detail, status in (
        ("Broken Feed", 5, ProblemKind.UNREADABLE, "too complex to read (over 20 s)", None),
        ("Shop News", 23, ProblemKind.NOT_A_FEED, "a web page, not a feed", 200),
        ("Huge Archive", 4, ProblemKind.TOO_LARGE, "larger than 10 MB, stopped", 200),
    ):
        feed_id = put_feed(conn, title, [])
        fetched(
            conn, feed_id, 2, status=status or 0, failures=2, due_reason=DueReason.BACK_OFF,
            next_due=NOW + DAY, problem=problem(kind, detail, days, status),
        )  # fmt: skip
    put_feed(conn, "Quiet Corner", [entry("The last word")], newest=NOW - 300 * DAY)
    unread = put_feed(conn, "Firehose", [entry(f"Flash {n}") for n in range(12)])
    feeds.change_settings(
        conn, unread, FeedSettings(insecure=True, interval=120, headers=(("X-Key", "secret"),))
    )
    put_feed(conn, "Harbour", [entry("A terminal is a place")])


def hostile_library(conn: Connection) -> None:
    """A feed in trouble whose title, address and site are against us."""
    feed_id = put_feed(conn, "Plain", [])
    fetched(
        conn, feed_id, 1, feed_title=HOSTILE, failures=1,
        problem=problem(ProblemKind.HTTP, f"not {HOSTILE}", 1, 418),
        moved=Moved(f"https://evil.example/{HOSTILE}", 1, NOW),
    )  # fmt: skip
    conn.execute("UPDATE feed SET title = ?", (HOSTILE,))
