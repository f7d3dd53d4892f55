"""Carrying an article out of the terminal: Markdown links, pager and editor, the user's own commands.

The actions `link.copy-markdown`, `article.pager` and `article.editor`; keys and palette run commands by
`run_command`. Invariant: what leaves is made of the cleaned blocks (`library.forms`); a program that has had
the terminal leaves the interface as it was.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from readnow.keys.actions import Pane
from readnow.keys.own import command_name
from readnow.library.forms import Form
from readnow.library.presentation import UNTITLED
from readnow.model.article import Article
from readnow.model.errors import ReadNowError
from readnow.programs import external
from readnow.text.clean import is_openable, scheme_of
from readnow.tui.screens.panes import Surroundings
from readnow.tui.screens.picturing import Picturing

if TYPE_CHECKING:
    from readnow.library.library import Library
    from readnow.programs.handing import HandedFiles

NO_ARTICLE = "There is no article here."


class Carrying(Picturing):
    """What hands an article on."""

    def __init__(self, library: "Library", surroundings: Surroundings) -> None:
        super().__init__(library, surroundings)
        self._handed: HandedFiles | None = None
        self._commands: dict[tuple[Pane, str], str] = {}
        self.learn_commands()

    def learn_commands(self) -> None:
        """Know the keys of the user's commands, as the key map has them now."""
        self._commands = {
            (pane, key): name
            for action in self.keymap.actions
            if (name := command_name(action.id))
            for pane in action.panes
            for key in self.keymap.of(action.id, pane)
        }

    @property
    def handed(self) -> "HandedFiles":
        """The files that programs were given."""
        from readnow.programs.handing import HandedFiles

        self._handed = self._handed or HandedFiles()
        return self._handed

    def close_handed(self) -> None:
        """No program needs them any more."""
        if self._handed is not None:
            self._handed.close()

    async def article_in_hand(self) -> Article | None:
        """The whole article that an action means, as the reader shows it if it does; None (told) for none."""
        head = self.head_in_hand() if self.pane is not Pane.FEEDS else None
        if head is None:
            self.say(NO_ARTICLE)
            return None
        if self.article is not None and self.article.head.id == head.id:
            return self.article
        try:
            return await self.library.articles.article(head.id)
        except ReadNowError as err:
            self.say(str(err), error=True)
            return None

    def article_as(self, article: Article, form: Form) -> str:
        """The article in a form."""
        from readnow.library.writing import written

        return written(article, form, width=self.config.ui.text_width, date_format=self.config.ui.date_format)

    # -- a link

    def action_link_copy_markdown(self) -> None:
        """Copy the focused link, or the article's or feed's, as Markdown; of several articles, a list."""
        from readnow.text.markdown import markdown_link

        if several := self.several_in_hand():
            links = [markdown_link(head.link, head.title or UNTITLED) for head in several if head.link]
            self.copy_lines([f"- {link}" for link in links], "link", "links")
            return
        link = self.link_in_hand()
        if link is not None and link.place is None:
            url, title = link.url, link.text
        else:
            url, title = self.address_in_hand(), self._title_in_hand()
        if url:
            text = markdown_link(url, title or url)
            self._copy(text)
            self.say(f"Copied: {text}")

    def _title_in_hand(self) -> str:
        if self.pane is Pane.FEEDS:
            feed = self.feed_in_hand()
            return feed.title if feed is not None else ""
        head = self.head_in_hand()
        return head.title if head is not None else ""

    # -- programs that take the terminal

    async def action_article_pager(self) -> None:
        """Read the article in the user's pager."""
        from readnow.programs.handing import pager_command

        await self._hand_over(pager_command(self.environment), Form.TEXT, "PAGER")

    async def action_article_editor(self) -> None:
        """Open a copy of the article, as Markdown, in the user's editor."""
        from readnow.programs.handing import editor_command

        await self._hand_over(editor_command(self.environment), Form.MARKDOWN, "EDITOR")

    async def _hand_over(self, command: Sequence[str], form: Form, variable: str) -> None:
        if not command:
            self.say(f"There is no program for that: set {variable} to one.", error=True)
            return
        article = await self.article_in_hand()
        if article is None:
            return
        path = await self._put(article, form)
        if path is not None:
            self.give_terminal((*command, str(path)))
            self.handed.take_back(path)

    async def _put(self, article: Article, form: Form) -> Path | None:
        """A temporary file with the article; None (told) where none can be written."""
        text = await asyncio.to_thread(self.article_as, article, form)
        try:
            return self.handed.put(article.head.title or UNTITLED, form.ending, text)
        except OSError as err:
            self.say(f"No temporary file can be written: {(err.strerror or str(err)).lower()}.", error=True)
            return None

    def give_terminal(self, command: Sequence[str]) -> None:
        """Let a program have the terminal until it ends, and come back whole."""
        from readnow.programs.handing import run_with_terminal

        try:
            with self.app.suspend():
                problem = run_with_terminal(command, self.environment)
        except SuspendNotSupported:
            problem = "This terminal cannot be given to another program"
        if problem:
            self.say(f"{problem}.", error=True)

    # -- the user's own commands

    def command_of_key(self, key: str) -> str:
        """The name of the command that a key runs in the pane in use; empty for none."""
        return self._commands.get((self.pane, key), "")

    def run_command(self, name: str) -> None:
        """Run a command of `[commands]` on what is in hand."""
        self.work_on(partial(self._run_command, name), "commands")

    async def _run_command(self, name: str) -> None:
        command = self.config.commands.own[name]
        values = await self._values("".join(command.run))
        if values is None:
            return
        words = external.filled_words(command.run, values)
        if command.terminal:
            self.give_terminal(words)
            if "%f" in values:
                self.handed.take_back(Path(values["%f"]))
            return
        title = command.title or name
        self.say(f"Running {title}")
        if problem := await external.start(words, self.environment):
            self.say(f"{title}: {problem}.", error=True)

    async def _values(self, asked: str) -> dict[str, str] | None:
        """What stands for the marks that a command asks for; None (told) where something is missing."""
        values: dict[str, str] = {}
        if "%u" in asked:
            url = self.address_in_hand()
            if not is_openable(url):
                if url:
                    self.say(f"Not handed on ({scheme_of(url) or 'no address'}): {url}")
                return None
            values["%u"] = url
        if "%t" in asked or "%f" in asked:
            article = await self.article_in_hand()
            if article is None:
                return None
            values["%t"] = article.head.title or UNTITLED
            if "%f" in asked:
                path = await self._put(article, Form.TEXT)
                if path is None:
                    return None
                values["%f"] = str(path)
        return values
