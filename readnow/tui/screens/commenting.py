"""What readers wrote below an article: its page in the browser, or the feed of comments read in place. The
actions `comments.*`."""

from functools import partial

from readnow.library.presentation import UNTITLED
from readnow.model.article import Article
from readnow.model.errors import ReadNowError
from readnow.text.words import counted
from readnow.tui.screens.playing import Playing


class Commenting(Playing):
    """What leads to comments."""

    async def action_comments_open(self) -> None:
        """Open the page of the comments; where there is only a feed of them, read that here."""
        await self._comments(here=False)

    async def action_comments_read(self) -> None:
        """Read the comments here; where there is no feed of them, open their page."""
        await self._comments(here=True)

    async def _comments(self, *, here: bool) -> None:
        article = await self.article_in_hand()
        if article is None:
            return
        if article.comment_feed and (here or not article.comments):
            self.work_on(partial(self._read_comments, article), "comments")
        elif article.comments:
            self.open_address(article.comments)
        else:
            self.say("This article names no comments.")

    async def _read_comments(self, article: Article) -> None:
        self.status.say("Reading the comments", seconds=None)
        try:
            page = await self.library.comments.read(article, self.config.ui.date_format)
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        from readnow.tui.screens.page import PageScreen

        self.say("")
        screen = PageScreen(self)
        screen.show(
            f"Comments on “{article.head.title or UNTITLED}”", page.document, counted(page.count, "comment")
        )
        self.app.push_screen(screen)
