"""What a user types to find articles, as an `ArticleQuery`: the same in the search line and on the command
line.

The language itself is in `query_reading`, which is loaded when something is typed: a start needs none of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from readnow.model.feed import Feed, Folder
from readnow.model.query import ArticleQuery
from readnow.model.smart import SmartFeed, SmartFeedId
from readnow.model.tag import Tag


@dataclass(frozen=True, slots=True)
class Names:
    """What a query may refer to: feeds, folders, smart feeds and tags by name, and the clock, which days in
    words count from.

    `now` in seconds since the epoch; `zone` None is the system's. `within`: the smart feeds whose queries are
    being read, the outermost first; `pieces`: those read so far of all these queries.
    """

    feeds: Sequence[Feed] = ()
    folders: Sequence[Folder] = ()
    now: float = 0.0
    zone: tzinfo | None = None
    smart: Sequence[SmartFeed] = ()
    tags: Sequence[Tag] = ()
    within: tuple[SmartFeedId, ...] = ()
    pieces: list[int] | None = None


def parse_query(text: str, names: Names, within: ArticleQuery | None = None) -> ArticleQuery:
    """The query that `text` means, narrowing `within` (by default: all articles). Raises `QueryError`."""
    query = within or ArticleQuery()
    if not text.strip():
        return query
    from readnow.library.query_reading import read_condition
    from readnow.model.condition import all_of

    condition = read_condition(text, names)
    return replace(query, where=condition if query.where is None else all_of((query.where, condition)))
