"""From an article to what is known of it. The action `article.details`.

Invariant: what one goes on to from there is about the same article.
"""

from functools import partial

from readnow.model.article import ArticleHead
from readnow.tui.screens.exporting import Exporting


class Detailing(Exporting):
    """What opens the details."""

    async def action_article_details(self) -> None:
        """Show what is known of the article in hand and its feed; where there is none, how the feed fares."""
        feed = self.feed_in_hand()
        if self.head_in_hand() is None and feed is not None:
            self.consult(feed.id)
            return
        article = await self.article_in_hand()
        if article is None:
            return
        from readnow.tui.screens.details import DetailsScreen

        lead_on = partial(self._lead_on, article.head)
        self.app.push_screen(DetailsScreen(self.library, self.surroundings, article, lead_on))

    def _lead_on(self, head: ArticleHead, where: str) -> None:
        """Go on from the details, about this very article."""
        from readnow.tui.screens import details

        known = self.library.feeds.knows(head.feed_id)
        if where in (details.OPEN, details.COPY):
            if not head.link:
                self.say("This article has no address of its own.")
            elif where == details.OPEN:
                self.open_address(head.link)
            else:
                self.copy_address(head.link)
        elif not known:
            self.say("This feed is not subscribed to any more.")
        elif where == details.SETTINGS:
            self.open_settings(head.feed_id)
        else:
            self.consult(head.feed_id)
