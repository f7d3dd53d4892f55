"""The rules: which there are, and what each would take.

Opened by `Muting`; what changes them is in `rule_editing`. Invariant: what a query would take is looked for
while it is typed, and never holds a key.
"""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from readnow.model.errors import QueryError
from readnow.model.rule import Rule, RuleAction
from readnow.tui.narrowing import narrowed
from readnow.tui.rule_keys import rule_bindings
from readnow.tui.rule_rows import Preview, preview_facts, rule_facts
from readnow.tui.screens.panes import Surroundings
from readnow.tui.screens.rowed import Rowed
from readnow.tui.screens.rule_editing import RuleEditing
from readnow.tui.widgets.facts_pane import FactsPane
from readnow.tui.widgets.line_pane import LinePane
from readnow.tui.widgets.rule_list import RuleList

if TYPE_CHECKING:
    from readnow.library.library import Library

_LISTED, _COUNTED = 8, 10_000
"""Articles that a preview lists, and up to which it counts."""
_PAUSE = 0.25
_LEAST = 6


class RulesScreen(RuleEditing, Rowed):
    """The list, with what is known of the rule under the cursor below it."""

    KEYS: ClassVar[list[BindingType]] = rule_bindings()
    rows: RuleList

    def __init__(self, library: "Library", surroundings: Surroundings) -> None:
        super().__init__(library, surroundings)
        self.rows = RuleList(marks=self.marks)
        self.facts = FactsPane(marks=self.marks)
        self.facts.can_focus = False
        self._preview: Preview | None = None

    def compose(self) -> ComposeResult:
        """All widgets are there from the start."""
        yield self.rows
        yield self.facts
        yield self.status
        yield self.prompt

    async def on_mount(self) -> None:
        """The rules are read before they are painted."""
        with self.app.batch_update():
            await self.look_again()

    async def look_again(self) -> None:
        """Show what holds now."""
        self.known = await self.library.rules.all()
        self.show_narrowed()

    def show_narrowed(self) -> None:
        """Show the rules that have the words that are typed."""
        rules = self.known
        shown = narrowed(rules, self.narrowing, lambda rule: f"{rule.name} {rule.query}")
        on_now = sum(rule.enabled for rule in rules)
        right = self.counted(len(shown), len(rules)) or (f"{on_now} of {len(rules)} on" if rules else "")
        self.rows.set_title("Rules", right)
        self.rows.show(shown, self.at(), narrowed=bool(self.narrowing.strip()))
        self.lay_out()
        self.look_at_rule()

    @on(LinePane.CursorMoved)
    def _moved(self, event: LinePane.CursorMoved) -> None:
        event.stop()
        self.look_at_rule()

    # -- what a query would take

    def look_at_rule(self) -> None:
        """Show the rule under the cursor, and find out what it would take."""
        rule = self.rows.rule
        if self.typing:
            return
        if rule is None or rule.problem:
            self.show_preview(None)
        else:
            self.look_for(rule.query, rule.actions)

    def look_for(self, query: str, actions: tuple[RuleAction, ...]) -> None:
        self.show_preview(Preview(query))
        self.work_on(partial(self._look, query, actions), "preview", newest_only=True)

    async def _look(self, query: str, actions: tuple[RuleAction, ...]) -> None:
        await asyncio.sleep(_PAUSE if self.typing else 0)
        try:
            wanted = self.library.rules.preview(query, actions)
        except QueryError as err:
            self.show_preview(Preview(query, problem=f"Column {err.column}: {err}"))
            return
        heads = (await self.library.articles.page(replace(wanted, limit=_LISTED))).heads
        self.show_preview(Preview(query, heads=heads))
        number = await self.library.articles.count(wanted, _COUNTED)
        self.show_preview(Preview(query, number, number == _COUNTED, heads))

    def show_preview(self, preview: Preview | None) -> None:
        self._preview = preview
        rule = self.rows.rule
        if self.typing and preview is not None:
            self.facts.show("What it would take", "", preview_facts(preview), anew=True)
        elif rule is not None:
            self.facts.show(rule.name, "", rule_facts(rule, preview, self.at()), anew=True)
        else:
            self.facts.show("", "", ())
        self._show_keys(rule)

    def _show_keys(self, rule: Rule | None) -> None:
        hints = [("a", "add")]
        if rule is not None:
            hints += [("Enter", "query"), ("c", "does"), ("space", "off" if rule.enabled else "on")]
            hints += [("A", "apply to all"), ("D", "delete")]
        self.status.hints([*hints, *self.ways_out()])

    def lay_out(self) -> None:
        """The list as high as it needs to be, the facts below it."""
        height = self.app.size.height - 1
        wanted = max(3, min(self.rows.count + 3, height // 2))
        self.rows.styles.height = wanted if height > wanted + _LEAST else max(3, height - _LEAST)
        if not self.prompt.is_open:
            self.set_focus(self.rows, scroll_visible=False)
