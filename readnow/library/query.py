"""What a user types to find articles, as an `ArticleQuery`: the same in the search line and on the command
line.

The language itself is in `query_reading`, which is loaded when something is typed: a start needs none of it.
"""

from msgspec.structs import replace

from readnow.library.query_names import Names
from readnow.model.query import ArticleQuery

__all__ = ["Names", "parse_query"]


def parse_query(text: str, names: Names, within: ArticleQuery | None = None) -> ArticleQuery:
    """The query that `text` means, narrowing `within` (by default: all articles). Raises `QueryError`."""
    query = within or ArticleQuery()
    if not text.strip():
        return query
    from readnow.library.query_reading import read_condition
    from readnow.model.condition import all_of

    condition = read_condition(text, names)
    return replace(query, where=condition if query.where is None else all_of((query.where, condition)))
