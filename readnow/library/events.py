"""What happened: the library's only voice. Subscribers get these on the event loop, in order.

Events say that something changed, not what it looks like now: who shows it asks the library again.
"""

from collections.abc import Mapping

from msgspec import Struct, field

from readnow.library.choosing import Skipped
from readnow.model.article import ArticleId, Flag
from readnow.model.change import Applied
from readnow.model.feed import FeedId, Problem
from readnow.model.rule import Ruled


class RefreshStarted(Struct, frozen=True):
    """A refresh of `feeds` feeds began; `skipped` were not due or asked to wait."""

    feeds: int
    skipped: int = 0


class RefreshProgress(Struct, frozen=True):
    """`done` of `feeds` are finished; `new` articles came in so far."""

    done: int
    feeds: int
    new: int


class FeedRefreshed(Struct, frozen=True):
    """One feed's articles or its title changed."""

    applied: Applied


class FeedFailed(Struct, frozen=True):
    """One feed could not be refreshed; its health says so too."""

    feed_id: FeedId
    problem: Problem


class RefreshFinished(Struct, frozen=True):
    """The figures of a finished refresh; `seconds` is wall time, `reasons` says why feeds were skipped.

    `new_feeds`: how many feeds the new articles are of. `interrupted`: it was cancelled. `offline`: there was
    no network; the feeds that `failed` stay as they were, and are due. `detail` is a sentence where it could
    not run at all, else empty.
    """

    fetched: int = 0
    not_modified: int = 0
    skipped: int = 0
    reasons: Skipped = field(default_factory=Skipped)
    failed: int = 0
    new: int = 0
    updated: int = 0
    seconds: float = 0.0
    new_feeds: int = 0
    interrupted: bool = False
    offline: bool = False
    detail: str = ""


class StatusChanged(Struct, frozen=True):
    """Flags of these articles changed (empty `ids`: of many; ask again)."""

    ids: tuple[ArticleId, ...]
    flag: Flag
    value: bool


class RulesActed(Struct, frozen=True):
    """Rules took articles. `behind`: some that lists may show already, else such as come just now."""

    ruled: Ruled
    behind: bool = False


class ArticlesChanged(Struct, frozen=True):
    """Something of these articles changed that nobody has shown yet (empty `ids`: of many). `come_or_gone`:
    lists have others now."""

    ids: tuple[ArticleId, ...]
    come_or_gone: bool = False


class RulesChanged(Struct, frozen=True):
    """Rules were made, changed, switched or deleted. `said`: a sentence, where that came by itself."""

    said: str = ""


class StoriesFolded(Struct, frozen=True):
    """Articles turned out to be the same story as others: by each the one that lists show for it from now
    on. `read` came in read, as copies of what was."""

    leads: Mapping[ArticleId, ArticleId]
    read: tuple[ArticleId, ...] = ()


class FeedsChanged(Struct, frozen=True):
    """Feeds or folders were added, removed, renamed or moved."""


class PlaceKept(Struct, frozen=True):
    """Where an article was left was kept, or forgotten."""

    article_id: ArticleId


class TalliesChanged(Struct, frozen=True):
    """Numbers beside rows of the feed list that are counted behind are others now."""


class ExternalChange(Struct, frozen=True):
    """Another process changed the database: everything shown may be old."""


class StoreFailed(Struct, frozen=True):
    """A change could not be written and was taken back. `detail` is the sentence for the user."""

    detail: str
    ids: tuple[ArticleId, ...] = ()


Event = (
    RefreshStarted
    | RefreshProgress
    | FeedRefreshed
    | FeedFailed
    | RefreshFinished
    | StatusChanged
    | ArticlesChanged
    | StoriesFolded
    | RulesActed
    | RulesChanged
    | FeedsChanged
    | PlaceKept
    | TalliesChanged
    | ExternalChange
    | StoreFailed
)
