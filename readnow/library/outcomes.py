"""What became of looking at or adding an address: the answers of `Feeds.look` and `Feeds.add`.

Apart from what gives them: screen and command line know these without loading the database.
"""

from msgspec import Struct

from readnow.model.feed import Feed, Problem, Timestamp
from readnow.model.parsed import Candidate


class Added(Struct, frozen=True):
    """Subscribed. `new` articles came; `problem` says why none could be fetched yet."""

    feed: Feed
    new: int = 0
    problem: Problem | None = None


class AlreadySubscribed(Struct, frozen=True):
    """The address leads to a feed that is subscribed to."""

    feed: Feed


class ChooseFeed(Struct, frozen=True):
    """There are several feeds: the user chooses one and looks at its address, or adds it."""

    candidates: tuple[Candidate, ...]


class PrivateAddress(Struct, frozen=True):
    """The address is on a private network: ask the user, then add it again with `allow_private`."""

    url: str
    host: str


class Headline(Struct, frozen=True):
    """An entry of a feed that is only looked at; `at` is None where the feed gives it no date."""

    title: str
    at: Timestamp | None = None


class Preview(Struct, frozen=True):
    """A feed that was read and not subscribed to: adding `url` does that, without asking its server again.

    `latest`: its last few entries, the newest first. `per_week`: how many come in a week; None where the
    dates do not tell. `note`: what was cut or repaired, if anything.
    """

    url: str
    title: str
    site_url: str
    entries: int
    latest: tuple[Headline, ...] = ()
    per_week: float | None = None
    language: str = ""
    note: str = ""
    allow_private: bool = False


class NotReached(Struct, frozen=True):
    """Only the network or the server's mood is in the way of `url`, which may be added all the same."""

    url: str
    detail: str
    allow_private: bool = False


LookOutcome = Preview | NotReached | AlreadySubscribed | ChooseFeed | PrivateAddress
AddOutcome = Added | AlreadySubscribed | ChooseFeed | PrivateAddress
