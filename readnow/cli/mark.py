"""`readnow mark`: articles read, unread, starred or unstarred, by number or by query."""

from collections.abc import Mapping

import click
from msgspec.structs import replace

from readnow.cli import output, session
from readnow.cli.invocation import FAILED, OK, Command, Invocation
from readnow.cli.queries import query_of
from readnow.model.article import ArticleId, Flag
from readnow.model.errors import StoreError
from readnow.text.words import counted

_STATES: Mapping[str, tuple[Flag, bool]] = {
    "read": (Flag.READ, True),
    "unread": (Flag.READ, False),
    "starred": (Flag.STARRED, True),
    "unstarred": (Flag.STARRED, False),
    "later": (Flag.LATER, True),
    "not-later": (Flag.LATER, False),
}


@click.command(cls=Command)
@click.argument("state", type=click.Choice(list(_STATES)))
@click.argument("articles", metavar="[ID]...", nargs=-1, type=click.IntRange(min=0))
@click.option("--query", metavar="QUERY", help="All articles that match; QUERY as for `list`.")
@click.pass_obj
def mark(invocation: Invocation, state: str, articles: tuple[int, ...], query: str | None) -> int:
    """Mark articles read, unread, starred or to be read later.

    By number or by query; says how many changed.
    """
    if bool(articles) == (query is not None):
        raise click.UsageError("Name articles by their numbers, or use --query.")
    flag, value = _STATES[state]
    progress = output.Progress()

    def told(number: int) -> None:
        progress.show(f"{counted(number, 'article')} so far")

    async def work(at: session.Session) -> int:
        if query is not None:
            wanted = replace(query_of((query,), at.library), limit=None)
            changed, missing = await at.library.articles.mark(wanted, flag, value, told), 0
            progress.clear()
        else:
            changed, missing = await _by_number(at, articles, flag, value)
        output.line(f"{counted(changed, 'article')} marked {state}.")
        return FAILED if missing else OK

    return session.run(invocation, work)


async def _by_number(
    at: session.Session, numbers: tuple[int, ...], flag: Flag, value: bool
) -> tuple[int, int]:
    """How many changed, and how many there are none of."""
    ids = tuple(dict.fromkeys(ArticleId(number) for number in numbers))
    heads = await at.library.articles.heads(ids)
    for missing in sorted(set(ids) - {head.id for head in heads}):
        output.message(f"There is no article with the number {missing}.")
    changing = [head for head in heads if getattr(head, flag.value) is not value]
    failures: list[str] = []
    unsubscribe = at.library.subscribe(lambda event: failures.append(getattr(event, "detail", "")))
    at.library.articles.set_flag(changing, flag, value)
    await at.library.articles.settled()
    unsubscribe()
    if any(failures):
        raise StoreError(next(filter(None, failures)))
    return len(changing), len(ids) - len(heads)
