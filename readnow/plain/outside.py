"""What leaves: links and files opened, addresses said, articles saved, piped, handed to pager and editor, and
the user's own commands. The actions `link.*`, `article.save` and its like, `file.*`, `comments.*`.

Invariants: only checked addresses leave, and each is said first; nothing is ever written over.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from readnow.config.paths import files_folder
from readnow.keys.actions import Pane
from readnow.keys.own import command_name
from readnow.library.files import facts_of, kind_of
from readnow.library.forms import Form, form_of
from readnow.library.presentation import UNTITLED
from readnow.model.article import Article, Enclosure, Flag
from readnow.model.errors import ReadNowError
from readnow.model.query import Scope, ScopeKind
from readnow.plain.article_text import ArticleText
from readnow.plain.marking import Marking
from readnow.plain.terminal import TerminalTalk
from readnow.programs import external
from readnow.text.blocks import Link
from readnow.text.clean import is_openable, scheme_of
from readnow.text.markdown import markdown_link
from readnow.views.hosts import address_shown
from readnow.views.misleading import link_warning

_NO_ARTICLE = "There is no article here."


class Outside(Marking):
    """What hands on."""

    _tasks: "frozenset[asyncio.Task[None]]" = frozenset()

    # -- addresses

    def address_in_hand(self) -> str:
        """The address that an action means; empty (told) for none."""
        if self.pane is Pane.FEEDS:
            scope = self.scope
            is_feed = scope is not None and scope.kind is ScopeKind.FEED
            feeds = self.library.feeds.in_scope(scope or Scope()) if is_feed else ()
            if not feeds:
                self.say("Only a feed has an address.")
            return (feeds[0].site_url or feeds[0].url) if feeds else ""
        head = self.head_in_hand()
        if head is None or not head.link:
            self.say(_NO_ARTICLE if head is None else "This article has no address of its own.")
        return head.link if head is not None else ""

    async def action_link_open(self) -> None:
        if url := self.address_in_hand():
            await self.open_address(url)

    async def open_address(self, url: str, warning: str = "") -> None:
        """Hand an address to the browser; where there is none for this terminal, say it."""
        told = f"{address_shown(url)} ({warning})" if warning else address_shown(url)
        if not is_openable(url):
            self.say(f"Link not opened ({scheme_of(url) or 'no address'}): {told}")
            return
        command = external.browser_command(self.config.open, self.environment, url)
        await self._start(command, told, url)

    async def _start(self, command: Sequence[str] | None, told: str, url: str) -> None:
        if command is None:
            self.say(f"No browser here. The address: {told}")
            await external.copy_locally(url, self.environment)
            return
        self.say(f"Opening {told}")
        self._behind(command, url)

    def _behind(self, command: Sequence[str], url: str) -> None:
        async def run() -> None:
            if problem := await external.open_with(command, self.environment):
                self.say(f"{problem}. The address: {url}")

        task = asyncio.get_running_loop().create_task(run())
        self._tasks = frozenset(one for one in self._tasks if not one.done()) | {task}

    async def end_tasks(self) -> None:
        """Wait for nothing any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def action_link_open_read(self) -> None:
        """Open the article, and mark it read."""
        head = self.head_in_hand() if self.pane is not Pane.FEEDS else None
        await self.action_link_open()
        if head is not None and head.link and not head.read:
            self.set_flag((head,), Flag.READ, True)

    async def action_link_copy(self) -> None:
        """Say the address, and give it to this machine's clipboard where there is one."""
        link = self._focused_link()
        feed = self.feed_in_hand() if self.pane is Pane.FEEDS else None
        if self.pane is Pane.FEEDS:
            await self._copy(feed.url if feed is not None else "")
        else:
            await self._copy(link.url if link is not None else self.address_in_hand())

    async def action_feed_copy_site(self) -> None:
        """The same with the address of a feed's site."""
        feed = self.feed_in_hand()
        if feed is not None and not feed.site_url:
            self.say("This feed names no site.")
        await self._copy(feed.site_url if feed is not None else "")

    async def _copy(self, url: str) -> None:
        if url:
            copied = await external.copy_locally(url, self.environment)
            self.say(f"Copied: {url}" if copied else url)

    async def action_link_copy_markdown(self) -> None:
        link = self._focused_link()
        url, title = (link.url, link.text) if link is not None else (self.address_in_hand(), "")
        if url:
            head = self.head_in_hand() if self.pane is not Pane.FEEDS else None
            title = title or (head.title if head is not None else "") or url
            text = markdown_link(url, title)
            copied = await external.copy_locally(text, self.environment)
            self.say(f"Copied: {text}" if copied else text)

    # -- links of the article

    def _focused_link(self) -> Link | None:
        if self.pane is not Pane.READER or self.text is None or self.focused is None:
            return None
        return self.text.link(self.focused)

    async def action_link_next(self) -> None:
        self._step_link(1)

    async def action_link_previous(self) -> None:
        self._step_link(-1)

    def _step_link(self, step: int) -> None:
        text = self.text
        numbers = [link.number for link in text.links if not link.image] if text is not None else []
        here = self.focused if self.focused is not None else (0 if step > 0 else len(numbers) + 1)
        found = [number for number in numbers if (number > here if step > 0 else number < here)]
        if text is None or not found:
            self.say("There is no further link." if step > 0 else "There is no link before this.")
            return
        self.focused = found[0] if step > 0 else found[-1]
        link = text.link(self.focused)
        if link is not None:
            self.say(self._said_link(text, link))

    def _said_link(self, text: ArticleText, link: Link) -> str:
        warning = link_warning(link, text.misleading)
        parts = [f"Link {link.number}: {link.text or 'without words'}", address_shown(link.url), warning]
        return ", ".join(part for part in parts if part)

    async def action_link_follow(self) -> None:
        """Open the link in hand; where none is, go on reading."""
        link = self._focused_link()
        if link is not None:
            await self.open_link(link)
        elif not self.say_more():
            self.say(f"End of article. {self.key('go.read-on')} goes on to the next unread one.")

    async def open_link(self, link: Link) -> None:
        """Open a link, with a warning where it says another host."""
        misleading = self.text.misleading if self.text is not None else {}
        await self.open_address(link.url, link_warning(link, misleading))

    async def open_number(self, number: int) -> None:
        """Open the link with a number."""
        link = self.text.link(number) if self.text is not None else None
        if link is None:
            self.say(f"There is no link {number} here.")
        else:
            await self.open_link(link)

    async def action_link_list(self) -> None:
        text = self.text
        links = [link for link in text.links if not link.image] if text is not None else []
        if text is None or not links:
            self.say("This article has no links.")
            return
        self.say(*(self._said_link(text, link) for link in links))
        typed = (await self.talk.ask("Number of the link, or nothing:") or "").strip()
        if typed.isdecimal() and len(typed) < 6:
            await self.open_number(int(typed))
        elif typed:
            self.say(f"There is no link {typed} here.")

    # -- the article elsewhere

    async def article_in_hand(self) -> Article | None:
        """The whole article that an action means; None (told) for none."""
        head = self.head_in_hand() if self.pane is not Pane.FEEDS else None
        if head is None:
            self.say(_NO_ARTICLE)
            return None
        if self.article is not None and self.article.head.id == head.id:
            return self.article
        try:
            return await self.library.articles.article(head.id)
        except ReadNowError as err:
            self.say(str(err))
            return None

    def article_as(self, article: Article, form: Form) -> str:
        """The article in a form."""
        from readnow.library.writing import written

        return written(article, form, width=self.config.ui.text_width, date_format=self.config.ui.date_format)

    async def action_article_save(self) -> None:
        """Ask for a name, and save the article under it; the form is that of its ending."""
        from readnow.library import saving

        article = await self.article_in_hand()
        if article is None:
            return
        folder = files_folder(self.config.open.download_dir)
        try:
            name = saving.proposed_name(folder, article, Form.MARKDOWN)
            typed = (await self.talk.ask(f"Save in {folder}:", name) or "").strip()
            if typed:
                path = saving.place_of(folder, typed)
                look = saving.Look(self.config.ui.text_width, self.config.ui.date_format)
                form = form_of(path.name) or Form.MARKDOWN
                where = await asyncio.to_thread(partial(saving.save, path, article, form, look))
                self.say(f"Saved as {where}")
        except ReadNowError as err:
            self.say(str(err))

    async def action_article_pipe(self) -> None:
        """Ask for a command, and say what it makes of the article."""
        from readnow.programs.filtering import Filter, command_words

        article = await self.article_in_hand()
        typed = (await self.talk.ask("Pipe the article to:") or "").strip() if article is not None else ""
        if article is None or not typed:
            return
        words = command_words(typed)
        if not words:
            self.say("A quotation mark is not closed.")
            return
        output = await Filter(words, self.environment).run(self.article_as(article, Form.TEXT))
        self.say(*output.text.rstrip("\n").split("\n"))
        if output.note or output.status:
            self.say(f"{words[0]}: {output.note or f'ended with status {output.status}'}.")

    async def action_article_pager(self) -> None:
        from readnow.programs.handing import pager_command

        await self._hand_over(pager_command(self.environment), Form.TEXT, "PAGER")

    async def action_article_editor(self) -> None:
        from readnow.programs.handing import editor_command

        await self._hand_over(editor_command(self.environment), Form.MARKDOWN, "EDITOR")

    async def _hand_over(self, command: Sequence[str], form: Form, variable: str) -> None:
        from readnow.programs.handing import HandedFiles

        if not command or not isinstance(self.talk, TerminalTalk):
            self.say("That needs a terminal." if command else f"Set {variable} to a program.")
            return
        article = await self.article_in_hand()
        if article is None:
            return
        files = HandedFiles()
        try:
            path = files.put(article.head.title or UNTITLED, form.ending, self.article_as(article, form))
            self._give_terminal((*command, str(path)))
        except OSError as err:
            self.say(f"No temporary file can be written: {(err.strerror or str(err)).lower()}.")
        finally:
            files.close()

    def _give_terminal(self, command: Sequence[str]) -> None:
        from readnow.programs.handing import run_with_terminal

        if not isinstance(self.talk, TerminalTalk):
            self.say("That needs a terminal.")
            return
        with self.talk.lent():
            problem = run_with_terminal(command, self.environment)
        self.say(*[f"{problem}."] * bool(problem))

    async def run_own(self, action_id: str) -> None:
        """Run a command of `[commands]` on what is in hand."""
        from readnow.programs.handing import HandedFiles

        name = command_name(action_id)
        command = self.config.commands.own[name]
        asked, values = "".join(command.run), dict[str, str]()
        if "%u" in asked:
            url = self.address_in_hand()
            if not is_openable(url):
                self.say(*[f"Not handed on: {url}"] * bool(url))
                return
            values["%u"] = url
        files = HandedFiles()
        if "%t" in asked or "%f" in asked:
            article = await self.article_in_hand()
            if article is None:
                return
            values["%t"] = article.head.title or UNTITLED
            if "%f" in asked:
                text = self.article_as(article, Form.TEXT)
                values["%f"] = str(files.put(values["%t"], Form.TEXT.ending, text))
        words = external.filled_words(command.run, values)
        if command.terminal:
            self._give_terminal(words)
            files.close()
            return
        self.say(f"Running {command.title or name}")
        self._behind(words, values.get("%u", ""))

    # -- files and comments

    async def _file(self) -> tuple[Article, Enclosure] | None:
        article = await self.article_in_hand()
        if article is None:
            return None
        if not article.enclosures:
            self.say("This article offers no files.")
            return None
        if len(article.enclosures) == 1:
            return article, article.enclosures[0]
        said = []
        for file in article.enclosures:
            facts = facts_of(file, article.duration)
            said.append(", ".join(filter(None, (facts.name, facts.kind, facts.length, facts.size))))
        chosen = await self.talk.choose("Files:", said)
        return (article, article.enclosures[chosen]) if chosen is not None else None

    async def action_file_open(self) -> None:
        found = await self._file()
        if found is None:
            return
        url, command = found[1].url, None
        if is_openable(url):
            kind = kind_of(found[1])
            command = external.player_command(self.config.open, kind, self.environment, url)
        if command is None:
            await self.open_address(url)
        else:
            await self._start(command, address_shown(url), url)

    async def action_file_download(self) -> None:
        found = await self._file()
        if found is None:
            return
        self.say(f"Downloading {found[1].url}")
        try:
            path: Path = await self.library.downloads.fetch(found[0].head, found[1], lambda _size, _of: None)
        except ReadNowError as err:
            self.say(str(err))
        else:
            self.say(f"Downloaded to {path}")

    async def action_comments_open(self) -> None:
        await self._comments(here=False)

    async def action_comments_read(self) -> None:
        await self._comments(here=True)

    async def _comments(self, *, here: bool) -> None:
        article = await self.article_in_hand()
        if article is None:
            return
        if article.comment_feed and (here or not article.comments):
            try:
                page = await self.library.comments.read(article, self.config.ui.date_format)
            except ReadNowError as err:
                self.say(str(err))
                return
            text = ArticleText(page.document, self.text_width)
            self.say(*(line.text for line in text.lines))
        elif article.comments:
            await self.open_address(article.comments)
        else:
            self.say("This article names no comments.")
