"""What became of adding an address: the answers of `Feeds.add`, for screen and command line to tell apart.

Apart from what gives them: the screen knows these without loading the database.
"""

from dataclasses import dataclass

from readnow.model.feed import Feed, Problem
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
    """The page announces several feeds: the user chooses one and adds its address."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class PrivateAddress:
    """The address is on a private network: ask the user, then add it again with `allow_private`."""

    url: str
    host: str


AddOutcome = Added | AlreadySubscribed | ChooseFeed | PrivateAddress
