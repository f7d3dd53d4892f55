"""Groups of articles that are the same story: who is in them, and how they are begun anew.

A row of `folded` puts an article under its lead, which lists show for them all; a lead has none. Made by
`stories_matching`, kept whole by triggers (`schema_stories`), looked over by `stories_checks`, counted by
`stories_counts`. Invariant: a group is read as it is stored, whichever of its articles one asks with.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from readnow.model.article import ArticleId, Copy
from readnow.model.feed import FeedId
from readnow.store.connecting import Connection
from readnow.store.feeds import shown_title
from readnow.store.selecting import json_of


class Matched(Struct, frozen=True):
    """What became of articles that were compared, so many: by article its lead; and those that came in read,
    as copies of what was read."""

    number: int = 0
    folded: Mapping[ArticleId, ArticleId] = field(default_factory=dict)
    read: Sequence[ArticleId] = ()


class Group(NamedTuple):
    """How an article is shown: the lead that stands for it, None for itself; and the same story in other
    feeds, the lead first."""

    lead: ArticleId | None
    copies: tuple[Copy, ...]


def groups_of(conn: Connection, ids: Sequence[ArticleId]) -> dict[ArticleId, Group]:
    """The groups of those articles that are in one."""
    wanted = json_of(ids)
    leads: dict[ArticleId, ArticleId] = dict(
        conn.execute(
            "SELECT d.id, d.lead_id FROM json_each(?) c CROSS JOIN folded d ON d.id = c.value", (wanted,)
        )
    )
    members: dict[ArticleId, list[ArticleId]] = {}
    rows = conn.execute(
        "SELECT d.lead_id, d.id FROM json_each(?) c CROSS JOIN folded d ON d.lead_id = c.value",
        (json_of({*ids, *leads.values()}),),
    )
    for lead_id, article_id in sorted(rows):
        members.setdefault(lead_id, [lead_id]).append(article_id)
    if not members:
        return {}
    copies = _copies(conn, [article_id for group in members.values() for article_id in group])
    return {
        article_id: Group(
            leads.get(article_id),
            tuple(copies[other] for other in group if other != article_id and other in copies),
        )
        for article_id in ids
        if (group := members.get(leads.get(article_id, article_id)))
    }


def _copies(conn: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, Copy]:
    rows = conn.execute(
        "SELECT a.id, a.feed_id, f.own_title, f.title, f.url,"
        " NOT EXISTS (SELECT 1 FROM unread u WHERE u.feed_id = a.feed_id AND u.id = a.id),"
        " EXISTS (SELECT 1 FROM starred s WHERE s.id = a.id),"
        " EXISTS (SELECT 1 FROM later l WHERE l.id = a.id)"
        " FROM json_each(?) c CROSS JOIN article a ON a.id = c.value CROSS JOIN feed f ON f.id = a.feed_id",
        (json_of(ids),),
    )
    return {
        row[0]: Copy(row[0], row[1], shown_title(*row[2:5]), bool(row[5]), bool(row[6]), bool(row[7]))
        for row in rows
    }


def with_copies(conn: Connection, ids: Iterable[ArticleId]) -> tuple[ArticleId, ...]:
    """These articles, and whatever is the same story as one of them."""
    wanted = json_of(ids)
    rows = conn.execute(
        "SELECT value FROM json_each(?1)"
        " UNION SELECT d.id FROM json_each(?1) c CROSS JOIN folded d ON d.lead_id = c.value"
        " UNION SELECT d.lead_id FROM json_each(?1) c CROSS JOIN folded d ON d.id = c.value"
        " UNION SELECT o.id FROM json_each(?1) c CROSS JOIN folded d ON d.id = c.value"
        " CROSS JOIN folded o ON o.lead_id = d.lead_id",
        (wanted,),
    )
    return tuple(ArticleId(row[0]) for row in rows)


def feeds_of(conn: Connection, ids: Iterable[ArticleId]) -> tuple[FeedId, ...]:
    """The feeds of these articles, each once."""
    rows = conn.execute(
        "SELECT DISTINCT a.feed_id FROM json_each(?) c CROSS JOIN article a ON a.id = c.value",
        (json_of(ids),),
    )
    return tuple(FeedId(row[0]) for row in rows)


def copies_beyond(conn: Connection, feeds: Iterable[FeedId] | None, end: int) -> tuple[ArticleId, ...]:
    """What is the same story as an unread article of these feeds (None: of all) with an id below `end`, and
    may be another feed's or have a higher id."""
    if feeds is None:
        rows = conn.execute(
            "SELECT d.id FROM folded d WHERE d.id >= ?1 AND (d.lead_id < ?1"
            " OR EXISTS (SELECT 1 FROM folded o WHERE o.lead_id = d.lead_id AND o.id < ?1))"
            " UNION SELECT d.lead_id FROM folded d WHERE d.lead_id >= ?1 AND d.id < ?1",
            (end,),
        )
        return tuple(ArticleId(row[0]) for row in rows)
    rows = conn.execute(
        " UNION ".join(
            f"SELECT d.{id} FROM folded d WHERE d.{id} < ?2"
            f" AND d.{feed_id} IN (SELECT value FROM json_each(?1))"
            f" AND EXISTS (SELECT 1 FROM unread u WHERE u.id = d.{id})"
            for id, feed_id in (("id", "feed_id"), ("lead_id", "lead_feed_id"))
        ),
        (json_of(feeds), end),
    )
    return with_copies(conn, [row[0] for row in rows])


def begin_anew(conn: Connection) -> None:
    """Undo all groups; all articles wait to be compared again."""
    conn.execute("DELETE FROM folded")
    conn.execute("INSERT OR IGNORE INTO unmatched (id) SELECT id FROM article")
