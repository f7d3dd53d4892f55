"""Rules as rows, and the facts of one of them. Pure."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from readnow.model.article import ArticleHead
from readnow.model.feed import Timestamp
from readnow.model.rule import Deed, Rule, RuleAction
from readnow.text.words import counted
from readnow.tui.render.facts import Fact
from readnow.views.age import ahead, day, short_day

_WORDS = {
    Deed.MUTE: "mute",
    Deed.READ: "mark read",
    Deed.STAR: "star",
    Deed.LATER: "keep for later",
    Deed.TAG: "tag",
    Deed.FULL_TEXT: "fetch full text",
    Deed.NOTIFY: "tell",
}


class RuleRow(Struct, frozen=True):
    """A rule in a line. `mark`: it is off, or went off by itself."""

    mark: str
    name: str
    does: str
    hits: str
    last: str
    query: str
    on: bool


class Preview(Struct, frozen=True):
    """What a query would take of what is stored: `problem` where it cannot be read; `number` None while it is
    being counted, `more` where there are more than that."""

    query: str
    number: int | None = None
    more: bool = False
    heads: tuple[ArticleHead, ...] = ()
    problem: str = ""


def does(actions: Iterable[RuleAction]) -> str:
    """What a rule does, in words."""
    named = [f"{_WORDS[one.deed]} “{one.tag}”" if one.tag else _WORDS[one.deed] for one in actions]
    return ", ".join(named) or "nothing"


def rule_rows(rules: Sequence[Rule], now: Timestamp) -> tuple[RuleRow, ...]:
    """One row a rule."""
    return tuple(
        RuleRow(
            mark="!" if rule.problem else "" if rule.enabled else "-",
            name=rule.name,
            does=does(rule.actions),
            hits=f"{rule.hits:,}",
            last=short_day(rule.last_hit, now) if rule.last_hit is not None else "never",
            query=rule.query,
            on=rule.enabled,
        )
        for rule in rules
    )


def rule_facts(rule: Rule, preview: Preview | None, now: Timestamp) -> tuple[Fact, ...]:
    """All there is to say of a rule, and what it would take now."""
    facts = [Fact(text=f"! {rule.problem}", warning=True)] if rule.problem else []
    facts.append(Fact("query", rule.query))
    facts += [_taking(preview)] if preview is not None else []
    facts += [Fact("does", does(rule.actions)), Fact("state", parts=tuple(_state(rule, now)))]
    return (*facts, *_titles(preview))


def preview_facts(preview: Preview) -> tuple[Fact, ...]:
    """What a query would take."""
    return (_taking(preview), *_titles(preview))


def _taking(preview: Preview) -> Fact:
    if preview.problem:
        return Fact(text=preview.problem, warning=True)
    if preview.number is None:
        return Fact("would take", "counting")
    more = " and more" if preview.more else ""
    return Fact("would take", f"{counted(preview.number, 'article')}{more} of those that are here")


def _titles(preview: Preview | None) -> Iterable[Fact]:
    """The newest of them."""
    heads = preview.heads if preview is not None else ()
    if heads:
        yield Fact()
    for head in heads:
        yield Fact(parts=(head.title or "(untitled)", head.feed_title), quiet=True)


def _state(rule: Rule, now: Timestamp) -> Iterable[str]:
    yield "on" if rule.enabled else "off"
    if rule.until is not None:
        yield f"until {ahead(rule.until, now)}" if rule.until > now else "its time is over"
    yield f"took {counted(rule.hits, 'article')}"
    if rule.last_hit is not None:
        yield f"the last one {day(rule.last_hit, now)}"
    if rule.muted:
        yield f"hides {rule.muted:,} now"
