"""Which rules hide which articles, and giving those back.

Called by `ruling`, by the library, and by `journal`. Invariants: an article is muted as long as a rule hides
it; what no rule hides any more is given back as it was, in the same transaction.
"""

from collections.abc import Iterable
from typing import NamedTuple

from readnow.model.article import ArticleId
from readnow.model.feed import Timestamp
from readnow.model.rule import RuleId
from readnow.store import hidden
from readnow.store.connecting import Connection
from readnow.store.selecting import LAST, chosen


class Muted(NamedTuple):
    """Articles that a rule had not taken before, and those that were not muted before."""

    taken: tuple[ArticleId, ...]
    hidden: tuple[ArticleId, ...]


def mute(conn: Connection, rule_id: RuleId, ids: Iterable[ArticleId], at: Timestamp) -> Muted:
    """Hide articles on behalf of a rule; nothing for a rule or articles that are gone."""
    wanted = chosen(ids)
    rows = conn.execute(
        f"SELECT c.id FROM ({wanted.sql}) c JOIN article a ON a.id = c.id"
        " WHERE EXISTS (SELECT 1 FROM rule r WHERE r.id = :rule)"
        " AND NOT EXISTS (SELECT 1 FROM muted_by m WHERE m.rule_id = :rule AND m.id = c.id)",
        {**wanted.parameters, "rule": rule_id},
    )
    taken = tuple(ArticleId(row[0]) for row in rows)
    conn.executemany(
        "INSERT INTO muted_by (rule_id, id, at) VALUES (?, ?, ?)", [(rule_id, id, at) for id in taken]
    )
    return Muted(taken, hidden.hide(conn, taken, muted=True))


def unmute(conn: Connection, rule_id: RuleId, ids: Iterable[ArticleId]) -> tuple[ArticleId, ...]:
    """Take articles from a rule, and give those back that no other rule hides; which it had."""
    wanted = chosen(ids)
    sql = f"FROM muted_by WHERE rule_id = :rule AND id IN ({wanted.sql})"
    parameters = {**wanted.parameters, "rule": rule_id}
    had = tuple(ArticleId(row[0]) for row in conn.execute(f"SELECT id {sql} ORDER BY id DESC", parameters))
    conn.execute(f"DELETE {sql}", parameters)
    hidden.give_back(conn, _let_go(conn, had), muted=True)
    return had


def let_all_go(conn: Connection, rule_id: RuleId) -> None:
    """Take all articles from a rule that is about to go."""
    rows = conn.execute("SELECT id FROM muted_by WHERE rule_id = ?", (rule_id,))
    unmute(conn, rule_id, [ArticleId(row[0]) for row in rows])


def muted_by(
    conn: Connection, rule_id: RuleId, limit: int, below: ArticleId | None = None
) -> tuple[ArticleId, ...]:
    """Up to so many of the articles that a rule hides, alone or with others, newest first."""
    sql = "SELECT id FROM muted_by WHERE rule_id = ? AND id < ? ORDER BY id DESC LIMIT ?"
    rows = conn.execute(sql, (rule_id, LAST if below is None else below, limit))
    return tuple(ArticleId(row[0]) for row in rows)


def takers(conn: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, tuple[RuleId, ...]]:
    """The rules that hide each of these articles, in the rules' order."""
    wanted = chosen(ids)
    rows = conn.execute(
        "SELECT m.id, m.rule_id FROM muted_by m JOIN rule r ON r.id = m.rule_id"
        f" WHERE m.id IN ({wanted.sql}) ORDER BY r.position, r.id",
        wanted.parameters,
    )
    found: dict[ArticleId, tuple[RuleId, ...]] = {}
    for id, rule_id in rows:
        found[ArticleId(id)] = (*found.get(ArticleId(id), ()), RuleId(rule_id))
    return found


def _let_go(conn: Connection, ids: Iterable[ArticleId]) -> list[ArticleId]:
    """Those that no rule hides any more."""
    wanted = chosen(ids)
    rows = conn.execute(
        f"SELECT c.id FROM ({wanted.sql}) c WHERE NOT EXISTS (SELECT 1 FROM muted_by m WHERE m.id = c.id)",
        wanted.parameters,
    )
    return [ArticleId(row[0]) for row in rows]
