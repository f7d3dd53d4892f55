"""Questions to the user, one at a time, on the prompt line of a screen: what to type, or which key.

The main screen asks through `Prompting`, the feed doctor and the settings directly. Invariant: a question
that another one displaces is answered with nothing; the answer reaches only who asked.
"""

import asyncio
from collections.abc import Callable, Hashable, Mapping, Sequence
from types import MappingProxyType

from textual import on
from textual.screen import Screen
from textual.suggester import Suggester

from readnow.tui.widgets.prompt_line import Complete, Other, PromptLine


class Asking(Screen[None]):
    """A screen with one prompt, and who waits for it."""

    prompt: PromptLine
    _answer: "asyncio.Future[str | None] | None" = None
    _typed: Callable[[str], None] | None = None

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
    ) -> "asyncio.Future[str | None]":
        """Open the prompt at once; what is entered comes later, None for nothing. `typed` sees changes; for
        the rest see `PromptLine.open`."""
        answer = self._new_answer(typed)
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
        waiting, self._answer, self._typed = self._answer, None, None
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
        if self._typed is not None and not event.is_late:
            self._typed(event.text)
