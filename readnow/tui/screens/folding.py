"""The same story in several feeds: unfolding it in the list, going through it in the reader, and what is
found to be one while a list is shown. The action `story.unfold`.

Invariant: what is folded behind never takes away the row under the cursor or the article that is read.
"""

from collections.abc import Mapping, Sequence

from readnow.keys.actions import Pane
from readnow.library.group_marks import marked
from readnow.model.article import ArticleHead, ArticleId, Flag
from readnow.model.errors import StoreError
from readnow.tui.bridge import Happened
from readnow.tui.screens.carrying import NO_ARTICLE
from readnow.tui.screens.changing import Changing

NO_COPIES = "No other feed has this story."


class Folding(Changing):
    """Groups of articles that are one story."""

    async def action_story_unfold(self) -> None:
        """Show the copies below their lead, or hide them; in the reader go to the next of them."""
        head = self.head_in_hand()
        if head is None:
            self.say(NO_ARTICLE)
            return
        try:
            head = next(iter(await self.library.articles.heads((head.id,))), head)
            if not head.copies:
                self.say(NO_COPIES)
            elif self.pane is Pane.READER:
                await self._open_next(head)
            else:
                await self._unfold(head)
        except StoreError as err:
            self.say(str(err), error=True)

    async def _open_next(self, head: ArticleHead) -> None:
        """The lead, then the others in the order of the line that names them, and the lead again."""
        lead = head.id if head.lead is None else head.lead
        group = sorted((head.id, *(copy.id for copy in head.copies)), key=lambda id_: (id_ != lead, id_))
        following = group[(group.index(head.id) + 1) % len(group)]
        for found in await self.library.articles.heads((following,)):
            if await self.open_article(found):
                self.say(f"The same story in {found.feed_title}.")

    async def _unfold(self, head: ArticleHead) -> None:
        anchor = self.article_list.unfolded.get(head.id, head.id)
        if anchor in self.article_list.unfolded.values():
            self.article_list.fold(anchor)
            return
        copies = await self.library.articles.heads([copy.id for copy in head.copies])
        if not self.article_list.unfold(head.id, copies):
            self.say("The other articles of this story are in the list already.")

    def set_flag(self, heads: Sequence[ArticleHead], flag: Flag, value: bool) -> None:
        """Set a flag and show it, on the rows of copies too."""
        super().set_flag(heads, flag, value)
        copies = {copy.id for head in heads for copy in head.copies}
        if copies:
            rows = [head for head in self.article_list.heads if head.id in copies]
            self.article_list.update([marked(head, flag, value) for head in rows])

    async def take(self, happened: Happened) -> None:
        """What happened, and which articles turned out to be one story."""
        await super().take(happened)
        if happened.folded and not happened.everything:
            await self._show_folded(happened.folded)

    async def _show_folded(self, leads: Mapping[ArticleId, ArticleId]) -> None:
        query, shown = self.query_shown, self.article_list
        concerned = {*leads, *leads.values()}
        there = await self.library.articles.heads(concerned)
        listed = {head.id: head for head in await self.library.articles.among(query, concerned)}
        if query is not self.query_shown:
            return
        shown.update(there)
        self._put_in([head for head in listed.values() if head.id in leads.values()])
        in_hand = {head.id for head in (shown.head, self.article and self.article.head) if head}
        stay = in_hand | shown.unfolded.keys() | listed.keys()
        shown.take_out([id_ for id_ in leads if id_ not in stay and shown.index_of(leads[id_]) is not None])
