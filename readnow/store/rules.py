"""Rules as they are stored: what there is, making, changing, ordering them; what each has taken so far.

Called by `ruling` and, inside its transactions, by the library. Invariants: names are unique as names are
compared; positions order the rules, which are asked in that order.
"""

import json
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from readnow.model.article import ArticleId
from readnow.model.feed import Timestamp
from readnow.model.rule import Draft, Rule, RuleAction, RuleId
from readnow.store.connecting import Connection
from readnow.store.selecting import chosen
from readnow.text.words import fold

COLUMNS = "id, name, query, actions, enabled, position, until, hits, last_hit, made_at, problem"


def all_rules(conn: Connection) -> tuple[Rule, ...]:
    """All rules in their order, with how many articles each hides now."""
    muted = dict(
        conn.execute(
            "SELECT m.rule_id, count(*) FROM muted_by m JOIN hidden h ON h.id = m.id"
            " WHERE h.muted AND h.deleted_at IS NULL GROUP BY m.rule_id"
        ).fetchall()
    )
    rows = conn.execute(f"SELECT {COLUMNS} FROM rule ORDER BY position, id").fetchall()
    return tuple(replace(_rule(row), muted=muted.get(row[0], 0)) for row in rows)


def at_work(conn: Connection, now: Timestamp) -> tuple[Rule, ...]:
    """The rules that are switched on, and whose time is not over, in their order."""
    rows = conn.execute(
        f"SELECT {COLUMNS} FROM rule WHERE enabled AND (until IS NULL OR until > ?) ORDER BY position, id",
        (now,),
    )
    return tuple(map(_rule, rows))


def want_tidying(conn: Connection, now: Timestamp) -> bool:
    """Whether any rule is `over` or `still_hiding`."""
    return bool(over(conn, now) or still_hiding(conn))


def over(conn: Connection, now: Timestamp) -> tuple[Rule, ...]:
    """The rules that are switched on although their time is over."""
    sql = f"SELECT {COLUMNS} FROM rule WHERE enabled AND until <= ? ORDER BY position, id"
    return tuple(map(_rule, conn.execute(sql, (now,))))


def still_hiding(conn: Connection) -> tuple[Rule, ...]:
    """The rules that the user switched off, or whose time is over, and that still have articles."""
    sql = (
        f"SELECT {COLUMNS} FROM rule WHERE NOT enabled AND problem = ''"
        " AND EXISTS (SELECT 1 FROM muted_by m WHERE m.rule_id = rule.id) ORDER BY position, id"
    )
    return tuple(map(_rule, conn.execute(sql)))


def one(conn: Connection, rule_id: RuleId) -> Rule | None:
    """A rule; None where there is none of that number."""
    row = conn.execute(f"SELECT {COLUMNS} FROM rule WHERE id = ?", (rule_id,)).fetchone()
    return None if row is None else _rule(row)


def named(conn: Connection, name: str) -> Rule | None:
    """The rule of that name."""
    row = conn.execute(f"SELECT {COLUMNS} FROM rule WHERE folded = ?", (fold(name),)).fetchone()
    return None if row is None else _rule(row)


def insert(conn: Connection, draft: Draft, at: Timestamp) -> RuleId:
    """Make a rule, the last of all."""
    added = conn.execute(
        "INSERT INTO rule (name, folded, query, actions, until, made_at, position)"
        " SELECT ?, ?, ?, ?, ?, ?, ifnull(max(position), 0) + 1 FROM rule",
        (draft.name, fold(draft.name), draft.query, write_actions(draft.actions), draft.until, at),
    )
    assert added.lastrowid is not None
    return RuleId(added.lastrowid)


def change(conn: Connection, rule_id: RuleId, draft: Draft) -> None:
    """Make another of it; what it did stays. One that was switched off by itself is on again."""
    conn.execute(
        "UPDATE rule SET name = ?, folded = ?, query = ?, actions = ?, until = ?,"
        " enabled = max(enabled, problem <> ''), problem = '' WHERE id = ?",
        (draft.name, fold(draft.name), draft.query, write_actions(draft.actions), draft.until, rule_id),
    )


def switch(conn: Connection, rule_id: RuleId, on: bool, problem: str = "") -> None:
    """Switch it on or off; `problem`: why that was done by itself. What is not decided is left alone."""
    conn.execute("UPDATE rule SET enabled = ?, problem = ? WHERE id = ?", (int(on), problem, rule_id))
    if not on:
        conn.execute("DELETE FROM undecided WHERE rule_id = ?", (rule_id,))


def put_in_order(conn: Connection, ids: Iterable[RuleId]) -> None:
    """Let the rules have this order."""
    conn.executemany(
        "UPDATE rule SET position = ? WHERE id = ?", [(place, id) for place, id in enumerate(ids, 1)]
    )


def delete(conn: Connection, rule_id: RuleId) -> None:
    """Delete a rule that hides nothing any more."""
    conn.execute("DELETE FROM rule WHERE id = ?", (rule_id,))


def count_hits(conn: Connection, rule_id: RuleId, number: int, at: Timestamp) -> None:
    """Count what it took just now."""
    conn.execute("UPDATE rule SET hits = hits + ?, last_hit = ? WHERE id = ?", (number, at, rule_id))


def leave_undecided(conn: Connection, rule_id: RuleId, ids: Iterable[ArticleId]) -> None:
    """Keep in mind that the rule is to be asked again when these are finished."""
    conn.executemany(
        "INSERT OR IGNORE INTO undecided (id, rule_id) VALUES (?, ?)", [(id, rule_id) for id in ids]
    )


def any_undecided(conn: Connection) -> bool:
    """Whether any rule is to be asked again of anything."""
    return conn.execute("SELECT 1 FROM undecided LIMIT 1").fetchone() is not None


def take_undecided(conn: Connection, ids: Iterable[ArticleId]) -> dict[RuleId, set[ArticleId]]:
    """Which of these articles each rule is to be asked of again; that is forgotten."""
    wanted = chosen(ids)
    sql = f"FROM undecided WHERE id IN ({wanted.sql})"
    found: dict[RuleId, set[ArticleId]] = {}
    for article_id, rule_id in conn.execute(f"SELECT id, rule_id {sql}", wanted.parameters):
        found.setdefault(RuleId(rule_id), set()).add(ArticleId(article_id))
    if found:
        conn.execute(f"DELETE {sql}", wanted.parameters)
    return found


def write_actions(actions: Iterable[RuleAction]) -> str:
    """Actions as they are stored."""
    return json.dumps([str(action) for action in actions], ensure_ascii=False)


def _actions(stored: str) -> tuple[RuleAction, ...]:
    """The actions again; what cannot be read is none."""
    found = []
    for text in json.loads(stored):
        try:
            found.append(RuleAction.read(str(text)))
        except ValueError:
            continue
    return tuple(found)


def _rule(row: tuple[Any, ...]) -> Rule:
    id, name, query, actions, enabled, position, until, hits, last_hit, made_at, problem = row
    return Rule(
        RuleId(id),
        name,
        query,
        _actions(actions),
        enabled=bool(enabled),
        position=position,
        until=until,
        hits=hits,
        last_hit=last_hit,
        made_at=made_at,
        problem=problem,
    )
