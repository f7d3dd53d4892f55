"""The list of the feed doctor: feeds in trouble, silent ones, those that nobody reads; each group has a name.

Invariant: the cursor stays on its feed whatever happens around it: in the same group while it is there, else
in another, else on the row that takes its place.
"""

from collections.abc import Hashable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from readnow.model.feed import Feed, FeedId
from readnow.tui.doctor_keys import doctor_bindings
from readnow.tui.render.palette import Marks
from readnow.tui.render.rows import RowState
from readnow.tui.render.ward import column_names, group_line, patient_row
from readnow.tui.ward_rows import Group, Patient
from readnow.tui.widgets.line_pane import LinePane

ALL_WELL = "All feeds are well."


class WardList(LinePane):
    """One row a feed and group. The names of the columns stay above the rows."""

    BINDINGS: ClassVar[list[BindingType]] = doctor_bindings()

    def __init__(self, *, marks: Marks | None = None, id: str | None = None) -> None:
        super().__init__(marks=marks, id=id, empty_text=ALL_WELL)
        self.roomy = False
        """Whether a blank line stands below the title. The screen says so: it knows how high all of it is."""
        self._patients: tuple[Patient, ...] = ()
        self._lines: list[int] = [0]
        self._at_line: dict[int, int] = {}
        self._names: dict[int, tuple[Group, int]] = {}

    @property
    def head_height(self) -> int:
        """With the names of the columns."""
        return 1 + int(self.roomy) + int(bool(self._patients))

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._patients)

    @property
    def line_count(self) -> int:
        """How many lines all of it takes, the title included."""
        return self.head_height + max(1, self._lines[-1])

    @property
    def patient(self) -> Patient | None:
        """What the cursor is on."""
        return self._patients[self.cursor] if self._patients else None

    @property
    def feed(self) -> Feed | None:
        """The feed that the cursor is on."""
        return self._patients[self.cursor].feed if self._patients else None

    def show(self, patients: Sequence[Patient]) -> None:
        """Show these, with the cursor on what it was on."""
        old, self._patients = self._patients, tuple(patients)
        self._lay_out()
        self.set_reactive(LinePane.cursor, self._nearest(old))
        if old != self._patients:
            self.refresh()
        self.top = min(self.top, self.last_top())
        self.show_cursor()

    def move_to(self, feed_id: FeedId) -> bool:
        """Put the cursor on a feed; False if it is not there."""
        for index, patient in enumerate(self._patients):
            if patient.feed.id == feed_id:
                self.cursor = index
                return True
        return False

    def _nearest(self, old: Sequence[Patient]) -> int:
        if not old:
            return 0
        places = {patient.key: index for index, patient in enumerate(self._patients)}
        by_feed = {patient.feed.id: index for index, patient in reversed(list(enumerate(self._patients)))}
        was = old[self.cursor]
        if was.key in places:
            return places[was.key]
        if was.feed.id in by_feed:
            return by_feed[was.feed.id]
        for patient in (*old[self.cursor :], *reversed(old[: self.cursor])):
            if patient.key in places:
                return places[patient.key]
        return 0

    def _lay_out(self) -> None:
        """Give each row its line; the groups after the first one, and any but trouble, get a line with their
        name, and all but the first a blank one above it."""
        self._lines, self._names = [], {}
        line, group = 0, Group.TROUBLE
        for index, patient in enumerate(self._patients):
            if patient.group is not group:
                group = patient.group
                line += 1 if index else 0
                self._names[line] = (group, sum(one.group is group for one in self._patients))
                line += 1
            self._lines.append(line)
            line += 1
        self._at_line = {line: index for index, line in enumerate(self._lines)}
        self._lines.append(line)

    def row_top(self, index: int) -> int:
        """The line of a row."""
        return self._lines[min(index, len(self._lines) - 1)]

    def row_at(self, line: int) -> int | None:
        """The row at a line; None for names of groups and blank lines."""
        return self._at_line.get(line)

    def row_key(self, index: int) -> Hashable:
        """All that its look depends on."""
        return self._patients[index].row

    def render_row(self, index: int, state: RowState) -> tuple[Strip, ...]:
        """One line."""
        return (patient_row(self._patients[index].row, state, self.palette, self.marks),)

    def content_line(self, line: int) -> Strip:
        """A row, or the name of a group."""
        if named := self._names.get(line):
            group, count = named
            return group_line(group.value, count, self.extent.width, self.palette, self.marks)
        return super().content_line(line)

    def render_line(self, y: int) -> Strip:
        """The names of the columns stand right above the rows."""
        if y and y == self.head_height - 1 and self._patients:
            return column_names(self.extent.width, self.palette, self.marks)
        return super().render_line(y)

    def show_cursor(self) -> None:
        """With the name of its group, where the row is the first of it."""
        super().show_cursor()
        if self.count and self.cursor == 0:
            self.top = 0
