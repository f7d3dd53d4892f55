"""A row of the feed list. Made by `feed_rows` and `view_rows`, drawn or spoken by whoever shows the list."""

from msgspec import Struct

from readnow.model.feed import FolderId
from readnow.model.query import Scope


class FeedRow(Struct, frozen=True):
    """A row of the feed list. `folded` is None for what cannot be folded.

    `mark` is "!" for trouble, "~" for a server that asked to wait, else empty; `note` takes the place of the
    number ("14:20"). `unchecked`: whoever is in between may change the feed, which bears a mark. `more`: the
    number was not counted to its end. `inside`: the folder that it stands in.
    """

    scope: Scope
    label: str
    depth: int = 0
    unread: int = 0
    total: int = 0
    mark: str = ""
    note: str = ""
    folded: bool | None = None
    unchecked: bool = False
    more: bool = False
    inside: FolderId | None = None

    @property
    def key(self) -> tuple[Scope, FolderId | None]:
        """Which row it is: a feed has one in each of its folders."""
        return self.scope, self.inside
