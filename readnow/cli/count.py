"""`readnow count`: a number for status bars. Loads as little as can be, since these ask often."""

import time

import click

from readnow.cli import output, session
from readnow.cli.invocation import OK, Command, Invocation
from readnow.cli.options import as_json, query_words
from readnow.cli.queries import query_of, query_with
from readnow.library.glance import glance


@click.command(cls=Command)
@query_words
@as_json
@click.pass_obj
def count(invocation: Invocation, query: tuple[str, ...], as_json: bool) -> int:
    """Print how many articles match.

    A number, for status bars. QUERY as for `list`.
    """

    loaded, paths = invocation.load()
    with glance(paths.database, time.time(), folds=loaded.config.feeds.fold) as library:
        if library is not None:
            for problem in loaded.problems:
                output.message(str(problem))
            return _print(library.count(query_with(query, library.names)), as_json)

    async def work(at: session.Session) -> int:
        return _print(await at.library.articles.count(query_of(query, at.library)), as_json)

    return session.run(invocation, work)


def _print(number: int, as_json: bool) -> int:
    if as_json:
        output.document({"count": number})
    else:
        output.line(str(number))
    return OK
