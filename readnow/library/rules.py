"""Rules: what there is, making and changing them, what they would take, what they hide, and giving it back.

Every change is checked first, then stored with its entry in the journal, then told with one `RulesChanged`.
Invariants: a rule that is switched off, is over, or mutes no more, hides nothing: what it alone hid is given
back as it was (but where it was switched off by itself, which the user is to look at first); what is applied
to all takes just what the preview counts.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from readnow.library.applying import Applying, Logged, Told, taken_by
from readnow.library.events import RulesChanged
from readnow.library.loading import load_shelf
from readnow.library.rule_reading import checked, read_rule
from readnow.library.shelf import Shelf
from readnow.library.voice import Voice
from readnow.model.article import ArticleHead, ArticleId
from readnow.model.condition import Condition
from readnow.model.errors import NotFoundError, RuleError
from readnow.model.journal import Marked, MarkKind
from readnow.model.query import ArticleQuery
from readnow.model.rule import MAX_RULES, Draft, Rule, RuleAction, RuleId
from readnow.store import muting
from readnow.store import rules as stored
from readnow.store.database import Connection, Database
from readnow.store.journal_rows import Watch
from readnow.text.words import counted, fold

if TYPE_CHECKING:
    from readnow.library.judging import Judging
    from readnow.library.proposals import Proposal
    from readnow.library.query import Names


class Change(Struct, frozen=True):
    """What came of a change: the rule as it is now (as it was, where it is gone), how many articles it took
    of those that were stored, how many it hid of them, and how many it gave back."""

    rule: Rule
    taken: int = 0
    muted: int = 0
    given_back: int = 0


def _nobody(_: int) -> None:
    """Who hears nothing."""


class Rules:
    """The library's part for rules. `settled`: waits for what the user did and is not stored yet."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        voice: Voice,
        judging: "Judging",
        names: "Callable[[], Names]",
        settled: Callable[[], Awaitable[None]],
        now: Callable[[], float],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._voice = voice
        self._judging = judging
        self._names = names
        self._settled = settled
        self._now = now

    async def all(self) -> tuple[Rule, ...]:
        """All rules in their order, with how many articles each hides."""
        return await self._database.read(stored.all_rules)

    async def named(self, name: str) -> Rule:
        """The rule of that name, or number. Raises `NotFoundError`."""
        found = await self.all()
        for rule in found:
            if fold(rule.name) == fold(name):
                return rule
        number = int(name) if name.isascii() and name.isdigit() and len(name) < 18 else None
        for rule in found:
            if rule.id == number:
                return rule
        raise NotFoundError(f"No rule is called “{name}”.")

    def preview(self, query: str, actions: Iterable[RuleAction]) -> ArticleQuery:
        """What a rule like this would take of what is stored, for `Articles.parts` and `count`. Raises
        `QueryError`."""
        wanted = tuple(actions)
        only_mutes = bool(wanted) and all(action.mutes for action in wanted)
        return taken_by(read_rule(query, self._names()), only_mutes=only_mutes)

    async def add(self, draft: Draft, *, apply: bool = False, told: Told = _nobody) -> Change:
        """Make a rule, the last of all; `apply` it to what is stored, too. Raises `RuleError`, `QueryError`,
        `StoreError`."""
        draft = checked(draft, self._names())
        logged = self._logged(draft.name if apply else f"Add the rule “{draft.name}”")
        rule = await self._database.write(_insert, draft, logged)
        if apply:
            return await self._applied(rule, logged, told)
        await self._show()
        return Change(rule)

    async def change(self, rule_id: RuleId, draft: Draft, told: Told = _nobody) -> Change:
        """Make something else of a rule. What it hides and means no more is given back; what it means now is
        taken as it comes. Raises what `add` does, and `NotFoundError`."""
        draft = checked(draft, self._names())
        logged = self._logged(f"Change the rule “{draft.name}”")
        rule = await self._database.write(_change, rule_id, draft, logged)
        still = read_rule(rule.query, self._names()) if rule.mutes else None
        return await self._released(rule, logged, told, still)

    async def switch(self, rule_id: RuleId, on: bool, told: Told = _nobody) -> Change:
        """Switch a rule on, for what comes from now on, or off, which gives back what it hid."""
        rule = await self._known(rule_id)
        if on:
            checked(Draft(rule.name, rule.query, rule.actions), self._names())
        logged = self._logged(f"Switch the rule “{rule.name}” {'on' if on else 'off'}")
        rule = await self._database.write(_switch, rule_id, on, self._at(), logged)
        if not on:
            return await self._released(rule, logged, told)
        await self._show()
        return Change(rule)

    async def move(self, rule_id: RuleId, step: int) -> bool:
        """Put a rule so many places further down; False where it is at the end."""
        rule = await self._known(rule_id)
        moved = await self._database.write(_move, rule_id, step, self._logged(f"Move the rule “{rule.name}”"))
        if moved:
            await self._show()
        return moved

    async def delete(self, rule_id: RuleId, told: Told = _nobody) -> Change:
        """Delete a rule, which gives back what it hid."""
        rule = await self._known(rule_id)
        logged = self._logged(f"Delete the rule “{rule.name}”")
        await self._database.write(_switch, rule_id, False, self._at(), logged)
        change = await self._released(rule, logged, told)
        await self._database.write(_delete, rule_id, logged)
        await self._show()
        return change

    async def apply(self, rule_id: RuleId, told: Told = _nobody) -> Change:
        """Do what a rule does to all that is stored. Cancelling it leaves what was done, which can be taken
        back. Raises `NotFoundError`, `RuleError`, `QueryError`, `StoreError`."""
        rule = await self._known(rule_id)
        if not rule.enabled:
            raise RuleError(f"The rule “{rule.name}” is switched off.")
        return await self._applied(rule, self._logged(f"Apply the rule “{rule.name}” to all articles"), told)

    async def takers(self, ids: Iterable[ArticleId]) -> Mapping[ArticleId, tuple[Rule, ...]]:
        """The rules that hide each of these articles."""
        return await self._database.read(_takers, tuple(ids))

    async def give_back(self, ids: Sequence[ArticleId]) -> int:
        """Give muted articles back, whatever rules mean them; how many."""
        number = await self._database.write(_give_back, tuple(ids), self._logged("Give muted articles back"))
        await self._show()
        return number

    def proposals(self, articles: Sequence[ArticleHead], selected: str = "") -> "tuple[Proposal, ...]":
        """What “mute something like this” may mean of these articles, or of words `selected` in one; where
        they are of one feed, each also in that alone."""
        from readnow.library.proposals import proposals

        return proposals(articles, selected)

    async def tidy(self) -> None:
        """End the rules whose time is over, and give back what is left of those that are off. Raises
        `StoreError`."""
        if self._database.read_only:
            return
        for rule in await self._database.read(stored.over, self._at()):
            logged = self._logged(f"The time of the rule “{rule.name}” is over")
            await self._database.write(_end, rule.id, logged)
            change = await self._released(replace(rule, enabled=False), logged, _nobody)
            back = f": {counted(change.given_back, 'article')} given back" if change.given_back else ""
            await self._show(f"The time of the rule “{rule.name}” is over{back}.")
        for rule in await self._database.read(stored.still_hiding):
            await self._released(rule, self._logged(f"Give back what “{rule.name}” hid"), _nobody)

    async def _applied(self, rule: Rule, logged: Logged, told: Told) -> Change:
        condition = read_rule(rule.query, self._names())
        await self._settled()
        try:
            ruled = await Applying(self._database, logged, told).apply(rule, condition)
        finally:
            await self._show()
        self._judging.want(ruled.wanted)
        return Change(await self._known(rule.id), len(ruled.taken), len(ruled.muted))

    async def _released(self, rule: Rule, logged: Logged, told: Told, but: Condition | None = None) -> Change:
        applying = Applying(self._database, logged, told)
        try:
            return Change(rule, given_back=await applying.release(rule.id, but))
        finally:
            await self._show()

    async def _show(self, said: str = "") -> None:
        await load_shelf(self._database, self._shelf)
        self._voice.publish(RulesChanged(said))

    async def _known(self, rule_id: RuleId) -> Rule:
        rule = await self._database.read(stored.one, rule_id)
        if rule is None:
            raise NotFoundError("That rule is there no more.")
        return rule

    def _logged(self, what: str) -> Logged:
        return Logged(what, self._at())

    def _at(self) -> int:
        return int(self._now())


def _insert(conn: Connection, draft: Draft, logged: Logged) -> Rule:
    watch = Watch(conn, "rule")
    _refuse_same_name(conn, draft.name, None)
    if len(stored.all_rules(conn)) >= MAX_RULES:
        raise RuleError(f"There are {MAX_RULES} rules already, which is the most.")
    rule_id = stored.insert(conn, draft, logged.at)
    logged.keep(conn, watch.changes())
    return _one(conn, rule_id)


def _change(conn: Connection, rule_id: RuleId, draft: Draft, logged: Logged) -> Rule:
    watch = Watch(conn, "rule")
    _one(conn, rule_id)
    _refuse_same_name(conn, draft.name, rule_id)
    stored.change(conn, rule_id, draft)
    logged.keep(conn, watch.changes())
    return _one(conn, rule_id)


def _switch(conn: Connection, rule_id: RuleId, on: bool, at: int, logged: Logged) -> Rule:
    watch = Watch(conn, "rule")
    rule = _one(conn, rule_id)
    stored.switch(conn, rule_id, on)
    if on and rule.until is not None and rule.until <= at:  # for ever, since that time is over
        stored.change(conn, rule_id, Draft(rule.name, rule.query, rule.actions))
    logged.keep(conn, watch.changes())
    return _one(conn, rule_id)


def _end(conn: Connection, rule_id: RuleId, logged: Logged) -> None:
    watch = Watch(conn, "rule")
    stored.switch(conn, rule_id, on=False)
    logged.keep(conn, watch.changes())


def _move(conn: Connection, rule_id: RuleId, step: int, logged: Logged) -> bool:
    watch = Watch(conn, "rule")
    ids = [rule.id for rule in stored.all_rules(conn)]
    if rule_id not in ids or not 0 <= ids.index(rule_id) + step < len(ids):
        return False
    place = ids.index(rule_id) + step
    ids.remove(rule_id)
    ids.insert(place, rule_id)
    stored.put_in_order(conn, ids)
    logged.keep(conn, watch.changes())
    return True


def _delete(conn: Connection, rule_id: RuleId, logged: Logged) -> None:
    watch = Watch(conn, "rule")
    muting.let_all_go(conn, rule_id)
    stored.delete(conn, rule_id)
    logged.keep(conn, watch.changes())


def _give_back(conn: Connection, ids: Sequence[ArticleId], logged: Logged) -> int:
    by_rule: dict[RuleId, list[ArticleId]] = {}
    taken = muting.takers(conn, ids)
    for article_id, rule_ids in taken.items():
        for rule_id in rule_ids:
            by_rule.setdefault(rule_id, []).append(article_id)
    logged.keep(
        conn,
        [
            Marked(MarkKind.MUTED, False, muting.unmute(conn, rule_id, mine), rule_id)
            for rule_id, mine in by_rule.items()
        ],
    )
    return len(taken)


def _takers(conn: Connection, ids: Sequence[ArticleId]) -> Mapping[ArticleId, tuple[Rule, ...]]:
    known = {rule.id: rule for rule in stored.all_rules(conn)}
    return {
        article_id: tuple(known[rule_id] for rule_id in rule_ids)
        for article_id, rule_ids in muting.takers(conn, ids).items()
    }


def _refuse_same_name(conn: Connection, name: str, but: RuleId | None) -> None:
    same = stored.named(conn, name)
    if same is not None and same.id != but:
        raise RuleError(f"There is a rule called “{same.name}” already.")


def _one(conn: Connection, rule_id: RuleId) -> Rule:
    rule = stored.one(conn, rule_id)
    if rule is None:
        raise NotFoundError("That rule is there no more.")
    return rule
