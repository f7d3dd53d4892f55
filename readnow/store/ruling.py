"""Rules carried out: on what has just come, on what was finished or changed, on what is stored.

Called by the library inside the transaction that brings the articles, so that no rule misses one and none is
carried out twice. Rules go in their order, and each sees what those before it did. Invariants: a rule takes
an article when that comes, or when its words change so that the rule begins to mean it, and never again; what
the user keeps (starred, for later, tagged) is not muted once it is in the library.
"""

import logging
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from readnow.model.article import ArticleId, Flag
from readnow.model.change import StatusChange
from readnow.model.condition import Condition
from readnow.model.feed import Timestamp
from readnow.model.rule import Deed, Done, Notice, Rule, RuleAction, Ruled, RuleId
from readnow.model.tag import TagId
from readnow.store import hidden, muting, rules, tags
from readnow.store.connecting import Connection
from readnow.store.deciding import Ids, Meant, Table
from readnow.store.flags import set_flag
from readnow.store.selecting import chosen

_log = logging.getLogger(__name__)

_MOST_NOTICES = 20
_ON_HIDDEN = {
    Flag.READ: "UPDATE hidden SET unread = 0 WHERE ?1 AND id = ?2",
    Flag.LATER: "UPDATE hidden SET later_at = ifnull(later_at, ?) WHERE id = ?",
    Flag.STARRED: "UPDATE hidden SET starred_at = ifnull(starred_at, ?) WHERE id = ?",
}
BROKEN = "Something went wrong inside ReadNOW as it was carried out: the log has the details."


class Ready(NamedTuple):
    """A rule, and what its query means at this moment."""

    rule: Rule
    condition: Condition


def arrived(conn: Connection, ready: Sequence[Ready], ids: Collection[ArticleId], at: Timestamp) -> Ruled:
    """Carry the rules out on articles that have just come. Of rough ones, some is decided later."""
    if not ready or not ids:
        return Ruled()
    table = Table(conn, ids)
    return _Pass(conn, table, _kept(conn, ids), at).run((one, frozenset(table.subjects)) for one in ready)


def finished(
    conn: Connection,
    ready: Sequence[Ready],
    texts: Mapping[ArticleId, str],
    at: Timestamp,
    *,
    patient: bool = False,
) -> Ruled:
    """Decide what was left open of articles whose texts are known now (`index_text`); `patient` reads those
    of articles that will never be finished."""
    waiting = rules.take_undecided(conn, texts)
    if not waiting:
        return Ruled()
    ids = set().union(*waiting.values())
    table = Table(conn, ids, {} if patient else texts, patient)
    wanted = [(one, frozenset(waiting[one.rule.id])) for one in ready if one.rule.id in waiting]
    return _Pass(conn, table, _kept(conn, ids, since_arrival=True), at).run(wanted)


def meant_before(
    conn: Connection, ready: Sequence[Ready], ids: Collection[ArticleId]
) -> Mapping[RuleId, Ids]:
    """What the rules mean of articles that are about to change."""
    if not ready or not ids:
        return {}
    table = Table(conn, ids, patient=True)
    found = _Pass(conn, table, frozenset(), 0)
    return {one.rule.id: meant.sure for one in ready if (meant := found.meant(one)) is not None}


def changed(
    conn: Connection,
    ready: Sequence[Ready],
    ids: Collection[ArticleId],
    before: Mapping[RuleId, Ids],
    at: Timestamp,
) -> Ruled:
    """Carry the rules out on articles that they mean since their words have changed."""
    if not ready or not ids:
        return Ruled()
    table = Table(conn, ids, patient=True)
    wanted = ((one, frozenset(table.subjects) - before.get(one.rule.id, frozenset())) for one in ready)
    return _Pass(conn, table, _kept(conn, ids), at).run(wanted)


def carry_out(
    conn: Connection, rule: Rule, ids: Collection[ArticleId], at: Timestamp, *, spared: Ids | None = None
) -> Ruled:
    """Do what a rule does to articles; those that the user keeps, or that are `spared`, are not muted."""
    kept = (_kept(conn, ids) if rule.mutes else frozenset()) if spared is None else spared
    taken = [id for id in ids if not rule.only_mutes or id not in kept]
    if not taken:
        return Ruled()
    ruled = Ruled(taken=tuple(taken))
    for action in sorted(rule.actions, key=lambda action: action.mutes):
        wanted = [id for id in taken if id not in kept] if action.mutes else taken
        ruled += _done(conn, rule, action, wanted, at)
    rules.count_hits(conn, rule.id, len(taken), at)
    return ruled


class _Pass:
    """The rules' way through some articles."""

    def __init__(self, conn: Connection, table: Table, kept: Ids, at: Timestamp) -> None:
        self._conn = conn
        self._table = table
        self._kept = kept
        self._at = at

    def run(self, wanted: Iterable[tuple[Ready, Ids]]) -> Ruled:
        """Each rule in turn, on those articles that are given with it."""
        ruled = Ruled()
        for one, ids in wanted:
            meant = self.meant(one)
            if meant is None:
                ruled += Ruled(problems=True)
                continue
            waiting, taken = meant.open & ids, meant.sure & ids
            if waiting:
                rules.leave_undecided(self._conn, one.rule.id, waiting)
                self._table.unsure |= waiting
            if taken:
                newest_first = sorted(taken, reverse=True)
                ruled += carry_out(self._conn, one.rule, newest_first, self._at, spared=self._kept)
                ruled += Ruled(notices=self._notices(one.rule, newest_first))
        return ruled

    def meant(self, one: Ready) -> Meant | None:
        """None: a mistake of ours over one rule is that rule's, and costs no article."""
        try:
            return self._table.meant(one.condition)
        except sqlite3.Error:
            raise
        except Exception:
            _log.exception("rule %d failed", one.rule.id)
            rules.switch(self._conn, one.rule.id, on=False, problem=BROKEN)
            return None

    def _notices(self, rule: Rule, ids: Sequence[ArticleId]) -> tuple[Notice, ...]:
        if all(action.deed is not Deed.NOTIFY for action in rule.actions):
            return ()
        subjects = [self._table.subjects[id] for id in ids[:_MOST_NOTICES]]
        return tuple(Notice(rule.name, one.id, one.feed_id, one.title) for one in subjects)


def _done(conn: Connection, rule: Rule, action: RuleAction, ids: Sequence[ArticleId], at: Timestamp) -> Ruled:
    """One action, carried out."""
    match action.deed:
        case Deed.MUTE:
            muted = muting.mute(conn, rule.id, ids, at)
            return Ruled(muted=muted.hidden, done=_changed(rule, action, muted.taken))
        case Deed.READ:
            return Ruled(done=_changed(rule, action, _flagged(conn, ids, Flag.READ, at)))
        case Deed.STAR:
            return Ruled(done=_changed(rule, action, _flagged(conn, ids, Flag.STARRED, at)))
        case Deed.LATER:
            return Ruled(done=_changed(rule, action, _flagged(conn, ids, Flag.LATER, at)))
        case Deed.TAG:
            tag, _ = tags.ensure(conn, action.tag)
            return Ruled(done=_changed(rule, action, _tagged(conn, tag.id, ids, at), tag.id))
        case Deed.FULL_TEXT:
            return Ruled(wanted=tuple(ids))
    return Ruled()


def _changed(rule: Rule, action: RuleAction, ids: tuple[ArticleId, ...], tag_id: int = 0) -> tuple[Done, ...]:
    return (Done(rule.id, action.deed, ids, tag_id),) if ids else ()


def _flagged(conn: Connection, ids: Sequence[ArticleId], flag: Flag, at: Timestamp) -> tuple[ArticleId, ...]:
    """Set a flag; also on what an earlier rule hid, to be so when it is given back."""
    hidden_ids = [(at, id) for id in hidden.hidden_ids(conn, ids)]
    conn.executemany(_ON_HIDDEN[flag], hidden_ids)
    return set_flag(conn, StatusChange(tuple(ids), flag, True, at))


def _tagged(
    conn: Connection, tag_id: TagId, ids: Sequence[ArticleId], at: Timestamp
) -> tuple[ArticleId, ...]:
    """Give a tag; also to what an earlier rule hid, to have it when it is given back."""
    out_of_sight = chosen(hidden.hidden_ids(conn, ids))
    rows = conn.execute(
        f"SELECT c.id FROM ({out_of_sight.sql}) c"
        f" WHERE NOT EXISTS (SELECT 1 FROM tagged g WHERE g.tag_id = {tag_id:d} AND g.id = c.id)",
        out_of_sight.parameters,
    ).fetchall()
    conn.executemany(
        "INSERT INTO tagged (tag_id, id, at) VALUES (?, ?, ?)", [(tag_id, *row, at) for row in rows]
    )
    return (*tags.put(conn, tag_id, ids, at), *(ArticleId(row[0]) for row in rows))


def _kept(conn: Connection, ids: Iterable[ArticleId], since_arrival: bool = False) -> Ids:
    """What of it the user keeps; `since_arrival`: without what rules did as it came."""
    wanted = chosen(ids)
    since = " AND t.at > (SELECT b.received FROM body b WHERE b.id = t.id)" if since_arrival else ""
    piles = " UNION ".join(
        f"SELECT t.id FROM {table} t WHERE t.id IN ({wanted.sql}){since}"
        for table in ("starred", "later", "tagged")
    )
    return frozenset(ArticleId(row[0]) for row in conn.execute(piles, wanted.parameters))
