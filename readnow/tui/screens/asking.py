"""Questions to the user, one at a time, on the prompt line of a screen: what to type, or which key.

The main screen asks through `Prompting`, the feed doctor and the settings directly. Invariant: a question
that another one displaces is answered with nothing; the answer reaches only who asked.
"""

import asyncio
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual import on
from textual.suggester import Suggester

from readnow.model.errors import QueryError, ReadNowError, StoreError
from readnow.tui.histories import Histories, may_be_kept
from readnow.tui.offers import Complete
from readnow.tui.screens.saying import Saying
from readnow.tui.widgets.prompt_line import Other, PromptLine

if TYPE_CHECKING:
    from readnow.library.library import Library
    from readnow.tui.screens.panes import Surroundings

Check = Callable[[str], object]
"""Raises what is wrong with a text: `QueryError` where that has a place in it, or another `ReadNowError`."""


class Asking(Saying):
    """A screen with one prompt, and who waits for it."""

    library: "Library"
    surroundings: "Surroundings"
    prompt: PromptLine
    _answer: "asyncio.Future[str | None] | None" = None
    _typed: Callable[[str], None] | None = None
    _kind = ""
    _wrong_with: Check | None = None

    @property
    def histories(self) -> Histories:
        """What was typed in the prompts of all screens."""
        return self.surroundings.histories

    def prompt_for(
        self,
        label: str,
        value: str = "",
        *,
        placeholder: str = "",
        suggestions: Sequence[str] | Suggester = (),
        typed: Callable[[str], None] | None = None,
        about: Hashable = None,
        history: Sequence[str] = (),
        other: Other | None = None,
        keys: Mapping[str, Callable[[], None]] = MappingProxyType({}),
        complete: Complete | None = None,
        kind: str = "",
        check: Check | None = None,
    ) -> "asyncio.Future[str | None]":
        """Open the prompt at once; what is entered comes later, None for nothing. `typed` sees changes; what
        `check` finds wrong with them is said below the line, and hinders nobody. What is entered is kept in
        the history of its `kind`. For the rest see `PromptLine.open`."""
        answer = self._new_answer(typed)
        self._kind, self._wrong_with = kind, check
        history = self.histories.of(kind) if kind else history
        self.prompt.open(
            label,
            value,
            placeholder,
            suggestions,
            about=about,
            history=history,
            other=other,
            keys=keys,
            complete=complete,
        )
        if kind and not self.histories.is_read(kind):
            self.run_worker(self._learn_history(kind), group="histories")
        if self.prompt.text:  # nothing typed yet is no mistake
            self._say_wrong(self.prompt.text)
        return answer

    def question(self, text: str, keys: Mapping[str, str]) -> "asyncio.Future[str | None]":
        """Ask a question that one of the keys answers; None where Esc did."""
        answer = self._new_answer(None)
        self.prompt.ask(text, keys)
        return answer

    def after_answer(self) -> None:
        """Called when the prompt is closed: the screen may lay itself out anew."""

    def _new_answer(self, typed: Callable[[str], None] | None) -> "asyncio.Future[str | None]":
        self._settle(self.prompt.untold)
        self._typed = typed
        self._answer = asyncio.get_running_loop().create_future()
        return self._answer

    def _settle(self, answer: str | None) -> None:
        if answer is not None and self._kind and may_be_kept(answer):
            self.run_worker(self._keep_typed(self._kind, answer.strip()), group="histories")
        waiting, self._answer, self._typed = self._answer, None, None
        self._kind, self._wrong_with = "", None
        self.prompt.untold = None
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)

    @on(PromptLine.Submitted)
    def _submitted(self, event: PromptLine.Submitted) -> None:
        if not event.is_late:
            self._settle(event.text)
            self.after_answer()

    @on(PromptLine.Answered)
    def _answered(self, event: PromptLine.Answered) -> None:
        if not event.is_late:
            self._settle(event.key)
            self.after_answer()

    @on(PromptLine.Cancelled)
    def _cancelled(self, event: PromptLine.Cancelled) -> None:
        if not event.is_late:
            self._settle(None)
            self.after_answer()

    @on(PromptLine.Changed)
    def _changed(self, event: PromptLine.Changed) -> None:
        if event.is_late:
            return
        if self._typed is not None:
            self._typed(event.text)
        self._say_wrong(event.text)

    @on(PromptLine.Offered)
    def _offered(self, event: PromptLine.Offered) -> None:
        if not event.is_late:
            self.prompt.offer(event.options, event.chosen)

    # -- what is wrong with it, and what was typed before

    def _say_wrong(self, text: str) -> None:
        if self._wrong_with is None or self.prompt.is_offering:
            return  # what Tab offers stays to be seen
        try:
            self._wrong_with(text)
        except QueryError as err:
            self.prompt.mistake(str(err), err.column)
        except ReadNowError as err:
            self.prompt.mistake(str(err))
        else:
            self.prompt.right()

    async def _learn_history(self, kind: str) -> None:
        with suppress(StoreError):  # then it begins anew
            await self.histories.read(kind, self.library)
        if self._kind == kind:
            self.prompt.remember(self.histories.of(kind))

    async def _keep_typed(self, kind: str, text: str) -> None:
        with suppress(StoreError):
            await self.histories.add(kind, text, self.library)
