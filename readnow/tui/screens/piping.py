"""The article through a command of the user's, and what that says. The action `article.pipe`.

Invariant: the command is what the user typed, word by word; nothing of the article is in it; the interface
stays usable whatever the command does.
"""

import asyncio
from collections.abc import Sequence
from functools import partial

from readnow.library.forms import Form
from readnow.model.article import Article
from readnow.tui.histories import COMMANDS
from readnow.tui.screens.saving import Saving
from readnow.tui.typed_checks import check_command

_FORMS = (Form.TEXT, Form.MARKDOWN, Form.HTML)


class Piping(Saving):
    """What sends an article through commands."""

    pipe_form = Form.TEXT
    """What was chosen last."""

    async def action_article_pipe(self) -> None:
        """Ask for a command, and run it on the article."""
        article = await self.article_in_hand()
        if article is None:
            return
        answer = self.prompt_for(
            self._label(),
            placeholder="a command, such as wc -w",
            other=self._other_pipe,
            kind=COMMANDS,
            check=check_command,
        )
        self.prompt.tell("Tab: other form")
        self.work_on(partial(self._pipe, answer, article), "piping")

    async def _pipe(self, answer: "asyncio.Future[str | None]", article: Article) -> None:
        if words := self.command_typed(await answer):
            self.show_output(words, await asyncio.to_thread(self.article_as, article, self.pipe_form))

    def command_typed(self, answer: str | None) -> Sequence[str]:
        """The words of a command that was typed; none (told) where they cannot be read."""
        from readnow.programs.filtering import command_words

        typed = (answer or "").strip()
        if not typed:
            return ()
        words = command_words(typed)
        if not words:
            self.say("A quotation mark is not closed.", error=True)
        return words or ()

    def show_output(self, command: Sequence[str], text: str) -> None:
        """Run a command on a text, and show what it says."""
        from readnow.tui.screens.output import OutputScreen

        self.app.push_screen(OutputScreen(self, command, text))

    def _label(self) -> str:
        return f"Pipe {self.pipe_form.label} to:"

    def _other_pipe(self, text: str) -> tuple[str, str]:
        """The same command, with the next form."""
        self.pipe_form = _FORMS[(_FORMS.index(self.pipe_form) + 1) % len(_FORMS)]
        return self._label(), text
