"""The list of rules, in the order in which they are asked.

Invariant: the cursor stays on its rule while rules change, come or go around it.
"""

from collections.abc import Hashable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from readnow.model.rule import Rule, RuleId
from readnow.tui.render.palette import Marks
from readnow.tui.render.rows import RowState
from readnow.tui.render.rules import column_names, rule_row
from readnow.tui.rule_keys import rule_bindings
from readnow.tui.rule_rows import RuleRow, rule_rows
from readnow.tui.widgets.line_pane import NOTHING_MATCHES, LinePane

NO_RULES = "No rules yet. The key a makes one."


class RuleList(LinePane):
    """One row a rule. The names of the columns stay above them."""

    BINDINGS: ClassVar[list[BindingType]] = rule_bindings()

    def __init__(self, *, marks: Marks | None = None, id: str | None = None) -> None:
        super().__init__(marks=marks, id=id, empty_text=NO_RULES)
        self._rules: tuple[Rule, ...] = ()
        self._rows: tuple[RuleRow, ...] = ()

    @property
    def head_height(self) -> int:
        """With the names of the columns."""
        return 1 + int(bool(self._rows))

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def rule(self) -> Rule | None:
        """What the cursor is on."""
        return self._rules[self.cursor] if self._rules else None

    def show(self, rules: Sequence[Rule], now: int, *, narrowed: bool = False) -> None:
        """Show these, with the cursor on the rule that it was on. `narrowed`: there may be more."""
        under = self.rule
        self.empty_text = NOTHING_MATCHES if narrowed else NO_RULES
        self._rules, self._rows = tuple(rules), rule_rows(rules, now)
        at = min(self.cursor, max(0, len(rules) - 1))
        places = {rule.id: index for index, rule in enumerate(rules)}
        self.set_reactive(LinePane.cursor, places.get(under.id, at) if under is not None else at)
        self.forget_strips()
        self.refresh()
        self.top = min(self.top, self.last_top())
        self.show_cursor()

    def move_to(self, rule_id: RuleId) -> None:
        """Put the cursor on a rule."""
        for index, rule in enumerate(self._rules):
            if rule.id == rule_id:
                self.cursor = index

    def row_key(self, index: int) -> Hashable:
        """The row itself."""
        return self._rows[index]

    def render_row(self, index: int, state: RowState) -> tuple[Strip, ...]:
        """One line."""
        return (rule_row(self._rows[index], state, self.palette, self.marks),)

    def render_line(self, y: int) -> Strip:
        """The names of the columns stand right above the rows."""
        if y and y == self.head_height - 1 and self._rows:
            return column_names(self.extent.width, self.palette, self.marks)
        return super().render_line(y)
