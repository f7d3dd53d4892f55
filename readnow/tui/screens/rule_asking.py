"""What the screen of rules asks for: a query, what is to be done, a name, how long.

Invariant: a mistake is told with its place, and what was typed stays to be corrected; Esc changes nothing.
"""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from readnow.library.name_completion import word_completion
from readnow.library.rule_lasting import until_of
from readnow.library.rule_reading import rule_name
from readnow.library.tag_names import checked_name
from readnow.model.errors import QueryError, RuleError, TagError
from readnow.model.feed import Timestamp
from readnow.model.rule import MAX_NAME, Deed, RuleAction
from readnow.tui.histories import QUERIES
from readnow.tui.rule_keys import DEEDS
from readnow.tui.rule_rows import does
from readnow.tui.screens.covering import Covering

if TYPE_CHECKING:
    from readnow.library.query_completion import Completion

_QUERY, _NAME, _TAG = "Query:", "Name:", "Tag:"
_BRIEF = {
    Deed.MUTE: "mute",
    Deed.READ: "read",
    Deed.STAR: "star",
    Deed.LATER: "later",
    Deed.TAG: "tag",
    Deed.FULL_TEXT: "full text",
    Deed.NOTIFY: "tell",
}
_LASTING = {"e": "ever", "d": "day", "w": "week", "m": "month"}


class Until(NamedTuple):
    """An answer: when it is to end, None for never."""

    until: Timestamp | None


class RuleAsking(Covering):
    """The questions."""

    def ask_query(self, query: str, typed: Callable[[str], None], about: int) -> "asyncio.Future[str | None]":
        """Let the query of a rule be typed, at once; 0 for a new one."""
        placeholder = 'words, "a phrase", title:word, feed:name'
        return self.prompt_for(
            _QUERY,
            query,
            placeholder=placeholder,
            typed=typed,
            about=about,
            kind=QUERIES,
            check=lambda text: self.library.rules.preview(text, ()) if text.strip() else None,
            complete=self._completed,
        )

    def _completed(self, text: str) -> "Completion":
        from readnow.library.query_completion import completion  # needed when Tab is pressed

        return completion(text, self.library.names)

    async def query_from(
        self, answer: "asyncio.Future[str | None]", typed: Callable[[str], None], about: int
    ) -> str | None:
        """A query that can be read; None for nothing. What is wrong with one stands beside it already."""
        while (query := await answer) is not None and query.strip():
            try:
                self.library.rules.preview(query, ())
            except QueryError:
                answer = self.ask_query(query, typed, about)
                typed(query)
                continue
            typed(query)
            return query.strip()
        return None

    async def actions_from(self, actions: tuple[RuleAction, ...]) -> tuple[RuleAction, ...] | None:
        """What is to be done: each key puts one in or takes it out; None where Esc was pressed."""
        keys = {**{key: _BRIEF[deed] for key, deed in DEEDS.items()}, "enter": "done"}
        while True:
            said = does(actions)
            key = await self.question(
                f"{said[0].upper()}{said[1:]}" if actions else "What is to be done?", keys
            )
            if key is None:
                return None
            if key == "enter":
                if actions:
                    return actions
                continue
            actions = await self._toggled(actions, DEEDS[key])

    async def _toggled(self, actions: tuple[RuleAction, ...], deed: Deed) -> tuple[RuleAction, ...]:
        left = tuple(action for action in actions if action.deed is not deed)
        if len(left) < len(actions):
            return left
        if deed is not Deed.TAG:
            return (*left, RuleAction(deed))
        answer = self._ask_for_tag("")
        while (typed := await answer or "").strip():
            try:
                return (*left, RuleAction(deed, checked_name(typed)))
            except TagError:  # what is wrong stands below the line
                answer = self._ask_for_tag(typed)
        return left

    def _ask_for_tag(self, typed: str) -> "asyncio.Future[str | None]":
        names = [tag.name for tag in self.library.tags.all()]
        return self.prompt_for(
            _TAG,
            typed,
            placeholder="the name of a tag",
            suggestions=names,
            complete=partial(word_completion, words=names),
            check=checked_name,
        )

    async def name_from(self, name: str, taken: Callable[[], Iterable[str]]) -> str | None:
        """A name of its own, beside those that are `taken`. None for nothing."""

        def check(text: str) -> str:
            return rule_name(text, taken())

        answer = self.prompt_for(_NAME, name[:MAX_NAME], placeholder="a name", check=check)
        while (typed := await answer or "").strip():
            try:
                return check(typed)
            except RuleError:  # what is wrong stands below the line
                answer = self.prompt_for(_NAME, typed, placeholder="a name", check=check)
        return None

    async def until_from(self) -> Until | None:
        """How long from now on; None where Esc was pressed."""
        keys = {"e": "for ever", "d": "a day", "w": "a week", "m": "a month"}
        key = await self.question("For how long?", keys)
        return None if key is None else Until(until_of(_LASTING[key], self.now()))
