"""Which articles a query means, whole, in its order: the way to whatever finds them.

Called by `flags` and `counting`; a page of them with their heads is in `articles`.
"""

from readnow.model.article import ArticleId
from readnow.model.query import ArticleQuery
from readnow.store.connecting import Connection
from readnow.store.selecting import select_ids


def ids_of(conn: Connection, query: ArticleQuery) -> list[ArticleId]:
    """The ids of all that the query means, in its order, as many as its limit says."""
    if not query.is_by_date:
        from readnow.store import sorting  # rarely needed, like searching

        return sorting.page_ids(conn, query)[0]
    if query.where is not None:
        from readnow.store import searching

        return searching.find(conn, query, query.where, query.limit).ids
    selection = select_ids(conn, query)
    limit = "" if query.limit is None else f" LIMIT {query.limit:d}"
    return [ArticleId(row[0]) for row in conn.execute(selection.sql + limit, selection.parameters)]
