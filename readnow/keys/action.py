"""What an action is: its name, its keys, its words, and the panes where it applies.

`actions` has the table of all that ReadNOW can do, `own` makes actions of a user's commands.
"""

from enum import StrEnum

from msgspec import Struct


class Pane(StrEnum):
    """Where an action applies."""

    FEEDS = "feeds"
    ARTICLES = "articles"
    READER = "reader"


class Group(StrEnum):
    """A heading of the help screen, in its order."""

    MOVING = "Moving"
    READING = "Reading"
    ARTICLES = "Articles and links"
    CARRYING = "Saving, sharing, files"
    FEEDS = "Feeds"
    VIEW = "View"
    PROGRAM = "Program"
    OWN = "Your commands"


class Action(Struct, frozen=True):
    """One thing a user can do. `keys` are Textual's names of keys, none for what only the palette has; `help`
    is one line.

    `title` names it in the palette. `hint` is its word or two for the status line, which shows those with the
    highest `shown` in a pane (0: never). `fixed`: its keys mean themselves and cannot be changed. `keyed`:
    the panes in which it has its keys, where others have them elsewhere; None for all of its panes.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    panes: frozenset[Pane]
    group: Group
    hint: str = ""
    shown: int = 0
    fixed: bool = False
    keyed: frozenset[Pane] | None = None

    def keys_in(self, pane: Pane) -> tuple[str, ...]:
        """Its keys in a pane of its own."""
        return self.keys if self.keyed is None or pane in self.keyed else ()

    @property
    def handler(self) -> str:
        """The name after `action_` of its method: `article.toggle-read` → `article_toggle_read`."""
        return self.id.replace(".", "_").replace("-", "_")


ALL = frozenset(Pane)
LISTS = frozenset({Pane.FEEDS, Pane.ARTICLES})
ARTICLE = frozenset({Pane.ARTICLES, Pane.READER})
FEEDS = frozenset({Pane.FEEDS})
READER = frozenset({Pane.READER})
