"""Marks, tags, deleting, muting, and taking back. The actions `article.*` for them, `list.mark-*` and
`journal.*`.

Invariant: what is marked is what was in the list when it was opened; how much that was is said.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from readnow.keys.actions import Pane
from readnow.library.journal_words import NOTHING_TO_REDO, NOTHING_TO_UNDO, REDONE, UNDONE
from readnow.library.name_completion import tag_completion
from readnow.library.order import cursor_of
from readnow.library.presentation import UNTITLED, article_document, local_date
from readnow.library.query_dates import read_period
from readnow.library.rule_lasting import until_of
from readnow.library.tag_names import typed_names, written_names
from readnow.model.article import ArticleHead, ArticleId, Flag
from readnow.model.errors import ReadNowError, StoreError
from readnow.model.query import ArticleQuery, Cursor, Sort
from readnow.model.rule import MAX_NAME, Deed, Draft, RuleAction
from readnow.plain.moving import Moving
from readnow.plain.words import sentence
from readnow.text.words import counted
from readnow.views.feed_rows import name_of
from readnow.views.muted import said_of, shows_muted

if TYPE_CHECKING:
    from readnow.library.journal import Outcome

_ASK_FROM = 500
"""So many unread articles are not marked read without a question."""
_LASTING = {"e": "for ever", "w": "a week", "m": "a month"}
_HOW_LONG = {"w": "week", "m": "month"}
_NO_ARTICLE = "There is no article here."
_SHOWN_ENTRIES = 20


class Marking(Moving):
    """What marks."""

    # -- one article

    async def action_article_toggle_read(self) -> None:
        await self._toggle(Flag.READ, ("Marked unread.", "Marked read."))

    async def action_article_toggle_star(self) -> None:
        await self._toggle(Flag.STARRED, ("Star taken away.", "Starred."))

    async def action_article_toggle_later(self) -> None:
        await self._toggle(Flag.LATER, ("No longer kept for later.", "Kept for later."))

    async def _toggle(self, flag: Flag, said: tuple[str, str]) -> None:
        await self.look_again()
        head = self.head_in_hand()
        if head is None:
            self.say(_NO_ARTICLE)
            return
        value = not getattr(head, flag.value)
        self.set_flag((head,), flag, value)
        self.say(said[value])

    async def action_article_tags(self) -> None:
        """Type the tags that the article is to have."""
        await self.look_again()
        head = self.head_in_hand()
        if head is None:
            self.say(_NO_ARTICLE)
            return
        typed = await self.talk.ask("Tags, with commas between:", written_names(head.tags), self._tag_names)
        if typed is None:
            return
        try:
            names = typed_names(typed, self.library.tags.all())
            give = [name for name in names if name not in head.tags]
            take = [name for name in head.tags if name not in names]
            await self.library.tags.change((head.id,), give, take)
            (now,) = await self.library.articles.heads((head.id,))
        except (ReadNowError, ValueError) as err:
            self.say(str(err))
            return
        self.heads_changed((now,))
        self._show_head(now)
        self.say(f"Tags: {', '.join(names)}." if names else "No tags.")

    def _tag_names(self, text: str) -> list[str]:
        found = tag_completion(text, [tag.name for tag in self.library.tags.all()])
        return [f"{text[: found.start]}{name}{found.after}" for name in found.options]

    def _show_head(self, head: ArticleHead) -> None:
        """The open article has another head."""
        if self.article is None or self.article.head.id != head.id or self.text is None:
            return
        place = self.text.lines[self.top].offset if self.text.lines else 0
        article, shown = replace(self.article, head=head), self.shown
        text = self._laid_out(article_document(article, date_format=self.config.ui.date_format))
        self.article, self.text = article, text
        self.top, self.shown = text.index_at(place), min(shown, len(text.lines))

    async def action_article_delete(self) -> None:
        """Delete it; for 30 days it can be brought back."""
        head = self.head_in_hand()
        if head is None:
            self.say(_NO_ARTICLE)
            return
        ids = (head.id, *(copy.id for copy in head.copies))
        try:
            await self.library.articles.delete(ids)
        except ReadNowError as err:
            self.say(str(err))
            return
        if self.article is not None and self.article.head.id in ids:
            self.close_article()
        self.take_out(ids)
        self.say(f"Deleted: {sentence(head.title or UNTITLED)} {self.key('journal.undo')} takes it back.")
        self.say_row()

    async def action_story_unfold(self) -> None:
        """Who else has the story."""
        head = self.head_in_hand()
        copies = head.copies if head is not None else ()
        if not copies:
            self.say("No other feed has this story.")
            return
        chosen = await self.talk.choose("The same story in:", [copy.feed_title for copy in copies])
        if chosen is not None:
            found = await self.library.articles.heads((copies[chosen].id,))
            if found:
                await self.open_article(found[0])

    # -- many

    async def action_list_mark_read(self) -> None:
        """All of the list as it was opened, or of the row in hand of the feed list."""
        if self.pane is Pane.FEEDS:
            if self.scope is None or self.scope.is_heading:
                self.say("Go to what is to be marked read first.")
                return
            view, newest = replace(self.view, scope=self.scope, search="", show=self.view.show), None
            query = view.readable(self.names)[0]
            name = name_of(self.library.feeds, view.scope)
        else:
            query, newest, name = self.query, self.newest, name_of(self.library.feeds, self.view.scope)
        after = None if newest is None else Cursor(ArticleId(newest + 1))
        query = replace(query, limit=None, sort=Sort.NEWEST, after=after)
        await self._mark_many(query, f"in “{name}”", asks=False)

    async def action_list_mark_everything(self) -> None:
        """What all feeds have, those too that are left out of lists over all; after a question."""
        await self._mark_many(ArticleQuery(limit=None), "in all feeds", asks=True)

    async def action_list_mark_above(self) -> None:
        heads = [head for head in self.heads[: self.cursor] if not head.read]
        if heads:
            self.set_flag(heads, Flag.READ, True)
        self._tell_marked(len(heads), "above")

    async def action_list_mark_below(self) -> None:
        head, query = self.head_in_hand(), self.query
        if head is None:
            return
        if query.sort is Sort.RANK:  # where an article stands there is not known from itself
            while await self.load_more(2_000):
                pass
            heads = [below for below in self.heads[self.cursor + 1 :] if not below.read]
            if heads:
                self.set_flag(heads, Flag.READ, True)
            self._tell_marked(len(heads), "below")
            return
        await self._mark_many(
            replace(query, after=cursor_of(head, query.sort), limit=None), "below", asks=False
        )

    async def action_list_mark_older(self) -> None:
        typed = await self.talk.ask("Mark read what is older than (days, or a date):")
        if not (typed := (typed or "").strip()):
            return
        names = self.names
        if typed.isdecimal() and len(typed) < 4:
            before, which = int(names.now) - int(typed) * 86_400, f"older than {counted(int(typed), 'day')}"
        else:
            period = read_period(typed, names.now, names.zone)
            if period is None:
                self.say(f"“{typed}” is neither a number of days nor a date.")
                return
            before = period[1]
            which = f"older than {local_date(before, self.config.ui.date_format)}"
        query = self.query
        if self.pane is Pane.FEEDS and self.scope is not None and not self.scope.is_heading:
            query = replace(self.view, scope=self.scope, search="").readable(self.names)[0]
        query = replace(query, sort=Sort.NEWEST, after=Cursor(ArticleId(before)), limit=None)
        await self._mark_many(query, which, asks=True)

    async def _mark_many(self, query: ArticleQuery, which: str, *, asks: bool) -> None:
        try:
            count = await self.library.articles.count(replace(query, unread_only=True))
            asks = count > 0 and (asks or count >= _ASK_FROM)
            if asks and not await self.talk.sure(f"Mark {counted(count, 'article')} {which} read?"):
                self.say("Nothing was changed.")
                return
            changed = await self.library.articles.mark(query, Flag.READ, True)
            self.heads_changed(await self.library.articles.heads([head.id for head in self.heads]))
        except StoreError as err:
            self.say(str(err))
            return
        self._tell_marked(changed, which)

    def _tell_marked(self, number: int, which: str) -> None:
        self.say(
            f"Marked {counted(number, 'article')} {which} read." if number else f"Nothing {which} is unread."
        )

    # -- muting

    async def action_article_mute(self) -> None:
        """Mute what is like the article; in a list of muted ones, give it back."""
        head = self.head_in_hand()
        if head is None:
            self.say(_NO_ARTICLE)
            return
        try:
            if shows_muted(self.query):
                number = await self.library.rules.give_back([head.id])
                self.say(
                    f"{counted(number, 'article')} given back." if number else "It is not muted any more."
                )
            else:
                await self._mute_like(head)
        except ReadNowError as err:
            self.say(str(err))

    async def _mute_like(self, head: ArticleHead) -> None:
        mute = (RuleAction(Deed.MUTE),)
        proposals = self.library.rules.proposals((head,))
        chosen = await self.talk.choose(
            "Mute:", [*(one.label for one in proposals), "something else: a query"]
        )
        if chosen is None:
            return
        if chosen < len(proposals):
            label = query = proposals[chosen].query
            label = proposals[chosen].label
        else:
            label = query = (await self.talk.ask("Mute what matches:") or "").strip()
        if not query:
            return
        number = await self.library.articles.count(self.library.rules.preview(query, mute), 10_000)
        asked = f"Mute {label}, {counted(number, 'article')} so far: for how long?"
        lasting = await self.talk.one_of(asked, _LASTING)
        if lasting is None:
            self.say("Nothing was muted.")
            return
        names = {rule.name for rule in await self.library.rules.all()}
        wanted = f"Mute {label}"[: MAX_NAME - 5]
        name = next(one for one in (wanted, *(f"{wanted} {n}" for n in range(2, 999))) if one not in names)
        draft = Draft(name, query, mute, until_of(_HOW_LONG.get(lasting), self.now()))
        self.say(said_of(await self.library.rules.add(draft, apply=True)))
        await self.forget_hidden()

    async def action_rule_open(self) -> None:
        """What rules there are."""
        try:
            rules = await self.library.rules.all()
        except ReadNowError as err:
            self.say(str(err))
            return
        lines = [
            f"{number}. {rule.name}, {'on' if rule.enabled else 'off'}: {rule.query}"
            for number, rule in enumerate(rules, 1)
        ]
        self.say(*(lines or ["There are no rules."]), "`readnow rule` changes them.")

    async def forget_hidden(self) -> None:
        """What is muted or deleted by now is in the list no more."""
        if not shows_muted(self.query):
            self.take_out(list(await self.library.articles.hidden([head.id for head in self.heads])))

    # -- back and forth

    async def action_journal_undo(self) -> None:
        await self._replay(self.library.journal.undo, UNDONE, NOTHING_TO_UNDO)

    async def action_journal_redo(self) -> None:
        await self._replay(self.library.journal.redo, REDONE, NOTHING_TO_REDO)

    async def _replay(self, work: "Callable[[], Awaitable[Outcome | None]]", done: str, nothing: str) -> None:
        try:
            outcome = await work()
        except ReadNowError as err:
            self.say(str(err))
            return
        self.say(nothing if outcome is None else outcome.sentence(done))
        await self._after_replay()

    async def _after_replay(self) -> None:
        """The list as it is now, with the same article in hand where that is still there."""
        head = self.head_in_hand()
        search = self.existing(self.view)
        if await self.open_view(search) and head is not None:
            found = await self.load_until(head.id)
            self.cursor = found if found is not None else 0

    async def action_journal_history(self) -> None:
        """What was done, and go back to before any of it."""
        try:
            entries = [
                entry for entry in await self.library.journal.history(_SHOWN_ENTRIES) if not entry.undone
            ]
            removed = await self.library.feeds.removed()
        except ReadNowError as err:
            self.say(str(err))
            return
        if not entries and not removed:
            self.say("Nothing was done yet.")
            return
        said = [f"Undo down to: {entry.what}" for entry in entries]
        said += [f"Bring back the feed: {feed.title}" for feed in removed]
        chosen = await self.talk.choose("What was done, the latest first:", said)
        try:
            if chosen is not None and chosen < len(entries):
                await self._undo_to(entries[chosen].id, chosen + 1)
            elif chosen is not None:
                back = await self.library.feeds.restore((removed[chosen - len(entries)].id,))
                self.say(f"“{back[0].title}” is back." if back else "It is not back.")
        except ReadNowError as err:
            self.say(str(err))

    async def _undo_to(self, entry_id: int, number: int) -> None:
        if number > 1 and not await self.talk.sure(f"Undo {counted(number, 'change')}?"):
            return
        outcomes: Sequence[Outcome] = await self.library.journal.undo_to(entry_id)
        self.say(*(outcome.sentence(UNDONE) for outcome in outcomes))
        await self._after_replay()
