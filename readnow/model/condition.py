"""What an article must be to be found: words, states, dates and so on, as a tree inside an `ArticleQuery`.

Made from what a user types by `library.query`; read by the store. Each kind of condition is a class: what it
means to the database is in `store.conditions`, how it is typed in `library.query_terms`.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from readnow.model.feed import FeedId, Timestamp
from readnow.model.scope import ScopeKind


class Field(StrEnum):
    """Where a word of a query is looked for."""

    ANYWHERE = "anywhere"  # title, author or text
    TITLE = "title"
    AUTHOR = "author"
    TEXT = "text"


class State(StrEnum):
    """What an article is, or has."""

    UNREAD = "unread"
    READ = "read"
    STARRED = "starred"
    LATER = "later"
    TAGGED = "tagged"  # with a tag of the user's
    NEW = "new"  # came since the interface was last closed
    BEGUN = "begun"  # and not read to the end
    KEPT = "kept"  # starred, for later, or tagged
    MUTED = "muted"  # hidden by a rule: found only where a query asks for that
    FOLDED = "folded"  # shown under another article that is the same story
    EDITED = "edited"  # its publisher changed its words
    FULLTEXT = "fulltext"  # the text of its own page is kept
    ENCLOSURE = "enclosure"
    IMAGE = "image"


class Word(Struct, frozen=True):
    """Tokens (`text.tokens`) with spaces between that must occur in a row; `begun`: the last may go on."""

    text: str
    field: Field = Field.ANYWHERE
    begun: bool = False


class Is(Struct, frozen=True):
    """A state."""

    state: State


class Tagged(Struct, frozen=True):
    """With this tag of the user's, which had that name when it was read."""

    name: str
    tag_id: int


class Among(Struct, frozen=True):
    """In one of these feeds: those that a name meant as it was read, of feeds (FEED) or of folders
    (FOLDER)."""

    kind: ScopeKind
    name: str
    feeds: frozenset[FeedId]


class Dated(Struct, frozen=True):
    """Dated at `since` or later, and earlier than `until`: what `relation` ("before", "after" or "on") and
    `word` ("2026-03", "3d") meant when they were read."""

    relation: str
    word: str
    since: Timestamp | None
    until: Timestamp | None


class Length(Struct, frozen=True):
    """So many words: `relation` is one of < <= > >=."""

    relation: str
    words: int


class Language(Struct, frozen=True):
    """In this language, as its tag begins: "en" is "en-GB" too. Lower case, with hyphens."""

    tag: str


class Linked(Struct, frozen=True):
    """With this in its address, folded."""

    part: str


class TitleMatches(Struct, frozen=True):
    """With a title that matches this pattern (`text.patterns`)."""

    pattern: str


class Not(Struct, frozen=True):
    """What does not match. Make it with `negated`."""

    part: "Condition"


class All(Struct, frozen=True):
    """What matches all of these, two or more. Make it with `all_of`."""

    parts: tuple["Condition", ...]


class Either(Struct, frozen=True):
    """What matches one of these, two or more. Make it with `any_of`."""

    parts: tuple["Condition", ...]


Condition = (
    Word | Is | Tagged | Among | Dated | Length | Language | Linked | TitleMatches | Not | All | Either
)
"""What an article must be to match, as a tree. One meaning has one form as far as brackets go."""


def all_of(parts: Iterable[Condition]) -> Condition | None:
    """All of these, None of none."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, All) else (part,)))
    return All(flat) if len(flat) > 1 else flat[0] if flat else None


def any_of(parts: Iterable[Condition]) -> Condition | None:
    """One or more of these, None of none."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, Either) else (part,)))
    return Either(flat) if len(flat) > 1 else flat[0] if flat else None


def negated(part: Condition) -> Condition:
    """The opposite."""
    return part.part if isinstance(part, Not) else Not(part)


def named_feeds(condition: Condition) -> frozenset[FeedId]:
    """The feeds that a condition asks for by their own names or those of their folders."""
    match condition:
        case Among():
            return condition.feeds
        case All() | Either():
            return frozenset().union(*map(named_feeds, condition.parts))
    return frozenset()


def is_set_aside(condition: Condition) -> bool:
    """Whether it asks for what the user put aside, or had hidden: starred, later, tagged, begun, muted."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    states = {part.state for part in parts if isinstance(part, Is)}
    return not _SET_ASIDE.isdisjoint(states) or any(isinstance(part, Tagged) for part in parts)


_SET_ASIDE = frozenset((State.STARRED, State.LATER, State.TAGGED, State.BEGUN, State.MUTED))
