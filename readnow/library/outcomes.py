"""What became of looking at or adding an address: the answers of `Feeds.look` and `Feeds.add`.

Apart from what gives them: screen and command line know these without loading the database.
"""

from dataclasses import dataclass

from readnow.model.feed import Feed, Problem, Timestamp
from readnow.model.parsed import Candidate


@dataclass(frozen=True, slots=True)
class Added:
    """Subscribed. `new` articles came; `problem` says why none could be fetched yet."""

    feed: Feed
    new: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class AlreadySubscribed:
    """The address leads to a feed that is subscribed to."""

    feed: Feed


@dataclass(frozen=True, slots=True)
class ChooseFeed:
    """There are several feeds: the user chooses one and looks at its address, or adds it."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class PrivateAddress:
    """The address is on a private network: ask the user, then add it again with `allow_private`."""

    url: str
    host: str


@dataclass(frozen=True, slots=True)
class Headline:
    """An entry of a feed that is only looked at; `at` is None where the feed gives it no date."""

    title: str
    at: Timestamp | None = None


@dataclass(frozen=True, slots=True)
class Preview:
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


@dataclass(frozen=True, slots=True)
class NotReached:
    """Only the network or the server's mood is in the way of `url`, which may be added all the same."""

    url: str
    detail: str
    allow_private: bool = False


LookOutcome = Preview | NotReached | AlreadySubscribed | ChooseFeed | PrivateAddress
AddOutcome = Added | AlreadySubscribed | ChooseFeed | PrivateAddress
