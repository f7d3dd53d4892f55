"""One feed on a real server on loopback that fails as it is told, and a clock that tests move on."""

from collections.abc import Callable
from dataclasses import dataclass, field

from readnow.library.schedule import HOUR
from readnow.model.change import FetchRecord
from readnow.model.feed import Problem
from readnow.store import feeds
from readnow.store.database import Connection
from tests.support.documents import rss
from tests.support.shelf import NOW
from tests.support.web import Answer, Web

WELL = Answer(rss("One", "Two", feed="Harbour"), headers=(("Content-Type", "application/rss+xml"),))


@dataclass
class Clock:
    """A time that goes on when it is told to."""

    at: int = NOW

    def __call__(self) -> float:
        return self.at

    def later(self) -> None:
        """So much later that a feed may be asked again by hand, and hosts that asked to wait have had it."""
        self.at += 12 * HOUR


@dataclass
class Ailing:
    """The feed at `/feed` of a server, and the site around it."""

    web: Web
    clock: Clock = field(default_factory=Clock)
    title: str = "Harbour"
    site: str = "/"
    """The path of the site as the feed named it, "" where it never did."""

    def fill(self, problem: Problem | None = None) -> Callable[[Connection], object]:
        """Subscribes to the feed, which had its problem the last time, if any."""

        def put(conn: Connection) -> None:
            feed_id = feeds.insert(
                conn,
                feeds.NewFeed(
                    url=self.web.url("/feed"),
                    site_url=self.web.url(self.site) if self.site else "",
                    title=self.title,
                    at=NOW - 90 * HOUR,
                ),
            )
            if problem is not None:
                feeds.record(
                    conn,
                    feed_id,
                    FetchRecord(attempted_at=NOW - HOUR, next_due=NOW + HOUR, failures=1, problem=problem),
                )

        return put

    def heal(self) -> None:
        """The feed answers as it should."""
        self.web.answers["/feed"] = WELL
