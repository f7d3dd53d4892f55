"""Rules: what is done with articles that a query means, as they come. Read by all floors above.

A rule keeps its query as it was typed: what names in it mean is found out anew each time.
"""

from enum import StrEnum
from typing import NewType

from msgspec import Struct

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId, Timestamp

RuleId = NewType("RuleId", int)

MAX_NAME = 100
MAX_RULES = 200
MAX_ACTIONS = 20


class Deed(StrEnum):
    """What a rule does; the value is how it is typed and stored."""

    MUTE = "mute"
    READ = "read"
    STAR = "star"
    LATER = "later"
    TAG = "tag"
    FULL_TEXT = "full-text"
    NOTIFY = "notify"


class RuleAction(Struct, frozen=True):
    """One thing that a rule does; `tag` is the name of the tag to give, for TAG only."""

    deed: Deed
    tag: str = ""

    @property
    def mutes(self) -> bool:
        """Whether it hides."""
        return self.deed is Deed.MUTE

    def __str__(self) -> str:
        return f"{self.deed.value}:{self.tag}" if self.tag else self.deed.value

    @classmethod
    def read(cls, text: str) -> "RuleAction":
        """The action that `str` wrote. Raises `ValueError` for what is none."""
        name, _, tag = text.partition(":")
        deed = Deed(name.strip().lower())
        if (deed is Deed.TAG) is not bool(tag.strip()):
            raise ValueError(text)
        return cls(deed, tag.strip())


class Rule(Struct, frozen=True):
    """A rule as it is stored. `until`: a moment at which it ends by itself. `problem`: why it was switched
    off by itself, a sentence, else empty. `muted` is how many articles it hides now."""

    id: RuleId
    name: str
    query: str
    actions: tuple[RuleAction, ...]
    enabled: bool = True
    position: int = 0
    until: Timestamp | None = None
    hits: int = 0
    last_hit: Timestamp | None = None
    made_at: Timestamp = 0
    problem: str = ""
    muted: int = 0

    @property
    def mutes(self) -> bool:
        """Whether it hides what it takes."""
        return any(action.mutes for action in self.actions)

    @property
    def only_mutes(self) -> bool:
        """Whether it does nothing else."""
        return all(action.mutes for action in self.actions)


class Draft(Struct, frozen=True):
    """A rule as its maker describes it, not stored yet."""

    name: str
    query: str
    actions: tuple[RuleAction, ...]
    until: Timestamp | None = None


class Notice(Struct, frozen=True):
    """An article that a rule is to tell of."""

    rule: str
    id: ArticleId
    feed_id: FeedId
    title: str


class Done(Struct, frozen=True):
    """What one action changed: just the articles of which something really changed. `tag_id` for TAG only."""

    rule_id: RuleId
    deed: Deed
    ids: tuple[ArticleId, ...]
    tag_id: int = 0


class Ruled(Struct, frozen=True):
    """What rules did in one transaction. `taken` are all articles that a rule took, `muted` those that were
    hidden, `wanted` those that are to have their full text; `problems`: a rule was switched off."""

    taken: tuple[ArticleId, ...] = ()
    muted: tuple[ArticleId, ...] = ()
    wanted: tuple[ArticleId, ...] = ()
    notices: tuple[Notice, ...] = ()
    done: tuple[Done, ...] = ()
    problems: bool = False

    def __add__(self, other: "Ruled") -> "Ruled":
        return Ruled(
            self.taken + other.taken,
            self.muted + other.muted,
            self.wanted + other.wanted,
            self.notices + other.notices,
            self.done + other.done,
            self.problems or other.problems,
        )
