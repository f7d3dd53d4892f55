"""Saving the article as a file: a name in the folder for files, the form by its ending. The action
`article.save`.

Invariant: nothing is ever written over; of a name that is taken another is proposed.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePath

from readnow.config.paths import files_folder
from readnow.library.forms import Form, form_of
from readnow.model.article import Article, ArticleHead
from readnow.model.errors import ReadNowError
from readnow.text.cells import cut
from readnow.text.words import counted
from readnow.tui.screens.carrying import Carrying
from readnow.tui.typed_checks import check_file

_FORMS = tuple(Form)
_LONGEST_FOLDER = 24


class Saving(Carrying):
    """What writes files of the user's."""

    saved_form = Form.MARKDOWN
    """What was chosen last."""

    async def action_article_save(self) -> None:
        """Ask for a name, and save the article under it."""
        from readnow.library import saving

        if several := self.several_in_hand():
            self._ask_for_form(several)
            return
        article = await self.article_in_hand()
        if article is None:
            return
        folder = files_folder(self.config.open.download_dir)
        try:
            name = saving.proposed_name(folder, article, self.saved_form)
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        answer = self._ask_for_name(article, folder, name)
        self.work_on(partial(self._save, answer, article, folder), "saving")

    def _ask_for_form(self, heads: Sequence[ArticleHead]) -> None:
        folder = files_folder(self.config.open.download_dir)
        asked = f"Save {counted(len(heads), 'article')} in {self._said(folder)} as"
        answer = self.question(asked, {form.value[0]: form.label for form in _FORMS})
        self.work_on(partial(self._save_several, answer, heads, folder), "saving")

    async def _save_several(
        self, answer: "asyncio.Future[str | None]", heads: Sequence[ArticleHead], folder: Path
    ) -> None:
        """Each under a name of its own that is free."""
        from readnow.library import saving

        key = await answer
        form = next((form for form in _FORMS if form.value[0] == key), None)
        saved = 0
        try:
            for head in heads if form is not None else ():
                article = await self.library.articles.article(head.id)
                self.saved_form = form or self.saved_form
                name = saving.proposed_name(folder, article, self.saved_form)
                await self._write(saving.place_of(folder, name), article)
                saved += 1
        except ReadNowError as err:
            self.say(f"{counted(saved, 'article')} saved. {err}", error=True)
            return
        if form is not None:
            self.say(f"Saved {counted(saved, 'article')} in {self.short(folder)}")

    async def _save(self, answer: "asyncio.Future[str | None]", article: Article, folder: Path) -> None:
        from readnow.library import saving

        try:
            while typed := (await answer or "").strip():
                path = saving.place_of(folder, typed)
                if path.exists():
                    answer = self._ask_for_name(article, folder, self._other_name(path, folder))
                    continue
                self.say(f"Saved as {self.short(await self._write(path, article))}")
                return
        except ReadNowError as err:
            self.say(str(err), error=True)

    def _ask_for_name(self, article: Article, folder: Path, name: str) -> "asyncio.Future[str | None]":
        answer = self.prompt_for(
            f"Save in {self._said(folder)}:",
            name,
            about=(article.head.id, name),
            other=self._other_form,
            check=partial(check_file, inside=folder),
        )
        self.prompt.tell("Tab: other form")
        return answer

    def _other_form(self, text: str) -> tuple[str, str]:
        """The name with the ending of the next form."""
        form = form_of(text)
        following = _FORMS[(_FORMS.index(form) + 1) % len(_FORMS)] if form is not None else Form.MARKDOWN
        stem = text.removesuffix(PurePath(text).suffix) if form is not None else text
        return self.prompt.label, stem + following.ending

    def _other_name(self, path: Path, folder: Path) -> str:
        """A name that is free, for one that is taken."""
        from readnow.exchange.new_files import free_name

        free = path.parent / free_name(path.parent, path.name)
        self.say(f"{self.short(path)} is there already: it stays as it is.", error=True)
        return free.name if free.parent == folder else str(free)

    async def _write(self, path: Path, article: Article) -> Path:
        """Write it; the form is that of the ending, else the one chosen last."""
        from readnow.library import saving

        self.saved_form = form_of(path.name) or self.saved_form
        look = saving.Look(self.config.ui.text_width, self.config.ui.date_format)
        return await asyncio.to_thread(partial(saving.save, path, article, self.saved_form, look))

    def _said(self, folder: Path) -> str:
        """The folder in few cells: the name has to be seen."""
        text = self.short(folder)
        return text if len(text) <= _LONGEST_FOLDER else f"…/{cut(folder.name, _LONGEST_FOLDER - 2)}"

    def short(self, path: Path) -> str:
        """A path as people write it."""
        home = self.environment.get("HOME", "")
        text = str(path)
        return f"~{text[len(home) :]}" if home and text.startswith(f"{home}/") else text
