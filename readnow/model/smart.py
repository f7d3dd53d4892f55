"""Smart feeds: queries that the user keeps as rows of the feed list."""

from typing import NewType

from msgspec import Struct

from readnow.model.feed import FolderId

SmartFeedId = NewType("SmartFeedId", int)


class SmartFeed(Struct, frozen=True):
    """A query under a name. It is kept as it was typed and read anew each time, since what it names changes.

    `sort`: the order of its list, empty for the usual one. `folder_id`: the folder that it stands in.
    """

    id: SmartFeedId
    name: str
    query: str
    sort: str = ""
    folder_id: FolderId | None = None
    position: int = 0
