"""Marking: read, starred, many read. The actions `article.toggle-*` and `list.mark-*`.

Invariant: what is marked is what is seen: "all" never takes in an article that is not in the list yet.
"""

import asyncio
from functools import partial

from msgspec.structs import replace

from readnow.keys.actions import Pane
from readnow.library.order import cursor_of
from readnow.library.presentation import local_date
from readnow.library.query_dates import read_period
from readnow.model.article import ArticleId, Flag
from readnow.model.errors import StoreError
from readnow.model.feed import Timestamp
from readnow.model.query import ArticleQuery, Cursor, Sort
from readnow.text.words import counted
from readnow.tui.screens.selecting import Selecting, all_or_none
from readnow.views.feed_rows import name_of
from readnow.views.selection import View

OLDER_LABEL = "Mark read what is older than:"
_MANY = 5_000
ASK_FROM = 500
"""So many unread articles are not marked read without a question."""


class Marking(Selecting):
    """Flags of articles."""

    def action_article_toggle_read(self) -> None:
        """Mark the articles in hand read, or unread again."""
        self._toggle(Flag.READ, ("Marked unread.", "Marked read."), ("marked unread", "marked read"))

    def action_article_toggle_star(self) -> None:
        """Star them, or take the star away."""
        self._toggle(Flag.STARRED, ("Star taken away.", "Starred."), ("unstarred", "starred"))

    def action_article_toggle_later(self) -> None:
        """Keep them to be read later, or keep them no more."""
        said = ("No longer kept for later.", "Kept for later.")
        self._toggle(Flag.LATER, said, ("no longer kept for later", "kept for later"))

    def _toggle(self, flag: Flag, said: tuple[str, str], of_many: tuple[str, str]) -> None:
        """Of several, all get the flag unless all have it."""
        heads = self.heads_in_hand()
        if not heads:
            return
        value = all_or_none(heads, flag.value)
        changing = [head for head in heads if getattr(head, flag.value) is not value]
        self.set_flag(changing, flag, value)
        self.say(said[value] if len(heads) == 1 else f"{counted(len(changing), 'article')} {of_many[value]}.")

    def action_list_mark_above(self) -> None:
        """Mark what stands above the article read."""
        heads = [head for head in self.article_list.heads[: self.article_list.cursor] if not head.read]
        if heads:
            self.set_flag(heads, Flag.READ, True)
        self._tell_marked(len(heads), "above")

    async def action_list_mark_below(self) -> None:
        """Mark what stands below it read, down to the end of the list."""
        head, query = self.article_list.head, self.query_shown
        if head is None:
            return
        if query.sort is Sort.RANK:  # where an article stands there is not known from itself
            while await self.load_page(_MANY):
                pass
            heads = [
                below for below in self.article_list.heads[self.article_list.cursor + 1 :] if not below.read
            ]
            if heads:
                self.set_flag(heads, Flag.READ, True)
            self._tell_marked(len(heads), "below")
            return
        query = replace(query, after=cursor_of(head, query.sort), limit=None)
        self.work_on(partial(self._mark_many, query, "below", ""), "marking")

    def action_list_mark_older(self) -> None:
        """Ask from when on, and mark what is older read."""
        view = self._view_in_hand()
        if view is not None:
            self.work_on(partial(self._mark_older, view, self._ask_older("")), "marking")

    def _ask_older(self, typed: str) -> "asyncio.Future[str | None]":
        known = "days, such as 7; or a date: 2026-03-01, 2w, 1y"
        return self.prompt_for(OLDER_LABEL, typed, placeholder=known)

    async def _mark_older(self, view: View, answer: "asyncio.Future[str | None]") -> None:
        while typed := (await answer or "").strip():
            before, which = self._read_older(typed)
            if which:
                # By their places in the list, which are their dates: no search is needed for that.
                behind = Cursor(ArticleId(before))
                query = replace(self._query_of(view), sort=Sort.NEWEST, after=behind, limit=None)
                await self._mark_many(query, which, name_of(self.library.feeds, view.scope))
                return
            self.say(f"“{typed}” is neither a number of days nor a date.", error=True)
            answer = self._ask_older(typed)

    def _read_older(self, typed: str) -> tuple[Timestamp, str]:
        """The moment that a number of days or a date means, and in words what is older; empty for neither."""
        names = self.names
        if typed.isdecimal() and len(typed) < 4:
            return int(names.now) - int(typed) * 86_400, f"older than {counted(int(typed), 'day')}"
        period = read_period(typed, names.now, names.zone)
        if period is None:
            return 0, ""
        return period[1], f"older than {local_date(period[1], self.config.ui.date_format)}"

    async def _mark_many(self, query: ArticleQuery, which: str, name: str) -> None:
        """Mark what a query finds read: after a question where they are many, or (with the name of what they
        are in) in any case."""
        try:
            count = await self.library.articles.count(replace(query, unread_only=True))
            if count and (name or count >= ASK_FROM):
                where = f" of “{name}”" if name else ""
                asked = f"Mark {counted(count, 'article')}{where} {which} read?"
                if await self.question(asked, {"y": "yes", "n": "no"}) != "y":
                    return
            self._tell_marked(
                await self.library.articles.mark(query, Flag.READ, True, self._show_marked), which
            )
        except StoreError as err:
            self.say(str(err), error=True)

    def _show_marked(self, number: int) -> None:
        self.status.say(f"{counted(number, 'article')} marked read so far", seconds=None)

    def _tell_marked(self, number: int, which: str) -> None:
        if number:
            self.say(f"Marked {counted(number, 'article')} {which} read.")
        else:
            self.say(f"Nothing {which} is unread.")

    def _view_in_hand(self) -> View | None:
        """The list, or from the feed list the row under the cursor; None (told) where that holds nothing."""
        if self.pane is not Pane.FEEDS:
            return self.view
        view = View(self.feed_list.scope or self.view.scope)
        if view.scope.is_heading:
            self.say("Put the cursor on what is to be marked read.")
            return None
        return view

    def _query_of(self, view: View) -> ArticleQuery:
        return self.query_shown if view == self.view else view.readable(self.names)[0]

    def action_list_mark_read(self) -> None:
        """Mark read what the list shows, or from the feed list all of the feed or folder under the cursor."""
        newest, view = None, self._view_in_hand()
        if view is None:
            return
        if view == self.view and self.article_list.heads:
            newest = self.newest_listed()
        query = _up_to(self._query_of(view), newest)
        self.work_on(partial(self._mark_all, view, query), "marking")

    async def _mark_all(self, view: View, query: ArticleQuery) -> None:
        name = name_of(self.library.feeds, view.scope)
        try:
            count = await self.library.articles.count(replace(query, unread_only=True))
            if count >= ASK_FROM:
                asked = f"Mark {count:,} articles of “{name}” as read?"
                if await self.question(asked, {"y": "yes", "n": "no"}) != "y":
                    return
            changed = await self.library.articles.mark(query, Flag.READ, True, self._show_marked)
        except StoreError as err:
            self.say(str(err), error=True)
            return
        if not changed:
            self.say(f"Nothing is unread in “{name}”.")
        else:
            self.say(f"Marked {counted(changed, 'article')} read in “{name}”.")


def _up_to(query: ArticleQuery, newest: ArticleId | None) -> ArticleQuery:
    """The query over the whole list, but for what came in since it was opened."""
    after = None if newest is None else Cursor(ArticleId(newest + 1))
    return replace(query, limit=None, sort=Sort.NEWEST, after=after)
