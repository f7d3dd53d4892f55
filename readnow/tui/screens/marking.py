"""Marking: read, starred, all read. The actions `article.toggle-*` and `list.mark-read`.

Invariant: what is marked is what is seen: "all" never takes in an article that is not in the list yet.
"""

from dataclasses import replace
from functools import partial

from readnow.keys.actions import Pane
from readnow.model.article import ArticleHead, ArticleId, Flag
from readnow.model.errors import StoreError
from readnow.model.query import ArticleQuery, Cursor, Sort
from readnow.tui.feed_rows import name_of
from readnow.tui.screens.prompting import Prompting
from readnow.tui.selection import View

ASK_FROM = 500
"""So many unread articles are not marked read without a question."""


class Marking(Prompting):
    """Flags of articles."""

    def head_in_hand(self) -> ArticleHead | None:
        """The article that an action means: the one that is read, or the one under the cursor."""
        if self.pane is Pane.READER:
            return self.article.head if self.article is not None else None
        return self.article_list.head

    def action_article_toggle_read(self) -> None:
        """Mark it read, or unread again."""
        head = self.head_in_hand()
        if head is not None:
            self.set_flag((head,), Flag.READ, not head.read)
            self.say("Marked unread." if head.read else "Marked read.")

    def action_article_toggle_star(self) -> None:
        """Star it, or take the star away."""
        head = self.head_in_hand()
        if head is not None:
            self.set_flag((head,), Flag.STARRED, not head.starred)
            self.say("Star taken away." if head.starred else "Starred.")

    def action_list_mark_read(self) -> None:
        """Mark read what the list shows, or from the feed list all of the feed or folder under the cursor."""
        view, newest = self.view, None
        if self.pane is Pane.FEEDS:
            view = View(self.feed_list.scope or self.view.scope)
            if view.scope.is_heading:
                self.say("Put the cursor on what is to be marked read.")
                return
        if view == self.view and self.article_list.heads:
            newest = self.newest_listed()
        query = self.query_shown if view == self.view else view.readable(self.names)[0]
        self.work_on(partial(self._mark_all, view, _up_to(query, newest)), "marking")

    async def _mark_all(self, view: View, query: ArticleQuery) -> None:
        name = name_of(self.library.feeds, view.scope)
        try:
            count = await self.library.articles.count(replace(query, unread_only=True))
            if count >= ASK_FROM:
                asked = f"Mark {count:,} articles of “{name}” as read?"
                if await self.question(asked, {"y": "yes", "n": "no"}) != "y":
                    return
            changed = await self.library.articles.mark(query, Flag.READ, True)
        except StoreError as err:
            self.say(str(err), error=True)
            return
        if not changed:
            self.say(f"Nothing is unread in “{name}”.")
        else:
            self.say(f"Marked {changed:,} article{'s' if changed > 1 else ''} read in “{name}”.")


def _up_to(query: ArticleQuery, newest: ArticleId | None) -> ArticleQuery:
    """The query over the whole list, but for what came in since it was opened."""
    after = None if newest is None else Cursor(ArticleId(newest + 1))
    return replace(query, limit=None, sort=Sort.NEWEST, after=after)
