"""How well articles fit the words of a search: rare words and words of the title count most.

Used by `sorting`. Invariant: only the articles that are asked about get a score; the lower, the better, and
below zero.
"""

from collections.abc import Sequence

from readnow.model.article import ArticleId
from readnow.model.condition import All, Condition, Either, Not, Word, all_of, any_of
from readnow.store import indexing
from readnow.store.conditions import WORDS, Indexes
from readnow.store.connecting import Connection

_WEIGHTS = "1.0, 6.0, 3.0, 0.0"
"""Of text, title, author and marks, as the columns of the index are ordered."""


def scores(conn: Connection, where: Condition, ids: Sequence[ArticleId]) -> dict[ArticleId, float]:
    """The scores of those of `ids` that the index has. Without words to go by there are none."""
    words = _words(where)
    if not ids or words is None or not indexing.is_there(conn):
        return {}
    text = Indexes({}).text(words, WORDS)
    if text is None:
        return {}
    wanted = frozenset(ids)
    rows = conn.execute(
        f"SELECT rowid >> {indexing.BITS}, bm25({WORDS}, {_WEIGHTS}) FROM {WORDS}"
        f" WHERE {WORDS} MATCH :match AND rowid BETWEEN :low AND :high"
        f" AND NOT EXISTS (SELECT 1 FROM orphan o WHERE o.id = {WORDS}.rowid)",
        {
            "match": text,
            "low": min(wanted) << indexing.BITS,
            "high": (max(wanted) << indexing.BITS) | indexing.LAST,
        },
    )
    return {id_: score for id_, score in rows if id_ in wanted}


def _words(condition: Condition) -> Condition | None:
    """What of a condition is words that are wanted, and that the index can look up."""
    match condition:
        case Word():
            return condition if Indexes({}).text(condition, WORDS) is not None else None
        case All() | Either():
            parts = [part for one in condition.parts if (part := _words(one)) is not None]
            return all_of(parts) if isinstance(condition, All) else any_of(parts)
        case Not():
            return None
    return None
