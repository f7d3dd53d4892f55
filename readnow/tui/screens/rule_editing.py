"""Rules made, changed, ordered, switched, applied and deleted by keys: the part of their screen that changes.

The ground of `RulesScreen`. Invariants: what is typed is never lost to a mistake in it; closing the screen
cuts no change short.
"""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from readnow.library.rules import Change
from readnow.model.rule import Draft, Rule, RuleAction
from readnow.text.words import counted
from readnow.tui.rule_rows import Preview
from readnow.tui.screens.panes import Surroundings
from readnow.tui.screens.rule_asking import RuleAsking
from readnow.tui.widgets.rule_list import RuleList

if TYPE_CHECKING:
    from readnow.library.library import Library


class RuleEditing(RuleAsking):
    """What changes rules."""

    rows: RuleList

    def __init__(self, library: "Library", surroundings: Surroundings) -> None:
        super().__init__(library, surroundings)
        self.known: Sequence[Rule] = ()
        """All rules, as they were shown last."""
        self.typing = False
        """Whether a query is being typed."""
        self._typed_for: tuple[RuleAction, ...] = ()
        self._at_work: asyncio.Task[Change] | None = None

    def look_at_rule(self) -> None:
        """Show the rule under the cursor."""

    def look_for(self, query: str, actions: tuple[RuleAction, ...]) -> None:
        """Show what a query would take."""

    def show_preview(self, preview: Preview | None) -> None:
        """Show that."""

    def action_leave(self) -> None:
        """Stop what is being applied, else back to the panes."""
        if self._at_work is not None and not self._at_work.done():
            self._at_work.cancel()
        else:
            super().action_leave()

    # -- changing

    def action_add(self) -> None:
        """Make a rule: its query, what it does, its name."""
        self._begin_typing(())
        self.work_on(partial(self._add, self.ask_query("", self._query_typed, 0)), "rule")

    def _names_but(self, mine: Rule | None = None) -> Iterable[str]:
        return [rule.name for rule in self.known if mine is None or rule.id != mine.id]

    async def _add(self, answer: "asyncio.Future[str | None]") -> None:
        try:
            query = await self.query_from(answer, self._query_typed, 0)
            actions = await self.actions_from(()) if query else None
            if not query or not actions:
                return
            draft = Draft(query, query, actions)
            name = await self.name_from(query, self._names_but)
            if name is not None:
                change = await self.library.rules.add(replace(draft, name=name))
                self._end_typing()
                await self.look_again()
                self.rows.move_to(change.rule.id)
                self.say(f"“{name}” takes what comes from now on. A applies it to all articles.")
        finally:
            self._end_typing()

    def action_edit(self) -> None:
        """Change the query."""
        if (rule := self.rows.rule) is not None:
            self._begin_typing(rule.actions)
            self.look_for(rule.query, rule.actions)
            self.work_on(
                partial(self._edit, rule, self.ask_query(rule.query, self._query_typed, rule.id)), "rule"
            )

    async def _edit(self, rule: Rule, answer: "asyncio.Future[str | None]") -> None:
        try:
            query = await self.query_from(answer, self._query_typed, rule.id)
        finally:
            self._end_typing()
        if query and query != rule.query:
            await self._change(rule, query=query)

    def action_do(self) -> None:
        """Change what it does."""
        if (rule := self.rows.rule) is not None:
            self.work_on(partial(self._do, rule), "rule")

    async def _do(self, rule: Rule) -> None:
        actions = await self.actions_from(rule.actions)
        if actions and actions != rule.actions:
            await self._change(rule, actions=actions)

    def action_last(self) -> None:
        """Change how long it lasts."""
        if (rule := self.rows.rule) is not None:
            self.work_on(partial(self._last, rule), "rule")

    async def _last(self, rule: Rule) -> None:
        answer = await self.until_from()
        if answer is not None:
            await self._change(rule, until=answer.until)

    def action_rename(self) -> None:
        """Give it another name."""
        if (rule := self.rows.rule) is not None:
            self.work_on(partial(self._rename, rule), "rule")

    async def _rename(self, rule: Rule) -> None:
        name = await self.name_from(rule.name, partial(self._names_but, rule))
        if name is not None and name != rule.name:
            await self._change(rule, name=name)

    async def _change(self, rule: Rule, **fields: Any) -> None:
        draft = replace(_draft_of(rule), **fields)
        change = await self._to_the_end(self.library.rules.change(rule.id, draft, self._told))
        self.say(f"Changed.{_given_back(change)}")
        await self.look_again()

    def action_switch(self) -> None:
        """Switch it on or off."""
        if (rule := self.rows.rule) is not None:
            self.work_on(partial(self._switch, rule), "rule")

    async def _switch(self, rule: Rule) -> None:
        on_now = not rule.enabled
        change = await self._to_the_end(self.library.rules.switch(rule.id, on_now, self._told))
        said = "on, for what comes from now on. A applies it to all articles." if on_now else "off."
        self.say(f"“{rule.name}” is {said}{_given_back(change)}")
        await self.look_again()

    def action_remove(self) -> None:
        """Delete it."""
        if (rule := self.rows.rule) is not None:
            self.work_on(partial(self._remove, rule), "rule")

    async def _remove(self, rule: Rule) -> None:
        change = await self._to_the_end(self.library.rules.delete(rule.id, self._told))
        self.say(f"“{rule.name}” is deleted.{_given_back(change)}")
        await self.look_again()

    def action_shift(self, step: int) -> None:
        """Put it further up or down."""
        if (rule := self.rows.rule) is not None:
            self.work_on(partial(self._shift, rule, step), "rule")

    async def _shift(self, rule: Rule, step: int) -> None:
        if await self.library.rules.move(rule.id, step):
            await self.look_again()

    def action_apply(self) -> None:
        """Apply it to all articles; Esc stops that."""
        if (rule := self.rows.rule) is not None:
            self.work_on(partial(self._apply, rule), "rule")

    async def _apply(self, rule: Rule) -> None:
        try:
            change = await self._to_the_end(self.library.rules.apply(rule.id, self._told))
        except asyncio.CancelledError:
            self.say("Stopped. What was done can be taken back.")
        else:
            hid = f", {change.muted:,} of them hidden" if rule.mutes else ""
            self.say(f"“{rule.name}” took {counted(change.taken, 'article')}{hid}.")
        await self.look_again()

    async def _to_the_end(self, work: Coroutine[Any, Any, Change]) -> Change:
        """Carry something out that takes a while, with its progress; also where this screen is closed."""
        self._at_work = asyncio.get_running_loop().create_task(work)
        try:
            return await self.change(self._at_work)
        finally:
            self.status.progress("")

    def _told(self, number: int) -> None:
        if number and self.is_attached:
            self.status.progress(f"{counted(number, 'article')} · Esc stops")

    def action_undo(self) -> None:
        """Take back what was done last."""
        self.work_on(partial(self._replay, False), "undoing")

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self.work_on(partial(self._replay, True), "undoing")

    async def _replay(self, again: bool) -> None:
        await self.replay(again)
        await self.look_again()

    # -- typing

    def _begin_typing(self, actions: tuple[RuleAction, ...]) -> None:
        self.typing, self._typed_for = True, actions
        self.show_preview(Preview(""))

    def _end_typing(self) -> None:
        if self.typing:
            self.typing = False
            self.look_at_rule()

    def _query_typed(self, text: str) -> None:
        if text.strip():
            self.look_for(text, self._typed_for)


def _draft_of(rule: Rule) -> Draft:
    return Draft(rule.name, rule.query, rule.actions, rule.until)


def _given_back(change: Change) -> str:
    return f" {counted(change.given_back, 'article')} given back." if change.given_back else ""
