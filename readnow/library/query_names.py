"""What the words of a query may refer to.

Made by whoever reads queries, from the shelf; `query` gives it out. Invariant: nothing in it is changed by
reading, but for what the reading itself counts.
"""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from msgspec import Struct

from readnow.model.feed import Feed, Folder
from readnow.model.smart import SmartFeed, SmartFeedId
from readnow.model.tag import Tag

if TYPE_CHECKING:
    from readnow.model.condition import Condition  # a start reads no query


class Names(Struct, frozen=True):
    """What a query may refer to: feeds, folders, smart feeds and tags by name, and the clock, which days in
    words count from.

    `now` in seconds since the epoch; `zone` None is the system's. `within`: the smart feeds whose queries are
    being read, the outermost first; `pieces`: those read so far of all these queries; `read` reads one.
    These three are the reading's own.
    """

    feeds: Sequence[Feed] = ()
    folders: Sequence[Folder] = ()
    now: float = 0.0
    zone: tzinfo | None = None
    smart: Sequence[SmartFeed] = ()
    tags: Sequence[Tag] = ()
    within: tuple[SmartFeedId, ...] = ()
    pieces: list[int] | None = None
    read: "Callable[[str, Names], Condition] | None" = None
