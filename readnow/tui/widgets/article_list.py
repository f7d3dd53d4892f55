"""The pane of articles: those of what is opened in the feed list, a page of the store at a time.

Invariant: the cursor stays on the same article and the rows under the eye stay where they are when articles
change or arrive; `MoreWanted` comes once for each end that is reached.
"""

import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from readnow.keys.actions import Pane as PaneName
from readnow.library.order import place_of
from readnow.model.article import ArticleHead, ArticleId
from readnow.model.query import Sort
from readnow.text.sought import Sought
from readnow.tui.bindings import bindings_for
from readnow.tui.render.article_rows import Columns, article_row, article_rows
from readnow.tui.render.palette import Marks
from readnow.tui.render.rows import RowState
from readnow.tui.widgets.line_pane import LinePane
from readnow.tui.widgets.pane import Pane
from readnow.views.age import long_age, short_age


class ArticleList(LinePane):
    """One row for each article, of one line or of two."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_for(PaneName.ARTICLES)

    class MoreWanted(Message):
        """The cursor comes near the last row and there are more articles in the store."""

        def __init__(self, pane: "ArticleList") -> None:
            super().__init__()
            self.pane = pane

        @property
        def control(self) -> "ArticleList":
            """The pane it happened in."""
            return self.pane

    two_lines: var[bool] = var(False, init=False)
    """Two lines a row: title; feed, age and time to read."""

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.time,
        marks: Marks | None = None,
        id: str | None = None,
        empty_text: str = "No articles.",
    ) -> None:
        super().__init__(marks=marks, id=id, empty_text=empty_text)
        self.heads: list[ArticleHead] = []
        """The articles in the order of the rows."""
        self.unfolded: dict[ArticleId, ArticleId] = {}
        """Articles shown below one that is the same story, by which one."""
        self._index: dict[ArticleId, int] = {}
        self._now = now
        self.columns = Columns(show_feed=False)
        """What the rows say."""
        self.sought: Sought | None = None
        """Words that are marked in the titles of what is shown next."""
        self._sort = Sort.NEWEST
        self._complete = True
        self._asked = False
        self.selected: set[ArticleId] = set()
        """The articles that are selected; all of them are here."""
        self._selected_last: ArticleId | None = None
        self._notes: Mapping[ArticleId, str] = {}

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.heads)

    @property
    def complete(self) -> bool:
        """Whether there are no more articles than are here."""
        return self._complete

    @property
    def head(self) -> ArticleHead | None:
        """The article under the cursor."""
        return self.heads[self.cursor] if self.heads else None

    def show(
        self, heads: Sequence[ArticleHead], *, complete: bool, show_feed: bool, sort: Sort = Sort.NEWEST
    ) -> None:
        """Show these articles instead, from the first on. `show_feed`: they are of several feeds."""
        self.heads = list(heads)
        self.unfolded = {}
        self._notes = {}
        self._sort = sort
        self.columns = self.columns._replace(show_feed=show_feed)
        self._number()
        self.selected &= self._index.keys()
        self.forget_strips()
        self.set_reactive(LinePane.cursor, 0)
        self.set_reactive(Pane.top, 0)
        self.refresh_all_content()
        self._arrived(complete)

    def extend(self, heads: Sequence[ArticleHead], complete: bool) -> None:
        """Add a page at the end; articles that are here already are passed over."""
        first = self.row_top(self.count)
        fresh = [head for head in heads if head.id not in self._index]
        self._index |= {head.id: index for index, head in enumerate(fresh, self.count)}
        self.heads += fresh
        self.refresh_content(first, self.row_top(self.count) - first)
        self._arrived(complete)

    def note(self, notes: Mapping[ArticleId, str]) -> None:
        """Say this of articles in the place of their feeds' names."""
        changed = [id for id in notes if self._notes.get(id) != notes[id]]
        self._notes = notes
        for index in (self._index[id] for id in changed if id in self._index):
            self.refresh_row(index)

    def _shown(self, index: int) -> ArticleHead:
        """An article as its row shows it."""
        head = self.heads[index]
        note = self._notes.get(head.id)
        return head if note is None else replace(head, feed_title=note)

    def update(self, heads: Sequence[ArticleHead]) -> None:
        """Show these articles as they are now; those that are not here are passed over."""
        for head in heads:
            index = self._index.get(head.id)
            if index is not None and self.heads[index] != head:
                self.heads[index] = head
                self.refresh_row(index)

    def insert(self, heads: Sequence[ArticleHead]) -> None:
        """Put new articles where they belong in the order; nothing moves under the eye.

        What belongs behind the last row of a list that is not complete is left to the next page. In a list
        of what fits best new articles have no place.
        """
        place = partial(place_of, sort=self._sort)
        fresh = [head for head in heads if head.id not in self._index]
        if not self._complete and self.heads:
            last = place(self.heads[-1])
            fresh = [head for head in fresh if place(head) < last]
        if not fresh or self._sort is Sort.RANK:
            return
        before = self._on_screen()
        under_eye = self.row_at(self.top)
        anchor = self.heads[under_eye].id if under_eye is not None else None
        within = self.top - self.row_top(under_eye) if under_eye is not None else 0
        current = self.head
        self.heads = sorted([*self.heads, *fresh], key=place)
        self._number()
        if current is not None:
            # Not a move: it is the same article that is elsewhere now.
            self.set_reactive(LinePane.cursor, self._index[current.id])
        if anchor is not None:
            self.set_reactive(Pane.top, self.validate_top(self.row_top(self._index[anchor]) + within))
        if self._on_screen() != before:
            self.refresh_all_content()

    def _on_screen(self) -> list[ArticleId | None]:
        """The articles that the lines of the screen belong to."""
        rows = (self.row_at(line) for line in range(self.top, self.top + self.page_height))
        return [None if row is None else self.heads[row].id for row in rows]

    def take_out(self, ids: Sequence[ArticleId]) -> None:
        """Leave articles out; the cursor goes to the nearest that stays."""
        gone = set(ids)
        kept = [head for head in self.heads if head.id not in gone]
        if len(kept) == len(self.heads):
            return
        below = next((head for head in self.heads[self.cursor :] if head.id not in gone), None)
        self.heads = kept
        self._number()
        self.selected &= self._index.keys()
        index = self._index[below.id] if below is not None else len(kept) - 1
        self.refresh_all_content()
        self.top = min(self.top, self.last_top())
        self.set_reactive(LinePane.cursor, max(0, index))
        self.show_cursor()
        self.post_message(self.CursorMoved(self, self.cursor))

    def unfold(self, article_id: ArticleId, copies: Sequence[ArticleHead]) -> bool:
        """Show the same story of other feeds below an article; False where all of it is here already."""
        fresh = [head for head in copies if head.id not in self._index]
        index = self._index[article_id]
        self.heads[index + 1 : index + 1] = fresh
        self.unfolded |= dict.fromkeys((head.id for head in fresh), article_id)
        self._number()
        self.refresh_all_content()
        return bool(fresh)

    def fold(self, article_id: ArticleId) -> None:
        """Take out what was unfolded below an article; the cursor goes to that."""
        gone = [copy for copy, anchor in self.unfolded.items() if anchor == article_id]
        self.move_to(article_id)
        self.take_out(gone)
        for copy in gone:
            del self.unfolded[copy]

    # -- selecting

    def selected_heads(self) -> tuple[ArticleHead, ...]:
        """The articles that are selected, in the order of the rows."""
        return tuple(head for head in self.heads if head.id in self.selected) if self.selected else ()

    def toggle_selected(self) -> None:
        """Select the row with the cursor, or not, and go on to the next."""
        head = self.head
        if head is None:
            return
        self.selected ^= {head.id}
        self._selected_last = head.id
        self.refresh_row(self.cursor)
        self.move(1)

    def select_range(self) -> None:
        """Select all rows from the one that was selected last, or else from here, to the cursor."""
        if not self.heads:
            return
        last = self._index.get(self._selected_last) if self._selected_last is not None else None
        start, end = sorted((self.cursor if last is None else last, self.cursor))
        self.selected |= {head.id for head in self.heads[start : end + 1]}
        self._selected_last = self.heads[self.cursor].id
        self.refresh_all_content()

    def clear_selected(self) -> None:
        """Select nothing."""
        self.selected.clear()
        self._selected_last = None
        self.refresh_all_content()

    def move_to(self, article_id: ArticleId) -> bool:
        """Put the cursor on it; False if it is not there."""
        index = self._index.get(article_id)
        if index is None:
            return False
        self.cursor = index
        return True

    def index_of(self, article_id: ArticleId) -> int | None:
        """Which row it has."""
        return self._index.get(article_id)

    def _number(self) -> None:
        self._index = {head.id: index for index, head in enumerate(self.heads)}

    def _arrived(self, complete: bool) -> None:
        self._complete = complete
        self._asked = False
        self._ask_for_more()

    def _ask_for_more(self) -> None:
        """Say that more are wanted when there is less than a page below the cursor."""
        left = self.row_top(self.count) - self.row_top(self.cursor)
        if not self._complete and not self._asked and left <= 2 * self.page_height:
            self._asked = True
            self.post_message(self.MoreWanted(self))

    def watch_cursor(self, old: int, new: int) -> None:
        """Look ahead."""
        super().watch_cursor(old, new)
        self._ask_for_more()

    def watch_top(self) -> None:
        """Look ahead also where the wheel scrolls."""
        super().watch_top()
        if not self._complete and self.top >= self.last_top() - self.page_height and not self._asked:
            self._asked = True
            self.post_message(self.MoreWanted(self))

    def set_columns(self, names: tuple[str, ...]) -> None:
        """Say these things in the rows."""
        if names != self.columns.names:
            self.columns = self.columns._replace(names=names)
            self.refresh_all_content()

    def watch_two_lines(self, old: bool, new: bool) -> None:
        """The same rows are at the top of the screen."""
        if old == new:
            return
        first = self.top // (2 if old else 1)
        self.forget_strips()
        self.set_reactive(Pane.top, self.validate_top(self.row_top(first)))
        self.refresh_all_content()
        self.show_cursor()

    @property
    def row_height(self) -> int:
        """One line or two."""
        return 2 if self.two_lines else 1

    def row_top(self, index: int) -> int:
        """All rows are of one height."""
        return index * self.row_height

    def row_at(self, line: int) -> int | None:
        """The row that a line belongs to."""
        row = line // self.row_height
        return row if 0 <= row < self.count else None

    def row_key(self, index: int) -> Hashable:
        """The article, and its age in words."""
        head = self._shown(index)
        age = long_age if self.two_lines else short_age
        look = (self.columns, self.two_lines, self.sought, head.id in self.unfolded)
        return head, age(head.date, self._now()), look, head.id in self.selected

    def render_row(self, index: int, state: RowState) -> tuple[Strip, ...]:
        """One line or two."""
        rows = article_rows if self.two_lines else article_row
        head = self._shown(index)
        under, selected = head.id in self.unfolded, head.id in self.selected
        state = state._replace(sought=self.sought, under=under, selected=selected)
        return rows(head, state, self._now(), self.columns, self.palette, self.marks)
