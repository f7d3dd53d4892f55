"""`readnow smart`: queries that are kept as rows of the feed list."""

import click

from readnow.cli import output, session
from readnow.cli.invocation import OK, Group, Invocation
from readnow.cli.options import as_json
from readnow.cli.queries import text_of
from readnow.library.folder_names import folder_names
from readnow.library.smart_feeds import SORTS
from readnow.model.smart import SmartFeed

_named = click.argument("name")
_sorted = click.option("--sort", type=click.Choice(SORTS), help="Which of its articles come first.")
_filed = click.option("--folder", metavar="FOLDER", help="The folder it stands in, as Outer/Inner.")


@click.group(cls=Group)
def smart() -> None:
    """Keep queries as smart feeds.

    A smart feed is a row of the feed list, and a term of other queries: smart:NAME.
    """


@smart.command("list")
@as_json
@click.pass_obj
def list_smart(invocation: Invocation, as_json: bool) -> int:
    """List smart feeds."""

    async def work(at: session.Session) -> int:
        rows = [(one, at.library.smart_feeds.problem(one)) for one in at.library.smart_feeds.all()]
        if as_json:
            output.document({"smart_feeds": [_as_json(at, one, problem) for one, problem in rows]})
            return OK
        output.table([(one.id, one.name, one.query) for one, _ in rows])
        for one, problem in rows:
            if problem:
                output.message(f"The smart feed “{one.name}” cannot be read. {problem}")
        return OK

    return session.run(invocation, work)


@smart.command("add")
@_named
@click.argument("query", nargs=-1, required=True)
@_sorted
@_filed
@as_json
@click.pass_obj
def add_smart(
    invocation: Invocation,
    name: str,
    query: tuple[str, ...],
    sort: str | None,
    folder: str | None,
    as_json: bool,
) -> int:
    """Keep a query under a name.

    QUERY as for `list`.
    """

    async def work(at: session.Session) -> int:
        added = await at.library.smart_feeds.add(
            name, text_of(query), sort=sort or "", folder=folder_names(folder or "")
        )
        return _tell(at, added, "kept", as_json)

    return session.run(invocation, work)


@smart.command("edit")
@_named
@click.option("--name", "new_name", metavar="NAME", help="What it is called from now on.")
@click.option("--query", metavar="QUERY", help="Another query; QUERY as for `list`.")
@_sorted
@_filed
@as_json
@click.pass_obj
def edit_smart(
    invocation: Invocation,
    name: str,
    new_name: str | None,
    query: str | None,
    sort: str | None,
    folder: str | None,
    as_json: bool,
) -> int:
    """Change a smart feed.

    Only what is given changes; an empty --folder puts it into none.
    """
    if new_name is None and query is None and sort is None and folder is None:
        raise click.UsageError("Say what to change: --name, --query, --sort or --folder.")

    async def work(at: session.Session) -> int:
        kept = at.library.smart_feeds
        changed = await kept.change(
            kept.named(name).id,
            name=new_name,
            query=query,
            sort=sort,
            folder=None if folder is None else folder_names(folder),
        )
        return _tell(at, changed, "changed", as_json)

    return session.run(invocation, work)


@smart.command("remove")
@_named
@click.pass_obj
def remove_smart(invocation: Invocation, name: str) -> int:
    """Remove a smart feed; its articles stay."""

    async def work(at: session.Session) -> int:
        found = at.library.smart_feeds.named(name)
        await at.library.smart_feeds.remove(found.id)
        output.line(f"Removed the smart feed {output.field(found.name)}.")
        return OK

    return session.run(invocation, work)


def _tell(at: session.Session, one: SmartFeed, done: str, as_json: bool) -> int:
    if as_json:
        output.document(_as_json(at, one, ""))
    else:
        output.line(f"The smart feed {output.field(one.name)} is {done} ({one.id}).")
    return OK


def _as_json(at: session.Session, one: SmartFeed, problem: str) -> output.Json:
    return {
        "id": one.id,
        "name": one.name,
        "query": one.query,
        "sort": one.sort or None,
        "folder": "/".join(at.library.feeds.path(one.folder_id)),
        "problem": problem or None,
    }
