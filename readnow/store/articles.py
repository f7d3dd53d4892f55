"""Articles as they are read: pages of heads, one whole article, counts; and what a refresh compares with.

Every list is a walk along a primary key, newest first: an article's id is its sort key. Writing is in
`arrivals` and `flags`, which this module offers as its own.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from readnow.model.article import Article, ArticleHead, ArticleId, DateSource
from readnow.model.query import ArticleQuery, Page, ScopeKind
from readnow.store.arrivals import apply, known
from readnow.store.bodies import read_details, unpack
from readnow.store.database import Connection
from readnow.store.flags import mark_matching, set_flag
from readnow.store.selecting import FEED_TITLE, Selection, chosen, feeds_in_folder, select_ids

__all__ = ["apply", "article", "count", "heads", "known", "mark_matching", "matching", "page", "set_flag"]

_HEAD = (
    f"a.id, a.feed_id, {FEED_TITLE}, a.title, a.author, a.link, a.date, a.date_source,"
    " NOT EXISTS (SELECT 1 FROM unread u WHERE u.feed_id = a.feed_id AND u.id = a.id),"
    " EXISTS (SELECT 1 FROM starred s WHERE s.id = a.id), a.words, a.rev"
)
_HEADS_OF = f"SELECT {_HEAD} FROM ({{}}) c JOIN article a ON a.id = c.id JOIN feed f ON f.id = a.feed_id"


def page(conn: Connection, query: ArticleQuery) -> Page:
    """One page of heads in the query's order."""
    selection = select_ids(conn, query)
    limit = -1 if query.limit is None else query.limit + 1
    order = "ASC" if query.oldest_first else "DESC"
    sql = _HEADS_OF.format(f"SELECT id FROM ({selection.sql}) LIMIT :limit") + f" ORDER BY c.id {order}"
    found = _read(conn.execute(sql, selection.parameters | {"limit": limit}))
    if query.limit is None or len(found) <= query.limit:
        return Page(found)
    shown = found[: query.limit]
    return Page(shown, shown[-1].id)


def heads(conn: Connection, ids: Iterable[ArticleId]) -> tuple[ArticleHead, ...]:
    """The heads of these articles, newest first; those that are gone are left out."""
    return _heads_of(conn, chosen(ids))


def matching(conn: Connection, query: ArticleQuery, ids: Iterable[ArticleId]) -> tuple[ArticleHead, ...]:
    """Those of `ids` that match the query, newest first."""
    return _heads_of(conn, select_ids(conn, query, ids))


def article(conn: Connection, article_id: ArticleId) -> Article | None:
    """A whole article, None where there is none of that number."""
    found = heads(conn, (article_id,))
    row = conn.execute(
        "SELECT b.html, b.base_url, b.summary, b.guid, b.published, a.updated, b.received, b.details"
        " FROM body b JOIN article a USING (id) WHERE id = ?",
        (article_id,),
    ).fetchone()
    if not found or row is None:
        return None
    html, base_url, summary, guid, published, updated, received, details = row
    return Article(
        head=found[0],
        html=unpack(html),
        base_url=base_url,
        summary=summary,
        guid=guid,
        published=published,
        updated=updated,
        received=received,
        **read_details(details),
    )


def count(conn: Connection, query: ArticleQuery) -> int:
    """How many articles match; from the feeds' own counts where they say it."""
    if not (query.words or query.starred_only or query.read_only or query.feeds or query.after):
        column = "unread" if query.unread_only or query.scope.kind is ScopeKind.UNREAD else "total"
        select = f"SELECT ifnull(sum({column}), 0) FROM feed WHERE removed_at IS NULL"
        match query.scope.kind:
            case ScopeKind.ALL | ScopeKind.UNREAD:
                return int(conn.execute(select).fetchone()[0])
            case ScopeKind.FEED:
                return int(conn.execute(f"{select} AND id = ?", (query.scope.id,)).fetchone()[0])
            case ScopeKind.FOLDER:
                inside = ",".join(str(int(f)) for f in feeds_in_folder(conn, query.scope.id))
                return int(conn.execute(f"{select} AND id IN ({inside})").fetchone()[0])
    selection = select_ids(conn, query)
    return int(conn.execute(f"SELECT count(*) FROM ({selection.sql})", selection.parameters).fetchone()[0])


def _heads_of(conn: Connection, selection: Selection) -> tuple[ArticleHead, ...]:
    sql = _HEADS_OF.format(selection.sql) + " ORDER BY a.id DESC"
    return _read(conn.execute(sql, selection.parameters))


def _read(rows: Iterable[Sequence[Any]]) -> tuple[ArticleHead, ...]:
    return tuple(_head(*row) for row in rows)


def _head(*row: Any) -> ArticleHead:
    article_id, feed_id, feed_title, title, author, link, date, source, read, starred, words, rev = row
    return ArticleHead(
        article_id,
        feed_id,
        feed_title,
        title,
        author,
        link,
        date,
        DateSource(source),
        bool(read),
        bool(starred),
        words,
        rev,
    )
