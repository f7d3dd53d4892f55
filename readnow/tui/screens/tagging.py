"""Tags of articles, typed with a hint at those that there are. The action `article.tags`.

Invariant: of several articles only the tags that all of them have are shown, and only these can be taken
away.
"""

import asyncio
from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from readnow.library.name_completion import tag_completion
from readnow.library.presentation import article_document
from readnow.library.tag_names import typed_names, written_names
from readnow.model.article import ArticleHead
from readnow.model.errors import ReadNowError
from readnow.text.words import counted
from readnow.tui.bridge import Happened
from readnow.tui.screens.ordering import Ordering
from readnow.tui.widgets.tag_suggester import TagSuggester

LABEL = "Tags:"


class Tagging(Ordering):
    """Giving and taking tags."""

    def action_article_tags(self) -> None:
        """Type the tags that the articles are to have."""
        heads = self.heads_in_hand()
        if heads:
            first, *others = [frozenset(head.tags) for head in heads]
            shared = first.intersection(*others)
            before = tuple(name for name in heads[0].tags if name in shared)
            answer = self._ask_for_tags(heads, written_names(before))
            self.work_on(partial(self._tag, heads, before, answer), "tagging")

    def _ask_for_tags(self, heads: Sequence[ArticleHead], text: str) -> "asyncio.Future[str | None]":
        label = LABEL if len(heads) == 1 else f"Tags of {counted(len(heads), 'article')}:"
        names = [tag.name for tag in self.library.tags.all()]
        return self.prompt_for(
            label,
            text,
            placeholder="names with commas between them; Tab completes",
            suggestions=TagSuggester(names),
            complete=partial(tag_completion, names=names),
            about=tuple(head.id for head in heads[:9]),
            check=lambda typed: typed_names(typed, self.library.tags.all()),
        )

    async def _tag(
        self, heads: Sequence[ArticleHead], before: tuple[str, ...], answer: "asyncio.Future[str | None]"
    ) -> None:
        while (typed := await answer) is not None:
            try:
                names = typed_names(typed, self.library.tags.all())
                give = [name for name in names if name not in before]
                take = [name for name in before if name not in names]
                changed = await self.library.tags.change([head.id for head in heads], give, take)
                await self.show_again(heads)
            except ReadNowError as err:
                self.say(str(err), error=True)
                answer = self._ask_for_tags(heads, typed)
                continue
            self._tell_tags(len(heads), changed, names)
            return

    def _tell_tags(self, number: int, changed: int, names: Sequence[str]) -> None:
        if number > 1:
            self.say(f"Changed the tags of {counted(changed, 'article')}.")
        else:
            self.say(f"Tags: {', '.join(names)}" if names else "No tags.")

    async def take(self, happened: Happened) -> None:
        """What happened may be that the open article has other tags, or marks."""
        await super().take(happened)
        article = self.article
        if article is not None and (
            happened.everything or happened.feeds or article.head.id in happened.changed
        ):
            await self.show_again((article.head,))

    async def show_again(self, heads: Sequence[ArticleHead]) -> None:
        """Show these articles as they are now, the open one too. Raises `StoreError`."""
        now = await self.library.articles.heads([head.id for head in heads])
        self.article_list.update(now)
        article = self.article
        head = next((one for one in now if article is not None and one.id == article.head.id), None)
        if article is None or head is None:
            return
        before, self.article = article.head, replace(article, head=head)
        if self.reader.key == head.id and before.tags != head.tags:
            self.finding = False
            document = article_document(self.article, date_format=self.config.ui.date_format)
            self.reader.show(document, key=head.id, offset=self.reader.place)
