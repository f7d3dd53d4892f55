"""`readnow rule`: what is done with articles that a query means, as they come."""

import time
from collections.abc import Iterable

import click
from msgspec.structs import replace

from readnow.cli import output, session
from readnow.cli.invocation import OK, Group, Invocation
from readnow.cli.options import as_json
from readnow.cli.queries import text_of
from readnow.library.article_json import article_json
from readnow.library.rule_lasting import ACTIONS, LASTING, read_action, until_of
from readnow.model.article import Article
from readnow.model.rule import Draft, Rule
from readnow.text.words import counted

_SHOWN = 10
"""Articles that a preview lists, unless it is asked for more."""

_named = click.argument("name")
_do = click.option(
    "--do",
    "actions",
    metavar="ACTION",
    multiple=True,
    help=f"What it does; may be repeated: {ACTIONS}.",
)
_queried = click.argument("query", nargs=-1, required=True)


@click.group(cls=Group)
def rule() -> None:
    """Mute, mark, tag or star what a query means, as it comes.

    Rules are asked in their order. What a rule mutes is not gone: `readnow list is:muted` lists it, and a
    rule that is switched off or removed gives it back.
    """


@rule.command("list")
@as_json
@click.pass_obj
def list_rules(invocation: Invocation, as_json: bool) -> int:
    """List the rules, in their order.

    Number, name, whether it is on, what it took and when last, query and actions.
    """

    async def work(at: session.Session) -> int:
        await at.library.rules.tidy()
        found = await at.library.rules.all()
        if as_json:
            output.document({"rules": [_as_json(one) for one in found]})
        elif not found:
            output.message("There are no rules yet. `readnow rule add NAME QUERY --do mute` makes one.")
        else:
            output.table([_row(one) for one in found])
        for one in found:
            if one.problem and not as_json:
                output.message(f"The rule “{one.name}” was switched off by itself. {one.problem}")
        return OK

    return session.run(invocation, work)


@rule.command("preview")
@_queried
@_do
@click.option("--limit", type=click.IntRange(0, 10_000), default=_SHOWN, help="How many to list.")
@as_json
@click.pass_obj
def preview_rule(
    invocation: Invocation, query: tuple[str, ...], actions: tuple[str, ...], limit: int, as_json: bool
) -> int:
    """Say which stored articles a rule would take.

    How many, and the newest of them. With `--do mute` alone, what is starred, kept for later or tagged is
    left out: a rule that is applied to all does not mute it. Changes nothing.
    """

    async def work(at: session.Session) -> int:
        articles = at.library.articles
        wanted = at.library.rules.preview(text_of(query), map(read_action, actions))
        number = await articles.count(wanted)
        heads = (await articles.page(replace(wanted, limit=limit))).heads if limit else ()
        found = await articles.whole([head.id for head in heads])
        _tell_preview(number, found, as_json)
        return OK

    return session.run(invocation, work)


@rule.command("add")
@_named
@_queried
@_do
@click.option("--for", "lasting", type=click.Choice(list(LASTING)), help="How long; otherwise for ever.")
@click.option("--apply", is_flag=True, help="Apply it to what is stored, too.")
@as_json
@click.pass_obj
def add_rule(
    invocation: Invocation,
    name: str,
    query: tuple[str, ...],
    actions: tuple[str, ...],
    lasting: str | None,
    apply: bool,
    as_json: bool,
) -> int:
    """Make a rule.

    QUERY as for `list`. It takes what comes from now on; with --apply also what is stored.
    """

    async def work(at: session.Session) -> int:
        draft = Draft(name, text_of(query), tuple(map(read_action, actions)), until_of(lasting, time.time()))
        change = await at.library.rules.add(draft, apply=apply)
        said = f"; {counted(change.taken, 'article')} taken" if apply else ""
        return _tell(change.rule, f"is made ({change.rule.id}){said}", as_json)

    return session.run(invocation, work)


@rule.command("apply")
@_named
@as_json
@click.pass_obj
def apply_rule(invocation: Invocation, name: str, as_json: bool) -> int:
    """Do what a rule does to all stored articles.

    Stopped halfway, what was done is whole; `readnow undo` takes it back.
    """

    async def work(at: session.Session) -> int:
        progress = output.Progress()
        found = await at.library.rules.named(name)
        try:
            change = await at.library.rules.apply(found.id, lambda done: progress.show(f"{done:,} taken"))
        finally:
            progress.clear()
        if as_json:
            output.document({"rule": _as_json(change.rule), "taken": change.taken, "muted": change.muted})
        else:
            hid = f", {change.muted:,} of them hidden" if change.rule.mutes else ""
            output.line(f"The rule “{change.rule.name}” took {counted(change.taken, 'article')}{hid}.")
        return OK

    return session.run(invocation, work)


@rule.command("on")
@_named
@as_json
@click.pass_obj
def rule_on(invocation: Invocation, name: str, as_json: bool) -> int:
    """Switch a rule on, for what comes from now on."""
    return _switch(invocation, name, True, as_json)


@rule.command("off")
@_named
@as_json
@click.pass_obj
def rule_off(invocation: Invocation, name: str, as_json: bool) -> int:
    """Switch a rule off, and give back what it hid."""
    return _switch(invocation, name, False, as_json)


@rule.command("remove")
@_named
@click.pass_obj
def remove_rule(invocation: Invocation, name: str) -> int:
    """Remove a rule, and give back what it hid."""

    async def work(at: session.Session) -> int:
        found = await at.library.rules.named(name)
        change = await at.library.rules.delete(found.id)
        output.line(f"The rule “{found.name}” is removed{_given_back(change.given_back)}.")
        return OK

    return session.run(invocation, work)


def _switch(invocation: Invocation, name: str, on: bool, as_json: bool) -> int:
    async def work(at: session.Session) -> int:
        found = await at.library.rules.named(name)
        change = await at.library.rules.switch(found.id, on)
        said = f"is switched {'on' if on else 'off'}{_given_back(change.given_back)}"
        return _tell(change.rule, said, as_json)

    return session.run(invocation, work)


def _given_back(number: int) -> str:
    return f"; {counted(number, 'article')} given back" if number else ""


def _tell(one: Rule, said: str, as_json: bool) -> int:
    if as_json:
        output.document(_as_json(one))
    else:
        output.line(f"The rule “{one.name}” {said}.")
    return OK


def _tell_preview(number: int, found: Iterable[Article], as_json: bool) -> None:
    if as_json:
        output.document({"count": number, "articles": [article_json(article) for article in found]})
        return
    output.line(f"{counted(number, 'article')} would be taken.")
    output.table(
        [(article.head.id, article.head.feed_title, article.head.title or "(untitled)") for article in found]
    )


def _row(one: Rule) -> tuple[str | int, ...]:
    state = "on" if one.enabled else "off"
    until = f"until {output.local_time(one.until)}" if one.until is not None and one.enabled else ""
    return (
        one.id,
        one.name,
        output.listed((state, until)),
        one.hits,
        output.local_time(one.last_hit),
        ", ".join(map(str, one.actions)),
        one.query,
    )


def _as_json(one: Rule) -> output.Json:
    return {
        "id": one.id,
        "name": one.name,
        "query": one.query,
        "actions": [str(action) for action in one.actions],
        "on": one.enabled,
        "until": output.moment(one.until),
        "hits": one.hits,
        "last_hit": output.moment(one.last_hit),
        "muted": one.muted,
        "made": output.moment(one.made_at),
        "problem": one.problem or None,
    }
