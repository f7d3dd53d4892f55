"""Which articles are the same story as others, found when what they are known by has been made.

Called by `rough`, behind everything else. An article joins the group of another that it is like, found by an
index on address, title or text; groups are never joined to each other. The lead is the one that came first,
of those that came together the earliest. Invariants: never two articles of one feed in a group; which groups
come of a batch does not depend on its order; a copy of what was read comes in read, once.
"""

from collections.abc import Mapping
from typing import NamedTuple

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.feed import FeedId
from readnow.store.connecting import Connection
from readnow.store.flags import set_flag
from readnow.store.stories import Matched
from readnow.text.stories import WINDOW, Prints, Story, same_story

_MOST = 40
"""Articles of the same address, title or text that are compared: the nearest behind and before."""
_SLACK = 86_400
"""An id may be behind its article's date by so much."""
_TOGETHER = 600
"""Seconds within which articles come together."""
_FACTS = (
    "SELECT a.feed_id, a.title, a.link, a.words, a.date, p.address, p.title, p.text, p.opening"
    " FROM article a CROSS JOIN fingerprint p ON p.id = a.id CROSS JOIN feed f ON f.id = a.feed_id"
    " WHERE a.id = ? AND f.folds AND f.removed_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.id = a.id)"
)
_ALIKE = " UNION ".join(
    f"SELECT id FROM (SELECT id FROM fingerprint WHERE {name} = :{name} AND {name} <> 0"
    f" AND id BETWEEN :id - {WINDOW + _SLACK} AND :id + {WINDOW + _SLACK} ORDER BY id {order} LIMIT {_MOST})"
    for name in ("address", "title", "text")
    for order in ("ASC", "DESC")
)


class _Article(NamedTuple):
    """One that may be in a group."""

    id: ArticleId
    feed_id: FeedId
    story: Story


def match(conn: Connection, prints: Mapping[ArticleId, tuple[int, int, int, int]]) -> Matched:
    """Keep what these articles are known by, and put those that are a known story into its group."""
    fresh = dict(
        conn.execute(
            f"SELECT id, fresh FROM unmatched WHERE id IN ({','.join(str(int(id_)) for id_ in prints)})"
        )
    )
    conn.executemany("DELETE FROM unmatched WHERE id = ?", [(article_id,) for article_id in fresh])
    conn.executemany(
        "INSERT OR REPLACE INTO fingerprint (id, address, title, text, opening) VALUES (?, ?, ?, ?, ?)",
        [(article_id, *values) for article_id, values in prints.items()],
    )
    folded: dict[ArticleId, ArticleId] = {}
    read: list[ArticleId] = []
    for article_id in sorted(fresh):
        found = _read(conn, article_id)
        if found is None or _is_in_group(conn, article_id):
            continue
        lead = _lead_for(conn, found)
        if lead is None:
            continue
        folded |= _join(conn, found, lead)
        if fresh[article_id] and _comes_in_read(conn, found):
            read.append(article_id)
    return Matched(len(fresh), folded, tuple(read))


def _read(conn: Connection, article_id: ArticleId) -> _Article | None:
    """None for one that cannot be in a group."""
    row = conn.execute(_FACTS, (article_id,)).fetchone()
    if row is None:
        return None
    feed_id, title, link, words, date, *prints = row
    return _Article(article_id, feed_id, Story(Prints(*prints), title, link, words, date))


def _is_in_group(conn: Connection, article_id: ArticleId) -> bool:
    sql = "SELECT 1 FROM folded WHERE id = ?1 UNION SELECT 1 FROM folded WHERE lead_id = ?1"
    return conn.execute(sql, (article_id,)).fetchone() is not None


def _lead_for(conn: Connection, article: _Article) -> ArticleId | None:
    """The lead of the group that an article belongs to: of several, the earliest."""
    prints = article.story.prints
    alike = conn.execute(
        _ALIKE,
        {"id": article.id, "address": prints.address, "title": prints.title, "text": prints.text},
    ).fetchall()
    leads: set[ArticleId] = set()
    for (other_id,) in alike:
        other = _read(conn, other_id) if other_id != article.id else None
        if other is None or other.feed_id == article.feed_id or not same_story(article.story, other.story):
            continue
        lead = conn.execute("SELECT lead_id FROM folded WHERE id = ?", (other_id,)).fetchone()
        leads.add(other_id if lead is None else lead[0])
    return next((lead for lead in sorted(leads) if not _has_feed(conn, lead, article.feed_id)), None)


def _has_feed(conn: Connection, lead_id: ArticleId, feed_id: FeedId) -> bool:
    sql = (
        "SELECT EXISTS (SELECT 1 FROM folded WHERE lead_id = ?1 AND feed_id = ?2)"
        " OR EXISTS (SELECT 1 FROM article WHERE id = ?1 AND feed_id = ?2)"
    )
    return bool(conn.execute(sql, (lead_id, feed_id)).fetchone()[0])


def _join(conn: Connection, article: _Article, lead_id: ArticleId) -> dict[ArticleId, ArticleId]:
    """Put an article into a group, as its lead where it came together with that one and is earlier."""
    lead_feed = conn.execute("SELECT feed_id FROM article WHERE id = ?", (lead_id,)).fetchone()[0]
    insert = "INSERT INTO folded (id, lead_id, feed_id, lead_feed_id) VALUES (?, ?, ?, ?)"
    if not (article.id < lead_id and _received(conn, article.id) <= _received(conn, lead_id) + _TOGETHER):
        conn.execute(insert, (article.id, lead_id, article.feed_id, lead_feed))
        return {article.id: lead_id}
    conn.execute(
        "UPDATE folded SET lead_id = ?, lead_feed_id = ? WHERE lead_id = ?",
        (article.id, article.feed_id, lead_id),
    )
    conn.execute(insert, (lead_id, article.id, lead_feed, article.feed_id))
    return {lead_id: article.id}


def _received(conn: Connection, article_id: ArticleId) -> int:
    row = conn.execute("SELECT received FROM body WHERE id = ?", (article_id,)).fetchone()
    return 0 if row is None else int(row[0])


def _comes_in_read(conn: Connection, article: _Article) -> bool:
    """Mark an article read that has just come, where its story was read; whether that changed anything."""
    lead = conn.execute("SELECT lead_id FROM folded WHERE id = ?", (article.id,)).fetchone()
    lead_id = article.id if lead is None else lead[0]
    others = "SELECT ?1 AS id UNION SELECT id FROM folded WHERE lead_id = ?1"
    was_read = conn.execute(
        f"SELECT EXISTS (SELECT 1 FROM ({others}) o WHERE o.id <> ?2"
        " AND NOT EXISTS (SELECT 1 FROM unread u WHERE u.id = o.id))",
        (lead_id, article.id),
    ).fetchone()[0]
    return bool(was_read) and bool(set_flag(conn, StatusChange((article.id,), Flag.READ, True, 0)))
