"""Selecting several articles: what actions on articles mean. The actions `selection.*`.

Invariant: what is selected is in the list; in the reader an action means the open article and no other.
"""

from collections.abc import Sequence

from readnow.keys.actions import Pane
from readnow.model.article import ArticleHead
from readnow.tui.screens.prompting import Prompting

NOTHING = "Nothing is selected."


class Selecting(Prompting):
    """Articles in hand: one, or several."""

    def head_in_hand(self) -> ArticleHead | None:
        """The article that an action on one means: the one that is read, or the one under the cursor."""
        if self.pane is Pane.READER:
            return self.article.head if self.article is not None else None
        return self.article_list.head

    def heads_in_hand(self) -> tuple[ArticleHead, ...]:
        """The articles that an action means: those that are selected, else the one in hand."""
        head = self.head_in_hand()
        return self.several_in_hand() or (() if head is None else (head,))

    def several_in_hand(self) -> tuple[ArticleHead, ...]:
        """The articles that are selected, where keys mean them."""
        return self.article_list.selected_heads() if self.pane is Pane.ARTICLES else ()

    def action_selection_toggle(self) -> None:
        """Select the article, or not, and go on to the next."""
        self.article_list.toggle_selected()
        self.show_note()

    def action_selection_range(self) -> None:
        """Select all from the article that was selected last to this one."""
        self.article_list.select_range()
        self.show_note()

    def action_selection_clear(self) -> None:
        """Select nothing any more."""
        if not self.end_selection():
            self.say(NOTHING)

    def show_note(self) -> None:
        """How many are selected, outside the reader."""
        super().show_note()
        number = len(self.article_list.selected)
        if number and self.pane is not Pane.READER:
            key = self.key_of("selection.clear")
            clear = f" · {key} selects none" if key else ""
            self.status.note(f"{number:,} selected{clear}")


def all_or_none(heads: Sequence[ArticleHead], name: str) -> bool:
    """What a key that toggles makes of several: of all what not all are yet."""
    return not all(getattr(head, name) for head in heads)
