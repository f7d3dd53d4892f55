"""Muted articles in lists, and what is said of muting. Pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readnow.model.condition import All, Is, State
from readnow.model.query import ArticleQuery, ScopeKind
from readnow.model.rule import Notice
from readnow.text.words import counted

if TYPE_CHECKING:
    from readnow.library.rules import Change

OWN_QUERY = "own"
"""The choice of muting what is none of the proposals."""


def shows_muted(query: ArticleQuery) -> bool:
    """Whether a list is one of muted articles."""
    parts = query.where.parts if isinstance(query.where, All) else (query.where,)
    return query.scope.kind is ScopeKind.MUTED or Is(State.MUTED) in parts


def said_of(change: "Change") -> str:
    """What came of muting, in a sentence."""
    number = counted(change.muted, "article") if change.muted else "No article that is here"
    return f"{number} muted, and what comes like it. u takes it back."


def said_of_notices(notices: Sequence[Notice]) -> str:
    """What rules are to tell of, in a line."""
    first = notices[0]
    more = f" and {len(notices) - 1} more" if len(notices) > 1 else ""
    return f"{first.rule}: {first.title}{more}"
