"""Muting what is like an article, giving back what is muted, and who muted it. The actions `article.mute` and
`rule.open`.

Invariant: what is muted from here is hidden at once with all that is like it; how many that were is said, and
can be taken back as one.
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial

from readnow.keys.actions import Pane
from readnow.library.rule_lasting import until_of
from readnow.model.article import ArticleHead
from readnow.model.errors import QueryError
from readnow.model.rule import MAX_NAME, Deed, Draft, Rule, RuleAction
from readnow.text.cells import cut
from readnow.text.words import counted
from readnow.tui.bridge import Happened
from readnow.tui.histories import QUERIES
from readnow.tui.screens.carrying import NO_ARTICLE
from readnow.tui.screens.folding import Folding
from readnow.views.muted import OWN_QUERY, said_of, said_of_notices, shows_muted

_LASTING = {"enter": "for ever", "w": "a week", "m": "a month"}
_HOW_LONG = {"w": "week", "m": "month"}
MUTE = (RuleAction(Deed.MUTE),)
_QUERY = "Mute what matches:"
_NAME_ROOM = 40


class Muting(Folding):
    """What mutes."""

    def action_article_mute(self) -> None:
        """Mute something like the article in hand, or the words that are selected in it; in a list of muted
        ones, give it back."""
        heads = self.heads_in_hand()
        if not heads:
            self.say(NO_ARTICLE)
        elif shows_muted(self.query_shown):
            self.work_on(partial(self._give_back, heads), "muting")
        else:
            from readnow.tui.screens.proposals import ProposalScreen

            proposals = self.library.rules.proposals(heads, self._selected_words())
            labels = {one.query: one.label for one in proposals}
            screen = ProposalScreen(self.library, proposals, self.marks, self.keymap)
            self.app.push_screen(screen, partial(self._proposed, labels))

    def action_rule_open(self) -> None:
        """The rules."""
        from readnow.tui.screens.rules import RulesScreen

        self.app.push_screen(RulesScreen(self.library, self.surroundings))

    # -- muting

    def _selected_words(self) -> str:
        """What the mouse has selected in the open article; that is selected no more."""
        if self.pane is not Pane.READER or not self.selections:
            return ""
        text = " ".join((self.get_selected_text() or "").split())
        self.clear_selection()
        return text

    def _proposed(self, labels: Mapping[str, str], query: str | None) -> None:
        if query == OWN_QUERY:
            answer = self._ask_query("")
            self.work_on(partial(self._mute_own, answer), "muting")
        elif query is not None:
            self._ask_how_long(labels[query], query)

    def _ask_query(self, query: str) -> "asyncio.Future[str | None]":
        return self.prompt_for(
            _QUERY,
            query,
            placeholder='words, "a phrase", author:name, feed:name',
            kind=QUERIES,
            check=lambda text: self.library.rules.preview(text, MUTE) if text.strip() else None,
            complete=self.completed_query,
        )

    async def _mute_own(self, answer: "asyncio.Future[str | None]") -> None:
        while (query := await answer) is not None and query.strip():
            try:
                self.library.rules.preview(query, MUTE)
            except QueryError:  # what is wrong stands below the line
                answer = self._ask_query(query)
                continue
            self._ask_how_long(query, query)
            return

    def _ask_how_long(self, label: str, query: str) -> None:
        """Ask in the same moment: the next key may be the answer already."""
        answer = self.question(f"Mute {cut(label, _NAME_ROOM)}: for how long?", _LASTING)
        self.work_on(partial(self._mute, label, query, answer), "muting")

    async def _mute(self, label: str, query: str, answer: "asyncio.Future[str | None]") -> None:
        key = await answer
        if key is None:
            self.say("Nothing was muted.")
            return
        until = until_of(_HOW_LONG.get(key), self.now())
        draft = Draft(await self._free_name(f"Mute {label}"), query, MUTE, until)
        change = await self.library.rules.add(draft, apply=True, told=self._told)
        self.status.progress("")
        self.say(said_of(change))

    def _told(self, number: int) -> None:
        if number:
            self.status.progress(f"muting: {counted(number, 'article')}")

    async def _free_name(self, wanted: str) -> str:
        """The name, with a number behind it where there is a rule of that name."""
        names = {rule.name for rule in await self.library.rules.all()}
        wanted = wanted[: MAX_NAME - 5]
        return next(name for name in (wanted, *(f"{wanted} {n}" for n in range(2, 999))) if name not in names)

    # -- giving back

    async def _give_back(self, heads: Sequence[ArticleHead]) -> None:
        takers = await self.library.rules.takers([head.id for head in heads])
        rules = {rule.id: rule for by in takers.values() for rule in by}
        number = await self.library.rules.give_back([head.id for head in heads])
        if not number:
            self.say("It is not muted any more.")
            return
        back = f"{counted(number, 'article')} given back."
        on = [rule for rule in rules.values() if rule.enabled]
        if len(on) == 1 and await self._is_to_go(on[0], back):
            change = await self.library.rules.switch(on[0].id, on=False)
            back = f"The rule is off. {counted(number + change.given_back, 'article')} given back."
        key = self.key_of("journal.undo")
        self.say(back + (f" {key} takes it back." if key else ""))

    async def _is_to_go(self, rule: Rule, back: str) -> bool:
        asked = f"{back} Switch “{cut(rule.name, _NAME_ROOM)}” off, too?"
        return await self.question(asked, {"y": "yes", "n": "no"}) == "y"

    # -- what is shown

    def rows_came(self) -> None:
        """Say which rule took what is muted."""
        if shows_muted(self.query_shown):
            self.work_on(self._note_takers, "takers", newest_only=True)

    async def _note_takers(self) -> None:
        takers = await self.library.rules.takers([head.id for head in self.article_list.heads])
        self.article_list.note({id: ", ".join(rule.name for rule in by) for id, by in takers.items()})

    async def take(self, happened: Happened) -> None:
        """Tell what rules are to tell of, and which of them ended."""
        await super().take(happened)
        if happened.notices:
            self.say(said_of_notices(happened.notices))
        elif happened.said:
            self.say(happened.said)
