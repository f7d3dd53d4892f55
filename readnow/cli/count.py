"""`readnow count`: a number for status bars. Loads as little as can be, since these ask often."""

import click

from readnow.cli import output, session
from readnow.cli.invocation import OK, Command, Invocation
from readnow.cli.options import as_json, query_words
from readnow.cli.queries import query_of


@click.command(cls=Command)
@query_words
@as_json
@click.pass_obj
def count(invocation: Invocation, query: tuple[str, ...], as_json: bool) -> int:
    """Print how many articles match.

    A number, for status bars. QUERY as for `list`.
    """

    async def work(at: session.Session) -> int:
        number = await at.library.articles.count(query_of(query, at.library))
        if as_json:
            output.document({"count": number})
        else:
            output.line(str(number))
        return OK

    return session.run(invocation, work)
