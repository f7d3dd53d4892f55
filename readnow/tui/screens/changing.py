"""What the publisher changed in an article. The action `article.changes`."""

from readnow.model.errors import ReadNowError
from readnow.tui.screens.carrying import NO_ARTICLE
from readnow.tui.screens.keeping import Keeping


class Changing(Keeping):
    """What shows changes."""

    async def action_article_changes(self) -> None:
        """Compare the article with what it said before."""
        head = self.head_in_hand()
        if head is None:
            self.say(NO_ARTICLE)
            return
        try:
            earlier = await self.library.articles.earlier(head.id)
            # What the reader shows may be the text of the article's page: compared is what the feed said.
            article = await self.library.articles.article(head.id)
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        if earlier:
            from readnow.tui.screens.changes import ChangesScreen

            self.app.push_screen(ChangesScreen(self, article, earlier))
        else:
            self.say("This article has not been changed since it came.")
