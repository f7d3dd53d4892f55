"""Articles as they are read: pages of heads, one whole article, counts; and what a refresh compares with.

Every list is a walk along a primary key, newest first: an article's id is its sort key. Articles of a feed
that was removed are not seen. Writing is in `arrivals` and `flags`, counting in `counting`, which this module
offers as its own.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from readnow.model.article import Article, ArticleHead, ArticleId, DateSource, Place
from readnow.model.query import ArticleQuery, Cursor, Page, Sort
from readnow.store.arrivals import apply, known, still_listed
from readnow.store.bodies import read_details
from readnow.store.connecting import Connection
from readnow.store.counting import count, count_part
from readnow.store.feeds import shown_title
from readnow.store.flags import mark_matching, set_flag
from readnow.store.selecting import Selection, chosen, select_ids
from readnow.store.stories import groups_of
from readnow.text.packed import unpack
from readnow.text.words import fold

if TYPE_CHECKING:
    from readnow.model.condition import Condition

__all__ = [
    "apply",
    "article",
    "count",
    "count_part",
    "heads",
    "heads_in_order",
    "known",
    "mark_matching",
    "matching",
    "newest",
    "page",
    "set_flag",
    "still_listed",
    "whole",
]

# CROSS JOIN: the ids lead, in their order; the rest is looked up by key.
_HEADS_OF = (
    "SELECT a.id, a.feed_id, f.own_title, f.title, f.url, a.title, a.author, a.link, a.date, a.date_source,"
    " NOT (EXISTS (SELECT 1 FROM unread u WHERE u.feed_id = a.feed_id AND u.id = a.id)"
    " OR ifnull(h.unread, 0)),"
    " EXISTS (SELECT 1 FROM starred s WHERE s.id = a.id) OR h.starred_at IS NOT NULL,"
    " a.words, a.rev, p.text_offset, p.text_length,"
    " (SELECT max(e.at) FROM earlier e WHERE e.article_id = a.id),"
    " EXISTS (SELECT 1 FROM later l WHERE l.id = a.id) OR h.later_at IS NOT NULL,"
    " (SELECT group_concat(t.name, char(10)) FROM tagged g CROSS JOIN tag t ON t.id = g.tag_id"
    " WHERE g.id = a.id)"
    " FROM ({}) c CROSS JOIN article a ON a.id = c.id CROSS JOIN feed f ON f.id = a.feed_id"
    " LEFT JOIN place p ON p.id = a.id LEFT JOIN hidden h ON h.id = a.id"
    " WHERE f.removed_at IS NULL AND h.deleted_at IS NULL"
)

_SOURCES = {source.value: source for source in DateSource}
"""Asked for once a row: a fifth of the time that the enumeration takes."""


def page(conn: Connection, query: ArticleQuery, seconds: float | None = None) -> Page:
    """One page of heads in the query's order; full, however many articles have to be looked at for it, unless
    that takes so many seconds. An order that no index has (`sorting`) takes what it takes."""
    if not query.is_by_date:
        return _sorted(conn, query)
    if query.where is not None:
        return _searched(conn, query, query.where, seconds)
    selection = select_ids(conn, query)
    if query.limit is None:
        return Page(_heads_of(conn, selection, query.oldest_first))
    selection.sql += f" LIMIT {query.limit + 1:d}"
    found = _heads_of(conn, selection, query.oldest_first)
    if len(found) <= query.limit:
        return Page(found)
    shown = found[: query.limit]
    return Page(shown, Cursor(shown[-1].id) if shown else query.after)


def _sorted(conn: Connection, query: ArticleQuery) -> Page:
    from readnow.store import sorting  # not needed by a start, nor by most lists

    ids, following = sorting.page_ids(conn, query)
    return Page(heads_in_order(conn, ids), following)


def _searched(conn: Connection, query: ArticleQuery, where: "Condition", seconds: float | None) -> Page:
    from readnow.store import searching  # not needed by a start, nor by most lists

    limit = query.limit
    found = searching.find(conn, query, where, None if limit is None else limit + 1, seconds)
    ids = found.ids[:limit]
    shown = _heads_of(conn, chosen(ids), query.oldest_first)
    if limit is not None and len(found.ids) > limit:
        return Page(shown, Cursor(ids[-1]) if ids else query.after)
    following = None if found.next is None else Cursor(found.next)
    return Page(shown, following, part=following is not None)


def heads(conn: Connection, ids: Iterable[ArticleId]) -> tuple[ArticleHead, ...]:
    """The heads of these articles, newest first; those that are gone are left out."""
    return _heads_of(conn, chosen(ids))


def heads_in_order(conn: Connection, ids: Sequence[ArticleId]) -> tuple[ArticleHead, ...]:
    """The heads of these articles in the order of the ids; those that are gone are left out."""
    by_id = {head.id: head for head in heads(conn, ids)}
    return tuple(by_id[id_] for id_ in ids if id_ in by_id)


def matching(conn: Connection, query: ArticleQuery, ids: Iterable[ArticleId]) -> tuple[ArticleHead, ...]:
    """Those of `ids` that match the query, newest first."""
    if not query.is_by_date:
        query = replace(query, sort=Sort.NEWEST, after=None)
    if query.where is None:
        return _heads_of(conn, select_ids(conn, query, ids))
    from readnow.store import searching

    return _heads_of(conn, chosen(searching.among(conn, query, query.where, ids)))


def newest(conn: Connection) -> ArticleId:
    """The id of the newest article; 0 where there are none."""
    return ArticleId(conn.execute("SELECT ifnull(max(id), 0) FROM article").fetchone()[0])


def article(conn: Connection, article_id: ArticleId) -> Article | None:
    """A whole article, None where there is none of that number."""
    return next(iter(whole(conn, (article_id,))), None)


def whole(conn: Connection, ids: Iterable[ArticleId]) -> tuple[Article, ...]:
    """These articles whole, newest first; those that are gone are left out."""
    return tuple(_whole(conn, head) for head in heads(conn, ids))


def _whole(conn: Connection, head: ArticleHead) -> Article:
    html, base_url, summary, guid, published, updated, received, details = conn.execute(
        "SELECT b.html, b.base_url, b.summary, b.guid, b.published, a.updated, b.received, b.details"
        " FROM article a JOIN body b USING (id) WHERE id = ?",
        (head.id,),
    ).fetchone()
    return Article(
        head=head,
        html=unpack(html),
        base_url=base_url,
        summary=summary,
        guid=guid,
        published=published,
        updated=updated,
        received=received,
        **read_details(details),
    )


def _heads_of(conn: Connection, selection: Selection, oldest_first: bool = False) -> tuple[ArticleHead, ...]:
    rows = conn.execute(_HEADS_OF.format(selection.sql), selection.parameters)
    # The rows come in order but SQL does not promise it; to make sure of it here costs nothing.
    found = sorted(map(_head, rows), key=lambda head: head.id, reverse=not oldest_first)
    groups = groups_of(conn, [head.id for head in found])
    if not groups:
        return tuple(found)
    return tuple(
        replace(head, lead=group.lead, copies=group.copies) if (group := groups.get(head.id)) else head
        for head in found
    )


def _head(row: Sequence[Any]) -> ArticleHead:
    article_id, feed_id, own_title, feed_title, url, title, author, link, date, source = row[:10]
    read, starred, words, rev, offset, length, revised, later, tags = row[10:]
    return ArticleHead(
        id=article_id,
        feed_id=feed_id,
        feed_title=shown_title(own_title, feed_title, url),
        title=title,
        author=author,
        link=link,
        date=date,
        date_source=_SOURCES[source],
        read=bool(read),
        starred=bool(starred),
        words=words,
        rev=rev,
        place=None if offset is None else Place(offset, length),
        revised=revised,
        later=bool(later),
        tags=tuple(sorted(tags.split("\n"), key=fold)) if tags else (),
    )
