"""The full text of an article in place of what its feed gave, and back. The action `article.full-text`.

Invariant: what is shown stays until there is something else to show; a page that comes too late, when another
article is open, is kept and not shown.
"""

from functools import partial

from readnow.library.presentation import article_document
from readnow.model.article import Article, ArticleHead
from readnow.model.errors import FullTextError, NotFoundError, StoreError
from readnow.model.fulltext import in_full
from readnow.tui.screens.undoing import Undoing


class FullTextReading(Undoing):
    """One key, to and fro."""

    def action_article_full_text(self) -> None:
        """Show the article's own page, fetched if it was not yet; the second time what the feed says."""
        head = self.head_in_hand()
        if head is not None:
            self.work_on(partial(self._switch_text, head), "full text", newest_only=True)

    async def _switch_text(self, head: ArticleHead) -> None:
        if not self._is_open(head) and not await self.open_article(head, self.pane):
            return
        try:
            if self.article is not None and self.article.full_text:
                self._show_text(await self.library.articles.article(head.id))
                self.say("This is what the feed says.")
            else:
                await self._show_full(head)
        except (FullTextError, NotFoundError, StoreError) as err:
            self.say(str(err), error=True)

    async def _show_full(self, head: ArticleHead) -> None:
        text = await self.library.fulltexts.get(head.id)
        if text is None or text.problem:
            self.status.say("Fetching the full text …", seconds=None)
            text = await self.library.fulltexts.fetch(head)
            self.say("")
        if not self._is_open(head) or self.article is None:
            return
        if text.problem:
            self.say(f"No full text: {text.problem}.", error=True)
        else:
            self._show_text(in_full(self.article, text))

    def _is_open(self, head: ArticleHead) -> bool:
        return self.article is not None and self.article.head.id == head.id and self.reader.key == head.id

    def _show_text(self, article: Article) -> None:
        self.article = article
        self.finding = False
        document = article_document(article, date_format=self.config.ui.date_format)
        self.reader.show(document, key=article.head.id)
        self.show_place()
