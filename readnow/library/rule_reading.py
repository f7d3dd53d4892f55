"""Rules as they are typed, and as they are asked: drafts checked, queries read with the names of today.

`checked` is called by `rules`; `ready_rules` inside every transaction that brings articles. Invariant: a rule
whose query cannot be read any more is switched off with the reason, and costs no article.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec.structs import replace

from readnow.library.query import Names, parse_query
from readnow.library.rule_lasting import ACTIONS
from readnow.model.condition import Condition
from readnow.model.errors import QueryError, RuleError
from readnow.model.feed import Timestamp
from readnow.model.rule import MAX_ACTIONS, MAX_NAME, Draft
from readnow.store import feeds as stored_feeds
from readnow.store import rules as stored_rules
from readnow.store import smart_feeds as stored_smart
from readnow.store import tags as stored_tags
from readnow.store.database import Connection
from readnow.store.ruling import Ready
from readnow.text.clean import clean_line
from readnow.text.words import fold

_NAMING = ("feed:", "folder:", "tag:", "smart:")
"""Terms for which a query must know what there is."""


def checked(draft: Draft, names: Names) -> Draft:
    """The draft as it is stored. Raises `RuleError`, and `QueryError` with the column."""
    name = rule_name(draft.name)
    query = draft.query.strip()
    if not query:
        raise RuleError("A rule needs a query: which articles it is for.")
    if not draft.actions:
        raise RuleError(f"A rule needs something to do: {ACTIONS}.")
    if len(draft.actions) > MAX_ACTIONS:
        raise RuleError(f"A rule does at most {MAX_ACTIONS} things.")
    read_rule(query, names)
    actions = tuple(dict.fromkeys(draft.actions))
    return replace(draft, name=name, query=query, actions=actions)


def rule_name(typed: str, taken: Iterable[str] = ()) -> str:
    """A name that a rule can have, beside those that are `taken`. Raises `RuleError`."""
    name = clean_line(typed, MAX_NAME + 1).strip()
    if not name:
        raise RuleError("A rule needs a name.")
    if len(name) > MAX_NAME:
        raise RuleError(f"The name of a rule has at most {MAX_NAME} characters.")
    same = next((one for one in taken if one.casefold() == name.casefold()), None)
    if same is not None:
        raise RuleError(f"There is a rule called “{same}” already.")
    return name


def read_rule(query: str, names: Names) -> Condition:
    """What a rule's query means. Raises `QueryError`."""
    where = parse_query(query, names).where
    if where is None:
        raise QueryError("A rule needs a query: which articles it is for.")
    return where


def ready_rules(conn: Connection, now: Timestamp) -> Sequence[Ready]:
    """The rules that are at work, each with what it means now."""
    at_work = stored_rules.at_work(conn, now)
    if not at_work:
        return ()
    known = _Known(conn, now)
    ready = []
    for rule in at_work:
        names = known.names if any(word in fold(rule.query) for word in _NAMING) else known.clock
        try:
            ready.append(Ready(rule, read_rule(rule.query, names)))
        except QueryError as err:
            stored_rules.switch(
                conn, rule.id, on=False, problem=f"Its query cannot be read any more: {clean_line(str(err))}"
            )
    return ready


class _Known:
    """What queries may refer to, read when one of them does."""

    def __init__(self, conn: Connection, now: Timestamp) -> None:
        self._conn = conn
        self.clock = Names(now=now)

    @cached_property
    def names(self) -> Names:
        """All of it."""
        return replace(
            self.clock,
            feeds=stored_feeds.all_feeds(self._conn),
            folders=stored_feeds.all_folders(self._conn),
            smart=stored_smart.all_smart_feeds(self._conn),
            tags=stored_tags.all_tags(self._conn),
        )
